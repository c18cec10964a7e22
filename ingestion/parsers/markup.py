"""XML and HTML as it comes: control bytes and HTML entities are mended, declared entities refused, nothing is fetched."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin

from lxml import etree

from ingestion.kinds import Unusable
from ingestion.parsers.encoding import decode

LONGEST_ADDRESS = 2_000
MOST_TAGS, MOST_PAGE_TAGS = 1_000_000, 50_000
"""Elements take many times their bytes in memory; the largest sitemap that the protocol allows has under half of it.
Pages are searched many times over, and no real one has nearly so many."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
NUMBER, NAME = r"#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));", r"([A-Za-z][A-Za-z0-9]{1,31});"
REFERENCE = re.compile(rf"&(?:{NUMBER}|(?!(?:amp|lt|gt|quot|apos);){NAME})")
LONE = re.compile(rf"&(?!{NUMBER}|{NAME})")
LONGEST_TAG, MOST_ATTRIBUTES = 8_000, 2_000
TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+'){2,}+""")
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
PAGE = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre "
    "section table td th tr ul".split()
)
UNSAID = ("script", "style", "noscript", "template", "iframe", "object", "svg", "form", "button")


def outline(body: bytes, roots: tuple[str, ...], what: str) -> str:
    """The XML document of `body` from its root element on, decoded and mended; lines keep their numbers.

    Unusable when there is no such root, when it is an HTML page, or when it declares entities or an outer DTD.
    """
    if not body.strip(b"\0 \t\r\n"):
        raise Unusable(f"an empty body instead of {what}")
    text = CONTROL.sub("", decode(body))
    _refuse_bulk(text, what.removeprefix("a "), MOST_TAGS)
    root = re.search(rf"<(?:[\w.-]+:)?(?:{'|'.join(roots)})(?=[\s>/])", text)
    prolog = text[: root.start()] if root else text
    if PAGE.search(prolog):
        raise Unusable(f"an HTML page instead of {what}; open the address, the right one may have moved")
    _refuse_declarations(prolog)
    if root is None:
        raise Unusable(f"not {what}: none of the elements {', '.join(f'<{name}>' for name in roots)} begins in it")
    return "\n" * prolog.count("\n") + outside_cdata(text[root.start() :], _mend)


def _refuse_bulk(text: str, what: str, most_tags: int) -> None:
    if text.count("<") > most_tags:
        raise Unusable(f"more than {most_tags:,} tags, which is no {what}")


def _refuse_long_tags(text: str) -> None:
    """The HTML parser compares each attribute of a tag with all before it: 200,000 of them take it hours."""
    for tag in TAG.finditer(text):
        if len(tag[0]) > LONGEST_TAG and len(re.findall(r"[\s=/]", QUOTED.sub("=", tag[0]))) > MOST_ATTRIBUTES:
            raise Unusable(f"a tag with more than {MOST_ATTRIBUTES:,} attributes, which is no page")


def _refuse_declarations(prolog: str) -> None:
    _, declared, rest = prolog.partition("<!DOCTYPE")
    if "<!ENTITY" in prolog:
        raise Unusable("it declares entities of its own, which can be bombs or read files; nothing of it was expanded")
    if declared and re.search(r"\[|SYSTEM|PUBLIC", rest.partition(">")[0]):
        raise Unusable("it leans on an outer or inner DTD, which is never fetched nor read; the source must drop the DOCTYPE")


def outside_cdata(text: str, change: Callable[[str], str]) -> str:
    """`text` with `change` applied to all but its CDATA sections, in one pass."""
    parts, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += [change(text[at:start]), text[start : end + 3]]
        at = end + 3
    return "".join([*parts, change(text[at:])])


def _mend(part: str) -> str:
    if "<!ENTITY" in part:
        _refuse_declarations(part)
    return REFERENCE.sub(_character, LONE.sub("&amp;", part))


def _character(found: re.Match[str]) -> str:
    """An HTML entity or a number as XML knows it; a character that XML has not is left out."""
    decimal, hexadecimal, name = found.groups()
    if name:
        return html.escape(html.unescape(found[0]))
    point = int(decimal) if decimal else int(hexadecimal, 16)
    is_legal = point in (9, 10, 13) or 32 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or 0x10000 <= point <= 0x10FFFF
    return f"&#{point};" if is_legal else ""


def parse_xml(text: str, is_lenient: bool = False) -> etree._Element:
    """The root; XMLSyntaxError when it is not well-formed, or Unusable when it is nested without end."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        recover=is_lenient,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise Unusable("elements are nested deeper than any document needs") from error
        raise


def parse_html(text: str) -> etree._Element | None:
    """The <html> of a page or fragment, without comments; None when nothing is in it, Unusable when it is made to choke on."""
    _refuse_bulk(text, "page", MOST_PAGE_TAGS)
    _refuse_long_tags(text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(CONTROL.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def plain_text(markup: str) -> str:
    """What a reader sees of a piece of HTML: entities resolved, scripts dropped, one line a block."""
    if "<" not in markup:
        return _tidy(html.unescape(markup).splitlines())
    try:
        root = parse_html(markup)
    except Unusable:
        return _tidy(html.unescape(re.sub(r"<[^<>]*>?", " ", markup)).splitlines())
    return "" if root is None else element_text(root)


def element_text(root: etree._Element) -> str:
    """As `plain_text`, of a parsed piece, which it uses up."""
    etree.strip_elements(root, *UNSAID, with_tail=False)
    parts = []
    for event, element in etree.iterwalk(root, ("start", "end")):
        is_start = event == "start"
        said = element.text if is_start else element.tail if element is not root else None
        gap = "\u2029" if element.tag in BLOCKS else ""
        parts += [gap, said or ""]
    # a page may write a character that no text has by its number
    return _tidy(CONTROL.sub("", "".join(parts)).split("\u2029"))


def _tidy(lines: list[str]) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def one_line(text: str) -> str:
    return " ".join(text.split())


def absolute(base: str, link: str | None) -> str | None:
    """The http(s) address that a link means, without fragment; None when it means none."""
    try:
        address = urldefrag(urljoin(base, (link or "").strip())).url
    except ValueError:
        return None
    is_web = address.startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS
    return address if link and link.strip() and is_web and not re.search(r"\s", address) else None


def digest(*parts: str | None) -> str:
    """A short hash of what a record says, so that an edit makes another version."""
    return hashlib.blake2b("\x1f".join(part or "" for part in parts).encode("utf-8", "replace"), digest_size=12).hexdigest()
