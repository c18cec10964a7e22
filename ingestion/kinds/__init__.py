"""One module per kind of source. A kind declares `Entry`, its fields in sources.yml, and `fetches(entry, visit)`.

`fetches` lists what would be read, cheaply and without touching it; each `Fetch` is then opened and read by itself, so that
one that fails stops no other.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from ingestion.quota import Ledger
    from ingestion.web import Web


@dataclass(frozen=True)
class Broken:
    """A record that could not even be read as one: its position from 1, what it said, and why.

    What it said is never written: nothing tells which part of it names a person. Address and position lead to it.
    """

    number: int
    content: str
    reason: str


@dataclass(frozen=True)
class Chunk:
    """Records as the source names them (any Arrow types), the position of each from 1, and those that would not read.

    `gone` holds references of records that the source says it has deleted. In a versioned chunk the column `version` is the
    source's own key of each record's version, and an equal one is a duplicate whatever else differs.
    """

    table: pa.Table
    numbers: Sequence[int]
    broken: list[Broken] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    is_versioned: bool = False


@dataclass
class Content:
    """What opening a fetch gave. `read` yields its records in chunks, and may set `cursor` while it does.

    `is_unchanged`: the other side said so (304), and there is nothing to read. `is_complete`: these records are all that the
    source has, so what is missing was deleted.
    """

    fingerprint: str
    byte_count: int
    read: Callable[[], Iterator[Chunk]]
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    cursor: str | None = None
    is_unchanged: bool = False
    is_complete: bool = False


@dataclass(frozen=True)
class Fetch:
    """One file, feed or query. `open` goes and gets it; remote ones are opened side by side, in threads.

    `address` is unique within its source and tells no place on this machine and no secret.
    """

    address: str
    open: Callable[[], Content]
    is_remote: bool = False


@dataclass(frozen=True)
class Visit:
    """What a run lends to a kind: the one web client, the quota ledger, and what is known from committed loads.

    `last` maps an address to its last outcome (a row of OUTCOMES: etag, last_modified, cursor, …); `as_of` is naive UTC.
    `is_known(ref, version)` tells whether the newest version of that record is `version` (column `version` of a chunk).
    """

    as_of: datetime
    web: Web
    ledger: Ledger
    last: Mapping[str, Mapping[str, Any]]
    is_known: Callable[[str, str], bool]


class FetchError(Exception):
    """A fetch that did not come to its records; `state` is its outcome, `weight` what it adds to the failures."""

    state = "gagal-tetap"
    weight = 1.0

    def __init__(self, message: str, http_status: int | None = None):
        super().__init__(message)
        self.http_status = http_status


class Unusable(FetchError):
    """It will be no better when asked again: no feed, a bomb, gone, refused."""


class Unavailable(FetchError):
    """It may pass: a time-out, a server error, too many requests. `retry_after` in seconds when the other side named it."""

    state = "gagal-sementara"
    weight = 0.25

    def __init__(self, message: str, http_status: int | None = None, retry_after: float | None = None):
        super().__init__(message, http_status)
        self.retry_after = retry_after


class Forbidden(FetchError):
    """Robots, the source's terms, or our own rule against private addresses say no."""

    state = "dilarang"


class NotConfigured(FetchError):
    """No token was given; the message says where to put one."""

    state = "tidak-dikonfigurasi"
    weight = 0.0


class QuotaSpent(FetchError):
    """What the API grants for this window is used up."""

    state = "kuota-habis"
    weight = 0.0


def kind_names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def kind_module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")


def text_chunk(
    records: Sequence[Mapping[str, Any]], broken: Sequence[Broken] = (), gone: Sequence[str] = (), first: int = 1
) -> Chunk:
    """Records with any values as a chunk of text columns, numbered from `first`; versioned when they have a `version`."""
    from ingestion.values import to_texts

    table = to_texts(records)
    numbers = range(first, first + len(records))
    return Chunk(table, numbers, list(broken), list(gone), is_versioned="version" in table.column_names)
