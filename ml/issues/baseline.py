"""What an issue is expected to get in the coming hours, and how surprising is what it got.

Counts of issues are over-dispersed (their variance is a multiple of their mean), so they are held against a negative binomial.
The figures below were set on news headlines; docs/issues.md tells what they give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from ml.issues.calendar import DAY_KINDS, Calendar, local_hours
from warehouse.seeds import read_seed

PROFILE_HOURS = 8 * 7 * 24
PROFILE_PRIOR = 50.0  # documents that it takes to believe an hour or a kind of day half as much as the shipped profile
ORDINARY_WEEK = np.array([5, 1, 1, 0, 0]) / 7  # days of each of DAY_KINDS

HALF_LIFE_HOURS = 7 * 24  # of what a past hour says about the level
CAP_TIMES, CAP_PLUS = 4.0, 3.0  # a past window counts as so many times the level and so many documents at most
YOUNG_HOURS = 6.0  # weight hours of an issue's own past that count as much as what young issues get
DISPERSION_PRIOR = 3.0  # squared expected counts that count as much as the dispersion of all issues
YOUNG_PRIOR = 10_000  # births that are known before any was seen; those that are seen are the ones that grew
YOUNG = {6: (1.3, 1.8), 24: (1.5, 3.5)}  # window hours -> mean and variance of what issues get in their first hours
LEAST_EXCESS = 0.05  # 1/r: no issue is as even as a Poisson process
SURPRISE_CAP = 30.0


@dataclass(frozen=True)
class Profile:
    """How the whole stream breathes: the weight of every hour of the day on every kind of day, shape (kinds, 24)."""

    table: np.ndarray
    calendar: Calendar
    zone: str

    @classmethod
    def fit(cls, hour_numbers: np.ndarray, counts: np.ndarray, calendar: Calendar, zone: str = "WIB") -> Profile:
        """The profile of the last eight of the weeks given; hours without documents are given too, with count 0.

        Starts from seed hour_weights and corrects hours of the day, then kinds of day, then each hour of each kind, each as
        far as documents speak for it. `hour_numbers` (hours,) UTC, `counts` (hours,) documents of the whole stream; both may
        be empty. The mean over an ordinary week is 1.
        """
        hour_numbers, counts = hour_numbers[-PROFILE_HOURS:], counts[-PROFILE_HOURS:]
        table = _shipped_weights()
        cells = _cells(hour_numbers, calendar, zone)
        seen, lasted = np.zeros(table.shape), np.zeros(table.shape)
        np.add.at(seen, cells, counts)
        np.add.at(lasted, cells, 1)
        for axes in (0, 1, ()):
            documents, expected = seen.sum(axes, keepdims=True), (lasted * table).sum(axes, keepdims=True)
            expected = expected * seen.sum() / max(expected.sum(), 1)
            table = table * (documents + PROFILE_PRIOR) / (expected + PROFILE_PRIOR)
        return cls(table / (ORDINARY_WEEK @ table.mean(axis=1)), calendar, zone)

    def weights(self, hour_numbers: np.ndarray) -> np.ndarray:
        """Of hours (hours,), known or coming, their weights; 1 is the mean hour of an ordinary week."""
        return self.table[_cells(hour_numbers, self.calendar, self.zone)]


@dataclass(frozen=True)
class Expectation:
    """Per issue the expected count of a window and r of the negative binomial: variance = mean + mean² / r."""

    mean: np.ndarray
    dispersion: np.ndarray


def expect(
    past_counts: np.ndarray, past_weights: np.ndarray, window_weights: np.ndarray, masked: np.ndarray | None = None
) -> Expectation:
    """What each issue is expected to get in the hours that follow its past.

    `past_counts` (issues, hours) documents; `past_weights` (hours,) and `window_weights` (window hours,) from one Profile;
    `masked` (issues, hours) is true where an hour says nothing of the level (the issue was in alert). The past is read in
    windows as long as the coming one, without the window of the first document: an issue that is only now beginning has no
    level of its own and is expected to get what issues get when they begin.
    """
    hours = len(window_weights)
    counts, weights = _windows(past_counts, hours), _windows(past_weights[None, :], hours)[0]
    began = np.pad(counts > 0, ((0, 0), (0, 1)), constant_values=True)  # one without documents begins when its past ends
    first = began.argmax(axis=1)
    known = np.arange(counts.shape[1]) > first[:, None]
    if masked is not None:
        rows = np.flatnonzero(masked.any(axis=1))
        known[rows] &= _windows(masked[rows], hours) == 0
    level, evidence, excess = _level(counts, known.astype(np.float32), weights, hours)
    young_mean, young_excess = _young(counts, first, hours)
    share = YOUNG_HOURS / (YOUNG_HOURS + evidence)
    mean = (1 - share) * level * window_weights.sum() + share * young_mean
    return Expectation(mean, 1 / np.maximum((1 - share) * excess + share * young_excess, LEAST_EXCESS))


def surprise(counts: np.ndarray, expectation: Expectation) -> np.ndarray:
    """-log10 of the probability of as many documents or more, per issue (issues,), from 0 to SURPRISE_CAP."""
    mean, dispersion = expectation.mean, expectation.dispersion
    tail = np.where(counts > 0, betainc(np.maximum(counts, 1), dispersion, mean / (mean + dispersion)), 1.0)
    return -np.log10(np.maximum(tail, 10.0**-SURPRISE_CAP))


def _level(counts: np.ndarray, known: np.ndarray, weights: np.ndarray, hours: int) -> tuple[np.ndarray, ...]:
    """Documents per weight, recent weight hours that speak for it, and 1/r: each (issues,)."""
    recency = (0.5 ** (np.arange(len(weights))[::-1] * hours / HALF_LIFE_HOURS)).astype(np.float32)
    counts = counts * known
    evidence = known @ (weights * recency)
    per_weight = 1 / np.maximum(evidence, np.finfo(np.float32).tiny)
    usual = (counts @ recency * per_weight)[:, None] * weights
    counts = np.minimum(counts, CAP_TIMES * usual + CAP_PLUS)
    level = counts @ recency * per_weight
    squares = level**2 * (known @ weights**2)
    beyond = np.einsum("ij,ij->i", counts, counts) - 2 * level * (counts @ weights) + squares - level * (known @ weights)
    pooled = beyond.sum() / max(squares.sum(), DISPERSION_PRIOR)
    return level, evidence, (beyond + DISPERSION_PRIOR * pooled) / (squares + DISPERSION_PRIOR)


def _young(counts: np.ndarray, first: np.ndarray, hours: int) -> tuple[float, float]:
    """Mean and 1/r of what issues got in the window of their first document and the next, the largest hundredth cut."""
    born = np.flatnonzero((first > 0) & (first < counts.shape[1] - 1))
    births, (mean, variance) = YOUNG_PRIOR, YOUNG[min(YOUNG, key=lambda known: abs(known - hours))]
    got = counts[born, first[born]] + counts[born, first[born] + 1]
    got = np.minimum(got, np.quantile(got, 0.99)) if len(born) else got
    total = births + len(born)
    pooled = (births * mean + got.sum()) / total
    spread = (births * (variance + mean**2) + (got**2).sum()) / total - pooled**2
    return pooled, (spread - pooled) / pooled**2


def _windows(hourly: np.ndarray, hours: int) -> np.ndarray:
    """Sums of every `hours` in a row, float32 (rows, windows), the newest last; an older remainder is left out."""
    rows, length = hourly.shape
    whole = hourly[:, length % hours :].reshape(rows, length // hours, hours)
    return np.einsum("iwh->iw", whole).astype(np.float32)  # three times as fast as sum over so short an axis


def _cells(hour_numbers: np.ndarray, calendar: Calendar, zone: str) -> tuple[np.ndarray, np.ndarray]:
    local = local_hours(hour_numbers, zone)
    return calendar.day_kinds((local // 24).astype("datetime64[D]")), local % 24


def _shipped_weights() -> np.ndarray:
    table = np.zeros((len(DAY_KINDS), 24))
    for row in read_seed("hour_weights").to_pylist():
        table[DAY_KINDS.index(row["day_kind_slug"]), int(row["hour"])] = float(row["weight"])
    return table
