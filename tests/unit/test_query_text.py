"""A query as a person gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.errors import InputError
from warehouse.queries import as_select, query_text


def test_a_query_is_taken_as_it_is_given():
    assert query_text("select 1 as n", None) == "select 1 as n"


def test_a_file_is_read_whole(tmp_path: Path):
    file = tmp_path / "kueri.sql"
    file.write_text("-- Judul: Sikap – “menolak”\nselect 1 as n\n", encoding="utf-8")
    assert query_text(None, file) == "-- Judul: Sikap – “menolak”\nselect 1 as n\n"


@pytest.mark.parametrize("given", [(None, None), ("select 1", Path("kueri.sql"))])
def test_there_is_one_query_and_no_second(given):
    with pytest.raises(InputError, match="--file"):
        query_text(*given)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(InputError, match=r"tiada\.sql cannot be read"):
        query_text(None, tmp_path / "tiada.sql")


def test_a_file_that_is_no_text_is_told(tmp_path: Path):
    file = tmp_path / "kueri.sql"
    file.write_bytes(b"select 'caf\xe9'")
    with pytest.raises(InputError, match="UTF-8"):
        query_text(None, file)


@pytest.mark.parametrize("name", ["mart_issues", " mart_issues\n"])
def test_a_name_alone_stands_for_all_of_its_table(name):
    assert as_select(name) == "select * from mart_issues"


@pytest.mark.parametrize("query", ["show tables", "from mart_issues", "select 1", "mart_issues limit 3"])
def test_more_than_a_name_is_a_query(query):
    assert as_select(query) == query
