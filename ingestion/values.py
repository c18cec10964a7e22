"""Values as sources write them, read as text and counts; what cannot be read is never guessed."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"
DEEPEST = 100

UNSAID = ("", "-", "n/a")
LONGEST_COUNT, MOST_DIGITS = 40, 18
PLAIN = re.compile(r"\d{1,18}(?:\.0)?", re.ASCII)
GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[., ])\d{3}(?:(?P=mark)\d{3}){0,4}", re.ASCII)
SHORT = re.compile(r"(\d{1,4})(?:[.,](\d\d?))? ?(rb|ribu|jt|juta|k)", re.ASCII | re.IGNORECASE)
MILLIONS = re.compile(r"(\d{1,4})(?:\.(\d\d?))?(M)", re.ASCII)
"""English, and so without blank or comma: the Indonesian "1,2 M" is a milliard, and no count here."""
SCALES = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000, "m": 1_000_000}


def to_texts(records: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Records with any values as a table of text columns, one row each; a field that a record lacks is null.

    Text stays as it is, times are ISO 8601, and everything else is JSON. Halves of a UTF-16 pair, which no file can hold,
    become U+FFFD.
    """
    rows = [{_whole(str(name)): _text(value) for name, value in record.items()} for record in records]
    names = dict.fromkeys(name for row in rows for name in row) or ["ref"]  # a table without columns has no rows
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value and _whole(value)
    if isinstance(value, float):
        return None if math.isnan(value) else repr(value)
    if isinstance(value, date | time):
        return value.isoformat()
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        plain = _plain(value)
        return plain if isinstance(plain, str) else orjson.dumps(plain).decode()


def _plain(value: Any, depth: int = 0) -> Any:
    """`value` as JSON can hold it: what is no JSON is text, and so is what lies too deep."""
    if depth < DEEPEST and isinstance(value, Mapping):
        return {_whole(str(name)): _plain(v, depth + 1) for name, v in value.items()}
    if depth < DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [_plain(v, depth + 1) for v in value]
    if value is None or isinstance(value, float) or (isinstance(value, int) and -(2**63) <= value < 2**64):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return "…" if isinstance(value, Mapping | list | tuple) else _whole(str(value))


def _whole(text: str) -> str:
    """The text with lone surrogates replaced."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clean_column(table: pa.Table, name: str | None, count: int) -> pa.Array:
    """A column as text: entities and control characters resolved, ends trimmed, blank is null."""
    if name is None:
        return pa.nulls(count, pa.string())
    column = table.column(name).combine_chunks()
    if not pa.types.is_string(column.type):
        column = as_text(column)
    if pc.any(pc.match_substring_regex(column, CONTROL)).as_py():
        column = pc.replace_substring_regex(column, CONTROL, "")
    column = pc.utf8_trim_whitespace(column)
    if pc.any(pc.match_substring(column, "&")).as_py():
        column = pa.array([None if v is None else html.unescape(v).strip() for v in column.to_pylist()], pa.string())
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def as_text(column: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = column.to_pylist()
        return pa.array([None if v is None else orjson.dumps(v, default=str).decode() for v in values], pa.string())


def read_counts(column: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """The whole numbers from 0 on as int64, and beside them, as text, what is none. Where nothing was said, both are null."""
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_string(column.type):
        column = pc.utf8_trim_whitespace(column)
    if _is_plain(column):
        return column.cast(pa.int64()), pa.nulls(len(column), pa.string())
    if not pa.types.is_string(column.type):
        return _columns([read_count(value) for value in column.to_pylist()])
    encoded = column.dictionary_encode()
    numbers, failures = _columns([read_count(value) for value in encoded.dictionary.to_pylist()])
    return numbers.take(encoded.indices), failures.take(encoded.indices)


def _is_plain(column: pa.Array) -> bool:
    """Whether all of it is whole numbers from 0 on that Arrow reads by itself."""
    if pa.types.is_integer(column.type):
        extremes = pc.min_max(column).as_py()
        return (extremes["min"] or 0) >= 0 and (extremes["max"] or 0) < 10**MOST_DIGITS
    if not pa.types.is_string(column.type):
        return False
    is_plain = pc.and_(pc.ascii_is_decimal(column), pc.less_equal(pc.binary_length(column), MOST_DIGITS))
    return pc.all(is_plain, min_count=0).as_py()


def _columns(read: list[tuple[int | None, str | None]]) -> tuple[pa.Array, pa.Array]:
    return pa.array([number for number, _ in read], pa.int64()), pa.array([failure for _, failure in read], pa.string())


def read_count(value: Any) -> tuple[int | None, str | None]:
    """A whole number from 0 on, or what was seen instead; neither where nothing was said.

    A count is whole, so threes behind a point are thousands: "1.234" is 1234. Not so in a value that is a number already.
    """
    if value is None or value != value:
        return None, None
    if isinstance(value, str):
        number = _written_count(value)
        return (None, None) if value.strip().lower() in UNSAID else (number, None if number is not None else repr(value))
    is_count = isinstance(value, int | float | Decimal) and not isinstance(value, bool) and 0 <= value < 10**MOST_DIGITS
    return (int(value), None) if is_count and value % 1 == 0 else (None, repr(value))


def _written_count(value: str) -> int | None:
    if len(value) > LONGEST_COUNT:
        return None
    text = " ".join(value.split())
    if PLAIN.fullmatch(text):
        return int(text.removesuffix(".0"))
    if GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    if short := SHORT.fullmatch(text) or MILLIONS.fullmatch(text):
        whole, part, scale = short.groups("0")
        return (int(whole) * 100 + int(part.ljust(2, "0"))) * SCALES[scale.lower()] // 100
    return None
