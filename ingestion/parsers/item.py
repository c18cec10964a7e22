"""One item or entry of a feed, whatever its dialect, as a record."""

from __future__ import annotations

from typing import Any

from lxml import etree

from ingestion.parsers.markup import absolute, digest, one_line, plain_text

LONGEST_REFERENCE = 500
KNOWN = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://purl.org/atompub/tombstones/1.0": "at:",
}
PLAIN = (
    "http://www.w3.org/2005/atom",
    "http://purl.org/atom",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com",
    "http://backend.userland.com",
    "http://channel.netscape.com",
)

Fields = dict[str, list[etree._Element]]


def read_item(item: etree._Element, url: str) -> dict[str, Any]:
    """One item or entry as a record; what it does not say is None."""
    fields: Fields = {}
    for child in item.iterchildren(etree.Element):
        fields.setdefault(name_of(child), []).append(child)
    title = one_line(plain_text(_markup(fields, "title", "dc:title")))
    lead = plain_text(_markup(fields, "description", "summary", "dc:description"))
    body = plain_text(_markup(fields, "content:encoded", "content"))
    link = _link(fields, url)
    updated = _value(fields, "updated", "modified", "dcterms:modified")
    text = body if len(body) > len(lead) else lead
    return {
        "ref": _reference(item, fields) or link,
        "title": title or None,
        "text": text or None,
        "url": link,
        "published_at": _value(fields, "pubDate", "published", "dc:date", "issued", "dcterms:created", "dcterms:issued")
        or updated,
        "updated_at": updated,
        "author": _author(fields),
        "topic": _topic(fields),
        "version": digest(title, text, link, updated),
        "is_whole": len(body) > len(lead),
    }


def name_of(element: etree._Element | None) -> str:
    """Local name, with the usual prefix where the namespace is one that is read; `?:` marks those that are not."""
    if element is None:
        return ""
    space, _, local = str(element.tag).rpartition("}")
    space = space.removeprefix("{")
    if prefix := KNOWN.get(space):
        return prefix + local
    return local if not space or space.lower().startswith(PLAIN) else f"?:{local}"


def _markup(fields: Fields, *names: str) -> str:
    """The first of these fields that says anything, as HTML."""
    for element in (element for name in names for element in fields.get(name, [])):
        markup = etree.tostring(element, encoding="unicode", with_tail=False) if len(element) else element.text or ""
        if markup.strip():
            return markup
    return ""


def _value(fields: Fields, *names: str) -> str | None:
    return one_line(_markup(fields, *names)) or None


def _reference(item: etree._Element, fields: Fields) -> str | None:
    ref = _value(fields, "guid", "id", "dc:identifier") or item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    return digest(ref) if ref and len(ref) > LONGEST_REFERENCE else ref


def _link(fields: Fields, url: str) -> str | None:
    for element in (*fields.get("feedburner:origLink", []), *fields.get("link", [])):
        target = element.get("href") if element.get("rel", "alternate") == "alternate" else None
        if found := absolute(url, target or element.text):
            return found
    (guid,) = fields.get("guid", [None])[:1]
    is_link = guid is not None and guid.get("isPermaLink") != "false" and (guid.text or "").strip().startswith("http")
    return absolute(url, guid.text) if is_link else None


def _author(fields: Fields) -> str | None:
    for element in (*fields.get("dc:creator", []), *fields.get("author", [])):
        name = next((child for child in element if name_of(child) == "name"), element)
        if written := one_line("".join(name.itertext())):
            return written
    return None


def _topic(fields: Fields) -> str | None:
    for element in (*fields.get("category", []), *fields.get("dc:subject", [])):
        if topic := one_line(plain_text(element.get("label") or element.get("term") or element.text or "")):
            return topic
    return None
