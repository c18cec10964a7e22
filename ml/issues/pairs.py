"""How likely two documents tell of one event: from their words, names, places and meaning, and the hours between them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import orjson
import scipy.sparse as sp

from ml.issues.regions import agreement
from ml.issues.terms import Rarity, Terms, row_sums, unit

WEIGHTS = Path(__file__).with_name("pair_weights.json")
NEIGHBOURS = 10
"""Of so many nearest documents the mean likeness is taken: what everything around is like tells little."""


@dataclass(frozen=True)
class Documents:
    """What is compared, one row a document; weights of words are those of the hour in which the document came."""

    terms: Terms
    whole: sp.csr_array
    title: sp.csr_array
    vectors: np.ndarray
    hours: np.ndarray
    regions: sp.csr_array

    def __len__(self) -> int:
        return len(self.hours)

    def take(self, rows: np.ndarray | slice) -> Documents:
        terms = Terms(self.terms.whole[rows], self.terms.title[rows], self.terms.names[rows])
        apart = (self.whole, self.title, self.vectors, self.hours, self.regions)
        return Documents(terms, *(part[rows] for part in apart))

    def join(self, other: Documents) -> Documents:
        mine, theirs = self.terms, other.terms
        terms = Terms(*(stack(getattr(mine, f.name), getattr(theirs, f.name)) for f in fields(Terms)))
        whole, title = stack(self.whole, other.whole), stack(self.title, other.title)
        return Documents(
            terms,
            whole,
            title,
            np.concatenate([self.vectors, other.vectors]),
            np.concatenate([self.hours, other.hours]),
            stack(self.regions, other.regions),
        )


def documents_of(terms: Terms, vectors: np.ndarray, hours: np.ndarray, regions: sp.csr_array, rarity: Rarity) -> Documents:
    """`vectors` shape (documents, width), unit length, float32; `hours` int64 since 1970; `regions` of `region_rows`."""
    whole, title = unit(rarity.weigh(terms.whole)), unit(rarity.weigh(terms.title))
    return Documents(terms, whole, title, vectors, hours, regions)


def stack(upper: sp.csr_array, lower: sp.csr_array) -> sp.csr_array:
    return sp.vstack([upper, lower], format="csr")


def features(new: Documents, past: Documents, i: np.ndarray, j: np.ndarray, rarity: Rarity) -> np.ndarray:
    """Shape (pairs, 12) for pairs of row i of `new` and row j of `past`; without what lies around them (`centre`)."""
    one, other = new.take(i), past.take(j)
    present, present_other = _present(one.terms.whole), _present(other.terms.whole)
    shared = rarity.weigh(present).multiply(present_other).tocsr()
    return np.stack(
        [
            _products(one.whole, other.whole),
            _products(one.title, other.title),
            np.maximum(_contained(one.terms.title, present_other, rarity), _contained(other.terms.title, present, rarity)),
            np.log1p(np.abs(one.hours - other.hours)),
            np.einsum("ij,ij->i", one.vectors, other.vectors),
            row_sums(shared),
            shared.max(axis=1).toarray().ravel() if len(i) else np.zeros(0),
            _products(rarity.weigh(one.terms.names), other.terms.names),
            *agreement(one.regions, other.regions).T,
        ],
        axis=1,
    )


@dataclass(frozen=True)
class PairModel:
    """Logistic regression on features and their products, fitted by benchmarks/story_pairs.py; docs/issues.md tells on what."""

    mean: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    bias: float

    def probability(self, rows: np.ndarray) -> np.ndarray:
        scaled = (rows - self.mean) / self.spread
        return 1 / (1 + np.exp(-(with_products(scaled) @ self.weights + self.bias)))


def read_model(path: Path = WEIGHTS) -> PairModel:
    found = orjson.loads(path.read_bytes())
    return PairModel(*(np.array(found[name]) for name in ("mean", "spread", "weights")), found["bias"])


def with_products(rows: np.ndarray) -> np.ndarray:
    """The columns, and the product of every two of them, itself with itself, too."""
    i, j = np.triu_indices(rows.shape[1])
    return np.hstack([rows, rows[:, i] * rows[:, j]])


def _products(one: sp.csr_array, other: sp.csr_array) -> np.ndarray:
    return row_sums(one.multiply(other).tocsr())


def _present(rows: sp.csr_array) -> sp.csr_array:
    return sp.csr_array((np.ones_like(rows.data), rows.indices, rows.indptr), shape=rows.shape)


def _contained(title: sp.csr_array, whole: sp.csr_array, rarity: Rarity) -> np.ndarray:
    weighed = rarity.weigh(title)
    return _products(weighed, whole) / np.maximum(row_sums(weighed), 1e-9)
