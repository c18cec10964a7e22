"""The one document: records of any source in, documents and quarantine out. Nothing leaves here unmasked.

Every record read becomes exactly one of three things: a document, a duplicate (counted by the pipeline), or a
quarantined record with its reason. Whole columns are worked on at once; only rows that need it are looked at one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.kinds import Broken, Chunk
from ingestion.times import native_times, parsed_times
from ingestion.values import as_text, clean_column, read_counts
from warehouse import privacy
from warehouse.schemas import DOCUMENTS, QUARANTINE

if TYPE_CHECKING:
    from ingestion.catalog import Entry, Terms

CHANNELS = ("berita", "media-sosial", "pengaduan", "rilis", "cek-fakta")
PUBLIC_CHANNELS = ("berita", "rilis", "cek-fakta")
"""Here a name is mostly one of public life: it is masked where a cue says otherwise. Elsewhere every full name is."""
TEXT_COLUMNS = {
    "channel": "channel_slug",
    "outlet": "outlet_name",
    "account_class": "account_class_slug",
    "title": "title",
    "text": "text",
    "region": "given_region_name",
    "province": "given_province_name",
    "agency": "given_agency_name",
    "topic": "given_topic_name",
    "status": "process_status",
    "claim_text": "claim_text",
    "claim_rating": "claim_rating",
}
PERSON_COLUMNS = {"author": "author_id", "claimant": "claimant_id"}
TIME_COLUMNS = {
    "updated_at": "updated_at",
    "disposed_at": "disposed_at",
    "answered_at": "answered_at",
    "closed_at": "closed_at",
    "claimed_at": "claimed_at",
}
COUNT_COLUMNS = {"likes": "like_count", "shares": "share_count", "replies": "reply_count", "views": "view_count"}
MAPPABLE = ("ref", "url", "published_at", *TEXT_COLUMNS, *PERSON_COLUMNS, *TIME_COLUMNS, *COUNT_COLUMNS)
"""Names that sources.yml may map; everything else a source brings goes to `extra_json`."""

EARLIEST = datetime(1990, 1, 1)
FUTURE_SLACK = timedelta(days=1)
LONGEST_TITLE, LONGEST_TEXT = 1_000, 200_000
LONGEST_LEAD = 500
LONGEST_DETAIL, LONGEST_RECORD = 200, 4_000
PAGE = r"(?i)^\s*(<!doctype html|<html|<head)"
WRITTEN_APART = r'^\s*[\[{]|["\\\x00-\x1f]'
"""Text that is JSON itself, or that JSON has to escape."""
SEPARATOR = "\x1f"
VERSION = "version"
"""Column of a versioned chunk: the source's own key of this version of the record."""


@dataclass(frozen=True)
class Batch:
    """Documents (schema DOCUMENTS, `load_position` still null) and quarantined records (schema QUARANTINE) of one chunk."""

    documents: pa.Table
    quarantine: pa.Table


def apply_contract(chunk: Chunk, entry: Entry, address: str, as_of: datetime, key: bytes) -> Batch:
    """Hold every record of `chunk` against the contract. `as_of` is naive UTC, `key` makes the pseudonyms."""
    table, count = chunk.table, chunk.table.num_rows
    names = {contract: entry.columns.get(contract, contract) for contract in MAPPABLE}
    present = {contract: name for contract, name in names.items() if name in table.column_names}
    used = {*present.values(), *([VERSION] if chunk.is_versioned else [])}
    reasons = _Reasons(count)

    texts = {name: clean_column(table, present.get(name), count) for name in (*TEXT_COLUMNS, "ref", "url")}
    for name, default in {
        "channel": entry.channel,
        "outlet": entry.outlet,
        "region": entry.region,
        "agency": entry.agency,
    }.items():
        if default is not None:
            texts[name] = pc.fill_null(texts[name], default)
    texts |= _within_terms(texts["title"], texts["text"], entry.terms)
    _check_texts(texts, reasons)
    times = {"published_at": _published(table, present.get("published_at"), entry.time_zone, as_of, reasons)}
    times |= {
        column: _other_times(table, present.get(name), entry.time_zone, as_of, reasons) for name, column in TIME_COLUMNS.items()
    }
    counts = {column: _counts(table, present.get(name), name, reasons) for name, column in COUNT_COLUMNS.items()}
    is_public = _is_public(texts["channel"])
    content = {
        **privacy.mask_columns({column: texts[name] for name, column in TEXT_COLUMNS.items()}, is_public),
        "url": privacy.mask_urls(texts["url"]),
        **times,
        **counts,
        **{column: _pseudonyms(table, present.get(name), count, key) for name, column in PERSON_COLUMNS.items()},
        "extra_json": _extras(table, used, entry.terms, is_public),
    }
    documents = _identified(content, texts["ref"], _versions(chunk), entry.slug, key)
    documents["source_slug"] = pa.repeat(pa.scalar(entry.slug), count)
    documents["collected_at"] = pa.repeat(pa.scalar(as_of, DOCUMENTS.field("collected_at").type), count)
    documents["load_position"] = pa.nulls(count, pa.int64())
    return Batch(
        documents=pa.table(documents).select(DOCUMENTS.names).cast(DOCUMENTS).filter(pa.array(~reasons.found)),
        quarantine=_quarantine(chunk, reasons, entry, address, as_of, {names[name] for name in PERSON_COLUMNS}, key),
    )


