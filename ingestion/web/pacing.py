"""One start per host and interval, however many threads ask; different hosts do not wait for each other."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

_LONGEST_INTERVAL = 30.0


class Pacing:
    """Starts are handed out in the order of asking; the lock is never held while somebody sleeps."""

    def __init__(self, interval_seconds: float, sleep: Callable[[float], None], clock: Callable[[], float]):
        self._interval, self._sleep, self._clock = interval_seconds, sleep, clock
        self._slower: dict[str, float] = {}
        self._last_start: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Returns when it is the caller's turn to start a request to `host`."""
        with self._lock:
            now = self._clock()
            start = max(now, self._last_start.get(host, -math.inf) + self._interval_of(host))
            self._last_start[host] = start
        if start > now:
            self._sleep(start - now)

    def hold(self, host: str, seconds: float) -> None:
        """No further start is handed out before `seconds` from now: the host is in trouble, or asked for rest."""
        with self._lock:
            held = self._clock() + seconds - self._interval_of(host)
            self._last_start[host] = max(self._last_start.get(host, held), held)

    def slow_down(self, host: str, seconds: float) -> None:
        """The host asks for this interval (Crawl-delay); it is followed up to 30 s, and never below our own."""
        with self._lock:
            self._slower[host] = max(self._interval, min(seconds, _LONGEST_INTERVAL))

    def _interval_of(self, host: str) -> float:
        return self._slower.get(host, self._interval)
