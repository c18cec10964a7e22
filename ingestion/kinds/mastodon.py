"""Posts under hashtags, as one Mastodon instance sees them: /api/v1/timelines/tag, from the last post seen on.

Instances that show public timelines to anybody need no token; the others answer 401 until one is set (secret `token`). Limit
as Mastodon states it: 300 requests in 5 minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from pydantic import Field

from ingestion.apis.answers import Record, as_number, last_cursor, mask_handles, newest, read_chunk, read_content
from ingestion.apis.client import Api, Cost, Following, Page
from ingestion.apis.tokens import secret, ways_to_set
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Visit
from ingestion.parsers.markup import plain_text
from ingestion.quota import window_of

PAGE_SIZE = 40


class Entry(CommonEntry):
    """`api` is the address of the instance."""

    api: Annotated[str, Field(pattern=r"^https?://[^/]+$")] = "https://mastodon.social"
    tags: Annotated[list[Annotated[str, Field(pattern=r"^\w+$")]], Field(min_length=1)]
    """Without the #."""
    pages: Annotated[int, Field(ge=1, le=100)] = 5
    five_minute_requests: Annotated[int, Field(ge=1)] = 300


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each tag."""
    for tag in dict.fromkeys(entry.tags):
        address = f"mastodon: {_host(entry)} #{tag}"
        yield Fetch(address, partial(_open, entry, visit, tag, last_cursor(visit.last, address)), is_remote=True)


def read_page(entry: Entry, tag: str, page: Page, first: int = 1) -> Chunk:
    """The posts of one page of a tag's timeline."""
    return read_chunk(page.document, lambda document: document, partial(_records, entry, tag), first=first)


def _open(entry: Entry, visit: Visit, tag: str, cursor: str | None) -> Content:
    token = secret(entry, "token")
    host = _host(entry)
    costs = (Cost(f"mastodon_{host}", 1, entry.five_minute_requests, window_of(visit.as_of, 5)),)
    auth = BearerTokenAuth(token=token) if token else None
    api = Api(host, entry.api, visit, costs, auth, (token,) if token else (), ways_to_set(entry, "token"))
    params = {"limit": PAGE_SIZE, "min_id": cursor}
    return read_content(
        api.pages(f"api/v1/timelines/tag/{quote(tag)}", params, _following(cursor, entry.pages)),
        partial(read_page, entry, tag),
        visit.as_of,
        cursor=lambda chunks: newest(chunks, "ref", as_number, cursor),
    )


def _following(cursor: str | None, pages: int) -> Following:
    """Forward from what was seen last, so that a cap leaves the rest for the next run; the first time back from now."""
    param, pick = ("max_id", min) if cursor is None else ("min_id", max)

    def find(posts: list[Any]) -> int | None:
        return pick(int(post["id"]) for post in posts) if len(posts) == PAGE_SIZE else None

    return Following(param, find, pages)


def _host(entry: Entry) -> str:
    return urlsplit(entry.api).netloc


def _records(entry: Entry, tag: str, post: Any) -> list[Record]:
    ref, account = str(int(post["id"])), post["account"]["acct"]
    shared = post.get("reblog") or {}
    warning, text = post.get("spoiler_text") or "", plain_text(post["content"])
    return [
        {
            "ref": ref,
            "author": account if "@" in account else f"{account}@{_host(entry)}",
            "text": mask_handles(f"{warning}\n{text}".strip()),
            "url": f"{entry.api}/@_/{ref}",
            "topic": tag,
            "published_at": post["created_at"],
            "updated_at": post.get("edited_at"),
            "likes": post.get("favourites_count"),
            "shares": post.get("reblogs_count"),
            "replies": post.get("replies_count"),
            "is_share": bool(shared),
            "shared_ref": shared.get("id"),
            "in_reply_to_ref": post.get("in_reply_to_id"),
            "language": post.get("language"),
        }
    ]
