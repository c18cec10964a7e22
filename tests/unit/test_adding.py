"""An address becomes an entry: what it is, what it is called, and a sources file that keeps every byte it had."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from ingestion.adding import build_entry, entry_fields, make_slug, preview
from ingestion.adding.discovery import discover
from ingestion.adding.sources_file import append_entry, entry_text
from ingestion.catalog import read_catalog
from tests.fixtures.world import Reply, World
from warehouse.errors import InputError

ASKED = dict.fromkeys(("channel", "outlet", "tier", "province", "group")) | {"keep": "ringkasan"}
DATED = "<pubDate>Sat, 21 Nov 2026 10:00:00 +0700</pubDate>"
ITEM = f"<item><title>{{title}}</title><link>https://kabar.example/{{n}}</link>{DATED}</item>"
FEED = (
    '<rss version="2.0"><channel><image><title>Logo</title></image><title>Kabar Contoh &amp; Kota</title>'
    + ITEM.format(title="Jembatan Cibiru dibuka lagi", n=1)
    + ITEM.format(title="Harga beras turun, hubungi 0812-3456-7890", n=2)
    + "<item><title>Tanpa tanggal</title><link>https://kabar.example/3</link></item></channel></rss>"
)
BARE = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://kabar.example/1</loc></url></urlset>'
INDEX = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<sitemap><loc>/lama.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
    "<sitemap><loc>/baru.xml</loc><lastmod>2026-11-21</lastmod></sitemap></sitemapindex>"
)
BLOCK = (
    '<div class="kabar"><h3><a href="/b/{0}">Wali kota meninjau pasar nomor {0}</a></h3><span>2{0} Oktober 2026</span></div>'
)
BLOCKS = "".join(BLOCK.format(number) for number in range(4))
LISTING = f"<html><head><title>Pemkot Contoh</title></head><body><div>{BLOCKS}</div></body></html>"
REVIEW = """<html><head><meta property="og:site_name" content="Periksa Contoh"><script type="application/ld+json">
{"@type": "ClaimReview", "claimReviewed": "Air laut bisa diminum", "datePublished": "2026-11-20",
 "reviewRating": {"alternateName": "Salah"}}</script></head><body><p>Periksa</p></body></html>"""
OWN = """\
# sumber kami
sources:
    laporan:   # dari kota
        kind: files
        path:  "*.csv"
        channel: pengaduan
        description: 'Laporan warga.'
        # akhir
