"""A server of PostgreSQL for the session, and homes with a snapshot to publish into it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import duckdb
import orjson
import pytest

from tests.fixtures.exhibit import publish_exhibit
from tests.fixtures.postgres import MISSING, Cluster, cluster, find_programs
from warehouse.layout import Layout, prepare_home
from warehouse.postgres.publishing import Published, publish_postgres
from warehouse.publish import DATABASE, MANIFEST, make_current

PUBLISHER, PUBLISHER_PASSWORD = "penerbit", "rahasia-penerbit"
ANALYST, ANALYST_PASSWORD = "analis", "rahasia-analis"
NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """With a publisher that may make schemas and roles, no superuser."""
    programs = find_programs()
    if programs is None:
        (pytest.fail if os.environ.get("PANTAU_TEST_ALL") else pytest.skip)(MISSING)
    with cluster(programs) as running:
        running.run(f"create role {PUBLISHER} login createrole password '{PUBLISHER_PASSWORD}'")
        running.run(f"grant create on database postgres to {PUBLISHER}")
        yield running


@dataclass(frozen=True)
class Home:
    """A data home whose snapshots hold what a test wants, and the schema that is theirs."""

    layout: Layout
    schema: str
    server: Cluster

    @property
    def url(self) -> str:
        return self.server.url(PUBLISHER, PUBLISHER_PASSWORD)

    def put(self, snapshot: str, **tables: str) -> None:
        """Make a snapshot current whose tables are these queries of DuckDB."""
        folder = self.layout.published / snapshot
        folder.mkdir()
        with duckdb.connect(str(folder / DATABASE)) as marts:
            for name, query in tables.items():
                marts.execute(f"create table {name} as {query}")
            counts = {name: marts.execute(f"select count(*) from {name}").fetchone()[0] for name in tables}
        facts = {"snapshot": snapshot, "as_of": "2026-09-05T00:00:00", "row_counts": counts}
        (folder / MANIFEST).write_bytes(orjson.dumps(facts))
        make_current(self.layout, snapshot)

    def publish(self, again: bool = False, tell: Callable[[str, int, int], None] = lambda *_: None) -> Published:
        return publish_postgres(self.layout, self.url, self.schema, again, tell)

    def rows(self, query: str) -> list[tuple]:
        """What the publisher reads; {s} is the schema."""
        return self.server.run(query.format(s=self.schema), user=PUBLISHER, password=PUBLISHER_PASSWORD)

    def schemas(self) -> list[str]:
        found = self.rows("select nspname from pg_namespace where nspname like '{s}%' order by 1")
        return [name.removeprefix(self.schema) for (name,) in found]


@pytest.fixture
def home(server: Cluster, tmp_path: Path) -> Home:
    return Home(prepare_home(tmp_path / "home"), f"uji_{next(NUMBERS)}_skema", server)


@pytest.fixture(scope="session")
def exhibit(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The exhibit in schema `pantau`, and an analyst whom the DBA lets read."""
    home = Home(prepare_home(tmp_path_factory.mktemp("exhibit") / "home"), "pantau", server)
    publish_exhibit(home.layout, changes="comment on table mart_issues is 'Satu baris per isu; \"kutip\" dan ''petik''.'")
    home.publish()
    server.run(f"create role {ANALYST} login password '{ANALYST_PASSWORD}'")
    server.run(f"grant pantau_baca to {ANALYST}")
    return home
