"""How each kind of source is played on loopback: a page that shows records of ours, with a person in every corner of it.

A kind that has no `Playing` here fails the contract ring. Nothing in this text is anybody's: names, accounts and numbers are
made up, and each kind has its own, so that a leak tells where it came from.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from types import MappingProxyType
from typing import Any

from ingestion.kinds import kind_names
from tests.fixtures.apis import AS_OF, CASES, answer, document

Change = tuple[str, str]
"""Pattern and replacement."""
NUMBERS = {kind: number for number, kind in enumerate(kind_names(), 50)}
"""Two digits for each kind."""


@dataclass(frozen=True)
class Person:
    """Who speaks in the records of one kind."""

    kind: str

    @property
    def number(self) -> int:
        return NUMBERS[self.kind]

    @property
    def handle(self) -> str:
        return f"ratna_{self.kind}_77"

    @property
    def name(self) -> str:
        return f"Ratna {self.kind.title()}sari"

    @property
    def digits(self) -> str:
        return f"0812345670{self.number}"

    @property
    def email(self) -> str:
        return f"{self.handle}@contoh.id"

    @property
    def identity(self) -> str:
        return f"31740112039000{self.number}"

    @property
    def contact(self) -> str:
        digits = self.digits
        return f"hp {digits[:4]}-{digits[4:8]}-{digits[8:]} atau {digits}, surel {self.email}, NIK {self.identity}"

    @property
    def marks(self) -> list[str]:
        """What no file may hold, in lower case; the last name, which some kinds do not learn, at the end."""
        phone = self.digits[1:]
        return [self.handle, phone, f"{phone[3:7]}-{phone[7:]}", self.identity, self.name.split()[1].lower()]


@dataclass(frozen=True)
class Said:
    """One record as a source tells it; `edit` is what an editor put in since."""

    number: int
    person: Person
    edit: str = ""

    @property
    def mark(self) -> str:
        return f"Jalan {self.number} berlubang"

    @property
    def title(self) -> str:
        return f"{self.mark}{self.edit}, {self.person.contact}"

    @property
    def text(self) -> str:
        return f"{self.mark}{self.edit}, tolong{self.mention} ditinjau. Kabari {self.person.contact}."

    @property
    def mention(self) -> str:
        return f" @{self.person.handle}"

    @property
    def at(self) -> datetime:
        return AS_OF - timedelta(hours=self.number)

    @property
    def iso(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M:%S}Z"

    @property
    def path(self) -> str:
        """Below the base of its source."""
        return f"/artikel/{self.number}?hp={self.person.digits}&surel={self.person.email}"


Write = Callable[[Sequence[Said], str, bool], str]
"""Records, the base of the source's addresses, and whether a further page follows → the page."""


@dataclass(frozen=True)
class Playing:
    """`fields` of the smallest entry, by the base address, which ends in a word. `path`: of the page; None: it is a file.

    `renamed` and `mistyped` drift the page away from its schema. `beside`: what else is asked for, by path below the base.
    `article` writes the page of one record. `tickets`: secrets that a login gives. `is_web`: polled conditionally;
    `asks_robots` before. `goes_on`: it reads further pages, after one of `full` records.
    """

    fields: Callable[[str], dict[str, Any]]
    write: Write
    renamed: Change
    mistyped: Change
    path: str | None = "/{place}"
    channel: str = "berita"
    beside: Mapping[str, str] = field(default_factory=dict)
    article: Callable[[Said], str] | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    tickets: tuple[str, ...] = ()
    is_keyless: bool = True
    is_web: bool = False
    asks_robots: bool = False
    goes_on: bool = False
    full: int = 3
    empty_state: str = "kosong-sah"


# Files


def _table(columns: Mapping[str, Callable[[Said], Any]], delimiter: str) -> Write:
    def write(said: Sequence[Said], _base: str, _onward: bool) -> str:
        page = io.StringIO()
        rows = csv.writer(page, delimiter=delimiter, lineterminator="\n")
        rows.writerows([columns, *([read(one) for read in columns.values()] for one in said)])
        return page.getvalue()

    return write


def _file(write: Write, date: str, channel: str) -> Playing:
    def fields(base: str) -> dict[str, Any]:
        return {"path": f"{base.rsplit('/', 1)[1]}.csv"}

    return Playing(fields, write, (date, "Hari"), ("2026-11-", "segera "), path=None, channel=channel)


