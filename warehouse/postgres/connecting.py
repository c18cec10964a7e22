"""The way to PostgreSQL. The password is told nowhere: in no message, no log and no chain of errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import parse_dsn

from warehouse.errors import InputError

EXAMPLE = "postgresql://user@host:5432/database"
LOST_MARKS = "In a password write @ as %40, / as %2F, ? as %3F, % as %25; or leave it out and set PGPASSWORD or ~/.pgpass."
DEFAULTS = {"application_name": "pantau publish", "connect_timeout": "10"}


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection to the database that a libpq URL names; whatever PostgreSQL refuses meanwhile is an InputError."""
    fields = _fields(url)
    try:
        with closing(psycopg2.connect(**DEFAULTS | fields, client_encoding="UTF8")) as connection:
            connection.set_session("READ COMMITTED")  # whatever the server's default: COPY FREEZE needs it
            _check_encoding(connection)
            yield connection
    except psycopg2.Error as error:
        # from None: the error that libpq gave may quote what it was given
        raise InputError(_masked(_told(error, fields), fields)) from None


def _fields(url: str) -> dict[str, str]:
    """What the URL says, by libpq's names; a password with bare @ or / would end up in the other fields."""
    try:
        fields = parse_dsn(url)
    except psycopg2.ProgrammingError:
        fields = {}
    if not fields or any("@" in fields.get(name, "") for name in ("host", "port", "dbname")):
        raise InputError(f"That is no address of a PostgreSQL database; it looks like {EXAMPLE}. {LOST_MARKS}") from None
    return fields


def _check_encoding(connection: Connection) -> None:
    encoding = connection.get_parameter_status("server_encoding")
    if encoding != "UTF8":
        raise InputError(
            f"The database {connection.info.dbname} holds {encoding}, which has no room for every letter. "
            "Make one with: createdb --encoding UTF8 --template template0 NAME"
        )


def _told(error: psycopg2.Error, fields: dict[str, str]) -> str:
    # the detail and context of an error quote rows
    said = error.diag.message_primary or str(error).strip()
    if isinstance(error, InsufficientPrivilege):
        user, database = fields.get("user", "the user"), fields.get("dbname", "the database")
        return (
            f"PostgreSQL refused: {said}. {user} must own what it published before, and may make schemas after: "
            f'grant create on database "{database}" to "{user}";'
        )
    if error.pgcode is None:
        return f"PostgreSQL cannot be reached, or hung up: {said}"
    return f"PostgreSQL refused: {said}. What was there before is still in force."


def _masked(message: str, fields: dict[str, str]) -> str:
    secrets = [value for name, value in fields.items() if "password" in name] + [os.environ.get("PGPASSWORD", "")]
    for secret in filter(None, secrets):
        message = message.replace(secret, "***")
    return message
