"""Feeds: what they say, and what is left of those that are broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingestion.kinds import Unusable
from ingestion.parsers.feed import MOST_ITEMS, parse_feed

FEEDS = Path(__file__).parents[1] / "fixtures" / "feeds"
URL = "https://kabar.example/rss.xml"
ITEM = "<item><title>{0}</title><link>https://kabar.example/{0}</link><guid>{0}</guid></item>"


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>{"".join(items)}</channel></rss>'.encode()


def fixture(name: str) -> bytes:
    return (FEEDS / name).read_bytes()


def test_an_antara_like_item_gives_its_fields():
    first, second, third = parse_feed(fixture("antara.xml"), URL).records
    assert first["ref"] == "https://www.kabarnusantara.example/berita/5010001"
    assert first["title"] == "Tanggul Kali Wening jebol, 40 rumah di Desa Sukamaju terendam"
    assert first["text"].startswith('Tanggul sungai jebol pada Sabtu dini hari setelah hujan "tak berhenti" dua hari.')
    assert first["published_at"] == "Sat, 21 Nov 2026 10:42:13 +0700"
    assert first["url"].endswith("?utm_source=rss&utm_medium=terkini")
    assert second["title"] == "Harga cabai & bawang naik jelang akhir tahun"
    assert "berkurang — harga cabai rawit > Rp90.000" in second["text"]
    assert third["text"] == "Warga dapat melapor lewat kantor kelurahan."


def test_the_text_that_a_wordpress_feed_carries_wins_over_its_lead():
    whole, lead = parse_feed(fixture("cek_fakta_wordpress.xml"), URL).records
    assert whole["text"].startswith("Narasi\nPesan itu menyebut vaksin flu memuat keping pelacak.\nPenjelasan\n")
    assert "color" not in whole["text"]
    assert (whole["is_whole"], lead["is_whole"]) == (True, False)
    assert (whole["author"], whole["topic"]) == ("Penulis Satu", "Kesehatan")


def test_an_atom_feed_gives_entries_tombstones_and_its_next_page():
    feed = parse_feed(fixture("atom_nisan.xml"), "https://kementerian.example/siaran.atom")
    first, second = feed.records
    assert feed.gone == ["tag:kementerian.example,2026:siaran/88"]
    assert feed.next_url == "https://kementerian.example/siaran.atom?halaman=2"
    assert first["title"] == "Jembatan Batu Putih dibuka kembali"
    assert first["text"] == "Jembatan dibuka untuk kendaraan kecil.\nTruk tetap lewat jalan lingkar."
    assert (first["url"], first["topic"]) == ("https://kementerian.example/siaran/91", "Infrastruktur")
    assert (first["published_at"], first["updated_at"]) == ("2026-11-20T08:15:00+07:00", "2026-11-21T08:00:00+07:00")
    assert second["published_at"] == "2026-11-19T08:00:00+07:00"


def test_an_rdf_feed_names_its_items_by_what_they_are_about():
    (record,) = parse_feed(fixture("rdf.xml"), URL).records
    assert (record["ref"], record["topic"]) == ("https://arsip.example/1", "Anggaran")
    assert record["published_at"] == "2026-11-18T10:00:00+08:00"


def test_an_edit_makes_another_version_and_a_new_date_of_the_feed_does_not():
    before = parse_feed(fixture("antara.xml"), URL).records[0]["version"]
    later = fixture("antara.xml").replace(b"11:05:00", b"11:20:00").replace(b"10:42:13", b"10:42:14")
    edited = fixture("antara.xml").replace(b"40 rumah", b"60 rumah")
    assert parse_feed(later, URL).records[0]["version"] == before
    assert parse_feed(edited, URL).records[0]["version"] != before


def test_an_empty_feed_has_no_records_and_is_no_error():
    feed = parse_feed(rss(), URL)
    assert (feed.records, feed.broken, feed.seen) == ([], [], 0)


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html><body>Maaf</body></html>", b"<html lang=id><head>", b" <HEAD><title>x"]
)
def test_an_html_page_is_told_as_one(page):
    with pytest.raises(Unusable, match="an HTML page instead of a feed"):
        parse_feed(page, URL)


@pytest.mark.parametrize(("body", "told"), [(b"", "empty body"), (b"\0\0", "empty body"), (b'{"items": []}', "not a feed")])
def test_what_is_no_feed_at_all_is_told(body, told):
    with pytest.raises(Unusable, match=told):
        parse_feed(body, URL)


def test_two_items_with_one_guid_are_two_records():
    feed = parse_feed(rss(ITEM.format("a"), ITEM.format("a")), URL)
    assert [record["ref"] for record in feed.records] == ["a", "a"]


def test_an_item_without_guid_is_known_by_its_link():
    (record,) = parse_feed(rss("<item><title>Judul</title><link> /berita/1 </link></item>"), URL).records
    assert record["ref"] == record["url"] == "https://kabar.example/berita/1"


def test_a_link_to_no_web_page_is_none():
    (record,) = parse_feed(rss("<item><title>Judul</title><link>javascript:alert(1)</link></item>"), URL).records
    assert record["url"] is None


def test_a_feed_that_breaks_off_gives_its_whole_items_and_tells_the_rest():
    whole = rss(ITEM.format("satu"), ITEM.format("dua"), ITEM.format("tiga"))
    feed = parse_feed(whole[: whole.index(b"tiga</title>")], URL)
    assert [record["ref"] for record in feed.records] == ["satu", "dua"]
    assert [broken.number for broken in feed.broken] == [3]
    assert "breaks off" in feed.broken[0].reason


def test_a_feed_that_lacks_only_its_end_gives_all_items_and_one_broken():
    feed = parse_feed(rss(ITEM.format("satu")).removesuffix(b"</channel></rss>"), URL)
    assert [record["ref"] for record in feed.records] == ["satu"]
    assert ["around the items" in broken.reason for broken in feed.broken] == [True]


def test_one_bad_item_costs_no_other():
    feed = parse_feed(rss(ITEM.format("satu"), "<item><title>Putus<item>", ITEM.format("tiga")), URL)
    assert [record["ref"] for record in feed.records] == ["satu", "tiga"]
    assert len(feed.broken) == 2


def test_a_malformed_feed_without_a_whole_item_is_unusable():
    with pytest.raises(Unusable, match="not well-formed XML, first at line 1, and no item"):
        parse_feed(b"<rss><channel><item><title>Putus", URL)


def test_html_and_lone_ampersands_that_xml_does_not_know_are_read():
    item = (
        "<item><title>Rapat A&B &ndash; &quot;tunda&quot; &tidakada;</title><link>https://kabar.example/?a=1&b=2</link></item>"
    )
    feed = parse_feed(rss(item), URL)
    assert feed.records[0]["title"] == 'Rapat A&B – "tunda" &tidakada;'
    assert feed.records[0]["url"] == "https://kabar.example/?a=1&b=2"
    assert feed.broken == []


def test_an_ampersand_in_cdata_stays_as_it_is():
    (record,) = parse_feed(
        rss("<item><title>J</title><link><![CDATA[https://kabar.example/?a=1&b=2]]></link></item>"), URL
    ).records
    assert record["url"] == "https://kabar.example/?a=1&b=2"


def test_warnings_of_the_server_before_the_feed_are_passed_over():
    assert len(parse_feed(b"<br />\n<b>Warning</b>: gagal\n" + rss(ITEM.format("satu")), URL).records) == 1


def test_a_prefix_that_nobody_declared_is_read_as_what_it_is_called():
    feed = parse_feed(rss("<item><title>J</title><guid>1</guid><dc:creator>Penulis</dc:creator></item>"), URL)
    assert [record["author"] for record in feed.records] == ["Penulis"]


def test_items_beyond_the_cap_are_told_once_with_their_number():
    feed = parse_feed(rss(*(ITEM.format(number) for number in range(MOST_ITEMS + 5))), URL)
    assert (len(feed.records), feed.seen) == (MOST_ITEMS, MOST_ITEMS + 5)
    assert [broken.reason.split()[0] for broken in feed.broken] == ["5"]


def test_a_title_of_ten_megabytes_comes_through_whole():
    (record,) = parse_feed(rss(ITEM.format("x").replace("<title>x", "<title>" + "a" * 10_000_001)), URL).records
    assert len(record["title"]) == 10_000_001


def test_a_reference_without_end_is_shortened_and_stays_distinct():
    items = [f"<item><title>J</title><guid>{'g' * 10_000}{number}</guid></item>" for number in range(2)]
    first, second = (record["ref"] for record in parse_feed(rss(*items), URL).records)
    assert first != second
    assert re.fullmatch("[0-9a-f]{24}", first)
