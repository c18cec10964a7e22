"""Whatever text comes, reading a time or a count ends in a value or in none; what is in a known form is read back."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingestion.times import parse_time, parsed_times
from ingestion.values import read_count, read_counts, to_texts

AS_OF = datetime(2026, 11, 21, 5)
JAKARTA = ZoneInfo("Asia/Jakarta")
thorough = settings(max_examples=2_000, derandomize=True, deadline=None, database=None)

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
SHORT_MONTHS = "Jan Peb Mar Apr Mei Jun Jul Agt Sep Okt Nov Des".split()
ENGLISH = "January February March April May June July August September October November December".split()
DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()

FORMS = {
    "iso": lambda t: f"{t:%Y-%m-%dT%H:%M:%S}+07:00",
    "iso blank": lambda t: f"{t:%Y-%m-%d %H:%M:%S} +0700",
    "iso local": lambda t: f"{t:%Y-%m-%d %H:%M:%S}",
    "iso basic": lambda t: f"{t:%Y%m%dT%H%M%S}+0700",
    "iso named zone": lambda t: f"{t:%Y-%m-%d %H:%M:%S} WIB",
    "year first": lambda t: f"{t:%Y/%m/%d %H:%M:%S}",
    "rfc 2822": lambda t: format_datetime(t.replace(tzinfo=timezone(timedelta(hours=7)))),
    "rfc 822": lambda t: f"{t:%d} {ENGLISH[t.month - 1][:3]} {t:%y %H:%M:%S} +0700",
    "rfc in Indonesian": lambda t: f"{DAYS[t.weekday()][:3]}, {t.day} {SHORT_MONTHS[t.month - 1]} {t:%Y %H:%M:%S} WIB",
    "long": lambda t: f"{DAYS[t.weekday()]}, {t.day} {MONTHS[t.month - 1]} {t:%Y %H:%M:%S} WIB",
    "bar": lambda t: f"{t.day} {MONTHS[t.month - 1]} {t.year} | {t:%H.%M.%S} WIB",
    "short": lambda t: f"{t.day} {SHORT_MONTHS[t.month - 1]} {t.year}, {t:%H.%M.%S}",
    "news style": lambda t: f"{DAYS[t.weekday()]} ({t.day}/{t.month}/{t.year}) pukul {t:%H.%M.%S} WIB",
    "slashes": lambda t: f"{t:%d/%m/%Y %H:%M:%S}",
    "dashes": lambda t: f"{t:%d-%m-%Y %H:%M:%S}",
    "points": lambda t: f"{t:%d.%m.%Y %H.%M.%S}",
    "month first": lambda t: f"{ENGLISH[t.month - 1]} {t.day}, {t:%Y %H:%M:%S}",
    "twelve hours": lambda t: f"{ENGLISH[t.month - 1][:3]} {t.day}, {t:%Y} {t.hour % 12 or 12}:{t:%M:%S} {'AP'[t.hour // 12]}M",
    "asctime": lambda t: f"{ENGLISH[t.month - 1][:3]} {t.day} {t:%H:%M:%S} +0700 {t.year}",
}

moments = st.datetimes(datetime(1990, 1, 1), datetime(2049, 12, 31)).map(lambda time: time.replace(microsecond=0))
written_times = st.builds(lambda form, time: FORMS[form](time), st.sampled_from(sorted(FORMS)), moments)
WORDS = "WIB WIT EST +07:00 Z T T24 PM pukul jam lalu yang kemarin hari ini se rb jt K M 1.234 1,5 n/a".split()
FIGURES = "0 2 21 26 99 2026 10:00 10.00 / - . , ( )".split()
ODDITIES = ["9" * 30, "\x00", "\ud800", "\u00a0", "\U0001f600", "٢", "½"]
pieces = st.sampled_from([*DAYS, *SHORT_MONTHS, *ENGLISH, *WORDS, *FIGURES, *ODDITIES])


@st.composite
def mutated_times(draw) -> str:
    """A time in a known form with a few characters cut out, doubled or put in."""
    text = draw(written_times)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 3)))
        text = text[:start] + draw(st.one_of(st.just(""), pieces, st.characters(), st.just(text[start:end] * 2))) + text[end:]
    return text


anything = st.one_of(
    st.text(st.characters()),
    st.text(st.characters(categories=["Cs", "Nd", "Zs", "Cc"])),
    st.text("0123456789.-+:eE", max_size=40),
    st.lists(pieces, max_size=12).map(" ".join),
    st.builds(lambda text, times: text * times, st.one_of(pieces, st.text(max_size=3)), st.integers(1, 100_000)),
    mutated_times(),
)


def is_whole(text: str) -> bool:
    """Whether Arrow can hold it: a lone half of a pair is no text to it."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