"""


def head(*links: str) -> Reply:
    named = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return Reply(f"<html><head>{named}</head><body><p>Beranda</p></body></html>")


@pytest.fixture
def world():
    with World() as world:
        yield world


@pytest.fixture
def found(world):
    """What is discovered at a path that answers so."""

    def discovered(body: str | Reply, path: str = "/sumber"):
        world.route(path, body if isinstance(body, Reply) else Reply(body))
        return discover(world.url(path), world.web())

    return discovered


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        (FEED, "rss", "Kabar Contoh & Kota"),
        (BARE, "sitemap", "127.0.0.1"),
        (LISTING, "listing", "Pemkot Contoh"),
        (REVIEW, "claimreview", "Periksa Contoh"),
    ],
)
def test_each_kind_is_recognised_and_named(found, body, kind, name):
    assert (found(body).kind, found(body).name) == (kind, name)


def test_the_entry_of_each_kind_is_sound(found, tmp_path):
    for body in (FEED, LISTING, REVIEW):
        fields = entry_fields(found(body), ASKED)
        append_entry(tmp_path / "sumber.yml", f"s_{fields['kind']}", fields)
    assert [entry.kind for entry in read_catalog(tmp_path / "sumber.yml").values()] == ["rss", "listing", "claimreview"]


def test_a_page_that_names_one_feed_leads_to_it(found, world):
    world.route("/umpan", Reply(FEED))
    feed = found(head("/umpan"), "/beranda")
    assert (feed.kind, feed.url, feed.via) == ("rss", world.url("/umpan"), world.url("/beranda"))


def test_of_several_feeds_the_person_chooses(found, world):
    with pytest.raises(InputError, match="2 feeds") as refused:
        found(head("/umpan", "/komentar"))
    assert [f"pantau sources add {world.url(path)}" in str(refused.value) for path in ("/umpan", "/komentar")] == [True, True]


def test_a_feed_that_is_named_but_is_none_is_told(found, world):
    world.route("/umpan", Reply("<html><body><p>Halaman</p></body></html>"))
    with pytest.raises(InputError, match=r"names a feed at .*/umpan, but that is none"):
        found(head("/umpan"))


def test_a_feed_that_moved_for_good_is_polled_where_it_is_now(found, world):
    world.route("/baru", Reply(FEED))
    assert found(Reply.redirect("/baru", status=301)).url == world.url("/baru")


def test_a_feed_that_moved_for_a_while_is_polled_where_it_was(found, world):
    world.route("/sementara", Reply(FEED))
    assert found(Reply.redirect("/sementara", status=302)).url == world.url("/sumber")


def test_an_index_shows_what_its_newest_child_holds(found, world):
    world.route("/baru.xml", Reply(BARE))
    index = found(INDEX)
    assert (index.url, [record["url"] for record in index.records]) == (world.url("/sumber"), ["https://kabar.example/1"])
    assert world.seen("/lama.xml") == []


def test_a_page_that_is_none_of_the_kinds_is_told_with_the_way_out(found):
    with pytest.raises(InputError, match=r"neither a feed, a sitemap.*named RSS"):
        found("<html><body><p>Halo</p></body></html>")


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=404), "answered 404"),
        (Reply(b""), "neither"),
        (Reply(b"\x89PNG\r\n", headers={"Content-Type": "image/png"}), "neither"),
    ],
)
def test_what_cannot_be_a_source_is_told(found, reply, told):
    with pytest.raises(InputError, match=told):
        found(reply)


@pytest.mark.parametrize(
    ("url", "told"), [("kabar.example/rss", "https://"), ("https://kabar.example/?api_key=a", "looks like a key")]
)
def test_an_address_that_may_not_stand_in_a_file_is_never_fetched(world, url, told):
    with pytest.raises(InputError, match=told):
        discover(url, world.web())
    assert world.requests == []


def test_a_private_address_is_refused(world):
    world.route("/umpan", Reply(FEED))
    with pytest.raises(InputError, match="Nothing was added"):
        discover(f"http://localhost:{world.host.split(':')[1]}/umpan", world.web())
    assert world.requests == []


def test_the_preview_is_masked_and_tells_what_would_be_put_aside(found, tmp_path):
    feed = found(FEED)
    batch = preview(feed, build_entry("kabar", entry_fields(feed, ASKED), tmp_path), datetime(2026, 11, 22))
    assert batch.documents.column("title").to_pylist() == [
        "Jembatan Cibiru dibuka lagi",
        "Harga beras turun, hubungi [telepon]",
    ]
    assert batch.quarantine.column("reason_slug").to_pylist() == ["tanpa-tanggal"]


def test_a_phone_number_in_the_title_of_a_feed_reaches_no_file(found):
    fields = entry_fields(found(FEED.replace("Kabar Contoh", "WA 0812-3456-7890")), ASKED)
    assert "3456" not in entry_text("kabar", fields)


def test_a_listing_brings_its_selectors(found):
    fields = entry_fields(found(LISTING), ASKED)
    assert {role: fields[role] for role in ("item", "link", "date")} == {"item": "div.kabar", "link": "a", "date": "span"}


def test_what_the_person_says_wins(found):
    given = {
        "channel": "rilis",
        "outlet": "Dinas Contoh",
        "tier": 3,
        "province": "Jawa Barat",
        "group": "kota",
        "keep": "judul",
    }
    fields = entry_fields(found(FEED), given)
    assert {name: fields.get(name) for name in ("channel", "agency", "tier", "province", "group")} == {
        "channel": "rilis",
        "agency": "Dinas Contoh",
        "tier": 3,
        "province": "Jawa Barat",
        "group": "kota",
    }
    assert fields["terms"]["keep"] == "judul"


def test_pages_are_read_only_where_the_person_says_that_whole_texts_may_be_kept(found):
    feed = found(FEED)
    assert "full_text" not in entry_fields(feed, ASKED)
    assert entry_fields(feed, ASKED | {"keep": "isi"})["full_text"] is True


def test_a_sitemap_of_bare_addresses_needs_whole_texts(found):
    with pytest.raises(InputError, match="--keep isi"):
        entry_fields(found(BARE), ASKED)
    assert entry_fields(found(BARE), ASKED | {"keep": "isi"})["full_text"] is True


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://jabar.antaranews.com/rss/terkini.xml", "jabar_antaranews_terkini"),
        ("https://www.bekasikota.go.id/rss", "bekasikota"),
        ("https://20.detik.com/feed/", "situs_20_detik"),
        ("https://kabar.example/%C3%A9/Berita-Kota/", "kabar_example_berita_kota"),
        ("https://rss.com/", "sumber"),
        ("https://kabar.example/" + "panjang/" * 20, "kabar_example_panjang_panjang_panjang_panjang_panj"),
    ],
)
def test_a_slug_is_made_of_the_telling_words(url, slug):
    assert make_slug(url, ()) == slug


def test_a_slug_that_is_taken_is_numbered():
    assert make_slug("https://kabar.example/rss", {"kabar_example", "kabar_example_2"}) == "kabar_example_3"


@pytest.fixture
def own(tmp_path) -> Path:
    path = tmp_path / "sumber.yml"
    path.write_text(OWN)
    return path


@pytest.fixture
def fields(found) -> dict:
    return entry_fields(found(FEED), ASKED)


def test_what_stood_in_the_file_stays_byte_for_byte(own, fields):
    append_entry(own, "kabar", fields, "seen 2026-11-22")
    assert own.read_text() == OWN + entry_text("kabar", fields, "seen 2026-11-22", indent=4)
    assert list(read_catalog(own)) == ["laporan", "kabar"]
    assert "/sumber  # seen 2026-11-22\n" in own.read_text()


@pytest.mark.parametrize("change", [lambda text: text.rstrip("\n"), lambda text: text.replace("\n", "\r\n")])
def test_a_file_without_last_line_end_or_with_those_of_windows_is_extended(own, fields, change):
    own.write_bytes(change(OWN).encode())
    append_entry(own, "kabar", fields)
    assert list(read_catalog(own)) == ["laporan", "kabar"]
    assert own.read_bytes().startswith(change(OWN).encode())
    assert len(set(re.findall(rb"\r?\n", own.read_bytes()))) == 1


def test_a_file_that_is_not_there_is_made(tmp_path, fields):
    append_entry(tmp_path / "baru.yml", "kabar", fields)
    assert list(read_catalog(tmp_path / "baru.yml")) == ["kabar"]


@pytest.mark.parametrize(
    "unfit",
    [
        "sources: {laporan: {kind: files, path: '*.csv', channel: pengaduan, description: a}}\n",
        OWN + "    umpan: {kind: rss}\n",
    ],
)
def test_a_file_that_cannot_be_extended_stays_as_it_was(own, fields, unfit):
    own.write_text(unfit)
    with pytest.raises(InputError, match=r"sumber\.yml"):
        append_entry(own, "kabar", fields)
    assert own.read_text() == unfit
    assert [path.name for path in own.parent.iterdir()] == ["sumber.yml"]


def test_an_unsound_entry_leaves_the_file_as_it_was(own, fields):
    with pytest.raises(InputError, match=r"sumber\.yml stays as it was.*'brita'"):
        append_entry(own, "kabar", fields | {"channel": "brita"})
    assert own.read_text() == OWN


def test_a_name_that_is_taken_is_refused(own, fields):
    with pytest.raises(InputError, match="'laporan' already"):
        append_entry(own, "laporan", fields)


def test_the_rights_of_the_file_stay(own, fields):
    own.chmod(0o640)
    append_entry(own, "kabar", fields)
    assert own.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_not_there_is_told(tmp_path, fields):
    with pytest.raises(InputError, match="cannot be written"):
        append_entry(tmp_path / "tiada" / "sumber.yml", "kabar", fields)
