"""What came, kept as it came, for sources that ask for it: to be read again when a parser has become better.

Nothing in it is masked, so nothing of it is written in clear: each answer is encrypted with a key made from the pseudonym
key, and the address it came from is a keyed hash. payloads/<source>/<as-of time>/<hash>, kept for as long as the terms allow.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import orjson
import requests
from cryptography.fernet import Fernet, InvalidToken
from requests.adapters import BaseAdapter

from ingestion.catalog import Entry
from ingestion.kinds import Unavailable
from ingestion.web import Page, Web
from warehouse.errors import InputError

STAMP = "%Y%m%dT%H%M%S"
MARKS = ("content-type", "etag", "last-modified", "link", "retry-after")
"""Headers that a kind may look at; others are not kept."""


@dataclass(frozen=True)
class Visited:
    """The answers of one source at one as-of time (naive UTC)."""

    folder: Path
    key: bytes

    @property
    def as_of(self) -> datetime:
        return datetime.strptime(self.folder.name, STAMP)

    def keep(self, url: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        marks = {name: headers[name] for name in MARKS if name in headers}
        sealed = self._cipher().encrypt(orjson.dumps({"url": url, "status": status, "headers": marks}) + b"\n" + body)
        path = self._path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.write_bytes(sealed)
        os.replace(unfinished, path)

    def find(self, url: str) -> Page:
        """The answer that `url` gave then; Unavailable when none was kept."""
        try:
            opened = self._cipher().decrypt(self._path(url).read_bytes())
        except FileNotFoundError:
            raise Unavailable("nothing was kept of this address at this visit") from None
        head, body = opened.split(b"\n", 1)
        told = orjson.loads(head)
        return Page(told["url"], told["status"], told["headers"], body)

    def check_key(self) -> None:
        """InputError when what lies here was sealed with another key."""
        for file in sorted(self.folder.glob("*"))[:1]:
            try:
                self._cipher().decrypt(file.read_bytes())
            except InvalidToken:
                told = f"{self.folder} was kept under another pseudonym key; set PANTAU_PSEUDONYM_KEY to the one of its home"
                raise InputError(f"{told} (state/pseudonym.key).") from None

    def _path(self, url: str) -> Path:
        return self.folder / hmac.digest(self.key, url.encode(), "sha256").hex()

    def _cipher(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"payloads" + self.key).digest()))


class KeepingWeb:
    """A web of which every answer is kept."""

    def __init__(self, web: Web, visited: Visited):
        self._web, self._visited = web, visited

    def get(self, url: str, **options) -> Page:
        page = self._web.get(url, **options)
        if not page.is_unchanged:
            self._visited.keep(url, page.status, page.headers, page.body)
        return page

    def session(self) -> requests.Session:
        session = self._web.session()
        session.send = partial(self._send, session.send)
        return session

    def _send(self, send: Callable, request: requests.PreparedRequest, **options) -> requests.Response:
        response = send(request, **options)
        if request.method == "GET":  # what is posted, and its answer, are logins
            headers = {name.lower(): value for name, value in response.headers.items()}
            self._visited.keep(str(request.url), response.status_code, headers, response.content)
        return response


class KeptWeb:
    """A web of what was kept at one visit; it never leaves the machine."""

    def __init__(self, visited: Visited):
        self._visited = visited

    def get(self, url: str, **_options) -> Page:
        return self._visited.find(url)

    def session(self) -> requests.Session:
        session = requests.Session()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _KeptAnswers(self._visited))
        return session


_LOGIN = Page("", 200, {}, b'{"access_token": "not needed", "accessJwt": "not needed"}')
"""Stands for the answer to every login."""


class _KeptAnswers(BaseAdapter):
    def __init__(self, visited: Visited):
        super().__init__()
        self._visited = visited

    def send(self, request: requests.PreparedRequest, **_options) -> requests.Response:
        page = self._visited.find(str(request.url)) if request.method == "GET" else _LOGIN
        response = requests.Response()
        response.status_code, response.url, response.request = page.status, page.url, request
        response.headers.update(page.headers)
        response._content = page.body
        return response

    def close(self) -> None:
        pass


def keeping(web: Web, folder: Path, entry: Entry, as_of: datetime, key: bytes) -> Web | KeepingWeb:
    """The web that an entry is to be visited with. What is older than its terms allow is taken away first."""
    own = folder / entry.slug
    prune(own, as_of, entry.terms.retention_days if entry.keep_payload else 0)
    return KeepingWeb(web, Visited(own / as_of.strftime(STAMP), key)) if entry.keep_payload else web


def prune(folder: Path, as_of: datetime, days: int | None) -> None:
    oldest = (as_of - timedelta(days=days or 0)).strftime(STAMP)
    for visit in folder.glob("*"):
        if visit.name < oldest:
            shutil.rmtree(visit)


def visits(folder: Path, source_slug: str, key: bytes) -> list[Visited]:
    """What was kept of a source, oldest first."""
    return [Visited(path, key) for path in sorted((folder / source_slug).glob("*"))]
