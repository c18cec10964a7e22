"""Past episodes that looked as a developing one looks now."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.analogues import Episode, nearest
from warehouse.schemas import ISSUE_ANALOGUES

NOW = 490_000
FLOOD = np.array([100, 20, 0, 5], np.int8)
FUEL = np.array([0, 10, 110, 3], np.int8)
SUDDEN = np.array([24, 12, 6, 3, 2, 1, 1, 0])
SLOW = np.array([1, 1, 2, 3, 6, 9, 14, 20])


def past(issue_id: str, counts=SUDDEN, vector=FLOOD, began: int = NOW - 2_000, lasted: int = 31, highest="siaga") -> Episode:
    return Episode(issue_id, began, np.asarray(counts), vector, highest, began + lasted)


def current(counts=SUDDEN[:4], vector=FLOOD) -> Episode:
    return Episode("kini", NOW, np.asarray(counts), vector, "waspada", None)


def ids(table) -> list[str]:
    return table["analogue_issue_id"].to_pylist()


def test_rows_have_the_schema_and_tell_what_followed():
    rows = nearest(current(), [past("banjir")])
    assert rows.schema.equals(ISSUE_ANALOGUES)
    row = rows.to_pylist()[0]
    assert row["what_followed"] == "reda setelah 31 jam, puncak 24 dokumen per jam, sampai siaga"
    assert (row["issue_id"], row["rank"], row["lasted_hours"], row["peak_count"]) == ("kini", 1, 31, 24)
    assert row["began_at"] == np.datetime64((NOW - 2_000) * 3600, "s").item()


def test_an_episode_of_many_days_is_told_in_days():
    assert nearest(current(), [past("a", lasted=132)])["what_followed"][0].as_py().startswith("reda setelah 6 hari")


def test_of_equal_words_the_like_course_is_nearer():
    assert ids(nearest(current(SLOW), [past("cepat", SUDDEN), past("lambat", SLOW)])) == ["lambat", "cepat"]


def test_of_equal_courses_the_like_words_are_nearer():
    assert ids(nearest(current(vector=FUEL), [past("banjir"), past("bensin", vector=FUEL)])) == ["bensin", "banjir"]


def test_only_the_hours_known_so_far_are_compared():
    later = np.concatenate([SUDDEN[:4], [500, 900, 40]])
    row = nearest(current(SUDDEN[:4]), [past("a", later)]).to_pylist()[0]
    assert row["shape_similarity"] == pytest.approx(1)
    assert row["peak_count"] == 900


def test_the_size_of_an_episode_is_no_part_of_its_shape():
    assert nearest(current(SUDDEN[:4] * 7), [past("a")])["shape_similarity"][0].as_py() == pytest.approx(1)


def test_a_past_episode_shorter_than_the_current_one_is_compared_as_over():
    row = nearest(current(SLOW), [past("a", SLOW[:2])]).to_pylist()[0]
    assert 0 <= row["shape_similarity"] < 0.5


def test_what_had_not_ended_when_the_current_one_began_is_no_analogue():
    going_on = Episode("terus", NOW - 10, SUDDEN, FLOOD, "siaga", None)
    ended_later = past("nanti", began=NOW - 10, lasted=11)
    ended_just = past("pas", began=NOW - 10, lasted=10)
    assert ids(nearest(current(), [going_on, ended_later, ended_just])) == ["pas"]


def test_an_episode_is_never_its_own_analogue():
    again = current()
    closed = Episode(again.issue_id, again.began_hour, again.counts, again.vector, "siaga", NOW + 4)
    assert nearest(again, [again, closed]).num_rows == 0


def test_an_earlier_episode_of_the_same_issue_is_one():
    assert ids(nearest(current(), [past("kini")])) == ["kini"]


def test_the_latest_of_equals_comes_first_and_no_more_than_asked_for():
    episodes = [past("a", began=NOW - 900), past("b", began=NOW - 300), past("c", began=NOW - 600)]
    assert ids(nearest(current(), episodes, k=2)) == ["b", "c"]


def test_without_a_past_there_are_no_rows():
    assert nearest(current(), []).num_rows == 0


def test_no_documents_and_no_words_are_like_nothing():
    row = nearest(current(np.zeros(3, int), np.zeros(4, np.int8)), [past("a")]).to_pylist()[0]
    assert row["content_similarity"] == 0
    assert 0 <= row["similarity"] <= 1


counts = st.lists(st.integers(0, 60), min_size=1, max_size=40).filter(lambda values: values[0] > 0).map(np.array)
vectors = st.lists(st.integers(-127, 127), min_size=6, max_size=6).filter(any).map(lambda v: np.array(v, np.int8))


@settings(max_examples=60, deadline=None)
@given(counts, vectors, st.lists(st.tuples(counts, vectors), max_size=8), st.integers(1, 40))
def test_the_same_course_with_the_same_words_ranks_first(course, words, others, hours):
    seen = current(course[:hours], words)
    episodes = [past(f"lain-{number}", *other, began=NOW - 5_000) for number, other in enumerate(others)]
    rows = nearest(seen, [*episodes, past("sama", course, words, began=NOW - 1_000)])
    assert ids(rows)[0] == "sama"
    assert rows["similarity"][0].as_py() == pytest.approx(1)
    assert all(0 <= value <= 1 for value in rows["similarity"].to_pylist())
