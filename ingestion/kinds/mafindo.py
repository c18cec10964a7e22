"""Fact checks of MAFINDO (turnbackhoax.id), through version 1 of its API: the newest so many, at /latest/<limit>/<key>.

The key stands in the path. So the question does not go through dlt's client, which logs addresses, and what is told of it
never holds its address. Links to the claims' sources are left out: most lead to accounts of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from ingestion.apis.answers import Record, mask_handles, read_chunk, read_content
from ingestion.apis.client import Api, Cost, Page
from ingestion.apis.tokens import needed_secret, ways_to_set
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Visit
from ingestion.parsers.markup import plain_text
from ingestion.quota import day_of

RATING_IN_TITLE = re.compile(r"^\s*[\[(]\s*([^\])]{2,40}?)\s*[\])]\s*")
"""[SALAH], [HOAKS], [PENIPUAN], …"""


class Entry(CommonEntry):
    """MAFINDO gives the key on request: secret `key`."""

    api: Annotated[str, Field(pattern=r"^https?://")] = "https://yudistira.turnbackhoax.id/Antihoax"
    limit: Annotated[int, Field(ge=1, le=1_000)] = 100
    """How many of the newest checks are read each time."""
    daily_requests: Annotated[int, Field(ge=1)] = 200


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch."""
    yield Fetch("mafindo: latest", partial(_open, entry, visit), is_remote=True)


def read_page(page: Page, first: int = 1) -> Chunk:
    """The checks of one answer."""
    return read_chunk(page.document, lambda document: document, _records, first=first)


def _open(entry: Entry, visit: Visit) -> Content:
    key = needed_secret(entry, "key")
    costs = (Cost("mafindo", 1, entry.daily_requests, day_of(visit.as_of)),)
    api = Api("MAFINDO", entry.api, visit, costs, secrets=(key,), help=ways_to_set(entry, "key"))
    pages = api.secret_page(f"latest/{entry.limit}/{key}")
    return read_content(pages, read_page, visit.as_of)


def _records(check: Any) -> list[Record]:
    title = mask_handles(check["title"])
    marked = RATING_IN_TITLE.match(title)
    parts = [check.get(name) for name in ("content", "fact", "conclusion")]
    return [
        {
            "ref": check["id"],
            "author": check.get("authors"),
            "outlet": "MAFINDO",
            "title": title,
            "text": mask_handles("\n\n".join(plain_text(part) for part in parts if part)),
            "published_at": check["tanggal"],
            "claim_text": title[marked.end() :] if marked else title,
            "claim_rating": check.get("classification") or (marked and marked[1]),
            "is_true": {"1": True, "2": False}.get(str(check.get("status"))),
            "tags": check.get("tags"),
        }
    ]