def document_id(source_slug: str, ref: str, key: bytes) -> str:
    """The id of the document that a source calls `ref`."""
    return _digest(source_slug, _masked_ref(ref.strip(), key))


def content_hash(document: str, version: str) -> str:
    """The content hash of a document of which the source names the version."""
    return _digest(document, version)


class _Reasons:
    """The first reason found against each record."""

    def __init__(self, count: int):
        self.found = np.zeros(count, bool)
        self.slugs: dict[int, str] = {}
        self.details: dict[int, str] = {}

    def add(self, slug: str, failed: Any, detail: Callable[[int], str]) -> None:
        """`failed` tells for each record whether it fails (null: it does not); `detail` what was seen in the i-th."""
        if isinstance(failed, pa.Array | pa.ChunkedArray):
            failed = pc.fill_null(failed, False).to_numpy(zero_copy_only=False)
        for i in np.flatnonzero(failed & ~self.found).tolist():
            self.slugs[i], self.details[i] = slug, detail(i)
        self.found |= failed


def _is_public(channels: pa.Array) -> pa.Array | bool:
    """Whether the records are of a public channel: one answer where all are of the same, else one for each."""
    public = pc.is_in(channels, value_set=pa.array(PUBLIC_CHANNELS))
    answers = pc.unique(public).to_pylist()
    return answers[0] if len(answers) == 1 else public


def _check_texts(texts: dict[str, pa.Array], reasons: _Reasons) -> None:
    title, text, channel = texts["title"], texts["text"], texts["channel"]
    known = pc.is_in(channel, value_set=pa.array(CHANNELS))
    reasons.add("kanal-tak-dikenal", pc.invert(known), lambda i: channel[i].as_py())
    reasons.add("tanpa-teks", pc.and_(pc.is_null(title), pc.is_null(text)), lambda _: "no title, no text")
    reasons.add("bukan-isi", pc.match_substring_regex(text, PAGE), lambda _: "an HTML page")
    for slug, column, longest in (
        ("judul-terlalu-panjang", title, LONGEST_TITLE),
        ("teks-terlalu-panjang", text, LONGEST_TEXT),
    ):
        length = pc.utf8_length(column)
        reasons.add(slug, pc.greater(length, longest), lambda i, length=length: f"{length[i]} characters")


def _within_terms(title: pa.Array, text: pa.Array, terms: Terms) -> dict[str, pa.Array]:
    """Title and text, without what the terms do not allow to keep."""
    if terms.keep == "judul":
        text = pa.nulls(len(text), pa.string())
    elif terms.keep == "ringkasan":
        text = privacy.change_where(text, pc.greater(pc.utf8_length(text), LONGEST_LEAD), _lead)
    return {"title": title, "text": text}


def _lead(text: str) -> str:
    """The whole words among the first characters."""
    return text[: LONGEST_LEAD - 1].rsplit(None, 1)[0] + "…"


