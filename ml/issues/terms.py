"""Documents as weighted words and pairs of words, and how rare each is in the stream so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import scipy.sparse as sp

from ml.duplicates.vocabulary import FORM, NUMBER
from ml.duplicates.words import KIND_MASK, split_words, word_hash
from ml.issues.phrases import is_greeting

BITS = 20
WIDTH = 1 << BITS
"""Columns of every matrix of terms: a term is known by the low bits of its hash."""
LEAD_WORDS = 40
SHORTEST_WORD = 3
WORD, PAIR, LEAD_WORD, LEAD_PAIR = 1.0, 0.7, 0.5, 0.35
"""Weights of what stands in the title, and of what stands in the lead alone."""
UNSEEN, YOUNG = 0.5, 50
"""Rarity is log((documents + YOUNG) / (documents with the term + UNSEEN))."""
LONGEST_TITLE = 150
"""Characters of a first sentence that stands for a title."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_NAME = re.compile(r"(?<!^)\b[A-Z][\w-]{2,}")


@dataclass(frozen=True)
class Terms:
    """One row a document, shape (documents, WIDTH): weights of all terms, of the title's alone, and 1 for each name."""

    whole: sp.csr_array
    title: sp.csr_array
    names: sp.csr_array


def read_terms(titles: Sequence[str], texts: Sequence[str]) -> Terms:
    """`texts` hold the title in front; where a document has no title, its first sentence stands for it."""
    rows = []
    for given, text in zip(titles, texts, strict=True):
        title = given or _SENTENCE_END.split(text, maxsplit=1)[0][:LONGEST_TITLE]
        rows.append(_terms(title, text[len(title) :] if text.startswith(title) else text))
    return Terms(*(_matrix([row[part] for row in rows]) for part in range(3)))


class Rarity:
    """How many documents of the stream hold each term; `count` documents in all."""

    def __init__(self, frequencies: np.ndarray | None = None, count: int = 0):
        self.frequencies = np.zeros(WIDTH, np.int32) if frequencies is None else frequencies
        self.count = count

    def add(self, whole: sp.csr_array) -> None:
        self.frequencies += np.bincount(whole.indices, minlength=WIDTH).astype(np.int32)
        self.count += whole.shape[0]

    def of(self, terms: np.ndarray) -> np.ndarray:
        return np.log((self.count + YOUNG) / (self.frequencies[terms] + UNSEEN)).clip(0).astype(np.float32)

    def weigh(self, rows: sp.csr_array) -> sp.csr_array:
        """The rows with each weight times the rarity of its term."""
        return sp.csr_array((rows.data * self.of(rows.indices), rows.indices, rows.indptr), shape=rows.shape)


def unit(rows: sp.csr_array) -> sp.csr_array:
    """The rows at length one; a row without terms stays empty."""
    lengths = np.sqrt(row_sums(sp.csr_array((rows.data**2, rows.indices, rows.indptr), shape=rows.shape)))
    lengths[lengths == 0] = 1
    data = rows.data / np.repeat(lengths, np.diff(rows.indptr))
    return sp.csr_array((data.astype(np.float32), rows.indices, rows.indptr), shape=rows.shape)


def row_sums(rows: sp.csr_array) -> np.ndarray:
    return np.asarray(rows.sum(axis=1)).ravel()


def _terms(title: str, lead: str) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
    words = _words(title)
    named = {_column(word): WORD for word in words if word}
    named |= {_column(f"{one} {other}"): PAIR for one, other in pairwise(words) if one and other}
    whole = dict(named)
    words = _words(lead)[:LEAD_WORDS] if lead else []
    for word in words:
        if word:
            whole.setdefault(_column(word), LEAD_WORD)
    for one, other in pairwise(words):
        if one and other:
            whole.setdefault(_column(f"{one} {other}"), LEAD_PAIR)
    names = {_column(name.lower()): 1.0 for name in _NAME.findall(f"{title}. {lead[:400]}")}
    return whole, named, names


def _words(text: str) -> list[str | None]:
    """The words of meaning in their order; None where a word of form, a number or a short word stands."""
    return [word if _has_meaning(word) else None for word in split_words(text)]


@lru_cache(200_000)
def _has_meaning(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word_hash(word) & KIND_MASK not in (FORM, NUMBER) and not is_greeting(word)


@lru_cache(500_000)
def _column(term: str) -> int:
    return crc32(term.encode()) & (WIDTH - 1)


def _matrix(rows: Sequence[dict[int, float]]) -> sp.csr_array:
    lengths = np.fromiter((len(row) for row in rows), np.int64, len(rows))
    columns = np.fromiter((column for row in rows for column in row), np.int64, lengths.sum())
    weights = np.fromiter((weight for row in rows for weight in row.values()), np.float32, lengths.sum())
    matrix = sp.csr_array((weights, columns, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(rows), WIDTH))
    matrix.sort_indices()
    return matrix
