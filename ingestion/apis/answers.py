"""What APIs answer, as chunks of records for the contract; a record or page of another shape is broken, the rest stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ingestion.apis.client import MISSHAPEN, Page
from ingestion.kinds import Broken, Chunk, Content, FetchError, text_chunk
from ingestion.parsers.markup import digest
from warehouse.privacy import mask_handles as mask_handles

COUNTERS = ("likes", "shares", "replies", "views")

Record = dict[str, Any]


def read_chunk(
    document: Any,
    items: Callable[[Any], list],
    records: Callable[[Any], Iterable[Record]],
    gone: Callable[[Any], Iterable[str]] = lambda _: (),
    first: int = 1,
) -> Chunk:
    """The records of one answer. `items` finds the list in it, `records` reads one item of the list."""
    found, broken = _try(items, document, first)
    if broken is None and not isinstance(found, list):
        broken = Broken(first, _dump(document), "a page that holds no list of records")
    if broken is not None:
        return text_chunk([], [broken])
    rows, numbers, failed, number = [], [], [], first
    for item in found:
        read, broken = _try(lambda item: [_versioned(record) for record in records(item)], item, number)
        if broken is not None:
            failed.append(broken)
            number += 1
            continue
        rows += read
        numbers += range(number, number + len(read))
        number += len(read)
    deleted, _ = _try(lambda document: [str(ref) for ref in gone(document)], document, first)
    return replace(text_chunk(rows, failed, deleted or []), numbers=numbers)


def read_content(
    pages: Iterable[Page],
    read: Callable[[Page, int], Chunk],
    as_of: datetime,
    cursor: Callable[[list[Chunk]], str | None] = lambda _: None,
) -> Content:
    """All pages, read as far as they come; `read` gets a page and the number of its first record.

    A failure after the first page is raised behind the records that came before it, and leaves the cursor as it was.
    """
    got, failure = _gather(pages)
    chunks: list[Chunk] = []
    for page in got:
        chunks.append(read(page, 1 + sum(map(_length, chunks))))

    def each() -> Iterator[Chunk]:
        yield from chunks
        if failure is not None:
            raise failure

    # an empty answer is like every other one; with the time it is read again, so that its outcome says that it is empty
    stamp = "" if any(map(_length, chunks)) else as_of.isoformat()
    body = b"\n".join(page.body for page in got)
    return Content(
        fingerprint=digest(body.decode(errors="replace"), stamp),
        byte_count=len(body),
        read=each,
        http_status=got[-1].status if got else None,
        cursor=cursor(chunks),
    )


def newest(chunks: list[Chunk], column: str, order: Callable[[str], Any], before: str | None) -> str | None:
    """The highest value of a column, or `before`. Values that `order` has no place for (None) do not count."""
    found = [v for chunk in chunks if column in chunk.table.column_names for v in chunk.table.column(column).to_pylist()]
    known = [value for value in (before, *found) if value and order(value) is not None]
    return max(known, key=order, default=None)


def last_cursor(last: Mapping[str, Mapping[str, Any]], address: str) -> str | None:
    """Where the last fetch of an address ended."""
    return (last.get(address) or {}).get("cursor")


def as_number(value: str) -> int | None:
    """An id that counts upwards."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 30 else None


def as_moment(as_of: datetime) -> Callable[[str], datetime | None]:
    """Reads ISO times; those after `as_of` (naive UTC) have no place, for nothing newer would ever come."""

    def read(value: str) -> datetime | None:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment if moment.tzinfo and moment <= as_of.replace(tzinfo=UTC) else None

    return read


def _gather(pages: Iterable[Page]) -> tuple[list[Page], FetchError | None]:
    got: list[Page] = []
    try:
        for page in pages:
            got.append(page)
    except FetchError as error:
        if not got:
            raise
        return got, error
    return got, None


def _try(read: Callable[[Any], Any], value: Any, number: int) -> tuple[Any, Broken | None]:
    try:
        return read(value), None
    except KeyError as error:
        return None, Broken(number, _dump(value), f"it has no {error.args[0]!r}")
    except MISSHAPEN as error:
        return None, Broken(number, _dump(value), f"a field is not as documented ({type(error).__name__})")


def _versioned(record: Record) -> Record:
    """With a version that changes with what the record says, and with a counter when it gains a digit.

    Counters grow from poll to poll; a version for every like would bury the edits.
    """
    said = {name: value for name, value in record.items() if name not in COUNTERS}
    sizes = [len(str(record[name])) if record.get(name) is not None else 0 for name in COUNTERS]
    return {**record, "version": digest(_dump(said), str(sizes))}


def _length(chunk: Chunk) -> int:
    return chunk.table.num_rows + len(chunk.broken)


def _dump(value: Any) -> str:
    return json.dumps(value, default=str, sort_keys=True)
