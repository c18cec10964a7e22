"""Times as the public writes them, all as naive UTC. What the grammar does not know, or what could mean two things, is no
time: never a guess. Day comes before month. `docs/decisions/0009-times.md` says why no library does this.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.dates import read_date

MOMENT = pa.timestamp("us")
LONGEST = 80
EPOCH, FIRST_STAMP, END_OF_STAMPS = datetime(1970, 1, 1), datetime(1990, 1, 1), datetime(2100, 1, 1)

ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?(?: ?(?:Z|[+-]\d\d(?::?[0-5]\d)?))?)?"
    r"|\d{8}(?:T\d{4}(?:\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?[0-5]\d)?)?)?",
    re.ASCII,
)
"""Narrower than `fromisoformat`, to which 2026-11-21+07:00 is seven in the morning, and 2026-W47 a Monday."""

STAMP = re.compile(r"(?P<seconds>\d{10}(?:\.\d{1,9})?)|(?P<milliseconds>\d{13}(?:\.\d{1,9})?)", re.ASCII)
SPANS = {
    word: timedelta(**{unit: 1})
    for unit, words in {
        "seconds": "detik second seconds sec secs",
        "minutes": "menit minute minutes min mins",
        "hours": "jam hour hours hr hrs",
        "days": "hari day days",
        "weeks": "minggu week weeks",
    }.items()
    for word in words.split()
}
"""Spans of fixed length; a month or a year back is not one."""

AGO = re.compile(rf"(?:(?P<count>\d{{1,4}}|an?) ?|se)(?P<span>{'|'.join(SPANS)}) (?:yang )?(?:lalu|ago)", re.ASCII)
NOW = ("baru saja", "just now")
NEAR_DAYS = {"hari ini": 0, "today": 0, "kemarin": 1, "yesterday": 1}
NEAR_DAY = re.compile(rf"({'|'.join(NEAR_DAYS)})((?:[ ,].*)?)")
ZONED = (
    r"^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
    r"(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$"
)
DAY_FIRST = r"^(\d\d)(?:/(\d\d)/|-(\d\d)-)(\d{4})( \d\d:\d\d(?::\d\d)?)?$"


def parse_time(value: str, zone: ZoneInfo, as_of: datetime) -> datetime | None:
    """The moment as naive UTC, or None for what is no time. A time that states no zone is in `zone`.

    Reads ISO 8601, RFC 822, Indonesian and English dates, unix stamps, and spans back from `as_of` (naive UTC): "2 jam
    lalu". A day without a clock begins at midnight.
    """
    if len(value) > LONGEST:  # before any pattern sees it
        return None
    text = " ".join(value.split())
    try:
        if ISO.fullmatch(text):
            return _to_naive_utc(datetime.fromisoformat(text), zone)
        if stamp := STAMP.fullmatch(text):
            return _stamped(stamp)
        text = text.lower()
        return _relative(text, zone, as_of) or _to_naive_utc(read_date(text), zone)
    except (ValueError, OverflowError):  # no such day, or beyond the years that there are
        return None


def _to_naive_utc(time: datetime | None, zone: ZoneInfo) -> datetime | None:
    if time is None:
        return None
    offset = (time if time.tzinfo else time.replace(tzinfo=zone)).utcoffset()
    return time.replace(tzinfo=None) - (offset or timedelta())


def _stamped(stamp: re.Match[str]) -> datetime | None:
    """Unix seconds (10 digits) or milliseconds (13).

    Not ambiguous: 10 digits of milliseconds lie in 1970, 13 of seconds beyond the year 33000. An hour written 2026112110
    reads as a moment in 2033 or later, which the contract refuses as long as that is the future.
    """
    time = EPOCH + timedelta(**{str(stamp.lastgroup): float(stamp[0])})
    return time if FIRST_STAMP <= time < END_OF_STAMPS else None


def _relative(text: str, zone: ZoneInfo, as_of: datetime) -> datetime | None:
    if text in NOW:
        return as_of
    if found := AGO.fullmatch(text):
        count = found["count"] or "1"
        return as_of - SPANS[found["span"]] * (int(count) if count.isdigit() else 1)
    if found := NEAR_DAY.fullmatch(text):
        return _on_near_day(NEAR_DAYS[found[1]], found[2], zone, as_of)
    return None


def _on_near_day(days_back: int, rest: str, zone: ZoneInfo, as_of: datetime) -> datetime | None:
    """A clock on a day near `as_of`; which day that is, the zone that the clock states decides."""
    clock = read_date(f"2000-01-01{rest}")
    if clock is None:
        return None
    there = clock.tzinfo or zone
    day = as_of.replace(tzinfo=UTC).astimezone(there).date() - timedelta(days=days_back)
    return _to_naive_utc(datetime.combine(day, clock.time(), there), zone)


def parsed_times(raw: pa.Array, zone: str, as_of: datetime) -> pa.Array:
    """`parse_time` over a column of text, as timestamp[us]; what is no time is null, as what was null is.

    A column all in one common form is read by Arrow, and so are the values of a mixed one that are plain ISO with their
    zone; of all others, each distinct value is parsed once.
    """
    texts = pc.utf8_trim_whitespace(raw)
    first = texts.drop_null().slice(0, 1)  # a form that fails costs Arrow an error a row, so one row tells first
    for read in (_read_zoned, _read_local, _read_day_first):
        try:
            read(first, zone)
            return read(texts, zone)
        except pa.ArrowInvalid:
            continue
    zoned, read = _read_where_zoned(texts)
    encoded, place = texts.filter(pc.invert(zoned)).dictionary_encode(), ZoneInfo(zone)
    times = [parse_time(value, place, as_of) for value in encoded.dictionary.to_pylist()]
    return pc.replace_with_mask(read, pc.invert(zoned), pa.array(times, MOMENT).take(encoded.indices))


def _read_where_zoned(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Where a column is plain ISO with a zone, and the times there; nowhere when one of them is a day that there is not."""
    zoned = pc.fill_null(pc.match_substring_regex(texts, ZONED), False)
    try:
        return zoned, _read_zoned(pc.if_else(zoned, texts, pa.scalar(None, pa.string())), "")
    except pa.ArrowInvalid:
        return pa.repeat(pa.scalar(False), len(texts)), pa.nulls(len(texts), MOMENT)


