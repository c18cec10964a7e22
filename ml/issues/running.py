"""The watch in a data home: it goes on where it stopped, and writes what it saw.

Parts are named by the last hour they hold and count once the journal knows that hour: a killed run leaves parts that the next
one writes again. Where the watch is of another version, the whole stream is replayed, but documents stay in the issues they
were told to be in, and states and alerts are written from the hour on at which the version of before stopped: what was told
stays as it was told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from ml.issues.journal import Journal, read_journal, read_watch, save
from ml.issues.opening import grouping_version
from ml.issues.placing import left_ids, merged_issues, moves_of, placed, standing
from ml.issues.seam import Seam, join_histories
from ml.issues.transitions import end_of, states_table
from ml.issues.watch import Progress, Seen, Watch, hour_of, published_hours
from ml.reading import reader_folder
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import ISSUE_ALERTS, ISSUE_DOCUMENTS, ISSUE_MOVES, ISSUE_STATES, TIME, VECTORS

INPUT = "ml_issue_documents.parquet"
READER = "stories"
LONGEST_REPLAY_HOURS = 400 * 24
CHECKPOINT_HOURS = 1_000
EVENTS = ("isu-lahir", "isu-pecah", "isu-gabung")
"""What happened to issues is told under a new version, too; where stories stand it finds anew."""
HISTORY = "history"
"""Folder of tables that have no version: one history."""

Opened = Callable[[Watch | None], Watch]
"""The watch to go on with, from how it was put down; a fresh one where there is none."""


@dataclass(frozen=True)
class Followed:
    """What a run of the watch came to."""

    version: str
    document_count: int
    watch: Watch
    journal: Journal


def follow_stream(layout: Layout, opened: Opened, vectors: str, as_of: datetime, progress: Progress) -> Followed:
    """Read what is new up to the last whole hour before `as_of` (naive UTC); `vectors`: version of their reader."""
    version, folder = grouping_version(vectors), layout.state / "issues"
    journal, before = read_journal(folder), None
    stopped = read_watch(folder, journal) if journal and journal.version == version else None
    watch = opened(stopped)
    if stopped is None:
        journal, before = Journal(version), journal
    writer, until = Writer(layout, journal, before), hour_of(as_of) - 1
    documents = _unread(layout, journal, until)
    watch.placed = watch.stories.told = writer.placed
    watch.hour = watch.hour or _first_hour(documents, until)
    seen = Seen()
    given = _vectors(layout, vectors, documents, len(watch.issues.mean))
    for hour, found in watch.replay(documents, given, until, progress) if watch.hour is not None else ():
        seen = seen.join(found)
        if before is None and hour % CHECKPOINT_HOURS == 0:
            seen = _keep(folder, writer, watch, seen)
    if before is not None:
        writer.take_over(seen, watch)
    if watch.hour is not None and watch.hour != journal.hour:
        writer.write(seen, watch.hour)
        watch.name_issues()
        watch.learn_outlook(told_states(layout))
        save(folder, writer.journal, watch)
    return Followed(version, documents.num_rows, watch, writer.journal)


def told_states(layout: Layout) -> pa.Table:
    """ISSUE_STATES: every change of state that this home was told."""
    parts = sorted((layout.ml_table("issue_states") / HISTORY).glob("part-*.parquet"))
    return ds.dataset(parts, schema=ISSUE_STATES).to_table() if parts else ISSUE_STATES.empty_table()


def _keep(folder: Path, writer: Writer, watch: Watch, seen: Seen) -> Seen:
    writer.write(seen, watch.hour)
    save(folder, writer.journal, watch)
    return Seen()


def _first_hour(documents: pa.Table, until: int) -> int | None:
    """The hour before the first: documents of long ago count in the first hour that is replayed."""
    return max(int(published_hours(documents).min()), until - LONGEST_REPLAY_HOURS) - 1 if documents.num_rows else None


class Writer:
    """`journal` is moved on by every write; `before` is that of a version whose issues and open alerts are taken over."""

    def __init__(self, layout: Layout, journal: Journal, before: Journal | None):
        self.layout, self.journal = layout, journal
        self.told = before.hour if before else None
        self.moves = moves_of(layout, before.version) if before else ISSUE_MOVES.empty_table()
        self.old = (
            standing(layout, before.version, before.redirects) if before else placed(ISSUE_DOCUMENTS.empty_table(), self.moves)
        )
        self.past = {**merged_issues(self.moves), **before.redirects} if before else {}
        self.is_clean = False
        self.seam = Seam.empty()

    @property
    def placed(self) -> dict[str, str]:
        """document -> issue, as the version before told it."""
        return dict(zip(self.old["document_id"].to_pylist(), self.old["issue_id"].to_pylist(), strict=True))

    def take_over(self, seen: Seen, watch: Watch) -> None:
        """Where ids of before lead to, and what joins the alerts and states of a rebuild to those that were told."""
        watch.placed = watch.stories.told = {}
        at = end_of(self.told)
        self.journal = replace(self.journal, redirects=left_ids(self.old, standing_of(seen), self.past))
        told = (self._history("issue_states", ISSUE_STATES), self._history("issue_alerts", ISSUE_ALERTS))
        states = states_table(one for one in seen.transitions if one.hour <= self.told)
        alerts = pa.concat_tables(seen.alerts or [ISSUE_ALERTS.empty_table()])
        alerts = alerts.filter(pc.field("written_at") <= pa.scalar(at, TIME))
        events = self.moves.filter(pc.field("kind_slug").isin(EVENTS))
        self.seam = join_histories(told, (states, alerts), self.journal.redirects, events, at)
        watch.desk = self.seam.adopt_desk(watch.desk)

    def _history(self, table: str, schema: pa.Schema) -> pa.Table:
        parts = [part for part in sorted(self._unversioned(table).glob("part-*.parquet")) if _hour(part) <= self.told]
        return ds.dataset(parts, schema=schema).to_table() if parts else schema.empty_table()

    def _uncounted(self) -> set[Path]:
        """Parts of a run that was killed before the journal knew them; of a version that begins anew, all of its own."""
        counted = -1 if self.journal.hour is None else self.journal.hour
        folders = {self._versioned(table): counted for table in ("issue_documents", "issue_moves")}
        history = max(counted, -1 if self.told is None else self.told)
        folders |= {self._unversioned(table): history for table in ("issue_states", "issue_alerts")}
        return {part for folder, last in folders.items() for part in folder.glob("part-*.parquet") if _hour(part) > last}

    def write(self, seen: Seen, hour: int) -> None:
        """Nothing that was told goes before all that takes its place is written: a full disk loses no id."""
        uncounted = set() if self.is_clean else self._uncounted()
        documents = pa.Table.from_pylist(seen.documents, ISSUE_DOCUMENTS)
        moves = pa.concat_tables([self.seam.moves, pa.Table.from_pylist(seen.moves, ISSUE_MOVES)])
        transitions = [one for one in seen.transitions if self.told is None or one.hour > self.told]
        alerts = pa.concat_tables(seen.alerts or [ISSUE_ALERTS.empty_table()])
        if self.told is not None:
            alerts = alerts.filter(pc.field("written_at") > pa.scalar(end_of(self.told), TIME))
        tables = {
            self._versioned("issue_documents"): self._stamped(documents),
            self._versioned("issue_moves"): self._stamped(moves),
            self._unversioned("issue_states"): pa.concat_tables([self.seam.states, states_table(transitions)]),
            self._unversioned("issue_alerts"): pa.concat_tables([self.seam.alerts, self.seam.adopt(alerts)]),
        }
        files = {folder / f"part-{hour:08d}.parquet": rows for folder, rows in tables.items() if rows.num_rows}
        waiting = {file: _write_beside(file, rows, file not in uncounted) for file, rows in files.items()}
        for part in uncounted:
            part.unlink()
        for file, written in waiting.items():
            written.replace(file)
        self.is_clean = True
        self.seam = Seam.empty()
        self.journal = replace(self.journal, hour=hour)

    def _unversioned(self, table: str) -> Path:
        return self.layout.ml_table(table) / HISTORY

    def _versioned(self, table: str) -> Path:
        return reader_folder(self.layout, table, self.journal.version)

    def _stamped(self, rows: pa.Table) -> pa.Table:
        place = rows.schema.get_field_index("reader_version")
        return rows.set_column(place, rows.schema.field(place), pa.repeat(pa.scalar(self.journal.version), rows.num_rows))


def _write_beside(file: Path, rows: pa.Table, adds: bool) -> Path:
    """Where the part waits to take its place. A rebuild of the very hour that was told last `adds` to what stands there."""
    waiting = file.with_name(f".{file.name}.waiting")
    write_parquet(pa.concat_tables([pq.read_table(file), rows]) if adds and file.is_file() else rows, waiting)
    return waiting


def standing_of(seen: Seen) -> pa.Table:
    """document_id, published_at, story_id and issue_id as they stand after all moves that were seen."""
    return placed(pa.Table.from_pylist(seen.documents, ISSUE_DOCUMENTS), pa.Table.from_pylist(seen.moves, ISSUE_MOVES))


def _hour(part: Path) -> int:
    return int(part.stem.removeprefix("part-"))


def _unread(layout: Layout, journal: Journal, until: int) -> pa.Table:
    """STREAM rows in order of time that this version has not read; where there is nothing, dbt-duckdb writes a row of nulls."""
    documents = pq.read_table(layout.ml_input / INPUT)
    documents = documents.filter(documents["document_id"].is_valid())
    documents = documents.filter(pa.array(published_hours(documents) <= until))
    parts = sorted(reader_folder(layout, "issue_documents", journal.version).glob("part-*.parquet"))
    parts = [part for part in parts if journal.hour is not None and _hour(part) <= journal.hour]
    if parts:
        read = ds.dataset(parts).to_table(columns=["document_id"])["document_id"]
        documents = documents.filter(pc.invert(pc.is_in(documents["document_id"], value_set=read.combine_chunks())))
    return documents.sort_by([("published_at", "ascending"), ("document_id", "ascending")])


def _wanted_rows(part: Path, wanted: pa.Array) -> pa.Table:
    """document_id and vector; of a part without any of them the vectors, nearly all of its bytes, stay unread."""
    found = pc.is_in(pq.read_table(part, columns=["document_id"])["document_id"], value_set=wanted)
    if not pc.any(found).as_py():
        return VECTORS.empty_table().select(["document_id", "vector"])
    return pq.read_table(part, columns=["document_id", "vector"]).filter(found)


def _vectors(layout: Layout, version: str, documents: pa.Table, width: int) -> np.ndarray:
    """int8 (documents, width), in their order; zeros for a document that was not read into one."""
    parts = sorted(reader_folder(layout, "vectors", version).glob("part-*.parquet"))
    if not parts or not documents.num_rows:
        return np.zeros((documents.num_rows, width), np.int8)
    wanted = documents["document_id"].combine_chunks()
    rows = pa.concat_tables(_wanted_rows(part, wanted) for part in parts)
    vectors = rows["vector"].combine_chunks().flatten().to_numpy().reshape(rows.num_rows, -1)
    places = {name: place for place, name in enumerate(rows["document_id"].to_pylist())}
    order = np.array([places.get(name, -1) for name in documents["document_id"].to_pylist()])
    return np.vstack([vectors, np.zeros((1, vectors.shape[1]), np.int8)])[order]
