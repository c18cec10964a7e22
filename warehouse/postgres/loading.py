"""Tables into PostgreSQL in bulk: Arrow batches as CSV through COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import duckdb
import pyarrow as pa
import pyarrow.csv as csv
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from warehouse.dictionary import Table
from warehouse.postgres.tables import TYPES, Snapshot, column_comment

BATCH_ROWS = 20_000
WITHOUT_HEADER = csv.WriteOptions(include_header=False)

Tell = Callable[[int], None]
"""Called with the rows that were sent since the last call."""


def create_table(cursor: Cursor, schema: str, table: Table) -> None:
    """The table without rows, keys or indexes, with all that is said of it."""
    place = Identifier(schema, table.name)
    columns = [SQL("{} {}").format(Identifier(column.name), SQL(TYPES[column.type])) for column in table.columns]
    cursor.execute(SQL("create table {} ({})").format(place, SQL(", ").join(columns)))
    cursor.execute(SQL("comment on table {} is %s").format(place), [table.description or None])
    for column in table.columns:
        place = Identifier(schema, table.name, column.name)
        cursor.execute(SQL("comment on column {} is %s").format(place), [column_comment(column) or None])


def copy_rows(cursor: Cursor, schema: str, table: Table, marts: duckdb.DuckDBPyConnection, tell: Tell) -> None:
    """Fill the table, which this transaction has made."""
    batches = marts.execute(f"from {table.name}").to_arrow_reader(BATCH_ROWS)
    # frozen rows are there for transactions older than this one, too: to them the new table would else be empty
    command = SQL("copy {} from stdin with (format csv, freeze)").format(Identifier(schema, table.name))
    cursor.copy_expert(command, CsvStream(batches, tell))


def describe_snapshot(cursor: Cursor, schema: str, snapshot: Snapshot) -> None:
    """The table `snapshot`: one row that tells which snapshot lies in the schema."""
    place = Identifier(schema, "snapshot")
    cursor.execute(SQL("create table {} (snapshot_id text primary key, as_of_at timestamp not null)").format(place))
    cursor.execute(SQL("insert into {} values (%s, %s)").format(place), [snapshot.name, snapshot.as_of])
    for name, comment in {
        (): "One row: the snapshot that lies here.",
        ("snapshot_id",): "Id of the snapshot, as in published/ and in briefs.",
        ("as_of_at",): "As-of time of the run that made it, UTC.",
    }.items():
        kind = SQL("column" if name else "table")
        cursor.execute(SQL("comment on {} {} is %s").format(kind, Identifier(schema, "snapshot", *name)), [comment])


class CsvStream:
    """What COPY reads from: a batch a call, then nothing."""

    def __init__(self, batches: Iterable[pa.RecordBatch], tell: Tell) -> None:
        self.batches, self.tell = iter(batches), tell

    def read(self, _size: int) -> bytes:
        for batch in self.batches:
            self.tell(batch.num_rows)
            if batch.num_rows:
                return as_csv(batch)
        return b""


def as_csv(batch: pa.RecordBatch) -> bytes:
    """Texts in quotes, nulls as nothing; without NUL characters, which PostgreSQL's text cannot hold."""
    sink = pa.BufferOutputStream()
    csv.write_csv(batch, sink, WITHOUT_HEADER)
    return sink.getvalue().to_pybytes().replace(b"\0", b"")
