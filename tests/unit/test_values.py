"""Records of any values as text, and counts as exports write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import orjson
import pyarrow as pa
import pytest

from ingestion.values import read_count, read_counts, to_texts


def text_of(value: object) -> str | None:
    return to_texts([{"a": value}])["a"][0].as_py()


def counts_of(*values: object) -> list[int | None]:
    return read_counts(pa.array(values))[0].to_pylist()


# Records as text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", ""),
        (" Banjir ", " Banjir "),
        ("a\x00b", "a\x00b"),
        (True, "true"),
        (7, "7"),
        (2.5, "2.5"),
        (1780000000.0, "1780000000.0"),
        (float("nan"), None),
        (float("inf"), "inf"),
        (2**70, "1180591620717411303424"),
        (Decimal("1.50"), "1.50"),
        (datetime(2026, 11, 21, 10, tzinfo=UTC), "2026-11-21T10:00:00+00:00"),
        (date(2026, 11, 21), "2026-11-21"),
        (time(7, 30), "07:30:00"),
        (b"surel\xff", "surel\ufffd"),
        (["a", 1, None], '["a",1,null]'),
        ({"a": {"b": [2**70]}}, '{"a":{"b":["1180591620717411303424"]}}'),
        ({1: (2, True)}, '{"1":[2,true]}'),
        ([date(2026, 11, 21), Decimal("1.5"), 2**64, 2], '["2026-11-21","1.5","18446744073709551616",2]'),
    ],
)
def test_every_value_becomes_the_text_that_tells_it(value, text):
    assert text_of(value) == text


def test_lone_surrogates_are_replaced_and_pairs_are_joined():
    assert text_of("banjir \ud800!") == "banjir \ufffd!"
    assert text_of("banjir \ud83c\udf0a") == "banjir 🌊"
    assert text_of({"\ud800": ["\udfff"]}) == '{"\ufffd":["\ufffd"]}'
    assert to_texts([{"\ud800": 1}]).column_names == ["\ufffd"]


def test_a_value_nested_without_end_is_cut():
    value = []
    for _ in range(2_000):
        value = [value]
    depth = text_of(value).count("[")
    assert 50 < depth < 200
    orjson.loads(text_of(value))


def test_a_field_that_a_record_lacks_is_null_and_columns_keep_their_order():
    table = to_texts([{"b": 1}, {"a": "x", "b": None}])
    assert table.to_pylist() == [{"b": "1", "a": None}, {"b": None, "a": "x"}]
    assert table.column_names == ["b", "a"]


def test_records_without_fields_are_rows_all_the_same():
    assert [to_texts(records).num_rows for records in ([], [{}], [{}, {}])] == [0, 1, 2]


# Counts


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("12", 12),
        (" 7 ", 7),
        ("12.0", 12),
        ("1.234", 1_234),
        ("1,234", 1_234),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234", 1_234),
        ("12\u00a0345\u202f678", 12_345_678),
        ("1,2 rb", 1_200),
        ("1.2rb", 1_200),
        ("15 ribu", 15_000),
        ("3,4 jt", 3_400_000),
        ("3,45 Juta", 3_450_000),
        ("1.2K", 1_200),
        ("12k", 12_000),
        ("3M", 3_000_000),
        ("1.25M", 1_250_000),
    ],
)
def test_counts_are_read_as_exports_write_them(written, count):
    assert read_count(written) == (count, None)
    assert counts_of(written, "-") == [count, None]


@pytest.mark.parametrize(
    "written",
    [
        "1,5",
        "3.7",
        "-1",
        "+1",
        "0.500",
        "0,000",
        "1234.567",
        "1.23.456",
        "1.234,567",
        "1.234,5",
        "12,34,567",
        "1 2345",
        "1.234K",
        "1,234 jt",
        "1.2.3 rb",
        "1,2M",
        "1.2 M",
        "3m",
        "2 miliar",
        "5T",
        "1e3",
        "0x1F",
        "1_000",
        "NaN",
        "banyak",
        "١٢",
        "½",
        "9" * 19,
        "1" * 10_000_000,
    ],
)
def test_what_is_no_whole_count_or_could_be_two_is_a_failure(written):
    assert read_count(written) == (None, repr(written))


@pytest.mark.parametrize("written", [None, "", "  ", "-", "n/a", "N/A", float("nan")])
def test_where_nothing_was_said_there_is_neither_count_nor_failure(written):
    assert read_count(written) == (None, None)


@pytest.mark.parametrize(("value", "count"), [(3, 3), (3.0, 3), (Decimal("3.00"), 3), (0, 0), (10**17, 10**17)])
def test_numbers_that_are_whole_are_counts(value, count):
    assert read_count(value) == (count, None)
    assert counts_of(value, None) == [count, None]


@pytest.mark.parametrize("value", [1.234, Decimal("1.234"), -1, -0.5, float("inf"), 10**18, 1e300, True, [1], {"a": 1}])
def test_a_number_that_is_not_whole_is_no_count_even_with_three_decimals(value):
    assert read_count(value) == (None, repr(value))


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["12", None, "7", " 8"]),
        pa.array(["12", "1.234", "-", "", None, "1,5", "1,5"]),
        pa.array(["9" * 18, "9" * 19]),
        pa.array([1, None, 3], pa.int8()),
        pa.array([1, -1], pa.int64()),
        pa.array([2**64 - 1, 5], pa.uint64()),
        pa.array([1.0, 1.5, None]),
        pa.array([None, None]),
        pa.array([], pa.string()),
        pa.chunked_array([["12"], ["banyak"]]),
        pa.array(["12", "x"]).dictionary_encode(),
        pa.array(["12", "x"], pa.large_string()),
    ],
)
def test_a_column_of_counts_reads_as_its_values_do_one_by_one(column):
    numbers, failures = read_counts(column)
    expected = [read_count(value.strip() if isinstance(value, str) else value) for value in column.to_pylist()]
    assert list(zip(numbers.to_pylist(), failures.to_pylist(), strict=True)) == expected
    assert (numbers.type, failures.type) == (pa.int64(), pa.string())
