"""Readers of file formats: what a file says comes out, and what cannot be read is kept aside, never lost."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingestion.kinds import Chunk
from ingestion.reading import charsets, formats
from ingestion.reading.charsets import name_encoding
from ingestion.reading.delimited import CHUNK_ROWS, layout_of
from ingestion.reading.formats import READERS, format_of


@pytest.fixture
def chunks(tmp_path: Path):
    """Writes `content` to a file of that name and reads it."""

    def read(name: str, content: str | bytes, delimiter: str | None = None) -> list[Chunk]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(READERS[format_of(path)](path, delimiter))

    return read


def write_sheet(path: Path, *rows: list) -> Path:
    """A workbook whose first sheet holds `rows`, and a second one that nobody asked for."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.create_sheet("lampiran").append(["bukan", "ini"])
    workbook.save(path)
    return path


@pytest.fixture
def sheet(tmp_path: Path):
    """Writes rows to a workbook and reads it."""
    return lambda *rows: list(READERS[".xlsx"](write_sheet(tmp_path / "buku.xlsx", *rows), None))


def rows(chunks: list[Chunk]) -> list[dict]:
    return [row for chunk in chunks for row in chunk.table.to_pylist()]


def broken(chunks: list[Chunk]) -> list[tuple[int, str]]:
    return [(line.number, line.reason) for chunk in chunks for line in chunk.broken]


# CSV and TSV


@pytest.mark.parametrize(
    ("name", "content", "delimiter"),
    [
        ("a.csv", "ref,judul\n007,Banjir\n", None),
        ("a.csv", "ref;judul\n007;Banjir\n", None),
        ("a.csv", "ref\tjudul\n007\tBanjir\n", None),
        ("a.csv", "ref|judul\n007|Banjir\n", None),
        ("a.csv", "ref~judul\n007~Banjir\n", "~"),
        ("a.txt", "ref;judul\n007;Banjir\n", None),
        ("a.tab", "ref\tjudul\n007\tBanjir\n", None),
        ("a.csv.gz", gzip.compress(b"ref;judul\n007;Banjir\n", mtime=0), None),
        ("a.csv", "ref,judul\n007,Ban\0jir\n", None),
        ("a.csv", "ref,judul\r\n007,Banjir\r\n", None),
        ("a.csv", "\ufeffref,judul\n007,Banjir", None),
        ("a.csv", '\ufeff"ref","judul"\n"007","Banjir"\n', None),
        ("a.csv", "ref,judul\n\n007,Banjir\n\n", None),
        ("a.tsv", "ref\tjudul\n007\tBanjir\n", None),
    ],
)
def test_delimited_files_say_the_same_however_they_are_written(chunks, name, content, delimiter):
    assert rows(chunks(name, content, delimiter)) == [{"ref": "007", "judul": "Banjir"}]


def test_quotes_hold_delimiters_quotes_and_line_breaks(chunks):
    read = chunks("a.csv", 'ref,isi\n1,"Katanya ""besok"",\nlalu lupa; titik"\n2,b\n')
    assert rows(read) == [{"ref": "1", "isi": 'Katanya "besok",\nlalu lupa; titik'}, {"ref": "2", "isi": "b"}]


def test_a_tab_separated_file_may_hold_commas_and_a_lone_quote(chunks):
    assert rows(chunks("a.tsv", 'ref\tjudul\n1\tPipa 6" bocor, lagi\n')) == [{"ref": "1", "judul": 'Pipa 6" bocor, lagi'}]


def test_a_header_without_rows_gives_nothing(chunks):
    assert chunks("a.csv", "ref,judul\n") == []


def test_rows_of_the_wrong_width_are_set_aside(chunks):
    read = chunks("a.csv", "ref,judul\n1,Banjir\n2\n3,Longsor,lebih\n4,Gempa\n")
    assert [row["ref"] for row in rows(read)] == ["1", "4"]
    assert [reason for _, reason in broken(read)] == ["1 columns instead of 2", "3 columns instead of 2"]


