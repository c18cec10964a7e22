"""Submissions to subreddits, through Reddit's OAuth API: /r/…/new, newest first, back to the last one seen.

Client credentials of an app (secrets `client_id`, `client_secret`). Limit as Reddit states it: 100 requests a minute for an
app. Comments under submissions are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from pydantic import Field

from ingestion.apis.answers import Record, as_moment, last_cursor, mask_handles, newest, read_chunk, read_content
from ingestion.apis.client import Api, Cost, Following, Page, once
from ingestion.apis.tokens import needed_secret, ways_to_set
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Visit
from ingestion.quota import window_of

NOBODY = "[deleted]"
MENTION = re.compile(r"(?<![\w/])/?u/[\w-]{3,20}")


class Entry(CommonEntry):
    """Subreddits without the r/."""

    api: Annotated[str, Field(pattern=r"^https?://")] = "https://oauth.reddit.com"
    login: Annotated[str, Field(pattern=r"^https?://")] = "https://www.reddit.com/api/v1/access_token"
    subreddits: Annotated[list[Annotated[str, Field(pattern=r"^[A-Za-z0-9]\w{1,20}$")]], Field(min_length=1)]
    pages: Annotated[int, Field(ge=1, le=10)] = 5
    """Of 100 submissions; Reddit lists no more than ten."""
    minute_requests: Annotated[int, Field(ge=1)] = 100


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each subreddit; they share one login."""
    api = once(lambda: _api(entry, visit))
    for subreddit in dict.fromkeys(entry.subreddits):
        address = f"reddit: r/{subreddit}"
        yield Fetch(address, partial(_open, entry, visit, api, subreddit, last_cursor(visit.last, address)), is_remote=True)


def read_page(page: Page, first: int = 1) -> Chunk:
    """The submissions of one listing, and the references of those that it calls removed."""
    return read_chunk(page.document, lambda document: document["data"]["children"], _records, _gone, first)


def _api(entry: Entry, visit: Visit) -> Api:
    client, password = needed_secret(entry, "client_id"), needed_secret(entry, "client_secret")
    way_out = f"{ways_to_set(entry, 'client_id')}; and the same for client_secret"
    cost = Cost("reddit", 1, entry.minute_requests, window_of(visit.as_of, 1))
    door = Api("Reddit", entry.login, visit, (cost,), secrets=(password,), help=way_out)
    token = door.login(entry.login, "access_token", auth=(client, password), data={"grant_type": "client_credentials"})
    return Api("Reddit", entry.api, visit, (cost,), BearerTokenAuth(token=token), (token, password), way_out)


def _open(entry: Entry, visit: Visit, api: Callable[[], Api], subreddit: str, cursor: str | None) -> Content:
    order = as_moment(visit.as_of)
    known = order(cursor) if cursor else None
    return read_content(
        api().pages(
            f"r/{subreddit}/new", {"limit": 100, "raw_json": 1}, Following("after", partial(_next, known), entry.pages)
        ),
        read_page,
        visit.as_of,
        cursor=lambda chunks: newest(chunks, "published_at", order, cursor),
    )


def _next(known: datetime | None, document: Any) -> str | None:
    """The next page, unless this one already reaches what the last fetch saw."""
    oldest = datetime.fromtimestamp(document["data"]["children"][-1]["data"]["created_utc"], UTC)
    return document["data"].get("after") if known is None or oldest > known else None


def _records(item: Any) -> list[Record]:
    post = item["data"]
    if _is_removed(post):
        return []
    edited, shared = post.get("edited"), post.get("crosspost_parent")
    return [
        {
            "ref": post["name"],
            "author": None if post["author"] == NOBODY else post["author"],
            "title": _masked(post["title"]),
            "text": _masked(post["selftext"]),
            "url": f"https://www.reddit.com{post['permalink']}",
            "topic": post["subreddit"],
            "published_at": _time(post["created_utc"]),
            "updated_at": _time(edited) if edited else None,
            "likes": post.get("ups"),
            "replies": post.get("num_comments"),
            "is_share": shared is not None,
            "shared_ref": shared,
            "flair": post.get("link_flair_text"),
        }
    ]


def _masked(text: str) -> str:
    return MENTION.sub("u/_", mask_handles(text))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _is_removed(post: dict[str, Any]) -> bool:
    return bool(post.get("removed_by_category"))


def _gone(document: Any) -> list[str]:
    return [item["data"]["name"] for item in document["data"]["children"] if _is_removed(item["data"])]
