"""Population stability index (PSI): how far two mixes lie apart, beside how far they would by chance alone.

PSI = Σ (q − p) · ln(q / p) over the shares p before and q now. It grows as samples shrink: without any change it is about
(B − 1)(1/n + 1/m) for B labels and samples of n and m. So a limit of chance is drawn for each comparison.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RESAMPLES = 5_000
QUANTILE = 0.999
"""High, for a check looks at some forty mixes a day: at 0.99 one of them would be beyond chance on every third day."""
PSEUDOCOUNT = 0.5
"""Added to every count, so that a label that came or went is not infinitely far."""
USUAL_LIMIT = 0.2
LEAST_MOVE = 0.1
"""A label that moves so far counts even where PSI stays below the usual limit: from 35 % to 50 % is a PSI of 0.09."""


@dataclass(frozen=True)
class Stability:
    """`chance`: PSI to be expected without change; `limit`: its QUANTILE; label number `moved` changed its share the most."""

    psi: float
    chance: float
    limit: float
    moved: int
    moved_by: float

    @property
    def is_drift(self) -> bool:
        """More than chance does, and enough to matter."""
        return self.psi > self.limit and (self.psi > USUAL_LIMIT or abs(self.moved_by) >= LEAST_MOVE)


def psi(reference: np.ndarray, current: np.ndarray) -> np.ndarray:
    """Of counts, shape (…, labels) → (…)."""
    before, now = (_shares(counts + PSEUDOCOUNT) for counts in (reference, current))
    return ((now - before) * np.log(now / before)).sum(axis=-1)


def stability(reference: np.ndarray, current: np.ndarray, seed: int = 0) -> Stability:
    """Compare counts of shape (groups, labels), no group empty on either side.

    The reference is weighted to the groups as they come now: that more comes of one group than before is no change of any.
    """
    sizes, now = reference.sum(axis=1), current.sum(axis=1)
    weights = now / now.sum()
    worth = 1 / (weights**2 / sizes).sum()  # a weighted sample tells as much as one of this size that is not

    def weighted(counts: np.ndarray) -> np.ndarray:
        return worth * (counts * (weights / sizes)[:, None]).sum(axis=-2)

    random = np.random.default_rng(seed)
    unchanged = (reference + current) / (sizes + now)[:, None]
    drawn_before, drawn_now = (_draw(random, total, unchanged) for total in (sizes, now))
    by_chance = psi(weighted(drawn_before), drawn_now.sum(axis=-2))
    label_count = np.count_nonzero((reference + current).sum(axis=0))
    moves = _shares(current.sum(axis=0)) - _shares(weighted(reference))
    moved = int(np.abs(moves).argmax())
    return Stability(
        psi=float(psi(weighted(reference), current.sum(axis=0))),
        chance=float((label_count - 1) * (1 / now.sum() + 1 / worth)),
        limit=float(np.quantile(by_chance, QUANTILE)),
        moved=moved,
        moved_by=float(moves[moved]),
    )


def _draw(random: np.random.Generator, sizes: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Counts of samples from `shares`, shape (RESAMPLES, groups, labels)."""
    return np.stack([random.multinomial(size, mix, RESAMPLES) for size, mix in zip(sizes, shares, strict=True)], axis=1)


def _shares(counts: np.ndarray) -> np.ndarray:
    return counts / counts.sum(axis=-1, keepdims=True)
