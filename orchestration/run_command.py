"""What `pantau run` says: first whether the input is sound, then progress, then what was made, where, and how to look."""

from __future__ import annotations

import os
import time
from datetime import datetime

import pyarrow.parquet as pq
from rich.table import Table
from rich.text import Text

from ingestion.catalog import Entry, groups
from ml.base_model import check_configured_body
from orchestration.console import Bars, console, errors, quiet_libraries
from orchestration.context import as_of, context, listen
from orchestration.lock import run_lock
from orchestration.models import classifiers
from warehouse.layout import Layout
from warehouse.publish import CURRENT, read_manifest


def run_command() -> int:
    """Exit code: 0 when all went well, 1 when a step failed. InputError, before any source is read, for bad input."""
    started = time.monotonic()
    shared = context()
    entries = shared.entries()
    classifiers()
    check_configured_body(shared.settings.base_model)
    as_of()
    console.print(f"Pantau · {len(entries)} sources from {_short(shared.settings.sources)} · home {_short(shared.layout.home)}")
    log = shared.layout.state / "run.log"
    with run_lock(shared.layout), Bars() as bars, quiet_libraries(log):
        from orchestration.running import run_everything

        listen(bars)
        report = run_everything(shared.layout)
    _show_outcomes(shared.layout, entries, report.as_of)
    for failure in report.failures:
        errors.print(f"✗ {failure}", style="red", markup=False, soft_wrap=True)
    if report.failures:
        errors.print(f"What led there stands in {_short(log)}; `pantau run` goes on from here once it is mended.")
    if not report.is_new and not report.failures:
        console.print(f"[green]Nothing new.[/] The marts of snapshot {report.snapshot} already hold all of it.")
    elif not report.failures:
        _show_results(shared.layout, entries)
    console.print(f"{time.monotonic() - started:.0f} s")
    return 1 if report.failures else 0


def _show_outcomes(layout: Layout, entries: list[Entry], time_of_run: datetime) -> None:
    table = Table("source", "state", "read", "loaded", "duplicate", "quarantined", "error", box=None, header_style="bold")
    for group in groups(entries):
        for row in _outcomes(layout, group, time_of_run):
            numbers = [f"{row[f'{name}_count']:,}" for name in ("read", "loaded", "duplicate", "quarantined")]
            table.add_row(
                Text(f"{row['source_slug']} · {row['address']}"), row["state_slug"], *numbers, Text(row["error"] or "")
            )
    console.print(table)


def _outcomes(layout: Layout, group: str, time_of_run: datetime) -> list[dict]:
    """What this run fetched; addresses that were not due have no row."""
    files = sorted(layout.raw_table(group, "outcomes").glob("loaded_on=*/*.parquet"))
    rows = [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]
    return [row for row in rows if row["fetched_at"].replace(tzinfo=None) == time_of_run]


def _show_results(layout: Layout, entries: list[Entry]) -> None:
    from orchestration.truth import measure_truth

    manifest = read_manifest(layout)
    console.print(f"[green]Published[/] snapshot {manifest['snapshot']}:")
    console.print("  " + ", ".join(f"{name} {count:,}" for name, count in manifest["row_counts"].items()))
    for name, score in measure_truth(layout, entries).items():
        console.print(f"  {name}, end to end against the sources' own labels: {score}")
    published = layout.published / CURRENT
    console.print("Look at it:")
    console.print(f"  brief      {_short(layout.home / 'briefs' / CURRENT / 'brief.html')}")
    console.print(f"  dashboard  {_short(layout.home / 'dashboards' / CURRENT / 'index.html')}")
    console.print(f"  tables     {_short(published)}/*.parquet and marts.duckdb")
    console.print(f"  data docs  {_short(published)}/data_docs/*/index.html")
    console.print('  query      pantau sql "select * from mart_source_health"')
    console.print("  all of it  pantau ui")


def _short(path) -> str:
    relative = os.path.relpath(path)
    return relative if not relative.startswith("..") else str(path)
