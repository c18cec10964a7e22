"""`pantau enrich`: cleaning, language, copies, places, agencies and people in office for any file, as columns beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from rich.table import Table
from rich.text import Text

from ingestion.catalog import nearest
from ingestion.contract import CHANNELS, PUBLIC_CHANNELS
from ingestion.times import parse_time
from ml.enrichment import COLUMNS, Enricher, as_columns, place_codes
from ml.reading import batches
from orchestration.console import Bars, console
from orchestration.context import as_of
from orchestration.files import check_target, keep_aside, read_table, text_column, write_beside
from orchestration.readers import enricher
from warehouse import privacy
from warehouse.errors import InputError

STEP = "enrich"
BATCH = 2_000
JAKARTA, IN_JAKARTA = ZoneInfo("Asia/Jakarta"), timedelta(hours=7)
LAST_YEAR = 9999


def enrich_command(source: Path, target: Path, text: str, time: str | None, region: str | None, channel: str) -> None:
    """InputError for a file that cannot be read, a column that it lacks, or a format that cannot be written."""
    check_target(source, target)
    if channel not in CHANNELS:
        raise InputError(f"{channel!r} is no channel{nearest(channel, CHANNELS)} There are {', '.join(CHANNELS)}.")
    table, broken = read_table(source)
    given, times, regions = (text_column(table, name, source) if name else None for name in (text, time, region))
    texts = privacy.mask_texts(given, is_public=channel in PUBLIC_CHANNELS)
    with Bars() as bars:
        bars.advance(STEP, 0, table.num_rows)
        readers = enricher()
        added = _enrich(_documents(texts, times, regions, channel, readers), readers, bars)
    write_beside(table, text, texts, added, target)
    _tell(added, target)
    keep_aside(broken, target)


def _documents(texts: pa.Array, times: pa.Array | None, regions: pa.Array | None, channel: str, readers: Enricher) -> pa.Table:
    ids = pa.array([str(row) for row in range(1, len(texts) + 1)])
    unknown = pa.nulls(len(texts), pa.string())
    province_codes, region_codes = place_codes(readers.places, regions) if regions is not None else (unknown, unknown)
    return pa.table(
        {
            "document_id": ids,
            "input_hash": ids,
            "document_text": pc.fill_null(texts, ""),
            "channel_slug": pa.repeat(pa.scalar(channel), len(texts)),
            "published_on": _dates(times) if times is not None else pa.nulls(len(texts), pa.date32()),
            "given_province_code": province_codes,
            "given_region_code": region_codes,
        }
    )


def _dates(times: pa.Array) -> pa.Array:
    """Dates in Asia/Jakarta; null where there is no time, or none that can be read."""
    now = as_of()
    known = {text: parse_time(text, JAKARTA, now) for text in times.unique().to_pylist() if text}
    dates = {text: (time + IN_JAKARTA).date() for text, time in known.items() if time and time.year < LAST_YEAR}
    return pa.array([dates.get(text) for text in times.to_pylist()], pa.date32())


def _enrich(documents: pa.Table, readers: Enricher, bars: Bars) -> pa.Table:
    found: list[dict[str, pa.Table]] = []
    for number, batch in enumerate(batches(documents, BATCH), 1):
        found.append(readers.read(batch))
        bars.advance(STEP, min(number * BATCH, documents.num_rows), documents.num_rows)
    added = as_columns({name: pa.concat_tables([one[name] for one in found]) for name in found[0]})
    bars.finish(STEP, f"{documents.num_rows:,} rows")
    return added


def _tell(added: pa.Table, target: Path) -> None:
    table = Table("found", "rows", box=None, header_style="bold")
    for name, count in _counts(added):
        table.add_row(Text(name), f"{count:,}")
    console.print(table)
    console.print(f"{added.num_rows:,} rows and {len(COLUMNS)} new columns in {target}", markup=False, soft_wrap=True)


def _counts(added: pa.Table) -> Iterator[tuple[str, int]]:
    languages = pc.value_counts(added["language_slug"]).to_pylist()
    for row in sorted(languages, key=lambda row: -row["counts"])[:5]:
        yield f"language {row['values']}", row["counts"]
    for told, column in (
        ("names a place", "province_code"),
        ("names a regency or city", "region_code"),
        ("names an agency", "agencies_named"),
        ("names a person in office", "officials"),
        ("copies an earlier row", "duplicate_of_row"),
    ):
        yield told, added.num_rows - added[column].null_count
