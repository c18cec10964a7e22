"""Which earlier documents a new one is held against, and how likely each pair tells of one event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ml.issues.pairs import NEIGHBOURS, Documents, PairModel, features
from ml.issues.terms import Rarity

MOST, LEAST_LIKENESS = 20, 0.02
"""Candidates of one document, and the cosine of weighted words below which a pair is none."""
BLOCK = 500
"""Documents that are held against all others at a time."""
LARGEST = 5_000
"""Documents beyond which it tells nothing more that there are many: no larger window was fitted on."""


@dataclass(frozen=True)
class Pairs:
    """Row i of the new documents and row j of all (the past, then the new), with the probability that they are one story."""

    i: np.ndarray
    j: np.ndarray
    probability: np.ndarray


def likely_pairs(
    new: Documents, past: Documents, around: np.ndarray, rarity: Rarity, model: PairModel
) -> tuple[Pairs, np.ndarray]:
    """The pairs, ordered by i; and how like its surroundings each new document is, shape (new, 2), as `around` of the past."""
    rows, i, j = pair_features(new, past, around, rarity)
    features_, around_new = rows
    return Pairs(i, j, model.probability(features_) if len(i) else np.zeros(0)), around_new


def pair_features(
    new: Documents, past: Documents, around: np.ndarray, rarity: Rarity
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray, np.ndarray]:
    """((features, surroundings of the new documents), i, j).

    How many documents are looked at is a feature, too: among few, the nearest are nothing to judge by.
    """
    every = past.join(new) if len(past) else new
    i, j, words = _candidates(new, every, len(past))
    rows = features(new, every, i, j, rarity)
    meaning = rows[:, 4]
    around_new = np.stack([_mean_of_nearest(i, values, len(new)) for values in (words, meaning)], axis=1)
    all_around = np.concatenate([around, around_new])
    apart = np.stack([words, meaning], axis=1) - (around_new[i] + all_around[j]) / 2
    size = np.full((len(rows), 1), np.log(min(len(every), LARGEST)) if len(every) else 0.0)
    return (np.hstack([rows, apart, size]), around_new), i, j


def _candidates(new: Documents, every: Documents, past_count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(i, j, cosine) of the nearest by words that came before, MOST at the most for each; block by block, to bound memory."""
    others = every.whole.T.tocsr()
    blocks = [_nearest(new.whole[start : start + BLOCK], others, start, past_count) for start in range(0, len(new), BLOCK)]
    i, j, likeness = (np.concatenate(part) for part in zip(*blocks, strict=True))
    return i, j, likeness


def _nearest(
    block: sp.csr_array, others: sp.csr_array, start: int, past_count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    products = (block @ others).tocoo()
    i, j, likeness = products.row + start, products.col, products.data
    kept = (j < i + past_count) & (likeness >= LEAST_LIKENESS)
    i, j, likeness = i[kept], j[kept], likeness[kept]
    order = np.lexsort((j, -likeness, i))
    i, j, likeness = i[order], j[order], likeness[order]
    rank = np.arange(len(i)) - np.searchsorted(i, i)
    kept = rank < MOST
    return i[kept], j[kept], likeness[kept]


def _mean_of_nearest(i: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Mean of the NEIGHBOURS highest values of each document; 0 where it has no pair."""
    order = np.lexsort((-values, i))
    i, values = i[order], values[order]
    near = np.arange(len(i)) - np.searchsorted(i, i) < NEIGHBOURS
    sums = np.bincount(i[near], values[near], minlength=count)
    return sums / np.maximum(np.bincount(i[near], minlength=count), 1)
