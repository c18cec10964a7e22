"""How well documents are read: copies, languages, places, agencies, people, slang, labels, each on rows kept for measuring.

    make evaluate                                     every part
    .venv/bin/python -m benchmarks.evaluate_documents places agencies [--json FILE]

The measuring sets are looked for in PANTAU_REAL_DATA (default ../shared/data); labels that must not enter the repository in
<data home>/gold. A part whose set is missing says so, and what it was looking for; nothing is left out in silence.
"""

from __future__ import annotations

import argparse
import importlib
import os
import time
from dataclasses import asdict
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks.documents import Measure, MissingSet
from warehouse.settings import ROOT, read_settings

PARTS = ("duplicates", "languages", "places", "agencies", "entities", "slang", "classifiers")


def main() -> int:
    """Exit code: 0 when every measure that has a bar reaches it, 1 when one does not or a set is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the measures there, too")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    data = Path(os.environ.get("PANTAU_REAL_DATA") or ROOT.parent / "shared" / "data")
    console, measures, missing = Console(), {}, {}
    for part in arguments.parts:
        started = time.process_time()
        try:
            measures[part] = importlib.import_module(f"benchmarks.documents.{part}").evaluate(data, read_settings().home)
        except MissingSet as error:
            missing[part] = str(error)
            console.print(f"[red]{part}: not measured, this set is missing: {error}[/]")
            continue
        console.print(_table(part, measures[part], time.process_time() - started))
    if arguments.json:
        written = {part: [asdict(one) for one in found] for part, found in measures.items()}
        arguments.json.write_bytes(orjson.dumps({"measures": written, "missing": missing}, option=orjson.OPT_INDENT_2))
    falls_short = any(one.bar is not None and one.value < one.bar for found in measures.values() for one in found)
    return 1 if missing or falls_short else 0


def _table(part: str, measures: list[Measure], seconds: float) -> Table:
    table = Table(title=f"{part} · {seconds:.0f} CPU s", title_justify="left", box=None, header_style="bold")
    for column, side in (("measure", "left"), ("value", "right"), ("bar", "right"), ("n", "right"), ("", "left")):
        table.add_column(column, justify=side, overflow="fold")  # type: ignore[arg-type]
    for one in measures:
        style = "" if one.bar is None else "green" if one.value >= one.bar else "red"
        bar = "" if one.bar is None else f"≥ {one.bar:g}"
        table.add_row(one.name, Text(f"{one.value:.3f}", style), bar, f"{one.count:,}", one.note)
    return table


if __name__ == "__main__":
    raise SystemExit(main())
