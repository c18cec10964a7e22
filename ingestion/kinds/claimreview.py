"""Fact checks that carry ClaimReview blocks (schema.org): a checker's feed, sitemap or listing, or one of its pages.

The pages that a feed, sitemap or listing leads to are read, new ones only, 30 a poll. A record is `address#1`, `#2`, …, and its
version is that of the item which led to it, so that an item edited in the feed has its page read again. The cursor holds short
hashes of listed pages that bear no review, so that they are not asked for at every poll.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingestion.addresses import Address
from ingestion.articles import Found, Pages, as_content, get_conditionally, unchanged
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Broken, Content, Fetch, FetchError, Forbidden, Unavailable, Unusable, Visit
from ingestion.kinds.sitemap import follow_children
from ingestion.parsers.claimreview import has_claim_review, parse_claim_reviews
from ingestion.parsers.feed import parse_feed
from ingestion.parsers.listing import read_page
from ingestion.parsers.markup import absolute, digest
from ingestion.parsers.proposal import headline_links
from ingestion.parsers.sitemap import parse_sitemap
from ingestion.web import Page

MOST_REMEMBERED = 500

Leads = dict[str, dict[str, Any]]
"""Address of a page → `version` and `published_at` of what led to it."""


class Entry(CommonEntry):
    """`url` is the address of a feed, a sitemap, a listing of articles, or a page with reviews."""

    url: Address


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch: the address, with the pages it leads to."""
    yield Fetch(entry.url, lambda: _open(entry, visit), is_remote=True)


def _open(entry: Entry, visit: Visit) -> Content:
    page = get_conditionally(visit, entry.url, "*/*")
    if page.is_unchanged:
        return unchanged(page)
    if has_claim_review(page.body):
        return as_content(page, Found(*parse_claim_reviews(page.body, page.url)))
    if entry.terms.keep != "isi":
        raise Forbidden(
            f"the reviews stand on article pages, and the terms keep {entry.terms.keep!r}; name a page with reviews"
        )
    last = visit.last.get(entry.url) or {}
    found = Found()
    leads, byte_count = _leads(page, found, visit)
    in_vain = set((last.get("cursor") or "").split())
    pages = Pages(visit)
    for address, lead in leads.items():
        if not visit.is_known(f"{address}#1", lead["version"]) and _mark(address, lead) not in in_vain:
            _read(found, address, lead, pages, in_vain)
    _refuse_if_none(found, leads, visit)
    marks = [mark for mark in (_mark(*lead) for lead in leads.items()) if mark in in_vain]
    return as_content(page, found, byte_count + pages.byte_count, " ".join(marks[:MOST_REMEMBERED]) or None)


def _leads(page: Page, found: Found, visit: Visit) -> tuple[Leads, int]:
    """The pages that a feed, sitemap or listing leads to, in its order, and the bytes read on the way."""
    try:
        feed = parse_feed(page.body, page.url)
        found.broken += feed.broken
        return {record["url"]: record for record in feed.records if record["url"]}, 0
    except Unusable:
        pass
    try:
        sitemap = parse_sitemap(page.body, page.url)
    except Unusable:
        root = read_page(page.body)
        addresses = [absolute(page.url, link.get("href")) for link in headline_links(root, page.url)]
        leads = {address: {"version": digest(address)} for address in addresses if address and address != page.url}
        if not leads:
            raise Unusable("neither ClaimReview blocks nor a feed, a sitemap or links to articles in it") from None
        return leads, 0
    listed = Found(sitemap.records, found.broken + sitemap.broken)
    _, byte_count = follow_children(listed, sitemap, visit, cursor=None) if sitemap.children else (None, 0)
    found.broken, found.is_settled = listed.broken, listed.is_settled
    return {record["url"]: record for record in listed.records}, byte_count


def _read(found: Found, address: str, lead: dict[str, Any], pages: Pages, in_vain: set[str]) -> None:
    try:
        records, broken = parse_claim_reviews(pages.get(address).body, address)
    except Unavailable:
        found.is_settled = False
        return
    except FetchError as error:
        in_vain.add(_mark(address, lead))
        found.broken.append(Broken(len(found.broken) + 1, address, f"the page of a listed item: {error}"))
        return
    for record in records:
        date = record["published_at"] or lead.get("published_at")
        found.records.append({**record, "published_at": date, "version": lead["version"]})
    found.broken += broken
    if not records:
        in_vain.add(_mark(address, lead))


def _mark(address: str, lead: dict[str, Any]) -> str:
    return digest(address, lead["version"])[:8]


def _refuse_if_none(found: Found, leads: Leads, visit: Visit) -> None:
    """A source that never gave a review is not one that has nothing new; an empty feed is."""
    is_fruitless = leads and not found.records and not found.broken and found.is_settled
    if is_fruitless and not any(visit.is_known(f"{address}#1", lead["version"]) for address, lead in leads.items()):
        raise Unusable(
            f"none of the {len(leads)} pages that it leads to holds a ClaimReview; "
            "for a checker without them name its feed, with kind: rss"
        )
