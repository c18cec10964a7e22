"""Who spoke of what in which hour: copies once, and counts that go along with their story."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.ledger import COPIES_FORGOTTEN_AFTER, DAY, HISTORY_HOURS, LONGEST_ALARM, SHORT, Heard, Ledger, day_measures

thorough = settings(max_examples=40, derandomize=True, deadline=None, database=None)
HOUR = 24 * 20_500


def heard(hour: int = HOUR, story: str = "s", **fields) -> Heard:
    plain = {"voice": "warta", "is_original": True, "is_negative": None, "is_critical": None, "is_official": False}
    return Heard(hour, story, **{**plain, "province": None, **fields})


def opened(hour: int = HOUR) -> Ledger:
    ledger = Ledger()
    ledger.open_hour(hour)
    return ledger


def say(ledger: Ledger, issue: str = "i", family: str | None = None, now: int = HOUR, **fields) -> None:
    """One document, an original where its family was not heard of."""
    family = family or f"family {ledger.total.total()}"
    ledger.take(heard(**{"is_original": ledger.is_original(family), "hour": now, **fields}), issue, family, None, now)


def count(ledger: Ledger, issue: str, hour: int = HOUR) -> int:
    return int(ledger.past([issue], hour)[0].sum())


def day(ledger: Ledger, issue_of: dict[str, str], hour: int = HOUR) -> dict[str, float]:
    measures = day_measures(ledger.recent, issue_of, ledger.stories, ["i"], hour)
    return {name: values[0] for name, values in measures.items()}


def test_copies_count_once():
    ledger = opened()
    for family in ("one", "one", "one", "other"):
        say(ledger, family=family)
    assert count(ledger, "i") == 2
    assert ledger.stories["s"].documents == 4
    assert ledger.total[HOUR] == 4


def test_a_copy_of_long_ago_counts_anew():
    ledger = opened()
    say(ledger, family="one")
    ledger.open_hour(HOUR + COPIES_FORGOTTEN_AFTER - DAY)
    assert not ledger.is_original("one")
    ledger.open_hour(HOUR + COPIES_FORGOTTEN_AFTER)
    assert ledger.is_original("one")


def test_a_story_that_moves_takes_its_counts_along():
    ledger = opened()
    say(ledger, story="stays")
    say(ledger, story="goes", hour=HOUR - 5)
    say(ledger, story="goes")
    ledger.move("goes", "i", "other")
    assert (count(ledger, "i"), count(ledger, "other")) == (1, 2)
    assert ledger.past(["other"], HOUR)[0][0, [-6, -1]].tolist() == [1, 1]


def test_two_stories_that_become_one_count_as_their_sum():
    ledger = opened()
    say(ledger, story="one", hour=HOUR - 3)
    say(ledger, story="other", hour=HOUR - 9)
    ledger.join_stories("one", "other")
    assert ledger.stories["one"].began == HOUR - 9
    assert ledger.stories["one"].originals == 2
    assert {one.story for one in ledger.recent} == {"one"}
    ledger.move("one", "i", "other issue")
    assert count(ledger, "i") == 0


def test_counts_stay_where_they_are_while_time_goes_on():
    ledger = opened()
    say(ledger)
    for hour in range(HOUR + 1, HOUR + HISTORY_HOURS):
        ledger.open_hour(hour)
    past, _ = ledger.past(["i"], HOUR + HISTORY_HOURS - 1)
    assert past[0].nonzero()[0].tolist() == [0]
    ledger.open_hour(HOUR + HISTORY_HOURS)
    assert count(ledger, "i", HOUR + HISTORY_HOURS) == 0


def test_counts_that_moved_after_a_long_time_are_gone_from_both():
    ledger = opened()
    say(ledger)
    late = HOUR + 3 * HISTORY_HOURS
    ledger.open_hour(late)
    say(ledger, now=late)
    ledger.move("s", "i", "other")
    assert (count(ledger, "i", late), count(ledger, "other", late)) == (0, 1)


def test_a_document_of_years_ago_counts_in_its_story_alone():
    ledger = opened()
    say(ledger, hour=HOUR - 50_000)
    assert (count(ledger, "i"), ledger.stories["s"].documents, len(ledger.recent)) == (0, 1, 0)


def test_an_issue_that_is_dropped_leaves_no_count_to_the_next_in_its_place():
    ledger = opened()
    say(ledger, issue="gone")
    ledger.mark_alarmed(["gone"], HOUR)
    ledger.drop(["gone", "never known"])
    past, alarmed = ledger.past(["new"], HOUR)
    assert past.sum() == alarmed.sum() == 0


def test_hours_in_alert_are_known_to_the_issue_that_is_left():
    ledger = opened()
    ledger.mark_alarmed(["gone"], HOUR)
    ledger.absorb("left", "gone")
    assert ledger.past(["left"], HOUR)[1][0].nonzero()[0].tolist() == [HISTORY_HOURS - 1]
    assert not ledger.past(["gone"], HOUR)[1].any()


def test_an_alert_that_lasts_too_long_is_the_level():
    ledger = opened()
    for hour in range(HOUR, HOUR + LONGEST_ALARM + 10):
        ledger.open_hour(hour)
        ledger.mark_alarmed(["i"], hour)
    assert ledger.past(["i"], hour)[1].sum() == LONGEST_ALARM


def test_room_for_many_issues_keeps_what_was_counted():
    ledger = opened()
    for number in range(1_100):
        say(ledger, issue=f"i{number}", story=f"s{number}")
    assert [count(ledger, issue) for issue in ("i0", "i1023", "i1024", "i1099")] == [1, 1, 1, 1]


def test_measures_of_a_day_look_at_the_last_24_hours_alone():
    ledger = opened()
    say(ledger, is_negative=True)
    ledger.open_hour(HOUR + DAY - 1)
    assert day(ledger, {"s": "i"}, HOUR + DAY - 1)["negative_share_24h"] == 1
    ledger.open_hour(HOUR + DAY)
    assert np.isnan(day(ledger, {"s": "i"}, HOUR + DAY)["negative_share_24h"])


def test_a_late_document_leaves_the_last_24_hours_when_its_time_comes():
    ledger = opened()
    say(ledger)
    say(ledger, hour=HOUR - 20, is_negative=True)
    ledger.open_hour(HOUR + 4)
    assert np.isnan(day(ledger, {"s": "i"}, HOUR + 4)["negative_share_24h"])


def test_voices_are_counted_once_and_those_of_copies_not():
    ledger = opened()
    for voice, family in (("a", "1"), ("a", "2"), ("b", "3"), ("c", "3")):
        say(ledger, voice=voice, family=family)
    say(ledger, voice="d", hour=HOUR - SHORT)
    assert day(ledger, {"s": "i"})["voice_count_6h"] == 2


def test_voices_that_nobody_knows_are_not_counted_as_none():
    ledger = opened()
    say(ledger, voice=None)
    assert np.isnan(day(ledger, {"s": "i"})["voice_count_6h"])


def test_shares_are_of_what_is_labelled_and_unknown_without_any():
    ledger = opened()
    for is_negative, is_official in ((True, True), (False, False), (None, False), (None, False)):
        say(ledger, is_negative=is_negative, is_official=is_official)
    found = day(ledger, {"s": "i"})
    assert (found["negative_share_24h"], found["official_share_24h"]) == (0.5, 0.25)
    assert np.isnan(found["critical_share_24h"])


def test_an_old_story_is_not_novel_and_the_largest_story_has_its_share():
    ledger = opened()
    say(ledger, story="old", hour=HOUR - 60)
    for story, province in (("old", "31"), ("new", "31"), ("new", "32"), ("new", None)):
        say(ledger, story=story, province=province)
    found = day(ledger, {"old": "i", "new": "i"})
    assert (found["novelty"], found["story_share"], found["province_count_24h"]) == (0.75, 0.75, 2)


def test_measures_of_no_issue_are_none():
    assert day_measures([], {}, {}, [], HOUR) == {}


STORIES, ISSUES = [f"s{n}" for n in range(4)], [f"i{n}" for n in range(3)]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(STORIES), st.integers(0, 40), st.integers(0, 15)),
        st.tuples(st.just("move"), st.sampled_from(STORIES), st.sampled_from(ISSUES), st.none()),
        st.tuples(st.just("join"), st.sampled_from(STORIES), st.sampled_from(STORIES), st.none()),
        st.tuples(st.just("wait"), st.integers(1, 30), st.none(), st.none()),
    ),
    max_size=40,
)


@thorough
@given(steps)
def test_after_any_history_the_counts_of_issues_are_those_of_their_stories(history):
    ledger, hour, issue_of, originals = opened(), HOUR, {}, 0
    for kind, what, to, family in history:
        if kind == "take":
            issue_of.setdefault(what, ISSUES[0])
            originals += ledger.is_original(str(family))
            say(ledger, issue_of[what], str(family), hour, story=what, hour=hour - to)
        elif kind == "move" and what in issue_of:
            ledger.move(what, issue_of[what], to)
            issue_of[what] = to
        elif kind == "join" and what != to and {what, to} <= issue_of.keys():
            ledger.move(to, issue_of.pop(to), issue_of[what])
            ledger.join_stories(what, to)
        elif kind == "wait":
            hour += what
            ledger.open_hour(hour)
    # 40 waits of 30 hours go beyond what is remembered: only what lies within can be held against stories
    window = range(hour - HISTORY_HOURS + 1, hour + 1)
    for issue in ISSUES:
        kept = [ledger.stories[story].hours[at] for story, its in issue_of.items() if its == issue for at in window]
        assert count(ledger, issue, hour) == sum(kept)
    assert sum(story.originals for story in ledger.stories.values()) == originals


@pytest.mark.parametrize("other", ["i", "other"])
def test_a_move_there_and_back_changes_nothing(other):
    ledger = opened()
    say(ledger)
    before = ledger.past(["i"], HOUR)[0].copy()
    ledger.move("s", "i", other)
    ledger.move("s", other, "i")
    assert np.array_equal(ledger.past(["i"], HOUR)[0], before)


def test_what_is_heard_is_not_changed_by_a_join_of_other_stories():
    ledger = opened()
    for story in ("one", "other", "third"):
        say(ledger, story=story, voice=story)
    ledger.join_stories("one", "other")
    assert [(one.story, one.voice) for one in ledger.recent] == [("one", "one"), ("one", "other"), ("third", "third")]
