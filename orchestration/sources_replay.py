"""`pantau sources replay`: what was kept of a source, read again into this home."""

from __future__ import annotations

from pathlib import Path

from ingestion.catalog import nearest, read_catalog
from ingestion.pipeline import Run, replay
from orchestration.console import Bars, console, quiet_libraries
from orchestration.context import as_of, context
from orchestration.lock import run_lock
from warehouse.errors import InputError


def replay_command(slug: str, payloads: Path | None) -> None:
    shared = context()
    catalog = read_catalog(shared.settings.sources)
    if slug not in catalog:
        raise InputError(f"{shared.settings.sources} has no source {slug!r}{nearest(slug, catalog)}")
    folder = (payloads or shared.layout.payloads).expanduser()
    with run_lock(shared.layout), Bars() as bars, quiet_libraries(shared.layout.state / "run.log"):
        run = Run(shared.layout, as_of(), shared.key, lambda source, count: bars.advance(source, count, 0))
        visits = replay(catalog[slug], folder, run)
        bars.finish(slug, f"{visits} visits read again")
    console.print("`pantau run` brings the marts up to date.")