def test_a_file_of_broken_rows_alone_still_tells_of_them(chunks):
    assert len(broken(chunks("a.csv", "ref,judul\n1\n2\n"))) == 2


def test_a_long_file_comes_in_chunks_that_know_their_place(chunks):
    count = CHUNK_ROWS + 5
    read = chunks("a.csv", "ref,judul\n" + "".join(f"{n},Laporan {n}\n" for n in range(1, count + 1)))
    assert [str(number) for chunk in read for number in chunk.numbers] == [row["ref"] for row in rows(read)]
    assert max(chunk.table.num_rows for chunk in read) <= CHUNK_ROWS
    assert len(rows(read)) == count


def test_the_file_is_closed_when_it_has_been_read(chunks, recwarn):
    chunks("a.csv", "ref,judul\n1,Banjir\n")
    assert [str(warning.message) for warning in recwarn if warning.category is ResourceWarning] == []


@pytest.mark.parametrize("content", [b"", b"\n\n \n", bytes(64), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_without_a_line_of_text_is_refused(chunks, content):
    with pytest.raises(ValueError, match="Empty CSV"):
        chunks("a.csv", content)


@pytest.mark.parametrize(
    "content",
    [
        "ref;judul\n1;Banjir, longsor\n2;Gempa, tsunami\n",
        "ref\tjudul\n1\tBanjir, longsor; gempa\n2\tGempa, tsunami; lagi\n",
        'ref;judul\n1;"Jalan; rusak"\n2;Sampah\n',
        "ref|judul\n1|a, b\n2|c; d\n",
        "ref;judul\n1\n2\n",
        "ref;judul\n",
    ],
)
def test_the_delimiter_is_the_one_that_cuts_the_rows_evenly(chunks, tmp_path, content):
    (tmp_path / "a.csv").write_text(content)
    with charsets.open_text(tmp_path / "a.csv") as stream:
        found = layout_of(stream, tmp_path / "a.csv", None)
    assert found.delimiter == content[3]
    assert all(list(row) == ["ref", "judul"] for row in rows(chunks("a.csv", content)))


def test_a_byte_that_is_no_utf8_costs_no_row(chunks):
    many = "".join(f"{n},Jalan Café {n}\n" for n in range(2, 60_000))
    read = rows(chunks("a.csv", b"ref,judul\n1,Baik\n" + many.encode() + "60000,Jalan Café\n".encode("cp1252")))
    assert len(read) == 60_000
    assert [row["judul"] for row in read[-2:]] == ["Jalan Café 59999", "Jalan Café"]


TORN = gzip.compress(b"ref,judul\n" + b"1,Banjir\n" * 999, mtime=0)[:-20]


@pytest.mark.parametrize("content", [TORN, b"ref,judul\n1,Banjir\n"])
def test_a_package_that_is_torn_or_none_is_refused(chunks, content):
    with pytest.raises(ValueError, match="not a whole gzip file"):
        chunks("a.csv.gz", content)


def test_a_package_that_holds_too_much_is_refused(chunks, monkeypatch):
    monkeypatch.setattr(charsets, "LARGEST_UNPACKED", 1 << 20)
    with pytest.raises(ValueError, match="split it"):
        chunks("a.csv.gz", gzip.compress(b"ref,judul\n" + b"1,Banjir\n" * 200_000, mtime=0))


# Preambles

TABLE = "ref;tanggal;judul;isi\n1;2026-11-20;Banjir;Air naik\n2;2026-11-21;Longsor;Jalan putus\n"


@pytest.mark.parametrize(
    "preamble",
    [
        "Laporan mingguan\n",
        "Laporan mingguan\n\n",
        "\n\n",
        "Laporan:;Mingguan\nDari:;2026-11-15\nSampai:;2026-11-21\n\n",
        '"Laporan\nmingguan, Kota Bandung"\n',
        "Baris\n" * 25,
    ],
)
def test_what_stands_before_a_table_is_no_record(chunks, preamble):
    read = chunks("a.csv", preamble + TABLE)
    assert [(row["ref"], row["judul"]) for row in rows(read)] == [("1", "Banjir"), ("2", "Longsor")]
    assert broken(read) == []
    assert [number for chunk in read for number in chunk.numbers] == [1, 2]


def test_rows_that_are_too_wide_below_a_sound_header_do_not_take_its_place(chunks):
    read = chunks("a.csv", "judul,isi\nBanjir,parah,sekali\nLongsor,jalan,putus\nGempa,kecil\n")
    assert [row["judul"] for row in rows(read)] == ["Gempa"]
    assert [number for number, _ in broken(read)] == [1, 2]


def test_a_first_row_of_values_is_no_header_below_a_preamble(chunks):
    read = chunks("a.csv", "Laporan\n1,2026-11-20,https://contoh.id/a\n2,2026-11-21,https://contoh.id/b\n")
    assert rows(read) == []


def test_a_sheet_may_begin_below_a_preamble(sheet):
    read = sheet(["Laporan mingguan"], [], [None], ["ref", "judul", "isi"], ["1", "Banjir", "Air naik"], ["2", "Longsor", None])
    assert [row["ref"] for row in rows(read)] == ["1", "2"]


# JSON lines


def test_lines_that_are_no_object_are_set_aside(chunks):
    lines = ['{"ref": "1"}', "[1, 2]", '"teks"', "3", "null", "true", '{"ref": "2"}']
    read = chunks("a.jsonl", "\n".join(lines))
    assert [row["ref"] for row in rows(read)] == ["1", "2"]
    assert broken(read) == [
        (2, "a JSON list, not an object"),
        (3, "a JSON str, not an object"),
        (4, "a JSON int, not an object"),
        (5, "a JSON NoneType, not an object"),
        (6, "a JSON bool, not an object"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"ref": NaN}',
        '{"ref": -Infinity}',
        '{"ref": 1e999}',
        '{"ref": "1"',
        "{'ref': 1}",
        '{"ref": "\\ud800"}',
        '{"ref": "tab\tmentah"}',
        "<html>",
        "{}",
        '{"ref": ' + "[" * 2_000 + "]" * 2_000 + "}",
    ],
)
def test_a_line_that_says_nothing_is_set_aside_alone(chunks, line):
    read = chunks("a.jsonl", f'{{"ref": "1"}}\n{line}\n{{"ref": "2"}}\n')
    assert [row["ref"] for row in rows(read)] == ["1", "2"]
    assert [number for number, _ in broken(read)] == [2]


def test_a_file_of_objects_without_fields_is_not_lost(chunks):
    assert [number for number, _ in broken(chunks("a.jsonl", "{}\n{}\n"))] == [1, 2]


def test_a_byte_order_mark_does_not_cost_the_first_record(chunks):
    assert rows(chunks("a.jsonl", '\ufeff{"ref": "1"}\n')) == [{"ref": "1"}]


def test_blank_lines_are_no_records(chunks):
    assert rows(chunks("a.jsonl", '\n{"ref": "1"}\n  \n')) == [{"ref": "1"}]


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, 2**64, -(2**63) - 1, 10**40])
def test_a_number_too_large_does_not_take_the_other_records_with_it(chunks, number):
    read = chunks("a.jsonl", f'{{"ref": "1", "suka": {number}}}\n{{"ref": "2", "suka": 5}}\n{{"ref": "3", "suka": -1}}\n')
    assert len(rows(read)) + len(broken(read)) == 3
    assert "2" in [row["ref"] for row in rows(read)]


