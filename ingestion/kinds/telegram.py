"""Messages of public Telegram channels, from the preview page that Telegram shows to anybody: t.me/s/<channel>.

Not MTProto: it logs in with somebody's phone number and acts as that person, who would have to join what is watched; and
the Bot API hears only chats that a bot was put in. The preview asks for neither, and shows what the channel itself made
public. It has some twenty messages a page, and none of channels that are private or restricted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from lxml import etree
from pydantic import Field

from ingestion.apis.answers import Record, as_number, last_cursor, mask_handles, newest, read_chunk, read_content
from ingestion.apis.client import Page
from ingestion.catalog import Entry as CommonEntry
from ingestion.kinds import Chunk, Content, Fetch, Unusable, Visit
from ingestion.parsers.markup import decode, element_text, one_line, parse_html

LINK = re.compile(r"^https?://t\.me/(\w+)/(\d+)")
SHORTENED = {"K": 1_000, "M": 1_000_000}


class Entry(CommonEntry):
    """Channels by their public name, without the @."""

    api: Annotated[str, Field(pattern=r"^https?://")] = "https://t.me/s"
    channels: Annotated[list[Annotated[str, Field(pattern=r"^[A-Za-z]\w{3,31}$")]], Field(min_length=1)]
    pages: Annotated[int, Field(ge=1, le=100)] = 5


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each channel."""
    for channel in dict.fromkeys(entry.channels):
        address = f"telegram: {channel}"
        yield Fetch(address, partial(_open, entry, visit, channel, last_cursor(visit.last, address)), is_remote=True)


def read_page(entry: Entry, channel: str, page: Page, first: int = 1) -> Chunk:
    """The messages of one preview page, as `preview` found them."""
    return read_chunk(page.document, _items, partial(_records, entry, channel), first=first)


def preview(body: bytes) -> dict[str, Any]:
    """`title` of the channel (None: this is no preview), `messages` as pieces of HTML, `before`: where older ones begin."""
    root = parse_html(decode(body))
    if root is None or not (title := _text(root, "tgme_channel_info_header_title")):
        return {"title": None, "messages": [], "before": None}
    found = [
        e for e in _with_class(root, "tgme_widget_message") if e.get("data-post") and "service_message" not in e.get("class")
    ]
    older = [e.get("data-before") for e in _with_class(root, "tme_messages_more") if e.get("data-before")]
    messages = [etree.tostring(element, encoding="unicode", method="html", with_tail=False) for element in found]
    return {"title": title, "messages": messages, "before": older[0] if older else None}


def _open(entry: Entry, visit: Visit, channel: str, cursor: str | None) -> Content:
    known = cursor and _number(cursor)
    return read_content(
        _pages(entry, visit, channel, known or 0),
        partial(read_page, entry, channel),
        visit.as_of,
        cursor=lambda chunks: newest(chunks, "ref", _number, cursor),
    )


def _pages(entry: Entry, visit: Visit, channel: str, known: int) -> Iterator[Page]:
    """Back from now to the last message seen."""
    address, question, met = f"{entry.api}/{channel}", "", set()
    while question not in met and len(met) < entry.pages:
        met.add(question)
        answer = visit.web.get(address + question, accept="text/html")
        document = preview(answer.body)
        if document["title"] is None:
            raise Unusable(f"{address} shows no preview; see whether the channel is public and so named", answer.status)
        yield Page(document, answer.body, answer.status)
        before = document["before"]
        if before is None or (as_number(before) or 0) <= known + 1:
            return
        question = "?" + urlencode({"before": before})


def _items(document: Any) -> list[tuple[str, str]]:
    return [(document["title"], message) for message in document["messages"]]


def _number(ref: str) -> int | None:
    return as_number(ref.rsplit("/", 1)[-1])


def _records(entry: Entry, channel: str, item: tuple[str, str]) -> list[Record]:
    title, message = item
    root = parse_html(message)
    number = _with_class(root, "tgme_widget_message")[0].attrib["data-post"].rsplit("/", 1)[1]
    forwarded = _with_class(root, "tgme_widget_message_forwarded_from")
    return [
        {
            "ref": f"{channel}/{int(number)}",
            "outlet": title,
            "author": _text(root, "tgme_widget_message_from_author") or channel,
            "published_at": _with_class(root, "tgme_widget_message_date")[0].find("time").attrib["datetime"],
            "views": _count(_text(root, "tgme_widget_message_views")),
            "is_share": bool(forwarded),
            "shared_ref": _ref(entry, root, "tgme_widget_message_forwarded_from_name"),
            "in_reply_to_ref": _ref(entry, root, "tgme_widget_message_reply"),
            "url": f"https://t.me/{channel}/{int(number)}",
            "text": mask_handles("\n".join(element_text(e) for e in _with_class(root, "js-message_text"))),
        }
    ]


def _with_class(root: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in root.iter(etree.Element) if name in element.get("class", "").split()]


def _text(root: etree._Element, name: str) -> str | None:
    found = _with_class(root, name)
    return one_line("".join(found[0].itertext())) or None if found else None


def _count(text: str | None) -> int | None:
    """1.2K is how the page writes 1,200 or so."""
    if text is None:
        return None
    return round(float(text.rstrip("KM")) * SHORTENED.get(text[-1], 1))


def _ref(entry: Entry, root: etree._Element, name: str) -> str | None:
    """The message that an element links to, when it is one of a channel of ours; other names are those of others."""
    found = _with_class(root, name)
    link = LINK.match(found[0].get("href", "")) if found else None
    ours = {channel.lower(): channel for channel in entry.channels}
    return f"{ours[link[1].lower()]}/{link[2]}" if link and link[1].lower() in ours else None
