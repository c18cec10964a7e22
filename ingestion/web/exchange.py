"""A request and what comes of it: its turn, its retries, its redirects, its body; all under the caps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlsplit

import requests
from requests.sessions import SessionRedirectMixin
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as ReadingTimeout

from ingestion.kinds import Unavailable, Unusable
from ingestion.web.bodies import read_body
from ingestion.web.caps import Caps, place
from ingestion.web.connections import GuardedAdapter, Limits, limits
from ingestion.web.pacing import Pacing
from ingestion.web.statuses import may_pass, retry_after

USER_AGENT = "Pantau/0.1 (an open data stack that watches public issues in Indonesia)"
PERMANENT = {301, 308}
_REDIRECTS = PERMANENT | {302, 303, 307}
_REPEATABLE = {"GET", "HEAD"}
_FIRST_PAUSE_SECONDS = 1.0
# what another host may see; anything else may be a key, whatever its name
_HARMLESS = {"user-agent", "accept", "accept-encoding", "accept-language", "if-none-match", "if-modified-since"}


def prepare(url: str, headers: Mapping[str, str], method: str = "GET") -> requests.PreparedRequest:
    """Raises Unusable for what cannot be sent."""
    check_address(url)
    try:
        return requests.Request(method, url, headers=dict(headers)).prepare()
    except (requests.RequestException, ValueError):
        raise Unusable(f"{place(url)} cannot be requested; mend the address or its headers") from None


def check_address(url: str | None) -> None:
    """Raises Unusable for anything but http and https, and for an address that carries a user or a password."""
    try:
        parts = urlsplit(url or "")
        named = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        named = None
    if not named:
        raise Unusable(f"{place(url)} is no http or https address")
    if "@" in parts.netloc:
        raise Unusable(f"{place(url)}: an address with a user name or password is refused; put them in a header")


class Exchange:
    """Thread-safe; connections are pooled."""

    def __init__(self, caps: Caps, private_hosts: frozenset[str], pacing: Pacing, clock: Callable[[], float]):
        self._caps, self._pacing, self._clock = caps, pacing, clock
        self._private_hosts = frozenset(host.lower() for host in private_hosts)
        self._adapter = GuardedAdapter()

    def send(self, request: requests.PreparedRequest, check: Callable[[str], None] | None = None) -> requests.Response:
        """The answer at the end of the redirects, whatever its status, with its body read; `history` holds the hops.

        `check` is asked about every hop before it is made. Raises Unavailable, Unusable and Forbidden.
        """
        history: list[requests.Response] = []
        while True:
            check_address(request.url)
            if check:
                check(request.url)
            response = self._send_with_retries(request)
            target = _redirect_target(response)
            if target is None:
                response.history = history
                return response
            history.append(response)
            if len(history) > self._caps.max_redirects:
                raise Unusable(
                    f"{place(history[0].url)} was redirected more than {self._caps.max_redirects} times", response.status_code
                )
            request = _redirected(request, target)

    def _send_with_retries(self, request: requests.PreparedRequest) -> requests.Response:
        host = urlsplit(request.url).hostname.rstrip(".")
        left = self._caps.total_seconds
        retries = self._caps.retries if request.method in _REPEATABLE else 0
        for attempt in range(retries + 1):
            self._pacing.wait(host)
            started = self._clock()
            answer = self._attempt(request, left)
            left -= self._clock() - started
            pause = _pause(answer, attempt)
            if pause is None or pause >= left or attempt == retries:
                break
            left -= pause
            self._pacing.hold(host, pause)
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    def _attempt(self, request: requests.PreparedRequest, seconds: float) -> requests.Response | Unavailable:
        token = limits.set(Limits(self._clock() + seconds, self._clock, self._private_hosts))
        try:
            return self._answer(request)
        except Unavailable as error:
            return error
        except (requests.Timeout, ReadingTimeout):
            return Unavailable(f"{place(request.url)} gave no whole answer in time")
        except requests.exceptions.SSLError:
            return Unavailable(f"{place(request.url)}: its TLS certificate or handshake was not accepted")
        except (requests.RequestException, HTTPError) as error:
            return Unavailable(f"{place(request.url)}: the connection broke off ({type(error).__name__})")
        finally:
            limits.reset(token)

    def _answer(self, request: requests.PreparedRequest) -> requests.Response:
        timeouts = (self._caps.connect_seconds, self._caps.read_seconds)
        response = self._adapter.send(request, stream=True, timeout=timeouts)
        try:
            response._content = b"" if _is_redirect(response) else read_body(response, self._caps.max_bytes)
        finally:
            response.raw.close()  # a connection whose answer was read to its end is back in the pool by now
        response._content_consumed = True
        return response


def _pause(answer: requests.Response | Unavailable, attempt: int) -> float | None:
    """Seconds until it is worth asking again; None when it is not."""
    backoff = _FIRST_PAUSE_SECONDS * 2**attempt
    if isinstance(answer, Unavailable):
        return backoff
    if not may_pass(answer.status_code):
        return None
    named = retry_after(answer)
    if answer.status_code == 429 and named is None:
        return None  # asking again is what it complains about
    return max(backoff, named or 0.0)


def _is_redirect(response: requests.Response) -> bool:
    return response.status_code in _REDIRECTS and "Location" in response.headers


def _redirect_target(response: requests.Response) -> str | None:
    if not _is_redirect(response):
        return None
    location = response.headers["Location"].encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return urljoin(response.url, location)
    except ValueError:
        raise Unusable(f"{place(response.url)} redirects to an address that is none", response.status_code) from None


def _redirected(request: requests.PreparedRequest, target: str) -> requests.PreparedRequest:
    if request.method not in _REPEATABLE:
        raise Unusable(f"{place(request.url)} redirects a {request.method}, which is not sent twice")
    headers: Mapping[str, str] = request.headers
    if SessionRedirectMixin().should_strip_auth(request.url, target):
        headers = CaseInsensitiveDict((name, value) for name, value in headers.items() if name.lower() in _HARMLESS)
    return prepare(target, headers, request.method)
