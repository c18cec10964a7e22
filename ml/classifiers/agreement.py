"""How far judges agree beyond chance: Krippendorff's alpha for labels without an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np

RESAMPLES = 500


@dataclass(frozen=True)
class Agreement:
    """1 is full agreement, 0 what chance would give; `low` and `high` bound alpha at 95 % over `count` items."""

    alpha: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"alpha {self.alpha:.2f} [{self.low:.2f}, {self.high:.2f}], n = {self.count}"


def agreement(ratings: Sequence[Sequence[str]], seed: int = 0) -> Agreement | None:
    """Of the labels that each item was given, in any order; items with fewer than two do not count.

    None where no item has two, or where all labels are one and the same: alpha is not defined there.
    """
    shared = [labels for labels in ratings if len(labels) > 1]
    domain = sorted({label for labels in shared for label in labels})
    if len(domain) < 2:
        return None
    counts = np.array([[labels.count(label) for label in domain] for labels in map(list, shared)])
    random = np.random.default_rng(seed)
    picks = (random.integers(0, len(counts), len(counts)) for _ in range(RESAMPLES))
    resampled = [_alpha(counts[pick]) for pick in picks if np.count_nonzero(counts[pick].sum(axis=0)) > 1]
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Agreement(_alpha(counts), float(low), float(high), len(counts))


def _alpha(counts: np.ndarray) -> float:
    """`counts` of shape (items, labels)."""
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
