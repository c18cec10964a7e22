"""What every reader of file formats must keep. A new format joins by a line in `WRITERS`, or the first test says so.

The tests read through the contract, so that a table is the same documents in whatever format somebody drops it.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.reading.formats import READERS

COLUMNS = ["ref", "title", "text", "author", "published_at", "likes", "province", "zona"]
ROWS = [
    [
        "0017",
        'Warga: "Kapan?"',
        "Baris satu;\nbaris dua, selesai.",
        "Ratna",
        "2026-11-20T08:00:00+07:00",
        "3",
        "Jawa Barat",
        "utara",
    ],
    ["A-2", "Jalan Café dibuka – 50%", "Sudah\tlancar & aman.", "Bayu", "20/11/2026 07:30", None, "DKI Jakarta", "123"],
    ["3", "Hapunten, cai pareum", "Ti isuk kénéh, 'Pak'. 😀", None, "2026-11-20", "12", None, None],
]
REFUSED = [
    ["4", "Besok", "x", "Ratna", "31/02/2026", "1", None, None],
    ["5", None, None, "Ratna", "2026-11-20", "1", None, "x"],
]


def write_delimited(path: Path, rows: list[list], separator: str, encoding: str) -> None:
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file, delimiter=separator).writerows([COLUMNS, *rows])


def write_packed(path: Path, write: Callable[[Path], None]) -> None:
    """What `write` writes, packed."""
    plain = path.with_suffix("")
    write(plain)
    path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    plain.unlink()


def write_array(path: Path, rows: list[list], encoding: str) -> None:
    content = orjson.dumps({"meta": {}, "data": [dict(zip(COLUMNS, row, strict=True)) for row in rows]})
    path.write_text(content.decode(), encoding=encoding, errors="replace")


def write_lines(path: Path, rows: list[list], encoding: str) -> None:
    lines = [orjson.dumps(dict(zip(COLUMNS, row, strict=True))).decode() for row in rows]
    path.write_text("\n".join(lines), encoding=encoding, errors="replace")


def write_columns(path: Path, rows: list[list], encoding: str) -> None:
    """Parquet says of itself that its text is UTF-8; in another encoding the bytes are not what it says."""
    columns = [
        [None if v is None else v.encode(encoding, errors="replace") for v in column] for column in zip(*rows, strict=True)
    ]
    binary = [pa.array(column, pa.binary()) for column in columns] or [pa.array([], pa.binary())] * len(COLUMNS)
    strings = [pa.Array.from_buffers(pa.string(), len(array), array.buffers()) for array in binary]
    pq.write_table(pa.Table.from_arrays(strings, names=COLUMNS), path)


def write_workbook(path: Path, rows: list[list]) -> None:
    workbook = openpyxl.Workbook()
    for row in (COLUMNS, *rows):
        workbook.active.append(row)
    workbook.save(path)


Writer = Callable[[Path, list[list], str], None]
WRITERS: dict[str, Writer] = {
    ".csv": lambda path, rows, encoding: write_delimited(path, rows, ",", encoding),
    ".tsv": lambda path, rows, encoding: write_delimited(path, rows, "\t", encoding),
    ".tab": lambda path, rows, encoding: write_delimited(path, rows, "\t", encoding),
    ".txt": lambda path, rows, encoding: write_delimited(path, rows, "|", encoding),
    ".csv.gz": lambda path, rows, encoding: write_packed(path, lambda plain: write_delimited(plain, rows, ";", encoding)),
    ".json": write_array,
    ".jsonl": write_lines,
    ".jsonl.gz": lambda path, rows, encoding: write_packed(path, lambda plain: write_lines(plain, rows, encoding)),
    ".ndjson": write_lines,
    ".parquet": write_columns,
    ".xlsx": lambda path, rows, encoding: write_workbook(path, rows),
}
every_format = pytest.mark.parametrize("suffix", sorted(READERS))
every_format_of_text = pytest.mark.parametrize("suffix", sorted(set(READERS) - {".xlsx", ".parquet"}))
"""Parquet says of itself that it is UTF-8, a workbook is XML that names its encoding; text can be written in any."""


@pytest.fixture
def write(drop):
    """Writes rows in the format of a suffix and gives the file."""

    def file(suffix: str, rows: list[list], encoding: str = "utf-8", name: str = "data") -> Path:
        path = drop / f"{name}{suffix}"
        WRITERS[suffix](path, rows, encoding)
        return path

    return file


@pytest.fixture
def outcome(read, entry_for):
    """The one outcome of a file, with its counts reconciled."""

    def one(path: Path) -> dict:
        rows = read(entry_for(path.name))
        (row,) = rows["outcomes"]
        assert row["read_count"] == row["loaded_count"] + row["duplicate_count"] + row["quarantined_count"]
        assert (row["loaded_count"], row["quarantined_count"]) == (len(rows["documents"]), len(rows["quarantine"]))
        assert (row["error"] is None) == (not row["state_slug"].startswith("gagal"))
        return row

    return one


def test_every_reader_has_a_writer_here():
    assert set(WRITERS) == set(READERS)


@every_format
def test_one_table_is_the_same_documents_in_every_format(write, read, entry_for, suffix):
    """Content hashes cover every column that a document has; CSV is the measure, for it is what people send."""
    write(".csv", ROWS, name="ukuran")
    measure = {row["document_ref"]: row for row in read(entry_for("ukuran.csv"))["documents"]}
    documents = {row["document_ref"]: row for row in read(entry_for(write(suffix, ROWS).name))["documents"]}
    assert list(measure) == ["0017", "A-2", "3"]
    assert documents == measure


@every_format
def test_what_was_written_comes_out_as_it_was_written(write, read, entry_for, suffix):
    documents = read(entry_for(write(suffix, ROWS).name))["documents"]
    assert [[row["document_ref"], row["title"], row["text"]] for row in documents] == [row[:3] for row in ROWS]
    assert [row["like_count"] for row in documents] == [3, None, 12]
    assert [row["extra_json"] for row in documents] == ['{"zona":"utara"}', '{"zona":"123"}', None]


@every_format
def test_records_that_break_the_contract_are_put_aside_with_their_place(write, read, entry_for, suffix):
    aside = read(entry_for(write(suffix, [*ROWS, *REFUSED]).name))["quarantine"]
    assert [row["reason_slug"] for row in aside] == ["tanggal-tak-terbaca", "tanpa-teks"]
    assert aside[1]["record_number"] - aside[0]["record_number"] == 1
    assert {row["address"] for row in aside} == {f"data{suffix}"}
    assert "Ratna" not in str(aside)


@every_format
def test_a_file_read_again_with_one_record_more_has_one_new_record(write, read, entry_for, suffix):
    before = read(entry_for(write(suffix, ROWS).name))["documents"]
    odd = ["9", "Satu lagi", "Baru masuk.", "Bayu", "2026-11-20", "4.0", "Banten", "7.5"]
    after = read(entry_for(write(suffix, [*ROWS, odd]).name))["documents"]
    assert {row["content_hash"] for row in after} - {row["content_hash"] for row in before} == {after[-1]["content_hash"]}


@every_format
def test_a_table_without_rows_is_legally_empty(write, outcome, suffix):
    assert outcome(write(suffix, []))["state_slug"] == "kosong-sah"


@every_format
def test_a_file_without_a_byte_is_told_apart_from_news(drop, outcome, suffix):
    (drop / f"data{suffix}").touch()
    told = outcome(drop / f"data{suffix}")
    assert (told["state_slug"], told["read_count"]) in {("kosong-sah", 0), ("gagal-tetap", 0)}


GARBAGE = {
    "noise": bytes(range(256)) * 64,
    "zeros": bytes(4096),
    "a page": b"<!DOCTYPE html>\n<html><head><title>Masuk</title></head>\n<body>502, coba lagi</body></html>\n",
    "a lone quote": b'"',
    "line breaks": b"\n" * 100,
    "a zip file": b"PK\x03\x04" + bytes(200),
    "a torn magic": b"PAR1",
    "a very long line": b"a" * 60_000,
}


@every_format
@pytest.mark.parametrize("content", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_an_outcome_that_loads_nothing(drop, outcome, suffix, content):
    path = drop / f"data{suffix}"
    path.write_bytes(content)
    told = outcome(path)
    assert told["loaded_count"] == 0
    assert told["state_slug"] in {"gagal-tetap", "baru", "kosong-sah"}
    assert (told["state_slug"] == "baru") == (told["quarantined_count"] > 0)


@every_format
@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.95])
def test_a_torn_file_is_an_outcome_that_invents_nothing(write, read, entry_for, outcome, suffix, kept):
    rows = [[str(n), f"Laporan nomor {n}", "Isi laporan.", None, "2026-11-20", None, None, None] for n in range(300)]
    path = write(suffix, rows)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert outcome(path)["state_slug"] in {"gagal-tetap", "baru"}
    told = [[row["document_ref"], row["title"], row["text"]] for row in read(entry_for(path.name))["documents"]]
    assert [row for row in told if row not in [row[:3] for row in rows]] == []


@every_format
def test_a_file_with_a_hole_in_it_is_an_outcome_and_no_passing_trouble(write, outcome, suffix):
    rows = [[str(n), f"Laporan nomor {n}", f"Isi {n * 7919}.", None, "2026-11-20", None, None, None] for n in range(300)]
    path = write(suffix, rows)
    content = bytearray(path.read_bytes())
    content[600:1200] = b"\xff" * 600
    path.write_bytes(content)
    assert outcome(path)["state_slug"] in {"gagal-tetap", "baru"}


@every_format_of_text
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_the_same_documents_in_every_encoding(write, read, entry_for, suffix, encoding):
    rows = [ROWS[1], ["A-3", "Café – “Senja” tutup", "Kéran", "Ratna", "2026-11-20", "1", None, None]]
    measure = read(entry_for(write(suffix, rows, "utf-8", "ukuran").name))["documents"]
    assert [row["title"] for row in measure] == [row[1] for row in rows]
    assert read(entry_for(write(suffix, rows, encoding).name))["documents"] == measure


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "latin-1"])
def test_parquet_that_is_not_what_it_says_is_told_and_nothing_of_it_is_loaded(write, outcome, encoding):
    told = outcome(write(".parquet", [ROWS[1]], encoding))
    assert told["loaded_count"] == 0
    assert told["state_slug"] == ("baru" if told["quarantined_count"] else "gagal-tetap")


@every_format
def test_a_suffix_in_capitals_is_the_same_format(write, read, entry_for, suffix):
    path = write(suffix, ROWS)
    path.rename(path.with_name(f"data{suffix.upper()}"))
    assert len(read(entry_for(f"data{suffix.upper()}"))["documents"]) == len(ROWS)


@every_format
def test_reading_changes_nothing_in_the_drop_folder(write, read, entry_for, drop, suffix):
    path = write(suffix, ROWS)
    before = path.read_bytes()
    read(entry_for(path.name))
    assert {file.name: file.read_bytes() for file in drop.iterdir()} == {path.name: before}
