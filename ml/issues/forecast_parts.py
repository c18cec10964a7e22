"""What the forecast models are made of: what a kind of day is worth, levels, and a regression for the median."""

from __future__ import annotations

import numpy as np

from ml.issues.calendar import EPOCH_WEEKDAY, SUNDAY, Calendar

WEEK = HOLIDAY = 7
"""Kinds of day: 0 to 6 from Monday, and 7 for a holiday or joint leave that is not a Sunday."""
KIND_MEMORY, WEEKDAY_PRIOR, HOLIDAY_PRIOR = 0.85, 0.5, 2.0
"""What a kind of day keeps each time it comes again; priors in days, towards the mean of the week and towards the Sunday."""
GRID = np.linspace(0.05, 0.95, 19)
ROUNDS, CLOSE, RIDGE = 12, 0.02, 1.0


def kinds_of_day(days: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Of datetime64[D] days their kinds, 0 to 7."""
    weekday = (days.astype(np.int64) + EPOCH_WEEKDAY) % WEEK
    return np.where(np.isin(days, calendar.holidays) & (weekday != SUNDAY), HOLIDAY, weekday)


def day_factors(counts: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """What each kind of day is worth, 1 being the mean of the week, as known at the end of each day: days x 8.

    `counts` of the whole stream a day; a kind is worth its counts over the mean of the seven days before, older ones fading.
    """
    seen, expected = np.zeros(HOLIDAY + 1), np.zeros(HOLIDAY + 1)
    told = np.ones((len(counts), HOLIDAY + 1))
    for day in range(1, len(counts)):
        usual, kind = counts[max(0, day - WEEK) : day].mean() + 1e-9, kinds[day]
        seen[kind] = KIND_MEMORY * seen[kind] + counts[day]
        expected[kind] = KIND_MEMORY * expected[kind] + usual
        factors = (seen + WEEKDAY_PRIOR * usual) / (expected + WEEKDAY_PRIOR * usual)
        factors[HOLIDAY] = (seen[HOLIDAY] + HOLIDAY_PRIOR * usual * factors[SUNDAY]) / (
            expected[HOLIDAY] + HOLIDAY_PRIOR * usual
        )
        told[day] = factors / factors[:HOLIDAY].mean()
    return told


def levels(values: np.ndarray, weights: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Exponentially weighted means to each day, NaN before the first known value: rates x days x series."""
    shape = (len(rates), *values.shape)
    total, weight, means = np.zeros(shape[::2]), np.zeros(shape[::2]), np.full(shape, np.nan)
    for day, (value, known) in enumerate(zip(np.nan_to_num(values) * weights, weights, strict=True)):
        total += rates[:, None] * (value - total)
        weight += rates[:, None] * (known - weight)
        means[:, day] = np.divide(total, weight, out=means[:, day - 1].copy(), where=weight > 0)
    return means


def simple_smoothing(values: np.ndarray) -> np.ndarray:
    """Simple exponential smoothing, its rate the one of least squared error so far: days x series.

    The first known value begins the level; after that every value must be known.
    """
    smoothed = np.full((len(GRID), *values.shape), np.nan)
    error, level = np.zeros(smoothed.shape[::2]), np.full(smoothed.shape[::2], np.nan)
    best = np.full(values.shape, np.nan)
    for day, value in enumerate(values):
        missed = np.nan_to_num(value - level)
        error += missed**2
        level = np.where(np.isnan(level), value, level + GRID[:, None] * missed)
        best[day] = np.take_along_axis(level, error.argmin(0)[None], 0)[0]
    return best


def fit_median(features: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Coefficients of the linear regression of least absolute error, by reweighted least squares.

    Few rows leave them near the mean of all features: levels of one series are too alike to be told apart by it alone.
    """
    weight = np.ones(len(targets))
    usual = np.full(features.shape[1], 1 / features.shape[1])
    ridge = RIDGE * np.eye(features.shape[1])
    for _ in range(ROUNDS):
        weighted = features * weight[:, None]
        coefficients = np.linalg.solve(weighted.T @ features + ridge, weighted.T @ targets + ridge @ usual)
        weight = 1 / np.maximum(np.abs(targets - features @ coefficients), CLOSE)
    return coefficients
