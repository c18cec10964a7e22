"""Selectors for a listing page nobody has described yet: the block that repeats with a headline, a link and a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from statistics import median
from urllib.parse import urlsplit

from lxml import etree

from ingestion.kinds import Unusable
from ingestion.parsers.listing import Selectors, parse_listing, read_page, shown_text
from ingestion.parsers.markup import absolute

FEWEST_ITEMS = 3
SHORTEST_HEADLINE = 20
HIGHEST = 6
MOST_LINKS = 300
LONGEST_DATE = 60
TAG = re.compile(r"[a-z][a-z0-9]*")
SAFE_CLASS = re.compile(r"[A-Za-z][A-Za-z_-]*[A-Za-z]")
MONTHS = "jan|feb|mar|apr|mei|may|jun|jul|agu|agt|aug|sep|okt|oct|nov|des|dec"
DATE = re.compile(
    rf"\d{{1,2}}\s+(?:{MONTHS})[a-z]*\.?,?\s+\d{{4}}|\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{4}}|\d{{4}}-\d\d-\d\d|\d+\s+(?:menit|jam|hari)\s+(?:yang\s+)?lalu",
    re.I,
)
ONWARD = re.compile(r"^(?:berikutnya|selanjutnya|lanjut|next|older|›|»|>)+\s*[›»>]*$", re.IGNORECASE)

Test = Callable[[etree._Element], bool]


def propose_listing(body: bytes, url: str) -> Selectors | None:
    """Selectors that read at least three items of the page, or None when nothing in it repeats like a listing.

    Of all blocks that repeat, the one wins whose headlines are many and long; dates count double.
    """
    try:
        root = read_page(body)
    except Unusable:
        return None
    best, best_score = None, 0.0
    for blocks in _repeated_blocks(root, url):
        selectors = _describe(root, blocks)
        score = _score(body, url, selectors) if selectors else 0.0
        if score > best_score:
            best, best_score = selectors, score
    return best


def headline_links(root: etree._Element, url: str) -> list[etree._Element]:
    """Links to pages of the same site that are long enough to be headlines."""
    host = urlsplit(url).netloc
    links = []
    for link in root.iter("a"):
        address = absolute(url, link.get("href"))
        if address and urlsplit(address).netloc == host and len(shown_text(link)) >= SHORTEST_HEADLINE:
            links.append(link)
        if len(links) == MOST_LINKS:
            break
    return links


def _repeated_blocks(root: etree._Element, url: str) -> list[list[etree._Element]]:
    """Groups of elements that look alike and hold one headline link each, the smallest first."""
    groups: dict[tuple[str, str], dict[etree._Element, None]] = {}
    for link in headline_links(root, url):
        for block in [link, *link.iterancestors()][:HIGHEST]:
            if block.tag in ("html", "body", "main"):
                break
            groups.setdefault((_simple(block), _simple(block.getparent())), {})[block] = None
    alike = [list(blocks) for blocks in groups.values() if len(blocks) >= FEWEST_ITEMS]
    return sorted(alike, key=len, reverse=True)[:20]


def _simple(element: etree._Element) -> str:
    """`tag.class` with the first class that is a name, not a state or number."""
    if not TAG.fullmatch(str(element.tag)):
        return "*"
    named = next((name for name in element.get("class", "").split() if SAFE_CLASS.fullmatch(name)), None)
    return f"{element.tag}.{named}" if named else str(element.tag)


def _describe(root: etree._Element, blocks: list[etree._Element]) -> Selectors | None:
    item = _simple(blocks[0])
    if "." not in item:
        item = f"{_simple(blocks[0].getparent())} > {item}"
    title = _common(blocks, lambda e: e.tag in ("h1", "h2", "h3", "h4", "h5") and len(shown_text(e)) >= SHORTEST_HEADLINE)
    link = _common(blocks, lambda e: e.tag == "a" and len(shown_text(e)) >= SHORTEST_HEADLINE)
    date = _common(blocks, lambda e: e.tag == "time") or _common(blocks, _is_date)
    lead = _common(blocks, lambda e: e.tag == "p" and len(shown_text(e)) > 2 * SHORTEST_HEADLINE)
    if not link:
        return None
    return Selectors(item, title or link, link, date, lead, _onward(root))


def _common(blocks: list[etree._Element], is_meant: Test) -> str | None:
    """The selector under which most blocks have such an element; the first element of each counts."""
    found = Counter(_simple(element) for block in blocks for element in [_first(block, is_meant)] if element is not None)
    ((selector, count),) = found.most_common(1) or [("", 0)]
    return selector if count * 2 > len(blocks) else None


def _first(block: etree._Element, is_meant: Test) -> etree._Element | None:
    return next((element for element in block.iter(etree.Element) if is_meant(element)), None)


def _is_date(element: etree._Element) -> bool:
    if element.tag == "a" or len(element) > 1:
        return False
    text = shown_text(element)
    return len(text) <= LONGEST_DATE and DATE.search(text) is not None


def _onward(root: etree._Element) -> str | None:
    for link in root.iter("a", "link"):
        if link.get("rel") == "next" and link.get("href"):
            return f'{link.tag}[rel="next"]'
    for link in root.iter("a"):
        if ONWARD.match(shown_text(link)[:40]) and "." in _simple(link):
            return _simple(link)
    return None


def _score(body: bytes, url: str, selectors: Selectors) -> float:
    """Items times the length of the middle headline; more for dates, less for items that the selectors fail on."""
    listing = parse_listing(body, url, selectors)
    distinct = {record["ref"]: record for record in listing.records}
    if len(distinct) < FEWEST_ITEMS:
        return 0.0
    dated = sum(1 for record in distinct.values() if record["published_at"]) / len(distinct)
    length = median(len(record["title"]) for record in distinct.values())
    return len(distinct) * min(length, 120) * (1 + 2 * dated) * (len(distinct) / listing.seen) ** 2
