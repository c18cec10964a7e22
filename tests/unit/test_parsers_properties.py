"""Whatever happens to a feed, a sitemap or a page: only FetchErrors leave a parser, and no item is lost untold.

Each example is a list of accidents, and each happens to every fixture of its type: some 11,000 mutated documents in all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.kinds import FetchError
from ingestion.parsers.article import read_article
from ingestion.parsers.claimreview import parse_claim_reviews
from ingestion.parsers.claims import read_claim
from ingestion.parsers.feed import parse_feed
from ingestion.parsers.listing import Selectors, parse_listing
from ingestion.parsers.proposal import propose_listing
from ingestion.parsers.recognition import find_feed_links, recognise
from ingestion.parsers.sitemap import parse_sitemap
from ingestion.values import to_texts

FEEDS = Path(__file__).parents[1] / "fixtures" / "feeds"
URL = "https://kabar.example/rss.xml"
SELECTORS = Selectors("article", "h3 a", "h3 a", ".news-date", "p", ".page-next")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
INSERTS = (
    *(b"\0", b"\0\0\0", b"\xff\xfe", b"\x80", b"<", b">", b"&", b"&#0;", b"&#x110000;", b"]]>", b"<![CDATA[", b"<!--", b"-->"),
    *(
        b"<item>",
        b"</item>",
        b"<entry",
        b"</url>",
        b"<!DOCTYPE x [",
        b"<!ENTITY a 'b'>",
        b"&a;",
        b"xmlns:x='",
        b"{",
        b"}",
        b"\\u",
    ),
    *(b"<script>", b"</script>", b"http://[", b"\xed\xa0\x80", "ｈ\u2029".encode(), b'"'),
)


def mutants(accidents: list[tuple[str, int, int, int]], *suffixes: str) -> Iterator[bytes]:
    """Every fixture with one of these suffixes, after the accidents."""
    for path in sorted(FEEDS.iterdir()):
        if path.suffix in suffixes:
            body = path.read_bytes()
            for accident in accidents:
                body = struck(body, *accident)
            yield body


def struck(body: bytes, accident: str, at: int, much: int, what: int) -> bytes:
    """`at` in thousandths of the body, `much` in bytes."""
    here = at * len(body) // 1_000
    there = min(len(body), here + much)
    if accident == "flip":
        return body[:here] + bytes(byte ^ (what % 255 + 1) for byte in body[here : here + 2]) + body[here + 2 :]
    if accident == "cut":
        return body[:here]
    if accident == "drop":
        return body[:here] + body[there:]
    if accident == "repeat":
        return body[:there] + body[here:there] * (what % 4 + 1) + body[there:]
    if accident == "insert":
        return body[:here] + INSERTS[what % len(INSERTS)] + body[here:]
    return body.decode("utf-8", "replace").encode(ENCODINGS[what % len(ENCODINGS)], "replace")


ACCIDENTS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "drop", "repeat", "insert", "insert", "encode"]),
        st.integers(0, 1_000),
        st.integers(1, 600),
        st.integers(0, 1_000),
    ),
    min_size=1,
    max_size=4,
)


def often(examples: int):
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


def assert_sound(records: list[dict]) -> None:
    """Every record fits the table it goes to: text or nothing, and addresses that are some."""
    texts = [{name: value for name, value in record.items() if name != "is_whole"} for record in records]
    assert all(value is None or isinstance(value, str) for record in texts for value in record.values())
    assert all(record["url"] is None or record["url"].startswith(("http://", "https://")) for record in texts)
    assert all(record["version"] for record in texts)
    assert to_texts(texts).num_rows == len(texts)


@often(650)
@given(ACCIDENTS)
def test_no_item_of_a_mutated_feed_is_lost_untold(accidents):
    for body in mutants(accidents, ".xml"):
        try:
            feed = parse_feed(body, URL)
        except FetchError:
            continue
        assert len(feed.records) + len(feed.broken) >= feed.seen
        assert_sound(feed.records)


def test_wherever_a_feed_breaks_off_the_items_before_are_read_and_the_next_is_told():
    body = (FEEDS / "antara.xml").read_bytes()
    whole = parse_feed(body, URL).records
    ends = [at + len(b"</item>") for at in range(len(body)) if body.startswith(b"</item>", at)]
    starts = [at + len(b"<item>") for at in range(len(body)) if body.startswith(b"<item>", at)]
    for cut in range(ends[0], len(body) - len(b"</rss>\n")):
        feed = parse_feed(body[:cut], URL)
        assert feed.records == whole[: sum(end <= cut for end in ends)]
        assert len(feed.records) + len(feed.broken) >= sum(start <= cut for start in starts)
        assert feed.broken


@often(420)
@given(ACCIDENTS)
def test_no_address_of_a_mutated_sitemap_is_lost_untold(accidents):
    for body in mutants(accidents, ".xml"):
        try:
            sitemap = parse_sitemap(body, URL)
        except FetchError:
            continue
        assert len(sitemap.records) + len(sitemap.children) + len(sitemap.broken) >= sitemap.seen
        assert_sound(sitemap.records)


@often(300)
@given(ACCIDENTS)
def test_no_item_of_a_mutated_listing_is_lost_untold(accidents):
    for body in mutants(accidents, ".html"):
        try:
            listing = parse_listing(body, URL, SELECTORS)
        except FetchError:
            continue
        assert len(listing.records) + len(listing.broken) >= listing.seen
        assert_sound(listing.records)


@often(450)
@given(ACCIDENTS)
def test_reviews_of_a_mutated_page_are_read_or_told(accidents):
    for body in mutants(accidents, ".html"):
        try:
            records, _ = parse_claim_reviews(body, URL)
        except FetchError:
            continue
        assert_sound(records)
        assert len({record["ref"] for record in records}) == len(records)


@often(60)
@given(ACCIDENTS)
def test_a_proposal_for_a_mutated_page_reads_it(accidents):
    for body in mutants(accidents, ".html"):
        if proposed := propose_listing(body, URL):
            assert len(parse_listing(body, URL, proposed).records) >= 3


@often(40)
@given(ACCIDENTS)
def test_any_bytes_are_recognised_or_not_without_complaint(accidents):
    for body in mutants(accidents, ".xml", ".html"):
        assert recognise(body, URL, None) in (None, "rss", "sitemap", "listing", "claimreview")
        assert all(link.startswith("http") for link in find_feed_links(body, URL))


@often(30)
@given(ACCIDENTS)
def test_a_mutated_page_is_an_article_with_text_or_none(accidents):
    for body in mutants(accidents, ".html"):
        try:
            article = read_article(body, URL)
        except FetchError:
            continue
        assert article is None or article.text


@often(1_000)
@given(st.text(max_size=60), st.sampled_from(["", "[SALAH] ", "Cek Fakta: ", "Hoaks! ", "[", "(benar)"]))
def test_a_claim_is_a_part_of_its_headline(title, before):
    found = read_claim(before + title)
    assert found is None or (found[0] and found[0] in before + title)
