"""Sitemaps: news, plain and indexes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.kinds import Unusable
from ingestion.parsers.sitemap import MOST_ADDRESSES, parse_sitemap

FEEDS = Path(__file__).parents[1] / "fixtures" / "feeds"
URL = "https://harian.example/sitemap.xml"


def fixture(name: str) -> bytes:
    return (FEEDS / name).read_bytes()


def test_a_news_sitemap_gives_titles_dates_and_keywords_newest_first():
    newest, older = parse_sitemap(fixture("sitemap_berita.xml"), URL).records
    assert newest["title"] == "Jalan retak di lereng Wening & sekitarnya"
    assert older["title"] == "Banjir surut, warga mulai bersih-bersih"
    assert older["ref"] == older["url"] == "https://harian.example/daerah/banjir-surut"
    assert (older["published_at"], older["updated_at"]) == ("2026-11-21T08:30:00+07:00", "2026-11-21T09:00:00+07:00")
    assert (older["topic"], older["language"]) == ("banjir", "id")


def test_a_plain_sitemap_gives_addresses_and_takes_no_change_for_a_publication():
    newest, older = parse_sitemap(fixture("sitemap_polos.xml"), URL).records
    assert (newest["url"], older["url"]) == ("https://harian.example/artikel/2", "https://harian.example/artikel/1")
    assert (newest["title"], newest["published_at"], newest["updated_at"]) == (None, None, "2026-11-21")


def test_an_index_gives_its_children():
    sitemap = parse_sitemap(fixture("sitemap_indeks.xml"), URL)
    assert sitemap.children == [
        ("https://harian.example/sitemap-2026-10.xml", "2026-10-31T23:00:00+07:00"),
        ("https://harian.example/sitemap-2026-11.xml", "2026-11-21T10:00:00+07:00"),
    ]
    assert sitemap.records == []


def test_an_empty_sitemap_is_no_error():
    assert parse_sitemap(b"<urlset></urlset>", URL).records == []


def test_a_sitemap_that_breaks_off_gives_what_closed_and_tells_the_rest():
    body = fixture("sitemap_polos.xml")
    sitemap = parse_sitemap(body[: body.index(b"artikel/2")], URL)
    assert [record["url"] for record in sitemap.records] == ["https://harian.example/artikel/1"]
    assert ["the rest cannot be read" in broken.reason for broken in sitemap.broken] == [True]


def test_a_sitemap_of_which_nothing_closed_is_unusable():
    with pytest.raises(Unusable, match="no address in it can be read"):
        parse_sitemap(b"<urlset><url><loc>https://harian.example/1", URL)


def test_an_address_that_leads_nowhere_is_told_with_its_place():
    body = b"<urlset><url><loc>ftp://x/1</loc></url><url><loc>https://x.example/2</loc></url><url/></urlset>"
    sitemap = parse_sitemap(body, URL)
    assert [record["url"] for record in sitemap.records] == ["https://x.example/2"]
    assert [broken.number for broken in sitemap.broken] == [1, 3]


def test_a_html_page_is_told_as_one():
    with pytest.raises(Unusable, match="an HTML page instead of a sitemap"):
        parse_sitemap(b"<!doctype html><html></html>", URL)


def test_of_too_many_addresses_the_newest_are_taken():
    urls = [
        f"<url><loc>https://x.example/{n}</loc><lastmod>20{n // 100:02}-01-01</lastmod></url>"
        for n in range(MOST_ADDRESSES + 100)
    ]
    sitemap = parse_sitemap(f"<urlset>{''.join(urls)}</urlset>".encode(), URL)
    assert len(sitemap.records) == MOST_ADDRESSES
    assert sitemap.records[0]["updated_at"] == "2020-01-01"
    assert "https://x.example/0" not in {record["url"] for record in sitemap.records}
    assert sitemap.broken[0].reason.startswith("100 older addresses")
