"""Listing pages: reading them by selectors, proposing selectors, and recognising what an address holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.kinds import Unusable
from ingestion.parsers.article import read_article
from ingestion.parsers.listing import Selectors, compile_selector, parse_listing
from ingestion.parsers.proposal import propose_listing
from ingestion.parsers.recognition import find_feed_links, recognise

FEEDS = Path(__file__).parents[1] / "fixtures" / "feeds"
URL = "https://dinas.example/rilis"
PAGE = (FEEDS / "daftar_rilis.html").read_bytes()
SELECTORS = Selectors("article.news-item", "h3 a", "h3 a", ".news-date", ".news-lead", ".page-next")


def test_a_listing_gives_its_items_with_raw_dates_and_whole_addresses():
    listing = parse_listing(PAGE, URL, SELECTORS)
    first, *_, last = listing.records
    assert len(listing.records) == listing.seen == 4
    assert first["title"] == "Pemerintah salurkan bantuan beras ke tiga kecamatan"
    assert first["published_at"] == "21 November 2026 10.00 WIB"
    assert first["text"].startswith("Bantuan disalurkan")
    assert (first["url"], last["url"]) == ("https://dinas.example/rilis/101", "https://dinas.example/rilis/98")
    assert listing.next_url == "https://dinas.example/rilis?hal=2"


def test_a_date_in_the_markup_wins_over_the_shown_one():
    page = b"<ul><li><a href=/1>Judul</a><time datetime='2026-11-21T10:00+07:00'>tadi</time></li></ul>"
    (record,) = parse_listing(page, URL, Selectors("li", "a", "a", "time")).records
    assert record["published_at"] == "2026-11-21T10:00+07:00"


def test_the_version_follows_what_the_item_says_and_not_how_long_ago_it_was():
    before = parse_listing(b"<li><a href=/1>Judul</a><i>2 jam lalu</i></li>", URL, Selectors("li", "a", "a", "i")).records[0]
    after = parse_listing(b"<li><a href=/1>Judul</a><i>3 jam lalu</i></li>", URL, Selectors("li", "a", "a", "i")).records[0]
    edited = parse_listing(b"<li><a href=/1>Judul baru</a><i>3 jam lalu</i></li>", URL, Selectors("li", "a", "a", "i")).records[
        0
    ]
    assert before["version"] == after["version"] != edited["version"]


def test_an_item_that_is_a_link_itself_is_read():
    (record,) = parse_listing(b"<a class=kartu href=/1><h3>Judul</h3></a>", URL, Selectors("a.kartu", "h3", "a")).records
    assert (record["title"], record["url"]) == ("Judul", "https://dinas.example/1")


def test_an_item_without_link_or_title_is_told_with_its_place():
    page = b"<li><a href=/1>Judul</a></li><li><a href='mailto:x'>Surat</a></li><li><a href=/3></a></li>"
    listing = parse_listing(page, URL, Selectors("li", "a", "a"))
    assert [record["url"] for record in listing.records] == ["https://dinas.example/1"]
    assert [(broken.number, broken.reason.split()[4]) for broken in listing.broken] == [(2, "link"), (3, "title")]


def test_a_page_that_was_rebuilt_is_told_with_the_selector_that_fails():
    with pytest.raises(Unusable, match=r"no element matches item: 'div\.lama'"):
        parse_listing(PAGE, URL, replace(SELECTORS, item="div.lama"))


def test_an_empty_page_is_unusable():
    with pytest.raises(Unusable, match="an empty body instead of a page"):
        parse_listing(b"", URL, SELECTORS)


def test_a_selector_that_is_none_is_told():
    with pytest.raises(ValueError, match="'h3 >' is no CSS selector"):
        compile_selector("h3 >")


def test_proposed_selectors_read_the_items_their_dates_and_the_next_page():
    proposed = propose_listing(PAGE, URL)
    listing = parse_listing(PAGE, URL, proposed)
    reference = parse_listing(PAGE, URL, SELECTORS)
    assert proposed.item == "article.news-item"
    assert listing.records == reference.records
    assert listing.next_url == reference.next_url


def test_a_list_without_classes_is_proposed_by_the_block_around_it():
    items = "".join(f"<li><a href=/b/{n}>Berita daerah yang ke-{n} hari ini</a> <i>{n + 1}/11/2026</i></li>" for n in range(4))
    proposed = propose_listing(f"<body><ul class=daftar>{items}</ul></body>".encode(), URL)
    assert (proposed.item, proposed.link, proposed.date) == ("ul.daftar > li", "a", "i")


@pytest.mark.parametrize("page", [b"", b"<p>Tidak ada apa-apa</p>", (FEEDS / "artikel.html").read_bytes()])
def test_a_page_in_which_nothing_repeats_gets_no_proposal(page):
    assert propose_listing(page, URL) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("antara.xml", "rss"),
        ("atom_nisan.xml", "rss"),
        ("rdf.xml", "rss"),
        ("sitemap_berita.xml", "sitemap"),
        ("sitemap_indeks.xml", "sitemap"),
        ("klaim.html", "claimreview"),
        ("klaim_graph.html", "claimreview"),
        ("daftar_rilis.html", "listing"),
        ("artikel.html", None),
    ],
)
def test_what_an_address_holds_is_recognised_from_its_content(name, kind):
    assert recognise((FEEDS / name).read_bytes(), URL, "text/html") == kind


def test_a_picture_is_recognised_as_nothing():
    assert recognise((FEEDS / "antara.xml").read_bytes(), URL, "image/png") is None


def test_feeds_that_a_page_names_are_found():
    assert find_feed_links(PAGE, URL) == ["https://dinas.example/rss.xml"]


def test_an_article_gives_its_text_without_what_stands_around_it():
    article = read_article((FEEDS / "artikel.html").read_bytes(), "https://harian.example/daerah/banjir-surut")
    assert article.title == "Banjir surut, warga mulai bersih-bersih"
    assert article.published_at == "2026-11-21T08:30:00+07:00"
    assert article.text.startswith("Air yang menggenangi Desa Sukamaju")
    assert article.text.endswith("anggaran yang masih dibahas.")


@pytest.mark.parametrize("page", [b"", b"<html></html>", b"\0\0"])
def test_a_page_without_running_text_is_no_article(page):
    assert read_article(page, URL) is None
