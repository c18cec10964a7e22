"""Posts on Bluesky, through app.bsky.feed.searchPosts: each query, newest first, from the last post seen on.

The public host answers without an account as long as it likes to; with one (secrets `identifier` and `password`, an app
password) its own server is asked. Limits as Bluesky states them: 3,000 requests in 5 minutes, 300 logins a day; the cursor
may not reach every result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from pydantic import Field

from ingestion.apis.answers import Record, as_moment, last_cursor, mask_handles, newest, read_chunk, read_content
from ingestion.apis.client import Api, Cost, Following, Page, once
from ingestion.apis.tokens import needed_secret, secret, ways_to_set
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Visit
from ingestion.quota import day_of, window_of

OVERLAP = timedelta(minutes=15)
"""Posts can be indexed a little after others that are newer."""


class Entry(CommonEntry):
    """No secret is needed where the public host answers."""

    api: Annotated[str, Field(pattern=r"^https?://")] = "https://api.bsky.app/xrpc"
    login: Annotated[str, Field(pattern=r"^https?://")] = "https://bsky.social/xrpc"
    """The account's own server."""
    queries: Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]
    language: str | None = "id"
    pages: Annotated[int, Field(ge=1, le=100)] = 5
    five_minute_requests: Annotated[int, Field(ge=1)] = 3_000
    daily_logins: Annotated[int, Field(ge=1)] = 300


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each query; they share one login."""
    api = once(lambda: _api(entry, visit))
    for query in dict.fromkeys(entry.queries):
        address = f"bluesky: {query}"
        yield Fetch(address, partial(_open, entry, visit, api, query, last_cursor(visit.last, address)), is_remote=True)


def read_page(page: Page, first: int = 1) -> Chunk:
    """The posts of one page of search."""
    return read_chunk(page.document, lambda document: document["posts"], _records, first=first)


def _api(entry: Entry, visit: Visit) -> Api:
    cost = Cost("bluesky_requests", 1, entry.five_minute_requests, window_of(visit.as_of, 5))
    way_out = f"{ways_to_set(entry, 'identifier')}; and the same for password, with an app password"
    identifier = secret(entry, "identifier")
    if identifier is None:
        return Api("Bluesky", entry.api, visit, (cost,), help=way_out)
    password = needed_secret(entry, "password")
    logins = Cost("bluesky_logins", 1, entry.daily_logins, day_of(visit.as_of))
    door = Api("Bluesky", entry.login, visit, (logins,), secrets=(password,), help=way_out)
    account = {"identifier": identifier, "password": password}
    token = door.login(f"{entry.login}/com.atproto.server.createSession", "accessJwt", json=account)
    return Api("Bluesky", entry.login, visit, (cost,), BearerTokenAuth(token=token), (token, password), way_out)


def _open(entry: Entry, visit: Visit, api: Callable[[], Api], query: str, cursor: str | None) -> Content:
    order = as_moment(visit.as_of)
    seen = order(cursor) if cursor else None
    since = (seen - OVERLAP).isoformat() if seen else None
    params = {"q": query, "sort": "latest", "lang": entry.language, "limit": 100, "since": since}
    following = Following("cursor", lambda document: document.get("cursor"), entry.pages)
    return read_content(
        api().pages("app.bsky.feed.searchPosts", params, following),
        read_page,
        visit.as_of,
        cursor=lambda chunks: newest(chunks, "indexed_at", order, cursor),
    )


def _records(post: Any) -> list[Record]:
    said, author = post["record"], post["author"]
    name = post["uri"].rsplit("/", 1)[1]
    parent = (said.get("reply") or {}).get("parent") or {}
    return [
        {
            "ref": _ref(post["uri"]),
            "author": author["handle"],
            "text": mask_handles(said["text"]),
            "url": f"https://bsky.app/profile/_/post/{name}",
            "published_at": said["createdAt"],
            "likes": post.get("likeCount"),
            "shares": post.get("repostCount"),
            "replies": post.get("replyCount"),
            "in_reply_to_ref": _ref(parent["uri"]) if parent else None,
            "language": (said.get("langs") or [None])[0],
            "indexed_at": post["indexedAt"],
        }
    ]


def _ref(uri: str) -> str:
    """A hash: the address of a post names the account it belongs to."""
    return hashlib.blake2b(uri.encode(), digest_size=16).hexdigest()
