"""What the start page tells at a glance: snapshot, alerts, sources, tables and checks, read when the page is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import orjson

from warehouse.access import open_marts
from warehouse.layout import Layout
from warehouse.publish import DATABASE, MANIFEST, read_manifest

ALERTS = """
    select level_slug, label, raised_at from mart_alerts where is_open
    order by list_position(['krisis', 'siaga', 'waspada'], level_slug), raised_at desc, alert_id
"""
SOURCES = """
    select
        source_slug,
        case
            when state_slug not in ('sehat', 'kosong-sah', 'tidak-dikonfigurasi') then state_slug
            when coalesce(silence_yesterday_state_slug, silence_state_slug) in ('sunyi', 'kurang')
                then coalesce(silence_yesterday_state_slug, silence_state_slug)
        end as ailment
    from mart_source_health order by source_slug
"""
LAST_DAY = "select max(published_on) from mart_documents"


@dataclass(frozen=True)
class Facts:
    """`as_of` in UTC; `alerts`: open ones, gravest first; `ailing`: slug and state of sources that fail or are
    silent or little heard on their last whole day."""

    snapshot: str
    as_of: datetime
    last_on: date | None
    document_count: int
    table_count: int
    alerts: list[tuple]
    source_count: int
    ailing: list[tuple]


@dataclass(frozen=True)
class File:
    """A published file, its size in bytes; `rows` is None for the database, which holds all tables."""

    name: str
    rows: int | None
    size: int


def read_facts(layout: Layout) -> Facts | None:
    """Facts of the current snapshot; None before the first."""
    manifest = read_manifest(layout)
    if manifest is None:
        return None
    with open_marts(layout) as marts:
        sources = _rows(marts, SOURCES)
        return Facts(
            snapshot=manifest["snapshot"],
            as_of=datetime.fromisoformat(manifest["as_of"]),
            last_on=_rows(marts, LAST_DAY)[0][0],
            document_count=manifest["row_counts"]["mart_documents"],
            table_count=len(manifest["row_counts"]),
            alerts=_rows(marts, ALERTS),
            source_count=len(sources),
            ailing=[(slug, ailment) for slug, ailment in sources if ailment],
        )


def read_files(snapshot: Path) -> list[File]:
    """The database and every Parquet file of a snapshot's folder, by name."""
    counts = orjson.loads((snapshot / MANIFEST).read_bytes())["row_counts"]
    paths = [snapshot / DATABASE, *sorted(snapshot.glob("*.parquet"))]
    return [File(path.name, counts.get(path.stem), path.stat().st_size) for path in paths]


def newest_checks(data_docs: Path) -> dict[str, str]:
    """The page of the last validation of each suite of expectations, as a path below `data_docs`.

    The index pages of Great Expectations are drawn by scripts from the internet; those of the validations are whole.
    """
    suites = sorted(folder for folder in data_docs.glob("*") if folder.is_dir())
    pages = {suite.name: sorted(suite.glob("validations/**/*.html")) for suite in suites}
    return {name: found[-1].relative_to(data_docs).as_posix() for name, found in pages.items() if found}


def _rows(marts: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return marts.execute(query).fetchall()
