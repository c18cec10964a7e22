"""`pantau sources`: how sources stand, what they would give, and new ones, as a person at a terminal meets them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from ingestion.catalog import read_catalog
from ingestion.commits import read_known
from ingestion.payloads import Visited
from ingestion.web import Caps, Web
from orchestration import cli, sources_add, sources_check
from orchestration.context import context
from tests.fixtures.world import Reply, World
from warehouse.errors import InputError
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import DOCUMENTS, OUTCOMES

AS_OF = datetime(2026, 11, 22, 5)
LOAD = pa.field("_dlt_load_id", pa.string())
FEED = """<rss version="2.0"><channel><title>Kabar Contoh</title>
<item><title>Jembatan dibuka lagi</title><guid>1</guid><pubDate>Sat, 21 Nov 2026 10:00:00 +0700</pubDate></item>
<item><title>Harga beras turun</title><guid>2</guid><pubDate>Sat, 21 Nov 2026 09:00:00 +0700</pubDate></item>
<item><title>Tanpa tanggal</title><guid>3</guid></item></channel></rss>"""
COMMON = "    channel: berita\n    description: Contoh.\n"


@pytest.fixture
def world():
    with World() as world:
        world.route("/umpan", Reply(FEED).with_etag('"1"'))
        yield world


@pytest.fixture
def folder(tmp_path, world, monkeypatch) -> Path:
    """A folder with its own data home, from which the world on this machine may be fetched."""
    for name in ("PANTAU_SOURCES", "PANTAU_LIVE", "SOURCES__X__TOKEN"):
        monkeypatch.setenv(name, "")  # so that what a command sets is undone
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PANTAU_PRIVATE_HOSTS", world.host)
    monkeypatch.setenv("PANTAU_AS_OF", AS_OF.isoformat())
    monkeypatch.chdir(tmp_path)
    for module in (sources_check, sources_add):
        monkeypatch.setattr(module, "Web", partial(Web, Caps(host_interval_seconds=0)))
    context.cache_clear()
    yield tmp_path
    context.cache_clear()


@pytest.fixture
def configured(folder, world):
    """Writes sources.yml of entries by slug: their own lines of YAML, with {world} for the address of the world."""

    def write(**entries: str) -> None:
        texts = [f"  {slug}:\n    {own.replace('{world}', world.url(''))}\n{COMMON}" for slug, own in entries.items()]
        (folder / "sources.yml").write_text("sources:\n" + "".join(texts))

    return write


@pytest.fixture
def pantau(folder, monkeypatch):
    """Runs a command: its exit code and all that it shows. What it refuses is raised."""

    def run(*arguments: object) -> tuple[int, str]:
        shown = io.StringIO()
        monkeypatch.setattr(sources_check.console, "file", shown)
        result = CliRunner().invoke(cli.app, ["sources", *map(str, arguments), "--sources", str(folder / "sources.yml")])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output + shown.getvalue()

    return run


@pytest.fixture
def states(pantau):
    """State by source, as `check` tells it with these arguments."""

    def told(*arguments: str) -> dict[str, str]:
        _, shown = pantau("check", "--json", *arguments)
        return {row["slug"]: row["state"] for row in json.loads(shown)}

    return told


def landed(folder: Path, slug: str, state: str, address: str, refs: tuple[str, ...] = (), **fields: object) -> None:
    """A committed outcome, and documents with it."""
    layout, name = Layout(folder / "home"), f"{address.rsplit('/')[-1]}.{len(refs)}.parquet"
    counts = {f"{what}_count": 0 for what in ("read", "loaded", "duplicate", "quarantined", "byte")}
    row = {"source_slug": slug, "address": address, "state_slug": state, "fetched_at": AS_OF, "_dlt_load_id": "1", **counts}
    tables = {"outcomes": (OUTCOMES, [{**row, **fields}])}
    if refs:
        made = [
            {"source_slug": slug, "document_id": ref, "content_hash": ref, "load_position": 1, "_dlt_load_id": "1"}
            for ref in refs
        ]
        tables["documents"] = (DOCUMENTS, made)
    for table, (schema, rows) in tables.items():
        path = layout.raw_table(slug, table) / "loaded_on=2026-11-22" / name
        write_parquet(pa.Table.from_pylist(rows, schema.append(LOAD)), path)


RSS = "kind: rss\n    url: {world}/umpan"


def test_a_source_that_was_never_fetched_says_so(configured, states):
    configured(kabar=RSS)
    assert states() == {"kabar": "belum-diambil"}


def test_the_last_outcome_is_the_state_with_its_times_and_documents(configured, pantau, folder, world):
    configured(kabar=RSS)
    due = AS_OF + timedelta(hours=1)
    landed(folder, "kabar", "baru", world.url("/umpan"), ("a", "b"), next_due_at=due, failure_weight=0.0)
    (row,) = json.loads(pantau("check", "--json")[1])
    assert {name: row[name] for name in ("state", "fetched_at", "next_due_at", "document_count", "error")} == {
        "state": "baru",
        "fetched_at": "2026-11-22T05:00:00Z",
        "next_due_at": "2026-11-22T06:00:00Z",
        "document_count": 2,
        "error": None,
    }


def test_an_address_that_failed_often_is_at_rest(configured, states, folder, world):
    configured(kabar=RSS)
    landed(folder, "kabar", "gagal-sementara", world.url("/umpan"), failure_weight=10.0)
    assert states() == {"kabar": "beristirahat"}


def test_the_worst_address_of_a_source_is_told_and_how_many_share_its_state(configured, pantau, folder):
    configured(laporan='kind: files\n    path: "*.csv"')
    for name, state in (("a.csv", "baru"), ("b.csv", "gagal-tetap"), ("c.csv", "tak-berubah")):
        (folder / name).touch()
        landed(folder, "laporan", state, name, error="rusak" if state == "gagal-tetap" else None)
    line = next(line for line in pantau("check")[1].splitlines() if "laporan" in line)
    assert "gagal-tetap (1 of 3)" in line
    assert line.rstrip().endswith("rusak")


def test_an_address_that_the_entry_no_longer_names_counts_no_more(configured, states, folder, world):
    configured(kabar=RSS)
    landed(folder, "kabar", "gagal-tetap", world.url("/alamat-lama"))
    assert states() == {"kabar": "belum-diambil"}


def test_an_api_without_its_token_is_told_before_the_first_fetch(configured, states, world):
    configured(percakapan="kind: x\n    api: {world}\n    queries: [banjir]")
    assert states() == {"percakapan": "tidak-dikonfigurasi"}
    assert world.requests == []


def test_an_api_with_its_token_only_waits_for_its_first_fetch(configured, states, world, monkeypatch):
    monkeypatch.setenv("SOURCES__X__TOKEN", "token-uji")
    configured(percakapan="kind: x\n    api: {world}\n    queries: [banjir]")
    assert states() == {"percakapan": "belum-diambil"}
    assert world.requests == []


def test_how_to_set_the_token_is_told_and_the_token_never(configured, pantau, monkeypatch):
    configured(percakapan="kind: x\n    queries: [banjir]", balai="kind: youtube\n    channels: [UCaaaaaaaaaaaaaaaaaaaaaa]")
    monkeypatch.setenv("SOURCES__X__TOKEN", "token-uji")
    _, shown = pantau("check")
    assert "SOURCES__YOUTUBE__KEY" in shown
    assert "token-uji" not in shown


def test_the_worst_comes_first_and_each_state_is_counted(configured, pantau, folder, world):
    configured(kabar=RSS, warta=RSS.replace("umpan", "lain"), lama=RSS.replace("umpan", "lama"))
    landed(folder, "kabar", "baru", world.url("/umpan"))
    landed(folder, "lama", "gagal-tetap", world.url("/lama"))
    code, shown = pantau("check")
    lines = shown.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["lama", "warta", "kabar"]
    assert lines[4].strip() == "Sources: 3 (1 gagal-tetap, 1 belum-diambil, 1 baru)"
    assert code == 0


def test_live_sources_are_shown_when_asked_for_or_named(configured, states, pantau):
    configured(contoh=RSS + "\n    only: sample", kabar=RSS + "\n    only: live")
    assert states() == {"contoh": "belum-diambil"}
    assert states("kabar") == {"kabar": "belum-diambil"}
    assert "Live sources not shown: 1 (--live shows them)" in pantau("check")[1]
    context.cache_clear()
    assert states("--live") == {"kabar": "belum-diambil"}


def test_an_unknown_source_is_told_with_the_nearest_name(configured, pantau):
    configured(kabar=RSS)
    with pytest.raises(InputError, match="no source 'kabr'; did you mean 'kabar'"):
        pantau("check", "kabr")


def test_a_trial_tells_what_would_come_and_keeps_nothing(configured, pantau, folder):
    configured(kabar=RSS + "\n    keep_payload: true\n    terms: {retention_days: 3}")
    code, shown = pantau("check", "--try", "--json")
    (row,) = json.loads(shown)
    assert (row["state"], row["document_count"], row["new_count"]) == ("baru", 2, 2)
    assert row["quarantined"] == {"tanpa-tanggal": 1}
    assert code == 0
    assert not list((folder / "home" / "raw").glob("kabar/**/*"))
    assert not list((folder / "home" / "payloads").glob("**/*"))


def test_a_trial_asks_whether_or_not_the_source_is_due_or_changed(configured, pantau, folder, world):
    configured(kabar=RSS)
    landed(folder, "kabar", "tak-berubah", world.url("/umpan"), etag='"1"', next_due_at=AS_OF + timedelta(hours=9))
    (row,) = json.loads(pantau("check", "--try", "--json")[1])
    assert (row["http_status"], row["document_count"]) == (200, 2)


def test_a_trial_of_a_source_that_fails_ends_with_one(configured, pantau):
    configured(kabar=RSS, hilang=RSS.replace("umpan", "tiada"))
    code, shown = pantau("check", "--try")
    assert code == 1
    assert "answered 404" in shown
    assert "Addresses tried: 2 (1 gagal-tetap, 1 baru)" in shown
    assert pantau("check", "--try", "kabar")[0] == 0


def test_a_missing_token_is_no_failure_of_a_trial(configured, pantau):
    configured(percakapan="kind: x\n    api: {world}\n    queries: [banjir]")
    code, shown = pantau("check", "--try")
    assert (code, "tidak-dikonfigurasi" in shown) == (0, True)


def test_a_trial_of_a_path_without_files_says_so(configured, pantau):
    configured(laporan='kind: files\n    path: "*.csv"')
    assert "its path matches no file yet" in pantau("check", "--try")[1]


def test_an_address_is_added_with_what_it_would_bring(pantau, folder, world):
    code, shown = pantau("add", world.url("/umpan"), "--slug", "kabar", "--tier", "2")
    assert code == 0
    assert "is a feed (RSS or Atom)" in shown
    assert "2026-11-21 10:00  Jembatan dibuka lagi" in shown
    assert "Documents now: 2; put aside: 1 tanpa-tanggal" in shown
    entry = read_catalog(folder / "sources.yml")["kabar"]
    assert (entry.kind, entry.url, entry.outlet, entry.tier) == ("rss", world.url("/umpan"), "Kabar Contoh", 2)
    assert entry.terms.keep == "ringkasan"
    assert "belum dibaca" in entry.terms.note


def test_the_source_is_fetched_once_to_be_added(pantau, world):
    pantau("add", world.url("/umpan"))
    assert len(world.seen("/umpan")) == 1


def test_what_was_added_can_be_tried_at_once(pantau, world):
    pantau("add", world.url("/umpan"), "--slug", "kabar")
    (row,) = json.loads(pantau("check", "--try", "--json", "kabar")[1])
    assert (row["state"], row["document_count"]) == ("baru", 2)


def test_a_page_that_names_its_feed_is_followed_and_that_is_said(pantau, folder, world):
    world.route("/", Reply('<link rel="alternate" type="application/rss+xml" href="/umpan"><p>Beranda</p>'))
    assert f"{world.url('/')} is a page that names one feed." in pantau("add", world.url("/"))[1]
    assert [entry.url for entry in read_catalog(folder / "sources.yml").values()] == [world.url("/umpan")]


def test_a_dry_run_writes_nothing(pantau, folder, world):
    assert "Would be added to" in pantau("add", world.url("/umpan"), "--dry-run")[1]
    assert not (folder / "sources.yml").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--slug", "kabar"], "has a source 'kabar' already"),
        (["--channel", "brita"], "did you mean 'berita'"),
        ([], "stands in .*, as 'kabar'"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_before_anything_is_fetched(configured, pantau, world, arguments, told):
    configured(kabar=RSS.replace("umpan", "lain") if arguments else RSS)
    with pytest.raises(InputError, match=told):
        pantau("add", world.url("/umpan"), *arguments)
    assert world.requests == []


def test_the_bundled_file_is_never_written(folder, monkeypatch, capsys, world):
    monkeypatch.setattr("sys.argv", ["pantau", "sources", "add", world.url("/umpan")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "--sources FILE" in capsys.readouterr().err


def test_these_commands_do_without_dagster():
    modules = "orchestration.cli, orchestration.sources_check, orchestration.sources_add, orchestration.map_command"
    program = f"import sys, {modules}; sys.exit('dagster' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# Replay

KEPT = "kind: rss\n    url: {world}/umpan\n    keep_payload: true\n    terms: {retention_days: 30}"


def test_replay_lands_what_was_kept_and_asks_nobody(configured, pantau, world, folder):
    configured(kabar=KEPT)
    shared = context()
    visited = Visited(shared.layout.payloads / "kabar" / "20261121T050000", shared.key)
    visited.keep(world.url("/umpan"), 200, {}, FEED.encode())
    context.cache_clear()  # it does not know the sources file yet
    code, _ = pantau("replay", "kabar")
    assert code == 0
    assert len(read_known(shared.layout, "kabar")["kabar"].newest) == 2
    assert world.requests == []


@pytest.mark.parametrize(("slug", "told"), [("kaber", "did you mean 'kabar'"), ("kabar", "Nothing is kept of kabar")])
def test_replay_of_nothing_is_told_with_the_way_out(configured, pantau, slug, told):
    configured(kabar=KEPT)
    with pytest.raises(InputError, match=told):
        pantau("replay", slug)
