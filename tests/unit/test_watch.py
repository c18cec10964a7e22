"""The watch, hour by hour, over a small invented world: what it writes of an hour is what could be known in that hour."""

from __future__ import annotations

import pickle
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_stream import (
    START,
    TOWNS,
    WARM,
    all_seen,
    burst,
    chatter,
    lone,
    mixed,
    opened_watch,
    replayed,
    stream,
    told,
    warm_watch,
)

from ml.issues.grouping import Move
from ml.issues.naming import NAMELESS
from ml.issues.running import standing_of
from ml.issues.transitions import end_of, states_table
from ml.issues.watch import WARM_UP_HOURS, Seen, Watch, story_name

few = settings(max_examples=2, derandomize=True, deadline=None, database=None)
HOURS = 18
UNTIL = WARM + HOURS


def lively(seed: int) -> list[dict]:
    """A burst, and many documents that stories and issues grow together over."""
    return [*chatter(HOURS, WARM), *burst("feri", WARM + 6, 16), *mixed(seed, 60, WARM, HOURS - 2)]


def written(seen: Seen) -> tuple:
    """Everything that was written, as comparable values."""
    return seen.documents, seen.moves, states_table(seen.transitions), [table.to_pylist() for table in seen.alerts]


def places(seen: Seen) -> dict[str, tuple[str, str]]:
    """Document -> story and issue, after all moves."""
    return {row["document_id"]: (row["story_id"], row["issue_id"]) for row in standing_of(seen).to_pylist()}


@cache
def _followed(seed: int) -> bytes:
    watch = warm_watch()
    return pickle.dumps((watch, replayed(watch, lively(seed), UNTIL)))


def followed(seed: int) -> tuple[Watch, list[tuple[int, Seen]]]:
    return pickle.loads(_followed(seed))


seeds = st.sampled_from([2, 3])


def levels(seen: Seen) -> list[str]:
    return [change.to_slug for change in seen.transitions]


def test_documents_of_one_event_are_one_issue_whatever_their_words():
    found = places(all_seen(replayed(warm_watch(), burst("banjir", WARM, 12) + burst("feri", WARM, 12), WARM + 8)))
    floods, ferries = ({issue for name, (_, issue) in found.items() if name.startswith(one)} for one in ("banjir", "feri"))
    assert len(floods) == len(ferries) == 1
    assert floods != ferries


def test_a_burst_is_told_while_it_grows_and_evidence_is_what_was_heard_by_then():
    rows = chatter(HOURS, WARM) + burst("banjir", WARM + 6, 24)
    seen = all_seen(replayed(warm_watch(), rows, UNTIL))
    assert levels(seen)[:2] == ["waspada", "siaga"]
    first = seen.alerts[0].to_pylist()[0]
    assert end_of(START + WARM + 6) <= first["raised_at"] <= end_of(START + WARM + 10)
    published = {row["document_id"]: row["published_at"] for row in rows}
    assert first["evidence"]
    assert all(published[document] < first["raised_at"] for document in first["evidence"])


def test_copies_count_once():
    rows = burst("banjir", WARM + 6, 24)
    for row in rows:
        row["family_id"] = "keluarga"
    watch = warm_watch()
    seen = all_seen(replayed(watch, chatter(HOURS, WARM) + rows, UNTIL))
    assert levels(seen) == []
    (issue,) = {issue for name, (_, issue) in places(seen).items() if name.startswith("banjir")}
    assert watch.ledger.past([issue], watch.hour)[0].sum() == 1
    assert watch.issues.size(issue) == 24


def test_one_voice_alone_brings_no_siaga():
    rows = burst("banjir", WARM + 6, 24, voice="warta-1")
    assert levels(all_seen(replayed(warm_watch(), chatter(HOURS, WARM) + rows, UNTIL))) == ["waspada"]


def test_nothing_is_told_before_the_stream_is_known():
    watch = opened_watch()
    rows = chatter(WARM_UP_HOURS) + burst("banjir", 10, 40, hours=8)
    record = replayed(watch, rows, WARM_UP_HOURS)
    assert (all_seen(record).transitions, all_seen(record).alerts) == ([], [])
    assert record[-1][0] == WARM_UP_HOURS - 1


def test_coverage_falls_when_most_outlets_fall_silent_and_alerts_are_held_until_they_are_back():
    watch = warm_watch()
    rows = [row for row in chatter(28, WARM) if row["voice"] == "warta-0"] + burst("banjir", WARM + 26, 10, hours=2)
    silent = all_seen(replayed(watch, rows, WARM + 28))
    assert watch.coverage(watch.hour) <= 0.5
    assert [row["delivery_slug"] for table in silent.alerts for row in table.to_pylist()] == ["ditahan"]
    rows = [lone(9_000 + one, WARM + 28 + one / 20) for one in range(60)]
    back = all_seen(replayed(watch, rows, WARM + 32))
    assert watch.coverage(watch.hour) > 0.5
    assert "dikirim" in [row["delivery_slug"] for table in back.alerts for row in table.to_pylist()]


