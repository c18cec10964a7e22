"""The earlier rows that new documents are compared with: parts of some days, opened by what their footers say.

What it costs depends on how much was published around the days of the new documents, not on how much there is. What is held
depends on what was read before and on the new documents alone: a reader that goes on and one that begins anew agree.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.schemas import DUPLICATES

DAYS = 14
"""Documents are compared with those published up to so many days before and after them."""
COLUMNS = ["document_id", "input_hash", "published_on", "text_key", "family_id", "matched_document_id", "similarity",
           "word_hashes", "letter_hashes", "bands"]  # fmt: skip
HELD = pa.schema([DUPLICATES.field(name) for name in COLUMNS] + [pa.field("day", pa.int32())])
NO_DAY = -1_000_000
"""The day of what was read before any document had a date."""
_EPOCH = date(1970, 1, 1)


class Footer(NamedTuple):
    """Days since 1970 of the first and last document of a part, NO_DAY where none has a date; whether some have none."""

    first: int
    last: int
    has_undated: bool


class Window:
    """`rows`: DUPLICATES without the reader's version, each with its day, around the documents read now, in order of reading.

    `folder` may be None: then every row that was added is kept, for there is nowhere to open it again.
    """

    def __init__(self, folder: Path | None):
        self.folder = folder
        self.rows = HELD.empty_table()
        self._footers: dict[str, Footer] = {}
        self._parts: dict[str, pa.Table] = {}
        self._unwritten = HELD.empty_table()
        self._latest = NO_DAY

    def move(self, published: pa.ChunkedArray) -> np.ndarray:
        """Hold what lies around these dates of publication; each as a day since 1970, the latest known where it is null."""
        known = set(self._footers)
        latest = self._read_footers()
        newest = pc.max(published).as_py()
        self._latest = max([self._latest, *latest.values(), *([_day(newest)] if newest else [])])
        days = _days(published, self._latest)
        near = np.unique(np.unique(days)[:, None] + np.arange(-DAYS, DAYS + 1))
        if self._unwritten.num_rows:
            self._forget_written([self._open(name, latest[name]) for name in latest if name not in known])
        wanted = [name for name in latest if self._meets(name, latest[name], near)]
        self._parts = {name: self._open(name, latest[name]) for name in wanted}
        rows = pa.concat_tables([*self._parts.values(), self._unwritten])
        self.rows = rows.filter(pa.array(np.isin(rows["day"].to_numpy(), near)))
        return days

    def add(self, rows: pa.Table, days: np.ndarray) -> None:
        """Rows that were just read; whether the caller writes them to the folder makes no difference."""
        self._unwritten = pa.concat_tables([self._unwritten, _held(rows.select(COLUMNS), days)])

    def _read_footers(self) -> dict[str, int]:
        """Parts in the order of their names, each with the latest day up to its end; a footer is read once."""
        latest, found = NO_DAY, {}
        for path in sorted(self.folder.glob("part-*.parquet")) if self.folder else []:
            if path.name not in self._footers:
                self._footers[path.name] = _footer(path)
            found[path.name] = latest = max(latest, self._footers[path.name].last)
        return found

    def _meets(self, name: str, latest: int, near: np.ndarray) -> bool:
        footer = self._footers[name]
        within = near[np.searchsorted(near, footer.first) :][:1]
        return bool(len(within) and within[0] <= footer.last) or (footer.has_undated and latest in near)

    def _open(self, name: str, latest: int) -> pa.Table:
        """All rows of a part, read once for as long as it is held."""
        if name not in self._parts:
            assert self.folder is not None
            rows = pq.read_table(self.folder / name, columns=COLUMNS)
            self._parts[name] = _held(rows, _days(rows["published_on"], latest))
        return self._parts[name]

    def _forget_written(self, parts: list[pa.Table]) -> None:
        """Leave to their parts the rows that this window was given, and the caller has written since."""
        for part in parts:
            written = pc.is_in(_readings(self._unwritten), value_set=_readings(part).combine_chunks())
            self._unwritten = self._unwritten.filter(pc.invert(written))


def _held(rows: pa.Table, days: np.ndarray) -> pa.Table:
    return rows.append_column(HELD.field("day"), pa.array(days, pa.int32())).cast(HELD)


def _days(published: pa.ChunkedArray, undated: int) -> np.ndarray:
    return pc.fill_null(published.cast(pa.int32()), undated).to_numpy()


def _readings(rows: pa.Table) -> pa.ChunkedArray:
    """One string for each reading of a document: its id, what it said and when it was published."""
    told = [rows[name].cast(pa.string()) for name in ("document_id", "input_hash", "text_key", "published_on")]
    return pc.binary_join_element_wise(*told, " ", null_handling="replace")


def _footer(path: Path) -> Footer:
    footer = pq.read_metadata(path)
    groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
    column = footer.schema.names.index("published_on")
    found = [group.column(column).statistics for group in groups]
    dated = [one for one in found if one.has_min_max]
    first = min((_day(one.min) for one in dated), default=NO_DAY)
    return Footer(first, max((_day(one.max) for one in dated), default=NO_DAY), any(one.null_count for one in found))


def _day(on: date) -> int:
    return (on - _EPOCH).days
