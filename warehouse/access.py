"""Reading what is published: the current snapshot, read-only, with DuckDB shut off from files and network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import orjson

from warehouse.errors import InputError
from warehouse.layout import Layout
from warehouse.publish import CURRENT, DATABASE, MANIFEST

OTHER_VERSION = (
    "The snapshot lacks what this asks for: another version published it; `pantau run` publishes one of this version."
)


@contextmanager
def open_marts(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the current snapshot; InputError before the first one.

    Within it a table or column that is not there is an InputError: a snapshot of another version may lack it.
    """
    path = (layout.published / CURRENT).resolve() / DATABASE
    if not path.is_file():
        raise InputError(f"Nothing is published in {layout.home} yet: run `pantau run` first, or set PANTAU_HOME.")
    with duckdb.connect(str(path), read_only=True, config={"enable_external_access": False}) as connection:
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise InputError(f"{OTHER_VERSION}\n{error}") from error


def manifest_of(marts: duckdb.DuckDBPyConnection) -> dict:
    """The manifest of the snapshot that is open, which may not be the current one any more."""
    [(database,)] = marts.execute("select path from duckdb_databases() where not internal").fetchall()
    return orjson.loads((Path(database).parent / MANIFEST).read_bytes())
