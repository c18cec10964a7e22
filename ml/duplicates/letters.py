"""The letters of a text as hashes of four in a row: typing errors and joined words change few of them.

Words stand without spaces between them, so that "Nagan Raya" and "Naganraya" are the same letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FIRST, RUN = 300, 4
"""Letters of a text that are looked at; letters in one hash."""
_MIX = np.uint32(0x9E3779B1)


def hash_letters(texts: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """`texts`: the words of each. Hashes of each text, int32, shape (texts,), and uint16, one text after another."""
    runs = [("".join(words)[:FIRST]).encode("ascii", "replace") for words in texts]
    sizes = np.array([len(run) for run in runs], dtype=np.int64)
    lengths = np.maximum(sizes - (RUN - 1), 0)
    letters = np.frombuffer(b"".join(runs) + bytes(RUN), np.uint8).astype(np.uint32)
    packed = letters[:-3] | letters[1:-2] << np.uint32(8) | letters[2:-1] << np.uint32(16) | letters[3:] << np.uint32(24)
    starts = np.repeat(np.cumsum(sizes) - sizes, lengths)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return lengths.astype(np.int32), (packed[starts + within] * _MIX >> np.uint32(16)).astype(np.uint16)
