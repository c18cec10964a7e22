"""One group of sources into data/raw: fetch, contract, duplicates, and one dlt load that commits all of it or nothing.

Documents, quarantined records, deletions, the outcome of every fetch, what was spent of quotas and the sources' own entries
travel in one load package. So for every committed fetch, read = loaded + duplicate + quarantined.
"""

from __future__ import annotations

from warehouse import settings  # noqa: F401  isort: skip  (first: it switches dlt's telemetry off)

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
from dlt.destinations import filesystem
from dlt.extract.source import DltSource

from ingestion.catalog import Entry
from ingestion.commits import Known, read_known, read_spent, sweep
from ingestion.contract import content_hash, document_id
from ingestion.fetching import open_all, open_one
from ingestion.kinds import Fetch, Visit, kind_module
from ingestion.landing import Landing
from ingestion.payloads import KeepingWeb, KeptWeb, Visited, keeping, visits
from ingestion.polling import is_due
from ingestion.quota import Books, Ledger
from ingestion.web import Web
from warehouse.errors import InputError
from warehouse.layout import Layout
from warehouse.schemas import QUOTA, SOURCES

RAW_FILE_LAYOUT = "{table_name}/loaded_on={YYYY}-{MM}-{DD}/{load_id}.{file_id}.{ext}"

Progress = Callable[[str, int], None]
"""Called with the source and the number of records read so far."""


@dataclass(frozen=True)
class Run:
    """What every load of one run shares. `as_of` is naive UTC."""

    layout: Layout
    as_of: datetime
    key: bytes
    progress: Progress = lambda _source, _count: None
    web: Web = field(default_factory=Web)


def build_pipeline(layout: Layout, group: str) -> dlt.Pipeline:
    """dlt's pipeline of one group; its working folder lies in the data home."""
    dlt.config["normalize.parquet_normalizer.add_dlt_load_id"] = True
    dlt.config["runtime.log_level"] = "ERROR"
    dlt.config["load.delete_completed_jobs"] = True  # raw is the one copy that stays
    return dlt.pipeline(
        pipeline_name=f"pantau_{group}",
        pipelines_dir=str(layout.state / "dlt"),
        destination=filesystem(bucket_url=str(layout.raw), layout=RAW_FILE_LAYOUT),
        dataset_name=group,
    )


def build_source(group: str, records: Iterable[tuple[str, pa.Table]] = ()) -> DltSource:
    """The dlt source of one group: `records` are (raw table, rows) pairs; none are needed to describe the asset."""

    @dlt.resource(name=group, write_disposition="append")
    def rows() -> Iterator[Any]:
        for table, batch in records:
            yield dlt.mark.with_table_name(batch, table)

    @dlt.source(name=group)
    def source() -> Any:
        return rows()

    return source()


@contextmanager
def prepared_load(group: str, entries: list[Entry], run: Run) -> Iterator[tuple[DltSource, dlt.Pipeline]]:
    """A clean place to load one group from, whatever an earlier process left; others wait until it is done."""
    with _clean_pipeline(run.layout, group) as pipeline:
        yield build_source(group, read_group(entries, run, read_known(run.layout, group))), pipeline


@contextmanager
def _clean_pipeline(layout: Layout, group: str) -> Iterator[dlt.Pipeline]:
    with group_lock(layout, group):
        pipeline = build_pipeline(layout, group)
        if pipeline.has_pending_data:
            pipeline.drop_pending_packages()
        sweep(layout, group)
        yield pipeline


def replay(entry: Entry, folder: Path, run: Run) -> int:
    """Read what was kept of a source in `folder` again, into this home; the number of visits. InputError when none was."""
    kept = visits(folder, entry.slug, run.key)
    if not kept:
        raise InputError(f"Nothing is kept of {entry.slug} in {folder}; `keep_payload: true` in its entry keeps what comes.")
    kept[0].check_key()
    with _clean_pipeline(run.layout, entry.group) as pipeline:
        known = read_known(run.layout, entry.group).get(entry.slug) or Known()
        pipeline.run(build_source(entry.group, read_kept(entry, kept, run, known)), loader_file_format="parquet")
    return len(kept)


@contextmanager
def group_lock(layout: Layout, group: str) -> Iterator[None]:
    """Held by the one process that loads the group; the kernel gives it back when that process dies."""
    path = layout.state / "locks" / f"{group}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_group(entries: list[Entry], run: Run, known: dict[str, Known]) -> Iterator[tuple[str, pa.Table]]:
    """(raw table, rows) pairs of one run: the entries of sources that are due, then what each fetch gives, with its outcome."""
    books, position = Books(read_spent(run.layout)), count(1)
    due: list[tuple[Landing, Fetch]] = []
    ledgers: list[Ledger] = []
    for entry in entries:
        landing = Landing(entry, run.as_of, run.key, known.get(entry.slug) or Known(), run.progress, position)
        ledgers.append(books.ledger(entry.slug, run.as_of))
        web = keeping(run.web, run.layout.payloads, entry, run.as_of, run.key)
        outcomes = landing.known.outcomes
        fetches = [f for f in list_fetches(landing, web, ledgers[-1]) if is_due(outcomes.get(f.address), run.as_of)]
        due += [(landing, fetch) for fetch in fetches]
        if fetches or not outcomes:
            yield "sources", source_row(entry, run.as_of)
    for landing, fetch, opened in open_all(due):
        yield from landing.land(fetch, opened)
    if spent := [row for ledger in ledgers for row in ledger.rows()]:
        yield "quota", pa.Table.from_pylist(spent, QUOTA)


def read_kept(entry: Entry, visits: list[Visited], run: Run, known: Known) -> Iterator[tuple[str, pa.Table]]:
    """(raw table, rows) pairs of what was kept of a source, visit by visit, as if it came now for the first time."""
    position, known = count(1), replace(known, outcomes={})
    yield "sources", source_row(entry, run.as_of)
    for visited in visits:
        landing = Landing(entry, visited.as_of, run.key, known, run.progress, position, is_replay=True)
        for fetch in list_fetches(landing, KeptWeb(visited), Books().ledger(entry.slug, visited.as_of)):
            yield from landing.land(fetch, open_one(fetch))


def list_fetches(landing: Landing, web: Web | KeepingWeb | KeptWeb, ledger: Ledger) -> Iterator[Fetch]:
    """The fetches of a source, with what its kind may look at."""
    entry, known, key = landing.entry, landing.known, landing.key

    def is_known(ref: str, version: str) -> bool:
        document = document_id(entry.slug, ref, key)
        return known.newest.get(document) == content_hash(document, version)

    return kind_module(entry.kind).fetches(entry, Visit(landing.as_of, web, ledger, known.outcomes, is_known))


def source_row(entry: Entry, as_of: datetime) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "source_slug": entry.slug,
                "source_kind_slug": entry.kind,
                "channel_slug": entry.channel,
                "description": entry.description,
                "tier": entry.tier,
                "province_name": entry.province,
                "terms": entry.terms.note,
                "terms_keep_slug": entry.terms.keep,
                "terms_retention_days": entry.terms.retention_days,
                "outlet_name": entry.outlet,
                "agency_name": entry.agency,
                "group_slug": entry.group,
                "seen_at": as_of,
            }
        ],
        SOURCES,
    )
