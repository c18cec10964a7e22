"""What words and their parts say, beside what the body reads: a linear model over hashed n-grams.

It knows names and terms that a small encoder blurs, so a head adds both up; and it is so cheap that it answers alone where
it is as sure. Words are kept as hashes only: a model tells nobody's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy import sparse

WORDS_FILE = "words.npz"
WIDTH = 2**17
"""Of each of two halves: words and pairs of words, and parts of words."""
REGULARISATION = 4.0


@dataclass(frozen=True)
class WordFeatures:
    """Hashed n-grams weighted by their rarity; `rarity` has shape (2 × WIDTH,), float32."""

    rarity: np.ndarray

    def of(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Shape (texts, 2 × WIDTH); each half of a row at unit length."""
        halves = [
            _at_unit_length(_damped(counts).multiply(self.rarity[start : start + WIDTH]).tocsr())
            for start, counts in ((0, self._words.transform(texts)), (WIDTH, self._parts.transform(texts)))
        ]
        return sparse.hstack(halves, format="csr", dtype=np.float32)

    @cached_property
    def _words(self):
        return _hasher(ngram_range=(1, 2), token_pattern=r"\w+|[^\w\s]")

    @cached_property
    def _parts(self):
        return _hasher(analyzer="char_wb", ngram_range=(2, 5))

    def save(self, folder: Path) -> None:
        np.savez_compressed(folder / WORDS_FILE, rarity=self.rarity.astype(np.float16))


def open_words(folder: Path) -> WordFeatures:
    return WordFeatures(np.load(folder / WORDS_FILE)["rarity"].astype(np.float32))


def fit_words(texts: Sequence[str]) -> WordFeatures:
    """Rarity as in TF-IDF: log((1 + texts) / (1 + texts with it)) + 1."""
    plain = WordFeatures(np.ones(2 * WIDTH, np.float32))
    seen = np.concatenate([half.transform(texts).getnnz(axis=0) for half in (plain._words, plain._parts)])
    return WordFeatures((np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float16).astype(np.float32))


def fit_word_weights(rows: sparse.csr_matrix, labels: Sequence[str], order: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(weights of shape (2 × WIDTH, labels), bias) of one logistic regression a label, the label weighted up where rare."""
    from sklearn.linear_model import LogisticRegression

    names = np.asarray(labels)
    weights, bias = np.zeros((rows.shape[1], len(order)), np.float16), np.zeros(len(order), np.float32)
    wide = rows.astype(np.float64)
    for column, label in enumerate(order):
        model = LogisticRegression(
            C=REGULARISATION, solver="liblinear", dual=True, class_weight="balanced", max_iter=200, random_state=0
        ).fit(wide, names == label)
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return weights, bias


def _hasher(**options):
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(n_features=WIDTH, alternate_sign=False, norm=None, dtype=np.float32, **options)


def _damped(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """A word that comes often counts by the logarithm of how often."""
    damped = counts.copy()
    damped.data = np.log(damped.data) + 1
    return damped


def _at_unit_length(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    from sklearn.preprocessing import normalize

    return normalize(rows, copy=False)