def test_a_record_reads_the_same_whatever_its_neighbours_hold(chunks):
    record = {"ref": "1", "angka": 7, "meta": {"a": 1}, "daftar": [1]}
    neighbour = {"ref": "2", "angka": "tujuh", "meta": {"b": "x"}, "daftar": ["x"]}
    alone = rows(chunks("a.jsonl", json.dumps(record)))[0]
    together = rows(chunks("a.jsonl", f"{json.dumps(record)}\n{json.dumps(neighbour)}"))[0]
    assert alone == together


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
json_lines = st.dictionaries(st.sampled_from(["ref", "judul", "suka", "meta"]), json_values, max_size=4).map(json.dumps)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(json_lines.map(str.encode) | st.binary(max_size=20).filter(lambda line: b"\n" not in line), max_size=6))
def test_every_line_is_a_record_or_set_aside(tmp_path_factory, lines):
    assume(name_encoding(b"\n".join(lines)) == ("utf-8", 0))
    path = tmp_path_factory.mktemp("baris") / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    read = list(READERS[".jsonl"](path, None))
    written = sum(1 for line in lines if line.replace(b"\0", b"").strip())
    assert sum(chunk.table.num_rows + len(chunk.broken) for chunk in read) == written


# JSON in one piece


@pytest.mark.parametrize(
    "content",
    [
        '[{"ref": "1"}, {"ref": "2"}]',
        '{"meta": {"n": 2}, "data": [{"ref": "1"}, {"ref": "2"}]}',
        '{"errors": [], "laporan": [{"ref": "1"}, {"ref": "2"}], "kata": ["a"]}',
        '\ufeff[\n  {"ref": "1"},\n  {"ref": "2"}\n]\n',
    ],
)
def test_an_array_of_objects_is_read_wherever_it_stands(chunks, content):
    assert rows(chunks("a.json", content)) == [{"ref": "1"}, {"ref": "2"}]


