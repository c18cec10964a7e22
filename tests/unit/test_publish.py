"""Published snapshots: swapped in whole, never in a reader's way, and what a killed publish leaves is cleared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from warehouse.access import open_marts
from warehouse.layout import Layout
from warehouse.publish import (
    CURRENT,
    DATABASE,
    MANIFEST,
    current_snapshot,
    make_current,
    publish_snapshot,
    read_manifest,
    snapshot_id,
    snapshots,
)

TABLES = ["mart_documents", "mart_sentiment_daily", "dim_sectors"]
COUNT = "select sum(document_count) from mart_sentiment_daily"


def build_warehouse(layout: Layout, count: int, reverse: bool = False) -> None:
    """dbt's file with two small marts, a dimension, and tables that are nobody's business outside."""
    layout.warehouse.unlink(missing_ok=True)
    days = [f"(date '2026-11-{day:02}', 'kesehatan', {count})" for day in (20, 21)]
    with duckdb.connect(str(layout.warehouse)) as connection:
        connection.execute("create table mart_documents (document_id varchar, title varchar)")
        connection.execute("insert into mart_documents values ('d1', 'Puskesmas penuh'), ('d2', null)")
        connection.execute("comment on table mart_documents is 'One row per document, the source''s own.'")
        connection.execute("comment on column mart_documents.title is 'Headline, the source''s own.'")
        connection.execute("create table mart_sentiment_daily (published_on date, sector_slug varchar, document_count bigint)")
        connection.execute(f"insert into mart_sentiment_daily values {', '.join(days[::-1] if reverse else days)}")
        connection.execute("create table dim_sectors as select 'kesehatan' as sector_slug")
        connection.execute("create table stg_documents as select 'rahasia' as text")
        connection.execute("create view int_documents as select * from stg_documents")


@pytest.fixture
def publish(home) -> Callable[..., None]:
    def run(snapshot: str, count: int = 1, kept: int = 5, **facts) -> None:
        build_warehouse(home, count)
        publish_snapshot(home, snapshot, TABLES, facts, kept)

    return run


def asked(layout: Layout, query: str = COUNT):
    with open_marts(layout) as connection:
        return connection.execute(query).fetchone()[0]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_snapshot_holds_the_tables_it_was_asked_for_and_nothing_else(home, publish):
    publish("s1")
    assert sorted(path.stem for path in (home.published / "s1").glob("*.parquet")) == sorted(TABLES)
    with open_marts(home) as connection:
        assert [name for (name,) in connection.execute("show tables").fetchall()] == sorted(TABLES)


def test_parquet_and_database_say_the_same(home, publish):
    publish("s1", 7)
    table = pq.read_table(home.published / "s1" / "mart_sentiment_daily.parquet")
    assert sum(table["document_count"].to_pylist()) == asked(home) == 14


def test_the_manifest_tells_what_is_in_it(home, publish):
    publish("s1", inputs="abc")
    rows = {"dim_sectors": 1, "mart_documents": 2, "mart_sentiment_daily": 2}
    assert read_manifest(home) == {"snapshot": "s1", "inputs": "abc", "row_counts": rows}


def test_comments_travel_with_the_tables_and_their_columns(home, publish):
    publish("s1")
    comment = "select comment from duckdb_tables() where table_name = 'mart_documents'"
    assert asked(home, comment) == "One row per document, the source's own."
    comment = "select comment from duckdb_columns() where table_name = 'mart_documents' and column_name = 'title'"
    assert asked(home, comment) == "Headline, the source's own."


def test_the_snapshot_tells_what_its_tables_and_columns_are(home, publish):
    publish("s1")
    page, facts = ((home.published / "s1" / f"dictionary.{kind}").read_text() for kind in ("md", "json"))
    for words in ("One row per document, the source's own.", "Headline, the source's own."):
        assert words in page
        assert words in facts
    assert "stg_documents" not in page + facts


def test_data_docs_travel_with_the_snapshot(home, publish):
    (home.data_docs / "index.html").write_text("<p>Semua terpenuhi.</p>")
    publish("s1")
    assert (home.published / "s1" / "data_docs" / "index.html").read_text() == "<p>Semua terpenuhi.</p>"


def test_equal_data_is_equal_bytes_whatever_the_order_of_rows(home):
    for snapshot, reverse in (("s1", False), ("s2", True)):
        build_warehouse(home, 3, reverse)
        publish_snapshot(home, snapshot, TABLES, {}, 5)
    one, two = ((home.published / name / "mart_sentiment_daily.parquet").read_bytes() for name in ("s1", "s2"))
    assert one == two


def test_the_warehouse_is_read_and_left_alone(home, publish):
    publish("s1")
    before = home.warehouse.read_bytes()
    publish_snapshot(home, "s2", TABLES, {}, 5)
    assert home.warehouse.read_bytes() == before


# Readers


def test_an_open_reader_keeps_its_snapshot_and_the_next_gets_the_new_one(home, publish):
    publish("s1", 1)
    with open_marts(home) as reader:
        assert reader.execute(COUNT).fetchone() == (2,)
        publish("s2", 10, kept=1)
        assert names(home.published) == [CURRENT, "s2"]
        assert reader.execute(COUNT).fetchone() == (2,)
        assert reader.execute("select count(*) from mart_documents where title is not null").fetchone() == (1,)
    assert asked(home) == 20


def test_an_open_parquet_file_stays_readable(home, publish):
    publish("s1", 1)
    with pq.ParquetFile(home.published / CURRENT / "mart_sentiment_daily.parquet") as reader:
        publish("s2", 10, kept=1)
        assert sum(reader.read()["document_count"].to_pylist()) == 2


def test_current_is_a_link_that_survives_a_move_of_the_home(home, publish, tmp_path):
    publish("s1")
    home.home.rename(tmp_path / "pindah")
    assert asked(Layout(tmp_path / "pindah")) == 2


# Snapshots that stay


def test_the_last_snapshots_stay(home, publish):
    for number in range(1, 5):
        publish(f"s{number}", number, kept=2)
    assert (snapshots(home), current_snapshot(home)) == (["s3", "s4"], "s4")
    assert names(home.published) == [CURRENT, "s3", "s4"]


def test_the_current_snapshot_stays_even_when_it_is_old(home, publish):
    for number in range(1, 4):
        publish(f"s{number}")
    publish("s0", kept=1)
    assert current_snapshot(home) == "s0"
    assert asked(home) == 2


def test_an_older_snapshot_can_be_made_current_again(home, publish):
    publish("s1", 1)
    publish("s2", 2)
    make_current(home, "s1")
    assert (current_snapshot(home), asked(home)) == ("s1", 2)


def test_nothing_is_current_before_the_first_snapshot(home):
    assert (snapshots(home), current_snapshot(home), read_manifest(home)) == ([], None, None)


# Publishes that die


class Killed(BaseException):
    """What SIGKILL would be, could it be caught."""


@pytest.fixture
def kill_at(monkeypatch):
    """Lets the publish die at the n-th step that changes the file system, before that step."""

    def arm(number: int) -> None:
        steps = iter(range(1, 1_000))

        def dying(step: Callable) -> Callable:
            def run(*arguments, **options):
                if next(steps) == number:
                    raise Killed
                return step(*arguments, **options)

            return run

        for module, name in ((os, "replace"), (os, "symlink"), (os, "mkdir"), (shutil, "rmtree"), (shutil, "copytree")):
            monkeypatch.setattr(module, name, dying(getattr(module, name)))

    return arm


@pytest.mark.parametrize("again", ["s1", "s2"])
@pytest.mark.parametrize("step", range(1, 10))
def test_current_points_at_a_whole_snapshot_wherever_a_publish_dies(home, publish, kill_at, monkeypatch, step, again):
    publish("s0")
    publish("s1")
    whole = names(home.published / "s1")
    (home.published / ".s9.1").mkdir()
    kill_at(step)
    with suppress(Killed):
        publish_snapshot(home, again, TABLES, {}, 1)
        assert current_snapshot(home) == again, "not killed, so it must be done"
    assert names(home.published / CURRENT) == whole
    assert asked(home) == 2
    monkeypatch.undo()
    publish_snapshot(home, again, TABLES, {}, 1)
    assert names(home.published) == [CURRENT, again]
    assert asked(home) == 2


def test_what_a_killed_publish_left_is_cleared(home, publish):
    half = home.published / ".s1.4711"
    (half / "data_docs").mkdir(parents=True)
    (half / DATABASE).write_bytes(b"setengah")
    (home.published / ".current.4711").symlink_to("s9")
    publish("s2")
    assert names(home.published) == [CURRENT, "s2"]


def test_what_a_killed_clean_up_left_is_cleared(home, publish, monkeypatch):
    def half(folder, **options):
        (Path(folder) / MANIFEST).unlink()
        raise Killed

    publish("s1")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", half)
        with pytest.raises(Killed):
            publish("s2", kept=1)
    publish("s3", kept=1)
    assert names(home.published) == [CURRENT, "s3"]


def test_a_snapshot_that_is_there_is_taken_as_it_is(home, publish):
    """Its id stands for its inputs, and somebody may be reading it."""
    publish("s1")
    written = {path.name: path.stat().st_mtime_ns for path in (home.published / "s1").iterdir()}
    publish("s2")
    publish("s1")
    assert current_snapshot(home) == "s1"
    assert {path.name: path.stat().st_mtime_ns for path in (home.published / "s1").iterdir()} == written


def test_a_folder_without_a_manifest_is_no_snapshot(home, publish):
    publish("s1")
    (home.published / "s0").mkdir()
    assert snapshots(home) == ["s1"]


def test_a_publish_without_a_warehouse_fails_and_leaves_the_current_snapshot(home, publish):
    publish("s1", 3)
    home.warehouse.unlink()
    with pytest.raises(duckdb.IOException):
        publish_snapshot(home, "s2", TABLES, {}, 5)
    assert (current_snapshot(home), asked(home)) == ("s1", 6)


# Ids


def test_snapshot_ids_sort_by_time_and_tell_what_went_in():
    early, late = (snapshot_id(datetime(2026, 11, 21, hour), "1a2b3c4d5e") for hour in (9, 10))
    assert (early, early < late) == ("20261121T090000Z-1a2b3c4d", True)
