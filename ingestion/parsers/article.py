"""An article page: its text by trafilatura, its title and date as the page itself declares them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import lxml.html
from lxml import etree

from ingestion.kinds import Unusable
from ingestion.parsers.encoding import decode
from ingestion.parsers.jsonld import read_blocks
from ingestion.parsers.markup import one_line, parse_html

# their warnings name addresses and go to the screen; what they could not read is told by the kind
for library in ("trafilatura", "htmldate"):
    logging.getLogger(library).setLevel(logging.CRITICAL)

LONGEST_PAGE = 4_000_000
PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='pubdate' or @name='publishdate' or @name='dtk:publishdate']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
)


@dataclass(frozen=True)
class Article:
    """Text of a page; title and raw date where it names them."""

    text: str
    title: str | None
    published_at: str | None


def read_article(body: bytes, url: str) -> Article | None:
    """The article of a page, or None when no running text is found in it; Unusable when it is made to choke on."""
    from trafilatura import bare_extraction  # takes half a second, and most runs read no page

    text = decode(body)
    if len(text) > LONGEST_PAGE:
        raise Unusable(f"more than {LONGEST_PAGE:,} characters, which is no article")
    root = parse_html(text)
    if root is None:
        return None
    title, published = _title(root), _published(root)
    try:
        found = bare_extraction(
            lxml.html.fromstring(etree.tostring(root, encoding="unicode", method="html")),
            url=url,
            favor_precision=True,
            include_comments=False,
            with_metadata=True,
            # without a limit of its own it takes the clock's, and the contract judges future dates anyway
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
        )
    except (ValueError, TypeError, AttributeError, etree.LxmlError, RecursionError):
        return None
    if found is None:
        return None
    title = title or found.title
    text = (found.text or "").removeprefix(title or "").strip()
    return Article(text, title, published or found.date) if text else None


def _title(root: etree._Element) -> str | None:
    (written,) = root.xpath("//meta[@property='og:title']/@content")[:1] or [""]
    return one_line(str(written)) or None


def _published(root: etree._Element) -> str | None:
    for block in read_blocks(root)[0]:
        if isinstance(written := block.get("datePublished"), str) and written.strip():
            return written.strip()
    for path in PUBLISHED:
        for written in root.xpath(path):
            if written.strip():
                return written.strip()
    return None
