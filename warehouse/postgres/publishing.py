"""One publish: the whole snapshot in one transaction, so that a publish that dies leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import duckdb
from psycopg2.extensions import cursor as Cursor

from warehouse.access import open_marts
from warehouse.layout import Layout
from warehouse.postgres.connecting import connected
from warehouse.postgres.keys import add_keys
from warehouse.postgres.loading import copy_rows, create_table, describe_snapshot
from warehouse.postgres.roles import grant_reading
from warehouse.postgres.swapping import check_name, clear_old, open_next, stands, swap, take_turn
from warehouse.postgres.tables import Snapshot, read_snapshot

Tell = Callable[[str, int, int], None]
"""Called with the step, what is done of it and what there is: rows to load, tables to index."""


@dataclass(frozen=True)
class Published:
    """`is_new`: it was loaded now, not there before. `has_reader`: the role that reads has its rights.

    `left`: schemas of former snapshots that could not be dropped yet → why.
    """

    snapshot: Snapshot
    is_new: bool
    has_reader: bool = True
    left: dict[str, str] = field(default_factory=dict)


def publish_postgres(layout: Layout, url: str, schema: str, again: bool, tell: Tell) -> Published:
    """Put the current snapshot in the place of `schema`; nothing is done where it is there already, unless `again`.

    InputError before the first snapshot, and for whatever PostgreSQL refuses: then what was there stays in force.
    """
    check_name(schema)
    with open_marts(layout) as marts, connected(url) as connection:
        snapshot, has_reader = read_snapshot(marts), True
        with connection, connection.cursor() as cursor:
            take_turn(cursor, schema)
            is_new = not stands(cursor, schema, snapshot) or again
            if is_new:
                has_reader = _load(cursor, schema, snapshot, marts, tell)
        return Published(snapshot, is_new, has_reader, clear_old(connection, schema))


def _load(cursor: Cursor, schema: str, snapshot: Snapshot, marts: duckdb.DuckDBPyConnection, tell: Tell) -> bool:
    """Load beside what is there, then swap; whether the role that reads has its rights."""
    place, done = open_next(cursor, schema, snapshot), 0

    def tell_rows(rows: int) -> None:
        nonlocal done
        done += rows
        tell("load", done, snapshot.row_count)

    for table in snapshot.tables:
        create_table(cursor, place, table)
        copy_rows(cursor, place, table, marts, tell_rows)
    for number, table in enumerate(snapshot.tables, 1):
        add_keys(cursor, place, table, snapshot.row_counts[table.name])
        tell("keys and indexes", number, len(snapshot.tables))
    describe_snapshot(cursor, place, snapshot)
    has_reader = grant_reading(cursor, place)
    swap(cursor, schema)
    return has_reader
