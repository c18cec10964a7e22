"""What the APIs grant and what was spent of it, across runs, sources and threads.

An API counts in windows (a day in Los Angeles, fifteen minutes, a month). `Books` holds what committed loads and this run
have spent in each of them, so that a request that would pass the limit is never sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from ingestion.kinds import QuotaSpent

Window = tuple[str, datetime]


class Books:
    """The books of one run, shared by all its sources and threads.

    `previous` are rows of QUOTA from committed loads (api_slug, window_started_at as naive UTC, spent_units).
    """

    def __init__(self, previous: Iterable[Mapping[str, Any]] = ()):
        self._lock = Lock()
        self._spent: dict[Window, int] = defaultdict(int)
        for row in previous:
            self._spent[row["api_slug"], row["window_started_at"]] += row["spent_units"]

    def ledger(self, source_slug: str, as_of: datetime) -> Ledger:
        """The ledger of one source; `as_of` is naive UTC."""
        return Ledger(self, source_slug, as_of)

    def enter(self, window: Window, units: int, limit: int) -> None:
        """Book `units` on a window, or raise QuotaSpent and book nothing."""
        with self._lock:
            spent = self._spent[window]
            if units > 0 and spent + units > limit:
                api, start = window
                raise QuotaSpent(
                    f"{api}: {spent} of {limit} units are spent in the window from {start:%Y-%m-%d %H:%M} UTC on, "
                    f"and {units} more would pass the limit; a run in the next window goes on"
                )
            self._spent[window] = spent + units


@dataclass
class Ledger:
    """What one source spends in one run."""

    books: Books
    source_slug: str
    as_of: datetime
    _lock: Lock = field(default_factory=Lock, repr=False)
    _spent: dict[Window, tuple[int, int]] = field(default_factory=dict, repr=False)

    def spend(self, api: str, units: int, limit: int, window_start: datetime) -> None:
        """Book `units` before the request that costs them; QuotaSpent when the window has no room for them.

        Negative units give back what a booking did not need. `window_start` is naive UTC.
        """
        window = (api, window_start)
        self.books.enter(window, units, limit)
        with self._lock:
            self._spent[window] = (self._spent.get(window, (0, limit))[0] + units, limit)

    def rows(self) -> list[dict[str, Any]]:
        """Rows of QUOTA, one for each window that this source has spent in."""
        with self._lock:
            booked = sorted(self._spent.items())
        return [
            {
                "api_slug": api,
                "source_slug": self.source_slug,
                "window_started_at": start,
                "spent_units": units,
                "limit_units": limit,
                "spent_at": self.as_of,
            }
            for (api, start), (units, limit) in booked
            if units
        ]


def window_of(as_of: datetime, minutes: int) -> datetime:
    """Start of the window of so many minutes, counted from midnight UTC, that `as_of` (naive UTC) lies in."""
    midnight = as_of.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (as_of - midnight) // timedelta(minutes=minutes) * timedelta(minutes=minutes)


def day_of(as_of: datetime, zone: str = "UTC") -> datetime:
    """Midnight in `zone` before `as_of`, as naive UTC."""
    local = as_of.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC).replace(tzinfo=None)


def month_of(as_of: datetime) -> datetime:
    """The first of the month, UTC."""
    return as_of.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
