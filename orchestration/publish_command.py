"""`pantau publish`: the current snapshot, handed to a database that others read."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.console import Bars, console
from warehouse.errors import InputError
from warehouse.layout import Layout
from warehouse.settings import read_settings

VARIABLE = "PANTAU_POSTGRES_URL"
URL = "libpq URL of the database: postgresql://user@host:5432/database. A password is safer in PGPASSWORD or ~/.pgpass."

app = typer.Typer(no_args_is_help=True)


@app.callback()
def publish() -> None:
    """Hand the current snapshot to a database that BI tools read."""


@app.command()
def postgres(
    url: Annotated[str | None, typer.Option(envvar=VARIABLE, help=URL)] = None,
    schema: Annotated[str, typer.Option(help="Schema to replace; Pantau must have made it.")] = "pantau",
    again: Annotated[bool, typer.Option("--again", help="Load the snapshot even if it is there.")] = False,
) -> None:
    """Load the current snapshot into PostgreSQL, and swap it in whole.

    Readers are never blocked, and see the old tables or the new ones. A publish that fails leaves the old
    ones in force. docs/bi.md tells how BI tools read them.

    Example: PANTAU_POSTGRES_URL=postgresql://penerbit@localhost/pantau pantau publish postgres
    """
    if not url:
        raise InputError(f"Which database? Give --url or set {VARIABLE}: postgresql://user@host:5432/database")
    from warehouse.postgres.publishing import publish_postgres

    with Bars() as bars:
        done = publish_postgres(Layout(read_settings().home), url, schema, again, bars.advance)
        if done.is_new:
            bars.finish("load", f"{done.snapshot.row_count:,} rows")
            bars.finish("keys and indexes", f"{len(done.snapshot.tables)} tables")
    name = done.snapshot.name
    if done.is_new:
        console.print(f"Snapshot {name} is in schema {schema}.", soft_wrap=True)
    else:
        console.print(f"Snapshot {name} is in schema {schema} already; --again loads it anew.", soft_wrap=True)
    _tell_rights(done.has_reader)
    for old, reason in done.left.items():
        console.print(f"{old} stays until a later publish: {reason}", soft_wrap=True, markup=False)


def _tell_rights(has_reader: bool) -> None:
    from warehouse.postgres.roles import CREATE_READER, READER

    if has_reader:
        return
    console.print(
        f"Nobody else may read it yet: the role {READER} is missing, and your user may not make it. "
        f"Ask for `{CREATE_READER};`, then run this again with --again.",
        soft_wrap=True,
    )
