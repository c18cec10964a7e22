"""Published snapshots: one folder each, swapped in by a link, so that no reader ever waits or sees half of one.

published/<snapshot>/{<mart>.parquet…, marts.duckdb, dictionary.md, dictionary.json, data_docs/, manifest.json}, and
published/current → <snapshot>. A snapshot is written beside its place and moved in whole; `current` is replaced in one step;
open files stay readable.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import orjson

from warehouse.dictionary_page import write_dictionary
from warehouse.layout import Layout
from warehouse.literals import literal

CURRENT, MANIFEST, DATABASE = "current", "manifest.json", "marts.duckdb"


def publish_snapshot(layout: Layout, snapshot: str, tables: list[str], facts: dict, kept: int) -> Path:
    """Copy `tables` of the warehouse into snapshot `snapshot`, make it current, keep the last `kept`.

    `facts` go into the manifest, beside the row count of each table. A snapshot that is there already is taken as it is:
    its id stands for its inputs.
    """
    clear_unfinished(layout)
    target = layout.published / snapshot
    if not (target / MANIFEST).is_file():
        _write_snapshot(layout, target, tables, facts)
    make_current(layout, snapshot)
    prune(layout, kept)
    return target


def _write_snapshot(layout: Layout, target: Path, tables: list[str], facts: dict) -> None:
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.mkdir(parents=True)
    counts = _write_tables(layout, unfinished, tables)
    write_dictionary(unfinished / DATABASE)
    shutil.copytree(layout.data_docs, unfinished / "data_docs")
    manifest = {"snapshot": target.name, **facts, "row_counts": counts}
    (unfinished / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
    os.replace(unfinished, target)


def _write_tables(layout: Layout, folder: Path, tables: list[str]) -> dict[str, int]:
    """Parquet per table and one DuckDB file with all of them; rows in a fixed order, so that equal data is equal bytes."""
    counts = {}
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{layout.warehouse}' as warehouse (read_only)")
        for table in tables:
            connection.execute(f"create table {table} as select * from warehouse.main.{table} order by all")
            connection.execute(f"copy (from {table}) to '{folder / table}.parquet' (format parquet, compression zstd)")
            counts[table] = connection.execute(f"select count(*) from {table}").fetchall()[0][0]
            _copy_comments(connection, table)
        connection.execute("detach warehouse")
    return counts


def _copy_comments(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """What dbt says of the table and of its columns."""
    found = connection.execute(
        "select 'table ' || table_name, comment from duckdb_tables() "
        "where database_name = 'warehouse' and table_name = $1 and comment is not null "
        "union all select 'column ' || table_name || '.' || column_name, comment from duckdb_columns() "
        "where database_name = 'warehouse' and table_name = $1 and comment is not null",
        [table],
    ).fetchall()
    for what, comment in found:
        connection.execute(f"comment on {what} is {literal(comment)}")


def make_current(layout: Layout, snapshot: str) -> None:
    """Point `current` at a snapshot in one step."""
    link = layout.published / f".{CURRENT}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(snapshot)
    os.replace(link, layout.published / CURRENT)


def clear_unfinished(layout: Layout) -> None:
    """Take away what a killed publish left behind."""
    for path in layout.published.glob(".*"):
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path)


def prune(layout: Layout, kept: int) -> None:
    current = current_snapshot(layout)
    for name in snapshots(layout)[:-kept]:
        if name != current:
            retired = layout.published / f".{name}.{os.getpid()}"  # half a snapshot must not look like one
            os.replace(layout.published / name, retired)
            shutil.rmtree(retired)


def snapshots(layout: Layout) -> list[str]:
    """Ids of whole snapshots, oldest first."""
    return sorted(p.parent.name for p in layout.published.glob(f"*/{MANIFEST}") if p.parent.name != CURRENT)


def current_snapshot(layout: Layout) -> str | None:
    link = layout.published / CURRENT
    return link.readlink().name if link.is_symlink() and link.exists() else None


def read_manifest(layout: Layout) -> dict | None:
    """The manifest of the current snapshot; None before the first."""
    path = layout.published / CURRENT / MANIFEST
    return orjson.loads(path.read_bytes()) if path.is_file() else None


def snapshot_id(as_of: datetime, fingerprint: str) -> str:
    """Sorts by time and tells what went in: 20261121T120000Z-1a2b3c4d."""
    return f"{as_of:%Y%m%dT%H%M%SZ}-{fingerprint[:8]}"
