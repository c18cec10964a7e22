"""What the kinds of the open web share: conditional requests, and the article pages of records.

Whether the text of a record came from its page is part of its version: `…:isi` with the text, `…:ringkasan` with the lead
alone. So a page that fails leaves the lead, the next poll asks for it again, and the text lands as a new version. Once it is
there, polls name `…:isi` again without asking for the page, and are duplicates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import model_validator

from ingestion.addresses import Address
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Broken, Chunk, Content, FetchError, Unavailable, Visit, text_chunk
from ingestion.parsers.article import Article, read_article
from ingestion.parsers.markup import digest
from ingestion.web import Page

MOST_PAGES = 30
MOST_FAILURES = 3
WHOLE, CUT = "utuh", "terputus"
"""Cursors: whether all further pages of a poll could be had, or one of them waits for the next poll."""


class WebEntry(CommonEntry):
    """`url` is what is polled. `full_text`: the pages of new records are read, too."""

    url: Address
    full_text: bool = False

    @model_validator(mode="after")
    def _pages_are_read_where_the_terms_allow(self) -> WebEntry:
        if self.full_text and self.terms.keep != "isi":
            raise ValueError(f"full_text reads whole articles, but the terms keep {self.terms.keep!r}; drop one of the two")
        return self


@dataclass
class Found:
    """What one poll found. `is_settled`: nothing waits for the next poll, so that a 304 may end it."""

    records: list[dict[str, Any]] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    is_settled: bool = True


class Pages:
    """The pages that one poll may ask for: so many, and none after several in a row that did not answer."""

    def __init__(self, visit: Visit, most: int = MOST_PAGES):
        self._visit, self._left, self._failures = visit, most, 0
        self.byte_count = 0

    def get(self, url: str) -> Page:
        """The page; FetchError when it cannot be had, Unavailable when another poll may have it."""
        if not self._left or self._failures >= MOST_FAILURES:
            raise Unavailable("left for the next poll")
        self._left -= 1
        try:
            page = self._visit.web.get(url, accept="text/html,application/xhtml+xml")
        except Unavailable:
            self._failures += 1
            raise
        self._failures = 0
        self.byte_count += len(page.body)
        return page


def get_conditionally(visit: Visit, address: str, accept: str) -> Page:
    """The page at `address`, unless it is what the last successful fetch saw."""
    last = visit.last.get(address) or {}
    return visit.web.get(address, etag=last.get("etag"), last_modified=last.get("last_modified"), accept=accept)


def as_content(page: Page, found: Found, byte_count: int = 0, cursor: str | None = None) -> Content:
    """What a poll hands over; `byte_count` is that of further pages. Its marks are kept only when nothing waits for the next.

    The fingerprint covers the versions, too: a text that came at last is news though the feed itself is the same.
    """
    chunk = text_chunk(found.records, found.broken, found.gone)
    versions = digest(*(str(record.get("version")) for record in found.records), *(broken.reason for broken in found.broken))

    def read() -> Iterator[Chunk]:
        if found.records or found.broken or found.gone:
            yield chunk

    return Content(
        fingerprint=digest(hashlib.blake2b(page.body).hexdigest(), versions),
        byte_count=len(page.body) + byte_count,
        read=read,
        http_status=page.status,
        etag=page.headers.get("etag") if found.is_settled else None,
        last_modified=page.headers.get("last-modified") if found.is_settled else None,
        moved_to=page.moved_to,
        cursor=cursor,
    )


def unchanged(page: Page) -> Content:
    """The other side said that nothing is new."""
    return Content("", 0, lambda: iter(()), http_status=page.status, moved_to=page.moved_to, is_unchanged=True)


def complete(found: Found, entry: WebEntry, visit: Visit, pages: Pages) -> None:
    """Give every record of `found` its final version, and with `full_text` the text of its page where it has only a lead.

    Records never seen come first, then those whose page failed before; of several with one reference the last is meant.
    """
    kept = entry.terms.keep
    wanted = {record["ref"]: record for record in found.records if record["url"]} if entry.full_text else {}
    waiting = []
    for record in found.records:
        is_whole = record.pop("is_whole", False)
        base = record["version"]
        record["version"] = f"{base}:{'ringkasan' if kept == 'isi' and not is_whole else kept}"
        if is_whole or wanted.get(record["ref"]) is not record:
            continue
        if visit.is_known(record["ref"], f"{base}:isi"):
            record["version"] = f"{base}:isi"
        else:
            waiting.append((record, base))
    for record, base in sorted(waiting, key=lambda each: visit.is_known(each[0]["ref"], each[0]["version"])):
        _add_text(found, record, base, pages)


def _add_text(found: Found, record: dict[str, Any], base: str, pages: Pages) -> None:
    try:
        page = pages.get(record["url"])
        article = read_article(page.body, page.url)
    except FetchError as error:
        found.is_settled = found.is_settled and not isinstance(error, Unavailable)
        return
    if article:
        record.update(_merged(record, article), version=f"{base}:isi")


def _merged(record: dict[str, Any], article: Article) -> dict[str, Any]:
    """What the page adds: the text when it is longer than the lead, title and date where the record has none."""
    lead = record.get("text") or ""
    return {
        "text": article.text if len(article.text) > len(lead) else lead,
        "title": record.get("title") or article.title,
        "published_at": record.get("published_at") or article.published_at,
    }


def is_cut(visit: Visit, address: str) -> bool:
    """Whether the last poll missed further pages that may be had now."""
    return (visit.last.get(address) or {}).get("cursor") == CUT


def is_all_known(records: Sequence[dict[str, Any]], visit: Visit) -> bool:
    """Whether every record (its version still without what is kept) was there before, in whatever length."""
    return all(
        any(visit.is_known(record["ref"] or "", f"{record['version']}:{kept}") for kept in ("isi", "ringkasan", "judul"))
        for record in records
    )
