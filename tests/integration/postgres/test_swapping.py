"""One snapshot in the place of another: what readers, a second publisher and a killed one see of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
import pytest

from tests.integration.postgres.conftest import Home
from warehouse.errors import InputError

OLD, NEW, NEXT = "20260904T000000Z-aaaaaaaa", "20260905T000000Z-bbbbbbbb", "20260906T000000Z-cccccccc"
SUM = "select count(*), sum(n) from {s}.mart_angka"


@pytest.fixture
def home(home: Home) -> Home:
    home.put(OLD, mart_angka="select range as n from range(50_000)")
    home.publish()
    home.put(NEW, mart_angka="select range + 100_000 as n from range(50_000)")
    return home


@contextmanager
def session(home: Home, isolation: str = "READ COMMITTED") -> Iterator[psycopg2.extensions.cursor]:
    """A reader's transaction that stays open; it would rather fail than wait."""
    with closing(psycopg2.connect(home.url)) as connection:
        connection.set_session(isolation, readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = 1")
            yield cursor


def sums(home: Home, cursor: psycopg2.extensions.cursor) -> tuple[int, int]:
    cursor.execute(SUM.format(s=home.schema))
    count, total = cursor.fetchone()
    return count, int(total)


BEFORE, AFTER = (50_000, sum(range(50_000))), (50_000, sum(range(100_000, 150_000)))


def test_the_same_snapshot_is_loaded_once_unless_asked_again(home):
    assert home.publish().is_new
    assert not home.publish().is_new
    assert home.publish(again=True).is_new
    assert home.rows("select snapshot_id from {s}.snapshot") == [(NEW,)]


def test_what_is_replaced_and_not_read_goes_at_once(home):
    assert home.publish().left == {}
    assert home.schemas() == [""]


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_an_open_transaction_sees_whole_tables_before_and_after(home, isolation):
    with session(home, isolation) as reader:
        assert sums(home, reader) == BEFORE
        assert home.publish().is_new
        assert sums(home, reader) == AFTER


def test_a_transaction_older_than_the_publish_does_not_find_new_tables_empty(home):
    with session(home, "REPEATABLE READ") as reader:
        reader.execute("select 1")
        home.publish()
        assert sums(home, reader) == AFTER


def test_rows_on_their_way_to_a_reader_still_arrive(home):
    with session(home) as reader:
        reader.execute(f"declare laporan cursor for select n from {home.schema}.mart_angka")
        reader.execute("fetch 10 from laporan")
        home.publish()
        reader.execute("fetch all from laporan")
        assert len(reader.fetchall()) == 49_990


def test_a_prepared_query_reads_the_new_tables_from_its_next_transaction_on(home):
    with session(home) as reader:
        reader.execute("prepare laporan as " + SUM.format(s=home.schema))
        reader.execute("execute laporan")
        assert reader.fetchone() == BEFORE
        home.publish()
        reader.execute("execute laporan")
        assert reader.fetchone() == BEFORE
        reader.connection.commit()
        reader.execute("execute laporan")
        assert reader.fetchone() == AFTER


def test_what_somebody_still_reads_is_left_for_a_later_publish(home):
    with session(home) as reader:
        assert sums(home, reader) == BEFORE
        assert list(home.publish().left.values()) == ["somebody still reads it"]
        home.put(NEXT, mart_angka="select 1 as n")
        assert list(home.publish().left) == [f"{home.schema}_old"]
        assert home.schemas() == ["", "_old"]
    assert home.publish().left == {}
    assert home.schemas() == [""]


def test_views_of_others_are_not_dropped_along(home):
    home.rows("create schema {s}_milik_lain; create view {s}_milik_lain.laporan as select * from {s}.mart_angka")
    (reason,) = home.publish().left.values()
    assert "laporan" in reason
    assert home.rows("select count(*) from {s}_milik_lain.laporan") == [(50_000,)]
    assert home.rows("select min(n) from {s}.mart_angka") == [(100_000,)]


def test_a_schema_of_somebody_else_is_left_alone(home):
    home.rows("comment on schema {s} is 'punya orang'")
    for again in (False, True):
        with pytest.raises(InputError, match="--schema"):
            home.publish(again)
    assert home.schemas() == [""]
    assert home.rows("select min(n) from {s}.mart_angka") == [(0,)]


def test_a_second_publisher_is_told_to_wait(home):
    told = []

    def publish_too(*_):
        with pytest.raises(InputError, match="Another") as refused:
            home.publish()
        told.append(refused)

    assert home.publish(tell=publish_too).is_new
    assert told


STUCK_HALF_WAY = """
import sys
from pathlib import Path
from warehouse.layout import Layout
from warehouse.postgres.publishing import publish_postgres

def stop(step, done, total):
    if step == sys.argv[4]:
        print("half", flush=True)
        sys.stdin.read()

publish_postgres(Layout(Path(sys.argv[1])), sys.argv[2], sys.argv[3], False, stop)
"""


@pytest.mark.parametrize("step", ["load", "keys and indexes"])
def test_a_killed_publish_leaves_what_was_there_and_the_next_one_goes_through(home, step):
    command = [sys.executable, "-c", STUCK_HALF_WAY, str(home.layout.home), home.url, home.schema, step]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as publisher:
        assert publisher.stdout.readline() == "half\n"
        publisher.kill()
    # given once the server has seen that the other is gone
    home.rows("select pg_advisory_lock(hashtext('pantau publish'), hashtext('{s}'))")
    assert home.schemas() == [""]
    assert home.rows(SUM) == [BEFORE]
    assert home.publish().is_new
    assert home.rows(SUM) == [AFTER]
