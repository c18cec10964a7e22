"""How sources stand: by what committed loads say of each, or by trying them now without keeping anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from ingestion.catalog import Entry, groups
from ingestion.commits import Known, read_known
from ingestion.fetching import open_one
from ingestion.kinds import Fetch, NotConfigured
from ingestion.landing import Landing
from ingestion.pipeline import Run, list_fetches, read_group
from ingestion.polling import RESTING_WEIGHT
from ingestion.quota import Books
from warehouse.layout import Layout

NEVER, RESTING, UNCONFIGURED, EMPTY = "belum-diambil", "beristirahat", NotConfigured.state, "kosong-sah"
FAILED = ("gagal-tetap", "dilarang", "gagal-sementara")
WORST_FIRST = (RESTING, *FAILED, "kuota-habis", UNCONFIGURED, NEVER, EMPTY, "tak-berubah", "baru")
FORGOTTEN = ("etag", "last_modified", "fingerprint", "next_due_at")
"""What would let a fetch end before anything was read, or not begin."""


@dataclass(frozen=True)
class Standing:
    """One source. `state` is that of its worst address, and so many of its addresses are in it; times are naive UTC.

    `next_due_at` is None when the next run asks at once.
    """

    slug: str
    kind: str
    group: str
    state: str
    state_count: int
    address_count: int
    fetched_at: datetime | None
    next_due_at: datetime | None
    document_count: int
    error: str | None


@dataclass(frozen=True)
class Trial:
    """What one address would give now: `document_count` records that pass the contract, `new_count` of them not there yet.

    `quarantined` maps reasons to the number of records that would be put aside.
    """

    slug: str
    address: str
    state: str
    document_count: int
    new_count: int
    quarantined: Mapping[str, int]
    seconds: float
    http_status: int | None
    error: str | None

    @property
    def has_failed(self) -> bool:
        return self.state in FAILED


def standings(entries: list[Entry], layout: Layout, as_of: datetime) -> list[Standing]:
    """Every entry, the worst first. Nothing is fetched: that a token is missing is asked of the kind itself, offline."""
    found = [
        _standing(entry, known.get(entry.slug) or Known(), as_of)
        for group, members in groups(entries).items()
        for known in [read_known(layout, group)]
        for entry in members
    ]
    return sorted(found, key=lambda standing: WORST_FIRST.index(standing.state))


def _standing(entry: Entry, known: Known, as_of: datetime) -> Standing:
    landing = Landing(entry, as_of, b"", known, lambda *_: None, count(1))
    fetches = list(list_fetches(landing, _Nowhere(), Books().ledger(entry.slug, as_of)))
    # an address that the entry no longer names may have failed for good
    rows = [row for fetch in fetches if (row := known.outcomes.get(fetch.address))]
    states = Counter(map(_state, rows)) + Counter({NEVER: len(fetches) - len(rows)})
    state = min(states, key=WORST_FIRST.index, default=NEVER)
    error = next((row["error"] for row in rows if _state(row) == state), None)
    if missing := _missing_secret(fetches):
        states, state, error = Counter({UNCONFIGURED: len(fetches)}), UNCONFIGURED, missing
    return Standing(
        entry.slug,
        entry.kind,
        entry.group,
        state,
        states[state],
        len(fetches),
        fetched_at=max((row["fetched_at"] for row in rows), default=None),
        next_due_at=_first_due(rows, len(fetches)),
        document_count=len(known.newest),
        error=error,
    )


def _state(row: Mapping[str, Any]) -> str:
    return RESTING if (row["failure_weight"] or 0.0) >= RESTING_WEIGHT else row["state_slug"]


def _first_due(rows: list[dict], address_count: int) -> datetime | None:
    due = [row["next_due_at"] for row in rows]
    return min(due) if due and all(due) and len(due) == address_count else None


class _Offline(Exception):
    """Asked for the web, where there is none."""


class _Nowhere:
    """A web that leads nowhere."""

    def get(self, *_arguments: Any, **_options: Any) -> Any:
        raise _Offline

    session = get


def _missing_secret(fetches: Iterable[Fetch]) -> str | None:
    """What a kind says for want of a secret, which it looks for before it asks anyone."""
    first = next((fetch for fetch in fetches if fetch.is_remote), None)
    failure = open_one(first).failure if first else None
    return str(failure) if isinstance(failure, NotConfigured) else None


def trials(entries: list[Entry], run: Run) -> Iterator[Trial]:
    """Fetch every entry now, due or not, side by side, and tell what each address would give. Nothing is written.

    An API is asked from where the last load ended, and what it charges is not booked.
    """
    entries = [entry.model_copy(update={"keep_payload": False}) for entry in entries]
    known = {slug: _unconditional(one) for group in groups(entries) for slug, one in read_known(run.layout, group).items()}
    reasons: dict[tuple[str, str], Counter[str]] = {}
    tried = set()
    for table, rows in read_group(entries, run, known):
        for row in rows.to_pylist() if table in ("quarantine", "outcomes") else ():
            place = row["source_slug"], row["address"]
            if table == "quarantine":
                reasons.setdefault(place, Counter())[row["reason_slug"]] += 1
            else:
                tried.add(row["source_slug"])
                yield _trial(row, reasons.pop(place, Counter()))
    for entry in entries:
        if entry.slug not in tried:
            yield Trial(entry.slug, "", EMPTY, 0, 0, {}, 0.0, None, "its path matches no file yet")


def _unconditional(known: Known) -> Known:
    outcomes = {address: {**row, **dict.fromkeys(FORGOTTEN)} for address, row in known.outcomes.items()}
    return replace(known, outcomes=outcomes)


def _trial(outcome: Mapping[str, Any], reasons: Counter[str]) -> Trial:
    return Trial(
        outcome["source_slug"],
        outcome["address"],
        outcome["state_slug"],
        outcome["loaded_count"] + outcome["duplicate_count"],
        outcome["loaded_count"],
        dict(reasons.most_common()),
        outcome["fetch_seconds"],
        outcome["http_status"],
        outcome["error"],
    )
