"""Sources of the outside world, played on loopback: two runs by the command a user would give, an edit between them."""

from __future__ import annotations

import re

import pytest

from tests.fixtures.world import Reply, World

pytestmark = pytest.mark.integration

FIRST, SECOND = "2026-10-16T06:00:00+07:00", "2026-10-17T06:00:00+07:00"
WRITER, CITIZEN, PHONE = "Ratna Wulandari Sastro", "Bambang Prakoso", "081298765432"
LAPOR = (
    "id;TrackingID;Pelapor;JudulLaporan;IsiLaporan;Area;Status;DisposisiInstansi;TanggalLaporanMasuk;TanggalDisposisi;"
    "TanggalLaporanDitutup\n"
    f"7;TR-7;{CITIZEN};Got mampet;Got di depan pasar mampet, hubungi {PHONE};Kota Semarang;Selesai;Dinas PU;"
    "2026-10-01 08:00:00;2026-10-02 08:00:00;2026-10-04 20:00:00\n"
)
SOURCES = """
sources:
  kabar: {{kind: rss, url: "{kabar}", group: media, outlet: Kabar Rekaan, tier: 2, province: Jawa Tengah, {berita}}}
  warta: {{kind: rss, url: "{warta}", group: media, outlet: Warta Rekaan, tier: 1, {berita}}}
  mati: {{kind: rss, url: "{mati}", group: media, {berita}}}
  terlarang: {{kind: rss, url: "{terlarang}", group: media, {berita}}}
  periksa: {{kind: rss, url: "{periksa}", channel: cek-fakta, description: Pemeriksa rekaan.}}
  percakapan: {{kind: x, queries: [banjir], channel: media-sosial, description: Percakapan.}}
  lapor: {{kind: complaints, path: lapor.csv, description: Laporan.}}
"""


def feed(*items: tuple[str, str]) -> str:
    told = "".join(
        f"<item><guid>{ref}</guid><title>{title}</title><author>{WRITER}</author>"
        f"<description>Redaksi menerima kabar lewat {PHONE}.</description>"
        "<pubDate>Fri, 16 Oct 2026 05:00:00 +0700</pubDate></item>"
        for ref, title in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>{told}</channel></rss>'


@pytest.fixture(scope="module")
def lived(make_session_home):
    """A home after two runs on a day each, the world they met, and what they said."""
    home = make_session_home("live")
    with World() as world:
        names = ("kabar", "warta", "mati", "terlarang", "periksa")
        world.robots("User-agent: *\nDisallow: /terlarang\n")
        world.route("/kabar", [Reply(feed(("1", "Sungai meluap di Demak"))), Reply(feed(("1", "Sungai surut di Demak")))])
        world.route("/warta", Reply(feed(("1", "Harga beras turun"))).with_etag('"w1"'))
        world.route("/periksa", Reply(feed(("1", "[SALAH] Air keran membuat kebal penyakit"))))
        urls = {name: world.url(f"/{name}") for name in names}
        file = home.path.parent / "sources.yml"
        file.write_text(SOURCES.format(berita="channel: berita, description: Kabar rekaan.", **urls))
        (home.path.parent / "lapor.csv").write_text(LAPOR)
        runs = [
            home.run("run", "--sources", str(file), "--as-of", time, PANTAU_PRIVATE_HOSTS=world.host)
            for time in (FIRST, SECOND)
        ]
    return home, world, runs


def rows(home, query: str) -> list[tuple]:
    with home.marts() as marts:
        return marts.execute(query).fetchall()


def test_sources_that_fail_or_lack_a_token_stop_nothing(lived):
    home, _, runs = lived
    assert [run.returncode for run in runs] == [0, 0], runs[-1].stdout + runs[-1].stderr
    assert dict(rows(home, "select source_slug, state_slug from mart_source_health")) == {
        "kabar": "sehat",
        "warta": "sehat",
        "mati": "gagal",
        "terlarang": "dilarang",
        "periksa": "sehat",
        "percakapan": "tidak-dikonfigurasi",
        "lapor": "sehat",
    }


def test_an_edit_is_a_version_and_no_second_mention(lived):
    home, _, _ = lived
    assert rows(home, "select title from mart_documents where source_slug = 'kabar'") == [("Sungai surut di Demak",)]
    versions = """
        select v.title, v.is_current
        from mart_document_versions as v
        inner join mart_documents as d on v.document_id = d.document_id
        where d.source_slug = 'kabar'
        order by v.version_number"""
    assert rows(home, versions) == [("Sungai meluap di Demak", False), ("Sungai surut di Demak", True)]


def test_a_feed_that_did_not_change_is_asked_conditionally(lived):
    _, world, _ = lived
    assert [seen.headers.get("if-none-match") for seen in world.seen("/warta")] == [None, '"w1"']


def test_what_robots_forbid_is_never_asked_for(lived):
    _, world, _ = lived
    assert world.seen("/terlarang") == []


def test_a_complaint_tells_how_long_it_took(lived):
    home, _, _ = lived
    query = "select hours_to_disposition, hours_to_closure, process_status from mart_complaints"
    assert rows(home, query) == [(24.0, 84.0, "Selesai")]


def test_a_fact_check_is_a_claim_with_its_verdict(lived):
    home, _, _ = lived
    assert rows(home, "select claim_text, verdict_slug from mart_claims") == [("Air keran membuat kebal penyakit", "salah")]


def test_coverage_knows_every_source_that_was_heard(lived):
    home, _, _ = lived
    heard = rows(home, "select distinct scope_value from mart_coverage_daily where scope_slug = 'sumber' and heard_count > 0")
    assert {source for (source,) in heard} == {"kabar", "warta", "periksa", "lapor"}


def test_no_person_stands_in_any_file_of_the_home(lived):
    home, _, _ = lived
    words = [re.compile(re.escape(word).encode()) for word in (WRITER, CITIZEN, PHONE)]
    files = [path for path in home.path.rglob("*") if path.is_file() and path.suffix != ".parquet"]
    assert [path for path in files if any(word.search(path.read_bytes()) for word in words)] == []
    published = [row for table in home.tables().values() for row in table]
    assert [row for row in published if any(word in str(row) for word in (WRITER, CITIZEN, PHONE))] == []
