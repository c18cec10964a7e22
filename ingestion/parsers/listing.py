"""Listing pages: repeated blocks with a headline and a link, found by CSS selectors or proposed from the page itself."""

from __future__ import annotations

import copy
from dataclasses import asdict, dataclass, field
from typing import Any

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from ingestion.kinds import Broken, Unusable
from ingestion.parsers.encoding import decode
from ingestion.parsers.markup import absolute, digest, element_text, one_line, parse_html

MOST_ITEMS = 500


@dataclass(frozen=True)
class Selectors:
    """CSS selectors: `item` in the page, the others inside an item; `next` in the page again."""

    item: str
    title: str
    link: str
    date: str | None = None
    lead: str | None = None
    next: str | None = None


@dataclass
class Listing:
    """What one listing page says; dates are raw, as the page writes them."""

    records: list[dict[str, Any]] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    next_url: str | None = None
    seen: int = 0


def compile_selector(css: str) -> CSSSelector:
    """ValueError saying what is wrong with a selector."""
    try:
        return CSSSelector(css, translator="html")
    except (SelectorError, etree.XPathError) as error:
        raise ValueError(f"{css!r} is no CSS selector: {error}") from error


def parse_listing(body: bytes, url: str, selectors: Selectors) -> Listing:
    """The items of a listing page; Unusable when none is found, for then the page was rebuilt or is filled by scripts."""
    root = read_page(body)
    items = compile_selector(selectors.item)(root)
    if not items:
        raise Unusable(
            f"no element matches item: {selectors.item!r}; the page has changed, or is filled by scripts. "
            "`pantau sources add URL` proposes selectors again"
        )
    picks = {name: compile_selector(css) for name, css in asdict(selectors).items() if css}
    listing = Listing(seen=len(items))
    if "next" in picks:
        listing.next_url = next((found for found in (absolute(url, _target(e)) for e in picks["next"](root)) if found), None)
    for number, item in enumerate(items[:MOST_ITEMS], 1):
        record = _record(item, url, picks)
        if record["ref"] and record["title"]:
            listing.records.append(record)
        else:
            missing = "link" if record["title"] else "title"
            listing.broken.append(
                Broken(number, f"{number} {missing}", f"item {number} has no {missing} at the selector for it")
            )
    if beyond := len(items[MOST_ITEMS:]):
        reason = f"{beyond:,} items beyond the first {MOST_ITEMS}"
        listing.broken.append(Broken(MOST_ITEMS + 1, reason, reason))
    return listing


def read_page(body: bytes) -> etree._Element:
    """The root of an HTML page; Unusable when there is nothing in it."""
    root = parse_html(decode(body))
    if root is None or not len(root):
        raise Unusable("an empty body instead of a page")
    return root


def _record(item: etree._Element, url: str, picks: dict[str, CSSSelector]) -> dict[str, Any]:
    address = next((found for found in (absolute(url, _target(e)) for e in picks["link"](item)) if found), None)
    title, lead = _shown(item, picks["title"]), _shown(item, picks.get("lead"))
    return {
        "ref": address,
        "title": title,
        "text": lead,
        "url": address,
        "published_at": _date(item, picks.get("date")),
        "version": digest(title, lead, address),
    }


def _target(element: etree._Element) -> str | None:
    """Where a link leads: the element's own target, that of the link in it, or of the link around it."""
    if element.get("href"):
        return element.get("href")
    inner = next((link.get("href") for link in element.iter("a") if link.get("href")), None)
    return inner or next((link.get("href") for link in element.iterancestors("a") if link.get("href")), None)


def _shown(item: etree._Element, pick: CSSSelector | None) -> str | None:
    return next(filter(None, map(shown_text, pick(item))), None) if pick else None


def _date(item: etree._Element, pick: CSSSelector | None) -> str | None:
    for element in pick(item) if pick else []:
        if written := element.get("datetime") or shown_text(element):
            return one_line(written)
    return None


def shown_text(element: etree._Element) -> str:
    """Text of an element on one line; the page itself stays as it is."""
    piece = copy.deepcopy(element)
    piece.tail = None
    return one_line(element_text(piece))
