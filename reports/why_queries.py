"""The queries whose ids stand beside figures: B1 to B14 of the brief, D1 to D10 of the dashboard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from reports.brief import queries as brief
from reports.brief.audience import NATIONAL
from reports.dashboard import questions as dashboard
from warehouse.errors import InputError

FILE = re.compile(r"([bd])(\d\d)_.*\.sql")


@dataclass(frozen=True)
class NamedQuery:
    """`title`: in Indonesian; `file`: where it is kept; `sql`: one statement that runs as it stands."""

    id: str
    title: str
    file: Path
    sql: str


@cache
def query_files() -> dict[str, Path]:
    """By id, those of the brief first."""
    files = [*sorted(brief.FOLDER.iterdir()), *sorted(dashboard.QUERIES.iterdir())]
    return {f"{named[1].upper()}{int(named[2])}": file for file in files if (named := FILE.fullmatch(file.name))}


def query_id(name: str) -> str | None:
    """b2, B02 and B2 as B2; None for what is no id of a query."""
    written = re.fullmatch(r"([a-z])(\d+)", name.strip().lower())
    found = f"{written[1].upper()}{int(written[2])}" if written else None
    return found if found in query_files() else None


def find_query(marts: duckdb.DuckDBPyConnection, known_id: str) -> NamedQuery:
    """`known_id`: of query_files. A query of the brief is that of the national one.

    InputError for one that asks about the issues of the brief while there are none.
    """
    queries = brief.gather(marts, NATIONAL)[0] if known_id.startswith("B") else dashboard.read_questions()
    for query in queries:
        if query.id == known_id:
            return NamedQuery(known_id, query.title, query_files()[known_id], query.sql)
    raise InputError(f"{known_id} asks about the issues of the brief, and {brief.ISSUES_QUERY} gives none in this snapshot.")
