"""What a run leaves beside the record of hours: the issues as they stand, their forecasts, and past ones that look alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pyarrow as pa

from ml.issues.analogues import nearest
from ml.issues.identity import resolved
from ml.issues.naming import NAMELESS, Name
from ml.issues.rules import ALERTING
from ml.issues.transitions import end_of
from ml.issues.watch import SHOWN_DOCUMENTS, Watch
from warehouse.schemas import ISSUE_ANALOGUES, ISSUE_OUTLOOKS, ISSUES


def issues_table(placed: pa.Table, merged: Mapping[str, str], names: Mapping[str, Name], version: str) -> pa.Table:
    """ISSUES: one row an issue that stands, and one for each that went up in another (`merged`, gone to left).

    `placed`: columns of ml.issues.placing; `names` by public id.
    """
    rows = [_row(counted, names.get(counted["issue_id"]), version) for counted in _counted(placed)]
    standing = {row["issue_id"]: row for row in rows}
    for gone, left in sorted(resolved({one: into for one, into in merged.items() if one != into}).items()):
        if gone not in standing and left in standing:
            rows.append({**standing[left], "issue_id": gone, "merged_into_issue_id": left, "is_shown": False})
    return pa.Table.from_pylist(rows, ISSUES)


def _counted(placed: pa.Table) -> list[dict]:
    """All issues at once: tens of thousands stand in an archive, and each hour tells of all of them."""
    found = placed.filter(placed["issue_id"].is_valid()).group_by("issue_id")
    spans = found.aggregate(
        [("published_at", "min"), ("published_at", "max"), ("document_id", "count"), ("story_id", "count_distinct")]
    )
    return spans.sort_by("issue_id").to_pylist()


def _row(counted: Mapping, name: Name | None, version: str) -> dict:
    return {
        "issue_id": counted["issue_id"],
        "reader_version": version,
        "merged_into_issue_id": None,
        "label": name.label if name else NAMELESS,
        "key_phrases": name.key_phrases if name else [],
        "first_at": counted["published_at_min"],
        "last_at": counted["published_at_max"],
        "document_count": counted["document_id_count"],
        "story_count": counted["story_id_count_distinct"],
        "is_shown": counted["document_id_count"] >= SHOWN_DOCUMENTS,
    }


def analogues_table(watch: Watch) -> pa.Table:
    """ISSUE_ANALOGUES of the issues that are in alert."""
    found = [
        nearest(watch.episode(issue, *watch.open_since[issue], None), watch.episodes)
        for issue in watch.board.open_ids
        if watch.board.state(issue) in ALERTING and issue in watch.open_since
    ]
    return pa.concat_tables(found) if found else ISSUE_ANALOGUES.empty_table()


def outlooks_table(watch: Watch) -> pa.Table:
    """ISSUE_OUTLOOKS of the issues measured in the last hour; none where there was too little to learn from."""
    if watch.outlook is None or not watch.history or watch.history[-1]["hour"].iloc[0] != watch.hour:
        return ISSUE_OUTLOOKS.empty_table()
    rows = watch.history[-1]
    told = watch.outlook.probability(rows)
    known = ~np.isnan(told)
    table = {
        "issue_id": rows["issue_id"][known],
        "seen_at": [end_of(watch.hour)] * int(known.sum()),
        "siaga_probability": told[known],
        "episode_count": [watch.outlook.episode_count] * int(known.sum()),
    }
    return pa.table({name: pa.array(values, ISSUE_OUTLOOKS.field(name).type) for name, values in table.items()}, ISSUE_OUTLOOKS)


def busiest(placed: pa.Table, since: datetime, most: int) -> list[str]:
    """Up to `most` issues with the most documents from `since` on."""
    frame = placed.to_pandas()
    recent = Counter(frame.loc[frame["published_at"] >= since, "issue_id"])
    return [issue for issue, count in recent.most_common(most) if issue and count >= SHOWN_DOCUMENTS]
