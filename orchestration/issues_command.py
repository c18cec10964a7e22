"""`pantau issues`: the story and the issue of every row of a dated file, and the state that the issue was in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from rich.table import Table
from rich.text import Text

from ml.issues.opening import open_watch
from ml.issues.placing import placed
from ml.issues.states import RANKS
from ml.issues.stretches import replay_stretches
from ml.issues.watch import SHOWN_DOCUMENTS, WARM_UP_HOURS, Seen, Watch, hour_of, published_hours
from orchestration.alerts_command import STYLES
from orchestration.console import Bars, console
from orchestration.context import context
from orchestration.dated_files import DatedFile, read_dated
from orchestration.files import check_target, keep_aside, write_beside
from orchestration.text_vectors import open_vectors, read_vectors
from orchestration.wording import local_time
from warehouse.schemas import ISSUE_DOCUMENTS, ISSUE_MOVES

READ, WATCH = "read", "watch"
ZONE = "Asia/Jakarta"
SHOWN = 15
COLUMNS = ("story_id", "issue_id", "issue_label", "issue_state", "issue_state_then")


def issues_command(source: Path, target: Path, time: str, text: str, voice: str | None, channel: str | None) -> None:
    """InputError for a file or column that cannot be read, or a format that cannot be written."""
    check_target(source, target)
    reader = open_vectors()
    with Bars() as bars:
        bars.advance(READ, 0, 0)
        file = read_dated(source, time, text, voice, channel)
        bars.finish(READ, f"{file.table.num_rows:,} rows")
        vectors = read_vectors(reader, file.stream["text"].to_pylist(), bars)
        watch = open_watch(context().settings.alerts_per_day, vectors.shape[1])
        until = int(published_hours(file.stream)[-1])
        seen, then, judged = Seen(), [], None
        for hour, found in replay_stretches(watch, file.stream, vectors, until, lambda *done: bars.advance(WATCH, *done)):
            judged = hour if _is_warm(watch, hour) else judged
            then += [_state(watch, row) if judged == hour else None for row in found.documents]
            seen.join(found)
        bars.finish(WATCH, f"{len(seen.documents):,} documents")
    rows = _rows(watch, seen, then, judged)
    write_beside(file.table, text, file.texts, _beside(rows, file), target)
    _tell(rows, file, target)
    keep_aside(file.broken, target)


def _is_warm(watch: Watch, hour: int) -> bool:
    """Before, the watch judges nothing: "normal" would say what nobody knows."""
    return hour >= watch.began + WARM_UP_HOURS


def _state(watch: Watch, row: Mapping) -> str:
    """Of the issue of a document, at the end of the hour in which it came."""
    return watch.board.state(watch.issues.issue_of[watch.gone.get(row["story_id"], row["story_id"])])


def _rows(watch: Watch, seen: Seen, then: list[str | None], judged: int | None) -> pd.DataFrame:
    """document_id, published_at and COLUMNS of every document, as they stand at the end.

    `judged`: the last hour in which states were told; an issue that began after it has none.
    """
    watch.name_issues()
    standing = placed(pa.Table.from_pylist(seen.documents, ISSUE_DOCUMENTS), pa.Table.from_pylist(seen.moves, ISSUE_MOVES))
    rows = standing.to_pandas()
    rows["issue_label"] = rows["issue_id"].map({issue: name.label for issue, name in watch.names.items()})
    began = rows.groupby("issue_id")["published_at"].min()
    states = {
        issue: watch.board.state(issue) for issue, time in began.items() if judged is not None and hour_of(time) <= judged
    }
    rows["issue_state"] = rows["issue_id"].map(states)
    return rows.assign(issue_state_then=then)


def _beside(rows: pd.DataFrame, file: DatedFile) -> pa.Table:
    """COLUMNS in the order of the file; null for a row that was not read."""
    places = file.rows_of(pa.array(rows["document_id"], pa.string())).to_numpy()
    ordered = rows.set_index(places).reindex(range(1, file.table.num_rows + 1))
    return pa.table({name: pa.array(ordered[name], pa.string(), from_pandas=True) for name in COLUMNS})


def _tell(rows: pd.DataFrame, file: DatedFile, target: Path) -> None:
    sizes = rows["issue_id"].value_counts()
    large = rows[rows["issue_id"].isin(sizes.index[sizes >= SHOWN_DOCUMENTS])]
    console.print(
        f"{len(rows):,} documents: {rows['story_id'].nunique():,} stories of {len(sizes):,} issues, "
        f"{large['issue_id'].nunique():,} issues of {SHOWN_DOCUMENTS} documents and more are named",
        soft_wrap=True,
    )
    table = Table(
        "issue", "state", "was at most", "documents", "stories", "first (WIB)", "last (WIB)", box=None, header_style="bold"
    )
    for row in _gravest(large).itertuples():
        table.add_row(
            Text(row.label),
            *(Text(state, STYLES.get(state, "")) for state in (row.state, row.highest)),
            f"{row.documents:,}",
            f"{row.stories:,}",
            *(local_time(time.to_pydatetime(), ZONE) for time in (row.first, row.last)),
        )
    if table.row_count:
        console.print(table)
    _tell_unknown_states(rows)
    file.tell_left_out()
    console.print(f"{file.table.num_rows:,} rows and {len(COLUMNS)} new columns in {target}", markup=False, soft_wrap=True)


def _tell_unknown_states(rows: pd.DataFrame) -> None:
    days, early = WARM_UP_HOURS // 24, int(rows["issue_state_then"].isna().sum())
    if early == len(rows):
        told = f"States need more than {days} days of documents: none is told."
    elif early:
        told = f"States need more than {days} days of documents: {early:,} documents came too early for a state of then."
    else:
        return
    console.print(told, style="yellow", soft_wrap=True)


def _gravest(rows: pd.DataFrame) -> pd.DataFrame:
    """One row an issue: the gravest state that its documents met first, then the largest."""
    ranks = [rows[name].map(RANKS).astype(float) for name in ("issue_state", "issue_state_then")]
    known = rows.assign(rank=np.fmax(*ranks))
    issues = known.groupby("issue_id").agg(
        label=("issue_label", "first"),
        state=("issue_state", "first"),
        rank=("rank", "max"),
        documents=("document_id", "size"),
        stories=("story_id", "nunique"),
        first=("published_at", "min"),
        last=("published_at", "max"),
    )
    slugs = {rank: slug for slug, rank in RANKS.items()}
    issues["highest"] = issues["rank"].map(slugs)
    issues = issues.fillna(dict.fromkeys(("label", "state", "highest"), ""))
    return issues.sort_values(["rank", "documents"], ascending=False, kind="stable").head(SHOWN)