@pytest.mark.parametrize("content", ["[]", '{"data": []}'])
def test_an_array_without_objects_gives_nothing(chunks, content):
    assert chunks("a.json", content) == []


@pytest.mark.parametrize("content", ['{"ref": "1"}', '{"kata": ["a", "b"]}', "3", '"teks"', "null"])
def test_json_that_holds_no_records_is_refused(chunks, content):
    with pytest.raises(ValueError, match="is it one object a line"):
        chunks("a.json", content)


def test_members_of_an_array_that_are_no_object_are_set_aside(chunks):
    read = chunks("a.json", '[{"ref": "1"}, 3, {}, {"ref": "2"}]')
    assert [row["ref"] for row in rows(read)] == ["1", "2"]
    assert broken(read) == [(2, "a JSON int, not an object"), (3, "an object without fields")]


def test_json_that_is_too_large_to_read_whole_is_refused(chunks, monkeypatch):
    monkeypatch.setattr(formats, "LARGEST_JSON", 10)
    with pytest.raises(ValueError, match="JSON lines"):
        chunks("a.json", '[{"ref": "1"}]')


# Numbers that lead back


@pytest.mark.parametrize(
    ("name", "content", "line_of_first"),
    [
        ("a.csv", "ref,judul\n1,Banjir\nrusak\n3,Longsor\n4,Gempa\n", 1),
        ("a.jsonl", '{"ref": "1"}\nrusak\n{"ref": "3"}\n{"ref": "4"}\n', 1),
        ("a.jsonl", '\n\n{"ref": "3"}\n{"ref": "4"}\n', 3),
    ],
)
def test_record_numbers_lead_back_to_the_record(read, entry_for, drop, name, content, line_of_first):
    """Every record lacks its date, so every one is put aside under its number; its reference is that number, too."""
    (drop / name).write_text(content)
    aside = read(entry_for(name, columns={"title": "judul"}))["quarantine"]
    told = {row["record_number"]: json.loads(row["record_json"]).get("ref") for row in aside}
    assert told == {n: None if n == 2 else str(n) for n in range(line_of_first, 5)}


# XLSX


def test_dates_numbers_and_text_of_a_sheet_come_out(sheet):
    read = sheet(["ref", "tanggal", "suka"], [1, datetime(2026, 11, 20, 8), 5], ["A-2", datetime(2026, 11, 21), None])
    first, second = rows(read)
    assert (str(first["ref"]), second["ref"]) == ("1", "A-2")
    assert datetime.fromisoformat(str(first["tanggal"])) == datetime(2026, 11, 20, 8)
    assert int(first["suka"]) == 5
    assert second["suka"] is None


