"""Times as the public writes them: which forms are read, to what moment, and which are refused rather than guessed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from ingestion.dates import MONTHS
from ingestion.times import native_times, parse_time, parsed_times

AS_OF = datetime(2026, 11, 21, 5)
JAKARTA, MAKASSAR, JAYAPURA = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
TEN = datetime(2026, 11, 21, 3)
"""21 November 2026, ten in the morning in Jakarta."""


def read(written: str, zone: ZoneInfo = JAKARTA) -> datetime | None:
    return parse_time(written, zone, AS_OF)


def column_of(*written: str | None, zone: str = "Asia/Jakarta") -> list[datetime | None]:
    return parsed_times(pa.array(written, pa.string()), zone, AS_OF).to_pylist()


# Forms that name a moment


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-21T10:00:00+07:00",
        "2026-11-21T10:00:00 +0700",
        "2026-11-21T03:00:00Z",
        "2026-11-21T03:00:00z",
        "2026-11-21 03:00:00.000 UTC",
        "2026-11-21 03:00:00+00",
        "2026-11-21 10:00",
        "2026-11-21T10",
        "20261121T030000Z",
        "2026-11-21T10:00:00,000",
        "2026/11/21 10:00:00",
        "  2026-11-21\u00a010:00\n",
    ],
)
def test_iso_8601_and_its_everyday_variants_are_read(written):
    assert read(written) == TEN


def test_a_fraction_finer_than_a_microsecond_is_cut():
    assert read("2026-11-21T10:00:00.123456789+07:00") == TEN + timedelta(microseconds=123456)


@pytest.mark.parametrize(
    "written",
    [
        "Sat, 21 Nov 2026 10:00:00 +0700",
        "Sat, 21 Nov 2026 03:00:00 GMT",
        "Sat, 21 Nov 2026 03:00 UT",
        "21 Nov 2026 10:00:00 +0700",
        "Mon, 21 Nov 2026 10:00:00 +0700",
        "Sat, 21 Nov 26 10:00:00 +0700",
        "Sat, 21 Nov 2026 10:00:00 +0700 (WIB)",
        "Fri, 20 Nov 2026 22:00:00 EST",
        "Sab, 21 Nov 2026 10:00:00 WIB",
        "Sabtu, 21 Nopember 2026 10:00:00 +0700",
        "Sat Nov 21 03:00:00 +0000 2026",
        "Sat Nov 21 2026 10:00:00 GMT+0700",
    ],
)
def test_mail_and_feed_dates_are_read_in_both_languages_whatever_their_weekday(written):
    assert read(written) == TEN


def test_two_digits_of_a_year_are_completed_in_the_form_that_defines_them():
    assert read("Tue, 21 Nov 95 10:00:00 GMT") == datetime(1995, 11, 21, 10)


@pytest.mark.parametrize(
    "written",
    [
        "Sabtu, 21 November 2026 10:00 WIB",
        "Sabtu, 21 November 2026 - 10:00 WIB",
        "SABTU, 21 NOVEMBER 2026 10:00 WIB",
        "21 November 2026 | 10:00 WIB",
        "21 Nov 2026, 10.00",
        "21 Nov. 2026 · 10.00.00",
        "21-Nov-2026 10:00",
        "21/Nov/2026:10:00:00 +0700",
        "Sabtu (21/11/2026) pukul 11.00 WITA",
        "Sabtu (21/11/2026), pukul 10.00 WIB",
        "21/11/2026 10.00 WIB",
        "21/11/2026 12:00 (WIT)",
        "21-11-2026 10:00:00",
        "21.11.2026 10.00",
        "21/11/2026, 10:00",
        "21/11/2026 10:00 GMT+7",
        "November 21, 2026 10:00",
        "Nov 21, 2026 10:00 AM",
        "Saturday, Nov. 21, 2026 at 10:00 a.m.",
    ],
)
def test_dates_as_pages_and_exports_write_them_are_read(written):
    assert read(written) == TEN


@pytest.mark.parametrize(("words", "number"), [(word, number) for word, number in MONTHS.items()])
def test_every_name_of_a_month_is_read(words, number):
    assert read(f"1 {words} 2026", ZoneInfo("UTC")) == read(f"{words} 1, 2026", ZoneInfo("UTC")) == datetime(2026, number, 1)


def test_all_twelve_months_are_known_in_both_languages():
    english = [date(2026, number, 1).strftime("%B").lower() for number in range(1, 13)]
    indonesian = "januari februari maret april mei juni juli agustus september oktober november desember".split()
    assert [MONTHS[word] for word in english] == [MONTHS[word] for word in indonesian] == list(range(1, 13))


@pytest.mark.parametrize(
    ("written", "hour"),
    [("12:30 AM", 0), ("1:30 am", 1), ("11:30 AM", 11), ("12:30 PM", 12), ("1.30 pm", 13), ("11:30 p.m.", 23)],
)
def test_the_twelve_hour_clock_turns_at_noon_and_midnight(written, hour):
    assert read(f"Nov 21, 2026 {written}", ZoneInfo("UTC")) == datetime(2026, 11, 21, hour, 30)


@pytest.mark.parametrize(("name", "hours"), [("WIB", 7), ("WITA", 8), ("WIT", 9), ("UTC", 0), ("GMT", 0), ("Z", 0)])
def test_a_zone_that_is_named_holds_against_the_zone_of_the_source(name, hours):
    assert read(f"21 November 2026 10:00 {name}", JAYAPURA) == datetime(2026, 11, 21, 10) - timedelta(hours=hours)


def test_a_day_without_a_clock_begins_at_midnight_of_its_place():
    assert read("21 November 2026", MAKASSAR) == read("2026-11-21", MAKASSAR) == datetime(2026, 11, 20, 16)
    assert read("21 November 2026 WIT", MAKASSAR) == datetime(2026, 11, 20, 15)


def test_days_come_before_months():
    assert read("03/02/2026", ZoneInfo("UTC")) == datetime(2026, 2, 3)


@pytest.mark.parametrize("written", ["1795230000", "1795230000.0", "1795230000000", "1795230000000.0"])
def test_unix_seconds_and_milliseconds_tell_themselves_apart(written):
    assert read(written) == TEN


# Relative to the run


@pytest.mark.parametrize(
    ("written", "back"),
    [
        ("baru saja", timedelta()),
        ("5 menit lalu", timedelta(minutes=5)),
        ("2 jam lalu", timedelta(hours=2)),
        ("2 jam yang lalu", timedelta(hours=2)),
        ("Sejam lalu", timedelta(hours=1)),
        ("3 hari lalu", timedelta(days=3)),
        ("seminggu lalu", timedelta(weeks=1)),
        ("2 hours ago", timedelta(hours=2)),
        ("an hour ago", timedelta(hours=1)),
        ("10 mins ago", timedelta(minutes=10)),
    ],
)
def test_spans_of_fixed_length_count_back_from_the_run(written, back):
    assert read(written) == AS_OF - back


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("kemarin", datetime(2026, 11, 19, 17)),
        ("kemarin 10:30 WIB", datetime(2026, 11, 20, 3, 30)),
        ("Kemarin, pukul 10.30", datetime(2026, 11, 20, 3, 30)),
        ("hari ini 09.15", datetime(2026, 11, 21, 2, 15)),
        ("yesterday at 10:30 pm", datetime(2026, 11, 20, 15, 30)),
    ],
)
def test_today_and_yesterday_take_the_clock_beside_them(written, expected):
    assert read(written) == expected


def test_which_day_is_today_depends_on_the_zone_that_is_named():
    late = datetime(2026, 11, 21, 16)  # still the 21st in Jakarta, already the 22nd in Jayapura
    assert parse_time("hari ini 08:00 WIT", JAKARTA, late) == datetime(2026, 11, 21, 23)
    assert parse_time("hari ini 08:00", JAKARTA, late) == datetime(2026, 11, 21, 1)


# Refused rather than guessed


@pytest.mark.parametrize(
    "written",
    [
        "11/21/2026",
        "21-11-26",
        "21-Nov-26 10:00",
        "21 Des 26 10:00:00 WIB",
        "21/11-2026",
        "2026-13-12",
        "2026-02-30",
        "31/02/2026",
        "2026-11-21 24:00",
        "2026-11-21 10:60",
        "2026-11-21T10:00:60Z",
        "2026-11-21T10:00+07:60",
        "2026-11-21x10:00",
        "2026-W47",
        "2026-11",
        "November 2026",
        "21 November",
        "10:00 WIB",
        "Sabtu",
        "Sabdu, 21 November 2026",
        "21 Novembre 2026",
        "21 November 2026 10:00 EST",
        "2026-11-21 10:00 EST",
        "21 Nov 2026 10:00 IST",
        "21 November 2026 10:00.30",
        "21 November 2026 13:00 PM",
        "21 November 2026 0:30 AM",
        "21 November 2026 10:00 +99:00",
        "21/11/202610:00",
        "sebulan lalu",
        "2 bulan lalu",
        "setahun lalu",
        "2 jam",
        "tadi pagi",
        "kemarin pagi",
        "kemarin lusa",
        "kemarin-05",
        "besok",
        "2026",
        "178000000",
        "17800000000",
        "0631151999",
        "4102444800",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01",
        "٢٠٢٦-١١-٢١",
        "21 November 2026 pukul 10.00 WIB oleh Redaksi",
        "",
        " ",
        "-",
    ],
)
def test_what_is_no_time_or_could_be_two_is_none(written):
    assert read(written) is None


def test_a_long_text_is_refused_before_any_pattern_reads_it():
    assert read("21 November 2026" + " " * 100) is None
    assert read("1" * 10_000_000) is None


# Columns


ONE_FORM = {
    "zoned": ["2026-11-21T10:00:00+07:00", "2026-11-20T10:00:00Z", None],
    "local": ["2026-11-21 10:00", None, "2026-11-20 10:00:00.5"],
    "days": [None, "2026-11-21", "0001-01-01"],
    "slashes": ["21/11/2026 10:00", "03/02/2026 07:30", None],
    "dashes": ["21-11-2026", " 03-02-2026 "],
    "nothing": [None, None],
    "late": ["2026-11-21T10:00:00Z", "9999-12-31T23:59:59-12:00"],
    "mixed": ["2026-11-21T10:00:00Z", "2026-11-21 10:00", "2 jam lalu", "tadi pagi", "", None],
    "a clock that never was": ["1942-03-23 00:10", "2026-11-21 10:00"],
}


@pytest.mark.parametrize("written", ONE_FORM.values(), ids=ONE_FORM.keys())
def test_a_column_reads_as_its_values_do_one_by_one(written):
    assert column_of(*written) == [None if value is None else read(value) for value in written]


def test_an_empty_column_is_empty():
    assert column_of() == []


def test_equal_values_of_a_column_are_parsed_once(monkeypatch):
    seen = []
    monkeypatch.setattr("ingestion.times.parse_time", lambda value, zone, as_of: seen.append(value))
    column_of("2 jam lalu", "kemarin", "2 jam lalu", "kemarin", "2 jam lalu")
    assert sorted(seen) == ["2 jam lalu", "kemarin"]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_timestamps_of_every_unit_become_utc(unit):
    moment = datetime(2026, 11, 21, 10)
    assert native_times(pa.array([moment, None], pa.timestamp(unit)), "Asia/Jakarta").to_pylist() == [TEN, None]
    zoned = pa.array([TEN], pa.timestamp(unit, "UTC")).cast(pa.timestamp(unit, "Asia/Jayapura"))
    assert native_times(zoned, "Asia/Jakarta").to_pylist() == [TEN]


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64()])
def test_typed_days_begin_at_midnight_of_their_place(kind):
    assert native_times(pa.array([date(2026, 11, 21)], kind), "Asia/Jayapura").to_pylist() == [datetime(2026, 11, 20, 15)]


@pytest.mark.parametrize("kind", [pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("s", "UTC")])
@pytest.mark.parametrize("far", [2**62, -(2**62)])
def test_a_typed_time_beyond_all_years_is_null_and_wraps_round_to_no_other(kind, far):
    assert native_times(pa.array([far], pa.int64()).cast(kind), "Asia/Jakarta").to_pylist() == [None]


@pytest.mark.parametrize("value", [time(10, 30), timedelta(hours=3)])
def test_a_time_of_day_or_a_duration_is_no_moment(value):
    assert native_times(pa.array([value]), "Asia/Jakarta").to_pylist() == [None]
