"""The questions that the page answers, each one statement over the marts, and the statements that give its filters their data.

`d01_….sql` to `d10_….sql` are the ten questions of the page: the first line is the title, and the page shows the statement on
request. A figure that the metric catalogue defines stands in a statement as {{ metric('…') }}: there is one definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
from jinja2 import Environment, StrictUndefined

from warehouse.metrics import read_metrics

QUERIES = Path(__file__).parent / "queries"
WINDOW_DAYS = 92
"""Days that the page shows, the last one with mentions included; the statements have it as a number, to run as they stand."""


@dataclass(frozen=True)
class Question:
    """`id`: D1 to D10; `title`: in Indonesian; `sql`: one statement."""

    id: str
    title: str
    sql: str


@cache
def read_questions() -> tuple[Question, ...]:
    """The ten questions, in order."""
    return tuple(_read_question(file) for file in sorted(QUERIES.glob("d[0-9][0-9]_*.sql")))


@cache
def read_statement(name: str) -> str:
    """The statement of queries/<name>.sql, metrics written out."""
    metrics = read_metrics()
    environment = Environment(undefined=StrictUndefined, autoescape=False)
    template = environment.from_string((QUERIES / f"{name}.sql").read_text())
    return template.render(metric=lambda slug: metrics[slug].expression_sql)


def ask(marts: duckdb.DuckDBPyConnection, sql: str) -> list[dict]:
    """The rows of a statement, columns by name."""
    result = marts.execute(sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _read_question(file: Path) -> Question:
    title, statement = read_statement(file.stem).split("\n", 1)
    return Question(f"D{int(file.stem[1:3])}", title.removeprefix("-- "), statement.strip())
