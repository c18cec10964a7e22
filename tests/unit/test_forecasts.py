from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from ml.issues.calendar import Calendar
from ml.issues.daily_series import COLUMNS, Series, daily_series
from ml.issues.forecast_models import CANDIDATES, REFERENCES, REFIT_DAYS, walk
from ml.issues.forecast_parts import GRID, simple_smoothing
from ml.issues.forecast_scores import ORIGINS, SCORED, choose, judge
from ml.issues.forecasts import forecast
from warehouse.schemas import ISSUE_FORECAST_SCORES, ISSUE_FORECASTS

NO_DAYS = np.array([], "datetime64[D]")
NO_HOLIDAYS = Calendar(NO_DAYS, NO_DAYS, NO_DAYS)
MONDAY = np.datetime64("2026-01-05")
LENGTH = 210


def documents(*rows: tuple) -> pa.Table:
    """Rows of (issue_id, published_at, family_id, is_negative)."""
    columns = [[str(number) for number in range(len(rows))], *map(list, zip(*rows, strict=True))]
    return pa.table(dict(zip(COLUMNS, columns, strict=True)))


def series_of(*columns: np.ndarray, measure_slug: str = "volume") -> Series:
    values = np.column_stack(columns).astype(float)
    names = ["semua", *(f"isu-{number}" for number in range(1, values.shape[1]))]
    days, known = MONDAY + np.arange(len(values)), np.isfinite(values).astype(float)
    return Series(measure_slug, names, days, values, known, np.nan_to_num(values[:, 0]))


def cut(series: Series, past: slice) -> Series:
    return replace(series, **{name: getattr(series, name)[past] for name in ("days", "values", "weights", "whole")})


def weekly(chance: np.random.Generator, level: float = 400, length: int = LENGTH) -> np.ndarray:
    """Counts of a stream that rests on weekends."""
    return chance.poisson(level * np.where(np.arange(length) % 7 < 5, 1.2, 0.5))


def bursty(chance: np.random.Generator, length: int = LENGTH) -> np.ndarray:
    """Over-dispersed counts of an issue whose attention comes in bursts and fades."""
    level, told = 0.0, []
    for _ in range(length):
        level = 0.6 * level + (chance.exponential(30) if chance.random() < 0.05 else 0)
        told.append(chance.negative_binomial(3, 3 / (3 + 4 + level)))
    return np.array(told)


@pytest.fixture(scope="module")
def stream() -> Series:
    chance = np.random.default_rng(4)
    return series_of(weekly(chance), *(bursty(chance) for _ in range(20)))


def test_of_copies_the_first_counts():
    noon = datetime(2026, 1, 5, 5)
    volume, _ = daily_series(documents(("a", noon, "f", None), ("a", noon + timedelta(days=1), "f", None)), date(2026, 1, 6))
    assert volume.values[:, 0].tolist() == [1, 0]


def test_a_copy_in_another_issue_counts_there_too():
    noon = datetime(2026, 1, 5, 5)
    volume, _ = daily_series(documents(("a", noon, "f", None), ("b", noon, "f", None)), date(2026, 1, 5))
    assert volume.issue_ids == ["semua", "a", "b"]
    assert volume.values.tolist() == [[1, 1, 1]]


def test_days_are_those_of_jakarta_and_an_unfinished_one_is_left_out():
    rows = documents(("a", datetime(2026, 1, 5, 16, 59), None, None), ("a", datetime(2026, 1, 5, 17), None, None))
    assert daily_series(rows, date(2026, 1, 5))[0].values[:, 0].tolist() == [1]
    assert daily_series(rows, date(2026, 1, 6))[0].values[:, 0].tolist() == [1, 1]


def test_an_issue_is_not_known_before_its_first_document_and_quiet_after_it():
    days = [datetime(2026, 1, day, 5) for day in (5, 6, 7)]
    rows = documents((None, days[0], None, None), ("a", days[1], None, None), (None, days[2], None, None))
    issue = daily_series(rows, date(2026, 1, 7))[0].values[:, 1]
    np.testing.assert_array_equal(issue, [np.nan, 1, 0])


def test_a_negative_share_of_few_labelled_documents_is_not_known():
    first, second = datetime(2026, 1, 5, 5), datetime(2026, 1, 6, 5)
    rows = (
        [(None, first, None, number < 2) for number in range(5)]
        + [(None, second, None, True)] * 4
        + [(None, second, None, None)]
    )
    share = daily_series(documents(*rows), date(2026, 1, 6))[1]
    np.testing.assert_array_equal(share.values[:, 0], [0.4, np.nan])
    assert share.weights[:, 0].tolist() == [5, 0]


