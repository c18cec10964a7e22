"""What a run leaves beside the record of hours: issues as they stand, and which are busy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from tiny_stream import WARM, burst, chatter, replayed, warm_watch

from ml.issues.naming import NAMELESS, Name
from ml.issues.placing import merged_issues, placed
from ml.issues.rules import ALERTING
from ml.issues.summary import analogues_table, busiest, issues_table, outlooks_table
from ml.issues.watch import SHOWN_DOCUMENTS
from warehouse.schemas import ISSUE_ANALOGUES, ISSUE_DOCUMENTS, ISSUE_MOVES, ISSUE_OUTLOOKS, ISSUES

AT = datetime(2026, 3, 2)


def standing(*issues: str) -> pa.Table:
    """Document k, k hours after AT, in a story of its own and the k-th of `issues`."""
    plain = dict.fromkeys(ISSUE_DOCUMENTS.names)
    rows = [
        plain | {"document_id": f"d{k}", "published_at": AT + timedelta(hours=k), "story_id": f"s{k}", "issue_id": issue}
        for k, issue in enumerate(issues)
    ]
    return placed(pa.Table.from_pylist(rows, ISSUE_DOCUMENTS), ISSUE_MOVES.empty_table())


def table(*issues: str, merged: dict | None = None, names: dict | None = None) -> dict[str, dict]:
    found = issues_table(standing(*issues), merged or {}, names or {}, "v1")
    assert found.schema.equals(ISSUES)
    rows = {row["issue_id"]: row for row in found.to_pylist()}
    assert len(rows) == found.num_rows
    return rows


def test_an_issue_counts_its_documents_and_stories_between_its_first_and_last():
    row = table("a", "b", "a", "a")["a"]
    assert (row["document_count"], row["story_count"]) == (3, 3)
    assert (row["first_at"], row["last_at"]) == (AT, AT + timedelta(hours=3))
    assert row["merged_into_issue_id"] is None


@pytest.mark.parametrize(("count", "is_shown"), [(SHOWN_DOCUMENTS - 1, False), (SHOWN_DOCUMENTS, True)])
def test_an_issue_is_shown_from_so_many_documents_on(count, is_shown):
    assert table(*"a" * count)["a"]["is_shown"] is is_shown


def test_an_issue_has_its_name_and_one_without_says_so():
    rows = table("a", "b", names={"a": Name("Tanggul jebol lagi", ["tanggul jebol"])})
    assert (rows["a"]["label"], rows["a"]["key_phrases"]) == ("Tanggul jebol lagi", ["tanggul jebol"])
    assert (rows["b"]["label"], rows["b"]["key_phrases"]) == (NAMELESS, [])


def test_an_issue_that_went_up_in_another_leads_to_the_one_that_stands_and_is_not_shown():
    rows = table(*"b" * SHOWN_DOCUMENTS, merged={"x": "y", "y": "b"}, names={"b": Name("Feri tertahan lama", [])})
    assert rows.keys() == {"b", "x", "y"}
    for gone in ("x", "y"):
        assert rows[gone]["merged_into_issue_id"] == "b"
        assert rows[gone]["label"] == "Feri tertahan lama"
        assert not rows[gone]["is_shown"]
    assert rows["b"]["is_shown"]


def test_an_issue_that_stands_is_never_told_as_merged():
    assert table("a", "b", merged={"a": "a", "b": "a"})["a"]["merged_into_issue_id"] is None


def test_of_no_document_there_is_no_issue():
    assert table() == {}


def test_merges_are_read_from_moves_alone():
    names = ("kind_slug", "issue_id", "other_issue_id")
    rows = [("isu-gabung", "b", "a"), ("cerita-pindah", "c", "b"), ("isu-lahir", "d", None)]
    moves = [dict.fromkeys(ISSUE_MOVES.names) | dict(zip(names, row, strict=True)) for row in rows]
    assert merged_issues(pa.Table.from_pylist(moves, ISSUE_MOVES)) == {"a": "b"}


def test_the_busiest_issues_are_those_of_late_and_large_enough():
    documents = standing(*"a" * SHOWN_DOCUMENTS, *"b" * (SHOWN_DOCUMENTS + 1), *"c" * (SHOWN_DOCUMENTS - 1))
    assert busiest(documents, AT, 10) == ["b", "a"]
    assert busiest(documents, AT, 1) == ["b"]
    assert busiest(documents, AT + timedelta(hours=1), 10) == ["b"]


def test_issues_in_alert_are_compared_with_past_ones_and_others_are_not():
    watch = warm_watch()
    rows = chatter(12, WARM) + burst("banjir", WARM + 2, 24, hours=8)
    replayed(watch, rows, WARM + 12)
    (issue,) = [one for one in watch.board.open_ids if watch.board.state(one) in ALERTING]
    began, highest = watch.open_since[issue]
    watch.episodes.append(replace(watch.episode(issue, began, highest, None), issue_id="lama", ended_hour=began))
    found = analogues_table(watch)
    assert found.schema.equals(ISSUE_ANALOGUES)
    assert found["issue_id"].to_pylist() == [issue]
    assert found["analogue_issue_id"].to_pylist() == ["lama"]


def test_a_quiet_watch_has_no_analogue_and_no_outlook():
    watch = warm_watch()
    assert analogues_table(watch).equals(ISSUE_ANALOGUES.empty_table())
    assert outlooks_table(watch).equals(ISSUE_OUTLOOKS.empty_table())
