"""Where documents stand after all moves: a story that went up in another, stories that moved, issues that became one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from ml.issues.identity import resolved
from ml.reading import reader_folder
from warehouse.layout import Layout
from warehouse.schemas import ISSUE_DOCUMENTS, ISSUE_MOVES

COLUMNS = ("document_id", "published_at", "story_id", "issue_id")


def placed(documents: pa.Table, moves: pa.Table, redirects: Mapping[str, str] | None = None) -> pa.Table:
    """COLUMNS as they stand; `redirects` lead from an issue to the one that stands for it since a rebuild."""
    joined, moved, merged = {}, {}, dict(redirects or {})
    for move in moves.select(["kind_slug", "issue_id", "other_issue_id", "story_id", "other_story_id"]).to_pylist():
        match move["kind_slug"]:
            case "cerita-gabung":
                joined[move["story_id"]] = move["other_story_id"]
            case "cerita-pindah":
                moved[move["story_id"]] = move["issue_id"]
            case "isu-gabung" if move["other_issue_id"] not in merged:
                merged[move["other_issue_id"]] = move["issue_id"]
    ends = resolved({gone: left for gone, left in merged.items() if gone != left})
    came: dict[str, str] = {}
    for story, issue in zip(documents["story_id"].to_pylist(), documents["issue_id"].to_pylist(), strict=True):
        came.setdefault(story, issue)
    stories = [joined.get(story, story) for story in documents["story_id"].to_pylist()]
    issues = [
        moved.get(story) or came.get(story) or issue
        for story, issue in zip(stories, documents["issue_id"].to_pylist(), strict=True)
    ]
    return pa.table(
        {
            "document_id": documents["document_id"],
            "published_at": documents["published_at"],
            "story_id": pa.array(stories, pa.string()),
            "issue_id": pa.array([ends.get(issue, issue) for issue in issues], pa.string()),
        }
    )


def standing(layout: Layout, version: str, redirects: Mapping[str, str]) -> pa.Table:
    """COLUMNS of everything that a version read, public ids."""
    return placed(*(_rows(layout, table, schema, version) for table, schema in _TABLES), redirects)


def merged_issues(moves: pa.Table) -> dict[str, str]:
    """Issues that went up in another, as the moves tell: gone -> left."""
    rows = moves.filter(pc.equal(moves["kind_slug"], "isu-gabung"))
    return dict(zip(rows["other_issue_id"].to_pylist(), rows["issue_id"].to_pylist(), strict=True))


def left_ids(old: pa.Table, new: pa.Table, merged: Mapping[str, str]) -> dict[str, str]:
    """Where ids lead that a rebuild left without documents: to the issue that now holds most of theirs.

    `old` and `new`: COLUMNS; `merged`: issues that had gone up in another before. Chains end where they lead.
    """
    now = dict(zip(new["document_id"].to_pylist(), new["issue_id"].to_pylist(), strict=True))
    kept, places = set(now.values()), defaultdict(Counter)
    for document, issue in zip(old["document_id"].to_pylist(), old["issue_id"].to_pylist(), strict=True):
        if issue not in kept and document in now:
            places[issue][now[document]] += 1
    left = {issue: min(found.items(), key=lambda item: (-item[1], item[0]))[0] for issue, found in places.items()}
    return resolved({gone: into for gone, into in {**merged, **left}.items() if gone not in kept})


_TABLES = (("issue_documents", ISSUE_DOCUMENTS), ("issue_moves", ISSUE_MOVES))


def moves_of(layout: Layout, version: str) -> pa.Table:
    return _rows(layout, "issue_moves", ISSUE_MOVES, version)


def _rows(layout: Layout, table: str, schema: pa.Schema, version: str) -> pa.Table:
    parts = sorted(reader_folder(layout, table, version).glob("part-*.parquet"))
    return ds.dataset(parts, schema=schema).to_table() if parts else schema.empty_table()
