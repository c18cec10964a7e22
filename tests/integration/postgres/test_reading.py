"""A published snapshot as BI tools read it: through SQLAlchemy with psycopg2, and through psql."""

from __future__ import annotations

import subprocess
from decimal import Decimal

import duckdb
import psycopg2
import pytest
import sqlalchemy as sa
from sqlalchemy.types import BIGINT, BOOLEAN, DATE, DOUBLE_PRECISION, TEXT, TIMESTAMP

from tests.fixtures.exhibit import AS_OF, MARTS, SNAPSHOT
from tests.integration.postgres.conftest import ANALYST, ANALYST_PASSWORD, Home
from warehouse.publish import CURRENT, DATABASE
from warehouse.settings import ROOT

QUERIES = sorted((ROOT / "docs" / "queries").glob("*.sql"))


@pytest.fixture(scope="module")
def analyst_url(exhibit: Home) -> str:
    return exhibit.server.url(ANALYST, ANALYST_PASSWORD)


@pytest.fixture(scope="module")
def engine(analyst_url: str) -> sa.Engine:
    """As Superset opens it."""
    return sa.create_engine(analyst_url.replace("postgresql://", "postgresql+psycopg2://"))


def by_content(rows: list[tuple]) -> list[tuple]:
    return sorted((tuple(row) for row in rows), key=repr)


@pytest.mark.parametrize("table", MARTS)
def test_a_table_holds_the_rows_of_its_parquet_file(exhibit, engine, table):
    file = exhibit.layout.published / CURRENT / f"{table}.parquet"
    written = duckdb.sql(f"from read_parquet('{file}')")
    with engine.connect() as connection:
        read = connection.execute(sa.text(f"select * from pantau.{table}"))
        assert list(read.keys()) == written.columns
        assert by_content(read.fetchall()) == by_content(written.fetchall())


def test_the_inspector_shows_every_table_and_what_lies_there(engine):
    assert sorted(sa.inspect(engine).get_table_names("pantau")) == sorted([*MARTS, "snapshot"])
    with engine.connect() as connection:
        (row,) = connection.execute(sa.text("select snapshot_id, as_of_at from pantau.snapshot")).fetchall()
    assert (row[0], row[1].isoformat()) == (SNAPSHOT, AS_OF)


def test_the_inspector_shows_types_that_charts_can_use(engine):
    columns = {column["name"]: column["type"] for column in sa.inspect(engine).get_columns("mart_documents", "pantau")}
    expected = {"document_id": TEXT, "published_on": DATE, "published_at": TIMESTAMP, "is_withheld": BOOLEAN}
    expected |= {"like_count": BIGINT, "sentiment_score": DOUBLE_PRECISION}
    assert {name: type(columns[name]) for name in expected} | expected == expected
    assert not columns["published_at"].timezone


def test_the_inspector_shows_keys_that_the_models_declare(engine):
    inspector = sa.inspect(engine)
    assert inspector.get_pk_constraint("mart_documents", "pantau")["constrained_columns"] == ["document_id"]
    (index,) = inspector.get_indexes("mart_issue_days", "pantau")
    assert (index["column_names"], index["unique"]) == (["issue_id", "published_on"], True)


def test_comments_come_along_as_they_are(engine):
    assert sa.inspect(engine).get_table_comment("mart_issues", "pantau")["text"] == "Satu baris per isu; \"kutip\" dan 'petik'."


def test_every_time_says_that_it_is_utc(engine):
    inspector = sa.inspect(engine)
    times = [
        column["comment"] or ""
        for table in (*MARTS, "snapshot")
        for column in inspector.get_columns(table, "pantau")
        if isinstance(column["type"], TIMESTAMP)
    ]
    assert len(times) > 20
    assert all("UTC" in comment for comment in times)


def test_psql_reads_a_mart(exhibit, analyst_url):
    command = [exhibit.server.programs / "psql", analyst_url, "-At", "-c", "select count(*) from pantau.mart_issues"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert found.strip() == str(exhibit.rows("select count(*) from {s}.mart_issues")[0][0])


@pytest.mark.parametrize(
    "change",
    [
        "insert into pantau.snapshot values ('x', now())",
        "update pantau.mart_documents set title = null",
        "delete from pantau.mart_documents",
        "truncate pantau.mart_documents",
        "drop table pantau.mart_documents",
        "create table pantau.catatan (isi text)",
        "create schema lain",
        "alter schema pantau rename to lain",
    ],
)
def test_who_reads_changes_nothing(exhibit, change):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        exhibit.server.run(change, user=ANALYST, password=ANALYST_PASSWORD)


def test_who_is_not_let_in_reads_nothing(exhibit):
    exhibit.server.run("create role orang_lain login password 'rahasia-orang-lain'")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        exhibit.server.run("select * from pantau.mart_documents", user="orang_lain", password="rahasia-orang-lain")


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_an_example_query_gives_the_same_in_postgresql(exhibit, engine, query):
    text = query.read_text()
    with duckdb.connect(str(exhibit.layout.published / CURRENT / DATABASE), read_only=True) as marts:
        expected = marts.execute(text)
        names, rows = [column[0] for column in expected.description], expected.fetchall()
    with engine.connect() as connection:
        connection.execute(sa.text("set search_path to pantau"))
        found = connection.exec_driver_sql(text)
        assert list(found.keys()) == names
        assert [tuple(map(plain, row)) for row in found] == [tuple(map(close, row)) for row in rows]


def plain(value):
    """PostgreSQL gives numeric where DuckDB gives double."""
    return float(value) if isinstance(value, Decimal) else value


def close(value):
    return pytest.approx(plain(value), abs=1e-9) if isinstance(value, float | Decimal) else value
