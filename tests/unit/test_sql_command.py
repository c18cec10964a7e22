from __future__ import annotations

import csv
import io
import re

import pytest
from rich.console import Console
from tiny_marts import document, publish_marts
from typer.testing import CliRunner

from orchestration import cli, sql_command
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home


@pytest.fixture
def layout(tmp_path, monkeypatch):
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "home"))
    return prepare_home(tmp_path / "home")


@pytest.fixture
def marts(layout) -> Layout:
    publish_marts(layout, [document(i) for i in range(60)])
    return layout


@pytest.fixture
def shown(monkeypatch) -> io.StringIO:
    """What a person would see."""
    stream = io.StringIO()
    monkeypatch.setattr(sql_command, "console", Console(file=stream, width=200, highlight=False))
    return stream


def query(text: str, csv: bool = False, limit: int = 50) -> None:
    sql_command.sql_command(text, csv, limit)


def test_a_result_is_shown_with_its_column_names(marts, shown):
    query("select channel_slug, count(*) as n from mart_documents group by 1")
    assert [line.split() for line in shown.getvalue().splitlines()] == [["channel_slug", "n"], ["berita", "60"]]


def test_a_null_is_shown_as_nothing(marts, shown):
    query("select null as kosong, 1 as satu")
    assert shown.getvalue().splitlines()[1].split() == ["1"]


def test_more_rows_than_the_limit_are_told_and_not_shown(marts, shown):
    query("select document_id from mart_documents order by 1", limit=2)
    lines = shown.getvalue().split("\n")
    assert [line.strip() for line in lines[1:3]] == ["d000", "d001"]
    assert lines[3].startswith("… more rows")


def test_as_many_rows_as_the_limit_are_all(marts, shown):
    query("select document_id from mart_documents", limit=60)
    assert "more rows" not in shown.getvalue()
    assert len(re.findall(r"d\d{3}", shown.getvalue())) == 60


@pytest.mark.parametrize("text", ["hubungi [telepon] atau [surel]", "[b]tebal[/b]", "[/x]", ":warning: [SALAH] kabar"])
def test_text_in_square_brackets_is_shown_as_it_stands(marts, shown, text):
    query(f"select '{text}' as \"kolom [surel]\"")
    assert text in shown.getvalue()
    assert "kolom [surel]" in shown.getvalue()


def test_csv_is_whole_whatever_the_limit(marts, capsys):
    query("select document_id, outlet_name, title from mart_documents order by 1", csv=True, limit=2)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["document_id", "outlet_name", "title"]
    assert len(rows) == 61
    assert rows[7] == ["d006", "Kabar Desa", "Puskesmas ke-6 dibuka"]


def test_csv_keeps_quotes_commas_and_breaks(marts, capsys):
    query("select 'a,\"b\"' || chr(10) || 'c' as teks", csv=True)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["teks"], ['a,"b"\nc']]


@pytest.mark.parametrize("wrong", ["select * from mart_nowhere", "selec 1", "select 1 +", "select nowhere from mart_documents"])
def test_a_query_that_cannot_run_is_told_with_the_way_out(marts, wrong):
    with pytest.raises(InputError, match="show tables"):
        query(wrong)


@pytest.mark.parametrize("nothing", ["", ";", "-- catatan"])
def test_a_query_that_asks_nothing_is_told(marts, nothing):
    with pytest.raises(InputError):
        query(nothing)


@pytest.mark.parametrize(
    "change",
    [
        "delete from mart_documents",
        "drop table mart_documents",
        "create table t as select 1",
        "insert into dim_regions values ('0', 'x')",
    ],
)
def test_the_published_marts_cannot_be_changed(marts, shown, change):
    with pytest.raises(InputError, match="read-only"):
        query(change)
    query("select count(*) as n from mart_documents")
    assert "60" in shown.getvalue()


@pytest.mark.parametrize(
    "reach",
    [
        "select * from read_csv('{home}/secret.csv')",
        "select * from '{home}/secret.csv'",
        "copy mart_documents to '{home}/out.csv'",
        "attach '{home}/other.duckdb' as other",
        "set enable_external_access = true",
    ],
)
def test_a_query_reaches_no_file_beside_the_marts(marts, reach):
    (marts.home / "secret.csv").write_text("a\n1\n")
    with pytest.raises(InputError):
        query(reach.format(home=marts.home))
    assert not (marts.home / "out.csv").exists()


def test_before_the_first_snapshot_the_way_to_one_is_told(layout):
    with pytest.raises(InputError, match="pantau run"):
        query("select 1")


def test_the_command_ends_with_two_and_the_message_for_a_query_that_cannot_run(marts, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["pantau", "sql", "select * from mart_nowhere"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "mart_nowhere" in capsys.readouterr().err


def test_a_limit_below_one_is_refused(marts):
    assert CliRunner().invoke(cli.app, ["sql", "select 1", "--limit", "0"]).exit_code == 2


def test_a_query_makes_no_home_where_there_was_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "mistyped"))
    with pytest.raises(InputError, match="mistyped"):
        query("select 1")
    assert not (tmp_path / "mistyped").exists()