def test_no_documents_give_no_series():
    assert daily_series(documents(("a", datetime(2026, 1, 9), None, None)), date(2026, 1, 5)) == []


def test_weekends_are_foretold_lower_than_working_days(stream):
    told = forecast(stream, NO_HOLIDAYS)[0].to_pandas()
    total = told[told["issue_id"] == "semua"]
    assert total["horizon_days"].tolist() == list(range(1, 8))
    assert total["target_on"].tolist() == [(stream.days[-1] + ahead).item() for ahead in range(1, 8)]
    expected = dict(zip([day.weekday() for day in total["target_on"]], total["expected"], strict=True))
    assert max(expected[5], expected[6]) < 250 < 420 < min(expected[day] for day in range(5))


def test_issues_alone_are_foretold_by_the_week_of_the_whole_stream(stream):
    _, issues = stream.parts()
    silent = np.zeros((LENGTH, 1))
    silent[-30] = 1
    first_is_sparse = replace(
        issues,
        issue_ids=["isu-jarang", *issues.issue_ids],
        values=np.hstack([silent, issues.values]),
        weights=np.hstack([np.ones((LENGTH, 1)), issues.weights]),
    )
    found, usual = (set(forecast(one, NO_HOLIDAYS)[0]["issue_id"].to_pylist()) for one in (first_is_sparse, issues))
    assert len(found & usual) > 0.8 * len(usual) > 4


def test_a_short_history_of_one_series_is_not_foretold_beyond_what_was_seen(stream):
    whole, _ = stream.parts()
    for length in range(30, 60):
        walked = walk(cut(whole, slice(0, length)), NO_HOLIDAYS, 1)
        assert walked.told[0, -1].max() < 2 * whole.values[:length].max()


def test_a_holiday_is_foretold_like_the_holidays_before_it():
    chance = np.random.default_rng(1)
    counts = weekly(chance)
    positions = np.array([37, 72, 108, 149, 184, LENGTH])
    positions = positions[positions % 7 < 5]
    counts[positions[positions < LENGTH]] = 200
    off = Calendar(np.array([MONDAY + day for day in positions]), NO_DAYS, NO_DAYS)
    plain, aware = (forecast(series_of(counts), calendar)[0]["expected"][0].as_py() for calendar in (NO_HOLIDAYS, off))
    assert LENGTH % 7 < 5
    assert aware < 270 < 400 < plain


def test_the_tables_are_as_the_schema_has_them(stream):
    told, scores = forecast(stream, NO_HOLIDAYS)
    assert told.schema.equals(ISSUE_FORECASTS)
    assert scores.schema.equals(ISSUE_FORECAST_SCORES)
    assert scores.num_rows == len(stream.issue_ids)


def test_what_does_not_beat_the_last_value_is_not_shown(stream):
    walked = np.maximum(200 + np.random.default_rng(3).normal(0, 5, LENGTH).cumsum(), 0)
    series = series_of(stream.values[:, 0], walked)
    told, scores = forecast(series, NO_HOLIDAYS)
    assert scores["is_shown"].to_pylist() == [True, False]
    assert set(told["issue_id"].to_pylist()) == {"semua"}


def test_bursts_that_fade_are_foretold_better_than_by_each_reference(stream):
    scores = forecast(stream, NO_HOLIDAYS)[1].to_pandas().iloc[1:]
    assert scores["naive_ratio"].median() < 0.9
    assert scores[["seasonal_ratio", "smoothing_ratio"]].median().max() < 1
    assert scores["is_shown"].mean() > 0.5


def test_four_of_five_days_lie_within_the_intervals(stream):
    scores = forecast(stream, NO_HOLIDAYS)[1].to_pandas()
    assert 0.75 <= scores["coverage_share"].mean() <= 0.85


def test_an_issue_that_is_silent_on_most_days_is_not_shown(stream):
    silent = np.where(np.arange(LENGTH) % 5 == 0, 1, 0)
    scores = forecast(series_of(stream.values[:, 0], silent), NO_HOLIDAYS)[1].to_pandas().set_index("issue_id")
    assert scores.loc["isu-1", "naive_ratio"] < 0.9
    assert not scores.loc["isu-1", "is_shown"]


