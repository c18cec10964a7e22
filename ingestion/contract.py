"""The one document: records of any source in, documents and quarantine out. Nothing leaves here unmasked.

Every record read becomes exactly one of three things: a document, a duplicate (counted by the pipeline), or a
quarantined record with its reason.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.kinds import Broken, Chunk
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
DAY_FIRST_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S")
CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"
WHOLE = re.compile(r"\d{1,18}(\.0)?", re.ASCII)
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

    texts = {name: _clean(table, present.get(name), count) for name in TEXT_COLUMNS}
    channels = [value or entry.channel for value in texts["channel"].to_pylist()]
    reasons.add("kanal-tak-dikenal", [None if c in CHANNELS else c for c in channels])
    titles, bodies = texts["title"].to_pylist(), texts["text"].to_pylist()
    reasons.add("tanpa-teks", ["no title, no text" if not (t or b) else None for t, b in zip(titles, bodies, strict=True)])
    reasons.add("bukan-isi", ["an HTML page" if b and PAGE.match(b) else None for b in bodies])
    reasons.add("judul-terlalu-panjang", [f"{len(t)} characters" if t and len(t) > LONGEST_TITLE else None for t in titles])
    reasons.add("teks-terlalu-panjang", [f"{len(b)} characters" if b and len(b) > LONGEST_TEXT else None for b in bodies])
    published = _times(table, present.get("published_at"), entry.time_zone, as_of, reasons)
    counts = {name: _counts(table, present.get(name), name, reasons) for name in COUNT_COLUMNS}

    authors = _clean(table, present.get("author"), count).to_pylist()
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


def _clean(table: pa.Table, name: str | None, count: int) -> pa.Array:
    """A column as text: entities and control characters resolved, ends trimmed, blank is null."""
    if name is None:
        return pa.nulls(count, pa.string())
    column = table.column(name).combine_chunks()
    if not pa.types.is_string(column.type):
        column = _as_text(column)
    column = pc.utf8_trim_whitespace(pc.replace_substring_regex(column, CONTROL, ""))
    if pc.any(pc.match_substring(column, "&")).as_py():
        column = pa.array([None if v is None else html.unescape(v).strip() for v in column.to_pylist()], pa.string())
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _as_text(column: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = column.to_pylist()
        return pa.array([None if v is None else orjson.dumps(v, default=str).decode() for v in values], pa.string())


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
    times = _native_times(column, zone) if pa.types.is_temporal(column.type) else _parsed_times(raw, zone)
    reasons.add("tanpa-tanggal", ["empty" if v is None else None for v in raw])
    reasons.add("tanggal-tak-terbaca", [v if v is not None and t is None else None for v, t in zip(raw, times, strict=True)])
    latest = as_of + FUTURE_SLACK
    reasons.add(
        "tanggal-mustahil",
        [v if t is not None and not EARLIEST <= t <= latest else None for v, t in zip(raw, times, strict=True)],
    )
    return pa.array(times, kind)


def _native_times(column: pa.Array, zone: str) -> list[datetime | None]:
    """Timestamps and dates; a time of day or a duration is no moment."""
    return [_to_naive_utc(_midnight(value), ZoneInfo(zone)) for value in column.to_pylist()]


def _midnight(value: Any) -> datetime | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value if isinstance(value, datetime) else None


def _parsed_times(raw: list[str | None], zone: str) -> list[datetime | None]:
    distinct = list({value for value in raw if value is not None})
    parsed = dict(zip(distinct, (_parse_time(value.strip(), ZoneInfo(zone)) for value in distinct), strict=True))
    return [None if value is None else parsed[value] for value in raw]


def _parse_time(value: str, zone: ZoneInfo) -> datetime | None:
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        time = _parse_day_first(value)
    return _to_naive_utc(time, zone)


def _to_naive_utc(time: datetime | None, zone: ZoneInfo) -> datetime | None:
    try:
        return time and (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return None


def _parse_day_first(value: str) -> datetime | None:
    for pattern in DAY_FIRST_FORMATS:
        try:
            return datetime.strptime(value, pattern)
        except ValueError:
            continue
    return None


def _counts(table: pa.Table, name: str | None, contract: str, reasons: _Reasons) -> pa.Array:
    if name is None:
        return pa.nulls(table.num_rows, pa.int64())
    values: list[int | None] = []
    failures: list[str | None] = []
    for value in table.column(name).to_pylist():
        number, failure = _count(value, contract)
        values.append(number)
        failures.append(failure)
    reasons.add("angka-tak-terbaca", failures)
    return pa.array(values, pa.int64())


def _count(value: Any, contract: str) -> tuple[int | None, str | None]:
    """A whole number from 0 on, or what was seen instead."""
    if value is None or (isinstance(value, str) and not value.strip()) or value != value:
        return None, None
    written = f"{value:.0f}" if isinstance(value, float | Decimal) and value % 1 == 0 else str(value).strip()
    return (int(written.removesuffix(".0")), None) if WHOLE.fullmatch(written) else (None, f"{contract}: {value!r}")


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
    texts = [_as_text(c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c).to_pylist() for c in columns]
    return [_digest(*("" if v is None else v for v in row)) for row in zip(*texts, strict=True)] if count else []


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
