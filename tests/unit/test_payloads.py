"""What came, kept in cipher for as long as the terms allow, and read again as if it came now."""

from __future__ import annotations

from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from ingestion.kinds import Unavailable, kind_module
from ingestion.payloads import KeepingWeb, KeptWeb, Visited, keeping, visits
from ingestion.pipeline import Run, prepared_load, replay
from tests.fixtures.world import Reply, World
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home

KEY = b"kunci uji"
AUTHOR = "Ratna Wulandari"


@pytest.fixture
def world():
    with World() as world:
        yield world


@pytest.fixture
def entry_of(world, tmp_path):
    def make(**fields):
        required = {"slug": "kabar", "kind": "rss", "channel": "berita", "description": "Kabar.", "folder": tmp_path}
        kept = {"url": world.url("/rss"), "keep_payload": True, "terms": {"retention_days": 30}}
        return kind_module("rss").Entry(**{**required, **kept, **fields})

    return make


def feed(*titles: str) -> Reply:
    items = "".join(
        f"<item><guid>{n}</guid><title>{t}</title><author>{AUTHOR}</author><description>Isi kabar ini.</description>"
        f"<pubDate>Fri, 20 Nov 2026 10:00:00 +0700</pubDate></item>"
        for n, t in enumerate(titles)
    )
    return Reply(f"<?xml version='1.0'?><rss version='2.0'><channel><title>Kabar</title>{items}</channel></rss>")


def load(layout: Layout, entry, as_of, world: World) -> None:
    with prepared_load(entry.group, [entry], Run(layout, as_of, KEY, web=world.web())) as (source, pipeline):
        pipeline.run(source, loader_file_format="parquet")


def titles(layout: Layout) -> list[str]:
    files = layout.raw_table("kabar", "documents").glob("loaded_on=*/*.parquet")
    return sorted(row["title"] for file in files for row in pq.read_table(file, partitioning=None).to_pylist())


def test_what_was_kept_fills_an_empty_home_as_the_visits_did(world, home, entry_of, as_of, tmp_path):
    world.route("/rss", [feed("Air naik"), feed("Air surut", "Jalan dibuka")])
    for day in range(2):
        load(home, entry_of(), as_of + timedelta(days=day), world)
    asked, fresh = len(world.requests), prepare_home(tmp_path / "baru")
    assert replay(entry_of(), home.payloads, Run(fresh, as_of + timedelta(days=9), KEY)) == 2
    assert titles(fresh) == titles(home) == ["Air naik", "Air surut", "Jalan dibuka"]
    assert len(world.requests) == asked


def test_reading_it_again_in_the_same_home_adds_nothing(world, home, entry_of, as_of):
    world.route("/rss", [feed("Air naik"), feed("Air surut")])
    for day in range(2):
        load(home, entry_of(), as_of + timedelta(days=day), world)
    replay(entry_of(), home.payloads, Run(home, as_of + timedelta(days=9), KEY))
    assert titles(home) == ["Air naik", "Air surut"]


def test_nothing_that_is_kept_can_be_read_without_the_key(world, home, entry_of, as_of):
    world.route("/rss", feed("Air naik"))
    load(home, entry_of(), as_of, world)
    files = [path for path in home.payloads.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if AUTHOR.encode() in path.read_bytes() or b"rss" in path.name.encode()] == []
    (visited,) = visits(home.payloads, "kabar", b"kunci lain")
    with pytest.raises(Unavailable):
        visited.find(world.url("/rss"))
    with pytest.raises(InputError, match="PANTAU_PSEUDONYM_KEY"):
        replay(entry_of(), home.payloads, Run(home, as_of, b"kunci lain"))


def test_nothing_is_kept_of_a_source_that_does_not_ask_for_it(world, home, entry_of, as_of):
    world.route("/rss", feed("Air naik"))
    load(home, entry_of(keep_payload=False), as_of, world)
    assert not home.payloads.exists()


def test_what_is_older_than_the_terms_allow_is_taken_away(world, home, entry_of, as_of):
    world.route("/rss", [feed("Air naik"), feed("Air surut")])
    load(home, entry_of(), as_of, world)
    load(home, entry_of(), as_of + timedelta(days=31), world)
    (visited,) = visits(home.payloads, "kabar", KEY)
    assert visited.as_of == as_of + timedelta(days=31)


def test_what_was_kept_goes_when_the_source_no_longer_asks_for_it(world, home, entry_of, as_of):
    world.route("/rss", feed("Air naik"))
    load(home, entry_of(), as_of, world)
    keeping(world.web(), home.payloads, entry_of(keep_payload=False), as_of + timedelta(days=1), KEY)
    assert visits(home.payloads, "kabar", KEY) == []


def test_a_source_of_which_nothing_is_kept_cannot_be_replayed(home, entry_of, as_of):
    with pytest.raises(InputError, match="keep_payload"):
        replay(entry_of(), home.payloads, Run(home, as_of, KEY))


def test_keeping_without_a_time_in_the_terms_is_refused(entry_of):
    with pytest.raises(ValueError, match="retention_days"):
        entry_of(terms="Boleh disimpan.")


def test_the_answers_of_an_api_are_kept_and_found_again_but_no_login(world, tmp_path):
    world.route("/api", Reply.json({"data": [1]}))
    world.route("/login", Reply.json({"access_token": "rahasia"}))
    visited = Visited(tmp_path / "20261121T050000", KEY)
    session = KeepingWeb(world.web(), visited).session()
    session.post(world.url("/login"), data={"sandi": "x"})
    assert session.get(world.url("/api")).json() == {"data": [1]}
    assert len(list(visited.folder.iterdir())) == 1
    again = KeptWeb(visited).session()
    assert again.get(world.url("/api")).json() == {"data": [1]}
    assert again.post(world.url("/login")).json()["access_token"] != "rahasia"
