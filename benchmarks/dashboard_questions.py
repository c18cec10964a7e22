"""What the ten questions of the dashboard cost on the marts, and what they would cost on the documents.

    python -m benchmarks.dashboard_questions [--documents 1000000] [--repeats 15] [--page NEW_FOLDER]

Invents a warehouse, builds its marts by the SQL of their dbt models, and asks each question of the page as it stands in
reports/dashboard/queries/ against the same question asked of mart_documents, mart_document_agencies and mart_issue_documents
(benchmarks/dashboard/questions/). Both sides take turns; a time is the median. The bar is on the processor time of one core:
what an answer costs. By the clock and with all cores the ratio is told beside it: more cores help a scan of documents and not a
question that is mostly parsed and planned, and either clock suffers from what else runs. Figures of both sides are compared.

Documents know nothing of alerts (D7) and forecasts (D9): those are timed and stand outside the ratio. Coverage (D1, D3), labels
and states of issues (D6) and failures of sources (D8) are read from the marts on both sides or left out on that of documents.
Also told: the sizes of the files that the first view of the page loads.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.dashboard_marts import build_marts
from reports.dashboard.bundle import write_page
from reports.dashboard.core import gather_core
from reports.dashboard.cube import gather_cube
from reports.dashboard.files import write_data
from reports.dashboard.questions import Question, ask, read_questions

DOCUMENT_QUESTIONS = Path(__file__).parent / "dashboard" / "questions"
BAR = 20
LIMIT_BYTES = 2_000_000
MANIFEST = {"snapshot": "20260905T000000Z-00000000", "as_of": "2026-09-05T00:00:00"}


@dataclass(frozen=True)
class Pair:
    """A question on the marts and, where documents can answer it, on documents."""

    question: Question
    of_documents: str | None


def read_pairs() -> list[Pair]:
    return [Pair(question, _of_documents(question)) for question in read_questions()]


def _of_documents(question: Question) -> str | None:
    file = DOCUMENT_QUESTIONS / f"d{int(question.id[1:]):02}.sql"
    return file.read_text() if file.is_file() else None


def is_same(connection: duckdb.DuckDBPyConnection, pair: Pair) -> bool:
    """Whether both sides give the same rows in the columns that documents know."""
    ours, theirs = ask(connection, pair.question.sql), ask(connection, pair.of_documents)
    return len(ours) == len(theirs) and all(
        _is_equal(mine[name], value) for mine, row in zip(ours, theirs, strict=True) for name, value in row.items()
    )


def _is_equal(one, other) -> bool:
    is_measured = isinstance(one, float) or isinstance(other, float)
    return isclose(one, other, rel_tol=1e-9) if is_measured and None not in (one, other) else one == other


def time_pair(connection: duckdb.DuckDBPyConnection, pair: Pair, repeats: int, clock: Callable[[], float]) -> list[float]:
    """Median seconds on the marts and, where documents can answer, on documents, asked in turns."""
    sides = [pair.question.sql, *([pair.of_documents] if pair.of_documents else [])]
    times = [[_time(connection, sql, clock) for sql in sides] for _ in range(repeats + 1)][1:]  # the first one warms up
    return [median(side) for side in zip(*times, strict=True)]


def _time(connection: duckdb.DuckDBPyConnection, sql: str, clock: Callable[[], float]) -> float:
    start = clock()
    connection.execute(sql).fetchall()
    return clock() - start


def tell_times(connection: duckdb.DuckDBPyConnection, repeats: int, console: Console) -> None:
    cores = connection.execute("select current_setting('threads')").fetchall()[0][0]
    table = Table("question", "rows", "same figures", "marts, ms", "documents, ms", "ratio", f"by the clock, {cores} cores")
    sums = np.zeros(2)
    for pair in read_pairs():
        walls = time_pair(connection, pair, repeats, time.perf_counter)
        connection.execute("set threads = 1")
        times = time_pair(connection, pair, repeats, time.process_time)
        connection.execute(f"set threads = {cores}")
        rows = str(len(ask(connection, pair.question.sql)))
        if pair.of_documents:
            sums += times
            table.add_row(pair.question.id, rows, "yes" if is_same(connection, pair) else "NO", *_told(times), _ratio(walls))
        else:
            table.add_row(pair.question.id, rows, "", f"{times[0] * 1000:.1f}")
    table.add_row("all", "", "", *_told(sums))
    console.print(table, f"bar: {BAR}; medians of {repeats}")


def _told(times: Sequence[float]) -> list[str]:
    return [*(f"{seconds * 1000:.1f}" for seconds in times), _ratio(times)]


def _ratio(times: Sequence[float]) -> str:
    ours, theirs = times
    return f"{theirs / ours:.0f}"


def tell_sizes(connection: duckdb.DuckDBPyConnection, page: Path, console: Console) -> None:
    """Writes the page and the data of its first view to `page`."""
    core = gather_core(connection, MANIFEST)
    cube = gather_cube(connection, core)
    write_page(page)
    data = [write_data(page, "core", core), write_data(page, "cube", cube)]
    sizes = {file.stem: file.stat().st_size for file in data}
    loaded = [file for suffix in ("html", "css", "js") for file in page.rglob(f"*.{suffix}")]
    sizes["page"] = sum(file.stat().st_size for file in loaded if file not in data)
    told = ", ".join(f"{name} {size / 1000:,.0f} KB" for name, size in sizes.items())
    cells = len(cube["columns"]["day"])
    console.print(f"first view: {told} ({cells:,} cells); {sum(sizes.values()) / 1e6:.2f} of {LIMIT_BYTES / 1e6:.0f} MB")


def main(documents: int, repeats: int, page: Path | None) -> None:
    console = Console(width=120)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "marts.duckdb")
        with duckdb.connect(path) as connection:
            connection.execute("set TimeZone = 'UTC'")
            build_marts(connection, documents)
        with duckdb.connect(path, read_only=True) as connection:
            tell_sizes(connection, page or Path(folder) / "page", console)
            tell_times(connection, repeats, console)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--page", type=Path, help="keep the first view here, for benchmarks/dashboard_first_view.py")
    given = parser.parse_args()
    main(given.documents, given.repeats, given.page)
