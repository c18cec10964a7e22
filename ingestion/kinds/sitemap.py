"""Sitemaps: news sitemaps, plain ones, and indexes of them.

A news sitemap gives titles and dates. A plain one gives addresses alone, so it needs `full_text: true`: then the pages of
addresses not seen before are read, newest first, 30 a poll, and the rest waits for the next. Of an index, the children changed
since the last poll are read, the newest 20; older ones are archives and are left.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingestion.articles import Found, Pages, WebEntry, as_content, complete, get_conditionally, unchanged
from ingestion.kinds import Broken, Content, Fetch, FetchError, Unavailable, Unusable, Visit
from ingestion.parsers.claims import add_claim
from ingestion.parsers.sitemap import Sitemap, parse_sitemap, read_moment

ACCEPT = "application/xml,text/xml,*/*;q=0.5"
MOST_CHILDREN = 20


class Entry(WebEntry):
    """`url` is the address of a sitemap or of an index of sitemaps."""


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch: the sitemap, with the children that changed when it is an index."""
    yield Fetch(entry.url, lambda: _open(entry, visit), is_remote=True)


def _open(entry: Entry, visit: Visit) -> Content:
    page = get_conditionally(visit, entry.url, ACCEPT)
    if page.is_unchanged:
        return unchanged(page)
    sitemap = parse_sitemap(page.body, page.url)
    found = Found(sitemap.records, sitemap.broken)
    cursor, byte_count = None, 0
    if sitemap.children:
        cursor, byte_count = follow_children(found, sitemap, visit, (visit.last.get(entry.url) or {}).get("cursor"))
    if not entry.full_text and found.records and not any(record["title"] for record in found.records):
        raise Unusable(
            "a sitemap without titles: set full_text: true where the terms allow it (keep: isi), "
            "or name the site's news sitemap or feed"
        )
    pages = Pages(visit)
    plain = {id(record) for record in found.records if not record["title"]}
    complete(found, entry, visit, pages)
    # an address whose page is known, or was not read yet, has nothing to say now
    found.records = [record for record in found.records if id(record) not in plain or record["title"] or record["text"]]
    if entry.channel == "cek-fakta":
        found.records = [add_claim(record) for record in found.records]
    return as_content(page, found, byte_count + pages.byte_count, cursor)


def follow_children(found: Found, index: Sitemap, visit: Visit, cursor: str | None) -> tuple[str | None, int]:
    """Add what changed children hold; the new cursor (the newest `lastmod` seen, or the old one when a child failed) and bytes.

    A `lastmod` may be a day alone, so a child changed on the day of the cursor is read again.
    """
    since = read_moment(cursor)
    changed = [(address, when) for address, when in index.children if when is None or read_moment(when) >= since]
    changed.sort(key=lambda child: read_moment(child[1]), reverse=True)
    byte_count = 0
    for number, (address, _) in enumerate(changed[:MOST_CHILDREN], 1):
        try:
            page = visit.web.get(address, accept=ACCEPT)
            child = parse_sitemap(page.body, page.url)
            if child.children:
                raise Unusable("an index inside an index, which no sitemap may be")
        except FetchError as error:
            found.is_settled = found.is_settled and not isinstance(error, Unavailable)
            found.broken.append(Broken(number, address, f"child {number} of the index: {error}"))
            continue
        byte_count += len(page.body)
        found.records += child.records
        found.broken += child.broken
    dated = [when for _, when in changed if when]
    return (max(dated, key=read_moment) if dated and found.is_settled else cursor), byte_count
