"""`pantau why` and `pantau dictionary`: what a number rests on, and what the tables hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

NAME = "A metric, as porsi-negatif; or the id beside a figure: B2 of the brief, D3 of the dashboard."
FILTER = "key=value, as often as needed: sector, province, channel, agency, day (2026-09-01..2026-09-07), issue."


def why(
    name: Annotated[str, typer.Argument(help=NAME)],
    filters: Annotated[list[str] | None, typer.Option("--filter", help=FILTER)] = None,
    by: Annotated[str | None, typer.Option("--by", help="One of those keys: a value for each.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Documents to list at most.")] = 10,
) -> None:
    """Lead from a number to its reasons: meaning, query, snapshot, documents, coverage and origin.

    What is withheld is counted and never listed. docs/metrics.md tells what each metric means.

    Example: pantau why porsi-negatif --filter sector=kesehatan --filter day=2026-09-01..2026-09-07

    Example: pantau why B2
    """
    from orchestration.why_command import why_command

    why_command(name, filters or [], by, limit)


def dictionary(
    target: Annotated[Path | None, typer.Option("--output", help="File to write; default: standard output.")] = None,
) -> None:
    """Write the data dictionary: tables, columns and metrics, as Markdown.

    Each snapshot holds one of its own (dictionary.md, dictionary.json), of what was published.

    Example: pantau dictionary --output docs/data-dictionary.md
    """
    from orchestration.dictionary_command import dictionary_command

    dictionary_command(target)
