"""Forecasts of a replay held against what came: made from issues as they were known on the day, scored day by day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from ml.issues.calendar import UTC_OFFSETS, Calendar
from ml.issues.daily_series import WHOLE, Series, daily_series
from ml.issues.forecast_models import CANDIDATES, HORIZONS, walk
from ml.issues.forecast_scores import ORIGINS, expected, intervals, judge
from ml.issues.ledger import DAY
from ml.issues.placing import placed
from ml.issues.summary import busiest
from ml.issues.transitions import end_of
from ml.issues.watch import Seen, Watch
from warehouse.schemas import ISSUE_DOCUMENTS, ISSUE_MOVES

EVERY_DAYS = 3
"""Days from one forecast to the next; with 7 only one weekday would ever be foretold from."""
FORETOLD_ISSUES, RECENT = 200, timedelta(days=28)
SHOWN = "shown_issues"
RATIOS = {"naive_ratio": "naive", "seasonal_ratio": "seasonal", "smoothing_ratio": "smoothing"}
SAID = ["expected", "low", "high", *RATIOS.values()]


@dataclass
class ForecastRecord:
    """`stream`: STREAM rows with a family each, in the order in which the watch takes them; forecasts are made from hour
    `first` on."""

    watch: Watch
    stream: pa.Table
    first: int
    calendar: Calendar = field(default_factory=Calendar.read)
    _documents: list[pa.Table] = field(default_factory=lambda: [ISSUE_DOCUMENTS.empty_table()])
    _moves: list[pa.Table] = field(default_factory=lambda: [ISSUE_MOVES.empty_table()])
    _seen: Seen = field(default_factory=Seen)
    _made: date | None = None
    _waiting: dict[date, list[pd.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    _scored: list[pd.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = self.stream.select(["published_at", "family_id"]).to_pandas().drop_duplicates("family_id")
        self._whole = (rows["published_at"] + pd.Timedelta(hours=UTC_OFFSETS["WIB"])).dt.date.value_counts()

    def take(self, hour: int, seen: Seen) -> None:
        """Look at the watch as it stands at the end of `hour`; days are those of Asia/Jakarta."""
        self._seen.documents += seen.documents
        self._seen.moves += seen.moves
        if (hour + 1 + UTC_OFFSETS["WIB"]) % DAY:
            return
        day = (end_of(hour) + timedelta(hours=UTC_OFFSETS["WIB"] - 1)).date()
        self._score(hour, day)
        if hour >= self.first and (self._made is None or (day - self._made).days >= EVERY_DAYS):
            self._made = day
            self._foretell(day, end_of(hour))

    def standing(self) -> pa.Table:
        """Columns of ml.issues.placing of all documents so far, in the order of the stream."""
        self._documents.append(pa.Table.from_pylist(self._seen.documents, ISSUE_DOCUMENTS))
        self._moves.append(pa.Table.from_pylist(self._seen.moves, ISSUE_MOVES))
        self._seen = Seen()
        return placed(pa.concat_tables(self._documents), pa.concat_tables(self._moves))

    def scores(self) -> list[dict]:
        """A row for the whole stream and for the issues that were shown, for each day ahead and for all days (null)."""
        if not self._scored:
            return []
        rows = pd.concat(self._scored).dropna(subset=["actual", *SAID])
        groups = {WHOLE: rows["issue_id"] == WHOLE, SHOWN: rows["issue_id"] != WHOLE}
        parts = [
            (name, ahead, rows[among & ((rows["ahead"] == ahead) if ahead else True)])
            for name, among in groups.items()
            for ahead in (*range(1, HORIZONS + 1), None)
        ]
        return [_scored(name, ahead, part) for name, ahead, part in parts if len(part)]

    def _foretell(self, day: date, now: datetime) -> None:
        standing = self.standing()
        chosen = set(busiest(standing, now - RECENT, FORETOLD_ISSUES))
        series = next(iter(daily_series(self._of(standing, chosen), day)), None)
        for part in series.parts() if series else ():
            self._foretell_part(part, day)

    def _foretell_part(self, series: Series, day: date) -> None:
        walked = walk(series, self.calendar, ORIGINS)
        if walked is None:
            return
        judged, last = judge(walked), len(walked.actual) - 1
        low, high = intervals(walked, judged.chosen, last)
        told = np.stack([expected(walked, judged.chosen)[last], low, high, *walked.told[len(CANDIDATES) :, last]])
        issues = np.array(series.issue_ids)
        shown = judged.is_shown | (issues == WHOLE)
        for ahead in range(1, HORIZONS + 1):
            frame = pd.DataFrame(told[:, ahead - 1, shown].T, columns=SAID)
            self._waiting[day + timedelta(days=ahead)].append(frame.assign(issue_id=issues[shown], ahead=ahead))

    def _of(self, standing: pa.Table, chosen: set[str]) -> pa.Table:
        """The documents so far as daily_series reads them, with the issue of those in `chosen`."""
        issues = [issue if issue in chosen else None for issue in standing["issue_id"].to_pylist()]
        rows = self.stream.slice(0, standing.num_rows).select(["document_id", "published_at", "family_id", "is_negative"])
        return rows.append_column("issue_id", pa.array(issues, pa.string()))

    def _score(self, hour: int, day: date) -> None:
        """Documents of the day, copies once; an issue that went up in another since is no longer asked for."""
        for frame in self._waiting.pop(day, []):
            actual = [self._volume(issue, hour, day) for issue in frame["issue_id"]]
            self._scored.append(frame.assign(actual=actual))

    def _volume(self, issue: str, hour: int, day: date) -> float:
        if issue == WHOLE:
            return float(self._whole.get(day, 0))
        if issue not in self.watch.issues.issues:
            return np.nan
        return float(self.watch.ledger.past([issue], hour)[0][0, -DAY:].sum())


def _scored(name: str, ahead: int | None, rows: pd.DataFrame) -> dict:
    error = (rows["expected"] - rows["actual"]).abs()
    ratios = {ratio: _ratio(error.sum(), (rows[other] - rows["actual"]).abs().sum()) for ratio, other in RATIOS.items()}
    held = (rows["low"] <= rows["actual"]) & (rows["actual"] <= rows["high"])
    said = {"series": name, "days_ahead": ahead, "count": len(rows), "issue_count": int(rows["issue_id"].nunique())}
    return (
        said | ratios | {"coverage_share": round(float(held.mean()), 3), "mean_absolute_error": round(float(error.mean()), 2)}
    )


def _ratio(error: float, reference: float) -> float | None:
    return round(float(error / reference), 3) if reference else None
