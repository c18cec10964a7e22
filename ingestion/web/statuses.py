"""What the status of an answer means for a fetch, and when it is worth asking again."""

from __future__ import annotations

import requests
from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from ingestion.kinds import Unavailable, Unusable
from ingestion.web.caps import place

_MAY_PASS = {408, 425, 429}


def status_error(response: requests.Response) -> Unavailable | Unusable | None:
    """What a status means for a fetch; None for 2xx and 304."""
    status = response.status_code
    if 200 <= status < 300 or status == 304:
        return None
    message = f"{place(response.url)} answered {status}"
    if may_pass(status):
        return Unavailable(message, status, retry_after(response))
    return Unusable(message, status)


LONGEST_WAIT = 31 * 86_400
"""Seconds; urllib3 alone would cut six hours."""


def may_pass(status: int) -> bool:
    return status in _MAY_PASS or status >= 500


def retry_after(response: requests.Response) -> float | None:
    """Seconds, from either form of the header; None when it says nothing that can be read."""
    value = response.headers.get("Retry-After", "")
    try:
        return float(Retry(retry_after_max=LONGEST_WAIT).parse_retry_after(value))
    except (InvalidHeader, ValueError, OverflowError):
        return None