def test_an_issue_does_not_calm_while_nobody_is_heard_but_does_when_all_are_and_speak_of_other_things():
    told = [*chatter(HOURS, WARM), *burst("banjir", WARM + 6, 24)]
    quiet, silent = warm_watch(), warm_watch()
    rose = levels(all_seen(replayed(quiet, told, UNTIL)))
    assert rose == levels(all_seen(replayed(silent, told, UNTIL))) == ["waspada", "siaga"]
    assert "pasca" in levels(all_seen(replayed(quiet, chatter(48, UNTIL), UNTIL + 48)))
    assert levels(all_seen(replayed(silent, [lone(9_000, UNTIL + 47)], UNTIL + 48))) == []
    assert "pasca" in levels(all_seen(replayed(silent, chatter(48, UNTIL + 48), UNTIL + 96)))


def test_coverage_of_an_even_stream_is_whole_and_of_silence_none():
    watch = warm_watch()
    assert watch.coverage(watch.hour) > 0.8
    replayed(watch, chatter(1, WARM), WARM + 1)
    documents, vectors = stream([])
    for _ in watch.replay(documents, vectors, START + WARM + 26, lambda *_: None):
        pass
    assert watch.coverage(watch.hour) == 0


@pytest.mark.parametrize(
    "lack",
    [
        {"title": None},
        {"text": None},
        {"title": None, "text": None},
        {"title": "", "text": ""},
        {"title": "?!", "text": "?! 12 34"},
        {"voice": None, "family_id": None, "is_official": None, "province_code": None},
    ],
)
def test_documents_that_lack_something_are_placed_like_any_other(lack):
    rows = [row | lack for row in burst("banjir", WARM + 2, 12, hours=3)]
    seen = all_seen(replayed(warm_watch(), chatter(9, WARM) + rows, WARM + 9))
    assert {row["document_id"] for row in rows} <= places(seen).keys()


def test_documents_without_vectors_are_placed():
    documents, vectors = stream(chatter(9, WARM) + burst("banjir", WARM + 2, 12, hours=3))
    watch, seen = warm_watch(), Seen()
    for _, found in watch.replay(documents, np.zeros_like(vectors), START + WARM + 8, lambda *_: None):
        seen.join(found)
    assert len(places(seen)) == documents.num_rows
    assert np.isfinite(watch.issues.matrix).all()


def test_hours_without_documents_pass():
    watch = warm_watch()
    documents, vectors = stream([])
    hours = [hour for hour, _ in watch.replay(documents, vectors, START + WARM + 3, lambda *_: None)]
    assert hours == [START + WARM + hour for hour in range(4)]


def test_a_document_of_years_ago_is_placed_and_changes_no_count():
    watch, plain = warm_watch(), warm_watch()
    rows = chatter(HOURS, WARM)
    seen = all_seen(replayed(watch, [*rows, told("jalan", -30_000)], UNTIL))
    assert f"jalan-{TOWNS[0]}--30000-0" in places(seen)
    replayed(plain, rows, UNTIL)
    assert watch.ledger.counts.sum() == plain.ledger.counts.sum()
    assert watch.coverage(watch.hour) == pytest.approx(plain.coverage(plain.hour))


def test_an_empty_issue_is_told_no_name_and_a_large_one_is():
    watch = warm_watch()
    seen = all_seen(replayed(watch, burst("banjir", WARM, 8) + burst("feri", WARM, 3), WARM + 8))
    watch.name_issues()
    found = places(seen)
    issues = {kind: issue for name, (_, issue) in found.items() for kind in ("banjir", "feri") if name.startswith(kind)}
    assert watch.names[issues["banjir"]].label != NAMELESS
    assert issues["feri"] not in watch.names


def test_what_is_withheld_and_copies_name_no_issue():
    watch = warm_watch()
    shown, hidden = burst("banjir", WARM, 8), [row | {"is_withheld": True} for row in burst("feri", WARM, 8)]
    slogan = {"family_id": shown[0]["family_id"], "title": "Copot direksi sekarang juga"}
    copies = [row | slogan | {"document_id": f"copy-{n}"} for n, row in enumerate(burst("banjir", WARM + 1, 8))]
    found = places(all_seen(replayed(watch, [*shown, *copies, *hidden], WARM + 10)))
    watch.name_issues()
    names = {name: watch.names[issue] for name, (_, issue) in found.items() if issue in watch.names}
    assert {name.label for document, name in names.items() if document.startswith("feri")} == {NAMELESS}
    told = " ".join(str(name) for name in names.values()).lower()
    assert "banjir" in told
    assert "copot" not in told
    assert "feri" not in told


