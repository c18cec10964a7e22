"""Feeds, sitemaps, listings and fact checks over a small web of pages: what a poll asks for, and what it hands over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ingestion.kinds import Content, FetchError, Forbidden, Unavailable, Unusable, Visit, kind_module
from ingestion.web import Page

FEEDS = Path(__file__).parents[1] / "fixtures" / "feeds"
FEED = "https://kabar.example/rss.xml"
ARTICLE = (FEEDS / "artikel.html").read_bytes()
REVIEW = (FEEDS / "klaim.html").read_bytes()


def fixture(name: str) -> bytes:
    return (FEEDS / name).read_bytes()


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def item(number: int, title: str = "Judul", lead: str = "Teras.") -> str:
    link = f"https://kabar.example/{number}"
    return (
        f"<item><title>{title} {number}</title><link>{link}</link><guid>{number}</guid><description>{lead}</description></item>"
    )


class FakeWeb:
    """Pages by address, each with its own etag; a page that is an error is raised, one that is not there is 404."""

    def __init__(self, pages: dict[str, bytes | FetchError]):
        self.pages, self.asked = pages, []

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: str = "*/*") -> Page:
        self.asked.append(url)
        page = self.pages.get(url, Unusable(f"{url} answered 404", 404))
        if isinstance(page, FetchError):
            raise page
        mark = f'"{hash(page)}"'
        return Page(url, 304 if mark == etag else 200, {"etag": mark}, page, is_unchanged=mark == etag)


class Source:
    """One source that is polled again and again, remembering as the pipeline does."""

    def __init__(self, kind: str, web: dict[str, bytes | FetchError], **fields: Any):
        self.pages = web
        self._newest: dict[str, str] = {}
        self._last: dict[str, dict] = {}
        self._module = kind_module(kind)
        required = {"slug": "kabar", "kind": kind, "folder": Path(), "channel": "berita", "description": "Kabar.", "url": FEED}
        self.entry = self._module.Entry(**{**required, **fields})

    def poll(self) -> tuple[Content, list[dict], list[str]]:
        """Content, the records that were not there before, and the addresses that were asked for."""
        web = FakeWeb(self.pages)
        visit = Visit(datetime(2026, 11, 21), web, None, self._last, lambda ref, version: self._newest.get(ref) == version)
        (fetch,) = self._module.fetches(self.entry, visit)
        content = fetch.open()
        self._last[fetch.address] = {"etag": content.etag, "cursor": content.cursor}
        fresh = [record for record in records(content) if self._newest.get(record["ref"]) != record["version"]]
        self._newest |= {record["ref"]: record["version"] for record in fresh}
        return content, fresh, web.asked


def records(content: Content) -> list[dict]:
    return [record for chunk in content.read() for record in chunk.table.to_pylist()]


def reasons(content: Content) -> list[str]:
    return [broken.reason for chunk in content.read() for broken in chunk.broken]


@pytest.fixture
def source() -> Callable[..., Source]:
    return Source


@pytest.mark.parametrize(
    ("kind", "name", "fields"),
    [
        ("rss", "antara.xml", {}),
        ("rss", "cek_fakta_wordpress.xml", {"channel": "cek-fakta"}),
        ("sitemap", "sitemap_berita.xml", {}),
        ("listing", "daftar_rilis.html", {"item": "article", "title": "h3", "link": "h3 a", "date": ".news-date"}),
        ("claimreview", "klaim.html", {"channel": "cek-fakta"}),
    ],
)
def test_a_second_poll_brings_nothing_new(kind, name, fields):
    polled = Source(kind, {FEED: fixture(name)}, **fields)
    _, first, _ = polled.poll()
    polled.pages = {FEED: fixture(name) + b"\n"}
    content, again, _ = polled.poll()
    assert first
    assert (again, content.is_unchanged) == ([], False)
    unchanged, _, _ = polled.poll()
    assert (unchanged.is_unchanged, unchanged.http_status) == (True, 304)


@pytest.mark.parametrize("kind", ["rss", "sitemap", "listing", "claimreview"])
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://kabar.example/rss?api_key=abc", r"\?api_key=… looks like a key"),
        ("https://kabar.example/rss?access_token=abc", "belong into secrets"),
        ("https://warga:rahasia@kabar.example/rss", "a user or a password"),
        ("ftp://kabar.example/rss", "no http"),
        ("kabar.example/rss", "write it in full"),
        ("https://[kabar", "no address"),
    ],
)
def test_an_address_that_may_not_stand_in_a_file_is_refused(kind, url, told):
    fields = {"item": "li", "title": "a", "link": "a"} if kind == "listing" else {}
    with pytest.raises(ValidationError, match=told) as refused:
        Source(kind, {}, url=url, **fields)
    assert [error["loc"] for error in refused.value.errors()] == [("url",)]


def test_a_query_that_holds_no_key_is_kept(source):
    polled = source("rss", {}, url="https://www.jpnn.example/index.php?mib=rss&keyword=x")
    (fetch,) = polled._module.fetches(polled.entry, None)
    assert (fetch.address, fetch.is_remote) == ("https://www.jpnn.example/index.php?mib=rss&keyword=x", True)


def test_full_text_that_the_terms_forbid_is_refused(source):
    with pytest.raises(ValidationError, match="the terms keep 'ringkasan'"):
        source("rss", {}, full_text=True, terms={"keep": "ringkasan"})


def test_a_selector_that_is_none_is_refused_with_its_field(source):
    with pytest.raises(ValidationError, match="is no CSS selector") as refused:
        source("listing", {}, item="li", title="h3 >", link="a")
    assert [error["loc"] for error in refused.value.errors()] == [("title",)]


def test_a_feed_without_full_text_asks_for_no_page(source):
    _, fresh, asked = source("rss", {FEED: rss(item(1))}).poll()
    assert asked == [FEED]
    assert fresh[0]["version"].endswith(":ringkasan")


@pytest.mark.parametrize("keep", ["isi", "ringkasan", "judul"])
def test_the_version_says_what_is_kept_of_a_text_that_the_feed_gives(source, keep):
    _, fresh, _ = source("rss", {FEED: fixture("cek_fakta_wordpress.xml")}, terms={"keep": keep}).poll()
    assert fresh[0]["version"].endswith(f":{keep}")


def test_full_text_comes_from_the_page_once(source):
    polled = source("rss", {FEED: rss(item(1)), "https://kabar.example/1": ARTICLE}, full_text=True)
    content, (record,), asked = polled.poll()
    assert record["text"].startswith("Air yang menggenangi")
    assert (record["title"], record["published_at"]) == ("Judul 1", "2026-11-21T08:30:00+07:00")
    assert content.byte_count == len(polled.pages[FEED]) + len(ARTICLE)
    assert asked == [FEED, "https://kabar.example/1"]
    polled.pages[FEED] += b"\n"
    _, fresh, asked = polled.poll()
    assert (fresh, asked) == ([], [FEED])


def test_a_page_that_fails_leaves_the_lead_and_is_tried_again_even_when_the_feed_is_the_same(source):
    polled = source("rss", {FEED: rss(item(1)), "https://kabar.example/1": Unavailable("penuh", 503)}, full_text=True)
    before, (lead,), _ = polled.poll()
    _, fresh, _ = polled.poll()
    polled.pages["https://kabar.example/1"] = ARTICLE
    after, (text,), _ = polled.poll()
    assert (lead["text"], before.etag, fresh) == ("Teras.", None, [])
    assert text["ref"] == lead["ref"]
    assert text["text"].startswith("Air yang menggenangi")
    assert after.fingerprint != before.fingerprint
    assert polled.poll()[0].is_unchanged


def test_a_page_that_is_gone_leaves_the_lead_and_does_not_wake_the_feed(source):
    content, (record,), _ = source("rss", {FEED: rss(item(1))}, full_text=True).poll()
    assert (record["text"], content.is_unchanged) == ("Teras.", False)
    assert content.etag


def test_an_edited_item_has_its_page_read_again(source):
    polled = source("rss", {FEED: rss(item(1)), "https://kabar.example/1": ARTICLE}, full_text=True)
    polled.poll()
    polled.pages[FEED] = rss(item(1, title="Ralat"))
    _, (record,), asked = polled.poll()
    assert record["title"] == "Ralat 1"
    assert asked == [FEED, "https://kabar.example/1"]


def test_a_poll_reads_thirty_pages_and_the_next_one_the_rest(source):
    pages = {f"https://kabar.example/{n}": ARTICLE for n in range(40)}
    polled = source("rss", {FEED: rss(*(item(n) for n in range(40))), **pages}, full_text=True)
    _, _, asked = polled.poll()
    _, fresh, then = polled.poll()
    assert (len(asked), len(then), len(fresh)) == (31, 11, 10)


def test_pages_that_failed_before_wait_behind_new_ones(source):
    polled = source("rss", {FEED: rss(item(1))}, full_text=True)
    polled.poll()
    polled.pages[FEED] = rss(item(1), item(2))
    assert polled.poll()[2] == [FEED, "https://kabar.example/2", "https://kabar.example/1"]


def test_a_host_that_does_not_answer_is_left_alone_after_three_pages(source):
    pages = {f"https://kabar.example/{n}": Unavailable("diam") for n in range(10)}
    _, fresh, asked = source("rss", {FEED: rss(*(item(n) for n in range(10))), **pages}, full_text=True).poll()
    assert (len(fresh), len(asked)) == (10, 4)


def test_tombstones_of_a_feed_are_told(source):
    content, _, _ = source("rss", {FEED: fixture("atom_nisan.xml")}).poll()
    assert [chunk.gone for chunk in content.read()] == [["tag:kementerian.example,2026:siaran/88"]]


def test_an_empty_feed_reads_nothing(source):
    content, fresh, _ = source("rss", {FEED: rss()}).poll()
    assert (fresh, list(content.read()), content.http_status) == ([], [], 200)


def test_a_fact_check_feed_gives_claim_and_verdict(source):
    _, fresh, _ = source("rss", {FEED: fixture("cek_fakta_wordpress.xml")}, channel="cek-fakta").poll()
    assert [record["claim_text"] for record in fresh] == [
        "Vaksin Flu Mengandung Keping Pelacak",
        "Benarkah Bantuan Banjir Dipotong Separuh?",
    ]
    assert [record["claim_rating"] for record in fresh] == ["SALAH", None]


def paged(number: int, target: int | None) -> bytes:
    link = f"<link rel='next' href='?p={target}'/>" if target else ""
    entry = f"<entry><id>{number}</id><title>T {number}</title><link href='/{number}'/></entry>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{link}{entry}</feed>".encode()


def test_pages_of_a_feed_are_followed_to_a_cap_of_five(source):
    pages = {f"{FEED}?p={n}": paged(n, n + 1) for n in range(2, 100)}
    _, fresh, asked = source("rss", {FEED: paged(1, 2), **pages}).poll()
    assert [record["ref"] for record in fresh] == ["1", "2", "3", "4", "5"]
    assert len(asked) == 5


def test_pages_of_a_feed_end_where_all_is_known(source):
    polled = source("rss", {FEED: paged(1, 2), f"{FEED}?p=2": paged(2, None)})
    polled.poll()
    polled.pages[FEED] += b"\n"
    assert polled.poll()[2] == [FEED]


def test_a_feed_that_names_itself_as_next_is_asked_once(source):
    assert source("rss", {f"{FEED}?p=2": paged(1, 2)}, url=f"{FEED}?p=2").poll()[2] == [f"{FEED}?p=2"]


def test_a_page_of_a_feed_that_fails_costs_no_record_and_is_told(source):
    content, fresh, _ = source("rss", {FEED: paged(1, 2), f"{FEED}?p=2": Unavailable("penuh", 503)}).poll()
    assert [record["ref"] for record in fresh] == ["1"]
    assert reasons(content) == ["page 2 of the feed: penuh"]


def test_a_plain_sitemap_needs_full_text(source):
    with pytest.raises(Unusable, match=re.escape("set full_text: true")):
        source("sitemap", {FEED: fixture("sitemap_polos.xml")}).poll()


def test_a_plain_sitemap_reads_the_pages_of_new_addresses(source):
    pages = {"https://harian.example/artikel/2": ARTICLE, "https://harian.example/artikel/1": Unavailable("penuh", 503)}
    polled = source("sitemap", {FEED: fixture("sitemap_polos.xml"), **pages}, full_text=True)
    _, (record,), asked = polled.poll()
    assert record["title"] == "Banjir surut, warga mulai bersih-bersih"
    assert (record["published_at"], record["updated_at"]) == ("2026-11-21T08:30:00+07:00", "2026-11-21")
    assert asked == [FEED, "https://harian.example/artikel/2", "https://harian.example/artikel/1"]
    polled.pages["https://harian.example/artikel/1"] = ARTICLE
    _, fresh, asked = polled.poll()
    assert [record["ref"] for record in fresh] == ["https://harian.example/artikel/1"]
    assert asked == [FEED, "https://harian.example/artikel/1"]


OCTOBER, NOVEMBER = "https://harian.example/sitemap-2026-10.xml", "https://harian.example/sitemap-2026-11.xml"


def test_an_index_is_followed_to_the_children_that_changed(source):
    children = {OCTOBER: b"<urlset/>", NOVEMBER: fixture("sitemap_berita.xml")}
    polled = source("sitemap", {FEED: fixture("sitemap_indeks.xml"), **children})
    content, fresh, asked = polled.poll()
    assert (len(fresh), asked) == (2, [FEED, NOVEMBER, OCTOBER])
    assert content.cursor == "2026-11-21T10:00:00+07:00"
    polled.pages[FEED] += b"\n"
    _, fresh, asked = polled.poll()
    assert (fresh, asked) == ([], [FEED, NOVEMBER])


def test_a_child_that_fails_costs_no_record_and_is_asked_again(source):
    polled = source("sitemap", {FEED: fixture("sitemap_indeks.xml"), NOVEMBER: fixture("sitemap_berita.xml")})
    polled.pages[OCTOBER] = Unavailable("penuh", 503)
    content, fresh, _ = polled.poll()
    assert (len(fresh), content.cursor, content.etag) == (2, None, None)
    assert reasons(content) == ["child 2 of the index: penuh"]
    assert OCTOBER in polled.poll()[2]


def test_an_index_inside_an_index_is_told_and_not_followed(source):
    content, _, asked = source("sitemap", {FEED: fixture("sitemap_indeks.xml"), NOVEMBER: fixture("sitemap_indeks.xml")}).poll()
    assert "an index inside an index" in reasons(content)[0]
    assert asked == [FEED, NOVEMBER, OCTOBER]


def test_of_an_index_the_twenty_newest_children_are_read(source):
    names = [f"https://harian.example/{n}.xml" for n in range(1, 29)]
    index = "".join(f"<sitemap><loc>{name}</loc><lastmod>2026-10-{n:02}</lastmod></sitemap>" for n, name in enumerate(names, 1))
    pages = {FEED: f"<sitemapindex>{index}</sitemapindex>".encode(), **dict.fromkeys(names, b"<urlset/>")}
    _, _, asked = source("sitemap", pages).poll()
    assert asked == [FEED, *reversed(names[-20:])]


LISTING = {"item": "article", "title": "h3", "link": "h3 a", "date": ".news-date", "next": ".page-next"}
DINAS = "https://dinas.example/rilis"


def test_a_listing_goes_on_over_as_many_pages_as_the_entry_says(source):
    second = fixture("daftar_rilis.html").replace(b"/rilis/", b"/lama/").replace(b"hal=2", b"hal=3")
    pages = {DINAS: fixture("daftar_rilis.html"), f"{DINAS}?hal=2": second}
    assert source("listing", pages, url=DINAS, **LISTING).poll()[2] == [DINAS]
    _, fresh, asked = source("listing", pages, url=DINAS, pages=2, **LISTING).poll()
    assert (len(fresh), asked) == (8, [DINAS, f"{DINAS}?hal=2"])


def test_a_next_page_of_a_listing_that_fails_is_told(source):
    content, fresh, _ = source("listing", {DINAS: fixture("daftar_rilis.html")}, url=DINAS, pages=3, **LISTING).poll()
    assert len(fresh) == 4
    assert reasons(content) == [f"page 2 of the listing: {DINAS}?hal=2 answered 404"]


def test_an_item_without_date_gets_it_from_its_page(source):
    fields = {name: css for name, css in LISTING.items() if name != "date"}
    pages = {DINAS: fixture("daftar_rilis.html"), "https://dinas.example/rilis/101": ARTICLE}
    _, fresh, _ = source("listing", pages, url=DINAS, full_text=True, **fields).poll()
    assert [record["published_at"] for record in fresh] == ["2026-11-21T08:30:00+07:00", None, None, None]


def test_reviews_are_read_from_the_pages_that_a_feed_leads_to(source):
    dated = item(1).replace("</item>", "<pubDate>Sat, 21 Nov 2026 10:00:00 +0700</pubDate></item>")
    undated = REVIEW.replace(b'"datePublished":"2026-11-20T09:00:00+07:00",', b"")
    pages = {FEED: rss(dated, item(2)), "https://kabar.example/1": undated, "https://kabar.example/2": ARTICLE}
    polled = source("claimreview", pages, channel="cek-fakta")
    _, (record,), asked = polled.poll()
    assert record["ref"] == "https://kabar.example/1#1"
    assert record["claim_text"] == "Air galon dilarang mulai Desember 2026"
    assert record["published_at"] == "Sat, 21 Nov 2026 10:00:00 +0700"
    assert len(asked) == 3
    polled.pages[FEED] += b"\n"
    _, fresh, asked = polled.poll()
    assert (fresh, asked) == ([], [FEED])


def test_reviews_are_read_from_the_pages_of_a_listing_and_of_a_sitemap(source):
    dinas = {DINAS: fixture("daftar_rilis.html"), "https://dinas.example/rilis/100": REVIEW}
    assert [r["ref"] for r in source("claimreview", dinas, url=DINAS).poll()[1]] == ["https://dinas.example/rilis/100#1"]
    harian = {FEED: fixture("sitemap_polos.xml"), "https://harian.example/artikel/1": REVIEW}
    assert [r["ref"] for r in source("claimreview", harian).poll()[1]] == ["https://harian.example/artikel/1#1"]


def test_a_page_with_a_review_that_fails_is_tried_again(source):
    polled = source("claimreview", {FEED: rss(item(1)), "https://kabar.example/1": Unavailable("penuh", 503)})
    content, fresh, _ = polled.poll()
    assert (fresh, content.etag) == ([], None)
    polled.pages["https://kabar.example/1"] = REVIEW
    assert len(polled.poll()[1]) == 1


def test_a_checker_without_any_review_is_told_the_way_out(source):
    with pytest.raises(Unusable, match=r"none of the 1 pages .* kind: rss"):
        source("claimreview", {FEED: rss(item(1)), "https://kabar.example/1": ARTICLE}).poll()


def test_an_empty_fact_check_feed_is_no_error(source):
    assert source("claimreview", {FEED: rss()}).poll()[1] == []


def test_an_address_that_leads_to_nothing_is_unusable(source):
    with pytest.raises(Unusable, match="neither ClaimReview blocks nor"):
        source("claimreview", {FEED: b"<html><body><p>Kosong</p></body></html>"}).poll()


def test_reviews_behind_pages_need_terms_that_keep_texts(source):
    with pytest.raises(Forbidden, match="the terms keep 'judul'"):
        source("claimreview", {FEED: rss(item(1))}, terms={"keep": "judul"}).poll()
