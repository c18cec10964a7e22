"""What an address holds, told from its first page: for `pantau sources add URL`."""

from __future__ import annotations

import re

from ingestion.kinds import FetchError
from ingestion.parsers.claimreview import has_claim_review
from ingestion.parsers.encoding import decode
from ingestion.parsers.feed import parse_feed
from ingestion.parsers.markup import absolute, parse_html
from ingestion.parsers.proposal import propose_listing
from ingestion.parsers.sitemap import parse_sitemap

FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml", re.IGNORECASE)


def recognise(body: bytes, url: str, content_type: str | None = None) -> str | None:
    """rss, sitemap, claimreview or listing; None when it is none of them. What is in it counts, not what it is called."""
    if content_type and content_type.lower().startswith(("image/", "video/", "audio/", "application/pdf")):
        return None
    for kind, parse in (("rss", parse_feed), ("sitemap", parse_sitemap)):
        try:
            parse(body, url)
        except FetchError:
            continue
        return kind
    try:
        return "claimreview" if has_claim_review(body) else "listing" if propose_listing(body, url) else None
    except FetchError:
        return None


def find_feed_links(body: bytes, url: str) -> list[str]:
    """Addresses of the feeds that a page names in its head, in its order, each once; Unusable when it cannot be read."""
    root = parse_html(decode(body))
    if root is None:
        return []
    links = [
        e for e in root.iter("link", "a") if "alternate" in e.get("rel", "").lower() and FEED_TYPE.match(e.get("type", ""))
    ]
    return list(dict.fromkeys(filter(None, (absolute(url, link.get("href")) for link in links))))
