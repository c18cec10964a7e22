"""Where everything lies below the data home. Rooms meet in these folders and nowhere else; each has one writer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import InputError
from warehouse.schemas import ML_TABLES, RAW_TABLES

FIRST_DAY = "loaded_on=0001-01-01"


@dataclass(frozen=True)
class Layout:
    home: Path

    @property
    def raw(self) -> Path:
        """raw/<group>/<table>/loaded_on=<date>/<load>.parquet, written by dlt; a source alone is its own group."""
        return self.home / "raw"

    @property
    def ml_input(self) -> Path:
        """documents.parquet and regions.parquet, written by dbt."""
        return self.home / "ml_input"

    @property
    def ml(self) -> Path:
        """ml/<what>/<version>/<part>.parquet, written by the ml room, append only."""
        return self.home / "ml"

    @property
    def routers(self) -> Path:
        """What `pantau agencies learn` learned from past dispositions: it holds words of complaints, so it stays here."""
        return self.home / "routers"

    @property
    def examples(self) -> Path:
        """examples/<classifier>.jsonl: texts that people of this installation judged, masked; they stay here."""
        return self.home / "examples"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that belongs to dbt alone."""
        return self.home / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """published/<snapshot>/; `published/current` points at the one that readers use."""
        return self.home / "published"

    @property
    def payloads(self) -> Path:
        """payloads/<source>/<as-of time>/: what came, encrypted, of sources that keep it."""
        return self.home / "payloads"

    @property
    def data_docs(self) -> Path:
        """Great Expectations' pages of the last checks; each snapshot takes a copy."""
        return self.home / "data_docs"

    @property
    def state(self) -> Path:
        """Working state of dlt, dbt and dagster, locks and the pseudonym key."""
        return self.home / "state"

    def raw_table(self, group: str, table: str) -> Path:
        return self.raw / group / table

    def ml_table(self, what: str) -> Path:
        return self.ml / what

    def rewritten_table(self, what: str) -> Path:
        """The one file of a table below `ml` that is written whole every time."""
        return self.ml_table(what) / "current" / "part-000001.parquet"


def prepare_home(home: Path) -> Layout:
    """Create the folders and their zero-row schema files; InputError when the home cannot be written."""
    layout = Layout(home)
    try:
        commits = layout.raw / "_schema" / "_dlt_loads"
        for folder in (layout.ml_input, layout.published, layout.data_docs, layout.state, commits):
            folder.mkdir(parents=True, exist_ok=True)
        for table, schema in RAW_TABLES.items():
            schema = schema.append(pa.field("_dlt_load_id", pa.string()))
            _write_empty(layout.raw_table("_schema", table) / FIRST_DAY / "schema.parquet", schema)
        for what, schema in ML_TABLES.items():
            _write_empty(layout.ml_table(what) / "_schema" / "schema.parquet", schema)
        (commits / "schema.jsonl").touch()
    except OSError as error:
        raise InputError(
            f"The data home {home} cannot be written ({error.strerror}). "
            "Choose another with PANTAU_HOME, or give your user the right to write there."
        ) from error
    return layout


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write `table` beside `path`, then move it in: a reader sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    pq.write_table(table, unfinished, compression="zstd")
    os.replace(unfinished, path)


def _write_empty(path: Path, schema: pa.Schema) -> None:
    try:
        is_there = pq.read_schema(path).equals(schema)
    except (FileNotFoundError, pa.ArrowInvalid):
        is_there = False
    if not is_there:
        write_parquet(schema.empty_table(), path)
