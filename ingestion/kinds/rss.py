"""RSS and Atom feeds: news, official releases, fact checkers.

Feeds give a title and a lead, or the text itself. With `full_text: true` the page of a record that has only a lead is read,
30 a poll; `ingestion/articles.py` says how versions keep that from landing twice. A page that answers 404 leaves the lead, for
the feed still lists it. On the channel cek-fakta the verdict is read from the title.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingestion.articles import (
    CUT,
    WHOLE,
    Found,
    Pages,
    WebEntry,
    as_content,
    complete,
    get_conditionally,
    is_all_known,
    is_cut,
    unchanged,
)
from ingestion.kinds import Broken, Content, Fetch, FetchError, Unavailable, Visit
from ingestion.parsers.claims import add_claim
from ingestion.parsers.feed import Feed, parse_feed

ACCEPT = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"
MOST_FEED_PAGES = 5


class Entry(WebEntry):
    """`url` is the address of a feed."""


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch: the feed, with the pages it is continued on."""
    yield Fetch(entry.url, lambda: _open(entry, visit), is_remote=True)


def _open(entry: Entry, visit: Visit) -> Content:
    page = get_conditionally(visit, entry.url, ACCEPT)
    if page.is_unchanged:
        return unchanged(page)
    feed = parse_feed(page.body, page.url)
    found = Found(feed.records, feed.broken, feed.gone)
    byte_count, cursor = _follow(found, feed, page.url, visit, was_cut=is_cut(visit, entry.url))
    pages = Pages(visit)
    complete(found, entry, visit, pages)
    if entry.channel == "cek-fakta":
        found.records = [add_claim(record) for record in found.records]
    return as_content(page, found, byte_count + pages.byte_count, cursor)


def _follow(found: Found, feed: Feed, url: str, visit: Visit, was_cut: bool) -> tuple[int, str]:
    """Add what stands on further pages (RFC 5005), up to the first that tells nothing new; their bytes, and the cursor.

    When the last poll was cut short there may be news behind what is known.
    """
    asked, byte_count, cursor = {url}, 0, WHOLE
    while (
        feed.next_url
        and feed.next_url not in asked
        and len(asked) < MOST_FEED_PAGES
        and (was_cut or not is_all_known(feed.records, visit))
    ):
        address = feed.next_url
        asked.add(address)
        try:
            page = visit.web.get(address, accept=ACCEPT)
            feed = parse_feed(page.body, page.url)
        except FetchError as error:
            found.broken.append(Broken(len(found.records) + 1, address, f"page {len(asked)} of the feed: {error}"))
            found.is_settled = False
            cursor = CUT if isinstance(error, Unavailable) else WHOLE
            break
        byte_count += len(page.body)
        found.records += feed.records
        found.broken += feed.broken
        found.gone += feed.gone
    return byte_count, cursor
