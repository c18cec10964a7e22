from __future__ import annotations

import io
import json
from datetime import datetime, timedelta

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.alerts import AlertDesk
from ml.issues.rules import Condition, Rule, Rules
from ml.issues.transitions import Transition, end_of
from ml.issues.wording import calm_reason, reason
from warehouse.schemas import ISSUE_ALERTS

RULES = Rules(
    (),
    (
        Rule("tak-relevan", None, "tanpa-peringatan", 1, (Condition("relevant_share", "<=", 0.49, False),)),
        Rule("liputan-rendah", None, "ditahan", 1, (Condition("coverage_share", "<=", 0.5, False),)),
    ),
)
MIDNIGHT = 490_001 - 490_001 % 24 + 16
"""The hour that ends with a day in Asia/Jakarta: what it raises belongs to the new day."""
RISEN = {"count_6h": 9.0, "count_24h": 12.0, "surprise_6h": 4.0, "expected_6h": 2.0}


class Watch:
    """A desk, what it is told, and what it wrote."""

    def __init__(self, budget: int = 10):
        self.desk = AlertDesk(RULES, budget)
        self.hour = MIDNIGHT
        self.rows: list[dict] = []
        self.measures: dict[str, dict[str, float]] = {}

    def go(self, hours: int = 1, **states: str) -> list[dict]:
        """What is written in the first hour, in which these issues change their state, and in the quiet ones after it."""
        changes = [Transition(issue, self.hour, "", state, "aturan") for issue, state in states.items()]
        found = []
        for _ in range(hours):
            table = self.desk.advance(self.hour, changes, self.measured, lambda issue: (f"Isu {issue}", [f"dok-{issue}"]))
            assert table.schema.equals(ISSUE_ALERTS)
            found += table.to_pylist()
            changes, self.hour = [], self.hour + 1
        self.rows += found
        return found

    def measured(self, issue: str) -> dict[str, float]:
        return {**RISEN, **self.measures.get(issue, {})}

    def delivery(self, issue: str) -> str:
        return [row["delivery_slug"] for row in self.rows if row["issue_id"] == issue][-1]


def test_an_episode_is_one_alert_that_is_rewritten_when_the_level_rises():
    watch = Watch()
    (first,) = watch.go(a="waspada")
    assert watch.go(5) == []
    (second,) = watch.go(a="siaga")
    assert first["alert_id"] == second["alert_id"]
    assert [(row["edition"], row["level_slug"]) for row in (first, second)] == [(1, "waspada"), (2, "siaga")]
    assert second["raised_at"] == first["raised_at"] == first["written_at"] == end_of(MIDNIGHT)
    assert second["written_at"] == end_of(MIDNIGHT + 6)


def test_an_alert_tells_label_evidence_measures_and_reason():
    watch = Watch()
    (row,) = watch.go(a="waspada")
    assert (row["label"], row["evidence"]) == ("Isu a", ["dok-a"])
    assert row["reason"] == "9 dokumen dalam 6 jam, biasanya 2; 12 dalam 24 jam"
    assert json.loads(row["measures_json"])["surprise_6h"] == 4


def test_an_alert_that_lasts_is_rewritten_once_a_day():
    watch = Watch()
    watch.go(72, a="waspada")
    assert [row["written_at"] - row["raised_at"] for row in watch.rows] == [timedelta(days=day) for day in range(3)]


@pytest.mark.parametrize("end", ["normal", "pasca"])
def test_an_alert_ends_with_its_last_words_and_the_next_episode_is_another(end):
    watch = Watch()
    (first,) = watch.go(a="waspada")
    watch.measures["a"] = {"count_6h": 0.0}
    (last,) = watch.go(a=end)
    assert (last["edition"], last["reason"]) == (2, first["reason"])
    assert last["ended_at"] == end_of(MIDNIGHT + 1)
    assert watch.go(48) == []
    (other,) = watch.go(a="waspada")
    assert other["alert_id"] != first["alert_id"]


def test_a_state_that_only_falls_within_alert_writes_nothing():
    watch = Watch()
    watch.go(a="krisis")
    assert watch.go(a="siaga") == []


def test_beyond_the_budget_of_a_jakarta_day_alerts_are_in_the_digest():
    watch = Watch(budget=2)
    watch.go(24, a="waspada", b="waspada")
    watch.go(c="waspada")  # the hour ends at midnight: it is the next day's
    assert [watch.delivery(issue) for issue in "abc"] == ["dikirim", "dikirim", "dikirim"]
    watch.go(d="waspada", e="waspada")
    assert [watch.delivery(issue) for issue in "de"] == ["dikirim", "ringkasan"]


def test_within_an_hour_the_places_go_by_level_then_surprise_then_size():
    watch = Watch(budget=3)
    watch.measures = {"b": {"surprise_6h": 9.0}, "c": {"count_24h": 99.0}}
    watch.go(a="waspada", b="waspada", c="waspada", d="siaga", e="waspada")
    assert {issue for issue in "abcde" if watch.delivery(issue) == "dikirim"} == {"b", "c", "d"}


def test_an_alert_of_the_digest_claims_a_place_when_it_reaches_siaga():
    watch = Watch(budget=1)
    watch.go(a="waspada", b="waspada")
    assert watch.delivery("b") == "ringkasan"
    (told,) = watch.go(b="siaga")  # the day's place is gone
    assert told["delivery_slug"] == "ringkasan"
    assert watch.go(22) == []
    watch.go()
    assert watch.delivery("b") == "dikirim"  # the first place of the next day
    assert watch.delivery("a") == "dikirim"


