"""Opening side by side: all of them, no more at once than allowed, and one that fails stops no other."""

from __future__ import annotations

import threading

from ingestion.fetching import WAITING, WORKERS, open_all
from ingestion.kinds import Content, Fetch, Unavailable


def content(name: str) -> Content:
    return Content(fingerprint=name, byte_count=1, read=lambda: iter(()))


def test_every_fetch_comes_back_once_with_whom_it_is_of():
    fetches = [
        (number, Fetch(f"umpan {number}", lambda number=number: content(str(number)), True)) for number in range(3 * WAITING)
    ]
    opened = {(of, fetch.address, found.content.fingerprint) for of, fetch, found in open_all(fetches)}
    assert opened == {(number, f"umpan {number}", str(number)) for number in range(3 * WAITING)}


def test_remote_fetches_are_opened_side_by_side():
    together = threading.Barrier(WORKERS, timeout=30)

    def open_() -> Content:
        together.wait()  # breaks unless as many are under way at once
        return content("x")

    opened = [found for _, _, found in open_all([(None, Fetch(str(n), open_, True)) for n in range(WORKERS)])]
    assert [found.failure for found in opened] == [None] * WORKERS


def test_files_are_opened_when_their_turn_comes_in_their_order():
    log: list[str] = []

    def fetch(name: str) -> Fetch:
        return Fetch(name, lambda: log.append(name) or content(name))

    turns = open_all([(None, fetch(name)) for name in "abc"])
    next(turns)
    assert log == ["a"]
    assert [fetch.address for _, fetch, _ in turns] == ["b", "c"]


def test_a_fetch_that_fails_stops_no_other():
    def fail() -> Content:
        raise Unavailable("tidak menjawab")

    fetches = [(None, Fetch("rusak", fail, True)), (None, Fetch("utuh", lambda: content("x"), True))]
    found = {fetch.address: opened for _, fetch, opened in open_all(fetches)}
    assert str(found["rusak"].failure) == "tidak menjawab"
    assert found["utuh"].content is not None


def test_no_more_bodies_wait_than_allowed():
    opened = threading.Semaphore(0)

    def open_() -> Content:
        opened.release()
        return content("x")

    turns = open_all([(None, Fetch(str(n), open_, True)) for n in range(4 * WAITING)])
    next(turns)
    for _ in range(WAITING):
        assert opened.acquire(timeout=30)
    count = WAITING
    while opened.acquire(blocking=False):
        count += 1
    assert count <= 2 * WAITING
    assert len(list(turns)) == 4 * WAITING - 1
