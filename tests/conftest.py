"""Small fixtures for every ring: a prepared data home, a drop folder with its entry, and what reading an entry gives."""

from __future__ import annotations

from warehouse import settings  # noqa: F401  isort: skip  (first: it switches telemetry off)

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from ingestion.catalog import Entry
from ingestion.commits import Known
from ingestion.kinds import kind_module
from ingestion.pipeline import Run, read_group
from warehouse.layout import Layout, prepare_home
from warehouse.schemas import RAW_TABLES


@pytest.fixture
def as_of() -> datetime:
    """The as-of time of every test, naive UTC: a Saturday noon in Jakarta."""
    return datetime(2026, 11, 21, 5)


@pytest.fixture
def home(tmp_path: Path) -> Layout:
    return prepare_home(tmp_path / "home")


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """The folder that a source drops its files in."""
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


@pytest.fixture
def entry_for(drop: Path) -> Callable[..., Entry]:
    """Makes an entry of the files kind over `drop`: entry_for("*.csv", columns={"title": "judul"})."""

    def make(path: str, **fields) -> Entry:
        required = {"slug": "laporan_warga", "kind": "files", "channel": "pengaduan", "description": "Laporan warga."}
        return kind_module("files").Entry(**{**required, "folder": drop, "path": path, **fields})

    return make


@pytest.fixture
def read(home: Layout, as_of: datetime) -> Callable[..., dict[str, list[dict]]]:
    """Reads an entry, without dlt: rows by raw table."""

    def rows(entry: Entry, known: Known | None = None) -> dict[str, list[dict]]:
        tables: dict[str, list[dict]] = {name: [] for name in RAW_TABLES}
        for table, batch in read_group([entry], Run(home, as_of, b"kunci uji"), {entry.slug: known or Known()}):
            tables[table] += batch.to_pylist()
        return tables

    return rows
