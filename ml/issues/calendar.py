"""The calendar that public talk keeps: what kind of day it is, and what the clocks show in Indonesia's three time zones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from warehouse.seeds import SEEDS, read_seed

DAY_KINDS = ("kerja", "sabtu", "libur", "ramadan", "lebaran")
"""libur: Sunday, national holiday or joint leave; ramadan and lebaran: the working days of the fast, and of H-7 to H+7."""

UTC_OFFSETS = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Hours ahead of UTC (Keppres 41/1987); Indonesia has no summer time."""

SATURDAY, SUNDAY = 5, 6
EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday, Monday being 0


@dataclass(frozen=True)
class Calendar:
    """Days of seed calendar, each a sorted datetime64[D] array; a day beyond the years of the seed has its weekday alone."""

    holidays: np.ndarray
    ramadan: np.ndarray
    lebaran: np.ndarray

    @classmethod
    def read(cls, folder: Path = SEEDS) -> Calendar:
        """The calendar of the seed in `folder`; InputError where it cannot be read."""
        ranges = read_seed("calendar", folder).to_pylist()
        return cls(_days(ranges, "libur-nasional", "cuti-bersama"), _days(ranges, "ramadan"), _days(ranges, "lebaran"))

    def day_kinds(self, dates: np.ndarray) -> np.ndarray:
        """Of local dates (datetime64[D], any shape) their positions in DAY_KINDS, int8 of the same shape."""
        weekday = (dates.astype(np.int64) + EPOCH_WEEKDAY) % 7
        chosen = [
            (weekday == SUNDAY) | np.isin(dates, self.holidays),
            weekday == SATURDAY,
            np.isin(dates, self.lebaran),
            np.isin(dates, self.ramadan),
        ]
        kinds = [DAY_KINDS.index(kind) for kind in ("libur", "sabtu", "lebaran", "ramadan")]
        return np.select(chosen, kinds, DAY_KINDS.index("kerja")).astype(np.int8)


def local_hours(hour_numbers: np.ndarray, zone: str) -> np.ndarray:
    """Hour numbers (UTC) as the clocks of WIB, WITA or WIT show them: // 24 is the local day, % 24 the hour of day."""
    return hour_numbers + UTC_OFFSETS[zone]


def _days(ranges: list[dict], *kinds: str) -> np.ndarray:
    chosen = [row for row in ranges if row["kind_slug"] in kinds]
    spans = [np.arange(row["begins_on"], np.datetime64(row["ends_on"]) + 1, dtype="datetime64[D]") for row in chosen]
    return np.unique(np.concatenate([np.array([], "datetime64[D]"), *spans]))
