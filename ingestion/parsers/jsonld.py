"""JSON-LD blocks of a page, read leniently: comments around them, trailing commas, raw line breaks inside strings."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

OPENINGS, CLOSINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA["), ("-->", "//]]>", "// ]]>", "]]>", ";")
TRAILING = re.compile(r",(?=\s*[\]}])")


def read_blocks(root: etree._Element) -> tuple[list[dict[str, Any]], list[str]]:
    """Every object of every block, those inside others too; and the raw blocks that are no JSON even so."""
    objects: list[dict[str, Any]] = []
    unread: list[str] = []
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        raw = script.text or ""
        try:
            objects += _walk(_loads(raw))
        except (ValueError, RecursionError):
            unread.append(raw)
    return objects, unread


def _loads(raw: str) -> Any:
    bare = _unwrapped(raw)
    for attempt in (bare, TRAILING.sub("", bare)):
        try:
            return json.loads(attempt, strict=False)
        except ValueError:
            continue
    return json.loads(html.unescape(TRAILING.sub("", bare)), strict=False)


def _unwrapped(raw: str) -> str:
    """The block without the comment marks that some systems put around it."""
    bare, before = raw.strip(), None
    while bare != before:
        before = bare
        for opening in OPENINGS:
            bare = bare.removeprefix(opening).lstrip()
        for closing in CLOSINGS:
            bare = bare.removesuffix(closing).rstrip()
    return bare


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Objects in the order of the document."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting += reversed(list(current.values()))
        elif isinstance(current, list):
            waiting += reversed(current)
