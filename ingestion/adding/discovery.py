"""What stands at an address: its kind, what it calls itself, and the records that it holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from ingestion.addresses import checked_address
from ingestion.kinds import Broken, FetchError
from ingestion.parsers.claimreview import parse_claim_reviews
from ingestion.parsers.encoding import decode
from ingestion.parsers.feed import ROOTS, parse_feed
from ingestion.parsers.listing import parse_listing
from ingestion.parsers.markup import one_line, outline, parse_html, parse_xml, plain_text
from ingestion.parsers.proposal import propose_listing
from ingestion.parsers.recognition import find_feed_links, recognise
from ingestion.parsers.sitemap import parse_sitemap, read_moment
from ingestion.web import Page, Web
from warehouse import privacy
from warehouse.errors import InputError

ACCEPT = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/html;q=0.8,*/*;q=0.5"
WAY_OUT = (
    " Look on the site for a link named RSS, or for a Sitemap line in its robots.txt, and add that address; "
    "a page that is filled by scripts cannot be read."
)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Discovery:
    """What an address turned out to be. `url` is what to poll; `via` the page that named it, where one did.

    `records` have the contract's names; `fields` are those that the kind needs beside the address.
    """

    kind: str
    url: str
    name: str
    records: list[dict[str, Any]]
    broken: list[Broken]
    fields: Mapping[str, Any]
    via: str | None = None

    @property
    def is_bare(self) -> bool:
        """A sitemap of addresses alone."""
        return self.kind == "sitemap" and bool(self.records) and not any(record["title"] for record in self.records)


def discover(url: str, web: Web) -> Discovery:
    """Fetch an address and recognise it; a page that names one feed leads to that.

    InputError when it cannot be fetched, is none of the known kinds, or names several feeds to choose from.
    """
    try:
        checked_address(url)
    except ValueError as error:
        raise InputError(f"Nothing was added: {error}") from error
    try:
        page = web.get(url, accept=ACCEPT)
        kind, via = _kind(page), None
        if kind in (None, "listing") and (link := _feed_link(page, url)):
            page, url, via = web.get(link, accept=ACCEPT), link, url
            kind = _kind(page)
            if kind != "rss":
                raise InputError(f"{via} names a feed at {link}, but that is none.{WAY_OUT}")
        if kind is None:
            raise InputError(
                f"{url} is neither a feed, a sitemap, a page of fact checks (ClaimReview) nor a list of articles.{WAY_OUT}"
            )
        name = _name(kind, page) or (urlsplit(url).hostname or "").removeprefix("www.")
        return Discovery(kind, page.moved_to or url, name, *_read(kind, page, web), via)
    except FetchError as error:
        raise InputError(f"Nothing was added: {error}") from error


def _kind(page: Page) -> str | None:
    return recognise(page.body, page.url, page.headers.get("content-type"))


def _feed_link(page: Page, url: str) -> str | None:
    links = find_feed_links(page.body, page.url)
    if len(links) > 1:
        listed = "".join(f"\n  pantau sources add {link}" for link in links)
        raise InputError(f"{url} is a page that names {len(links)} feeds. Add the one that you mean:{listed}")
    return links[0] if links else None


def _read(kind: str, page: Page, web: Web) -> tuple[list[dict[str, Any]], list[Broken], Mapping[str, Any]]:
    """Records, those that cannot be read, and the fields that the kind needs."""
    if kind == "rss":
        feed = parse_feed(page.body, page.url)
        return feed.records, feed.broken, {}
    if kind == "sitemap":
        return *_mapped(page, web), {}
    if kind == "claimreview":
        return *parse_claim_reviews(page.body, page.url), {}
    selectors = propose_listing(page.body, page.url)
    assert selectors is not None  # it is what made it a listing
    listing = parse_listing(page.body, page.url, selectors)
    return listing.records, listing.broken, {role: css for role, css in asdict(selectors).items() if css}


def _mapped(page: Page, web: Web) -> tuple[list[dict[str, Any]], list[Broken]]:
    """The records of a sitemap; of an index, those of the child that changed last."""
    sitemap = parse_sitemap(page.body, page.url)
    if sitemap.children:
        newest = max(sitemap.children, key=lambda child: read_moment(child[1]))[0]
        child = web.get(newest, accept=ACCEPT)
        sitemap = parse_sitemap(child.body, child.url)
    return sitemap.records, sitemap.broken


def _name(kind: str | None, page: Page) -> str | None:
    """What the source calls itself, masked: it goes into the sources file."""
    written = _feed_title(page) if kind == "rss" else None if kind == "sitemap" else _page_title(page)
    return privacy.mask_text(one_line(plain_text(written or "")))[:LONGEST_NAME].strip() or None


def _feed_title(page: Page) -> str | None:
    root = parse_xml(outline(page.body, ROOTS, "a feed"), is_lenient=True)
    titles = root.iter("{*}title") if root is not None else ()
    return next(("".join(title.itertext()) for title in titles if _is_heading(title)), None)


def _is_heading(title: etree._Element) -> bool:
    parent = title.getparent()
    return parent is not None and etree.QName(parent).localname in ("channel", "feed")


def _page_title(page: Page) -> str | None:
    root = parse_html(decode(page.body))
    if root is None:
        return None
    named = next((meta.get("content") for meta in root.iter("meta") if meta.get("property") == "og:site_name"), None)
    return named or next(("".join(title.itertext()) for title in root.iter("title")), None)