def _published(table: pa.Table, name: str | None, zone: str, as_of: datetime, reasons: _Reasons) -> pa.Array:
    """Naive UTC times; one that is missing, cannot be read, or lies outside what is possible, is a reason, never a guess."""
    if name is None:
        reasons.add("tanpa-tanggal", np.ones(table.num_rows, bool), lambda _: "no column for published_at")
        return pa.nulls(table.num_rows, DOCUMENTS.field("published_at").type)
    raw, times = _times(table.column(name), zone, as_of)
    reasons.add("tanpa-tanggal", pc.is_null(raw), lambda _: "empty")
    reasons.add("tanggal-tak-terbaca", pc.is_null(times), lambda i: raw[i].as_py())
    reasons.add("tanggal-mustahil", _is_impossible(times, as_of), lambda i: raw[i].as_py())
    return times


def _other_times(table: pa.Table, name: str | None, zone: str, as_of: datetime, reasons: _Reasons) -> pa.Array:
    """Times that a record need not have; one that is there must be readable and possible, too."""
    if name is None:
        return pa.nulls(table.num_rows, DOCUMENTS.field("updated_at").type)
    raw, times = _times(table.column(name), zone, as_of)
    unread = pc.and_(pc.is_null(times), pc.is_valid(raw))
    reasons.add("tanggal-tak-terbaca", unread, lambda i: f"{name}: {raw[i].as_py()}")
    reasons.add("tanggal-mustahil", _is_impossible(times, as_of), lambda i: f"{name}: {raw[i].as_py()}")
    return times


def _is_impossible(times: pa.Array, as_of: datetime) -> pa.Array:
    earliest, latest = (pa.scalar(time, times.type) for time in (EARLIEST, as_of + FUTURE_SLACK))
    return pc.or_(pc.less(times, earliest), pc.greater(times, latest))


def _times(column: pa.ChunkedArray, zone: str, as_of: datetime) -> tuple[pa.Array, pa.Array]:
    """The values as text (blank is null), and as naive UTC times (null where none could be read)."""
    column = column.combine_chunks()
    raw = pc.utf8_trim_whitespace(as_text(column))
    raw = pc.if_else(pc.equal(raw, ""), pa.scalar(None, pa.string()), raw)
    return raw, native_times(column, zone) if pa.types.is_temporal(column.type) else parsed_times(raw, zone, as_of)


def _counts(table: pa.Table, name: str | None, contract: str, reasons: _Reasons) -> pa.Array:
    if name is None:
        return pa.nulls(table.num_rows, pa.int64())
    numbers, failures = read_counts(table.column(name))
    reasons.add("angka-tak-terbaca", pc.is_valid(failures), lambda i: f"{contract}: {failures[i]}")
    return numbers


def _pseudonyms(table: pa.Table, name: str | None, count: int, key: bytes) -> pa.Array:
    """Each name is hashed once, however often it comes."""
    names = clean_column(table, name, count).dictionary_encode()
    return pa.array(privacy.pseudonyms(names.dictionary.to_pylist(), key), pa.string()).take(names.indices)


def _extras(table: pa.Table, used: set[str], terms: Terms, is_public: pa.Array | bool = False) -> pa.Array:
    """What is left of each record as masked JSON with sorted keys; null when nothing is."""
    left = {name: table.column(name).combine_chunks() for name in sorted(table.column_names) if name not in used}
    members = [
        _members(name, column, terms, is_public) for name, column in left.items() if not privacy.is_personal_column(name)
    ]
    if not members:
        return pa.nulls(table.num_rows, pa.string())
    # Arrow's own skipping of nulls drops rows at the end that hold nothing else
    ended = [pc.fill_null(pc.binary_join_element_wise(member, ",", ""), "") for member in members]
    joined = pc.utf8_rtrim(pc.binary_join_element_wise(*ended, ""), ",")
    record = pc.binary_join_element_wise("{", joined, "}", "")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), record)


