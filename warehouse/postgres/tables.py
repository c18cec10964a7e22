"""What the tables of a snapshot are in PostgreSQL: names, types, comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.access import manifest_of
from warehouse.dictionary import Column, Table, database_tables
from warehouse.errors import InputError

TYPES = {
    "varchar": "text",
    "bigint": "bigint",
    "integer": "integer",
    "double": "double precision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
"""DuckDB → PostgreSQL. Times are UTC without a zone on both sides; the comment of each such column says so."""


@dataclass(frozen=True)
class Snapshot:
    """`as_of`: naive UTC; `row_counts`: by table."""

    name: str
    as_of: datetime
    tables: tuple[Table, ...]
    row_counts: dict[str, int]

    @property
    def row_count(self) -> int:
        return sum(self.row_counts.values())


def read_snapshot(marts: duckdb.DuckDBPyConnection) -> Snapshot:
    """The snapshot whose marts are open; InputError for a column of a type that TYPES does not hold."""
    manifest = manifest_of(marts)
    tables = tuple(database_tables(marts))
    for table in tables:
        _check_types(table)
    return Snapshot(manifest["snapshot"], datetime.fromisoformat(manifest["as_of"]), tables, manifest["row_counts"])


def column_names(table: Table) -> set[str]:
    return {column.name for column in table.columns}


def column_comment(column: Column) -> str:
    if column.type == "timestamp" and "UTC" not in column.description:
        return f"{column.description} Time in UTC.".strip()
    return column.description


def _check_types(table: Table) -> None:
    for column in table.columns:
        if column.type not in TYPES:
            raise InputError(
                f"{table.name}.{column.name} is {column.type}, for which no type of PostgreSQL is settled. "
                f"Cast it in the model to one of {', '.join(TYPES)}."
            )
