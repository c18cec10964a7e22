"""Dated files of one's own, as the watch reads them: masked, cleaned, copies found, in order of time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.catalog import nearest
from ingestion.contract import CHANNELS, EARLIEST, FUTURE_SLACK, PUBLIC_CHANNELS
from ingestion.kinds import Broken
from ingestion.times import native_times, parsed_times
from ml.duplicates import DuplicateReader
from ml.issues.stream import STREAM
from ml.issues.terms import LONGEST_TITLE
from ml.places import PlaceReader
from ml.places.resolution import Given
from ml.reading import batches
from ml.text import clean_text
from orchestration.console import console
from orchestration.context import as_of
from orchestration.files import channel_column, read_table, text_column
from warehouse import privacy
from warehouse.errors import InputError

ZONE = "Asia/Jakarta"
IN_JAKARTA = timedelta(hours=7)
VOICE_COLUMN = "outlet"
NEWS, PUBLIC_TALK = "berita", "media-sosial"
BATCH = 2_000


@dataclass(frozen=True)
class DatedFile:
    """`texts`: masked, one a row; `stream`: STREAM rows by time of the rows that have a time and a text; `rows`: where each
    of them stands in the file, from 1; `undated` and `empty` rows have no time or text, `outside` ones an impossible time."""

    table: pa.Table
    broken: list[Broken]
    texts: pa.Array
    stream: pa.Table
    rows: pa.Array
    undated: int
    outside: int
    empty: int

    def rows_of(self, documents: pa.Array) -> pa.Array:
        return self.rows.take(pc.index_in(documents, value_set=self.stream["document_id"].combine_chunks()))

    def tell_left_out(self) -> None:
        reasons = _times_left_out(self.undated, self.outside) + ([f"{self.empty:,} have no text"] if self.empty else [])
        if reasons:
            console.print(f"Rows in no story: {', '.join(reasons)}.", style="yellow", soft_wrap=True)


def read_dated(source: Path, time: str, text: str, voice: str | None, channel: str | None) -> DatedFile:
    """InputError for a file or column that cannot be read, or where no row has both a time and a text.

    Where neither `channel` nor a column says what the texts are, those of a file with outlets are news.
    """
    if channel is not None and channel not in CHANNELS:
        raise InputError(f"{channel!r} is no channel{nearest(channel, CHANNELS)} There are {', '.join(CHANNELS)}.")
    table, broken = read_table(source)
    given = text_column(table, text, source)
    times = _times(table, time, source)
    voices = _voices(table, voice, source)
    channels = _channels(table, channel, source, has_outlets=VOICE_COLUMN in table.column_names)
    texts = privacy.mask_texts(given, is_public=pc.is_in(channels, value_set=pa.array(PUBLIC_CHANNELS)))
    clean = _cleaned(texts)
    is_possible, is_text = _are_possible(times), pc.not_equal(clean, "")
    usable = pc.and_(pc.fill_null(is_possible, False), is_text)
    undated, outside = is_possible.null_count, _count(pc.invert(is_possible))
    if not pc.any(usable).as_py():
        why = f" ({', '.join(reasons)})" if (reasons := _times_left_out(undated, outside)) else ""
        raise InputError(f"{source.name}: no row has both a time in {time!r} that can be read and a text in {text!r}{why}.")
    documents = [column.filter(usable) for column in (times, channels, voices, clean)]
    stream, rows = _in_order(_stream(*documents), pc.add(pc.indices_nonzero(usable).cast(pa.int64()), 1))
    return DatedFile(table, broken, texts, _with_families(stream), rows, undated, outside, _count(pc.invert(is_text)))


def _count(flags: pa.Array) -> int:
    return pc.sum(flags, min_count=0).as_py()


def _times_left_out(undated: int, outside: int) -> list[str]:
    told = {"have no time that can be read": undated, "lie before 1990 or more than a day ahead": outside}
    return [f"{count:,} {reason}" for reason, count in told.items() if count]


def _times(table: pa.Table, name: str, source: Path) -> pa.Array:
    """Naive UTC; null for what is no time. A time without a zone is of Jakarta."""
    texts, column = text_column(table, name, source), table[name].combine_chunks()
    return native_times(column, ZONE) if pa.types.is_temporal(column.type) else parsed_times(texts, ZONE, as_of())


def _are_possible(times: pa.Array) -> pa.Array:
    """Whether a document can have the time; null where there is none."""
    earliest, latest = (pa.scalar(moment, times.type) for moment in (EARLIEST, as_of() + FUTURE_SLACK))
    return pc.and_(pc.greater_equal(times, earliest), pc.less_equal(times, latest))


def _voices(table: pa.Table, name: str | None, source: Path) -> pa.Array:
    name = name or (VOICE_COLUMN if VOICE_COLUMN in table.column_names else None)
    return text_column(table, name, source) if name else pa.nulls(table.num_rows, pa.string())


def _channels(table: pa.Table, given: str | None, source: Path, has_outlets: bool) -> pa.Array:
    usual = pa.scalar(NEWS if has_outlets else PUBLIC_TALK)
    if given:
        return pa.repeat(pa.scalar(given), table.num_rows)
    found = channel_column(table, source)
    if found is None:
        return pa.repeat(usual, table.num_rows)
    return pc.if_else(pc.is_in(found, value_set=pa.array(CHANNELS)), found, usual)


def _cleaned(texts: pa.Array) -> pa.Array:
    """Each different text is cleaned once; a missing one is empty."""
    encoded = pc.fill_null(texts, "").dictionary_encode()
    return pa.array([clean_text(text) for text in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)


def _document_ids(times: pa.Array, channels: pa.Array, voices: pa.Array, texts: pa.Array) -> Iterator[str]:
    """From what a document is and not from its row, or rows put in above would give every story and issue another id.

    Numbers, as `ml.issues.backtest` asks for. Of the masked text: the hash of a telephone number could be guessed.
    """
    earlier: Counter[int] = Counter()
    told = pa.table([times.cast(pa.int64()), channels, voices, texts], names=["time", "channel", "voice", "text"])
    for batch in told.to_batches(max_chunksize=BATCH):
        for document in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            content = _number(orjson.dumps(document))
            yield str(_number(b"%d %d" % (content, earlier[content])))
            earlier[content] += 1


def _number(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest()[:8])


def _in_order(stream: pa.Table, rows: pa.Array) -> tuple[pa.Table, pa.Array]:
    """Both by time, those of one time by their ids, as a home has them: the order of the file does not matter."""
    ordered = stream.append_column("row", rows).sort_by([("published_at", "ascending"), ("document_id", "ascending")])
    return ordered.select(STREAM.names), ordered["row"].combine_chunks()


def _stream(times: pa.Array, channels: pa.Array, voices: pa.Array, texts: pa.Array) -> pa.Table:
    """STREAM: what takes a model to know is not known. In news a text as short as a headline is one."""
    is_headline = pc.and_(
        pc.is_in(channels, value_set=pa.array(PUBLIC_CHANNELS)), pc.less_equal(pc.utf8_length(texts), LONGEST_TITLE)
    )
    ids = pa.array(_document_ids(times, channels, voices, texts), pa.string())
    columns = {
        "document_id": ids,
        "input_hash": ids,
        "published_at": times,
        "channel_slug": channels,
        "voice": voices,
        "title": pc.if_else(is_headline, texts, pa.scalar(None, pa.string())),
        "text": texts,
        "is_official": pc.equal(channels, "rilis"),
        "region_codes": _regions(texts),
    }
    return pa.table([columns.get(field.name, pa.nulls(len(ids), field.type)) for field in STREAM], schema=STREAM)


def _regions(texts: pa.Array) -> pa.Array:
    """Codes of the places that each text names; each different text is read once."""
    encoded, reader = texts.dictionary_encode(), PlaceReader()
    named = [list(reader.find(text, Given())) for text in encoded.dictionary.to_pylist()]
    return pa.array(named, pa.list_(pa.string())).take(encoded.indices)


def _with_families(stream: pa.Table) -> pa.Table:
    """Copies are looked for among what came before."""
    documents = pa.table(
        {
            "document_id": stream["document_id"],
            "input_hash": stream["input_hash"],
            "clean_text": stream["text"],
            "published_on": pc.add(stream["published_at"], pa.scalar(IN_JAKARTA, pa.duration("us"))).cast(
                pa.date32(), safe=False
            ),
        }
    )
    reader = DuplicateReader(None)
    found = pa.concat_tables([reader.read(batch).select(["family_id"]) for batch in batches(documents, BATCH)])
    place = stream.schema.get_field_index("family_id")
    return stream.set_column(place, STREAM.field("family_id"), found["family_id"])
