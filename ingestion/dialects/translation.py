"""A table as the vendor wrote it into one with the contract's columns, as the dialect says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.contract import MAPPABLE, TIME_COLUMNS
from ingestion.dialects import ChannelBy, Dialect, Source, plain
from ingestion.times import parsed_times
from ingestion.values import as_text

TIMES = ("published_at", *TIME_COLUMNS)
BRACKETS = "[]\"' "


def translate(table: pa.Table, dialect: Dialect, given: Mapping[str, str], zone: str, as_of: datetime) -> pa.Table:
    """`table` in the contract's words. `given`, the columns that the entry names itself, win over the dialect's.

    Times that state no zone are in `zone`, and leave here with their offset; `as_of` is naive UTC.
    """
    own = {plain(name): name for name in reversed(table.column_names)}
    columns: dict[str, pa.Array] = {}
    consumed: set[str] = {own[plain(name)] for name in dialect.drop if plain(name) in own}
    for contract, sources in dialect.columns.items():
        found = [source for source in sources if all(plain(part) in own for part in _parts(source))]
        if contract in given or not found:
            continue
        texts = [_text(table, source, own) for source in found]
        columns[contract] = _first_time(texts, dialect, zone, as_of) if contract in TIMES else pc.coalesce(*texts)
        consumed |= {own[plain(part)] for source in found for part in _parts(source)}
    if "channel" not in given and (channels := _channels(table, dialect.channel, own)) is not None:
        columns["channel"] = channels
    if dialect.account_class and "account_class" not in given:
        columns["account_class"] = pa.repeat(pa.scalar(dialect.account_class), table.num_rows)
    kept = [name for name in table.column_names if name not in consumed - set(given.values())]
    return pa.table(
        [*columns.values(), *(table.column(name) for name in kept)],
        names=[*columns, *(_apart(name, given) for name in kept)],
    )


def _parts(source: Source) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else source.join


def _apart(name: str, given: Mapping[str, str]) -> str:
    return f"asli_{name}" if name in MAPPABLE and name not in given.values() else name


def _text(table: pa.Table, source: Source, own: Mapping[str, str]) -> pa.Array:
    """The column, or several joined, as trimmed text; null where it, or one of them, is empty."""
    parts = []
    for part in _parts(source):
        text = pc.utf8_trim_whitespace(as_text(table.column(own[plain(part)]).combine_chunks()))
        parts.append(pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text))
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, " ")


def _first_time(texts: list[pa.Array], dialect: Dialect, zone: str, as_of: datetime) -> pa.Array:
    """Of each row the first text that is a time, in ISO 8601; the first at all when none is, for the contract to judge."""
    return pc.coalesce(*(_times(text, dialect, zone, as_of) for text in texts), *texts)


def _times(texts: pa.Array, dialect: Dialect, zone: str, as_of: datetime) -> pa.Array:
    """What the dialect's own formats read, else the grammar of the contract; null for what is no time."""
    for word, offset in dialect.zones.items():
        texts = pc.replace_substring_regex(texts, rf"\s{word}$", offset)
    if dialect.time_format:
        texts = pc.coalesce(_each(texts, partial(_formatted, patterns=dialect.time_format)), texts)
    return pc.binary_join_element_wise(parsed_times(texts, zone, as_of).cast(pa.string()), "Z", "")


def _formatted(text: str, patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern).isoformat()
        except ValueError:
            continue
    return None


def _each(texts: pa.Array, change: Callable[[str], str | None]) -> pa.Array:
    """`change` on every distinct text; null stays null."""
    encoded = texts.dictionary_encode()
    changed = pa.array([change(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return changed.take(encoded.indices)


def _channels(table: pa.Table, channel: str | ChannelBy | None, own: Mapping[str, str]) -> pa.Array | None:
    if channel is None or (isinstance(channel, ChannelBy) and plain(channel.column) not in own):
        return None
    if isinstance(channel, str):
        return pa.repeat(pa.scalar(channel), table.num_rows)
    slugs = {plain(value): slug for value, slug in channel.values.items()}

    def slug_of(text: str) -> str | None:
        words = (plain(word.strip(BRACKETS)) for word in text.split(","))
        return next((slugs[word] for word in words if word in slugs), channel.otherwise)

    texts = _text(table, channel.column, own)
    return pc.fill_null(_each(texts, slug_of), channel.otherwise) if channel.otherwise else _each(texts, slug_of)
