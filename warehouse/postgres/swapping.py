"""Schemas change places by name: whoever reads the old tables goes on reading them, the next query finds the new ones.

<schema>: what readers use; <schema>_next: what is being loaded, seen by nobody else; <schema>_old, <schema>_old_2 …: what
somebody still read when it was replaced. Schemas that Pantau made bear MARK in their comment; no other is ever touched.
"""

from __future__ import annotations

import re
from itertools import count

from psycopg2.errors import DependentObjectsStillExist, InsufficientPrivilege, LockNotAvailable
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from warehouse.errors import InputError
from warehouse.postgres.tables import Snapshot

MARK = "Pantau, "
NAME = re.compile(r"(?!pg_)(?!.*_(?:next|old(?:_\d+)?)$)[a-z_][a-z0-9_]{0,39}")


def check_name(schema: str) -> None:
    if not NAME.fullmatch(schema):
        raise InputError(
            f"{schema!r} is no name for a schema: give up to 40 small letters, digits and _, a letter first, not pg_, "
            "and not ending in _next or _old, which are schemas on their way in and out."
        )


def take_turn(cursor: Cursor, schema: str) -> None:
    """One publisher a schema, as long as its connection lasts; InputError when another is at work."""
    cursor.execute("select pg_try_advisory_lock(hashtext('pantau publish'), hashtext(%s))", [schema])
    if cursor.fetchone() != (True,):
        raise InputError(f"Another `pantau publish postgres` is at work on schema {schema}. Wait for it to end.")


def stands(cursor: Cursor, schema: str, snapshot: Snapshot) -> bool:
    """Whether the snapshot is in force already; InputError where somebody else's schema has that name."""
    comment = _schemas(cursor).get(schema, MARK)
    if not comment.startswith(MARK):
        raise InputError(
            f"There is a schema {schema} that Pantau did not make, and it is left alone. "
            "Name another with --schema, or drop it if nobody needs it."
        )
    return comment.startswith(f"{MARK}snapshot {snapshot.name},")


def open_next(cursor: Cursor, schema: str, snapshot: Snapshot) -> str:
    """Make the schema to load into, and return its name."""
    name = f"{schema}_next"
    cursor.execute(SQL("create schema {}").format(Identifier(name)))
    comment = (
        f"{MARK}snapshot {snapshot.name}, as of {snapshot.as_of} UTC. Replaced whole at each publish: "
        "keep views and tables of your own in another schema."
    )
    cursor.execute(SQL("comment on schema {} is %s").format(Identifier(name)), [comment])
    return name


def swap(cursor: Cursor, schema: str) -> None:
    """Put <schema>_next in the place of <schema>. It takes no lock on any table."""
    schemas = _schemas(cursor)
    if schema in schemas:
        names = (f"{schema}_old" if number == 1 else f"{schema}_old_{number}" for number in count(1))
        free = next(name for name in names if name not in schemas)
        cursor.execute(SQL("alter schema {} rename to {}").format(Identifier(schema), Identifier(free)))
    cursor.execute(SQL("alter schema {} rename to {}").format(Identifier(f"{schema}_next"), Identifier(schema)))


def clear_old(connection: Connection, schema: str) -> dict[str, str]:
    """Drop what was replaced and nobody reads any more; what is left, with the reason."""
    with connection, connection.cursor() as cursor:
        found = [name for name, comment in _schemas(cursor).items() if comment.startswith(MARK)]
    old = [name for name in found if re.fullmatch(rf"{schema}_old(_\d+)?", name)]
    reasons = {name: _drop(connection, name) for name in sorted(old)}
    return {name: reason for name, reason in reasons.items() if reason}


def _drop(connection: Connection, schema: str) -> str | None:
    """Nothing is waited for, for those who ask after us would wait as well; nothing of others is dropped along."""
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("select relname from pg_class where relnamespace = %s::regnamespace and relkind = 'r'", [schema])
            tables = SQL(", ").join(Identifier(schema, name) for (name,) in cursor.fetchall())
            cursor.execute(SQL("lock table {} in access exclusive mode nowait").format(tables))
            cursor.execute(SQL("drop table {}").format(tables))
            cursor.execute(SQL("drop schema {}").format(Identifier(schema)))
    except LockNotAvailable:
        return "somebody still reads it"
    except (DependentObjectsStillExist, InsufficientPrivilege) as error:
        return f"something of others needs it ({error.diag.message_detail or error.diag.message_primary})"
    return None


def _schemas(cursor: Cursor) -> dict[str, str]:
    """Name → comment."""
    cursor.execute("select nspname, coalesce(obj_description(oid, 'pg_namespace'), '') from pg_namespace")
    return dict(cursor.fetchall())
