"""Volume and negative share of issues, 1 to 7 days ahead with 80 % intervals; what does not beat plain references is not shown.

Every series is foretold again from each of its past days by what was known on that day. On the older half of those days its
model is chosen, on the newer half the chosen one is scored (docs/forecasts.md).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ml.issues.calendar import Calendar
from ml.issues.daily_series import Series
from ml.issues.forecast_models import CANDIDATES, Walk, walk
from ml.issues.forecast_scores import ORIGINS, Judgement, expected, intervals, judge
from warehouse.schemas import ISSUE_FORECAST_SCORES, ISSUE_FORECASTS


def forecast(series: Series, calendar: Calendar) -> tuple[pa.Table, pa.Table]:
    """ISSUE_FORECASTS of the series that are shown, and ISSUE_FORECAST_SCORES of all that could be back-tested.

    Made on the last day of `series`. Both are empty where the history is too short to foretell from.
    """
    told, scores = [ISSUE_FORECASTS.empty_table()], [ISSUE_FORECAST_SCORES.empty_table()]
    for part in series.parts():
        walked = walk(part, calendar, ORIGINS)
        if walked is not None:
            judged = judge(walked)
            told.append(_forecasts(part, walked, judged))
            scores.append(_scores(part, judged))
    return pa.concat_tables(told), pa.concat_tables(scores)


def _forecasts(series: Series, walked: Walk, judged: Judgement) -> pa.Table:
    """From the last day, by the chosen models."""
    low, high = intervals(walked, judged.chosen, -1 + len(walked.actual))
    told = np.stack([expected(walked, judged.chosen)[-1], low, high])
    ahead, column = np.nonzero(judged.is_shown & np.isfinite(told).all(0))
    rows = {
        "issue_id": np.array(series.issue_ids)[column],
        "measure_slug": [series.measure_slug] * len(column),
        "made_on": np.repeat(series.days[-1:], len(column)),
        "target_on": series.days[-1] + ahead + 1,
        "horizon_days": ahead + 1,
        **dict(zip(("expected", "low", "high"), told[:, ahead, column], strict=True)),
        "model_slug": np.array(CANDIDATES)[judged.chosen[column]],
    }
    return pa.table(rows).cast(ISSUE_FORECASTS)


def _scores(series: Series, judged: Judgement) -> pa.Table:
    column = np.flatnonzero(judged.origin_count)
    rows = {
        "issue_id": np.array(series.issue_ids)[column],
        "measure_slug": [series.measure_slug] * len(column),
        "model_slug": np.array(CANDIDATES)[judged.chosen[column]],
        "made_on": np.repeat(series.days[-1:], len(column)),
        "origin_count": judged.origin_count[column],
        **dict(zip(("naive_ratio", "seasonal_ratio", "smoothing_ratio"), judged.ratios[:, column], strict=True)),
        "coverage_share": judged.coverage[column],
        "is_shown": judged.is_shown[column],
    }
    return pa.table({name: pa.array(cells, from_pandas=True) for name, cells in rows.items()}).cast(ISSUE_FORECAST_SCORES)