def _read_zoned(texts: pa.Array, _zone: str) -> pa.Array:
    return _possible(texts.cast(pa.timestamp("us", "UTC")).cast(MOMENT))


def _read_local(texts: pa.Array, zone: str) -> pa.Array:
    return _place(texts.cast(MOMENT), zone)


def _read_day_first(texts: pa.Array, zone: str) -> pa.Array:
    return _read_local(pc.replace_substring_regex(texts, DAY_FIRST, r"\4-\2\3-\1\5"), zone)


def native_times(column: pa.Array, zone: str) -> pa.Array:
    """Timestamps and dates as timestamp[us]; a time of day or a duration is no moment, and null."""
    kind = column.type
    if pa.types.is_date(kind):
        column = column.cast(pa.timestamp("s"), safe=False)
    elif not pa.types.is_timestamp(kind):
        return pa.nulls(len(column), MOMENT)
    if column.type.unit != "ns":  # before the cast, which wraps round; the years of ns end before Python's
        column = _possible(column)
    moments = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return moments.cast(MOMENT) if moments.type.tz else _place(moments, zone, in_gap="latest")


def _place(local: pa.Array, zone: str, in_gap: str = "raise") -> pa.Array:
    """Clocks of `zone` as naive UTC; of two moments with one clock the first, as Python has it."""
    placed = pc.assume_timezone(_possible(local), zone, ambiguous="earliest", nonexistent=in_gap)
    return _possible(placed.cast(MOMENT))


def _possible(moments: pa.Array) -> pa.Array:
    """Null for what lies beyond the years 1 to 9999, which Python has no time for."""
    first, last = (pa.scalar(time, MOMENT).cast(moments.type, safe=False) for time in (datetime.min, datetime.max))
    within = pc.and_(pc.greater_equal(moments, first), pc.less_equal(moments, last))
    return pc.if_else(within, moments, pa.scalar(None, moments.type))
