"""Which model is taken for a series, whether it is shown, and how wide its intervals are: by the origins of a walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.issues.daily_series import VOLUME
from ml.issues.forecast_models import CANDIDATES, Walk

Bend = Callable[[np.ndarray], np.ndarray]

SCORED = 56
"""Origins, the newest ones, that score the chosen model; none of them took part in the choice."""
ORIGINS = 2 * SCORED + 1
LEAST_ORIGINS = 21
"""With fewer origins a series is neither given a model of its own nor shown, and borrows the errors of all series; nor is it
shown with fewer scored days that are not 0, for to foretell nothing of what is mostly nothing is no forecast."""
ADVANTAGE = 0.95
"""Another model than the first must have less than this share of its error: among few origins the best is often luck."""
NAIVE_BAR = 0.90
"""Shown is what errs at most so much of what the last value errs, and less than the other references."""
TAIL = 0.1
"""Left out on each side of the 80 % interval."""


@dataclass(frozen=True)
class Judgement:
    """Of each series: `chosen` in CANDIDATES, `origin_count` scored, `ratios` (REFERENCES x series) of mean absolute errors one
    day ahead, NaN over an error of 0, `coverage` of the intervals one day ahead, `is_shown`."""

    chosen: np.ndarray
    origin_count: np.ndarray
    ratios: np.ndarray
    coverage: np.ndarray
    is_shown: np.ndarray


def judge(walked: Walk) -> Judgement:
    """Choose on the origins before the last SCORED, score on those; nothing of the last origin is known yet."""
    count = walked.actual.shape[0]
    scored = np.arange(max(0, count - 1 - SCORED), count - 1)
    chosen = choose(walked.to(count - len(scored)))
    errors = np.abs(walked.told[len(CANDIDATES) :, scored, 0] - walked.actual[scored, 0])
    error = np.abs(expected(walked, chosen) - walked.actual)[scored, 0]
    theirs = np.where(np.isfinite(error), errors, 0).sum(1)
    ratios = np.divide(np.nansum(error, 0), theirs, out=np.full_like(theirs, np.nan), where=theirs > 0)
    known = np.isfinite(error).sum(0)
    active = (walked.actual[scored, 0] > 0).sum(0) >= LEAST_ORIGINS
    shown = active & (known >= LEAST_ORIGINS) & (ratios < 1).all(0) & (ratios[0] <= NAIVE_BAR)
    return Judgement(chosen, known, ratios, _coverage(walked, chosen, scored), shown)


def choose(walked: Walk) -> np.ndarray:
    """Of each series the position in CANDIDATES of its model: the first one unless another errs clearly less."""
    error = np.abs(walked.told[: len(CANDIDATES), :, 0] - walked.actual[:, 0])
    known = np.isfinite(error).all(0)
    total = np.where(known, error, 0).sum(1)
    total[0] *= ADVANTAGE
    return np.where(known.sum(0) >= LEAST_ORIGINS, total.argmin(0), 0)


def expected(walked: Walk, chosen: np.ndarray) -> np.ndarray:
    """What the chosen models say: origins x horizons x series."""
    return np.take_along_axis(walked.told, chosen[None, None, None], 0)[0]


def intervals(walked: Walk, chosen: np.ndarray, origin: int) -> tuple[np.ndarray, np.ndarray]:
    """Low and high from one origin, horizons x series: conformal, from the errors of the SCORED origins that were known then.

    Errors of counts are taken between logarithms, for they grow with the count.
    """
    told, bend, unbend = expected(walked, chosen), *_bends(walked)
    low, high = np.full(told.shape[1:], np.nan), np.full(told.shape[1:], np.nan)
    for ahead in range(told.shape[1]):
        past = slice(max(0, origin - ahead - SCORED), max(0, origin - ahead))
        errors = bend(walked.actual[past, ahead]) - bend(told[past, ahead])
        below, above = _tails(errors)
        low[ahead] = unbend(bend(told[origin, ahead]) + below)
        high[ahead] = unbend(bend(told[origin, ahead]) + above)
    return low, high


def _bends(walked: Walk) -> tuple[Bend, Bend]:
    """To the scale on which errors are alike, and back to values that can be."""
    if walked.measure_slug == VOLUME:
        return np.log1p, lambda bent: np.maximum(np.expm1(bent), 0)
    return np.asarray, lambda bent: np.clip(bent, 0, 1)


def _tails(errors: np.ndarray) -> np.ndarray:
    """The TAIL and 1 - TAIL quantiles of each column, of all columns together where one has few errors: 2 x series."""
    own = _quantiles(errors)
    few = np.isfinite(errors).sum(0) < LEAST_ORIGINS
    return np.where(few, _quantiles(errors.reshape(-1, 1)), own) if few.any() else own


def _quantiles(errors: np.ndarray) -> np.ndarray:
    """Quantiles at rank (n + 1) p of what is known in each column, as conformal prediction takes them: 2 x columns."""
    ordered, count = np.sort(errors, 0), np.isfinite(errors).sum(0)
    if not len(ordered):
        return np.full((2, errors.shape[1]), np.nan)
    rank = np.clip((count + 1) * np.array([[TAIL], [1 - TAIL]]) - 1, 0, np.maximum(count - 1, 0))
    floor = np.floor(rank).astype(int)
    lower = np.take_along_axis(ordered, floor, 0)
    upper = np.take_along_axis(ordered, np.minimum(floor + 1, np.maximum(count - 1, 0)), 0)
    return lower + (rank - floor) * (upper - lower)


def _coverage(walked: Walk, chosen: np.ndarray, origins: np.ndarray) -> np.ndarray:
    """Share of the known days, one day ahead, that the intervals held; NaN where none is known."""
    bounds = np.array([[bound[0] for bound in intervals(walked, chosen, origin)] for origin in origins])
    actual = walked.actual[origins, 0]
    known = np.isfinite(actual) & np.isfinite(bounds).all(1)
    held = known & (bounds[:, 0] <= actual) & (actual <= bounds[:, 1])
    with np.errstate(invalid="ignore"):
        return held.sum(0) / known.sum(0)
