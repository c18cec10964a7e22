"""What an API means when it refuses: the token, the plan, the pace, or the question."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from ingestion.kinds import FetchError, Forbidden, NotConfigured, QuotaSpent, Unavailable, Unusable

SPENT_CODES = frozenset({"quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded"})
RESET_HEADERS = ("retry-after", "x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
LONGEST_WAIT = timedelta(days=31).total_seconds()
EARLIEST_EPOCH = 1e9
"""A larger number is a moment in seconds since 1970, a smaller one counts from now."""
LONGEST_REASON = 200


def refusal(response: requests.Response, name: str, way_out: str, had_secret: bool, as_of: datetime) -> FetchError:
    """The error that an answer of status 300 and above stands for; `way_out` says what to do about token and rights."""
    status, code = response.status_code, refusal_code(response)
    told = f"{name} answered {status}{_reason(response)}"
    if code in SPENT_CODES:
        return QuotaSpent(f"{told}; a run in the next window goes on", status)
    if status in (401, 403) and not had_secret:
        return NotConfigured(f"{told}: it wants a token here; {way_out}", status)
    if status == 401:
        return Unusable(f"{told}: the token was refused; {way_out}", status)
    if status == 403:
        return Forbidden(f"{told}: the token may not read this; {way_out}", status)
    if status in (408, 425, 429) or status >= 500:
        return Unavailable(told, status, wait_of(response.headers, as_of))
    return Unusable(told, status)


def refusal_code(response: requests.Response) -> str:
    """The API's own word for what is wrong; blank when it has none."""
    body = _body(response)
    error = body.get("error")
    if isinstance(error, dict):
        reasons = [item.get("reason") for item in error.get("errors") or [] if isinstance(item, dict)]
        return str(next(filter(None, reasons), error.get("status") or ""))
    return str(body.get("reason") or error or body.get("title") or "")


def wait_of(headers: Mapping[str, str], as_of: datetime) -> float | None:
    """Seconds that the API asks to wait, by any of its headers; None when none can be read.

    Moments are held against the answer's own Date, so that a clock that is wrong here does not matter.
    """
    now = _moment(headers.get("Date", "")) or as_of.replace(tzinfo=UTC)
    for name in RESET_HEADERS:
        seconds = _seconds(headers.get(name, "").strip(), now)
        if seconds is not None:
            return min(max(seconds, 0.0), LONGEST_WAIT)
    return None


def _seconds(value: str, now: datetime) -> float | None:
    try:
        number = float(value)
    except ValueError:
        moment = _moment(value)
        return (moment - now).total_seconds() if moment else None
    if not math.isfinite(number):
        return None
    return number - now.timestamp() if number > EARLIEST_EPOCH else number


def _moment(value: str) -> datetime | None:
    """An ISO 8601 or RFC 822 time with its zone (UTC where it names none)."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _reason(response: requests.Response) -> str:
    body = _body(response)
    error = body.get("error")
    told = [error.get("message")] if isinstance(error, dict) else [error]
    told += [body.get(name) for name in ("message", "detail", "error_description")]
    errors = body.get("errors")
    told += [item.get("message") for item in errors if isinstance(item, dict)] if isinstance(errors, list) else []
    said = dict.fromkeys(" ".join(text.split()) for text in told if isinstance(text, str) and text.strip())
    return f" ({'; '.join(said)[:LONGEST_REASON]})" if said else ""


def _body(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
