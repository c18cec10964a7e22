"""RSS 0.9 to 2.0 and Atom, with tombstones (RFC 6721) and pages (RFC 5005), read with lxml.

A feed that is not well-formed is read item by item: an item that is whole counts, one that is not is told as broken.
Nothing is guessed from the parser's own recovery of the document, which would end an article where the line broke off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ingestion.kinds import Broken, Unusable
from ingestion.parsers.item import name_of, read_item
from ingestion.parsers.markup import absolute, outline, parse_xml

MOST_ITEMS = 2_000
ROOTS = ("rss", "feed", "RDF")
ITEM = re.compile(r"<(/?)(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])[^<>]*(>?)")
NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


@dataclass
class Feed:
    """What one page of a feed says.

    `records` have contract names, `version` without what is kept of the text, and `is_whole`: the feed gives the text itself.
    `gone`: references it says are deleted. `seen`: how many items there were.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    next_url: str | None = None
    seen: int = 0


def parse_feed(body: bytes, url: str) -> Feed:
    """The records of a feed; Unusable when it is none, or when nothing of it can be read. An empty feed is no error."""
    text = outline(body, ROOTS, "a feed")
    try:
        root = parse_xml(text)
    except etree.XMLSyntaxError as error:
        return _salvage(text, url, f"not well-formed XML, first at line {error.lineno}")
    feed = _shell(root, url)
    for item in _items(root):
        feed.seen += 1
        if feed.seen <= MOST_ITEMS:
            feed.records.append(read_item(item, url))
    return _capped(feed)


def _shell(root: etree._Element, url: str) -> Feed:
    feed = Feed()
    for element in root.iter(etree.Element):
        name = name_of(element)
        if name == "at:deleted-entry" and element.get("ref"):
            feed.gone.append(element.get("ref", "").strip())
        elif name == "link" and element.get("rel") == "next" and name_of(element.getparent()) in ("channel", "feed"):
            feed.next_url = absolute(url, element.get("href"))
    return feed


def _items(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter(etree.Element) if name_of(element) in ("item", "entry"))


def _capped(feed: Feed) -> Feed:
    if feed.seen > MOST_ITEMS:
        reason = f"{feed.seen - MOST_ITEMS:,} items beyond the first {MOST_ITEMS:,}, which is what one feed may bring at once"
        feed.broken.append(Broken(MOST_ITEMS + 1, reason, reason))
    return feed


def _salvage(text: str, url: str, trouble: str) -> Feed:
    """Every item that is whole, from a document that is not."""
    scope = " ".join(dict.fromkeys(namespace.strip() for namespace in NAMESPACE.findall(text[:20_000])))
    feed = Feed()
    rest = []
    end = 0
    for number, (start, stop, is_whole) in enumerate(_blocks(text), 1):
        feed.seen = number
        rest.append(text[end:start])
        end = stop
        if number > MOST_ITEMS:
            continue
        record = _read_block(text[start:stop], scope, url) if is_whole else None
        if record is None:
            feed.broken.append(Broken(number, text[start:stop], f"item {number} breaks off or cannot be read; {trouble}"))
        else:
            feed.records.append(record)
    if not feed.records:
        raise Unusable(f"{trouble}, and no item of it can be read")
    if not feed.broken and not _is_sound("".join([*rest, text[end:]])):
        feed.broken.append(Broken(feed.seen + 1, text[end:], f"what stands around the items cannot be read; {trouble}"))
    return _capped(feed)


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, has its end tag) of each item; one that another item interrupts, or the end of the text, has none."""
    start = -1
    for tag in ITEM.finditer(text):
        if tag[1]:
            if start >= 0:
                yield start, tag.end(), bool(tag[2])
            start = -1
            continue
        if start >= 0:
            yield start, tag.start(), False
        start = tag.start()
        if tag[0].endswith("/>"):
            yield start, tag.end(), True
            start = -1
    if start >= 0:
        yield start, len(text), False


def _read_block(block: str, scope: str, url: str) -> dict[str, Any] | None:
    """The record of one item; a tag that is wrong in it may cost a field, but never both title and way to it."""
    try:
        root = _parse_wrapped(block, scope)
    except Unusable:
        return None
    item = next(_items(root), None) if root is not None else None
    record = read_item(item, url) if item is not None else {}
    return record if record.get("ref") and (record.get("title") or record.get("text")) else None


def _parse_wrapped(block: str, scope: str) -> etree._Element | None:
    try:
        return parse_xml(f"<rss {scope}>{block}</rss>")
    except etree.XMLSyntaxError:
        pass
    try:
        return parse_xml(f"<rss {scope}>{block}</rss>", is_lenient=True)
    except etree.XMLSyntaxError:
        return None


def _is_sound(text: str) -> bool:
    try:
        parse_xml(text)
    except (etree.XMLSyntaxError, Unusable):
        return False
    return True
