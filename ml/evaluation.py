"""How good labels are: macro-F1 with its interval, on rows that no example came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import f1_score

RESAMPLES = 500


@dataclass(frozen=True)
class Score:
    """Macro-F1 over the labels that occur in the truth, accuracy, rows, and the 95 % bootstrap interval of macro-F1."""

    macro_f1: float
    low: float
    high: float
    accuracy: float
    count: int

    def __str__(self) -> str:
        return f"macro-F1 {self.macro_f1:.3f} [{self.low:.3f}, {self.high:.3f}], accuracy {self.accuracy:.3f}, n = {self.count}"


def measure(truth: Sequence[str], guesses: Sequence[str], seed: int = 0) -> Score:
    """Compare two label columns of equal length; ValueError when they are empty."""
    if not truth:
        raise ValueError("no rows to measure on")
    known, given = np.asarray(truth), np.asarray(guesses)
    random = np.random.default_rng(seed)
    picks = (random.integers(0, len(known), len(known)) for _ in range(RESAMPLES))
    resampled = [_macro_f1(known[pick], given[pick]) for pick in picks]
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Score(_macro_f1(known, given), float(low), float(high), float((known == given).mean()), len(known))


def _macro_f1(truth: np.ndarray, guesses: np.ndarray) -> float:
    return float(f1_score(truth, guesses, labels=np.unique(truth), average="macro", zero_division=0))
