"""`pantau status`: the last runs, the current snapshot, and every source's last fetch."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from ingestion.catalog import Entry, groups
from ingestion.commits import Known, read_known
from orchestration.console import console
from orchestration.context import context, set_dagster_environment
from warehouse.layout import Layout
from warehouse.publish import read_manifest

RUNS_SHOWN = 6


def status_command() -> None:
    shared = context()
    _show_snapshot(shared.layout)
    _show_runs(shared.layout)
    _show_sources(shared.layout, shared.entries())


def _show_snapshot(layout: Layout) -> None:
    manifest = read_manifest(layout)
    if manifest is None:
        console.print(f"Nothing is published in {layout.home} yet: run `pantau run`.")
        return
    count = manifest["row_counts"]["mart_documents"]
    console.print(f"Snapshot {manifest['snapshot']}, {count:,} documents, as of {manifest['as_of']} UTC")


def _show_runs(layout: Layout) -> None:
    import dagster as dg

    set_dagster_environment(layout)
    table = Table("started (UTC)", "job", "state", "failed step", box=None, header_style="bold")
    with dg.DagsterInstance.get() as instance:
        for record in instance.get_run_records(limit=RUNS_SHOWN):
            run = record.dagster_run
            started = datetime.fromtimestamp(record.start_time, UTC).strftime("%Y-%m-%d %H:%M:%S") if record.start_time else ""
            table.add_row(started, run.job_name, run.status.value, ", ".join(_failed_steps(instance, run.run_id)))
    console.print(table)


def _failed_steps(instance, run_id: str) -> list[str]:
    import dagster as dg

    records = instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.STEP_FAILURE).records
    return [record.event_log_entry.dagster_event.step_key for record in records]


def _show_sources(layout: Layout, entries: list[Entry]) -> None:
    table = Table("source", "address", "state", "last fetched (UTC)", "documents", box=None, header_style="bold")
    for group, members in groups(entries).items():
        known = read_known(layout, group)
        for entry in members:
            found = known.get(entry.slug) or Known()
            for address, row in sorted(found.outcomes.items()):
                fetched = f"{row['fetched_at']:%Y-%m-%d %H:%M}"
                table.add_row(entry.slug, Text(address), row["state_slug"], fetched, f"{len(found.newest):,}")
            if not found.outcomes:
                table.add_row(entry.slug, "", "never fetched", "", "0")
    console.print(table)
