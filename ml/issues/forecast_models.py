"""The models that foretell daily series, and the plain references they must beat, from every past day at once.

All of it is arithmetic on days x series arrays. The regression learns from all series together, for a single issue is too
short to learn from: what an issue does after a burst is what other issues did after theirs (docs/forecasts.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ml.issues.calendar import Calendar
from ml.issues.daily_series import VOLUME, Series
from ml.issues.forecast_parts import WEEK, day_factors, fit_median, kinds_of_day, levels, simple_smoothing

CANDIDATES = ("regresi-bersama", "perataan-lambat", "perataan-sedang", "perataan-cepat")
REFERENCES = ("naif", "naif-musiman", "perataan-tunggal")
HORIZONS = 7
RATES = np.array([0.05, 0.15, 0.35, 0.6, 1.0])
"""Smoothing rates of the levels; the three in the middle are candidates of their own."""
SLOW = 1
MEDIAN_DAYS = 14
FIRST_KNOWN = 14
"""Days on which a series must have been known before anything is foretold of it."""
LEAST_HISTORY = 28
"""Days of the stream before the first origin."""
REFIT_DAYS = 14


@dataclass(frozen=True)
class Walk:
    """What each model said from each origin, by what was known on that day; the last origin is the last day.

    `told`: models (CANDIDATES, then REFERENCES) x origins x horizons x series, NaN where a model said nothing;
    `actual`: origins x horizons x series, NaN where not known.
    """

    told: np.ndarray
    actual: np.ndarray
    measure_slug: str

    def to(self, origins: int) -> Walk:
        """As it was known at the last of the first `origins` origins."""
        actual = self.actual[:origins].copy()
        for ahead in range(HORIZONS):
            actual[max(0, origins - 1 - ahead) :, ahead] = np.nan
        return Walk(self.told[:, :origins], actual, self.measure_slug)


def walk(series: Series, calendar: Calendar, origins: int) -> Walk | None:
    """Foretell from each of the last `origins` days, from fewer where the history is short; None where it is too short."""
    last = len(series.days)
    chosen = np.arange(max(LEAST_HISTORY - 1, last - origins), last)
    if not len(chosen):
        return None
    factor = _factors(series, calendar)
    values = np.vstack([series.values, np.full((HORIZONS, series.values.shape[1]), np.nan)])
    features = _features(series, factor)
    enough = (np.isfinite(series.values).cumsum(0) >= FIRST_KNOWN)[chosen]
    told = [_horizon(features, values, factor, chosen, ahead) for ahead in range(1, HORIZONS + 1)]
    told = np.where(enough[None, :, None], np.stack(told, 2), np.nan)
    references = np.where(enough[None, :, None], _references(series.values, chosen), np.nan)
    actual = np.stack([values[chosen + ahead] for ahead in range(1, HORIZONS + 1)], 1)
    return Walk(np.concatenate([told, references]), actual, series.measure_slug)


def _factors(series: Series, calendar: Calendar) -> np.ndarray:
    """What each day and the seven after it are worth, as known at its end: days x 8. A share is the same on any kind of day."""
    if series.measure_slug != VOLUME:
        return np.ones((len(series.days), HORIZONS + 1))
    kinds = kinds_of_day(np.arange(series.days[0], series.days[-1] + HORIZONS + 1), calendar)
    worth = day_factors(series.whole, kinds)
    ahead = np.arange(len(worth))[:, None] + np.arange(HORIZONS + 1)
    return np.take_along_axis(worth, kinds[ahead], 1)


def _features(series: Series, factor: np.ndarray) -> np.ndarray:
    """Levels at RATES and the median of the last days, all as of a day that is worth 1: features x days x series."""
    usual = series.values / factor[:, :1]
    means = levels(usual, series.weights, RATES)
    medians = pd.DataFrame(usual).rolling(MEDIAN_DAYS, min_periods=1).median().to_numpy()
    return np.concatenate([means, medians[None]])


def _horizon(features: np.ndarray, values: np.ndarray, factor: np.ndarray, origins: np.ndarray, ahead: int) -> np.ndarray:
    """What CANDIDATES say `ahead` days from `origins`: models x origins x series."""
    expected = features * factor[None, :, ahead, None]
    scale = features[SLOW] + 1
    pooled = np.full((len(origins), values.shape[1]), np.nan)
    known = np.isfinite(expected).all(0) & (np.arange(len(factor)) >= FIRST_KNOWN)[:, None]
    targets = values[ahead : ahead + len(factor)]
    known &= np.isfinite(targets)
    for end in range(len(origins), 0, -REFIT_DAYS):
        begin = max(0, end - REFIT_DAYS)
        past = known & (np.arange(len(factor)) <= origins[begin] - ahead)[:, None]
        coefficients = fit_median((expected[:, past] / scale[past]).T, targets[past] / scale[past])
        pooled[begin:end] = np.tensordot(coefficients, expected[:, origins[begin:end]], 1)
    return np.concatenate([np.maximum(pooled, 0)[None], expected[SLOW : SLOW + len(CANDIDATES) - 1, origins]])


def _references(values: np.ndarray, origins: np.ndarray) -> np.ndarray:
    """What REFERENCES say: models x origins x horizons x series. A value not known stands for the one before it."""
    filled = pd.DataFrame(values).ffill().to_numpy()
    last, smooth = filled[origins], simple_smoothing(filled)[origins]
    week = np.stack([filled[origins + ahead - WEEK] for ahead in range(1, HORIZONS + 1)], 1)
    same = [np.repeat(one[:, None], HORIZONS, 1) for one in (last, smooth)]
    return np.stack([same[0], week, same[1]])
