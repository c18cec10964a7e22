"""Sitemaps: news sitemaps with titles, plain ones with addresses alone, and indexes of other sitemaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from ingestion.kinds import Broken, Unusable
from ingestion.parsers.markup import absolute, digest, one_line, outline, parse_xml, plain_text

MOST_ADDRESSES = 2_000
CLOSING = re.compile(r"</(?:[\w.-]+:)?(?:url|sitemap)\s*>")
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass
class Sitemap:
    """`records` newest first, without title and date where the sitemap gives none: `lastmod` is no date of publication.

    `children`: (address, lastmod) of an index.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    children: list[tuple[str, str | None]] = field(default_factory=list)
    seen: int = 0


def parse_sitemap(body: bytes, url: str) -> Sitemap:
    """The addresses of a sitemap or the children of an index; Unusable when it is neither, or nothing of it can be read.

    Of one that is not well-formed, what stands before the break is read, and the rest told as broken.
    """
    text = outline(body, ("urlset", "sitemapindex"), "a sitemap")
    trouble = None
    try:
        root = parse_xml(text)
    except etree.XMLSyntaxError as error:
        trouble = f"not well-formed XML, first at line {error.lineno}"
        root = _parse_start(text, trouble)
    sitemap = Sitemap()
    for number, element in enumerate(root.iter("{*}url", "{*}sitemap"), 1):
        _add(sitemap, number, element, url)
    if trouble:
        sitemap.broken.append(Broken(sitemap.seen + 1, text[-1_000:], f"the rest cannot be read: {trouble}"))
    return _capped(sitemap)


def _parse_start(text: str, trouble: str) -> etree._Element:
    """All that closes before the text breaks off: the last address that is open there could be half of one."""
    end = max((closing.end() for closing in CLOSING.finditer(text)), default=0)
    if end:
        try:
            return parse_xml(text[:end], is_lenient=True)
        except etree.XMLSyntaxError:
            pass
    raise Unusable(f"{trouble}, and no address in it can be read")


def _add(sitemap: Sitemap, number: int, element: etree._Element, url: str) -> None:
    sitemap.seen = number
    address = absolute(url, _said(element, "{*}loc"))
    if address is None:
        sitemap.broken.append(
            Broken(number, _said(element, "{*}loc") or "", f"address {number} is none: <loc> holds no http(s) link")
        )
    elif str(element.tag).endswith("sitemap"):
        sitemap.children.append((address, _said(element, "{*}lastmod")))
    else:
        sitemap.records.append(_record(element, address))


def _record(element: etree._Element, address: str) -> dict[str, Any]:
    title, updated = _said(element, f".//{{{NEWS}}}title"), _said(element, "{*}lastmod")
    keywords = _said(element, f".//{{{NEWS}}}keywords")
    return {
        "ref": address,
        "title": one_line(plain_text(title)) if title else None,
        "text": None,
        "url": address,
        "published_at": _said(element, f".//{{{NEWS}}}publication_date"),
        "updated_at": updated,
        "topic": keywords.split(",")[0].strip() or None if keywords else None,
        "language": _said(element, f".//{{{NEWS}}}language"),
        "version": digest(title, address, updated),
    }


def _said(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else one_line("".join(found.itertext())) or None


def _capped(sitemap: Sitemap) -> Sitemap:
    sitemap.records.sort(key=lambda record: read_moment(record["published_at"] or record["updated_at"]), reverse=True)
    if beyond := len(sitemap.records[MOST_ADDRESSES:]):
        del sitemap.records[MOST_ADDRESSES:]
        reason = f"{beyond:,} older addresses beyond the newest {MOST_ADDRESSES:,}, which is what one sitemap may bring at once"
        sitemap.broken.append(Broken(MOST_ADDRESSES + 1, reason, reason))
    return sitemap


def read_moment(written: str | None) -> datetime:
    """A W3C time as UTC, for the order of addresses alone; the dawn of time when there is none."""
    try:
        moment = datetime.fromisoformat(written or "")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)
