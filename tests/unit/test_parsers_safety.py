"""Hostile and careless bytes: bombs, outer entities, endless depth, wrong encodings, control characters."""

from __future__ import annotations

import pytest

from ingestion.kinds import Unusable
from ingestion.parsers.encoding import decode
from ingestion.parsers.feed import parse_feed
from ingestion.parsers.listing import read_page
from ingestion.parsers.markup import plain_text
from ingestion.parsers.sitemap import parse_sitemap

URL = "https://kabar.example/rss.xml"
ITEM = "<item><title>{}</title><link>https://kabar.example/1</link></item>"
BOMB = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel>' + ITEM.format("&b;")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_declared_entities_are_refused_in_every_encoding(encoding):
    with pytest.raises(Unusable, match="declares entities"):
        parse_feed((BOMB + "</channel></rss>").encode(encoding), URL)


def test_a_file_named_as_entity_is_refused_unread(tmp_path):
    (tmp_path / "rahasia").write_text("isi berkas")
    outer = (
        f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{(tmp_path / "rahasia").as_uri()}">]><urlset><url><loc>&x;</loc></url></urlset>'
    )
    with pytest.raises(Unusable, match="declares entities") as refused:
        parse_sitemap(outer.encode(), URL)
    assert "isi berkas" not in str(refused.value)


def test_entities_declared_behind_a_false_root_are_refused():
    with pytest.raises(Unusable, match="declares entities"):
        parse_feed(f"<!-- <rss> -->{BOMB}</channel></rss>".encode(), URL)


@pytest.mark.parametrize(
    "doctype", ['<!DOCTYPE rss SYSTEM "http://luar.example/x.dtd">', "<!DOCTYPE rss [<!ELEMENT rss ANY>]>"]
)
def test_a_dtd_is_refused(doctype):
    with pytest.raises(Unusable, match="DTD"):
        parse_feed(f"{doctype}<rss><channel>{ITEM.format('x')}</channel></rss>".encode(), URL)


def test_an_article_about_entities_is_no_bomb():
    body = f"<!DOCTYPE rss><rss><channel>{ITEM.format('<![CDATA[Apa itu <!ENTITY x> & mengapa]]>')}</channel></rss>"
    assert len(parse_feed(body.encode(), URL).records) == 1


def test_endless_depth_is_refused():
    with pytest.raises(Unusable, match="nested deeper"):
        parse_feed(b"<rss><channel>" + b"<a>" * 100_000, URL)


def test_more_tags_than_memory_should_hold_are_refused():
    with pytest.raises(Unusable, match="1,000,000 tags"):
        parse_feed(b"<rss>" + b"<a/>" * 1_000_001, URL)


def test_a_tag_with_thousands_of_attributes_is_refused_before_it_is_parsed():
    attributes = " ".join(f"a{number}='>'" for number in range(20_000))
    with pytest.raises(Unusable, match="2,000 attributes"):
        read_page(f"<html><p {attributes}>x</p></html>".encode())


def test_a_picture_inside_a_tag_is_no_such_tag():
    picture = "A/b+" * 20_000
    assert read_page(f"<html><body><img src='data:image/png;base64,{picture}'><p>x</p></body></html>".encode()) is not None


def test_nuls_and_control_bytes_are_left_out():
    body = "<rss><channel>" + ITEM.format("Ban\x00jir \x0bsurut&#0;&#x1F;") + "</channel></rss>"
    assert parse_feed(body.encode(), URL).records[0]["title"] == "Banjir surut"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_a_feed_in_another_unicode_encoding_is_read(encoding):
    body = f'<?xml version="1.0" encoding="UTF-8"?><rss><channel>{ITEM.format("Rp90.000 – naik")}</channel></rss>'
    assert parse_feed(body.encode(encoding), URL).records[0]["title"] == "Rp90.000 – naik"


def test_windows_bytes_in_a_utf_8_feed_spoil_neither_themselves_nor_the_rest():
    assert decode("Café – ".encode() + "“kutipan”".encode("cp1252")) == "Café – “kutipan”"


@pytest.mark.parametrize("declared", ["windows-1252", "ISO-8859-1", "utf-8", "tidak-ada", "unicode_escape"])
def test_a_declared_encoding_is_believed_where_it_can_be_true(declared):
    assert decode(f'<?xml version="1.0" encoding="{declared}"?>'.encode() + "“é”".encode("cp1252")).endswith("“é”")


def test_an_encoding_that_a_page_declares_is_believed():
    assert decode(b'<meta charset="euc-kr">' + "서울".encode("euc-kr")).endswith("서울")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Harga &amp; pasokan&nbsp;turun", "Harga & pasokan turun"),
        ("<p>Satu</p><p>Dua<br>tiga</p>", "Satu\nDua\ntiga"),
        ("<p>Satu\n  baris</p><script>x()</script><!-- catatan -->", "Satu baris"),
        ("<p>Satu&#1; dua&#0;</p>", "Satu dua\ufffd"),
        ("a < b dan b > c", "a < b dan b > c"),
        ("", ""),
        ("<>", "<>"),
    ],
)
def test_html_becomes_what_a_reader_sees(markup, text):
    assert plain_text(markup) == text
