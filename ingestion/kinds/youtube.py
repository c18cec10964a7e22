"""Comments under the videos of YouTube channels: the newest of each channel's uploads, and their comment threads.

channels.list → playlistItems.list (the uploads) → commentThreads.list: one unit a page of the 10,000 a day that Google
grants a project; the day begins at midnight in Los Angeles. search.list, which has a small bucket of its own, is not used.
A thread comes with its first replies, as the API adds them (up to five); the others would cost a request for each thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from dlt.sources.helpers.rest_client.auth import APIKeyAuth
from pydantic import Field

from ingestion.apis.answers import Record, as_moment, last_cursor, mask_handles, newest, read_chunk, read_content
from ingestion.apis.client import MISSHAPEN, Api, Cost, Following, Page, one_page
from ingestion.apis.tokens import needed_secret, ways_to_set
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Unusable, Visit
from ingestion.quota import day_of

UNCOMMENTED = frozenset({"commentsDisabled", "videoNotFound"})
"""Codes of a video that takes no comments, or was withdrawn since the channel listed it."""


class Entry(CommonEntry):
    """The key is that of a Google Cloud project with the YouTube Data API: secret `key`."""

    api: Annotated[str, Field(pattern=r"^https?://")] = "https://www.googleapis.com/youtube/v3"
    channels: Annotated[list[Annotated[str, Field(pattern=r"^UC[\w-]{22}$")]], Field(min_length=1)]
    """Channel ids (UC…), not handles."""
    videos: Annotated[int, Field(ge=1, le=50)] = 15
    """How many of a channel's newest videos are looked at."""
    pages: Annotated[int, Field(ge=1, le=100)] = 3
    """Pages of 100 threads for each video, and no further than what is new."""
    daily_units: Annotated[int, Field(ge=1)] = 10_000


@dataclass(frozen=True)
class Video:
    """A video and the title of its channel."""

    ref: str
    channel_title: str | None


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each channel."""
    for channel in dict.fromkeys(entry.channels):
        address = f"youtube: {channel}"
        yield Fetch(address, partial(_open, entry, visit, channel, last_cursor(visit.last, address)), is_remote=True)


def read_page(page: Page, first: int = 1) -> Chunk:
    """The comments and replies of one page of threads; `page.about` is their Video."""
    return read_chunk(page.document, lambda document: document["items"], partial(_records, page.about), first=first)


def _open(entry: Entry, visit: Visit, channel: str, cursor: str | None) -> Content:
    key = needed_secret(entry, "key")
    cost = Cost("youtube", 1, entry.daily_units, day_of(visit.as_of, "America/Los_Angeles"))
    auth = APIKeyAuth(name="X-Goog-Api-Key", api_key=key, location="header")
    api = Api("YouTube", entry.api, visit, (cost,), auth, (key,), ways_to_set(entry, "key"), UNCOMMENTED)
    order = as_moment(visit.as_of)
    return read_content(
        _comment_pages(api, entry, _videos(api, entry, channel), cursor and order(cursor)),
        read_page,
        visit.as_of,
        cursor=lambda chunks: newest(chunks, "published_at", order, cursor),
    )


def _videos(api: Api, entry: Entry, channel: str) -> list[Video]:
    try:
        (page,) = api.pages("channels", {"part": "snippet,contentDetails", "id": channel}, one_page())
        if not page.document.get("items"):
            raise Unusable(f"YouTube knows no channel {channel}; see its page for the id that begins with UC")
        (found,) = page.document["items"]
        uploads = found["contentDetails"]["relatedPlaylists"]["uploads"]
        asked = {"part": "contentDetails", "playlistId": uploads, "maxResults": entry.videos}
        (page,) = api.pages("playlistItems", asked, one_page())
        title = found["snippet"]["title"]
        return [Video(item["contentDetails"]["videoId"], title) for item in page.document["items"][: entry.videos]]
    except MISSHAPEN as error:
        raise Unusable(f"YouTube describes the channel {channel} otherwise than documented ({type(error).__name__})") from None


def _comment_pages(api: Api, entry: Entry, videos: list[Video], known: datetime | None) -> Iterator[Page]:
    for video in videos:
        asked = {
            "part": "snippet,replies",
            "videoId": video.ref,
            "order": "time",
            "textFormat": "plainText",
            "maxResults": 100,
        }
        yield from api.pages("commentThreads", asked, Following("pageToken", partial(_next, known), entry.pages), video)


def _next(known: datetime | None, document: Any) -> str | None:
    """The next page, unless this one already reaches what the last fetch saw. Threads come newest first."""
    oldest = document["items"][-1]["snippet"]["topLevelComment"]["snippet"]["publishedAt"]
    return document.get("nextPageToken") if known is None or datetime.fromisoformat(oldest) > known else None


def _records(video: Video, thread: Any) -> list[Record]:
    top = thread["snippet"]["topLevelComment"]
    replies = (thread.get("replies") or {}).get("comments") or []
    records = [{**_comment(video, top), "replies": thread["snippet"].get("totalReplyCount")}]
    return records + [{**_comment(video, reply), "in_reply_to_ref": top["id"]} for reply in replies]


def _comment(video: Video, comment: Any) -> Record:
    said = comment["snippet"]
    return {
        "ref": comment["id"],
        "outlet": video.channel_title,
        "author": (said.get("authorChannelId") or {}).get("value") or said.get("authorDisplayName"),
        "text": mask_handles(said.get("textOriginal") or said["textDisplay"]),
        "url": f"https://www.youtube.com/watch?v={video.ref}&lc={comment['id']}",
        "published_at": said["publishedAt"],
        "updated_at": said.get("updatedAt"),
        "likes": said.get("likeCount"),
        "video_ref": video.ref,
    }
