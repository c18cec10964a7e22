"""A replay of the past as it would have been known at each hour: what was alerted, what became of it, what was foretold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa

from ml.issues.episodes import false_rates, hours_by_issue, issue_months, lead_hours, peak, verdict
from ml.issues.forecast_record import ForecastRecord
from ml.issues.raised import AlertRecord, Raised
from ml.issues.stretches import replay_stretches
from ml.issues.transitions import end_of
from ml.issues.watch import Progress, Watch, published_hours

JAKARTA = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Span:
    """Hour numbers, both within it."""

    first: int
    last: int


def backtest(watch: Watch, stream: pa.Table, vectors: np.ndarray, span: Span, progress: Progress) -> dict:
    """What `docs/track-record.md` describes, ready for JSON: of the alerts raised and the forecasts made in `span`.

    `watch` is new; `stream` has STREAM rows by time, none after the span, document_id being numbers; those before the span
    are what the watch has learned from by then. `vectors` int8 (documents, width).
    """
    alerts, forecasts = AlertRecord(watch, span.first), ForecastRecord(watch, stream, span.first)
    for hour, seen in replay_stretches(watch, stream, vectors, span.last, progress):
        alerts.take(hour, seen)
        forecasts.take(hour, seen)
    watch.name_issues()
    standing = pd.DataFrame({"issue_id": forecasts.standing()["issue_id"].to_pylist(), "hour": published_hours(stream)})
    hours = hours_by_issue(standing)
    raised = list(alerts.alerts.values())
    texts = dict(zip(stream["document_id"].to_pylist(), stream["text"].to_pylist(), strict=True))
    times = dict(zip(stream["document_id"].to_pylist(), stream["published_at"].to_pylist(), strict=True))
    return {
        "alerts": [_alert(one, texts, times) for one in raised],
        "episodes": [_episode(one, alerts.standing(one.issue_id), hours, watch, span.last) for one in raised],
        **false_rates(raised, issue_months(hours, span.first, span.last), span.last + 1 - span.first),
        "forecasts": forecasts.scores(),
    }


def _alert(raised: Raised, texts: Mapping[str, str], times: Mapping[str, datetime]) -> dict:
    """As it was told when it was raised, but for its end and editions."""
    return {
        "alert_id": raised.alert_id,
        "raised_at": told(end_of(raised.hour)),
        "raised_at_utc": told(end_of(raised.hour), UTC),
        "issue_id": raised.issue_id,
        "label": raised.label,
        "key_phrases": raised.key_phrases,
        "level": raised.level,
        "delivery": raised.delivery,
        "reason": raised.reason,
        "measures": raised.measures,
        "evidence": [{"row": int(one), "published_at": told(times[one]), "text": texts[one]} for one in raised.evidence],
        "rows_24h": [int(one) for one in raised.recent],
        "ended_at": None if raised.ended is None else told(end_of(raised.ended)),
        "edition_count": raised.editions,
    }


def _episode(raised: Raised, issue: str, hours: Mapping[str, np.ndarray], watch: Watch, last: int) -> dict:
    """The same as it is known at the end; `issue` stands for its issue then."""
    peak_hour, peak_count = peak(raised, hours[issue], last)
    day, end = raised.day_after, last if raised.ended is None else raised.ended
    return {
        "alert_id": raised.alert_id,
        "issue_id": issue,
        "label": watch.names[issue].label,
        "began_at": told(end_of(raised.began)),
        "raised_at": told(end_of(raised.hour)),
        "peak_at": told(end_of(peak_hour - 1)),
        "peak_count": peak_count,
        "lead_hours": lead_hours(raised, peak_hour),
        "highest_level": raised.highest,
        "duration_hours": end - raised.began,
        "has_ended": raised.ended is not None,
        "before_24h_count": day and day.before,
        "after_24h_count": day and day.after,
        "expected_24h": day and round(day.expected, 2),
        "verdict": verdict(raised),
    }


def told(time: datetime, zone: tzinfo = JAKARTA) -> str:
    """Naive UTC as ISO in `zone`."""
    return time.replace(tzinfo=UTC).astimezone(zone).isoformat()
