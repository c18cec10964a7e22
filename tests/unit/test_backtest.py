"""What a backtest says of its alerts and forecasts, over a small invented world."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
from tiny_stream import START, WARM, burst, chatter, lone, opened_watch, stream, time_of, told

from ml.issues.backtest import Span, backtest
from ml.issues.calendar import Calendar
from ml.issues.daily_series import WHOLE
from ml.issues.episodes import (
    FALSE,
    LATE,
    MONTH_HOURS,
    RIGHT,
    false_rates,
    issue_months,
    lead_hours,
    peak,
    verdict,
)
from ml.issues.forecast_record import SHOWN, ForecastRecord
from ml.issues.ledger import HISTORY_HOURS
from ml.issues.raised import DayAfter, Raised
from ml.issues.stream import STREAM
from ml.issues.stretches import replay_stretches
from ml.issues.watch import Seen, hour_of

FLOOD = WARM + 6


def silent(*_: int) -> None:
    pass


def numbered(rows: list[dict]) -> tuple[pa.Table, np.ndarray]:
    """STREAM as a file gives it, documents named by their row from 1."""
    documents, vectors = stream(rows)
    numbers = pa.array([str(row) for row in range(1, documents.num_rows + 1)])
    return documents.set_column(0, STREAM.field("document_id"), numbers), vectors


def lively(hours: int) -> list[dict]:
    """A flood that grows for hours, over chatter; its last documents are two days on."""
    rows = chatter(hours) + burst("banjir", FLOOD, 12, hours=6) + burst("banjir", FLOOD + 6, 30, hours=6)
    return [*rows, *burst("banjir", FLOOD + 12, 20, hours=20)]


@cache
def replayed(hours: int, last: int, first: int = 0) -> dict:
    documents, vectors = numbered([row for row in lively(hours) if row["published_at"] < time_of(last + 1)])
    return backtest(opened_watch(), documents, vectors, Span(START + first, START + last), silent)


def raised(hour: int = 100, ended: int | None = None, day: DayAfter | None = None) -> Raised:
    words = {"label": "Air keruh", "key_phrases": [], "reason": "", "measures": {}, "evidence": [], "recent": []}
    return Raised(f"p{hour}", "isu", hour, hour, "waspada", "dikirim", **words, highest="waspada", ended=ended, day_after=day)


def test_a_flood_is_alerted_with_documents_that_were_there_by_then():
    found = replayed(150, 149)
    (alert,) = [one for one in found["alerts"] if any("anggul" in shown["text"] for shown in one["evidence"])]
    assert alert["raised_at"].endswith("+07:00")
    assert alert["raised_at_utc"].endswith("+00:00")
    assert all(shown["published_at"] < alert["raised_at"] for shown in alert["evidence"])
    assert {shown["row"] for shown in alert["evidence"]} <= set(alert["rows_24h"])


def test_the_peak_of_a_growing_flood_is_ahead_of_its_alert():
    found = replayed(150, 149)
    (episode,) = [one for one in found["episodes"] if one["peak_count"] >= 5]
    assert episode["lead_hours"] > 0
    assert episode["verdict"] == RIGHT
    assert episode["after_24h_count"] > episode["before_24h_count"]


def test_what_was_told_does_not_change_when_the_file_goes_on():
    short, long = (replayed(150, last)["alerts"] for last in (FLOOD + 12, 149))
    assert short
    known = ("alert_id", "raised_at", "label", "key_phrases", "level", "reason", "measures", "evidence", "rows_24h")
    assert [[one[name] for name in known] for one in short] == [[one[name] for name in known] for one in long[: len(short)]]


def test_an_alert_of_the_last_day_is_not_judged():
    found = replayed(150, FLOOD + 12)
    assert [one["verdict"] for one in found["episodes"]] == [None]
    assert found["false_episodes"]["judged_count"] == 0


def test_alerts_before_the_first_day_are_not_counted():
    assert replayed(150, 149, first=FLOOD + 30)["alerts"] == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (DayAfter(before=6, after=4, expected=0.1), FALSE),
        (DayAfter(before=6, after=5, expected=0.1), LATE),
        (DayAfter(before=6, after=6, expected=0.1), RIGHT),
        (DayAfter(before=30, after=39, expected=20.0), FALSE),
        (DayAfter(before=30, after=40, expected=20.0), RIGHT),
        (None, None),
    ],
)
def test_an_alert_is_false_when_little_follows_and_late_when_less_does(day, said):
    assert verdict(raised(day=day)) == said


def test_the_peak_is_the_first_of_the_busiest_hours_between_the_day_before_the_alert_and_its_end():
    hours = np.sort([70, 70, 70, 90, 90, 104, 104, 130, 130, 130])
    assert peak(raised(100, ended=120), hours, last=200) == (90, 2)
    assert peak(raised(100, ended=None), hours, last=200) == (130, 3)
    assert peak(raised(300, ended=310), hours, last=400) == (300, 0)


def test_an_alert_is_raised_at_the_end_of_its_hour():
    assert lead_hours(raised(100), peak_hour=101) == 0
    assert lead_hours(raised(100), peak_hour=107) == 6


def test_an_issue_month_lasts_from_the_fifth_document_to_the_last_within_the_span():
    issues = {"a": np.array([0, 1, 2, 3, 10, 10 + MONTH_HOURS]), "b": np.array([0, 1, 2, 3 + MONTH_HOURS])}
    assert issue_months(issues, 0, 10 * MONTH_HOURS) == 1.0
    assert issue_months(issues, 10 + MONTH_HOURS // 2, 10 * MONTH_HOURS) == 0.5
    assert issue_months(issues, 2 * MONTH_HOURS, 10 * MONTH_HOURS) == 0.0


def test_false_alerts_are_given_an_issue_month_and_a_month():
    alerts = [raised(hour, day=DayAfter(6, after, 0.1)) for hour, after in ((1, 0), (2, 5), (3, 9))] + [raised(4)]
    found = false_rates(alerts, months=4.0, hours=2 * MONTH_HOURS)
    assert found["false_episodes"]["alert_ids"] == ["p1"]
    assert [found["false_episodes"][name] for name in ("late_count", "right_count", "judged_count")] == [1, 1, 3]
    assert (found["false_per_issue_month"], found["false_per_month"], found["episodes_per_issue_month"]) == (0.25, 0.5, 1.0)


def test_a_silence_of_years_is_not_replayed_hour_by_hour_and_the_watch_warms_up_after_it():
    later = 10 * HISTORY_HOURS
    rows = [lone(0, 0), lone(1, 5), lone(2, later), *(told("banjir", later + 1, one) for one in range(10))]
    documents, vectors = stream(rows)
    ends = []
    found = list(replay_stretches(opened_watch(), documents, vectors, START + later + 3, lambda *done: ends.append(done)))
    assert [hour - START for hour, _ in found] == [*range(5 + HISTORY_HOURS + 1), *range(later, later + 4)]
    assert sum(len(seen.documents) for _, seen in found) == len(rows)
    assert not any(seen.transitions for _, seen in found)
    assert ends[-1] == (len(found), len(found))


FIRST_DAY = hour_of(time_of(0)) // 24 * 24 + 17
"""Midnight of Jakarta."""


def forecast_record(days: int, first_day: int, counts, gone: frozenset[str] = frozenset()) -> ForecastRecord:
    """A record that saw `counts(day)` documents of one issue each noon; issues in `gone` have gone up in another."""
    rows = [(day, one) for day in range(days) for one in range(counts(day))]
    times = [time_of(0) + timedelta(hours=FIRST_DAY - START + 12 + 24 * day, minutes=one) for day, one in rows]
    names = [f"{day:03d}-{one:03d}" for day, one in rows]
    given = {"document_id": names, "input_hash": names, "published_at": times, "family_id": names}
    table = pa.table([pa.array(given.get(field.name, [None] * len(rows)), field.type) for field in STREAM], schema=STREAM)
    volumes = np.zeros((1, 24))
    watch = SimpleNamespace(
        ledger=SimpleNamespace(past=lambda *_: (volumes, None)), issues=SimpleNamespace(issues={"isu"} - gone)
    )
    record, kept = ForecastRecord(watch, table, FIRST_DAY + 24 * first_day, Calendar.read()), iter(table.to_pylist())
    for day in range(days):
        columns = ("document_id", "input_hash", "published_at")
        documents = [
            {name: row[name] for name in columns} | {"story_id": "cerita", "issue_id": "isu"}
            for row in (next(kept) for _ in range(counts(day)))
        ]
        volumes[0, 0] = counts(day)
        record.take(FIRST_DAY + 24 * day + 12, Seen(documents=documents))
        record.take(FIRST_DAY + 24 * day + 23, Seen())
    return record


def scored(record: ForecastRecord) -> dict[tuple[str, int | None], dict]:
    return {(row["series"], row["days_ahead"]): row for row in record.scores()}


def weekly(day: int) -> int:
    """A course of the week that chance plays with: no reference foretells it without error."""
    return 4 + 3 * (day % 7) + day * day * 37 % 11


def test_forecasts_of_a_weekly_course_err_less_than_the_last_value():
    found = scored(forecast_record(70, 40, weekly))
    assert found[WHOLE, 1]["naive_ratio"] < 0.75
    assert 0 <= found[WHOLE, 1]["coverage_share"] <= 1


def test_every_third_day_is_foretold_from_so_that_all_weekdays_are():
    found = scored(forecast_record(70, 40, weekly))
    assert found[WHOLE, 1]["count"] == len(range(40, 69, 3))
    assert found[WHOLE, 7]["count"] == len(range(40, 63, 3))
    assert found[WHOLE, None]["count"] == sum(found[WHOLE, ahead]["count"] for ahead in range(1, 8))


def test_an_issue_that_went_up_in_another_is_not_scored():
    assert (SHOWN, 1) in scored(forecast_record(100, 70, weekly))
    assert (SHOWN, 1) not in scored(forecast_record(100, 70, weekly, gone=frozenset({"isu"})))


def test_without_enough_days_nothing_is_foretold():
    assert forecast_record(20, 0, weekly).scores() == []
