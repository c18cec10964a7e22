"""Listing pages of ministries, provinces and cities that offer no feed: items found by CSS selectors.

`pantau sources add URL` proposes the selectors. Dates stay as the page writes them ("21 November 2026 10.00 WIB"); an item
without one gets it from its article page with `full_text: true`, and is quarantined otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

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
from ingestion.parsers.listing import Listing, Selectors, compile_selector, parse_listing
from ingestion.parsers.markup import digest

ACCEPT = "text/html,application/xhtml+xml"


def _checked(css: str) -> str:
    compile_selector(css)
    return css


Css = Annotated[str, AfterValidator(_checked)]


class Entry(WebEntry):
    """`item` and `next` are looked for in the page, the other selectors in each item; `pages` is how many are read at most."""

    item: Css
    title: Css
    link: Css
    date: Css | None = None
    lead: Css | None = None
    next: Css | None = None
    pages: Annotated[int, Field(ge=1, le=10)] = 1


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch: the listing, with the pages it goes on over."""
    yield Fetch(entry.url, lambda: _open(entry, visit), is_remote=True)


def _open(entry: Entry, visit: Visit) -> Content:
    page = get_conditionally(visit, entry.url, ACCEPT)
    if page.is_unchanged:
        return unchanged(page)
    selectors = Selectors(entry.item, entry.title, entry.link, entry.date, entry.lead, entry.next)
    listing = parse_listing(page.body, page.url, selectors)
    found = Found(listing.records, listing.broken)
    byte_count, cursor = _follow(found, listing, selectors, entry, visit)
    pages = Pages(visit)
    complete(found, entry, visit, pages)
    if entry.channel == "cek-fakta":
        found.records = [add_claim(record) for record in found.records]
    return as_content(page, found, byte_count + pages.byte_count, cursor)


def _follow(found: Found, listing: Listing, selectors: Selectors, entry: Entry, visit: Visit) -> tuple[int, str]:
    """Add what stands on the next pages, up to the first that tells nothing new; their bytes, and the cursor.

    When the last poll was cut short there may be news behind what is known.
    """
    asked, byte_count, cursor = {entry.url}, 0, WHOLE
    was_cut = is_cut(visit, entry.url)
    while (
        listing.next_url
        and listing.next_url not in asked
        and len(asked) < entry.pages
        and (was_cut or not is_all_known(listing.records, visit))
    ):
        address = listing.next_url
        asked.add(address)
        try:
            page = visit.web.get(address, accept=ACCEPT)
            listing = parse_listing(page.body, page.url, selectors)
        except FetchError as error:
            found.broken.append(Broken(len(found.records) + 1, digest(address), f"page {len(asked)} of the listing: {error}"))
            found.is_settled = False
            cursor = CUT if isinstance(error, Unavailable) else WHOLE
            break
        byte_count += len(page.body)
        found.records += listing.records
        found.broken += listing.broken
    return byte_count, cursor
