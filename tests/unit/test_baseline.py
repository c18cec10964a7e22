from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from ml.issues.baseline import SURPRISE_CAP, YOUNG, YOUNG_PRIOR, Expectation, Profile, expect, surprise
from ml.issues.calendar import Calendar, local_hours

MIDNIGHT = int(np.datetime64("2025-11-09T17", "h").astype(np.int64))  # Monday 00:00 in WIB
HOURS = 28 * 24
EVEN = np.ones(HOURS)
WINDOW = np.ones(6)
NOTHING = np.array([], np.int64)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar.read()


def hours_of(date: str) -> np.ndarray:
    """The 24 hours of a day in WIB."""
    return int(np.datetime64(date, "h").astype(np.int64)) - 7 + np.arange(24)


def steady(rate: float, rows: int = 50, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).poisson(rate, (rows, HOURS))


def test_a_stream_without_documents_breathes_as_the_shipped_profile_does(calendar):
    profile = Profile.fit(NOTHING, NOTHING, calendar)
    week = profile.weights(MIDNIGHT + np.arange(7 * 24))
    assert week.mean() == pytest.approx(1)
    assert profile.weights(hours_of("2025-11-10"))[10] > 5 * profile.weights(hours_of("2025-11-10"))[2]
    assert profile.weights(hours_of("2025-11-16")).sum() < 0.8 * profile.weights(hours_of("2025-11-10")).sum()


def test_the_fast_moves_talk_to_the_hour_before_dawn(calendar):
    profile = Profile.fit(NOTHING, NOTHING, calendar)
    fast, before = profile.weights(hours_of("2026-02-24")), profile.weights(hours_of("2026-02-10"))
    assert fast[3] > 2 * before[3]
    assert fast[7] < before[7]


def test_few_documents_leave_the_shipped_profile_and_many_replace_it(calendar):
    hours = MIDNIGHT + np.arange(8 * 7 * 24)
    nightly = np.where(local_hours(hours, "WIB") % 24 == 2, 1, 0)
    shipped = Profile.fit(NOTHING, NOTHING, calendar).weights(hours_of("2025-11-10"))
    few = Profile.fit(hours[:24], nightly[:24], calendar).weights(hours_of("2025-11-10"))
    many = Profile.fit(hours, 500 * nightly, calendar).weights(hours_of("2025-11-10"))
    assert few[2] == pytest.approx(shipped[2], rel=0.2)
    assert many[2] > 20
    assert many[10] < 0.1


def test_a_quiet_stream_and_a_loud_one_of_the_same_shape_have_the_same_weights(calendar):
    hours = MIDNIGHT + np.arange(8 * 7 * 24)
    shape = Profile.fit(NOTHING, NOTHING, calendar).weights(hours)
    loud = Profile.fit(hours, np.round(1000 * shape), calendar).weights(hours)
    louder = Profile.fit(hours, np.round(9000 * shape), calendar).weights(hours)
    assert loud == pytest.approx(shape, rel=0.02, abs=0.01)
    assert louder == pytest.approx(loud, rel=0.02, abs=0.01)


def test_a_profile_forgets_what_is_older_than_eight_weeks(calendar):
    hours = MIDNIGHT + np.arange(16 * 7 * 24)
    old = np.where(np.arange(len(hours)) < len(hours) / 2, 10_000, 10)
    half = len(hours) // 2
    whole, recent = Profile.fit(hours, old, calendar), Profile.fit(hours[half:], old[half:], calendar)
    assert np.array_equal(whole.table, recent.table)


def test_the_clock_of_the_zone_decides_which_hour_is_night(calendar):
    west, east = (Profile.fit(NOTHING, NOTHING, calendar, zone) for zone in ("WIB", "WIT"))
    assert np.allclose(west.weights(hours_of("2025-11-12")), east.weights(hours_of("2025-11-12") - 2))


