"""Text files in whatever encoding they came in, as a stream of UTF-8 without NULs.

A byte-order mark names the encoding, or the NULs that Latin letters have in UTF-16; everything else is UTF-8. Bytes that are
no UTF-8 are read as Windows-1252, one by one: a wrong byte costs a letter at most, never a row. A file that is Windows-1252
throughout comes out right by the same rule, so nothing is guessed from statistics.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

SAMPLE_BYTES = 256 << 10
BLOCK_BYTES = 1 << 20
LARGEST_UNPACKED = 4 << 30
"""A gzip file that unpacks to more is a bomb, or belongs split."""

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # begins with the mark of UTF-16, so it is asked first
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
FEWEST_PAIRS, LATIN_SHARE, OTHER_SHARE = 8, 0.6, 0.1


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as-windows", _as_windows)


def name_encoding(head: bytes) -> tuple[str, int]:
    """The encoding that the first bytes of a file tell, and the length of its mark in bytes."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding, len(mark)
    pairs = len(head) // 2
    if pairs >= FEWEST_PAIRS:
        nuls = [head[start : 2 * pairs : 2].count(0) / pairs for start in (0, 1)]
        if max(nuls) > LATIN_SHARE and min(nuls) < OTHER_SHARE:
            return ("utf-16-le" if nuls[1] > nuls[0] else "utf-16-be"), 0
    return "utf-8", 0


def describe_encoding(head: bytes) -> str:
    """The encoding in words for people; `windows-1252` when the sample holds bytes that are no UTF-8."""
    encoding, _ = name_encoding(head)
    if encoding != "utf-8" or _whole_letters(head) is not None:
        return encoding
    return "windows-1252"


@contextmanager
def open_text(path: Path) -> Iterator[io.BufferedReader]:
    """The text of a file, packed with gzip or not, as a stream of UTF-8; ValueError for a broken or oversized package."""
    try:
        with path.open("rb") as file:
            if path.suffix.lower() != ".gz":
                yield io.BufferedReader(Utf8(file), BLOCK_BYTES)
                return
            with gzip.open(file) as unpacked:
                yield io.BufferedReader(Utf8(unpacked, LARGEST_UNPACKED), BLOCK_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"not a whole gzip file: {error}") from error


class Utf8(io.RawIOBase):
    """A binary file read as UTF-8. Blocks that are UTF-8 already pass as they are; that is what keeps large files fast."""

    def __init__(self, file: BinaryIO, largest: int | None = None):
        self._file, self._largest, self._taken = file, largest, 0
        head = file.read(SAMPLE_BYTES)
        self.encoding, mark = name_encoding(head)
        self._decoder = codecs.getincrementaldecoder(self.encoding)("as-windows" if self.encoding == "utf-8" else "replace")
        self._ready = memoryview(self._convert(head[mark:]))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        while not self._ready:
            block = self._file.read(BLOCK_BYTES)
            self._ready = memoryview(self._convert(block))
            if not block:
                break
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _convert(self, block: bytes) -> bytes:
        """The next block as UTF-8; an empty one ends the file, and what was held back comes with it."""
        self._taken += len(block)
        if self._largest is not None and self._taken > self._largest:
            raise ValueError(f"unpacks to more than {self._largest >> 30} GiB; split it")
        held, _ = self._decoder.getstate()
        whole = _whole_letters(held + block) if self.encoding == "utf-8" and block else None
        if whole is None:
            text = self._decoder.decode(block, final=not block).encode(errors="replace")
        else:
            text = (held + block)[:whole]
            self._decoder.setstate(((held + block)[whole:], 0))
        return text.replace(b"\0", b"")


def _whole_letters(block: bytes) -> int | None:
    """The length of the UTF-8 in `block` up to a letter that its end may have cut; None when it is no UTF-8."""
    tail = next((n for n in range(1, min(4, len(block) + 1)) if block[-n] >= 0xC0), 0)
    is_cut = tail and tail < (2 if block[-tail] < 0xE0 else 3 if block[-tail] < 0xF0 else 4)
    whole = len(block) - (tail if is_cut else 0)
    try:
        pa.array([block[:whole]], pa.binary()).cast(pa.string())  # ten times as fast as decode()
    except pa.ArrowInvalid:
        return None
    return whole
