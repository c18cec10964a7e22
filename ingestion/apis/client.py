"""Official APIs: questions asked page by page through dlt's client, and paid for before they are asked.

Tokens come from `tokens` and travel in headers; what an answer says is read in `answers`, what a refusal means in `refusals`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

import requests
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.exceptions import IgnoreResponseException
from dlt.sources.helpers.rest_client.paginators import BaseReferencePaginator
from requests.auth import AuthBase

from ingestion.apis.refusals import refusal, refusal_code
from ingestion.kinds import FetchError, Unusable, Visit

MISSHAPEN = (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError)
"""What looking for a documented field in something else raises."""
HIDDEN = "…"
ADDRESS_LOGGERS = tuple(logging.getLogger(f"urllib3.{name}") for name in ("connection", "connectionpool"))


@dataclass(frozen=True)
class Cost:
    """What one request takes from a quota. `used` tells from the answer what of it was needed; the rest is given back."""

    api: str
    units: int
    limit: int
    window_start: datetime
    used: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class Page:
    """One answer: the JSON document, the bytes it came in, and what of the question reading it needs."""

    document: Any
    body: bytes
    status: int
    about: Any = None


class Following(BaseReferencePaginator):
    """Goes on with `param` as long as `find` finds one in the answer, up to `pages` pages, never twice with the same."""

    def __init__(self, param: str, find: Callable[[Any], Any], pages: int):
        super().__init__()
        self._param, self._find, self._left = param, find, pages
        self._met: set[str] = set()

    def update_state(self, response: requests.Response, data: list[Any] | None = None) -> None:  # noqa: ARG002
        self._left -= 1
        try:
            found = self._find(response.json())
        except MISSHAPEN:
            found = None  # a page of another shape is told as broken by whoever reads it, and leads nowhere
        is_new = isinstance(found, str | int) and found != "" and str(found) not in self._met
        self._next_reference = str(found) if is_new and self._left > 0 else None
        self._met.add(str(found))

    def update_request(self, request: requests.Request) -> None:
        request.params = {**(request.params or {}), self._param: self._next_reference}


def one_page() -> Following:
    return Following("", lambda _: None, 1)


@dataclass
class Api:
    """One API, as one fetch asks it. `help` says what to do when it refuses; `secrets` are repeated in no message.

    An answer whose error code is in `ignored` ends its paging without an error.
    """

    name: str
    base: str
    visit: Visit
    costs: tuple[Cost, ...] = ()
    auth: AuthBase | None = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    help: str = ""
    ignored: frozenset[str] = frozenset()

    def pages(self, path: str, params: Mapping[str, Any], following: Following, about: Any = None) -> Iterator[Page]:
        """The pages of a question, each paid for before it is asked. Raises FetchErrors."""
        given = {name: value for name, value in params.items() if value is not None}
        with self._plain_errors():
            client = RESTClient(self.base, auth=self.auth, session=self.visit.web.session())
            asked = client.paginate(path, params=given, paginator=following, data_selector="$", hooks=self._hooks())
        while following.has_next_page:
            with self._paid() as settle, self._plain_errors():
                page = next(asked, None)
                if page is None:
                    return
                document = page.response.json()
                settle(document)
            yield Page(document, page.response.content, page.response.status_code, about)

    def login(self, url: str, field_name: str, **options: Any) -> str:
        """A short-lived token: what stands in one field of the answer to a POST with these options of requests."""
        with self._paid(), self._plain_errors():
            token = self._send("POST", url, **options).json()[field_name]
            if not isinstance(token, str) or not token:
                raise ValueError(field_name)
        return token

    def secret_page(self, path: str) -> Iterator[Page]:
        """The one page of a path that holds a secret."""
        with self._paid(), self._plain_errors():
            response = self._send("GET", f"{self.base}/{path}")
            document = response.json()
        yield Page(document, response.content, response.status_code)

    def _send(self, method: str, url: str, **options: Any) -> requests.Response:
        """Without dlt's client, which logs addresses and what it posts; urllib3 logs addresses, too."""
        concealing = _Concealing(self._hide)
        for logger in ADDRESS_LOGGERS:
            logger.addFilter(concealing)
        try:
            return self.visit.web.session().request(method, url, hooks=self._hooks(), **options)
        finally:
            for logger in ADDRESS_LOGGERS:
                logger.removeFilter(concealing)

    def _hooks(self) -> dict[str, list[Callable]]:
        return {"response": [self._check]}

    def _check(self, response: requests.Response, *_arguments: Any, **_options: Any) -> None:
        if response.status_code < 300:
            return
        if refusal_code(response) in self.ignored:
            raise IgnoreResponseException
        raise refusal(response, self.name, self.help, bool(self.secrets), self.visit.as_of)

    @contextmanager
    def _paid(self) -> Iterator[Callable[[Any], None]]:
        """Books the costs; what the answer (none, when there is none) did not need is given back."""
        for cost in self.costs:
            self.visit.ledger.spend(cost.api, cost.units, cost.limit, cost.window_start)
        used = {cost: 0 for cost in self.costs if cost.used}

        def settle(document: Any) -> None:
            used.update({cost: min(cost.used(document), cost.units) for cost in used})

        try:
            yield settle
        finally:
            for cost, units in used.items():
                self.visit.ledger.spend(cost.api, units - cost.units, cost.limit, cost.window_start)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Whatever goes wrong as a FetchError that repeats no secret, without the causes that might."""
        try:
            yield
        except FetchError as error:
            error.args = (self._hide(str(error)),)
            error.__cause__ = None
            raise
        except (requests.RequestException, *MISSHAPEN) as error:
            told = f"{self.name} did not answer as documented ({type(error).__name__})"
            raise Unusable(f"{told}; see whether `api` in the entry is its address") from None
        except RecursionError:
            raise Unusable(f"{self.name} answered with JSON that is nested without end") from None

    def _hide(self, text: str) -> str:
        for value in self.secrets:
            text = text.replace(value, HIDDEN)
        return text


class _Concealing(logging.Filter):
    """Lets no secret through to a log."""

    def __init__(self, hide: Callable[[str], str]):
        super().__init__()
        self._hide = hide

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._hide(record.getMessage()), ()
        return True


def once(make: Callable[[], Api]) -> Callable[[], Api]:
    """`make`, called by the first thread that needs it; the others wait for what it gives. A failure is tried again."""
    lock, made = Lock(), []

    def give() -> Api:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return give
