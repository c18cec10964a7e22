"""`pantau sql`: a query over the published marts as a table or CSV."""

from __future__ import annotations

import csv as csv_module
import sys

import duckdb
from rich.table import Column, Table
from rich.text import Text

from orchestration.console import console
from warehouse.access import open_marts
from warehouse.errors import InputError
from warehouse.layout import Layout
from warehouse.queries import WAY_OUT
from warehouse.settings import read_settings


def sql_command(query: str, csv: bool, limit: int) -> None:
    """Print the result; InputError with DuckDB's message for a query that cannot run."""
    with open_marts(Layout(read_settings().home)) as marts:
        try:
            result = marts.execute(query)
            if result is None:
                raise InputError(f"There is no query in that.\n{WAY_OUT}")
            names = [column[0] for column in result.description or []]
            rows = result.fetchall() if csv else result.fetchmany(limit + 1)
        except duckdb.Error as error:
            raise InputError(f"{error}\n{WAY_OUT}") from error
    if csv:
        csv_module.writer(sys.stdout).writerows([names, *rows])
        return
    table = Table(*(Column(Text(name), overflow="fold") for name in names), box=None, header_style="bold")
    for row in rows[:limit]:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console.print(table)
    if len(rows) > limit:
        console.print(f"… more rows; raise --limit ({limit}) or use --csv")