def test_a_series_without_change_is_not_shown_and_has_no_ratio(stream):
    scores = forecast(series_of(stream.values[:, 0], np.full(LENGTH, 3)), NO_HOLIDAYS)[1]
    assert scores["naive_ratio"][1].as_py() is None
    assert scores["is_shown"][1].as_py() is False


def test_a_short_history_foretells_nothing(stream):
    short = replace(stream, days=stream.days[:27], values=stream.values[:27], weights=stream.weights[:27])
    assert [table.num_rows for table in forecast(short, NO_HOLIDAYS)] == [0, 0]


def test_a_young_issue_is_scored_on_its_own_days_and_not_shown_too_early(stream):
    young = stream.values[:, 1].copy()
    young[: LENGTH - 30] = np.nan
    scores = forecast(series_of(stream.values[:, 0], stream.values[:, 2], young), NO_HOLIDAYS)[1].to_pandas()
    assert scores["origin_count"].tolist() == [SCORED, SCORED, 16]
    assert not scores["is_shown"].iloc[2]


def test_what_is_told_of_a_day_does_not_know_the_days_after_it(stream):
    past = slice(0, LENGTH - REFIT_DAYS)
    shorter = cut(stream, past)
    then, now = walk(shorter, NO_HOLIDAYS, SCORED), walk(stream, NO_HOLIDAYS, SCORED + REFIT_DAYS)
    np.testing.assert_allclose(now.told[:, :SCORED], then.told, rtol=1e-9)


def test_a_walk_cut_back_is_the_walk_of_then(stream):
    past = slice(0, LENGTH - REFIT_DAYS)
    shorter = cut(stream, past)
    then, now = walk(shorter, NO_HOLIDAYS, SCORED), walk(stream, NO_HOLIDAYS, SCORED + REFIT_DAYS).to(SCORED)
    np.testing.assert_array_equal(now.actual, then.actual)


def test_the_days_that_score_a_model_take_no_part_in_its_choice(stream):
    walked = walk(stream, NO_HOLIDAYS, ORIGINS)
    actual = walked.actual.copy()
    for ahead in range(actual.shape[1]):
        actual[ORIGINS - 1 - SCORED - ahead :, ahead] += 1000
    changed = judge(replace(walked, actual=actual))
    np.testing.assert_array_equal(changed.chosen, judge(walked).chosen)
    assert (changed.ratios[0] != judge(walked).ratios[0]).all()


def test_another_model_is_taken_only_when_it_errs_clearly_less(stream):
    walked = walk(stream, NO_HOLIDAYS, ORIGINS)
    told = walked.told.copy()
    told[: len(CANDIDATES)] = np.nan_to_num(walked.actual) + 1
    for advantage, chosen in ((0.98, 0), (0.9, 2)):
        told[2] = np.nan_to_num(walked.actual) + advantage
        assert (choose(replace(walked, told=told)) == chosen).all()


def test_the_references_are_the_plain_ones(stream):
    walked = walk(stream, NO_HOLIDAYS, 1)
    last, week, _ = walked.told[-len(REFERENCES) :, 0]
    np.testing.assert_array_equal(last, np.repeat(stream.values[-1:], 7, 0))
    np.testing.assert_array_equal(week, stream.values[-7:])


def test_simple_smoothing_takes_the_rate_that_erred_least():
    values = np.random.default_rng(5).normal(0, 1, 60).cumsum() + np.random.default_rng(6).normal(0, 1, 60)
    errors, ends = [], []
    for rate in GRID:
        level, error = values[0], 0.0
        for value in values[1:]:
            error += (value - level) ** 2
            level += rate * (value - level)
        errors.append(error)
        ends.append(level)
    assert 0 < np.argmin(errors) < len(GRID) - 1
    assert simple_smoothing(values[:, None])[-1, 0] == pytest.approx(ends[np.argmin(errors)])


def test_negative_shares_stay_between_none_and_all():
    chance = np.random.default_rng(8)
    rate = np.clip(0.5 + 0.4 * np.sin(np.arange(LENGTH) / 30), 0.05, 0.95)
    shares = [chance.binomial(12, rate) / 12 for _ in range(6)]
    shares[1][::4] = np.nan
    told, scores = forecast(series_of(*shares, measure_slug="negatif"), NO_HOLIDAYS)
    frame = told.to_pandas()
    assert scores["origin_count"].to_pylist()[:2] == [SCORED, SCORED * 3 // 4]
    assert len(frame)
    assert ((frame["low"] >= 0) & (frame["low"] <= frame["expected"]) & (frame["expected"] <= frame["high"])).all()
    assert frame["high"].max() <= 1
