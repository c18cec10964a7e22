"""Posts on X, through recent search (v2): the last seven days of each query, newest first, from the last post seen on.

Limits as X states them: 450 requests in 15 minutes for an app, 100 posts a page, queries of 512 characters (more on higher
plans). What a plan grants of posts in a month goes in `monthly_posts`; a page that might pass it is not asked for. A query
that gathers more than `pages` pages between two runs loses the oldest of them: make it narrower, or `pages` higher.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from pydantic import Field

from ingestion.apis.answers import Record, as_number, last_cursor, mask_handles, newest, read_chunk, read_content
from ingestion.apis.client import Api, Cost, Following, Page
from ingestion.apis.tokens import needed_secret, ways_to_set
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Visit
from ingestion.quota import month_of, window_of

FIELDS = {
    "tweet.fields": "author_id,conversation_id,created_at,lang,note_tweet,public_metrics,referenced_tweets",
    "expansions": "author_id,referenced_tweets.id",
    "user.fields": "username",
}
REACH = timedelta(days=7) - timedelta(hours=1)
"""How far back recent search goes, less a margin; it refuses a `since_id` that is older."""
EPOCH_MILLISECONDS = 1_288_834_974_657
"""Ids count milliseconds from here on, above their lowest 22 bits."""


class Entry(CommonEntry):
    """The token is the app's bearer token: secret `token`."""

    api: Annotated[str, Field(pattern=r"^https?://")] = "https://api.x.com/2"
    queries: Annotated[list[Annotated[str, Field(min_length=1, max_length=4096)]], Field(min_length=1)]
    pages: Annotated[int, Field(ge=1, le=100)] = 5
    page_size: Annotated[int, Field(ge=10, le=100)] = 100
    quarter_hour_requests: Annotated[int, Field(ge=1)] = 450
    monthly_posts: Annotated[int, Field(ge=1)] | None = None


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each query."""
    for query in dict.fromkeys(entry.queries):
        address = f"x: {query}"
        yield Fetch(address, partial(_open, entry, visit, query, last_cursor(visit.last, address)), is_remote=True)


def read_page(page: Page, first: int = 1) -> Chunk:
    """The posts of one page of search, and the references of those that X says are gone."""
    return read_chunk(page.document, _items, partial(_records, _Included(page.document)), _gone, first)


def _open(entry: Entry, visit: Visit, query: str, cursor: str | None) -> Content:
    token = needed_secret(entry, "token")
    costs = [Cost("x_requests", 1, entry.quarter_hour_requests, window_of(visit.as_of, 15))]
    if entry.monthly_posts:
        costs.append(Cost("x_posts", entry.page_size, entry.monthly_posts, month_of(visit.as_of), _post_count))
    api = Api("X", entry.api, visit, tuple(costs), BearerTokenAuth(token=token), (token,), ways_to_set(entry, "token"))
    params = {"query": query, "max_results": entry.page_size, "since_id": _since(cursor, visit.as_of), **FIELDS}
    following = Following("next_token", lambda document: document["meta"].get("next_token"), entry.pages)
    return read_content(
        api.pages("tweets/search/recent", params, following),
        read_page,
        visit.as_of,
        cursor=lambda chunks: newest(chunks, "ref", as_number, cursor),
    )


def _since(cursor: str | None, as_of: datetime) -> str | None:
    if cursor is None:
        return None
    posted = datetime.fromtimestamp(((int(cursor) >> 22) + EPOCH_MILLISECONDS) / 1000, UTC).replace(tzinfo=None)
    return cursor if posted > as_of - REACH else None


def _items(document: Any) -> list[Any]:
    return document["data"] if document["meta"]["result_count"] else []


def _post_count(document: Any) -> int:
    posts = document.get("data") if isinstance(document, dict) else None
    return len(posts) if isinstance(posts, list) else 0


class _Included:
    """What stands beside the posts: handles by account, whole texts of the posts that were shared."""

    def __init__(self, document: Any):
        beside = document.get("includes") if isinstance(document, dict) else None
        self._beside = beside if isinstance(beside, dict) else {}
        self.handles = {str(user.get("id")): user.get("username") for user in self._objects("users")}
        self.texts = {str(post.get("id")): _text(post) for post in self._objects("tweets")}

    def _objects(self, name: str) -> list[dict[str, Any]]:
        listed = self._beside.get(name)
        return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _records(included: _Included, post: Any) -> list[Record]:
    ref = str(int(post["id"]))
    related = {other["type"]: other["id"] for other in post.get("referenced_tweets") or []}
    shared, counts = related.get("retweeted"), post["public_metrics"]
    return [
        {
            "ref": ref,
            "author": included.handles.get(post["author_id"]) or post["author_id"],
            "text": mask_handles(included.texts.get(shared) or _text(post)),
            "url": f"https://x.com/i/web/status/{ref}",
            "published_at": post["created_at"],
            "likes": counts.get("like_count"),
            "shares": counts.get("retweet_count"),
            "replies": counts.get("reply_count"),
            "views": counts.get("impression_count"),
            "is_share": shared is not None,
            "shared_ref": shared,
            "in_reply_to_ref": related.get("replied_to"),
            "quoted_ref": related.get("quoted"),
            "language": post.get("lang"),
        }
    ]


def _text(post: dict[str, Any]) -> Any:
    """Of a long post, `text` holds the beginning alone."""
    note = post.get("note_tweet")
    return (note.get("text") if isinstance(note, dict) else None) or post.get("text")


def _gone(document: Any) -> list[str]:
    problems = document.get("errors") or []
    return [
        problem["resource_id"]
        for problem in problems
        if problem.get("resource_type") == "tweet" and str(problem.get("type")).endswith("/resource-not-found")
    ]