@thorough
@given(anything, st.datetimes())
@example("9999 weeks ago", datetime.min)
@example("kemarin", datetime.min)
@example("hari ini 23:59 -2359", datetime.max)
def test_any_text_at_any_time_is_a_naive_moment_or_none(text, as_of):
    time = parse_time(text, JAKARTA, as_of)
    assert time is None or (isinstance(time, datetime) and time.tzinfo is None)


@pytest.mark.parametrize("form", FORMS)
@settings(thorough, max_examples=200)
@given(time=moments)
def test_a_time_written_in_a_known_form_is_read_back(form, time):
    assert parse_time(FORMS[form](time), JAKARTA, AS_OF) == time - timedelta(hours=7)


@thorough
@given(mutated_times().map(lambda text: text.split("+")[0].replace("WIB", "").strip()))
def test_a_zone_by_name_and_the_same_by_its_offset_agree(text):
    for name, offset in (("WIB", "+07:00"), ("WITA", "+08:00"), ("WIT", "+09:00"), ("UTC", "+00:00")):
        assert parse_time(f"{text} {name}", JAKARTA, AS_OF) == parse_time(f"{text} {offset}", JAKARTA, AS_OF)


@thorough
@given(st.one_of(mutated_times(), anything).filter(is_whole), st.sampled_from(["Asia/Jakarta", "Asia/Jayapura"]))
def test_a_column_reads_as_its_value_does(text, zone):
    assert parsed_times(pa.array([text]), zone, AS_OF).to_pylist() == [parse_time(text, ZoneInfo(zone), AS_OF)]


@settings(thorough, max_examples=500)
@given(st.sampled_from(sorted(FORMS)), st.lists(moments, min_size=1, max_size=4), st.sampled_from(["UTC", "America/New_York"]))
def test_a_column_in_one_form_reads_as_its_values_do_in_any_zone(form, times, zone):
    texts = [FORMS[form](time) for time in times if time.year < 2038]  # until there, Arrow knows of summer times to come
    expected = [parse_time(text, ZoneInfo(zone), AS_OF) for text in texts]
    assert parsed_times(pa.array(texts, pa.string()), zone, AS_OF).to_pylist() == expected


@thorough
@given(anything)
def test_any_text_is_a_whole_count_or_a_failure_or_nothing(text):
    number, failure = read_count(text)
    assert number is None or (0 <= number < 10**18 * 1_000 and failure is None)
    assert not (failure is None and number is None) or text.strip().lower() in ("", "-", "n/a")


@settings(thorough, max_examples=500)
@given(st.lists(st.one_of(st.none(), anything.filter(is_whole), st.integers(0, 10**19).map(str)), max_size=3))
def test_a_column_of_counts_reads_as_its_values_do_one_by_one(texts):
    numbers, failures = read_counts(pa.array(texts, pa.string()))
    assert numbers.to_pylist() == [read_count(text)[0] for text in texts]
    assert failures.is_valid().to_pylist() == [read_count(text)[1] is not None for text in texts]


@thorough
@given(st.integers(0, 10**18 - 1))
def test_a_count_reads_the_same_however_it_is_grouped(number):
    grouped = f"{number:,}"
    forms = [str(number), f"{number}.0", grouped, grouped.replace(",", "."), grouped.replace(",", " ")]
    assert {read_count(form)[0] for form in forms} == {number}


names = st.text(st.characters(), max_size=3)
scalars = st.sampled_from(
    [None, True, 2**70, 0.5, float("nan"), float("inf"), b"\xff", date(2026, 11, 21), AS_OF, Decimal("1.5")]
)
values = st.recursive(
    st.one_of(scalars, names, st.integers()),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(names, inner, max_size=2), st.tuples(inner)),
    max_leaves=3,
)


@settings(thorough, max_examples=500)
@given(st.lists(st.dictionaries(names, values, max_size=2), max_size=2))
def test_any_records_become_a_table_of_text_with_a_row_for_each(records):
    table = to_texts(records)
    assert table.num_rows == len(records)
    assert all(pa.types.is_string(field.type) for field in table.schema)
    table.validate(full=True)
