"""`pantau sources check`: one table of how sources stand, or of what they would give now."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime

import orjson
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from ingestion.catalog import Entry, chosen, nearest, read_catalog
from ingestion.checking import FAILED, NEVER, RESTING, WORST_FIRST, Standing, Trial, standings, trials
from ingestion.pipeline import Run
from ingestion.web import Web
from orchestration.console import console, errors
from orchestration.context import Context, as_of, context
from orchestration.wording import told_counts
from warehouse.errors import InputError

JSON = orjson.OPT_INDENT_2 | orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z
STYLES = {**dict.fromkeys((RESTING, *FAILED), "red"), "gagal-sementara": "yellow", "kuota-habis": "yellow", NEVER: "dim"}


def check_command(slugs: list[str], is_trial: bool, as_json: bool) -> int:
    """Exit code: 1 when a source that was tried failed, else 0. InputError for an unknown source."""
    shared, now = context(), as_of()
    entries, passed_over = _selected(shared, slugs)
    found = _tried(shared, entries, now) if is_trial else standings(entries, shared.layout, now)
    if as_json:
        typer.echo(orjson.dumps([asdict(row) for row in found], option=JSON))
    else:
        console.print(_trial_table(found) if is_trial else _standing_table(found, now))
        states = Counter(row.state for row in found)
        told = ", ".join(f"{states[state]} {state}" for state in WORST_FIRST if state in states)
        console.print(f"{'Addresses tried' if is_trial else 'Sources'}: {len(found)} ({told})")
        if passed_over and not shared.settings.is_live:
            console.print(f"Live sources not shown: {passed_over} (--live shows them)")
    return int(is_trial and any(row.has_failed for row in found))


def _selected(shared: Context, slugs: list[str]) -> tuple[list[Entry], int]:
    """The entries named, else those that a run reads and the number of others."""
    catalog = read_catalog(shared.settings.sources)
    for slug in slugs:
        if slug not in catalog:
            raise InputError(f"{shared.settings.sources} has no source {slug!r}{nearest(slug, catalog)}")
    if slugs:
        return [catalog[slug] for slug in dict.fromkeys(slugs)], 0
    read = chosen(catalog, shared.settings.is_live)
    return read, len(catalog) - len(read)


def _tried(shared: Context, entries: list[Entry], now: datetime) -> list[Trial]:
    columns = (TextColumn("trying sources"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[slug]}"))
    found: list[Trial] = []
    with Progress(*columns, TimeElapsedColumn(), console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("", total=len(entries), slug="")
        run = Run(shared.layout, now, shared.key, web=Web(private_hosts=shared.settings.private_hosts))
        for trial in trials(entries, run):
            found.append(trial)
            progress.update(task, completed=len({one.slug for one in found}), slug=trial.slug)
    return sorted(found, key=lambda trial: (WORST_FIRST.index(trial.state), trial.slug, trial.address))


def _standing_table(found: list[Standing], now: datetime) -> Table:
    names = ("source", "kind", "group", "state", "last fetched (UTC)", "next due (UTC)")
    table = Table(*names, box=None, header_style="bold")
    table.add_column("documents", justify="right")
    table.add_column("last error", overflow="fold")
    for row in found:
        share = f" ({row.state_count} of {row.address_count})" if row.state_count < row.address_count else ""
        due = f"{row.next_due_at:%Y-%m-%d %H:%M}" if row.next_due_at and row.next_due_at > now else "next run"
        table.add_row(
            row.slug,
            row.kind,
            row.group,
            _coloured(row.state, share),
            f"{row.fetched_at:%Y-%m-%d %H:%M}" if row.fetched_at else "",
            due,
            f"{row.document_count:,}",
            Text(row.error or ""),
        )
    return table


def _trial_table(found: list[Trial]) -> Table:
    table = Table("source", "address", "would be", box=None, header_style="bold")
    for name in ("documents", "new"):
        table.add_column(name, justify="right")
    table.add_column("quarantined")
    table.add_column("seconds", justify="right")
    table.add_column("error", overflow="fold")
    for row in found:
        counts = f"{row.document_count:,}", f"{row.new_count:,}"
        seconds = f"{row.seconds:.1f}"
        table.add_row(
            row.slug,
            Text(row.address),
            _coloured(row.state),
            *counts,
            told_counts(row.quarantined),
            seconds,
            Text(row.error or ""),
        )
    return table


def _coloured(state: str, rest: str = "") -> Text:
    return Text(state + rest, style=STYLES.get(state, ""))
