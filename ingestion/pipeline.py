"""One source into data/raw: fetch, contract, duplicates, and one dlt load that commits all of it or nothing.

Documents, quarantined records, the outcome of every fetch and the source's own entry travel in one load package. So for
every committed fetch, read = loaded + duplicate + quarantined.
"""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import dlt
import orjson
import pyarrow as pa
from dlt.destinations import filesystem
from dlt.extract.source import DltSource

from ingestion.catalog import Entry
from ingestion.commits import Previous, read_previous, sweep
from ingestion.contract import apply_contract
from ingestion.kinds import Fetch, kind_module
from warehouse import privacy
from warehouse.layout import Layout
from warehouse.schemas import OUTCOMES, SOURCES

CONTRACT_VERSION = "1"
"""Raise when a change of the contract makes every file worth reading again."""
RAW_FILE_LAYOUT = "{table_name}/loaded_on={YYYY}-{MM}-{DD}/{load_id}.{file_id}.{ext}"
HEALTHY = frozenset({"baru", "tak-berubah", "kosong-sah"})

Progress = Callable[[str, int], None]
"""Called with the source and the number of records read so far."""


@dataclass
class Tally:
    """The counts of one fetch."""

    read: int = 0
    loaded: int = 0
    duplicate: int = 0
    quarantined: int = 0


@dataclass(frozen=True)
class Run:
    """What every load of one run shares. `as_of` is naive UTC."""

    layout: Layout
    as_of: datetime
    key: bytes
    progress: Progress = lambda _source, _count: None


def build_pipeline(layout: Layout, entry: Entry) -> dlt.Pipeline:
    """dlt's pipeline of one source; its working folder lies in the data home."""
    dlt.config["normalize.parquet_normalizer.add_dlt_load_id"] = True
    dlt.config["runtime.dlthub_telemetry"] = False
    dlt.config["runtime.log_level"] = "ERROR"
    dlt.config["load.delete_completed_jobs"] = True  # raw is the one copy that stays
    return dlt.pipeline(
        pipeline_name=f"pantau_{entry.slug}",
        pipelines_dir=str(layout.state / "dlt"),
        destination=filesystem(bucket_url=str(layout.raw), layout=RAW_FILE_LAYOUT),
        dataset_name=entry.slug,
    )


def build_source(entry: Entry, records: Iterable[tuple[str, pa.Table]] = ()) -> DltSource:
    """The dlt source of one entry: `records` are (raw table, rows) pairs; none are needed to describe the asset."""

    @dlt.resource(name=entry.slug, write_disposition="append")
    def rows() -> Iterator[Any]:
        for table, batch in records:
            yield dlt.mark.with_table_name(batch, table)

    @dlt.source(name=entry.slug)
    def source() -> Any:
        return rows()

    return source()


@contextmanager
def prepared_load(entry: Entry, run: Run) -> Iterator[tuple[DltSource, dlt.Pipeline]]:
    """A clean place to load one source from, whatever an earlier process left; others wait until it is done."""
    with source_lock(run.layout, entry.slug):
        pipeline = build_pipeline(run.layout, entry)
        if pipeline.has_pending_data:
            pipeline.drop_pending_packages()
        sweep(run.layout, entry.slug)
        yield build_source(entry, read_source(entry, run, read_previous(run.layout, entry.slug))), pipeline


@contextmanager
def source_lock(layout: Layout, source_slug: str) -> Iterator[None]:
    """Held by the one process that loads the source; the kernel gives it back when that process dies."""
    path = layout.state / "locks" / f"{source_slug}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_source(entry: Entry, run: Run, previous: Previous) -> Iterator[tuple[str, pa.Table]]:
    """(raw table, rows) pairs of one run: first the source's entry, then what each fetch gives, with its outcome."""
    yield "sources", _source_row(entry, run.as_of)
    seen = previous.content_hashes
    for fetch in kind_module(entry.kind).fetches(entry):
        yield from _read_fetch(fetch, entry, run, seen, previous.outcomes.get(fetch.address))


