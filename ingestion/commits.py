"""What is already in data/raw. A load counts once dlt has committed it: its id then stands in `_dlt_loads`.

Layout of one source: raw/<source>/<table>/loaded_on=<date>/<load id>.<file id>.parquet and
raw/<source>/_dlt_loads/<schema>__<load id>.jsonl. A process killed in between leaves files of a load that was never
committed; `sweep` takes them away before the next load, so that readers only ever meet whole files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.layout import Layout

COMMITS = "_dlt_loads"


@dataclass(frozen=True)
class Previous:
    """What committed loads of a source hold: hashes of documents, and the last outcome of each address."""

    content_hashes: set[str]
    outcomes: dict[str, dict]


def committed_loads(layout: Layout, source_slug: str) -> set[str]:
    """Ids of the loads whose commit record is whole."""
    return {load for file in _commit_files(layout, source_slug) if (load := _committed_load(file)) is not None}


def sweep(layout: Layout, source_slug: str) -> int:
    """Remove what uncommitted loads left; returns the number of files removed."""
    torn = [file for file in _commit_files(layout, source_slug) if _committed_load(file) is None]
    committed = committed_loads(layout, source_slug)
    orphans = [f for f in (layout.raw / source_slug).glob("*/loaded_on=*/*") if _load_of(f) not in committed]
    for file in (*torn, *orphans):
        file.unlink()
    return len(torn) + len(orphans)


def read_previous(layout: Layout, source_slug: str) -> Previous:
    """Call after `sweep`: every file that is left is committed."""
    hashes: set[str] = set()
    for table in _tables(layout, source_slug, "documents", ["content_hash"]):
        hashes.update(table.column("content_hash").to_pylist())
    outcomes: dict[str, dict] = {}
    columns = ["address", "state_slug", "fingerprint", "error", "fetched_at", "_dlt_load_id"]
    rows = [row for table in _tables(layout, source_slug, "outcomes", columns) for row in table.to_pylist()]
    for row in sorted(rows, key=lambda row: (row["fetched_at"], float(row["_dlt_load_id"]))):
        outcomes[row["address"]] = row
    return Previous(hashes, outcomes)


def _commit_files(layout: Layout, source_slug: str) -> list[Path]:
    return sorted((layout.raw / source_slug / COMMITS).glob("*.jsonl"))


def _committed_load(file: Path) -> str | None:
    """The load id of a commit record; None when the record is torn."""
    try:
        record = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError:
        return None
    return record.get("load_id") if record.get("status") == 0 else None


def _load_of(file: Path) -> str:
    """The load id is made of seconds and a fraction: `1780000000.123456.<file id>.parquet`."""
    return ".".join(file.name.split(".")[:2])


def _tables(layout: Layout, source_slug: str, table: str, columns: list[str]) -> Iterator[pa.Table]:
    for file in sorted(layout.raw_table(source_slug, table).glob("loaded_on=*/*.parquet")):
        yield pq.read_table(file, columns=columns, partitioning=None)
