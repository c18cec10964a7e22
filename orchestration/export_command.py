"""`pantau export`: a mart or the result of a query as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

STEP = "export"


def export(
    target: Annotated[Path, typer.Option("--output", help="File to write: .xlsx, .csv, .tsv, .parquet or .jsonl.")],
    query: Annotated[
        str | None, typer.Argument(help="A table, such as mart_issues, or a query.", metavar="TABLE_OR_QUERY")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="A file that holds the query, such as docs/queries/03-….sql.")
    ] = None,
) -> None:
    """Write a published mart, or what a query over the marts gives, to a file.

    The ending of the file says the format. A workbook tells on its second sheet which snapshot it is
    of, the query, and what the columns mean. docs/export.md tells the rest.

    Example: pantau export mart_issues --output isu.xlsx
    """
    from orchestration.console import Bars, console
    from warehouse import export as core
    from warehouse.layout import Layout
    from warehouse.queries import query_text
    from warehouse.settings import read_settings

    layout = Layout(read_settings().home)
    with Bars() as bars:
        count = core.export(layout, query_text(query, file), target, lambda done, total: bars.advance(STEP, done, total))
        bars.finish(STEP, f"{count:,} rows")
    console.print(f"{count:,} rows in {target}", markup=False, soft_wrap=True)