FILE = {
    "ref": lambda s: s.number,
    "title": lambda s: s.title,
    "author": lambda s: s.person.handle,
    "url": lambda s: f"https://x.com/{s.person.handle}/status/{s.number}",
    "agency": lambda s: s.person.contact,
    "nama_lengkap": lambda s: s.person.name,
    "catatan": lambda s: json.dumps({"nama": s.person.name, "kontak lain": s.person.contact}),
    "text": lambda s: s.text,
    "published_at": lambda s: s.iso,
}
LAPOR = {
    "TrackingID": lambda s: s.number,
    "JudulLaporan": lambda s: s.title,
    "reporter": lambda s: s.person.name,
    "Area": lambda s: "Kabupaten Blora",
    "DisposisiInstansi": lambda s: s.person.contact,
    "Status": lambda s: "Proses",
    "IsiLaporan": lambda s: s.text,
    "TanggalLaporanMasuk": lambda s: s.iso,
}


# The open web


def _rss(said: Sequence[Said], base: str, onward: bool) -> str:
    items = "".join(
        f'<item><guid isPermaLink="false">{s.number}</guid><title>{s.title}</title><link>{base}{escape(s.path)}</link>'
        f"<dc:creator>{s.person.name}</dc:creator><pubDate>{format_datetime(s.at)}</pubDate><description>{s.text}</description>"
        '<media:content medium="image" url="https://kabar.example/a.jpg"/></item>'
        for s in said
    )
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    following = '<link xmlns="http://www.w3.org/2005/Atom" rel="next" href="?hal=2"/>' if onward else ""
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel><title>Kabar</title>{following}{items}</channel></rss>'


def _sitemap(said: Sequence[Said], base: str, _onward: bool) -> str:
    items = "".join(
        f"<url><loc>{base}{escape(s.path)}</loc><news:news><news:publication_date>{s.iso}</news:publication_date>"
        f"<news:keywords>{s.person.contact}</news:keywords><news:title>{s.title}</news:title></news:news></url>"
        for s in said
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0"?><urlset {spaces}>{items}</urlset>'


def _listing(said: Sequence[Said], base: str, onward: bool) -> str:
    items = "".join(
        f'<article class="siaran" id="s{s.number}"><h3><a href="{base}{escape(s.path)}">{s.title}</a></h3>'
        f'<p>{s.text}</p><span class="tanggal">{s.at.day} November {s.at:%Y %H.%M} WIB</span></article>'
        for s in said
    )
    following = '<a class="lanjut" href="?hal=2">Berikutnya</a>' if onward else ""
    return f"<!DOCTYPE html><html><body><main>{items}</main>{following}</body></html>"


def _review(s: Said) -> str:
    block = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "headline": s.title,
        "claimReviewed": s.title,
        "reviewBody": s.text,
        "author": {"@type": "Person", "name": s.person.name, "email": s.person.email},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": s.person.handle}},
        "reviewRating": {"@type": "Rating", "alternateName": "Salah"},
        "datePublished": s.iso,
    }
    return f'<html><body><script type="application/ld+json">{json.dumps(block)}</script><p>{s.text}</p></body></html>'


def _web(
    write: Write, renamed: Change, mistyped: Change, selectors: Mapping[str, Any] = MappingProxyType({}), **options: Any
) -> Playing:
    known = {"is_web": True, "asks_robots": True, **options}
    return Playing(lambda base: {"url": base, **selectors}, write, renamed, mistyped, **known)


DATE_OF_FEED = (("pubDate>", "tanggal>"), ("<pubDate>[^<]*", "<pubDate>segera"))
SELECTORS = {"item": "article", "title": "h3", "link": "h3 a", "lead": "p", "date": ".tanggal", "next": ".lanjut", "pages": 2}


# Official APIs


def _x(said: Sequence[Said], _base: str, onward: bool) -> str:
    page = document("x", "1.json")
    post = page["data"][0]
    page["data"] = [{**post, "id": str(s.number), "text": s.text, "created_at": s.iso} for s in said]
    page["includes"] = {"users": [{"id": post["author_id"], "name": s.person.name, "username": s.person.handle} for s in said]}
    page["meta"] = {"result_count": len(said), **({"next_token": "b26v"} if onward else {})}
    return json.dumps(page)