def _read_fetch(fetch: Fetch, entry: Entry, run: Run, seen: set[str], last: dict | None) -> Iterator[tuple[str, pa.Table]]:
    started, tally = time.monotonic(), Tally()
    fingerprint, error = None, None
    try:
        fingerprint = _fingerprint(fetch, entry)
        if last and last["fingerprint"] == fingerprint and last["state_slug"] in HEALTHY:
            state = "tak-berubah"
        elif last and last["fingerprint"] == fingerprint and last["state_slug"] == "gagal-tetap":
            state, error = "gagal-tetap", last["error"]
        else:
            yield from _read_chunks(fetch, entry, run, seen, tally)
            state = "baru" if tally.loaded or tally.quarantined else "tak-berubah" if tally.read else "kosong-sah"
    except Exception as failure:  # noqa: BLE001  (any defect of a file is an outcome of that file, whichever reader raised it)
        may_pass = isinstance(failure, OSError) and failure.errno is not None  # Arrow's OSError of a corrupt file has none
        state = "gagal-sementara" if may_pass else "gagal-tetap"
        error = privacy.mask_text(f"{type(failure).__name__}: {failure}".replace(str(entry.folder), "…"))
    yield (
        "outcomes",
        pa.Table.from_pylist(
            [
                {
                    "fetch_id": _digest(entry.slug, fetch.address, fingerprint, run.as_of.isoformat()),
                    "source_slug": entry.slug,
                    "address": fetch.address,
                    "state_slug": state,
                    "read_count": tally.read,
                    "loaded_count": tally.loaded,
                    "duplicate_count": tally.duplicate,
                    "quarantined_count": tally.quarantined,
                    "byte_count": fetch.byte_count,
                    "fetch_seconds": round(time.monotonic() - started, 3),
                    "error": error,
                    "fingerprint": fingerprint,
                    "fetched_at": run.as_of,
                }
            ],
            OUTCOMES,
        ),
    )


def _read_chunks(fetch: Fetch, entry: Entry, run: Run, seen: set[str], tally: Tally) -> Iterator[tuple[str, pa.Table]]:
    for chunk in fetch.read():
        batch = apply_contract(chunk, entry, fetch.address, run.as_of, run.key)
        fresh = _unseen(batch.documents, seen)
        tally.read += chunk.table.num_rows + len(chunk.broken)
        tally.loaded += fresh.num_rows
        tally.duplicate += batch.documents.num_rows - fresh.num_rows
        tally.quarantined += batch.quarantine.num_rows
        run.progress(entry.slug, tally.read)
        if fresh.num_rows:
            yield "documents", fresh
        if batch.quarantine.num_rows:
            yield "quarantine", batch.quarantine


def _unseen(documents: pa.Table, seen: set[str]) -> pa.Table:
    """The documents whose content was not there before, each once; `seen` grows by them."""
    fresh = []
    for content_hash in documents.column("content_hash").to_pylist():
        fresh.append(content_hash not in seen)
        seen.add(content_hash)
    return documents.filter(pa.array(fresh, pa.bool_()))


def _source_row(entry: Entry, as_of: datetime) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "source_slug": entry.slug,
                "source_kind_slug": entry.kind,
                "channel_slug": entry.channel,
                "description": entry.description,
                "tier": entry.tier,
                "province_name": entry.province,
                "terms": entry.terms,
                "seen_at": as_of,
            }
        ],
        SOURCES,
    )


def _fingerprint(fetch: Fetch, entry: Entry) -> str:
    settings = orjson.dumps(entry.model_dump(mode="json", exclude={"folder"}), option=orjson.OPT_SORT_KEYS)
    return _digest(CONTRACT_VERSION, settings.decode(), fetch.fingerprint())


def _digest(*parts: str | None) -> str:
    return hashlib.blake2b("\x1f".join(part or "" for part in parts).encode(), digest_size=16).hexdigest()