def _members(name: str, column: pa.Array, terms: Terms, is_public: pa.Array | bool) -> pa.Array:
    """`"name":value` as JSON, masked; null where there is no value."""
    key = orjson.dumps(privacy.mask_text(name)).decode() + ":"
    if pa.types.is_string(column.type):
        column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        values = pc.binary_join_element_wise('"', column, '"', "")
        special = pc.fill_null(pc.or_(pc.match_substring_regex(column, WRITTEN_APART), privacy.is_suspicious(column)), False)
        for public in (True, False):
            where = pc.and_(special, pc.equal(is_public, public))
            if pc.any(where).as_py():
                values = pc.if_else(where, privacy.change_where(column, where, partial(_member, is_public=public)), values)
    elif pa.types.is_integer(column.type):
        values = _numbers(column)
    else:
        publics = is_public.to_pylist() if isinstance(is_public, pa.Array) else [is_public] * len(column)
        values = pa.array([_member(v, p) for v, p in zip(column.to_pylist(), publics, strict=True)], pa.string())
    if terms.keep != "isi":
        values = pc.if_else(pc.greater(pc.utf8_length(values), LONGEST_LEAD), pa.scalar(None, pa.string()), values)
    return pc.binary_join_element_wise(key, values, "")


def _numbers(column: pa.Array) -> pa.Array:
    """Whole numbers as JSON; a text where one had to be masked."""
    written = column.cast(pa.string())
    masked = privacy.mask_texts(written)
    return pc.if_else(pc.equal(written, masked), written, pc.binary_join_element_wise('"', masked, '"', ""))


def _member(value: Any, is_public: bool) -> str | None:
    return None if value is None or value == "" else orjson.dumps(privacy.mask_value(value, is_public), default=str).decode()


def _versions(chunk: Chunk) -> list[str | None]:
    return chunk.table.column(VERSION).to_pylist() if chunk.is_versioned else [None] * chunk.table.num_rows


def _identified(
    content: dict[str, pa.Array], refs: pa.Array, versions: list[str | None], source_slug: str, key: bytes
) -> dict[str, pa.Array]:
    """`content` with reference, document id and content hash; the hash of the content is the reference where there is none."""
    personal = pc.not_equal(privacy.mask_texts(refs), refs)
    refs = privacy.change_where(refs, personal, lambda ref: _masked_ref(ref, key))
    rows = _joined(list(content.values()))
    if refs.null_count:
        refs = pc.coalesce(refs, pa.array(_digests(rows), pa.string()))
    ids = _digests(f"{source_slug}{SEPARATOR}{ref}" for ref in refs.to_pylist())
    told = (row if version is None else version for row, version in zip(rows, versions, strict=True))
    hashes = _digests(f"{own}{SEPARATOR}{content}" for own, content in zip(ids, told, strict=True))
    return {
        **content,
        "document_ref": refs,
        "document_id": pa.array(ids, pa.string()),
        "content_hash": pa.array(hashes, pa.string()),
    }


def _joined(columns: list[pa.Array]) -> list[str]:
    """The text of all columns of each row, null as blank."""
    texts = [as_text(c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c) for c in columns]
    return pc.binary_join_element_wise(*texts, SEPARATOR, null_handling="replace", null_replacement="").to_pylist()


def _masked_ref(ref: str, key: bytes) -> str:
    """The source's reference; a pseudonym of one that may be a number or an account of a person, so that two stay two."""
    return ref if privacy.mask_text(ref) == ref else str(privacy.pseudonym(ref, key))


def _quarantine(
    chunk: Chunk, reasons: _Reasons, entry: Entry, address: str, as_of: datetime, persons: set[str], key: bytes
) -> pa.Table:
    failed = sorted(reasons.slugs)
    told = _extras(chunk.table.take(pa.array(failed, pa.int64())), persons, entry.terms).to_pylist() if failed else []
    records = [
        (chunk.numbers[i], reasons.slugs[i], reasons.details[i], record or "{}") for i, record in zip(failed, told, strict=True)
    ]
    records += [(b.number, "baris-rusak", b.reason, _broken_line(b, key)) for b in chunk.broken]
    return pa.Table.from_pylist(
        [
            {
                "quarantine_id": _digest(entry.slug, reason, record),
                "source_slug": entry.slug,
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


def _digests(texts: Iterable[str]) -> list[str]:
    """`_digest` of many texts that are whole; a call for each would take as long as the hash."""
    return [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]


def _digest(*parts: str) -> str:
    return hashlib.blake2b(SEPARATOR.join(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()
