"""Fact checks that Google's Fact Check Tools API knows of a publisher: claims:search, filtered by the publisher's site.

Each review of a claim becomes one record: what was claimed, by whom, the verdict in the publisher's words. Google states no
fixed limit of requests; `daily_requests` keeps a mistake from asking without end.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

from dlt.sources.helpers.rest_client.auth import APIKeyAuth
from pydantic import Field

from ingestion.apis.answers import Record, mask_handles, read_chunk, read_content
from ingestion.apis.client import Api, Cost, Following, Page
from ingestion.apis.tokens import needed_secret, ways_to_set
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Visit
from ingestion.quota import day_of


class Entry(CommonEntry):
    """The key is that of a Google Cloud project with the Fact Check Tools API: secret `key`."""

    api: Annotated[str, Field(pattern=r"^https?://")] = "https://factchecktools.googleapis.com/v1alpha1"
    publishers: Annotated[list[Annotated[str, Field(pattern=r"^[\w.-]+\.[a-z]{2,}$")]], Field(min_length=1)]
    """Sites: turnbackhoax.id, cekfakta.tempo.co, …"""
    language: str | None = "id"
    max_age_days: Annotated[int, Field(ge=1)] | None = 30
    pages: Annotated[int, Field(ge=1, le=100)] = 10
    daily_requests: Annotated[int, Field(ge=1)] = 1_000


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each publisher."""
    for publisher in dict.fromkeys(entry.publishers):
        yield Fetch(f"fact_check_tools: {publisher}", partial(_open, entry, visit, publisher), is_remote=True)


def read_page(page: Page, first: int = 1) -> Chunk:
    """The reviews of one page of claims."""
    return read_chunk(page.document, _items, _records, first=first)


def _items(document: Any) -> list[Any]:
    """An answer without anything in it is how the API says that there is nothing."""
    return document["claims"] if document else []


def _open(entry: Entry, visit: Visit, publisher: str) -> Content:
    key = needed_secret(entry, "key")
    cost = Cost("fact_check_tools", 1, entry.daily_requests, day_of(visit.as_of, "America/Los_Angeles"))
    auth = APIKeyAuth(name="X-Goog-Api-Key", api_key=key, location="header")
    api = Api("Fact Check Tools", entry.api, visit, (cost,), auth, (key,), ways_to_set(entry, "key"))
    params = {
        "reviewPublisherSiteFilter": publisher,
        "languageCode": entry.language,
        "maxAgeDays": entry.max_age_days,
        "pageSize": 100,
    }
    following = Following("pageToken", lambda document: document.get("nextPageToken"), entry.pages)
    pages = api.pages("claims:search", params, following)
    return read_content(pages, read_page, visit.as_of)


def _records(claim: Any) -> list[Record]:
    text = mask_handles(claim["text"])
    return [
        {
            "ref": review["url"],
            "outlet": review["publisher"].get("name") or review["publisher"]["site"],
            "title": mask_handles(review.get("title") or claim["text"]),
            "url": review["url"],
            "published_at": review.get("reviewDate"),
            "claim_text": text,
            "claimant": claim.get("claimant"),
            "claimed_at": claim.get("claimDate"),
            "claim_rating": review.get("textualRating"),
            "language": review.get("languageCode"),
        }
        for review in claim["claimReview"]
    ]
