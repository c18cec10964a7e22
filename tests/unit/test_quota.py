"""Quota: never more than an API grants, whoever asks and however many ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pyarrow as pa
import pytest

from ingestion.kinds import QuotaSpent
from ingestion.quota import Books, day_of, month_of, window_of
from warehouse.schemas import QUOTA

AS_OF = datetime(2026, 11, 21, 5, 7, 9)
DAY = datetime(2026, 11, 20, 8)


def spent_before(units: int, source: str = "sumber_lain") -> dict:
    return {"api_slug": "youtube", "source_slug": source, "window_started_at": DAY, "spent_units": units}


def test_units_up_to_the_limit_are_granted_and_the_next_one_is_not():
    ledger = Books().ledger("warga", AS_OF)
    ledger.spend("youtube", 9, 10, DAY)
    ledger.spend("youtube", 1, 10, DAY)
    with pytest.raises(QuotaSpent):
        ledger.spend("youtube", 1, 10, DAY)


def test_what_committed_loads_of_any_source_spent_counts():
    ledger = Books([spent_before(6), spent_before(3, "warga")]).ledger("warga", AS_OF)
    ledger.spend("youtube", 1, 10, DAY)
    with pytest.raises(QuotaSpent):
        ledger.spend("youtube", 1, 10, DAY)


def test_another_window_and_another_api_have_their_own_limit():
    ledger = Books([spent_before(10)]).ledger("warga", AS_OF)
    ledger.spend("youtube", 10, 10, datetime(2026, 11, 21, 8))
    ledger.spend("x", 10, 10, DAY)


def test_sources_of_one_run_share_what_the_api_grants():
    books = Books()
    books.ledger("satu", AS_OF).spend("x", 10, 10, DAY)
    with pytest.raises(QuotaSpent):
        books.ledger("dua", AS_OF).spend("x", 1, 10, DAY)


def test_a_refusal_says_what_is_spent_of_what_since_when_and_books_nothing():
    ledger = Books([spent_before(9)]).ledger("warga", AS_OF)
    with pytest.raises(QuotaSpent, match=r"youtube: 9 of 10 units .* 2026-11-20 08:00 UTC"):
        ledger.spend("youtube", 2, 10, DAY)
    ledger.spend("youtube", 1, 10, DAY)
    assert [row["spent_units"] for row in ledger.rows()] == [1]


def test_units_given_back_can_be_spent_again():
    ledger = Books().ledger("warga", AS_OF)
    ledger.spend("x_posts", 100, 100, DAY)
    ledger.spend("x_posts", -97, 100, DAY)
    ledger.spend("x_posts", 97, 100, DAY)
    assert [row["spent_units"] for row in ledger.rows()] == [100]


def test_units_can_be_given_back_when_the_limit_was_lowered_since():
    ledger = Books([spent_before(50)]).ledger("warga", AS_OF)
    ledger.spend("youtube", -5, 10, DAY)
    assert [row["spent_units"] for row in ledger.rows()] == [-5]


def test_rows_are_those_of_this_source_and_run_in_the_shape_of_the_table():
    books = Books([spent_before(4, "satu")])
    one, two = books.ledger("satu", AS_OF), books.ledger("dua", AS_OF)
    one.spend("youtube", 1, 10_000, DAY)
    one.spend("youtube", 2, 10_000, DAY)
    two.spend("youtube", 5, 10_000, DAY)
    table = pa.Table.from_pylist(one.rows(), QUOTA)
    assert table.to_pylist() == [
        {
            "api_slug": "youtube",
            "source_slug": "satu",
            "window_started_at": DAY,
            "spent_units": 3,
            "limit_units": 10_000,
            "spent_at": AS_OF,
        }
    ]


def test_a_ledger_that_spent_nothing_in_the_end_has_no_rows():
    ledger = Books().ledger("warga", AS_OF)
    ledger.spend("x", 3, 10, DAY)
    ledger.spend("x", -3, 10, DAY)
    assert ledger.rows() == []


def test_threads_together_never_pass_the_limit():
    books = Books()
    ledgers = [books.ledger(f"sumber_{i}", AS_OF) for i in range(4)]

    def ask(number: int) -> bool:
        try:
            ledgers[number % 4].spend("x", 1, 300, DAY)
        except QuotaSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        granted = list(pool.map(ask, range(1_000)))
    assert sum(granted) == 300
    assert sum(row["spent_units"] for ledger in ledgers for row in ledger.rows()) == 300


def test_a_window_of_minutes_starts_on_the_last_full_one():
    assert window_of(AS_OF, 15) == datetime(2026, 11, 21, 5)
    assert window_of(datetime(2026, 11, 21, 5, 59, 59), 15) == datetime(2026, 11, 21, 5, 45)


@pytest.mark.parametrize(
    ("as_of", "start"),
    [
        (datetime(2026, 11, 21, 7, 59), datetime(2026, 11, 20, 8)),
        (datetime(2026, 11, 21, 8), datetime(2026, 11, 21, 8)),
        (datetime(2026, 7, 1, 7), datetime(2026, 7, 1, 7)),
        (datetime(2026, 11, 1, 12), datetime(2026, 11, 1, 7)),
    ],
    ids=["before midnight", "at midnight", "in summer", "on the day the clocks change"],
)
def test_a_day_of_youtube_starts_at_midnight_in_los_angeles(as_of, start):
    assert day_of(as_of, "America/Los_Angeles") == start


def test_a_month_starts_on_its_first_day():
    assert month_of(AS_OF) == datetime(2026, 11, 1)
