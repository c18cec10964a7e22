from __future__ import annotations

import struct

import numpy as np
import pytest

from ml.e5_file import MAGIC, read_e5_file

PIECES = [("<s>", 0.0), ("</s>", 0.0), ("<pad>", 0.0), ("<unk>", 0.0), ("▁desa", -3.5), ("é", -7.25)]
NORMALISATION = {"\u00ad": "", "\u3000": " ", "ﬁ": "fi"}
PLAIN = np.array([[1.5, -2.0], [0.25, 8.0]], np.float32)
SCALE = 0.5
NIBBLES = np.array([*range(16), *reversed(range(16))], np.uint8)


def build_file(path, magic: bytes = MAGIC, length: int | None = None):
    head = magic + struct.pack("<I7ifi", 1, 384, 12, 6, 1536, len(PIECES), 512, 2, 1e-12, 32)
    head += struct.pack("<5i", len(PIECES), 0, 1, 2, 3) + _vocabulary() + _normalisation()
    tensors = {"emb.word": (0, PLAIN.size, PLAIN.tobytes()), "l0.q.w": (1, NIBBLES.size, _block())}
    entries = sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors)
    directory, body, start = struct.pack("<i", len(tensors)), b"", len(head) + 4 + entries
    for name, (dtype, count, content) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", dtype, count, start + len(body), len(content))
        body += content
    path.write_bytes((head + directory + body)[:length])
    return path


def _vocabulary() -> bytes:
    blob, offsets = b"", [0]
    for piece, _ in PIECES:
        blob += piece.encode()
        offsets.append(len(blob))
    scores = [score for _, score in PIECES]
    return struct.pack("<Q", len(blob)) + struct.pack(f"<{len(offsets)}I{len(scores)}f", *offsets, *scores) + blob


def _normalisation() -> bytes:
    entries = b"".join(
        struct.pack(f"<IB{len(to)}I", ord(character), len(to), *map(ord, to)) for character, to in NORMALISATION.items()
    )
    return struct.pack("<iI", len(NORMALISATION), len(entries)) + entries


def _block() -> bytes:
    """32 weights: a float16 scale, then weight j in the low and weight j + 16 in the high half of byte j."""
    return np.float16(SCALE).tobytes() + (NIBBLES[:16] | NIBBLES[16:] << 4).tobytes()


def test_the_geometry_and_the_special_tokens_are_read(tmp_path):
    file = read_e5_file(build_file(tmp_path / "e5.bin"))
    assert (file.width, file.layers, file.heads, file.inner_width) == (384, 12, 6, 1536)
    assert (file.positions, file.token_types) == (512, 2)
    assert (file.words, file.bos, file.eos, file.pad, file.unk) == (len(PIECES), 0, 1, 2, 3)


def test_pieces_and_the_normalisation_map_are_read(tmp_path):
    file = read_e5_file(build_file(tmp_path / "e5.bin"))
    assert file.pieces == PIECES
    assert file.normalisation == NORMALISATION


def test_a_float_tensor_is_read_as_it_lies(tmp_path):
    tensor = read_e5_file(build_file(tmp_path / "e5.bin")).tensor("emb.word", 2, 2)
    assert tensor.dtype == np.float32
    assert np.array_equal(tensor, PLAIN)


def test_a_four_bit_tensor_is_scaled_around_eight(tmp_path):
    tensor = read_e5_file(build_file(tmp_path / "e5.bin")).tensor("l0.q.w", 4, 8)
    assert np.array_equal(tensor, ((NIBBLES.astype(np.float32) - 8) * SCALE).reshape(4, 8))


@pytest.mark.parametrize(("name", "shape"), [("emb.word", (2, 3)), ("emb.word", (1, 2)), ("l0.q.w", (4, 9))])
def test_a_tensor_of_another_shape_is_refused(tmp_path, name, shape):
    file = read_e5_file(build_file(tmp_path / "e5.bin"))
    with pytest.raises(ValueError, match=name):
        file.tensor(name, *shape)


def test_a_file_with_another_magic_is_refused_by_its_name(tmp_path):
    with pytest.raises(ValueError, match=r"e5\.bin is not an E5S1 file"):
        read_e5_file(build_file(tmp_path / "e5.bin", magic=b"GGUF"))


@pytest.mark.parametrize("length", [0, 3, 20, 90, 150])
def test_a_file_that_ends_early_is_refused(tmp_path, length):
    with pytest.raises(ValueError, match=r"e5\.bin"):
        read_e5_file(build_file(tmp_path / "e5.bin", length=length))
