"""How well volumes, and negative shares where they are labelled, are foretold, beside the references, in one replay of a file.

    python -m benchmarks.issue_forecasts --data FILE.parquet --time-column C
        [--issue-column C] [--document-column C] [--negative-column C]

A document in several issues has a row for each, with the same id in the document column. Every BLOCK days the models are
chosen and the series to be shown are named by what is known then; the days after are measured, so no day that is measured
took part in either.
"""

from __future__ import annotations

import argparse
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from ml.issues.calendar import Calendar
from ml.issues.daily_series import HISTORY_DAYS, WHOLE, daily_series
from ml.issues.forecast_models import CANDIDATES, HORIZONS, Walk, walk
from ml.issues.forecast_scores import SCORED, expected, intervals, judge

BLOCK = 28
NAIVE_BARS = {("volume", "total"): 0.70, ("volume", "shown issues"): 0.90, ("negatif", "shown issues"): 0.90}
COVERAGE_BAR = (0.75, 0.85)


def main() -> None:
    asked = _asked()
    documents = _documents(asked)
    last = documents["published_at"].to_pandas().max() + timedelta(hours=7)
    begun = time.process_time()
    for series in daily_series(documents, last.date()):
        print(f"\n{series.measure_slug}: {len(series.days)} days to {series.days[-1]}, {len(series.issue_ids) - 1} issues")
        walks = [(part, walk(part, Calendar.read(), HISTORY_DAYS)) for part in series.parts()]
        measured = [
            _replay(walked).assign(is_whole=part.issue_ids == [WHOLE])
            for part, walked in walks
            if walked is not None and np.isfinite(walked.actual).any()
        ]
        if measured:
            _report(pd.concat(measured), series.measure_slug)
    print(f"\n{time.process_time() - begun:.1f} CPU seconds")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--time-column", required=True)
    parser.add_argument("--issue-column")
    parser.add_argument("--document-column")
    parser.add_argument("--negative-column")
    return parser.parse_args()


def _documents(asked: argparse.Namespace) -> pa.Table:
    """The file as daily_series reads it; without a document column each row is a document."""
    frame = pd.read_parquet(asked.data)
    published = pd.to_datetime(frame[asked.time_column], utc=True, format="mixed").dt.tz_localize(None)
    document = frame[asked.document_column] if asked.document_column else frame.index.to_series()

    def given(column: str | None, kind: pa.DataType) -> pa.Array:
        return pa.array(frame[column], kind, from_pandas=True) if column else pa.nulls(len(frame), kind)

    return pa.table(
        {
            "document_id": pa.array(document.astype(str), pa.string()),
            "issue_id": given(asked.issue_column, pa.string()),
            "published_at": pa.array(published.astype("datetime64[us]")),
            "family_id": pa.nulls(len(frame), pa.string()),
            "is_negative": given(asked.negative_column, pa.bool_()),
        }
    )


def _replay(walked: Walk) -> pd.DataFrame:
    """A row for each series, origin and day ahead: the errors of ours and of the references, held, is_shown."""
    rows = []
    count = len(walked.actual)
    for begin in range(count - 1 - (count - 1 - SCORED) // BLOCK * BLOCK, count - 1, BLOCK):
        judged = judge(walked.to(begin + 1))
        ours = expected(walked, judged.chosen)
        for origin in range(begin, begin + BLOCK):
            low, high = intervals(walked, judged.chosen, origin)
            rows.append(_measured(walked, origin, ours[origin], low, high, judged.is_shown))
    return pd.concat(rows).dropna(subset=["ours", "naive"])


def _measured(
    walked: Walk, origin: int, ours: np.ndarray, low: np.ndarray, high: np.ndarray, shown: np.ndarray
) -> pd.DataFrame:
    actual = walked.actual[origin]
    ahead, column = np.indices(actual.shape)
    errors = np.abs(walked.told[len(CANDIDATES) :, origin] - actual)
    cells = {
        "ahead": ahead + 1,
        "column": column,
        "ours": np.abs(ours - actual),
        **dict(zip(("naive", "seasonal", "smoothing"), errors, strict=True)),
        "held": np.where(np.isfinite(low), (low <= actual) & (actual <= high), np.nan),
        "is_shown": np.broadcast_to(shown, actual.shape),
    }
    return pd.DataFrame({name: cell.ravel() for name, cell in cells.items()})


def _report(measured: pd.DataFrame, measure_slug: str) -> None:
    groups = {
        "total": measured["is_whole"],
        "all issues": ~measured["is_whole"],
        "shown issues": ~measured["is_whole"] & measured["is_shown"],
    }
    print(f"{'':14}ahead      n  series  /naive  /seasonal  /smoothing  coverage")
    for name, among in groups.items():
        for ahead in range(1, HORIZONS + 1):
            part = measured[among & (measured["ahead"] == ahead)]
            if len(part):
                error = part["ours"].sum()
                ratios = [error / part[other].sum() for other in ("naive", "seasonal", "smoothing")]
                series, held = part["column"].nunique(), part["held"].mean()
                print(
                    f"{name:14}{ahead:5}{len(part):7}{series:8}{ratios[0]:8.2f}{ratios[1]:11.2f}{ratios[2]:12.2f}{held:10.2f}"
                )
        if (measure_slug, name) in NAIVE_BARS:
            _verdict(name, NAIVE_BARS[measure_slug, name], measured[among & (measured["ahead"] == 1)])


def _verdict(name: str, bar: float, day_ahead: pd.DataFrame) -> None:
    if day_ahead.empty:
        print(f"{name}: none")
        return
    ratio, held = day_ahead["ours"].sum() / day_ahead["naive"].sum(), day_ahead["held"].mean()
    each = day_ahead.groupby("column")[["ours", "naive"]].sum()
    within = (each["ours"] <= bar * each["naive"]).mean()
    least, most = COVERAGE_BAR
    met = "met" if ratio <= bar and least <= held <= most else "missed"
    print(f"{name}: {ratio:.3f} of naive (bar {bar:.2f}), coverage {held:.3f} (bar {least:.2f} to {most:.2f}): {met}")
    print(f"{name}: {within:.0%} of the series are within the bar one by one")


if __name__ == "__main__":
    main()
