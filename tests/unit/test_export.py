"""Marts and results of queries as files, from the exhibit."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import duckdb
import orjson
import pyarrow.parquet as pq
import pytest
import typer
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from orchestration import export_command
from tests.fixtures.exhibit import AS_OF, SNAPSHOT, publish_exhibit
from tests.fixtures.exhibit_documents import HOSTILE
from warehouse import export_workbook
from warehouse.errors import InputError
from warehouse.export import WRITERS, export
from warehouse.layout import Layout, prepare_home
from warehouse.publish import CURRENT, DATABASE

COMMENT = "comment on column mart_issues.label is 'Nama isu.'; comment on column mart_stories.story_id is 'Cerita.'"
EVERY_FORMAT = pytest.mark.parametrize("ending", WRITERS)
HOSTILE_TITLE = f"select title from mart_documents where title like '{HOSTILE[:4]}%'"


@pytest.fixture(scope="module")
def layout(tmp_path_factory) -> Layout:
    layout = prepare_home(tmp_path_factory.mktemp("exhibit") / "home")
    publish_exhibit(layout, changes=COMMENT)
    return layout


@pytest.fixture
def write(layout, tmp_path):
    """Write a query to a file of that ending; its path."""

    def write(query: str, ending: str = ".xlsx") -> Path:
        target = tmp_path / f"hasil{ending}"
        export(layout, query, target, lambda *_: None)
        return target

    return write


def read(file: Path) -> tuple[list[str], list[list]]:
    """Column names and rows."""
    if file.suffix == ".parquet":
        table = pq.read_table(file)
        return table.column_names, [list(row.values()) for row in table.to_pylist()]
    if file.suffix == ".jsonl":
        records = [orjson.loads(line) for line in file.read_bytes().splitlines()]
        return (list(records[0]) if records else []), [list(record.values()) for record in records]
    if file.suffix == ".xlsx":
        rows = [list(row) for row in load_workbook(file)["Data"].iter_rows(values_only=True)]
    else:
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter="\t" if file.suffix == ".tsv" else ","))
    return rows[0], rows[1:]


def workbook(file: Path) -> Workbook:
    return load_workbook(file)


@EVERY_FORMAT
def test_a_mart_is_written_whole_in_its_order(layout, write, ending):
    names, rows = read(write("mart_issues", ending))
    with duckdb.connect(str(layout.published / CURRENT / DATABASE), read_only=True) as marts:
        expected = marts.execute("from mart_issues")
        assert names == [column[0] for column in expected.description]
        assert [row[names.index("label")] for row in rows] == [row[1] for row in expected.fetchall()]


@EVERY_FORMAT
def test_a_result_longer_than_a_batch_loses_no_row(write, ending):
    _, rows = read(write("select range as n from range(12345) order by n", ending))
    assert [int(row[0]) for row in rows] == list(range(12345))


@EVERY_FORMAT
def test_an_empty_result_is_a_file_without_rows(write, ending):
    names, rows = read(write("select label from mart_issues where false", ending))
    assert rows == []
    assert names == ([] if ending == ".jsonl" else ["label"])


@EVERY_FORMAT
def test_the_same_snapshot_gives_the_same_bytes(write, ending):
    first = write("mart_issues", ending).read_bytes()
    assert write("mart_issues", ending).read_bytes() == first


def test_no_part_of_a_workbook_bears_the_time_of_its_writing(write):
    file = write("mart_issues")
    with ZipFile(file) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert workbook(file).properties.modified == datetime.fromisoformat(AS_OF)


@EVERY_FORMAT
def test_lists_and_intervals_are_written_as_text(write, ending):
    _, rows = read(write("select [1, 2] as daftar, interval '1' day as lama", ending))
    assert rows == [["[1, 2]", "1 day"]]


def test_a_workbook_has_dates_and_numbers_as_such(write):
    query = (
        "select published_on, published_at, like_count, is_withheld from mart_documents where like_count is not null limit 1"
    )
    _, [[day, time, count, flag]] = read(write(query))
    assert isinstance(day, datetime)  # as openpyxl reads every date
    assert (day.hour, time.year, type(count), type(flag)) == (0, 2026, int, bool)


def test_a_workbook_shows_dates_without_hours(write):
    sheet = workbook(write("select date '2026-09-04' as published_on, 1.25 as porsi"))["Data"]
    assert (sheet["A2"].number_format, sheet["A2"].value, sheet["B2"].value) == ("yyyy-mm-dd", datetime(2026, 9, 4), 1.25)


def test_the_head_of_a_workbook_stays_in_sight_and_filters(write):
    sheet = workbook(write("select label, state_slug, first_published_at from mart_issues"))["Data"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C8")
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["C"].width > 18


def test_a_workbook_tells_what_it_holds(write):
    query = "-- Judul: Isu\nselect label, document_count from mart_issues"
    sheet = workbook(write(query))["Keterangan"]
    told = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert (told["Potret"], told["Data per (UTC)"], told["Jumlah baris"], told["Kueri"]) == (SNAPSHOT, AS_OF, 7, query)
    assert [row[:3] for row in sheet.iter_rows(values_only=True)][-1] == ("label", "mart_issues", "Nama isu.")


def test_a_workbook_describes_columns_of_tables_that_were_read_alone(write):
    sheet = workbook(write("select label as story_id from mart_issues"))["Keterangan"]
    assert "Cerita." not in {row[2] for row in sheet.iter_rows(values_only=True)}


def test_a_text_like_a_formula_stays_text_in_a_workbook(write):
    cell = workbook(write(HOSTILE_TITLE))["Data"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (HOSTILE, "s", True)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5 persen", "@akun", "#N/A", "=", "\tx"])
def test_no_text_becomes_a_formula_or_an_error(write, text):
    cell = workbook(write(f"select '{text}' as teks"))["Data"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_a_text_like_a_formula_gets_an_apostrophe_in_csv(write, ending):
    assert read(write(HOSTILE_TITLE, ending))[1] == [[f"'{HOSTILE}"]]


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_a_negative_number_gets_none(write, ending):
    assert read(write("select -5 as selisih", ending))[1] == [["-5"]]


@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
def test_other_formats_keep_every_text_as_it_is(write, ending):
    assert read(write(HOSTILE_TITLE, ending))[1] == [[HOSTILE]]


def test_csv_opens_in_excel_as_utf_8(write):
    assert write("select 'é' as huruf", ".csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_characters_that_a_workbook_forbids_are_left_out(write):
    text = "'a' || chr(7) || 'b' || chr(10) || 'c' || chr(65534) || 'd'"
    assert read(write(f"select {text} as teks"))[1] == [["ab\ncd"]]


def test_a_text_longer_than_a_cell_is_cut_and_told(write):
    sheets = workbook(write("select repeat('a', 40000) as teks"))
    assert len(sheets["Data"]["A2"].value) == 32_767
    assert any("32.767" in str(cell) for row in sheets["Keterangan"].iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9007199254740993", "9007199254740993"),
        ("'nan'::double", "nan"),
        ("date '1850-01-31'", "1850-01-31"),
        ("timestamptz '2026-09-04 05:00:00+07'", datetime(2026, 9, 3, 22)),
        ("sum(3)", 3),
    ],
)
def test_a_value_that_a_workbook_has_no_number_or_date_for_keeps_its_digits(write, value, expected):
    assert read(write(f"select {value} as nilai"))[1] == [[expected]]


def test_a_sum_of_counts_is_a_whole_number_in_json(write):
    assert write("select sum(document_count) as n from mart_issues", ".jsonl").read_bytes() == b'{"n":305}\n'


def test_a_date_is_a_date_in_parquet(write):
    assert read(write("select max(published_on) as hari from mart_documents", ".parquet"))[1] == [[date(2026, 9, 4)]]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("mart_nowhere", "mart_nowhere"),
        ("select nowhere from mart_issues", "nowhere"),
        ("selec 1", "show tables"),
        ("-- catatan", "no query"),
        ("delete from mart_issues", "read-only"),
        ("copy mart_issues to 'x.csv'", "disabled"),
        ("select 1 as n, 2 as n", "More than one column is named n"),
    ],
)
def test_a_query_that_gives_no_table_is_told(write, tmp_path, query, told):
    with pytest.raises(InputError, match=told):
        write(query)
    assert list(tmp_path.iterdir()) == []


def test_an_ending_that_is_no_format_is_told(write):
    with pytest.raises(InputError, match=r"\.xlsx, \.csv, \.tsv, \.parquet, \.jsonl"):
        write("mart_issues", ".xls")


def test_the_ending_may_be_in_capitals(write):
    assert workbook(write("mart_issues", ".XLSX")).sheetnames == ["Data", "Keterangan"]


@EVERY_FORMAT
def test_a_query_that_fails_half_way_leaves_what_was_there(write, tmp_path, ending):
    target = tmp_path / f"hasil{ending}"
    target.write_text("yang lama")
    with pytest.raises(InputError, match="Could not convert"):
        write("select case when range = 40000 then 'x' else '1' end::int as n from range(50000)", ending)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["yang lama"]


def test_a_folder_that_is_not_there_is_made(layout, tmp_path):
    target = tmp_path / "laporan" / "september" / "isu.csv"
    assert export(layout, "mart_issues", target, lambda *_: None) == 7
    assert target.is_file()


def test_a_folder_that_is_a_file_is_told(layout, tmp_path):
    (tmp_path / "laporan").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        export(layout, "mart_issues", tmp_path / "laporan" / "isu.csv", lambda *_: None)


def test_more_rows_than_a_sheet_holds_are_refused_at_once(write, tmp_path):
    with pytest.raises(InputError, match=r"1,048,576 rows.*\.csv or \.parquet"):
        write("select range as n from range(1048576)")
    assert list(tmp_path.iterdir()) == []


def test_as_many_rows_as_a_sheet_holds_are_written(write, monkeypatch):
    monkeypatch.setattr(export_workbook, "MOST_ROWS", 7)
    assert len(read(write("mart_issues"))[1]) == 7
    with pytest.raises(InputError):
        write("from mart_issues union all from mart_issues")


def test_progress_ends_with_every_row(layout, tmp_path):
    told = []
    export(
        layout, "select range as n from range(12000)", tmp_path / "n.parquet", lambda done, total: told.append((done, total))
    )
    assert len(told) > 1
    assert told[-1] == (12000, 12000)


def test_before_the_first_snapshot_the_way_to_one_is_told(tmp_path):
    with pytest.raises(InputError, match="pantau run"):
        export(Layout(tmp_path / "home"), "mart_issues", tmp_path / "isu.csv", lambda *_: None)


def test_the_command_writes_what_a_file_asks(layout, tmp_path, monkeypatch):
    monkeypatch.setenv("PANTAU_HOME", str(layout.home))
    query, target = tmp_path / "isu [aktif].sql", tmp_path / "isu [aktif].csv"
    query.write_text("select label from mart_issues where state_slug = 'krisis'")
    app = typer.Typer()
    app.command()(export_command.export)
    result = CliRunner().invoke(app, ["--file", str(query), "--output", str(target)])
    assert result.exit_code == 0, result.output
    assert read(target) == (["label"], [["air keran keruh Malang"]])
