"""When an address is asked again: as often as it has news, more seldom while it fails, and never given up for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_SECONDS, LONGEST_SECONDS, FIRST_SECONDS = 600, 86_400, 3_600
MOSTLY_KNOWN, MOSTLY_NEW = 2 / 3, 1 / 3
RESTING_WEIGHT, RESTING_SECONDS = 10.0, 7 * 86_400


@dataclass(frozen=True)
class Poll:
    """The interval in seconds, the time before which the address is left alone (naive UTC), and its weighted failures."""

    poll_seconds: int
    next_due_at: datetime
    failure_weight: float


def after_success(as_of: datetime, interval: int | None, read: int, duplicate: int) -> Poll:
    """Slower when more than 2/3 of what was read was there already (or nothing came), faster below 1/3."""
    seconds = interval or FIRST_SECONDS
    known = duplicate / read if read else 1.0
    if known > MOSTLY_KNOWN:
        seconds = min(seconds * 2, LONGEST_SECONDS)
    elif known < MOSTLY_NEW:
        seconds = max(seconds // 2, SHORTEST_SECONDS)
    return Poll(seconds, as_of + timedelta(seconds=seconds), 0.0)


def after_failure(as_of: datetime, interval: int | None, before: float, weight: float, retry_after: float | None) -> Poll:
    """Twice as late with every whole failure, at most a day; an address at rest is asked once a week: it may come back.

    A failure without weight (no token, no quota left) asked nobody, so the address stays due.
    """
    seconds, total = interval or FIRST_SECONDS, before + weight
    if not weight:
        return Poll(seconds, as_of, total)
    wait = RESTING_SECONDS if total >= RESTING_WEIGHT else min(seconds * 2**total, LONGEST_SECONDS)
    return Poll(seconds, as_of + timedelta(seconds=max(wait, retry_after or 0.0)), total)


def is_due(last: dict | None, as_of: datetime) -> bool:
    """Whether an address with this last outcome is to be asked at `as_of`."""
    due = last and last["next_due_at"]
    return not due or due <= as_of
