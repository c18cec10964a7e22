"""Opening fetches: remote ones side by side in threads, files one after the other when their turn comes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from ingestion.kinds import Content, Fetch

WORKERS = 16
WAITING = 2 * WORKERS
"""Fetches that are under way or wait to be read: what bounds the memory that their bodies take."""

Of = TypeVar("Of")


@dataclass(frozen=True)
class Opened:
    """What opening gave, or what it failed with, and how long it took."""

    content: Content | None
    failure: Exception | None
    seconds: float


def open_all(fetches: Iterable[tuple[Of, Fetch]]) -> Iterator[tuple[Of, Fetch, Opened]]:
    """Every fetch with what opening it gave: files in their order, then remote ones as they come."""
    fetches = list(fetches)
    for of, fetch in fetches:
        if not fetch.is_remote:
            yield of, fetch, open_one(fetch)
    yield from _open_side_by_side([(of, fetch) for of, fetch in fetches if fetch.is_remote])


def _open_side_by_side(fetches: list[tuple[Of, Fetch]]) -> Iterator[tuple[Of, Fetch, Opened]]:
    left = iter(fetches)
    running: dict[Future[Opened], tuple[Of, Fetch]] = {}
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="fetch")
    try:
        while True:
            while len(running) < WAITING and (turn := next(left, None)):
                running[pool.submit(open_one, turn[1])] = turn
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield *running.pop(future), future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def open_one(fetch: Fetch) -> Opened:
    started = time.monotonic()
    content, failure = None, None
    try:
        content = fetch.open()
    except Exception as error:  # noqa: BLE001  (any defect of a fetch is an outcome of that fetch, whichever library raised it)
        failure = error
    return Opened(content, failure, time.monotonic() - started)
