"""The one way to the outside: polite (pacing, robots, conditional requests), capped, and for public addresses only."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import requests
from requests.hooks import dispatch_hook

from ingestion.kinds import Unusable
from ingestion.web.caps import Caps, place
from ingestion.web.exchange import PERMANENT, USER_AGENT, Exchange, prepare
from ingestion.web.pacing import Pacing
from ingestion.web.robots import Robots
from ingestion.web.statuses import status_error

__all__ = ["Caps", "Page", "Web", "raise_for_status"]

# its debug lines, and its warnings about odd headers, hold whole addresses, and with them the keys in query strings
logging.getLogger("urllib3").setLevel(logging.ERROR)

_USUAL = Caps()


@dataclass(frozen=True)
class Page:
    """What an address gave. `url` is where the redirects ended; header names are in lower case; `body` is unpacked.

    `moved_to`: the address to ask from now on, when the redirects began with permanent ones (301, 308).
    `is_unchanged`: the other side answered 304 to the etag or date that it was shown.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None
    is_unchanged: bool = False


class Web:
    """One per run, thread-safe. A host in `private_hosts` ("host" or "host:port") may have a private address.

    `sleep` and `clock` serve pacing, retries and dead lines; the time-outs of single reads and connections are the system's.
    Proxies, netrc and cookies are not used.
    """

    def __init__(
        self,
        caps: Caps = _USUAL,
        private_hosts: frozenset[str] = frozenset(),
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ):
        pacing = Pacing(caps.host_interval_seconds, sleep, clock)
        self._exchange = Exchange(caps, private_hosts, pacing, clock)
        self._robots = Robots(lambda url: self.get(url, robots=False).body, pacing.slow_down)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        robots: bool = True,
        accept: str = "*/*",
    ) -> Page:
        """The page at `url`, or word that it has not changed since `etag` and `last_modified`.

        Raises Unavailable (time-out, connection, 429, 5xx, a body that ends early, no word from robots.txt), Unusable (4xx,
        too big, too many redirects, no http address) and Forbidden (robots.txt, a private address). No message holds a query.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        fields = {**_fields(accept), **{name: value for name, value in known.items() if value}, **(headers or {})}
        response = self._exchange.send(prepare(url, fields), self._robots.check if robots else None)
        if error := status_error(response):
            raise error
        is_unchanged = response.status_code == 304
        if is_unchanged and not (etag or last_modified):
            raise Unusable(f"{place(response.url)} answered 304 to a request without conditions", 304)
        names = {name.lower(): value for name, value in response.headers.items()}
        return Page(response.url, response.status_code, names, response.content, _moved_to(response), is_unchanged)

    def session(self) -> requests.Session:
        """For the official APIs, through dlt's RESTClient: the same guard, pacing, retries and caps, and no robots.txt.

        FetchErrors are raised for what is no answer (connection, private address, too big). An answer of any status comes
        back as it is, for an API tells by status, header and body what is wrong. RESTClient raises an HTTPError for it, unless
        the hook is named: `client.paginate(path, hooks={"response": [raise_for_status]})` raises FetchErrors here as well.
        """
        return _Session(self._exchange)


class _Session(requests.Session):
    def __init__(self, exchange: Exchange):
        super().__init__()
        self._exchange = exchange
        self.trust_env = False
        self.headers = requests.structures.CaseInsensitiveDict(_fields("application/json"))

    def send(self, request: requests.PreparedRequest, **options) -> requests.Response:
        """Options of requests (timeout, proxies, verify, stream, allow_redirects) change nothing: the caps hold."""
        response = self._exchange.send(request)
        return dispatch_hook("response", request.hooks, response, **options)


def raise_for_status(response: requests.Response, *_arguments, **_options) -> None:
    """A hook of requests: Unavailable (with `retry_after`) for 429 and 5xx, Unusable for the other errors."""
    if error := status_error(response):
        raise error


def _fields(accept: str) -> dict[str, str]:
    return {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "gzip"}


def _moved_to(response: requests.Response) -> str | None:
    target = None
    for hop, following in itertools.pairwise([*response.history, response]):
        if hop.status_code not in PERMANENT:
            break
        target = following.url
    return target
