"""Reading the published marts: read-only, shut off from files and network, and told what to do when there is nothing."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.access import open_marts
from warehouse.errors import InputError
from warehouse.layout import Layout
from warehouse.publish import publish_snapshot


@pytest.fixture
def marts(home) -> Layout:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("create table mart_documents as select 'Banjir' as title")
    publish_snapshot(home, "s1", ["mart_documents"], {}, 1)
    return home


def open_and_close(layout: Layout) -> None:
    with open_marts(layout):
        pass


def test_published_marts_can_be_queried(marts):
    with open_marts(marts) as connection:
        assert connection.execute("from mart_documents").fetchall() == [("Banjir",)]


def test_many_may_read_at_once(marts):
    with open_marts(marts) as one, open_marts(marts) as other:
        assert one.execute("from mart_documents").fetchall() == other.execute("from mart_documents").fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        "delete from mart_documents",
        "drop table mart_documents",
        "create table other (a int)",
        "insert into mart_documents values ('x')",
    ],
)
def test_nothing_can_be_written(marts, statement):
    with open_marts(marts) as connection, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "from read_text('{file}')",
        "from read_csv('{file}')",
        "from '{file}'",
        "copy mart_documents to '{file}.csv'",
        "attach '{file}.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_no_file_and_no_network_can_be_reached(marts, tmp_path, statement):
    (tmp_path / "rahasia.csv").write_text("rahasia\n1\n")
    with open_marts(marts) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.format(file=tmp_path / "rahasia.csv")).fetchall()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "rahasia.csv"]


def test_before_the_first_snapshot_the_way_out_is_told(home):
    with pytest.raises(InputError, match=r"Nothing is published in .*home yet: run `pantau run` first, or set PANTAU_HOME"):
        open_and_close(home)


def test_a_link_to_nothing_is_told_like_no_snapshot(home):
    (home.published / "current").symlink_to("hilang")
    with pytest.raises(InputError, match="Nothing is published"):
        open_and_close(home)


@pytest.mark.parametrize("query", ["from mart_claims", "select isi from mart_documents"])
def test_what_a_snapshot_of_another_version_lacks_is_told_with_the_way_out(marts, query):
    with pytest.raises(InputError, match=r"lacks what this asks for.*`pantau run`"), open_marts(marts) as connection:
        connection.execute(query)


def test_the_connection_is_closed_afterwards(marts):
    with open_marts(marts) as connection:
        pass
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("select 1")
