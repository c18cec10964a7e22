"""What a fetch brought becomes rows for raw: fresh documents, quarantine, deletions, and always its outcome."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime

import orjson
import pyarrow as pa

from ingestion import polling
from ingestion.catalog import Entry
from ingestion.commits import Known
from ingestion.contract import Batch, apply_contract, document_id
from ingestion.fetching import Opened
from ingestion.kinds import Chunk, Content, Fetch, FetchError
from warehouse import privacy
from warehouse.schemas import DELETIONS, DOCUMENTS, OUTCOMES

CONTRACT_VERSION = "3"
"""Raise when a change of the contract makes every file worth reading again."""
HEALTHY = frozenset({"baru", "tak-berubah", "kosong-sah"})
CARRIED = ("etag", "last_modified", "cursor")
"""What one outcome hands to the next of the same address."""
POSITION = DOCUMENTS.get_field_index("load_position")

Rows = Iterator[tuple[str, pa.Table]]
"""(raw table, rows) pairs."""


@dataclass
class Tally:
    """The counts of one fetch."""

    read_count: int = 0
    loaded_count: int = 0
    duplicate_count: int = 0
    quarantined_count: int = 0


@dataclass
class Landing:
    """One source in one run. `known` grows by what lands; `position` numbers the documents of the load.

    `is_replay`: what is read was seen before, so that an earlier wording is no news.
    """

    entry: Entry
    as_of: datetime
    key: bytes
    known: Known
    progress: Callable[[str, int], None]
    position: Iterator[int]
    is_replay: bool = False
    read_count: int = field(default=0, init=False)

    def land(self, fetch: Fetch, opened: Opened) -> Rows:
        """The rows of one fetch, with its outcome as the last. A failure is an outcome, too, and stops no other fetch."""
        started, tally, last = time.monotonic(), Tally(), self.known.outcomes.get(fetch.address)
        content, failure, state = opened.content, opened.failure, None
        if content is not None:
            try:
                state = self._settled(content, last)
                if state is None:
                    yield from self._read(fetch, content, tally)
                    fresh = tally.loaded_count or tally.quarantined_count
                    state = "baru" if fresh else "tak-berubah" if tally.read_count else "kosong-sah"
            except Exception as error:  # noqa: BLE001  (any defect of a file is an outcome of it, whichever reader raised it)
                failure = error
        seconds = opened.seconds + time.monotonic() - started
        outcome = self._outcome(fetch, content, failure, state, tally, seconds, last)
        self.known.outcomes[fetch.address] = outcome
        yield "outcomes", pa.Table.from_pylist([outcome], OUTCOMES)

    def _settled(self, content: Content, last: dict | None) -> str | None:
        """The state of content that need not be read, because the last fetch read the very same; else None."""
        if content.is_unchanged:
            return "tak-berubah"
        if last is None or last["fingerprint"] != self._fingerprint(content):
            return None
        if last["state_slug"] == "gagal-tetap":
            raise FetchError(last["error"])
        return "tak-berubah" if last["state_slug"] in HEALTHY else None

    def _read(self, fetch: Fetch, content: Content, tally: Tally) -> Rows:
        met: set[str] = set()
        for chunk, batch in self._batches(fetch, content):
            fresh = self._fresh(batch.documents, met, looks_again=fetch.is_remote and not self.is_replay)
            tally.read_count += chunk.table.num_rows + len(chunk.broken)
            tally.loaded_count += fresh.num_rows
            tally.duplicate_count += batch.documents.num_rows - fresh.num_rows
            tally.quarantined_count += batch.quarantine.num_rows
            self._tell(chunk)
            if fresh.num_rows:
                yield "documents", fresh
            if batch.quarantine.num_rows:
                yield "quarantine", batch.quarantine
            yield from self._deletions({document_id(self.entry.slug, ref, self.key): ref for ref in chunk.gone}, fetch)
        if content.is_complete and not tally.quarantined_count:
            yield from self._deletions(dict.fromkeys(self.known.newest.keys() - met), fetch)

    def _batches(self, fetch: Fetch, content: Content) -> Iterator[tuple[Chunk, Batch]]:
        chunks = content.read()
        while True:
            with _collection_paused():
                chunk = next(chunks, None)
                if chunk is None:
                    return
                batch = apply_contract(chunk, self.entry, fetch.address, self.as_of, self.key)
            yield chunk, batch

    def _tell(self, chunk: Chunk) -> None:
        self.read_count += chunk.table.num_rows + len(chunk.broken)
        self.progress(self.entry.slug, self.read_count)

    def _fresh(self, documents: pa.Table, met: set[str], looks_again: bool) -> pa.Table:
        """The documents whose content was not there before, each once.

        A page shows what stands there now, so (`looks_again`) a document that went back to an earlier wording is fresh, too.
        A file may hold its own history, and a version in it that was read before is no news.
        """
        known, fresh = self.known, []
        ids, hashes = (documents.column(name).to_pylist() for name in ("document_id", "content_hash"))
        for document, content in zip(ids, hashes, strict=True):
            is_back = looks_again and document not in met and known.newest.get(document) != content
            is_fresh = content not in known.hashes or is_back or document in known.gone
            fresh.append(is_fresh)
            met.add(document)
            if is_fresh:
                known.hashes.add(content)
                known.newest[document] = content
                known.gone.discard(document)
        found = documents.filter(pa.array(fresh, pa.bool_()))
        positions = pa.array([next(self.position) for _ in range(found.num_rows)], pa.int64())
        return found.set_column(POSITION, DOCUMENTS.field(POSITION), positions)

    def _deletions(self, documents: dict[str, str | None], fetch: Fetch) -> Rows:
        """Rows for documents that are known and not yet told as gone."""
        gone = [d for d in sorted(documents) if d in self.known.newest and d not in self.known.gone]
        self.known.gone.update(gone)
        if gone:
            rows = {
                "document_id": gone,
                "source_slug": [self.entry.slug] * len(gone),
                "address": [fetch.address] * len(gone),
                "seen_at": [self.as_of] * len(gone),
            }
            yield "deletions", pa.table(rows, DELETIONS)

    def _outcome(
        self,
        fetch: Fetch,
        content: Content | None,
        failure: Exception | None,
        state: str | None,
        tally: Tally,
        seconds: float,
        last: dict | None,
    ) -> dict:
        fingerprint = content and (last and last["fingerprint"] if content.is_unchanged else self._fingerprint(content))
        # what a failed fetch had in hand is not kept: the next one is to ask for all of it again
        came = content if failure is None else None
        carried = {name: (came and getattr(came, name)) or (last and last[name]) for name in CARRIED}
        return {
            "fetch_id": _digest(self.entry.slug, fetch.address, fingerprint, self.as_of.isoformat()),
            "source_slug": self.entry.slug,
            "address": fetch.address,
            "state_slug": state or _failed_state(failure),
            **asdict(tally),
            "byte_count": content.byte_count if content else 0,
            "fetch_seconds": round(seconds, 3),
            "error": failure and self._error(failure),
            "fingerprint": fingerprint,
            "fetched_at": self.as_of,
            "http_status": content.http_status if content else getattr(failure, "http_status", None),
            "moved_to": content.moved_to if content else None,
            **carried,
            **(asdict(self._poll(failure, tally, last)) if fetch.is_remote else {}),
        }

    def _poll(self, failure: Exception | None, tally: Tally, last: dict | None) -> polling.Poll:
        interval, weight = (last["poll_seconds"], last["failure_weight"] or 0.0) if last else (None, 0.0)
        if failure is None:
            return polling.after_success(self.as_of, interval, tally.read_count, tally.duplicate_count)
        added, retry_after = getattr(failure, "weight", 1.0), getattr(failure, "retry_after", None)
        return polling.after_failure(self.as_of, interval, weight, added, retry_after)

    def _error(self, failure: Exception) -> str:
        told = str(failure) if isinstance(failure, FetchError) else f"{type(failure).__name__}: {failure}"
        return privacy.mask_text(told.replace(str(self.entry.folder), "…"))

    def _fingerprint(self, content: Content) -> str:
        settings = orjson.dumps(self.entry.model_dump(mode="json", exclude={"folder"}), option=orjson.OPT_SORT_KEYS)
        return _digest(CONTRACT_VERSION, settings.decode(), content.fingerprint)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Without the search for reference cycles, which a chunk has none of, and which takes longer than reading its records."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _failed_state(failure: Exception | None) -> str:
    if isinstance(failure, FetchError):
        return failure.state
    # Arrow's OSError of a corrupt file has no number
    return "gagal-sementara" if isinstance(failure, OSError) and failure.errno is not None else "gagal-tetap"


def _digest(*parts: str | None) -> str:
    return hashlib.blake2b("\x1f".join(part or "" for part in parts).encode(), digest_size=16).hexdigest()