def _youtube(said: Sequence[Said], _base: str, onward: bool) -> str:
    page = document("youtube", "1.json")
    thread = page["items"][1]
    top = thread["snippet"]["topLevelComment"]
    page["items"] = [
        {
            **thread,
            "snippet": {
                **thread["snippet"],
                "topLevelComment": {
                    "id": str(s.number),
                    "snippet": {
                        **top["snippet"],
                        "textOriginal": s.text,
                        "textDisplay": s.text,
                        "authorDisplayName": f"@{s.person.handle}",
                        "authorChannelUrl": f"http://www.youtube.com/@{s.person.handle}",
                        "authorChannelId": {"value": f"UC{s.person.handle}"},
                        "publishedAt": s.iso,
                        "updatedAt": s.iso,
                    },
                },
            },
        }
        for s in said
    ]
    return json.dumps({**page, "nextPageToken": "QURT" if onward else None})


def _bluesky(said: Sequence[Said], _base: str, onward: bool) -> str:
    post = document("bluesky", "1.json")["posts"][0]
    posts = [
        {
            **post,
            "uri": f"at://did:plc:{s.person.handle}/app.bsky.feed.post/{s.number}",
            "author": {
                "did": f"did:plc:{s.person.handle}",
                "handle": f"{s.person.handle}.bsky.social",
                "displayName": s.person.name,
            },
            "record": {**post["record"], "text": s.text, "createdAt": s.iso},
            "indexedAt": s.iso,
        }
        for s in said
    ]
    return json.dumps({"posts": posts, **({"cursor": "3"} if onward else {})})


def _mastodon(said: Sequence[Said], _base: str, _onward: bool) -> str:
    post = document("mastodon", "1.json")[0]
    posts = [
        {
            **post,
            "id": str(s.number),
            "created_at": s.iso,
            "edited_at": None,
            "url": f"https://sosial.contoh.id/@{s.person.handle}/{s.number}",
            "content": f'<p>{s.text} <a href="https://sosial.contoh.id/@{s.person.handle}">@<span>{s.person.handle}</span></a></p>',
            "account": {**post["account"], "acct": s.person.handle, "username": s.person.handle, "display_name": s.person.name},
        }
        for s in said
    ]
    return json.dumps(posts)


def _reddit(said: Sequence[Said], _base: str, onward: bool) -> str:
    post = document("reddit", "1.json")["data"]["children"][0]["data"]
    posts = [
        {
            **post,
            "name": f"t3_{s.number}",
            "title": s.title,
            "selftext": f"{s.text} Lihat u/{s.person.handle[:20]}.",
            "author": s.person.handle,
            "created_utc": (s.at - datetime(1970, 1, 1)).total_seconds(),
            "link_flair_text": s.person.contact,
        }
        for s in said
    ]
    return json.dumps(
        {"kind": "Listing", "data": {"after": "t3_9" if onward else None, "children": [{"data": p} for p in posts]}}
    )


def _fact_check_tools(said: Sequence[Said], base: str, onward: bool) -> str:
    claim = document("fact_check_tools", "1.json")["claims"][0]
    review = claim["claimReview"][0]
    claims = [
        {
            **claim,
            "text": s.text,
            "claimant": s.person.name,
            "claimReview": [{**review, "url": base + s.path, "title": s.title, "reviewDate": s.iso}],
        }
        for s in said
    ]
    return json.dumps({"claims": claims, "nextPageToken": "CAo" if onward else None})


def _mafindo(said: Sequence[Said], _base: str, _onward: bool) -> str:
    check = document("mafindo", "1.json")[0]
    link = "Facebook https://www.facebook.com/{}/"
    checks = [
        {
            **check,
            "id": str(s.number),
            "authors": s.person.name,
            "title": f"[SALAH] {s.title}",
            "content": s.text,
            "source_link": link.format(s.person.handle),
            "tanggal": s.iso,
        }
        for s in said
    ]
    return json.dumps(checks)


