"""A query that a person gives: as words on the command line, as a file, or as the name of a table."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from warehouse.errors import InputError

WAY_OUT = 'Tables: `pantau sql "show tables"`; columns: `pantau sql "describe mart_documents"`.'
NAME = re.compile(r"[A-Za-z_]\w*")


def query_text(query: str | None, file: Path | None) -> str:
    """The query itself; InputError unless there is exactly one of the two, and for a file that is no text."""
    if (query is None) == (file is None):
        raise InputError("Give a query, or a file that holds one with --file; not both.")
    if file is None:
        return str(query)
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text; save the query as plain UTF-8 text.") from error
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error


def as_select(text: str) -> str:
    """The query that a table's name alone stands for; any other text as it is."""
    return f"select * from {text.strip()}" if NAME.fullmatch(text.strip()) else text


def ask(marts: duckdb.DuckDBPyConnection, text: str) -> duckdb.DuckDBPyRelation:
    """The result, not computed yet; InputError with DuckDB's message for a query that cannot run or gives no table."""
    try:
        result = marts.sql(text)
    except duckdb.Error as error:
        raise InputError(f"{error}\n{WAY_OUT}") from error
    if result is None:
        raise InputError(f"There is no query in that.\n{WAY_OUT}")
    return result