def test_an_issue_with_a_steady_past_expects_the_same_again():
    mean = expect(steady(2.0), EVEN, WINDOW).mean
    assert mean == pytest.approx(12, rel=0.15)


def test_a_window_at_night_expects_less_than_one_by_day():
    past = steady(2.0)
    assert expect(past, EVEN, WINDOW * 0.1).mean.max() < expect(past, EVEN, WINDOW * 2).mean.min() / 5


def test_a_heavy_past_window_is_cut_and_an_alert_that_is_masked_does_not_count_at_all():
    calm = steady(1.0)
    burst, masked = calm.copy(), np.zeros(calm.shape, bool)
    burst[0, -48:-42] += 40
    masked[0, -48:-42] = True
    before = expect(calm, EVEN, WINDOW).mean[0]
    assert expect(burst, EVEN, WINDOW).mean[0] < 1.3 * before
    assert expect(burst, EVEN, WINDOW, masked).mean[0] == pytest.approx(before, rel=0.1)


def test_recent_days_tell_more_of_the_level_than_old_ones():
    rising, falling = steady(1.0), steady(1.0)
    rising[0, HOURS // 2 :] += 2
    falling[0, : HOURS // 2] += 2
    assert expect(rising, EVEN, WINDOW).mean[0] > 1.5 * expect(falling, EVEN, WINDOW).mean[0]


def test_an_issue_that_begins_now_expects_what_issues_get_when_they_begin():
    past = np.zeros((400, HOURS), int)
    past[np.arange(400), np.arange(400) + 100] = 6
    past[0] = 0
    assert expect(past, EVEN, WINDOW).mean[0] == pytest.approx(
        (YOUNG_PRIOR * YOUNG[6][0] + 399 * 6) / (YOUNG_PRIOR + 399), rel=0.01
    )


def test_what_an_issue_began_with_is_not_taken_for_its_level():
    past = np.zeros((1, HOURS), int)
    past[0, 100] = 60
    assert expect(past, EVEN, WINDOW).mean[0] < 1


def test_bursts_make_the_same_count_less_surprising():
    even = steady(1.0)
    bursty = np.where(np.random.default_rng(1).random(even.shape) < 0.1, 10, 0)
    count = np.full(len(even), 25)
    assert np.median(surprise(count, expect(bursty, EVEN, WINDOW))) < np.median(surprise(count, expect(even, EVEN, WINDOW))) / 2


def test_windows_of_an_over_dispersed_stream_surprise_about_as_often_as_they_should():
    generator = np.random.default_rng(2)
    windows = generator.negative_binomial(1.5, 1.5 / (1.5 + 6), (1000, HOURS // 6 + 1))
    hourly = generator.multinomial(windows, np.full(6, 1 / 6)).reshape(1000, -1)
    shares = (surprise(windows[:, -1], expect(hourly[:, :HOURS], EVEN, WINDOW)) >= 1).mean()
    assert 0.06 < shares < 0.14


def test_surprise_is_the_tail_of_the_negative_binomial_capped_and_nothing_surprises_nobody():
    expected = Expectation(np.array([3.0, 3.0, 0.5, 2.0]), np.array([1.5, 1.5, 0.7, 20.0]))
    counts = np.array([0, 12, 4, 10_000])
    tail = nbinom.sf(counts - 1, expected.dispersion, expected.dispersion / (expected.dispersion + expected.mean))
    assert surprise(counts, expected)[:3] == pytest.approx(-np.log10(tail[:3]))
    assert surprise(counts, expected)[3] == SURPRISE_CAP


def test_no_issue_yet_and_no_past_yet_are_answered():
    assert len(expect(np.zeros((0, HOURS), int), EVEN, WINDOW).mean) == 0
    young = expect(np.zeros((3, 0), int), NOTHING, WINDOW)
    assert young.mean == pytest.approx(YOUNG[6][0])
    assert np.isfinite(young.dispersion).all()
