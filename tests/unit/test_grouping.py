"""Stories into issues: like ones together, whoever grows changes places, and every move is told."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.grouping import OPEN_HOURS, SETTLED, SINGLE_OPEN_HOURS, IssueBook, Move, cosine, length_of, strongest
from ml.issues.grouping import PROFILE_TERMS as MOST

HOUR = 492_000
thorough = settings(max_examples=30, derandomize=True, deadline=None, database=None)
WIDTH = 8


def meaning(*topics: int) -> np.ndarray:
    """Unit length: what all have in common, and the topics."""
    vector = np.full(WIDTH, 0.1)
    for topic in topics:
        vector[topic] += 1.0
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def words(*topics: int) -> dict[int, float]:
    return {10 * topic + one: 1.0 for topic in topics for one in range(3)}


class Book:
    """An issue book, and everything that it told."""

    def __init__(self):
        self.book, self.told = IssueBook(WIDTH), []
        for topic in list(range(WIDTH)) * 20:
            self.book._move_mean(meaning(topic))

    def take(self, story: str, *topics: int, hour: int = HOUR, times: int = 1) -> list[Move]:
        moves = [move for _ in range(times) for move in self.book.take(story, meaning(*topics), words(*topics), hour)]
        self.told += moves
        return moves

    def join(self, left: str, gone: str, hour: int = HOUR) -> list[Move]:
        moves = self.book.join_stories(left, gone, hour)
        self.told += moves
        return moves

    def issue(self, story: str) -> str:
        return self.book.issue_of[story]


def likeness_in_words(one: dict[int, float], other: dict[int, float]) -> float:
    return cosine(one, other, length_of(one), length_of(other))


def kinds(moves: list[Move]) -> list[str]:
    return [move.kind for move in moves]


def test_stories_on_one_topic_are_one_issue_and_others_another():
    book = Book()
    for story, topic in (("a", 1), ("b", 1), ("c", 2)):
        book.take(story, topic)
    assert book.issue("a") == book.issue("b") != book.issue("c")


def test_an_issue_is_born_once_and_says_so():
    book = Book()
    assert kinds(book.take("a", 1)) == ["isu-lahir"]
    assert kinds(book.take("b", 1)) == []


def test_a_small_story_that_turns_to_another_topic_moves_and_the_move_is_told():
    book = Book()
    for story, topic in (("a", 1), ("also a", 1), ("b", 2), ("also b", 2), ("x", 1)):
        book.take(story, topic)
    book.take("x", 2, times=3)
    assert book.issue("x") == book.issue("b") != book.issue("a")
    moves = [(move.issue, move.other, move.story) for move in book.told if move.kind == "cerita-pindah"]
    assert moves == [(book.issue("b"), book.issue("a"), "x")]


def test_a_large_story_stays_whatever_it_turns_to():
    book = Book()
    book.take("a", 1)
    book.take("b", 2)
    book.take("x", 1, times=SETTLED + 1)
    book.take("x", 2, times=20 * SETTLED)
    assert book.issue("x") == book.issue("a")


def test_an_issue_that_its_last_story_left_leads_to_where_the_story_went():
    book = Book()
    book.take("a", 1)
    book.take("x", 2)
    left = book.issue("x")
    book.take("x", 1, times=7)
    assert book.issue("x") == book.issue("a")
    assert left not in book.book.issues
    assert ("isu-gabung", book.issue("a"), left) in [(move.kind, move.issue, move.other) for move in book.told]


def test_issues_that_grow_together_become_one_under_the_older_id():
    book = Book()
    book.take("a", 1)
    book.take("z", 2)
    older, younger = book.issue("a"), book.issue("z")
    for number in range(8):
        book.take(f"n{number}", 1, 2)
    assert older in book.book.issues
    assert younger not in book.book.issues
    assert {book.issue(story) for story in ("a", "z")} == {older}
    assert ("cerita-pindah", "z") in [(move.kind, move.story) for move in book.told]


def test_a_story_that_went_up_in_another_is_no_longer_known():
    book = Book()
    book.take("a", 1, times=3)
    book.take("b", 2, times=2)
    gone = book.issue("b")
    assert kinds(book.join("a", "b")) == ["isu-gabung"]
    assert set(book.book.stories) == set(book.book.issue_of) == {"a"}
    assert book.book.stories["a"].count == 5
    assert gone not in book.book.issues


@pytest.mark.parametrize(("documents", "hours"), [(1, SINGLE_OPEN_HOURS), (2, OPEN_HOURS)])
def test_an_issue_of_one_document_closes_sooner_and_one_in_alert_never(documents, hours):
    book = Book()
    book.take("a", 1, times=documents)
    assert book.book.closing(HOUR + hours, set()) == []
    assert book.book.closing(HOUR + hours + 1, set()) == [book.issue("a")]
    assert book.book.closing(HOUR + hours + 1, {book.issue("a")}) == []


def test_what_is_forgotten_takes_in_nothing_more():
    book = Book()
    book.take("a", 1)
    book.take("b", 2)
    before = book.issue("a")
    assert book.book.forget([before]) == {before: {"a"}}
    book.take("c", 1)
    book.take("d", 2)
    assert book.issue("c") not in (before, book.issue("b"))
    assert book.issue("d") == book.issue("b")


def test_meaning_alone_does_not_make_a_story_join_where_no_word_is_shared():
    assert likeness_in_words(words(1), words(2)) == 0
    assert likeness_in_words(words(1), words(1)) == pytest.approx(1)
    assert likeness_in_words({}, words(1)) == 0


def test_of_many_words_the_strongest_are_kept():
    many = {term: float(term) for term in range(2 * MOST + 1)}
    assert set(strongest(many)) == set(range(MOST + 1, 2 * MOST + 1))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(0, 9), st.lists(st.integers(1, 4), min_size=1, max_size=2)),
        st.tuples(st.just("join"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("forget"), st.integers(0, 9), st.none()),
    ),
    max_size=60,
)


def follow(history: list[tuple]) -> tuple[Book, dict[str, str]]:
    """The book after all steps, and where its moves alone say every story stands."""
    book, stands = Book(), {}
    for hour, (kind, number, what) in enumerate(history, HOUR):
        story = f"s{number}"
        if kind == "take":
            moves = book.take(story, *what, hour=hour)
        elif kind == "join" and {story, f"s{what}"} <= book.book.stories.keys() and number != what:
            moves = book.join(story, f"s{what}", hour)
            del stands[f"s{what}"]
        elif kind == "forget" and story in book.book.issue_of:
            for gone in book.book.forget([book.issue(story)]).values():
                for one in gone:
                    del stands[one]
            continue
        else:
            continue
        stands |= {move.story: move.issue for move in moves if move.kind == "cerita-pindah"}
        stands.setdefault(story, book.book.issue_of[story])
    return book, stands


@thorough
@given(steps)
def test_after_any_history_stories_and_issues_know_each_other_and_the_moves_tell_where_stories_are(history):
    book, stands = follow(history)
    known = book.book
    assert {story: issue for issue, one in known.issues.items() for story in one.stories} == known.issue_of == stands
    assert set(known.stories) == set(known.shares) == set(known.issue_of)
    assert all(issue.stories for issue in known.issues.values())


@thorough
@given(steps)
def test_an_issue_goes_up_in_another_once_and_never_comes_back(history):
    book, _ = follow(history)
    merges = [move for move in book.told if move.kind == "isu-gabung"]
    gone = [move.other for move in merges]
    assert len(gone) == len(set(gone))
    assert not set(gone) & set(book.book.issues)
    assert all(move.issue != move.other for move in merges)


@thorough
@given(steps)
def test_an_issue_is_the_sum_of_its_stories(history):
    book, _ = follow(history)
    for issue in book.book.issues.values():
        shares = [book.book.shares[story] for story in issue.stories]
        assert issue.weight == pytest.approx(sum(share.weight for share in shares))
        assert np.allclose(issue.vector / issue.weight, sum(share.weight * share.mean for share in shares) / issue.weight)
        assert issue.length == pytest.approx(length_of(issue.terms))
        terms = {term for share in shares for term in share.terms}
        assert issue.terms == {
            term: pytest.approx(sum(share.terms.get(term, 0.0) * share.scale for share in shares)) for term in terms
        }


@thorough
@given(steps)
def test_what_a_story_of_one_document_added_is_kept_once(history):
    book, _ = follow(history)
    kept = pickle.loads(pickle.dumps(book.book))
    for name, story in kept.stories.items():
        if story.count == 1:
            assert kept.shares[name].mean is story.vector
            assert kept.shares[name].terms is story.terms


def test_words_tell_stories_of_like_meaning_apart_in_any_year():
    book = Book()
    for story, term in (("a", 1), ("b", 1), ("c", 2)):
        book.book.take(story, meaning(1), words(term), HOUR)
    likeness = {name: like for like, name in book.book._nearest(meaning(1), words(1))}
    assert likeness[book.issue("a")] == pytest.approx(1.0, abs=0.2)
    assert all(np.isfinite(move.likeness) for move in book.told)