def test_a_waspada_of_the_digest_stays_there():
    watch = Watch(budget=1)
    watch.go(60, a="waspada", b="waspada")
    assert watch.delivery("b") == "ringkasan"


def test_an_alert_is_held_back_while_too_little_is_heard_and_says_so():
    watch = Watch()
    watch.measures["a"] = {"coverage_share": 0.4}
    (held,) = watch.go(a="waspada")
    assert held["delivery_slug"] == "ditahan"
    assert held["reason"].startswith("ditahan karena hanya 40 % liputan yang biasa yang terdengar; 9 dokumen dalam 6 jam")
    assert watch.go(3) == []
    watch.measures["a"] = {"coverage_share": 0.9}
    (sent,) = watch.go()
    assert (sent["delivery_slug"], sent["edition"], sent["alert_id"]) == ("dikirim", 2, held["alert_id"])
    assert "ditahan" not in sent["reason"]


def test_what_was_held_back_takes_no_place_of_the_day():
    watch = Watch(budget=1)
    watch.measures["a"] = {"coverage_share": 0.1}
    watch.go(a="krisis", b="waspada")
    assert [watch.delivery(issue) for issue in "ab"] == ["ditahan", "dikirim"]


def test_what_was_sent_is_not_called_back_when_coverage_falls():
    watch = Watch()
    watch.go(a="waspada")
    watch.measures["a"] = {"coverage_share": 0.1}
    (row,) = watch.go(a="siaga")
    assert row["delivery_slug"] == "dikirim"


def test_an_issue_that_is_no_public_one_raises_nothing_until_it_is():
    watch = Watch()
    watch.measures["a"] = {"relevant_share": 0.2}
    assert watch.go(30, a="waspada") == []
    assert watch.go(a="siaga") == []
    watch.measures["a"] = {"relevant_share": 0.6}
    (row,) = watch.go()
    assert (row["level_slug"], row["edition"], row["raised_at"]) == ("siaga", 1, end_of(MIDNIGHT + 31))
    watch.measures["b"] = {"relevant_share": 0.2}
    assert watch.go(b="waspada") == watch.go(b="normal") == []


def test_the_alert_of_an_issue_that_went_up_in_another_stands_for_that_one():
    watch = Watch()
    (first,) = watch.go(a="siaga")
    watch.desk.merge("a", "b")
    (row,) = watch.go(a="normal", b="siaga")
    assert (row["issue_id"], row["alert_id"], row["edition"]) == ("b", first["alert_id"], 2)
    assert row["ended_at"] is None


def test_of_two_merged_issues_in_alert_one_alert_is_left():
    watch = Watch()
    watch.go(a="siaga", b="waspada")
    watch.desk.merge("a", "b")
    rows = watch.go(a="normal", b="siaga")
    assert {row["issue_id"]: (row["ended_at"] is None, row["level_slug"]) for row in rows} == {
        "a": (False, "siaga"),
        "b": (True, "siaga"),
    }


STATES = st.sampled_from(["waspada", "siaga", "krisis", "pasca", "normal", ""])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[STATES] * 4), min_size=1, max_size=40), st.sets(st.integers(0, 40)))
def test_a_desk_that_is_put_down_and_taken_up_writes_the_same(changes, breaks):
    whole, pieces = Watch(budget=2), Watch(budget=2)
    for place, states in enumerate(changes):
        told = {issue: state for issue, state in zip("abcd", states, strict=True) if state}
        if place in breaks:
            file = io.BytesIO()
            pq.write_table(pieces.desk.to_table(), file)
            pieces.desk = AlertDesk.from_table(pq.read_table(file), RULES, 2)
        for watch in (whole, pieces):
            watch.measures = {"c": {"coverage_share": place % 3 / 2}, "d": {"relevant_share": place % 2 / 1}}
            watch.go(5, **told)
    assert whole.rows == pieces.rows


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[STATES] * 4), min_size=1, max_size=40))
def test_editions_have_no_gaps_and_no_day_goes_beyond_its_budget(changes):
    watch, sent = Watch(budget=2), {}
    for states in changes:
        watch.go(7, **{issue: state for issue, state in zip("abcd", states, strict=True) if state})
    editions: dict[str, list[int]] = {}
    for row in watch.rows:
        editions.setdefault(row["alert_id"], []).append(row["edition"])
        if row["delivery_slug"] == "dikirim":
            sent.setdefault(row["alert_id"], (row["written_at"] + timedelta(hours=7)).date())
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in editions.values())
    assert all(list(sent.values()).count(day) <= 2 for day in sent.values())


def test_the_reason_is_made_of_what_is_known():
    measures = {"count_6h": 23, "voice_count_6h": 4, "expected_6h": 3.2, "velocity": 4.1, "negative_share_24h": 0.61}
    assert reason(measures) == "23 dokumen dalam 6 jam dari 4 sumber, biasanya 3; naik 4 kali; 61 % bernada negatif"
    assert reason({"count_6h": 1250, "expected_6h": 0.2}) == "1.250 dokumen dalam 6 jam, biasanya kurang dari 1"
    assert reason({"velocity": 1.2}) == reason({}) == ""
    calm = {"peak_share": 0.12, "peak_count_24h": 130}
    assert (
        calm_reason(calm)
        == calm_reason(calm | {"coverage_share": 0.9})
        == "tinggal 12 % dari puncaknya (130 dokumen dalam 24 jam)"
    )
    assert calm_reason(calm | {"coverage_share": 0.6}).endswith("; hanya 60 % liputan yang biasa yang terdengar")


def test_the_end_of_an_hour_is_what_its_number_says():
    assert end_of(0) == datetime(1970, 1, 1, 1)
