"""Documents into stories: the likeliest one, for seven days, and two that turn out to be one become one."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues import stories
from ml.issues.candidates import Pairs
from ml.issues.pairs import Documents
from ml.issues.stories import JOINED, WINDOW_HOURS, StoryBook
from ml.issues.terms import WIDTH, Terms

thorough = settings(max_examples=20, derandomize=True, deadline=None, database=None)
SURE = 0.95

Chances = Mapping[tuple[str, str], float]
"""How likely the later (first) and the earlier document (second) are one event."""


def documents(keys: list[str], hours: list[int]) -> Documents:
    empty = sp.csr_array((len(keys), WIDTH), dtype=np.float32)
    return Documents(Terms(empty, empty, empty), empty, empty, np.zeros((len(keys), 1), np.float32), np.array(hours), empty)


class Told:
    """A story book that is told how likely pairs are, instead of reading texts."""

    def __init__(self, chances: Chances, patch: pytest.MonkeyPatch):
        self.book, self.chances = StoryBook(None, None), chances
        self.stories: dict[str, str] = {}
        """Document -> story as it was told when the document came."""
        self.merged: list[tuple[str, str]] = []
        patch.setattr(stories, "likely_pairs", self._pairs)

    def add(self, hour: int, *keys: str, published: int | None = None) -> list[str]:
        """Stories of the documents that come in this hour."""
        self.new = list(keys)
        when = hour if published is None else published
        found, merged = self.book.add(documents(self.new, [when] * len(keys)), self.new, hour)
        self.stories |= {key: story for key, (story, _) in zip(keys, found, strict=True)}
        self.merged += merged
        return [story for story, _ in found]

    def _pairs(self, new, past, around, *_):
        every = self.book.keys + self.new
        i, j = np.nonzero([[(key, other) in self.chances for other in every] for key in self.new])
        chance = np.array([self.chances[self.new[one], every[other]] for one, other in zip(i, j, strict=True)])
        return Pairs(i, j, chance), np.zeros((len(self.new), 2))


@pytest.fixture
def told(monkeypatch):
    return lambda chances: Told(chances, monkeypatch)


def test_a_document_joins_the_story_it_is_likeliest_of(told):
    book = told({("c", "a"): JOINED, ("c", "b"): SURE})
    assert [book.add(hour, key) for hour, key in enumerate("abc")] == [["a"], ["b"], ["b"]]


def test_a_document_that_is_like_none_begins_a_story_of_its_own_name(told):
    book = told({("b", "a"): JOINED - 0.01})
    book.add(0, "a")
    assert book.add(0, "b") == ["b"]


def test_documents_of_one_hour_find_each_other(told):
    assert told({("b", "a"): SURE}).add(0, "a", "b") == ["a", "a"]


def test_one_like_document_of_a_large_story_is_not_enough(told):
    book = told({("b", "a"): SURE, ("c", "a"): SURE, ("c", "b"): SURE, ("d", "a"): SURE})
    assert [book.add(hour, key)[0] for hour, key in enumerate("abcd")] == ["a", "a", "a", "d"]


@pytest.mark.parametrize(("hours", "story"), [(WINDOW_HOURS, "a"), (WINDOW_HOURS + 1, "c")])
def test_a_story_ends_for_new_documents_seven_days_after_its_first(told, hours, story):
    book = told({("b", "a"): SURE, ("c", "b"): SURE, ("c", "a"): SURE})
    book.add(0, "a")
    book.add(100, "b")
    assert book.add(hours, "c") == [story]


def test_two_stories_that_grow_together_become_one_under_the_older_name(told):
    chances = {("b", "a"): 0.3} | {(key, other): SURE for key in "cd" for other in "abc" if other < key}
    book = told(chances)
    assert [book.add(hour, key) for hour, key in enumerate("abcd")] == [["a"], ["b"], ["b"], ["a"]]
    assert book.merged == [("a", "b")]
    assert set(book.book.story_of.values()) == {"a"}


def test_stories_that_one_document_alone_ties_together_stay_two(told):
    chances = {("b", "a"): SURE, ("d", "c"): SURE, ("e", "a"): SURE, ("e", "b"): SURE, ("e", "c"): SURE}
    book = told(chances)
    for hour, key in enumerate("abcde"):
        book.add(hour, key)
    assert book.merged == []
    assert book.book.story_of["c"] == "c"


def test_a_story_that_has_ended_takes_in_no_other(told):
    chances = {("b", "a"): 0.3} | {(key, other): SURE for key in "cd" for other in "abc" if other < key}
    book = told(chances)
    hours = [0, 1, 2, WINDOW_HOURS + 1]
    assert [book.add(hour, key) for hour, key in zip(hours, "abcd", strict=True)] == [["a"], ["b"], ["b"], ["b"]]
    assert book.merged == []


def test_what_left_the_window_is_forgotten(told):
    book = told({("b", "a"): SURE})
    book.add(0, "a")
    book.add(1, "b")
    book.add(1 + WINDOW_HOURS + 1, "z")
    known = book.book
    assert (known.keys, set(known.story_of), set(known.members), set(known.born)) == (["z"], {"z"}, {"z"}, {"z"})
    assert not any(known.links.values())


def test_a_document_of_years_ago_is_taken_in_and_forgotten_the_next_hour(told):
    book = told({})
    assert book.add(100_000, "a", published=1) == ["a"]
    assert book.add(100_001, "b") == ["b"]
    assert set(book.book.story_of) == {"b"}


@st.composite
def histories(draw) -> tuple[dict[tuple[str, str], float], list[int]]:
    """Chances of any pairs of up to 10 documents, and the hour of each."""
    keys = [f"d{number:02d}" for number in range(draw(st.integers(2, 10)))]
    pairs = [(key, other) for at, key in enumerate(keys) for other in keys[:at]]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=30))
    chances = {pair: draw(st.sampled_from([0.5, 0.7, 0.95])) for pair in chosen}
    gaps = draw(st.lists(st.sampled_from([0, 0, 1, 30, 100]), min_size=len(keys), max_size=len(keys)))
    return chances, np.cumsum(gaps).tolist()


def follow(book: Told, hours: list[int]) -> None:
    keys = [f"d{number:02d}" for number in range(len(hours))]
    for hour in sorted(set(hours)):
        book.add(hour, *(key for key, when in zip(keys, hours, strict=True) if when == hour))


@thorough
@given(histories())
def test_every_document_is_in_one_story_and_every_merge_leads_to_an_older_one(history):
    with pytest.MonkeyPatch.context() as patch:
        book = Told(history[0], patch)
        follow(book, history[1])
    known = book.book
    assert {key: story for story, members in known.members.items() for key in members} == known.story_of
    assert sum(map(len, known.members.values())) == len(known.story_of)
    assert all(left < gone for left, gone in book.merged)
    ends = {gone: left for left, gone in book.merged}
    assert len(ends) == len(book.merged)
    for key, story in known.story_of.items():
        told = book.stories[key]
        while told in ends:
            told = ends[told]
        assert told == story


@thorough
@given(histories(), st.integers(0, 10))
def test_a_book_that_was_put_down_and_taken_up_goes_on_as_before(history, cut):
    chances, hours = history
    with pytest.MonkeyPatch.context() as patch:
        whole, parted = Told(chances, patch), Told(chances, patch)
        patch.setattr(stories, "likely_pairs", whole._pairs)
        follow(whole, hours)
        patch.setattr(stories, "likely_pairs", parted._pairs)
        for number, hour in enumerate(sorted(set(hours))):
            parted.add(hour, *(f"d{at:02d}" for at, when in enumerate(hours) if when == hour))
            if number == cut:
                parted.book = pickle.loads(pickle.dumps(parted.book))
    assert (parted.stories, parted.merged) == (whole.stories, whole.merged)
