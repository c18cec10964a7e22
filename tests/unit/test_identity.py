"""Ids through a regrouping: whatever is grouped anew, no old id is lost, none stands for two, and most go on."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.identity import Inheritance, inherit, resolved, unused_id
from ml.issues.identity_moves import inheritance_moves
from warehouse.errors import InputError
from warehouse.schemas import ISSUE_MOVES, TIME

AT = datetime(2026, 3, 10, 6)
thorough = settings(max_examples=100, derandomize=True, deadline=None, database=None)
groupings = st.lists(st.integers(0, 5), min_size=1, max_size=40)
"""Issue of each document, document by document."""


def assigned(issues: list[str], ages: list[int] | None = None) -> pa.Table:
    """Document d000 in the first of `issues`, and so on; `ages` in days."""
    times = [AT - timedelta(days=age) for age in ages or [0] * len(issues)]
    names = [f"d{number:03d}" for number in range(len(issues))]
    rows = {"document_id": names, "published_at": pa.array(times, TIME), "story_id": issues, "issue_id": issues}
    return pa.table(rows, pa.schema([(name, TIME if name == "published_at" else pa.string()) for name in rows]))


def named(prefix: str, numbers: list[int]) -> list[str]:
    return [f"{prefix}{number}" for number in numbers]


def inherited(old: list[str], new: list[str], ages: list[int] | None = None, past: dict | None = None) -> Inheritance:
    return inherit(assigned(old), assigned(new, ages), "issue_id", AT, past)


def moves(found: Inheritance) -> list[tuple]:
    rows = inheritance_moves(found, "v2", AT).to_pylist()
    return [(row["kind_slug"], row["issue_id"], row["other_issue_id"]) for row in rows]


@thorough
@given(groupings)
def test_the_same_grouping_keeps_every_id(numbers):
    found = inherited(named("a", numbers), named("n", numbers))
    assert found.public == {f"n{number}": f"a{number}" for number in numbers}
    assert (found.redirects, found.ended) == ({}, frozenset())


@thorough
@given(groupings, groupings, st.permutations(range(6)))
def test_how_new_issues_are_named_inside_changes_nothing(old, new, order):
    new = (new * len(old))[: len(old)]
    one = inherited(named("a", old), named("n", new))
    other = inherited(named("a", old), named("n", [order[number] for number in new]))
    kept = {f"n{order[int(inner[1:])]}": public for inner, public in one.public.items() if public.startswith("a")}
    assert kept == {inner: public for inner, public in other.public.items() if public.startswith("a")}
    assert one.redirects == other.redirects


@thorough
@given(groupings, groupings, st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["a0", "a1", "q"])))
def test_every_old_id_goes_on_is_redirected_or_has_ended_and_no_two_new_issues_share_one(old, new, past):
    # documents beyond the shorter of both were taken back or came late; inside, names of before come up again
    found = inherited(named("a", old), named("a", new), past=past)
    public, redirects = set(found.public.values()), set(found.redirects)
    assert len(public) == len(found.public) == len(set(new))
    fates = Counter([*public & set(named("a", old)), *redirects - set(past), *found.ended])
    assert fates == Counter(set(named("a", old)))
    assert set(past) <= redirects
    assert not public & redirects
    assert not redirects & set(found.redirects.values())
    assert set(found.redirects.values()) <= public | found.ended | set(past.values())


@thorough
@given(groupings, groupings)
def test_inheriting_once_more_changes_nothing(old, new):
    new = (new * len(old))[: len(old)]
    once = inherited(named("a", old), named("a", new))
    twice = inherited([once.public[name] for name in named("a", new)], named("a", new), past=once.redirects)
    assert (twice.public, twice.redirects) == (once.public, once.redirects)


@thorough
@given(groupings, st.data())
def test_an_issue_keeps_its_id_wherever_it_is_the_larger_half_of_old_and_new(old, data):
    moved = data.draw(st.lists(st.booleans(), min_size=len(old), max_size=len(old)))
    targets = data.draw(st.lists(st.integers(0, 7), min_size=len(old), max_size=len(old)))
    new = [target if is_moved else number for number, is_moved, target in zip(old, moved, targets, strict=True)]
    found = inherited(named("a", old), named("n", new))
    for (before, after), count in Counter(zip(old, new, strict=True)).items():
        if 2 * count > old.count(before) and 2 * count > new.count(after):
            assert found.public[f"n{after}"] == f"a{before}"


def test_a_split_issue_keeps_its_id_on_the_largest_part():
    found = inherited(["a"] * 10, ["x"] * 3 + ["y"] * 7)
    assert found.public == {"x": "x", "y": "a"}
    assert moves(found) == [("id-diwarisi", "a", None), ("isu-pecah", "x", "a")]


@pytest.mark.parametrize("parts", [["y"] * 30 + ["x"] * 3, ["y"] * 6 + ["x"] * 2])
def test_a_few_documents_that_went_elsewhere_are_no_split(parts):
    assert moves(inherited(["a"] * len(parts), parts)) == [("id-diwarisi", "a", None)]


def test_of_two_merged_issues_one_id_is_left_and_the_other_leads_to_it():
    found = inherited(["a"] * 4 + ["b"] * 6, ["x"] * 10)
    assert (found.public, found.redirects) == ({"x": "b"}, {"a": "b"})
    assert moves(found) == [("id-diwarisi", "b", None), ("isu-gabung", "b", "a")]


def test_an_issue_that_went_up_in_two_others_leads_to_the_larger_part_and_is_a_split_in_the_other():
    found = inherited(["a"] * 10 + ["b"] * 8 + ["c"] * 10, ["a"] * 15 + ["c"] * 13)
    assert (found.public, found.redirects) == ({"a": "a", "c": "c"}, {"b": "a"})
    assert moves(found) == [("isu-gabung", "a", "b"), ("isu-pecah", "c", "b")]


def test_of_equal_parts_the_one_that_began_first_keeps_the_id():
    assert inherited(["a"] * 4, ["x", "y", "y", "x"], ages=[1, 2, 1, 2]).public == {"x": "x", "y": "a"}


def test_a_remnant_does_not_carry_the_id_away_from_where_the_issue_went():
    # nine of the ten went up in a larger issue: links to the id have to lead there
    found = inherited(["a"] * 10 + ["b"] * 20, ["x"] * 9 + ["y"] + ["x"] * 20)
    assert (found.public, found.redirects) == ({"x": "b", "y": "y"}, {"a": "b"})


def test_newer_documents_count_more_than_older_ones():
    ages = [60] * 6 + [0] * 4
    assert inherited(["a"] * 10, ["x"] * 6 + ["y"] * 4, ages).public == {"x": "x", "y": "a"}
    assert inherited(["a"] * 10, ["x"] * 6 + ["y"] * 4).public == {"x": "a", "y": "y"}


def test_a_document_dated_ahead_counts_as_one_of_today():
    assert inherited(["a"] * 5, ["x"] * 2 + ["y"] * 3, ages=[0] * 2 + [-400] * 3).public == {"x": "x", "y": "a"}
    assert inherited(["a"] * 5, ["x"] * 3 + ["y"] * 2, ages=[0] * 3 + [-400] * 2).public == {"x": "a", "y": "y"}


def test_a_new_issue_never_takes_an_id_that_stood_for_another():
    found = inherited(["a", "a", "a", "b"], ["b", "b", "b", "b"], past={"c": "a"})
    assert found.public == {"b": "a"}
    later = inherit(assigned(["a"]), assigned(["b", "c", "a", "q"]), "issue_id", AT, found.redirects | {"d": "q"})
    assert later.public["b"] == "a"
    assert not {later.public[name] for name in "caq"} & set("abcdq")


def test_redirects_of_before_lead_to_where_their_issue_went():
    found = inherited(["b"] * 2 + ["c"] * 3, ["x"] * 5, past={"a": "b", "z": "a"})
    assert found.redirects == {"a": "c", "b": "c", "z": "c"}


def test_old_rows_under_a_redirected_id_count_for_what_it_leads_to():
    found = inherited(["a", "a", "b"], ["x", "x", "y"], past={"a": "b"})
    assert found.public == {"x": "b", "y": "y"}


def test_an_issue_of_which_nothing_was_read_again_has_ended():
    found = inherited(["a", "a", "b"], ["x", "x"])
    assert (found.public, found.redirects, found.ended) == ({"x": "a"}, {}, {"b"})


def test_the_first_grouping_of_all_keeps_its_own_ids():
    found = inherit(assigned([]), assigned(["x", "y"]), "issue_id", AT)
    assert found.public == {"x": "x", "y": "y"}
    assert inheritance_moves(found, "v1", AT).num_rows == 0


def test_of_a_document_read_twice_the_last_row_counts():
    old, new = assigned(["a", "b"]), assigned(["x", "y"])
    again = pa.concat_tables([assigned(["b"]), old])
    assert inherit(again, new, "issue_id", AT).public == {"x": "a", "y": "b"}
    once_elsewhere = inherit(pa.concat_tables([assigned(["c"]), old]), new, "issue_id", AT)
    assert once_elsewhere.ended == {"c"}


def test_stories_inherit_by_the_same_rule():
    assert inherit(assigned(["s1", "s2"]), assigned(["t1", "t2"]), "story_id", AT).public == {"t1": "s1", "t2": "s2"}


def test_moves_have_the_schema_an_id_each_and_a_reason_with_numbers():
    table = inheritance_moves(inherited(["a"] * 10 + ["b"] * 2, ["x"] * 3 + ["y"] * 9), "v2", AT)
    assert table.schema.equals(ISSUE_MOVES)
    assert len(set(table["event_id"].to_pylist())) == table.num_rows == 3
    reasons = dict(zip(table["kind_slug"].to_pylist(), table["reason"].to_pylist(), strict=True))
    assert "7 dari 10 dokumen" in reasons["id-diwarisi"]
    assert "2 dari 2 dokumen isu b" in reasons["isu-gabung"]
    assert "3 dari 10 dokumen isu a" in reasons["isu-pecah"]


def test_an_id_that_went_on_unchanged_is_no_move():
    assert moves(inherited(["a", "b"], ["a", "b"])) == []


def test_a_chain_of_redirects_ends_at_its_last():
    assert resolved({"a": "b", "b": "c", "c": "d", "x": "c"}) == {"a": "d", "b": "d", "c": "d", "x": "d"}


@pytest.mark.parametrize("ring", [{"a": "a"}, {"a": "b", "b": "a"}, {"x": "a", "a": "b", "b": "a"}])
def test_redirects_in_a_circle_are_refused_by_name(ring):
    with pytest.raises(InputError, match="circle at a"):
        resolved(ring)


def test_a_free_id_stays_and_a_taken_one_gives_way():
    assert unused_id("a", {"b"}) == "a"
    assert unused_id("a", {"a"}) == unused_id("a", {"a", "b"}) not in {"a", "b"}
