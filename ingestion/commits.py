"""What is already in data/raw. A load counts once dlt has committed it: its id then stands in `_dlt_loads`.

Layout of one group of sources: raw/<group>/<table>/loaded_on=<date>/<load id>.<file id>.parquet and
raw/<group>/_dlt_loads/<schema>__<load id>.jsonl. A process killed in between leaves files of a load that was never
committed; `sweep` takes them away before the next load, so that readers only ever meet whole files.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa

from warehouse.layout import Layout

COMMITS = "_dlt_loads"
IN_ORDER = "order by cast(_dlt_load_id as double), load_position"


@dataclass
class Known:
    """What committed loads hold of one source, and what the present load adds to it.

    `newest` maps a document to the content hash of its newest version, `hashes` holds those of all versions, `gone` the
    documents that the source has deleted, `outcomes` the last outcome of each address.
    """

    hashes: set[str] = field(default_factory=set)
    newest: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    outcomes: dict[str, dict] = field(default_factory=dict)


def committed_loads(layout: Layout, group: str) -> set[str]:
    """Ids of the loads whose commit record is whole."""
    return {load for file in _commit_files(layout, group) if (load := _committed_load(file)) is not None}


def sweep(layout: Layout, group: str) -> int:
    """Remove what uncommitted loads left; returns the number of files removed."""
    torn = [file for file in _commit_files(layout, group) if _committed_load(file) is None]
    committed = committed_loads(layout, group)
    orphans = [f for f in (layout.raw / group).glob("*/loaded_on=*/*") if _load_of(f) not in committed]
    for file in (*torn, *orphans):
        file.unlink()
    return len(torn) + len(orphans)


def read_known(layout: Layout, group: str) -> dict[str, Known]:
    """By source slug, empty for one that is new. Call after `sweep`: every file that is left is committed."""
    known: dict[str, Known] = defaultdict(Known)
    for source, document, content in _rows(layout, group, "documents", ["document_id", "content_hash"], IN_ORDER):
        known[source].hashes.add(content)
        known[source].newest[document] = content
    _read_gone(layout, group, known)
    columns = ["address", "state_slug", "fingerprint", "error", "fetched_at", "etag", "last_modified", "cursor"]
    columns += ["poll_seconds", "next_due_at", "failure_weight"]
    order = "order by fetched_at, cast(_dlt_load_id as double)"
    for source, *values in _rows(layout, group, "outcomes", columns, order):
        known[source].outcomes[values[0]] = dict(zip(columns, values, strict=True))
    return known


def read_spent(layout: Layout) -> list[dict]:
    """What runs so far spent of each API's quota, over all groups."""
    files = [str(file) for file in layout.raw.glob("*/quota/loaded_on=*/*.parquet")]
    query = "select api_slug, window_started_at, spent_units from read_parquet($files, union_by_name = true)"
    return _query(query, {"files": files}).to_pylist()


def _read_gone(layout: Layout, group: str, known: dict[str, Known]) -> None:
    """A document that came again after it was deleted is no longer gone."""
    query = """
        select distinct d.source_slug, d.document_id
        from read_parquet($deletions, union_by_name = true, hive_partitioning = false) as d
        where cast(d._dlt_load_id as double) >= all (
            select cast(seen._dlt_load_id as double)
            from read_parquet($documents, union_by_name = true, hive_partitioning = false) as seen
            where seen.document_id = d.document_id
        )"""
    files = {table: _files(layout, group, table) for table in ("deletions", "documents")}
    for row in _query(query, files).to_pylist():
        known[row["source_slug"]].gone.add(row["document_id"])


def _query(query: str, files: dict[str, list[str]]) -> pa.Table:
    """dlt writes times with their zone, UTC; they come back naive, like every time in Pantau."""
    with duckdb.connect() as connection:
        found = connection.execute(query, files).to_arrow_table()
    kinds = [pa.timestamp("us") if pa.types.is_timestamp(field.type) else field.type for field in found.schema]
    return found.cast(pa.schema(zip(found.column_names, kinds, strict=True)))


def _rows(layout: Layout, group: str, table: str, columns: list[str], order: str) -> list[tuple]:
    """(source_slug, *columns) of every row."""
    query = f"""
        select source_slug, {", ".join(columns)}
        from read_parquet($files, union_by_name = true, hive_partitioning = false)
        {order}"""
    found = _query(query, {"files": _files(layout, group, table)})
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


def _files(layout: Layout, group: str, table: str) -> list[str]:
    """Parquet files of a table; the zero-row schema file among them lends the columns that older ones lack."""
    folders = (layout.raw_table("_schema", table), layout.raw_table(group, table))
    return [str(file) for folder in folders for file in folder.glob("loaded_on=*/*.parquet")]


def _commit_files(layout: Layout, group: str) -> list[Path]:
    return sorted((layout.raw / group / COMMITS).glob("*.jsonl"))


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