def _telegram(said: Sequence[Said], _base: str, onward: bool) -> str:
    messages = "".join(
        f'<div class="tgme_widget_message js-widget_message" data-post="kabarsukamaju/{s.number}">'
        f'<div class="tgme_widget_message_text js-message_text">{s.text}</div>'
        f'<span class="tgme_widget_message_from_author">{s.person.name}</span>'
        f'<a class="tgme_widget_message_date" href="#"><time datetime="{s.iso}">10:00</time></a></div>'
        for s in said
    )
    older = '<a class="tme_messages_more" data-before="2" href="?before=2"></a>' if onward else ""
    title = '<div class="tgme_channel_info_header_title">Kabar Sukamaju</div>'
    return f"<!DOCTYPE html><html><body>{title}{older}{messages}</body></html>"


def _api(kind: str, write: Write, date: str, **options: Any) -> Playing:
    case, doors = CASES[kind], options.pop("doors", {})

    def fields(base: str) -> dict[str, Any]:
        return {"api": base, **{name: base + below for name, below in doors.items()}, **case.fields}

    known = {
        "fields": fields,
        "write": write,
        "renamed": (f'"{date}":', f'"{date}_baru":'),
        "mistyped": (rf'"{date}": ("[^"]*"|[\d.]+)', f'"{date}": {{"isi": [1]}}'),
        "path": "/{place}" + case.path,
        "channel": case.channel,
        "beside": {path.removeprefix("/api"): answer(kind, name) for path, name in case.others.items()},
        "secrets": case.secrets,
        "tickets": tuple(word for word in (case.token or "").split()[-1:] if word not in case.secrets.values()),
        "is_keyless": case.is_keyless,
        "goes_on": case.page_param is not None,
    }
    return Playing(**{**known, **options})


def _mastodon_fields(base: str) -> dict[str, Any]:
    instance, tag = base.rsplit("/", 1)
    return {"api": instance, "tags": [tag]}


ON_MASTODON = {"fields": _mastodon_fields, "path": "/api/v1/timelines/tag/{place}"}
ON_TELEGRAM = {"renamed": (" datetime=", " data-waktu="), "mistyped": (' datetime="2026', ' datetime="segera')}
PLAYINGS = {
    "files": _file(_table(FILE, ","), "published_at", "pengaduan"),
    "complaints": _file(_table(LAPOR, ";"), "TanggalLaporanMasuk", "pengaduan"),
    "rss": _web(_rss, *DATE_OF_FEED, goes_on=True),
    "sitemap": _web(_sitemap, ("news:publication_date>", "news:tanggal>"), ("(publication_date>)2026[^<]*", r"\1segera")),
    # a listing without any item was rebuilt, or is filled by scripts
    "listing": _web(
        _listing, ("tanggal", "waktu"), ("November 2026", "lagi"), SELECTORS, goes_on=True, empty_state="gagal-tetap"
    ),
    "claimreview": _web(
        _rss,
        ('"(headline|claimReviewed|reviewBody)"', r'"\1_baru"'),
        ('(<pubDate>|"datePublished": ")[^<"]*', r"\1segera"),
        channel="cek-fakta",
        article=_review,
    ),
    "x": _api("x", _x, "created_at"),
    "youtube": _api("youtube", _youtube, "publishedAt"),
    "bluesky": _api("bluesky", _bluesky, "createdAt", doors={"login": ""}),
    "mastodon": _api("mastodon", _mastodon, "created_at", **ON_MASTODON, goes_on=True, full=40),
    "reddit": _api("reddit", _reddit, "created_utc", doors={"login": "/login"}),
    "telegram": _api("telegram", _telegram, "", **ON_TELEGRAM, asks_robots=True),
    "fact_check_tools": _api("fact_check_tools", _fact_check_tools, "reviewDate"),
    "mafindo": _api("mafindo", _mafindo, "tanggal"),
}


def rearranged(page: str) -> str:
    """The same page as another program would write it."""
    if page[0] in "[{":
        return json.dumps(json.loads(page), indent=1, sort_keys=True)
    if page[0] == "<":
        swapped = re.sub(r"<(\w[\w:]*) ([\w:-]+=\"[^\"]*\") ([\w:-]+=\"[^\"]*\")", r"<\1 \3  \2", page)
        return re.sub(r">\s*<", ">\n  <", swapped)
    return page.replace("\n", "\r\n")
