"""The role that reads: a DBA grants it to the user of a BI tool, and it reads each snapshot that is published after."""

from __future__ import annotations

from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

READER = "pantau_baca"
CREATE_READER = f"create role {READER} nologin"


def grant_reading(cursor: Cursor, schema: str) -> bool:
    """Let READER read every table of the schema, and nothing else; False where the role is missing and may not be made."""
    if not _is_there(cursor) and not _create(cursor):
        return False
    for right in ("usage on schema {} to {}", "select on all tables in schema {} to {}"):
        cursor.execute(SQL(f"grant {right}").format(Identifier(schema), Identifier(READER)))
    return True


def _is_there(cursor: Cursor) -> bool:
    cursor.execute("select 1 from pg_roles where rolname = %s", [READER])
    return cursor.fetchone() is not None


def _create(cursor: Cursor) -> bool:
    cursor.execute("savepoint before_role")
    try:
        cursor.execute(CREATE_READER)
    except InsufficientPrivilege:
        cursor.execute("rollback to savepoint before_role")
        return False
    return True
