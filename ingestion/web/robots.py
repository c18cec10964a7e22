"""What the robots.txt of a host allows (RFC 9309), read once per host and run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from ingestion.kinds import Forbidden, Unavailable, Unusable
from ingestion.web.caps import place

AGENT = "Pantau"
_MAX_BYTES = 500 * 1024


class _Rules:
    """The rules of one host; the first who asks reads them, and the others wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.parser: Protego | None = None
        self.trouble: str | None = None


class Robots:
    """`read` gets the body of an address, and raises FetchErrors; `slow_down(host, seconds)` is told of a Crawl-delay.

    Without a robots.txt (4xx) everything is allowed. While it cannot be had (5xx, 429, no connection) nothing is.
    """

    def __init__(self, read: Callable[[str], bytes], slow_down: Callable[[str, float], None]):
        self._read, self._slow_down = read, slow_down
        self._hosts: dict[str, _Rules] = {}
        self._lock = threading.Lock()

    def check(self, url: str) -> None:
        """Raises Forbidden when the host does not want us at `url`, Unavailable when it cannot say."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            rules = self._hosts.setdefault(origin, _Rules())
        with rules.lock:
            if rules.parser is None and rules.trouble is None:
                self._learn(rules, origin)
        if rules.trouble is not None:
            raise Unavailable(rules.trouble)
        if not rules.parser.can_fetch(url, AGENT):
            raise Forbidden(f"{place(url)} is not for us, says {origin}/robots.txt")

    def _learn(self, rules: _Rules, origin: str) -> None:
        try:
            text = self._read(f"{origin}/robots.txt")[:_MAX_BYTES].decode("utf-8-sig", "replace")
        except Unusable as error:
            if not 400 <= (error.http_status or 0) < 500:
                rules.trouble = f"nothing is fetched from {origin} in this run, for its robots.txt cannot be read: {error}"
                return
            text = ""
        except Unavailable as error:
            rules.trouble = f"nothing is fetched from {origin} in this run, for its robots.txt cannot be had: {error}"
            return
        rules.parser = Protego.parse(text)
        if delay := rules.parser.crawl_delay(AGENT):
            self._slow_down(urlsplit(origin).hostname, delay)
