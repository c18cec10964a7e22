"""The written forms of a date with or without a clock and a zone, Indonesian and English, as one strict grammar."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january",
            "feb peb februari pebruari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu ags agt agust agustus aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov nop november nopember",
            "des dec desember december",
        ),
        1,
    )
    for word in words.split()
}
WEEKDAYS = frozenset(
    "senin selasa rabu kamis jumat jum'at jum’at sabtu minggu ahad sen sel rab kam jum sab min "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun".split()
)
"""Known so that no other word passes for one. Which day it names is not asked: the date counts."""

ZONES = {"wib": 7, "wita": 8, "wit": 9, "utc": 0, "gmt": 0, "ut": 0, "z": 0}
RFC_ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
"""Hours to UTC. Those of RFC 822 hold within its own form alone; elsewhere EST is Sydney's as well as New York's."""

WEEKDAY = r"(?:(?P<weekday>[a-z'’]+)(?:\.?, ?|\.? ))?"
DAY, YEAR, MARK = r"(?P<day>\d\d?)", r"(?P<year>\d{4})", r"(?P<mark>[/.-])"
NAMED, NUMBERED = r"(?P<month>[a-z]+)\.?", r"(?P<month>\d\d?)"
CLOCK = (
    r"(?:(?:pukul|pkl\.?|jam|at) )?(?P<hour>\d\d?)(?P<colon>[:.])(?P<minute>\d\d)"
    r"(?:(?P=colon)(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?(?: ?(?P<half>[ap])(?:m|\.m\.))?"
)
OFFSET = r"(?:gmt|utc?)?[+-](?:\d\d:?[0-5]\d|\d\d?)"
ZONE = rf"(?: ?\(?(?P<zone>{OFFSET}|{'|'.join(ZONES)})\)?)?"
AFTER_DATE = rf"(?:(?:t|:| ?[,|·-] ?| ){CLOCK})?{ZONE}"
FORMS = [
    re.compile(WEEKDAY + form, re.ASCII)
    for form in (
        rf"\(?{DAY}[ /.-]?{NAMED},?[ /.-]?{YEAR}\)?{AFTER_DATE}",
        rf"\(?{DAY}{MARK}{NUMBERED}(?P=mark){YEAR}\)?{AFTER_DATE}",
        rf"\(?{YEAR}{MARK}{NUMBERED}(?P=mark){DAY}\)?{AFTER_DATE}",
        rf"{NAMED} {DAY},? {YEAR}{AFTER_DATE}",
        rf"{NAMED} {DAY} {CLOCK}{ZONE} {YEAR}",  # C's asctime, and X's first API
        r"(?P<day>\d\d?) (?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) (?P<year>\d\d|\d{4}) "
        r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))? "
        rf"(?P<zone>[+-]\d\d[0-5]\d|gmt|ut|z|{'|'.join(RFC_ZONES)})(?: \([^()]*\))?",  # RFC 822, its two digits of a year, too
    )
]


def read_date(written: str) -> datetime | None:
    """The moment that `written` (lower case, single blanks) names, with its zone when it states one; None when it is none.

    Costs grow with the square of the length at worst: the caller caps it.
    """
    for form in FORMS:
        if found := form.fullmatch(written):
            return _moment({name: part for name, part in found.groupdict().items() if part is not None})
    return None


def _moment(parts: dict[str, str]) -> datetime | None:
    month = parts["month"]
    number = int(month) if month.isdigit() else MONTHS.get(month)
    hour = _hour(int(parts.get("hour", 0)), parts.get("half"))
    if number is None or hour is None or parts.get("weekday", "min") not in WEEKDAYS:
        return None
    microsecond = int(parts.get("fraction", "0").ljust(6, "0")[:6])
    try:
        clock = (hour, int(parts.get("minute", 0)), int(parts.get("second", 0)), microsecond)
        return datetime(_year(parts["year"]), number, int(parts["day"]), *clock, tzinfo=_zone(parts.get("zone")))
    except ValueError:  # no such day or hour
        return None


def _hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour
    return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else None


def _year(year: str) -> int:
    """Two digits as RFC 2822 completes them; no other form lets them pass."""
    return int(year) + (0 if len(year) == 4 else 2000 if int(year) < 50 else 1900)


@lru_cache(maxsize=256)
def _zone(zone: str | None) -> timezone | None:
    """The offset of a zone's name or of [GMT]±hh[[:]mm]; ValueError beyond a day."""
    if zone is None:
        return None
    if "+" not in zone and "-" not in zone:
        return timezone(timedelta(hours=(ZONES | RFC_ZONES)[zone]))
    digits = re.sub(r"\D", "", zone)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return timezone((-1 if "-" in zone else 1) * timedelta(hours=int(hours), minutes=int(minutes)))
