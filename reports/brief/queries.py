"""The queries of the brief: queries/b01_….sql and on, their first line a title, rendered whole for one audience.

What a brief shows of them runs as it stands with `pantau sql` on the brief's snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.brief.audience import Audience
from warehouse.literals import literal
from warehouse.metrics import read_metrics

FOLDER = Path(__file__).parent / "queries"
ISSUES_QUERY = "B2"

Facts = dict[str, list[dict]]
"""Rows of each query by its id."""


@dataclass(frozen=True)
class Query:
    """`id`: B1 and on, as it stands beside figures; `title`: in Indonesian; `sql`: one statement."""

    id: str
    title: str
    sql: str


def gather(marts: duckdb.DuckDBPyConnection, audience: Audience) -> tuple[list[Query], Facts]:
    """The queries for this audience, and what they give; those that ask about the issues shown are left out where none is."""
    queries: list[Query] = []
    facts: Facts = {}
    for file in sorted(FOLDER.glob("b[0-9][0-9]_*.sql")):
        issues = [row["issue_id"] for row in facts.get(ISSUES_QUERY, [])]
        if "{{ issues }}" in file.read_text() and not issues:
            facts[_query_id(file)] = []
            continue
        query = _render(file, audience, issues)
        queries.append(query)
        facts[query.id] = _ask(marts, query.sql)
    return queries, facts


def _query_id(file: Path) -> str:
    return f"B{int(file.stem[1:3])}"


def _render(file: Path, audience: Audience, issues: list[str]) -> Query:
    environment = Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=False)
    text = environment.get_template(file.name).render(
        within=audience.within,
        province=literal(audience.province_code or ""),
        issues=", ".join(map(literal, issues)),
        metric=lambda slug: read_metrics()[slug].expression_sql,
        items=lambda slug: read_metrics()[slug].items_sql,
        share=_share,
    )
    title, sql = text.split("\n", 1)
    return Query(_query_id(file), title.removeprefix("-- "), sql.strip())


def _share(slug: str, condition: str) -> str:
    """A share of the catalogue among the rows of mart_documents that meet `condition`: the part by the items."""
    metric = read_metrics()[slug]
    items = f"{condition} and ({metric.items_sql})"
    return (
        f"cast(count(*) filter (where {items} and ({metric.part_sql})) as double)\n"
        f"        / nullif(count(*) filter (where {items}), 0)"
    )


def _ask(marts: duckdb.DuckDBPyConnection, sql: str) -> list[dict]:
    result = marts.execute(sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
