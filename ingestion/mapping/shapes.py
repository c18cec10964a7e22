"""What the values of a column look like, and whether they can be what the contract wants in one of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import pyarrow as pa

from ingestion.contract import CHANNELS, COUNT_COLUMNS, TIME_COLUMNS
from ingestion.times import parsed_times
from ingestion.values import read_count
from warehouse.privacy import is_personal_column, mask_text

TIMES = ("published_at", *TIME_COLUMNS)
SHOWN = 3
LONG_TEXT = 40
STAMP_DIGITS = (10, 13)
HIDDEN = "[pribadi]"
HANDLE = re.compile(r"@[\w.]+")
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})( \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?)?", re.IGNORECASE)
MONTH_FIRST_FORMATS = tuple(
    f"%m/%d/%Y{clock}" for clock in ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %I:%M%p", " %I:%M:%S%p")
)


@dataclass(frozen=True)
class Column:
    """A column of a file: up to three different values, masked, and what all that were looked at have in common.

    `shape` is blank, time, number, address, text (40 characters on average, or more) or word; `is_key` when no value is
    missing or stands there twice.
    """

    name: str
    samples: tuple[str, ...]
    shape: str
    length: float
    is_key: bool


def look(name: str, values: Sequence[str | None], as_of: datetime) -> Column:
    """The column of these values. `as_of` is naive UTC."""
    texts = [text.strip() for text in values if text and text.strip()]
    samples = tuple(_masked(name, text) for text in islice(dict.fromkeys(texts), SHOWN))
    length = sum(map(len, texts)) / len(texts) if texts else 0.0
    return Column(name, samples, _shape(texts, length, as_of), length, len(set(texts)) == len(values))


def fits(contract: str, column: Column) -> bool:
    """Whether the values can be what the contract wants there."""
    if contract == "ref":
        return column.is_key
    if contract == "channel":
        return bool(column.samples) and set(column.samples) <= set(CHANNELS)
    if contract in TIMES:
        return column.shape == "time" or (column.shape == "number" and column.length in STAMP_DIGITS)
    if contract in COUNT_COLUMNS:
        return column.shape == "number"
    return column.shape == "address" if contract == "url" else column.shape in ("text", "word")


def is_month_first(texts: Sequence[str]) -> bool:
    """Whether all are dates with slashes whose second number is once too large for a month, and the first never."""
    dates = [MONTH_FIRST.fullmatch(text.strip()) for text in texts]
    return all(date and int(date[1]) <= 12 for date in dates) and any(date and int(date[2]) > 12 for date in dates)


def _masked(name: str, text: str) -> str:
    return HIDDEN if is_personal_column(name) else HANDLE.sub(HIDDEN, mask_text(text))


def _shape(texts: list[str], length: float, as_of: datetime) -> str:
    if not texts:
        return "blank"
    if all(ADDRESS.fullmatch(text) for text in texts):
        return "address"
    if all(read_count(text)[0] is not None for text in texts):
        return "number"
    if is_month_first(texts) or parsed_times(pa.array(texts), "UTC", as_of).null_count == 0:
        return "time"
    return "text" if length >= LONG_TEXT else "word"
