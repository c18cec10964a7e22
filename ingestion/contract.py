"""The one document: records of any source in, documents and quarantine out. Nothing leaves here unmasked.

Every record read becomes exactly one of three things: a document, a duplicate (counted by the pipeline), or a
quarantined record with its reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from ingestion.kinds import Broken, Chunk
from ingestion.values import as_text, clean_column, native_times, parsed_times, read_count
from warehouse import privacy
from warehouse.schemas import DOCUMENTS, QUARANTINE

if TYPE_CHECKING:
    from ingestion.catalog import Entry

CHANNELS = ("berita", "media-sosial", "pengaduan", "rilis", "cek-fakta")
TEXT_COLUMNS = ("ref", "channel", "outlet", "account_class", "title", "text", "url", "region", "province", "agency")
COUNT_COLUMNS = ("likes", "shares", "replies", "views")
MAPPABLE = (*TEXT_COLUMNS, "author", "published_at", *COUNT_COLUMNS)
"""Names that sources.yml may map; everything else a source brings goes to `extra_json`."""

EARLIEST = datetime(1990, 1, 1)
FUTURE_SLACK = timedelta(days=1)
LONGEST_TITLE, LONGEST_TEXT = 1_000, 200_000
LONGEST_DETAIL, LONGEST_RECORD = 200, 4_000
PAGE = re.compile(r"^\s*(<!doctype html|<html|<head)", re.IGNORECASE)


@dataclass(frozen=True)
class Batch:
    """Documents (schema DOCUMENTS) and quarantined records (schema QUARANTINE) of one chunk."""

    documents: pa.Table
    quarantine: pa.Table


def apply_contract(chunk: Chunk, entry: Entry, address: str, as_of: datetime, key: bytes) -> Batch:
    """Hold every record of `chunk` against the contract. `as_of` is naive UTC, `key` makes the pseudonyms."""
    table = chunk.table
    names = {contract: entry.columns.get(contract, contract) for contract in MAPPABLE}
    present = {contract: name for contract, name in names.items() if name in table.column_names}
    count = table.num_rows
    reasons = _Reasons(count)

    texts = {name: clean_column(table, present.get(name), count) for name in TEXT_COLUMNS}
    channels = [value or entry.channel for value in texts["channel"].to_pylist()]
    reasons.add("kanal-tak-dikenal", [None if c in CHANNELS else c for c in channels])
    titles, bodies = texts["title"].to_pylist(), texts["text"].to_pylist()
    reasons.add("tanpa-teks", ["no title, no text" if not (t or b) else None for t, b in zip(titles, bodies, strict=True)])
    reasons.add("bukan-isi", ["an HTML page" if b and PAGE.match(b) else None for b in bodies])
    reasons.add("judul-terlalu-panjang", [f"{len(t)} characters" if t and len(t) > LONGEST_TITLE else None for t in titles])
    reasons.add("teks-terlalu-panjang", [f"{len(b)} characters" if b and len(b) > LONGEST_TEXT else None for b in bodies])
    published = _times(table, present.get("published_at"), entry.time_zone, as_of, reasons)
    counts = {name: _counts(table, present.get(name), name, reasons) for name in COUNT_COLUMNS}

    authors = clean_column(table, present.get("author"), count).to_pylist()
    extras = _extras(table, set(present.values()))
    masked = {name: privacy.mask_texts(texts[name]) for name in TEXT_COLUMNS if name != "url"}
    url = privacy.mask_urls(texts["url"])
    content = {
        "channel_slug": pa.array(channels, pa.string()),
        "outlet_name": masked["outlet"],
        "account_class_slug": masked["account_class"],
        "author_id": pa.array(privacy.pseudonyms(authors, key), pa.string()),
        "title": masked["title"],
        "text": masked["text"],
        "url": url,
        "published_at": published,
        "like_count": counts["likes"],
        "share_count": counts["shares"],
        "reply_count": counts["replies"],
        "view_count": counts["views"],
        "given_region_name": masked["region"],
        "given_province_name": masked["province"],
        "given_agency_name": masked["agency"],
        "extra_json": pa.array(extras, pa.string()),
    }
    content_hashes = _row_hashes(list(content.values()), count)
    refs = [_ref(r, key) if r else h for r, h in zip(texts["ref"].to_pylist(), content_hashes, strict=True)]
    ids = [_digest(entry.slug, ref) for ref in refs]
    documents = pa.table(
        {
            **content,
            "document_id": pa.array(ids, pa.string()),
            "source_slug": pa.repeat(pa.scalar(entry.slug), count),
            "document_ref": pa.array(refs, pa.string()),
            "collected_at": pa.repeat(pa.scalar(as_of, DOCUMENTS.field("collected_at").type), count),
            "content_hash": pa.array([_digest(i, h) for i, h in zip(ids, content_hashes, strict=True)], pa.string()),
        }
    ).select(DOCUMENTS.names)
    sound = pa.array([reason is None for reason in reasons.slugs], pa.bool_())
    return Batch(
        documents=documents.cast(DOCUMENTS).filter(sound),
        quarantine=_quarantine(chunk, reasons, entry.slug, address, as_of, names["author"], key),
    )


class _Reasons:
    """The first reason found against each record."""

    def __init__(self, count: int):
        self.slugs: list[str | None] = [None] * count
        self.details: list[str] = [""] * count

    def add(self, slug: str, details: Sequence[str | None]) -> None:
        """`details` holds what was seen for each record that fails, None for one that passes."""
        for i, detail in enumerate(details):
            if detail is not None and self.slugs[i] is None:
                self.slugs[i], self.details[i] = slug, detail


def _times(table: pa.Table, name: str | None, zone: str, as_of: datetime, reasons: _Reasons) -> pa.Array:
    """Naive UTC times; a value that cannot be read, or lies outside what is possible, is a reason, never a guess."""
    count = table.num_rows
    kind = DOCUMENTS.field("published_at").type
    if name is None:
        reasons.add("tanpa-tanggal", ["no column for published_at"] * count)
        return pa.nulls(count, kind)
    column = table.column(name).combine_chunks()
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    raw = [None if v is None or str(v).strip() == "" else str(v) for v in column.to_pylist()]
    times = native_times(column, zone) if pa.types.is_temporal(column.type) else parsed_times(raw, zone)
    reasons.add("tanpa-tanggal", ["empty" if v is None else None for v in raw])
    reasons.add("tanggal-tak-terbaca", [v if v is not None and t is None else None for v, t in zip(raw, times, strict=True)])
    latest = as_of + FUTURE_SLACK
    reasons.add(
        "tanggal-mustahil",
        [v if t is not None and not EARLIEST <= t <= latest else None for v, t in zip(raw, times, strict=True)],
    )
    return pa.array(times, kind)


def _counts(table: pa.Table, name: str | None, contract: str, reasons: _Reasons) -> pa.Array:
    if name is None:
        return pa.nulls(table.num_rows, pa.int64())
    values: list[int | None] = []
    failures: list[str | None] = []
    for value in table.column(name).to_pylist():
        number, failure = read_count(value, contract)
        values.append(number)
        failures.append(failure)
    reasons.add("angka-tak-terbaca", failures)
    return pa.array(values, pa.int64())


def _extras(table: pa.Table, used: set[str]) -> list[str | None]:
    names = [n for n in table.column_names if n not in used and not privacy.is_personal_column(n)]
    if not names:
        return [None] * table.num_rows
    rows = table.select(names).to_pylist()
    return [_dump({k: v for k, v in row.items() if v is not None and v != ""}) for row in rows]


def _dump(record: dict[str, Any]) -> str | None:
    """The record as masked JSON with sorted keys; None when nothing is left."""
    record = privacy.mask_value(record)
    return orjson.dumps(record, default=str, option=orjson.OPT_SORT_KEYS).decode() if record else None


def _quarantine(chunk: Chunk, reasons: _Reasons, slug: str, address: str, as_of: datetime, author: str, key: bytes) -> pa.Table:
    failed = [i for i, reason in enumerate(reasons.slugs) if reason is not None]
    named = [name for name in chunk.table.column_names if name != author]
    rows = chunk.table.select(named).take(pa.array(failed, pa.int64())).to_pylist() if failed else []
    records = [
        (chunk.numbers[i], reasons.slugs[i], reasons.details[i], _dump(row) or "{}")
        for i, row in zip(failed, rows, strict=True)
    ]
    records += [(b.number, "baris-rusak", b.reason, _broken_line(b, key)) for b in chunk.broken]
    return pa.Table.from_pylist(
        [
            {
                "quarantine_id": _digest(slug, str(reason), record),
                "source_slug": slug,
                "address": address,
                "record_number": number,
                "reason_slug": reason,
                "reason_detail": privacy.mask_text(detail)[:LONGEST_DETAIL],
                "record_json": record[:LONGEST_RECORD],
                "collected_at": as_of,
            }
            for number, reason, detail, record in records
        ],
        QUARANTINE,
    )


def _broken_line(broken: Broken, key: bytes) -> str:
    return orjson.dumps({"length": len(broken.content), "hash": privacy.pseudonym(broken.content, key)}).decode()


def _ref(ref: str, key: bytes) -> str:
    """The source's reference; a pseudonym of one that may be a number or an account of a person, so that two stay two."""
    return ref if privacy.mask_text(ref) == ref else str(privacy.pseudonym(ref, key))


def _row_hashes(columns: list[pa.Array], count: int) -> list[str]:
    """One hash a row over the text of all columns."""
    texts = [as_text(c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c).to_pylist() for c in columns]
    return [_digest(*("" if v is None else v for v in row)) for row in zip(*texts, strict=True)] if count else []


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
