"""Daily series of the whole stream and of each issue: volume and negative share, by the days of Asia/Jakarta."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from ml.issues.calendar import UTC_OFFSETS

WHOLE = "semua"
VOLUME, NEGATIVE = "volume", "negatif"
HISTORY_DAYS = 400
LEAST_LABELLED = 5
"""A share of fewer labelled documents a day is taken as not known."""
COLUMNS = ["document_id", "issue_id", "published_at", "family_id", "is_negative"]


@dataclass(frozen=True)
class Series:
    """Series of one measure side by side, the whole stream first.

    `values`: days x series, NaN where not known; `weights`: the documents behind each share, for counts 1 where known;
    `days`: datetime64[D] without gaps; `measure_slug`: volume or negatif; `whole`: documents of the whole stream a day.
    """

    measure_slug: str
    issue_ids: list[str]
    days: np.ndarray
    values: np.ndarray
    weights: np.ndarray
    whole: np.ndarray

    def parts(self) -> list[Series]:
        """The whole stream alone, and the issues: what is learned of small series together misleads about the large one."""
        columns = np.array([issue == WHOLE for issue in self.issue_ids])
        return [self._of(chosen) for chosen in (columns, ~columns) if chosen.any()]

    def _of(self, chosen: np.ndarray) -> Series:
        ids = [issue for issue, kept in zip(self.issue_ids, chosen, strict=True) if kept]
        return replace(self, issue_ids=ids, values=self.values[:, chosen], weights=self.weights[:, chosen])


def daily_series(documents: pa.Table, made_on: date) -> list[Series]:
    """Volume and negative share to `made_on`, the last day that is complete; of none where there are no documents.

    `documents` has COLUMNS; issue_id is null for documents of no issue. Of copies (one family_id) the first counts.
    A volume is 0 on days without documents, and not known before the first one.
    """
    frame = documents.select(COLUMNS).to_pandas().sort_values(["published_at", "document_id"])
    frame["day"] = (frame["published_at"] + pd.Timedelta(hours=UTC_OFFSETS["WIB"])).dt.normalize()
    frame["family_id"] = frame["family_id"].fillna(frame["document_id"])
    newest = pd.Timestamp(made_on)
    frame = frame[(frame["day"] <= newest) & (frame["day"] > newest - pd.Timedelta(days=HISTORY_DAYS))]
    if frame.empty:
        return []
    rows = pd.concat([frame.assign(issue_id=WHOLE), frame.dropna(subset="issue_id")])
    rows = rows.drop_duplicates(["issue_id", "family_id"])
    days = pd.date_range(frame["day"].min(), newest)
    volume = _volume(rows, days)
    return [volume, _negative(rows, days, volume.whole)]


def _volume(rows: pd.DataFrame, days: pd.DatetimeIndex) -> Series:
    counts = _by_day(rows, days, _ids(rows))
    known = counts.cumsum(0) > 0
    return Series(VOLUME, _ids(rows), _dates(days), np.where(known, counts, np.nan), known.astype(float), counts[:, 0])


def _negative(rows: pd.DataFrame, days: pd.DatetimeIndex, whole: np.ndarray) -> Series:
    labelled = rows.dropna(subset="is_negative")
    counts = _by_day(labelled, days, _ids(rows))
    negative = _by_day(labelled[labelled["is_negative"].astype(bool)], days, _ids(rows))
    enough = counts >= LEAST_LABELLED
    shares = np.where(enough, negative / np.maximum(counts, 1), np.nan)
    return Series(NEGATIVE, _ids(rows), _dates(days), shares, np.where(enough, counts, 0.0), whole)


def _ids(rows: pd.DataFrame) -> list[str]:
    return [WHOLE, *sorted(set(rows["issue_id"].unique()) - {WHOLE})]


def _by_day(rows: pd.DataFrame, days: pd.DatetimeIndex, ids: list[str]) -> np.ndarray:
    """Days x ids, counts."""
    counts = np.zeros((len(days), len(ids)))
    np.add.at(counts, (days.get_indexer(rows["day"]), pd.Index(ids).get_indexer(rows["issue_id"])), 1)
    return counts


def _dates(days: pd.DatetimeIndex) -> np.ndarray:
    return days.values.astype("datetime64[D]")
