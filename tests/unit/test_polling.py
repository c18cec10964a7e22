"""How often an address is asked: by what it brought, and by how it failed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingestion.polling import Poll, after_failure, after_success, is_due

HOUR, DAY, WEEK = 3_600, 86_400, 7 * 86_400


@pytest.mark.parametrize(
    ("read", "duplicate", "seconds"),
    [(30, 21, 2 * HOUR), (30, 20, HOUR), (30, 10, HOUR), (30, 9, HOUR // 2), (30, 0, HOUR // 2), (0, 0, 2 * HOUR)],
)
def test_many_duplicates_slow_an_address_down_and_few_speed_it_up(as_of, read, duplicate, seconds):
    poll = after_success(as_of, HOUR, read, duplicate)
    assert (poll.poll_seconds, poll.next_due_at) == (seconds, as_of + timedelta(seconds=seconds))


def test_the_interval_stays_between_ten_minutes_and_a_day(as_of):
    assert after_success(as_of, 700, 10, 0).poll_seconds == 600
    assert after_success(as_of, DAY - 1, 10, 10).poll_seconds == DAY


def test_an_address_that_is_new_starts_from_an_hour(as_of):
    assert after_success(as_of, None, 10, 5).poll_seconds == HOUR
    assert after_failure(as_of, None, 0.0, 0.0, None).poll_seconds == HOUR


def test_failures_add_up_and_put_the_next_fetch_off(as_of):
    first = after_failure(as_of, HOUR, 0.0, 1.0, None)
    second = after_failure(as_of, first.poll_seconds, first.failure_weight, 1.0, None)
    assert (first.next_due_at - as_of, second.next_due_at - as_of) == (timedelta(hours=2), timedelta(hours=4))
    assert second.failure_weight == 2.0


def test_what_may_pass_weighs_less_than_what_will_not(as_of):
    passing, lasting = (after_failure(as_of, HOUR, 0.0, weight, None) for weight in (0.25, 1.0))
    assert passing.next_due_at < lasting.next_due_at


def test_failing_for_long_means_once_a_day_and_then_once_a_week(as_of):
    assert after_failure(as_of, HOUR, 8.0, 1.0, None).next_due_at - as_of == timedelta(seconds=DAY)
    assert after_failure(as_of, HOUR, 9.0, 1.0, None).next_due_at - as_of == timedelta(seconds=WEEK)


def test_an_address_that_nobody_was_asked_for_stays_due(as_of):
    assert after_failure(as_of, HOUR, 2.0, 0.0, None) == Poll(HOUR, as_of, 2.0)


def test_a_success_forgives_every_failure(as_of):
    assert after_success(as_of, HOUR, 10, 5).failure_weight == 0.0


def test_who_asks_to_wait_is_waited_for(as_of):
    assert after_failure(as_of, HOUR, 0.0, 0.25, 5 * HOUR).next_due_at - as_of == timedelta(hours=5)


def test_an_address_is_due_when_its_time_has_come(as_of):
    last = {"next_due_at": as_of}
    assert is_due(last, as_of)
    assert not is_due(last, as_of - timedelta(seconds=1))


def test_an_address_without_a_past_and_a_file_are_always_due(as_of):
    assert is_due(None, as_of)
    assert is_due({"next_due_at": None}, as_of)
