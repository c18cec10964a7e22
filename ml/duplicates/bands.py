"""Locality-sensitive hashing: texts with many words of meaning in common share one of their bands, others hardly ever do.

MinHash (Broder 1997) with banding (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3): of two texts with
the share s of words in common, 1 - (1 - s ** ROWS) ** BANDS share a band: 0.96 at 0.6, 0.79 at 0.5, 0.003 at 0.1.
"""

from __future__ import annotations

import numpy as np

from ml.duplicates.vocabulary import FORM
from ml.duplicates.words import KIND_MASK

BANDS, ROWS = 24, 4
FEWEST_WORDS = 3
"""Words of meaning; a text with fewer is known by all of its words."""

_generator = np.random.default_rng(20_251_006)
_FACTORS = _generator.integers(0, 1 << 32, BANDS * ROWS, dtype=np.uint32) | np.uint32(1)
_SHIFTS = _generator.integers(0, 1 << 32, BANDS * ROWS, dtype=np.uint32)
_MIX = np.uint32(0x9E3779B1)


def text_bands(words: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """uint32, shape (texts, BANDS), of texts whose word hashes lie one after another; zeros for a text without words."""
    bands = np.zeros((len(lengths), BANDS), np.uint32)
    words, lengths = _words_of_meaning(words, lengths)
    filled = np.flatnonzero(lengths)
    if not len(filled):
        return bands
    starts = (np.cumsum(lengths) - lengths)[filled]
    for number in range(BANDS):
        key = np.full(len(filled), number, np.uint32)
        for row in range(number * ROWS, (number + 1) * ROWS):
            least = np.minimum.reduceat(words * _FACTORS[row] + _SHIFTS[row], starts)
            key = (key ^ least) * _MIX
            key ^= key >> np.uint32(15)
        bands[filled, number] = key
    return bands


def _words_of_meaning(words: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    texts = np.repeat(np.arange(len(lengths)), lengths)
    kept = (words & KIND_MASK) != FORM
    few = np.bincount(texts[kept], minlength=len(lengths)) < FEWEST_WORDS
    kept |= few[texts]
    return words[kept], np.bincount(texts[kept], minlength=len(lengths))
