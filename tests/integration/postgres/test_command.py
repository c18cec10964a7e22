"""`pantau publish postgres`: what it says, and what it never says."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from orchestration import publish_command
from orchestration.console import console
from tests.integration.postgres.conftest import PUBLISHER, Home
from warehouse.errors import InputError

FIRST = "20260904T000000Z-aaaaaaaa"
SECRET = "s3sandi"


@pytest.fixture
def command(home, monkeypatch):
    """`pantau publish postgres`, and what it says; its code is 2 where main() would tell an InputError."""
    monkeypatch.setenv("PANTAU_HOME", str(home.layout.home))
    home.put(FIRST, mart_angka="select range as n from range(3)")

    def run(url: str | None, *options: str) -> tuple[int, str]:
        with console.capture() as shown:
            environment = {"PANTAU_POSTGRES_URL": url}
            done = CliRunner().invoke(publish_command.app, ["postgres", "--schema", home.schema, *options], env=environment)
        message = str(done.exception) if isinstance(done.exception, InputError) else ""
        return 2 if message else done.exit_code, shown.get() + message

    return run


def test_the_command_tells_what_it_did_and_that_nothing_is_left_to_do(home, command):
    code, told = command(home.url)
    assert (code, FIRST in told, "3 rows" in told) == (0, True, True)
    code, told = command(home.url)
    assert (code, "--again" in told) == (0, True)
    assert "already" not in command(home.url, "--again")[1]


def test_without_a_database_the_ways_to_name_one_are_told(command):
    code, told = command(None)
    assert (code, "PANTAU_POSTGRES_URL" in told, "--url" in told) == (2, True, True)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://penerbit:{secret}@127.0.0.1:{port}/postgres",
        "postgresql://penerbit:{secret}@127.0.0.1:1/postgres",
        "postgresql://penerbit:{secret}/x@127.0.0.1:{port}/postgres",
        "postgresql://penerbit:x@{secret}@127.0.0.1:{port}/postgres",
        "postgresql://penerbit:x?{secret}@127.0.0.1:{port}/postgres",
        "postgresql://penerbit:%{secret}@127.0.0.1:{port}/postgres",
        "postgresql://127.0.0.1:{port}/postgres?user=penerbit&password={secret}",
        "host=127.0.0.1 port={port} user=penerbit password={secret} dbname=postgres",
        "host=127.0.0.1 port={port} user=penerbit password='{secret}",
        "mysql://penerbit:{secret}@127.0.0.1/postgres",
    ],
)
def test_a_password_is_told_nowhere(home, command, url):
    code, told = command(url.format(secret=SECRET, port=home.server.port))
    assert code == 2
    assert SECRET not in told


def test_a_password_may_come_from_the_environment_of_libpq(home, command, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "rahasia-penerbit")
    assert command(f"postgresql://{PUBLISHER}@127.0.0.1:{home.server.port}/postgres")[0] == 0


def test_who_may_not_make_schemas_is_told_the_right_to_ask_for(home, command):
    home.server.run("create role tanpa_hak login password 'x-tanpa-hak'")
    code, told = command(home.server.url("tanpa_hak", "x-tanpa-hak"))
    assert (code, 'grant create on database "postgres" to "tanpa_hak"' in told) == (2, True)


def test_where_the_reading_role_is_missing_its_sql_is_told_and_the_snapshot_is_there(home, command):
    Home(home.layout, f"peran_{home.schema}", home.server).publish()  # by who may make the role
    home.server.run("create role tanpa_peran login password 'x-tanpa-peran'")
    home.server.run("grant create on database postgres to tanpa_peran")
    home.server.run("alter role pantau_baca rename to lain_baca")
    try:
        code, told = command(home.server.url("tanpa_peran", "x-tanpa-peran"))
    finally:
        home.server.run("alter role lain_baca rename to pantau_baca")
    assert (code, "create role pantau_baca nologin;" in told) == (0, True)
    assert home.schemas() == [""]


def test_a_database_without_room_for_every_letter_is_refused(home, command):
    home.server.run("create database latin encoding latin1 template template0")
    code, told = command(home.server.url(database="latin"))
    assert (code, "UTF8" in told) == (2, True)