def test_an_issue_that_posts_began_is_named_by_the_headlines_that_follow_at_once_or_hour_by_hour():
    rows = [row | {"channel_slug": "media-sosial", "title": None} for row in burst("feri", WARM, 8)]
    rows += [row | {"title": "Antrean Kapal Penyeberangan Mengular"} for row in burst("feri", WARM + 7, 2, hours=1)]
    whole, parted, labels = warm_watch(), warm_watch(), []
    replayed(whole, rows, WARM + 9)
    whole.name_issues()
    for hour in range(WARM, WARM + 9):
        due = [row for row in rows if end_of(START + hour - 1) <= row["published_at"] < end_of(START + hour)]
        replayed(parted, due, hour + 1)
        parted.name_issues()
        labels += [name.label for name in parted.names.values()]
    assert "kapal penyeberangan" not in labels[0].lower()
    assert "kapal penyeberangan" in labels[-1].lower()
    assert parted.names == whole.names


def test_an_issue_is_named_again_once_a_tenth_of_what_it_is_named_by_is_new(monkeypatch):
    watch, named = warm_watch(), []
    replayed(watch, burst("banjir", WARM, 40, hours=2), WARM + 2)
    watch.name_issues()
    monkeypatch.setattr(watch, "_name", lambda issue, _: named.append(issue))
    for hour, more in ((2, 2), (3, 1), (4, 2)):
        replayed(watch, burst("banjir", WARM + hour, more, hours=1), WARM + hour + 1)
        before = len(named)
        watch.name_issues()
        assert len(named) - before == (hour == 4), "five of forty-five, and fewer before"


def test_an_issue_that_a_story_came_to_or_went_from_is_named_again():
    watch = warm_watch()
    replayed(watch, burst("banjir", WARM, 40, hours=2) + burst("feri", WARM, 40, hours=2), WARM + 2)
    watch.name_issues()
    left, come = sorted(watch.names)
    story = max(watch.issues.issues[left].stories, key=lambda one: watch.issues.stories[one].count)
    watch._follow([Move("cerita-pindah", come, left, story, 0.5)])
    assert watch._has_outgrown_name(left)
    assert watch._has_outgrown_name(come)


def test_alerts_are_told_alike_however_often_issues_were_named():
    rows, whole, parted = lively(2), warm_watch(), warm_watch()
    at_once = all_seen(replayed(whole, rows, UNTIL))
    told_of: list[dict] = []
    for hour in range(WARM, UNTIL):
        due = [row for row in rows if end_of(START + hour - 1) <= row["published_at"] < end_of(START + hour)]
        told_of += [row for table in all_seen(replayed(parted, due, hour + 1)).alerts for row in table.to_pylist()]
        parted.name_issues()
    assert told_of
    assert told_of == [row for table in at_once.alerts for row in table.to_pylist()]


def test_what_nobody_speaks_of_any_more_is_forgotten():
    watch = warm_watch()
    replayed(watch, burst("banjir", WARM, 8), WARM + 8)
    documents, vectors = stream([])
    for _ in watch.replay(documents, vectors, START + WARM + 15 * 24, lambda *_: None):
        pass
    assert len(watch.issues.issues) == len(watch.issues.stories) == len(watch.told) == len(watch.ledger.stories) == 1


def test_a_watch_that_was_put_down_still_knows_one_rarity_of_words():
    watch = warm_watch()
    assert watch.rarity is watch.stories.rarity


def test_evidence_and_label_do_not_depend_on_the_order_in_which_stories_are_kept():
    watch, rows = warm_watch(), [lone(9_000, WARM + 0.1), lone(9_001, WARM + 0.2)]
    stories = {row["story_id"] for row in all_seen(replayed(watch, rows, WARM + 1)).documents}
    issue = next(issue for issue, one in watch.issues.issues.items() if one.stories <= stories)
    described = []
    for order in (sorted(stories), sorted(stories, reverse=True)):
        watch.issues.issues[issue].stories = dict.fromkeys(order)
        watch.names.clear()
        described.append(watch.describe(issue))
    assert len(stories) == 2
    assert described[0] == described[1]


