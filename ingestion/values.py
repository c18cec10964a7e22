"""Values as sources write them, read as text, times and counts; what cannot be read is never guessed."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
import pyarrow.compute as pc

DAY_FIRST_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S")
CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"
WHOLE = re.compile(r"\d{1,18}(\.0)?", re.ASCII)


def clean_column(table: pa.Table, name: str | None, count: int) -> pa.Array:
    """A column as text: entities and control characters resolved, ends trimmed, blank is null."""
    if name is None:
        return pa.nulls(count, pa.string())
    column = table.column(name).combine_chunks()
    if not pa.types.is_string(column.type):
        column = as_text(column)
    column = pc.utf8_trim_whitespace(pc.replace_substring_regex(column, CONTROL, ""))
    if pc.any(pc.match_substring(column, "&")).as_py():
        column = pa.array([None if v is None else html.unescape(v).strip() for v in column.to_pylist()], pa.string())
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def as_text(column: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = column.to_pylist()
        return pa.array([None if v is None else orjson.dumps(v, default=str).decode() for v in values], pa.string())


def native_times(column: pa.Array, zone: str) -> list[datetime | None]:
    """Timestamps and dates; a time of day or a duration is no moment."""
    return [_to_naive_utc(_midnight(value), ZoneInfo(zone)) for value in column.to_pylist()]


def _midnight(value: Any) -> datetime | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value if isinstance(value, datetime) else None


def parsed_times(raw: list[str | None], zone: str) -> list[datetime | None]:
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


def read_count(value: Any, contract: str) -> tuple[int | None, str | None]:
    """A whole number from 0 on, or what was seen instead."""
    if value is None or (isinstance(value, str) and not value.strip()) or value != value:
        return None, None
    written = f"{value:.0f}" if isinstance(value, float | Decimal) and value % 1 == 0 else str(value).strip()
    return (int(written.removesuffix(".0")), None) if WHOLE.fullmatch(written) else (None, f"{contract}: {value!r}")