def test_a_cell_reads_the_same_whatever_its_column_holds(sheet):
    alone = rows(sheet(["ref", "x"], ["1", 3174]))[0]
    assert (
        alone == rows(sheet(["ref", "x"], ["1", 3174], ["2", 0.5]))[0] == rows(sheet(["ref", "x"], ["1", 3174], ["2", "x"]))[0]
    )


def test_blank_rows_of_a_sheet_are_no_records(sheet):
    assert [row["ref"] for row in rows(sheet(["ref"], ["1"], [None], [None], ["2"]))] == ["1", "2"]


def test_a_column_without_a_name_gets_one(sheet):
    assert rows(sheet(["ref", None], ["1", "x"])) == [{"ref": "1", "column_2": "x"}]


@pytest.mark.parametrize(
    ("size", "limit"), [(70 << 20, "LARGEST_RATIO"), (1 << 20, "LARGEST_WORKBOOK")], ids=["packed too well", "too large"]
)
def test_a_workbook_that_unpacks_to_a_bomb_is_refused_unopened(tmp_path, monkeypatch, size, limit):
    if limit == "LARGEST_WORKBOOK":
        monkeypatch.setattr(formats, limit, 1 << 19)
    path = write_sheet(tmp_path / "bom.xlsx", ["ref"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/kosong.bin", bytes(size))
    with pytest.raises(ValueError, match="save it as CSV"):
        list(READERS[".xlsx"](path, None))


@pytest.mark.parametrize("content", [(), (["ref", "judul"],)])
def test_a_sheet_without_rows_gives_nothing(sheet, content):
    assert rows(sheet(*content)) == []


def test_a_long_sheet_comes_in_chunks_that_know_their_place(sheet):
    read = sheet(["ref"], *([n] for n in range(1, CHUNK_ROWS + 3)))
    assert [(chunk.numbers[0], chunk.table.num_rows) for chunk in read] == [(1, CHUNK_ROWS), (CHUNK_ROWS + 1, 2)]


# Parquet


def test_types_of_a_parquet_file_stay(tmp_path):
    table = pa.table({"ref": ["1"], "waktu": pa.array([datetime(2026, 11, 20)], pa.timestamp("us", "UTC")), "suka": [5]})
    pq.write_table(table, tmp_path / "a.parquet")
    (chunk,) = READERS[".parquet"](tmp_path / "a.parquet", None)
    assert chunk.table.equals(table)


def test_a_long_parquet_file_comes_in_chunks_that_know_their_place(tmp_path):
    pq.write_table(pa.table({"ref": range(1, CHUNK_ROWS + 3)}), tmp_path / "a.parquet")
    read = list(READERS[".parquet"](tmp_path / "a.parquet", None))
    assert [(chunk.numbers[0], chunk.table.num_rows) for chunk in read] == [(1, CHUNK_ROWS), (CHUNK_ROWS + 1, 2)]


# Two columns of one name


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.xlsx", "a.parquet"])
def test_two_columns_of_one_name_are_refused_and_never_merged(read, entry_for, drop, name):
    header, values = ["ref", "title", "title", "published_at"], ["1", "Banjir", "Longsor", "2026-11-20"]
    if name == "a.xlsx":
        write_sheet(drop / name, header, values)
    elif name == "a.parquet":
        pq.write_table(pa.Table.from_arrays([pa.array([v]) for v in values], names=header), drop / name)
    else:
        separator = "\t" if name == "a.tsv" else ","
        (drop / name).write_text(f"{separator.join(header)}\n{separator.join(values)}\n")
    (outcome,) = read(entry_for(name))["outcomes"]
    assert outcome["state_slug"] == "gagal-tetap"
    assert "title" in outcome["error"]
