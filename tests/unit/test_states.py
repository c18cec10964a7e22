from __future__ import annotations

import io
import json
from datetime import datetime

import numpy as np
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.rules import Condition, Rule, Rules
from ml.issues.states import StateBoard
from ml.issues.transitions import states_table

HOUR = 490_000


def rule(slug: str, start: str, end: str, measure: str, comparison: str, limit: float, hours: int = 1) -> Rule:
    return Rule(slug, start, end, hours, (Condition(measure, comparison, limit, False),))


RULES = Rules(
    (
        rule("genting", "siaga", "krisis", "count_24h", ">=", 50),
        rule("reda", "siaga", "pasca", "peak_share", "<=", 0.5, 3),
        rule("memuncak", "waspada", "siaga", "count_24h", ">=", 20),
        rule("tenang", "waspada", "normal", "count_24h", "<=", 5, 2),
        rule("naik", "normal", "waspada", "count_24h", ">=", 10),
        rule("lama", "normal", "waspada", "count_24h", ">=", 8, 3),
        rule("kambuh", "pasca", "waspada", "count_24h", ">=", 30),
        rule("pulih", "pasca", "normal", "count_24h", "<=", 2, 2),
        rule("redam", "krisis", "pasca", "peak_share", "<=", 0.5, 3),
    ),
    (),
)


def follow(board: StateBoard, counts: list[float], issue: str = "isu", start: int = HOUR) -> list[tuple[int, str, str]]:
    """(hours after `start`, rule, new state) of one issue with these counts of 24 hours."""
    found = []
    for hour, count in enumerate(counts, start):
        found += board.advance(hour, [issue], {"count_24h": np.array([float(count)])})
    return [(one.hour - start, one.rule_slug, one.to_slug) for one in found]


def test_an_issue_rises_one_state_an_hour_and_calms_by_way_of_pasca():
    found = follow(StateBoard(RULES), [0, 60, 60, 60, 40, 20, 20, 20, 2, 2])
    assert found == [
        (1, "naik", "waspada"),
        (2, "memuncak", "siaga"),
        (3, "genting", "krisis"),
        (7, "redam", "pasca"),
        (9, "pulih", "normal"),
    ]


def test_a_waspada_that_calms_is_normal_at_once():
    assert follow(StateBoard(RULES), [12, 5, 5]) == [(0, "naik", "waspada"), (2, "tenang", "normal")]


def test_conditions_must_hold_so_many_hours_in_a_row():
    assert follow(StateBoard(RULES), [8, 8, 7, 8, 8, 8]) == [(5, "lama", "waspada")]


def test_an_hour_that_was_left_out_ends_the_row():
    board = StateBoard(RULES)
    assert follow(board, [8, 8]) == []
    assert follow(board, [8, 8, 8], start=HOUR + 3) == [(2, "lama", "waspada")]


def test_between_the_thresholds_the_state_stays():
    assert follow(StateBoard(RULES), [12, *[7] * 50]) == [(0, "naik", "waspada")]


def test_of_the_rules_that_hold_in_one_hour_the_first_counts():
    rules = Rules(
        (rule("a", "normal", "siaga", "count_24h", ">=", 5), rule("b", "normal", "waspada", "count_24h", ">=", 5)), ()
    )
    assert follow(StateBoard(rules), [9]) == [(0, "a", "siaga")]


def test_the_peak_is_that_of_the_episode():
    board = StateBoard(RULES)
    follow(board, [12, 25, 40, 12, 12, 12])
    assert board.state("isu") == "pasca"
    assert board.measured("isu")["peak_count_24h"] == 40
    follow(board, [30, 31], start=HOUR + 6)
    assert board.measured("isu")["peak_count_24h"] == 31
    assert board.measured("isu")["peak_share"] == 1


def test_a_normal_issue_has_no_peak():
    board = StateBoard(RULES)
    follow(board, [3])
    assert board.measured("isu") == {"count_24h": 3}
    assert board.measured("lain") == {}


def test_issues_do_not_touch_each_other():
    board = StateBoard(RULES)
    found = board.advance(HOUR, ["a", "b", "c"], {"count_24h": np.array([0.0, 12, 7])})
    assert [one.issue_id for one in found] == ["b"]
    assert board.open_ids == ["b"]
    found = board.advance(HOUR + 1, ["d", "c", "b"], {"count_24h": np.array([11.0, 1, 25])})
    assert {one.issue_id: one.to_slug for one in found} == {"d": "waspada", "b": "siaga"}


def test_a_merge_hands_the_graver_state_on():
    board = StateBoard(RULES)
    follow(board, [25, 25], "lama")
    found = board.merge(HOUR + 2, "lama", "baru")
    assert {(one.issue_id, one.from_slug, one.to_slug, one.rule_slug) for one in found} == {
        ("lama", "siaga", "normal", "isu-gabung"),
        ("baru", "normal", "siaga", "isu-gabung"),
    }
    assert follow(board, [60, 60], "baru", HOUR + 2) == [(1, "genting", "krisis")]  # not twice in an hour
    assert board.state("lama") == "normal"


def test_a_merge_of_a_calmer_issue_leaves_the_state_alone():
    board = StateBoard(RULES)
    follow(board, [12], "kecil")
    follow(board, [25, 25], "besar")
    (found,) = board.merge(HOUR + 2, "kecil", "besar")
    assert (found.issue_id, found.to_slug) == ("kecil", "normal")
    assert board.state("besar") == "siaga"
    assert board.merge(HOUR + 3, "tak-dikenal", "besar") == []


def test_a_transition_becomes_a_row_that_names_rule_and_measures():
    board = StateBoard(RULES)
    measures = {"count_24h": 12.0, "count_6h": 9.0, "expected_6h": 2.0, "negative_share_24h": np.nan, "coverage_share": 0.75}
    found = board.advance(HOUR, ["isu"], {name: np.array([value]) for name, value in measures.items()})
    (row,) = states_table(found).to_pylist()
    assert row["changed_at"] == datetime(2025, 11, 24, 17)
    assert (row["from_slug"], row["to_slug"], row["rule_slug"]) == ("normal", "waspada", "naik")
    assert json.loads(row["measures_json"]) == {"count_24h": 12}
    assert row["reason"] == "9 dokumen dalam 6 jam, biasanya 2; 12 dalam 24 jam"
    assert row["coverage_share"] == 0.75


def test_of_a_calmer_issue_the_reason_tells_what_is_left():
    board = StateBoard(RULES)
    hours = [
        board.advance(HOUR + place, ["isu"], {"count_24h": np.array([count])}) for place, count in enumerate([25, 25, 5, 5, 5])
    ]
    (found,) = hours[-1]
    assert found.reason == "tinggal 20 % dari puncaknya (25 dokumen dalam 24 jam); 5 dalam 24 jam"


COUNTS = st.lists(st.lists(st.sampled_from([0.0, 2, 5, 8, 12, 25, 60]), min_size=3, max_size=3), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.sets(st.integers(0, 40)))
def test_a_board_that_is_put_down_and_taken_up_goes_on_as_if_it_had_not_been(counts, breaks):
    whole, pieces = StateBoard(RULES), StateBoard(RULES)
    for place, row in enumerate(counts):
        ids, measures = ["a", "b", "c"], {"count_24h": np.array(row)}
        if place in breaks:
            file = io.BytesIO()
            pq.write_table(pieces.to_table(), file)
            pieces = StateBoard.from_table(pq.read_table(file), RULES)
        assert whole.advance(HOUR + place, ids, measures) == pieces.advance(HOUR + place, ids, measures)
    assert sorted(whole.open_ids) == sorted(pieces.open_ids)