@few
@given(seeds, st.integers(1, HOURS - 1))
def test_nothing_written_of_an_hour_depends_on_a_later_one(seed, cut):
    watch, (_, whole) = warm_watch(), followed(seed)
    rows = [row for row in lively(seed) if row["published_at"] < end_of(START + WARM + cut - 1)]
    first = replayed(watch, rows, WARM + cut)
    assert [(hour, written(seen)) for hour, seen in first] == [(hour, written(seen)) for hour, seen in whole[:cut]]


@few
@given(seeds, st.integers(1, HOURS - 1))
def test_in_one_go_or_in_pieces_everything_is_the_same(seed, cut):
    watch, (_, whole) = warm_watch(), followed(seed)
    parts = [[], []]
    for row in lively(seed):
        parts[row["published_at"] >= end_of(START + WARM + cut - 1)].append(row)
    record = replayed(watch, parts[0], WARM + cut)
    record += replayed(pickle.loads(pickle.dumps(watch)), parts[1], UNTIL)
    assert [(hour, written(seen)) for hour, seen in record] == [(hour, written(seen)) for hour, seen in whole]


@few
@given(seeds)
def test_moves_lead_every_document_to_where_the_watch_has_it(seed):
    watch, record = followed(seed)
    found = places(all_seen(record))
    assert watch.gone
    stories = {document: story_name(story) for document, story in watch.stories.story_of.items()}
    assert {document: story for document, (story, _) in found.items()} == {document: stories[document] for document in found}
    assert all(watch.issues.issue_of[story] == issue for story, issue in found.values())


@few
@given(seeds)
def test_counts_of_all_issues_are_the_originals_that_were_heard(seed):
    watch, _ = followed(seed)
    issues = sorted(watch.issues.issues)
    counts, _ = watch.ledger.past(issues, watch.hour)
    assert counts.sum() == sum(story.originals for story in watch.ledger.stories.values())
    of_stories = Counter()
    for story, issue in watch.issues.issue_of.items():
        of_stories[issue] += watch.ledger.stories[story].originals
    assert dict(zip(issues, counts.sum(axis=1).tolist(), strict=True)) == of_stories


@few
@given(seeds)
def test_an_issue_changes_its_state_once_an_hour_and_each_change_begins_where_the_last_one_ended(seed):
    _, record = followed(seed)
    changes, states = all_seen(record).transitions, {}
    assert changes
    assert max(Counter((change.issue_id, change.hour) for change in changes).values()) == 1
    for change in changes:
        assert states.get(change.issue_id, "normal") == change.from_slug
        states[change.issue_id] = change.to_slug


def test_an_issue_that_takes_over_a_state_and_goes_up_in_another_in_one_hour_changes_nothing(monkeypatch):
    watch = warm_watch()
    replayed(watch, chatter(12, WARM) + burst("banjir", WARM + 2, 24, hours=8), WARM + 12)
    (alerted,) = watch.board.open_ids
    between, last = [issue for issue in sorted(watch.issues.issues) if issue != alerted][:2]
    merges = [Move("isu-gabung", between, alerted, None, 1.0), Move("isu-gabung", last, between, None, 1.0)]
    monkeypatch.setattr(watch, "_group", lambda *_: merges)
    seen = watch.step(START + WARM + 12, *stream(chatter(1, WARM + 12)))
    changes = {change.issue_id: (change.from_slug, change.to_slug) for change in seen.transitions}
    assert len(changes) == len(seen.transitions)
    assert changes == {alerted: ("siaga", "normal"), last: ("normal", "siaga")}


@few
@given(seeds)
def test_what_happened_to_a_story_in_an_hour_is_told_once(seed):
    _, record = followed(seed)
    moves = all_seen(record).moves
    told = Counter((row["kind_slug"], row["story_id"], row["seen_at"]) for row in moves if row["story_id"])
    assert max(told.values()) == 1
    assert max(Counter(row["event_id"] for row in moves).values()) == 1


@few
@given(seeds, st.integers(2, HOURS - 2))
def test_late_documents_are_counted_at_their_time_and_change_nothing_that_was_written(seed, cut):
    watch, (_, whole) = warm_watch(), followed(seed)
    early = [row for row in lively(seed) if row["published_at"] < end_of(START + WARM + cut - 1)]
    late = burst("air", WARM + 1, 12, hours=cut - 1)
    record = replayed(watch, early, WARM + cut) + replayed(watch, late, WARM + cut + 1)
    assert [written(seen) for _, seen in record[:cut]] == [written(seen) for _, seen in whole[:cut]]
    assert len(record[cut][1].documents) == 12
    issue = watch.issues.issue_of[story_name(watch.stories.story_of[late[0]["document_id"]])]
    assert np.count_nonzero(watch.ledger.past([issue], watch.hour)[0][:, -HOURS:]) >= min(cut - 1, 6)
