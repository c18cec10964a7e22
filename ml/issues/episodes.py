"""What became of alerts: how far ahead of the peak they were, and which were false, by a rule that asks nobody's opinion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from ml.issues.ledger import DAY
from ml.issues.raised import Raised
from ml.issues.watch import SHOWN_DOCUMENTS

LEAST_TIMES = 2
"""So many times the usual an issue must go on to get, or its alert was false."""
MONTH_HOURS = 30 * DAY
FALSE, LATE, RIGHT = "palsu", "terlambat", "benar"

DEFINITION = (
    f"False (palsu): in the 24 hours after the alert its issue, as it stood at their end, got fewer than {SHOWN_DOCUMENTS} "
    f"documents (copies once), or fewer than {LEAST_TIMES} times what its baseline of the time up to 24 hours before the alert "
    "expected of a day. Late (terlambat): neither, but fewer than in the 24 hours before the alert. An alert of the last 24 "
    "hours is not judged. An issue-month is 30 days of one issue, from its fifth document to its last, of the days replayed."
)


def verdict(raised: Raised) -> str | None:
    """FALSE, LATE or RIGHT by DEFINITION; None where the 24 hours after were not seen."""
    day = raised.day_after
    if day is None:
        return None
    if day.after < max(SHOWN_DOCUMENTS, LEAST_TIMES * day.expected):
        return FALSE
    return LATE if day.after < day.before else RIGHT


def peak(raised: Raised, hours: np.ndarray, last: int) -> tuple[int, int]:
    """(hour, documents) of the busiest hour of an episode, the first of equals; (the alert's own hour, 0) where it has none.

    `hours`: of all documents of its issue as it stands at the end. An episode is looked at from 24 hours before its alert
    until it ended, or until `last`.
    """
    end = last if raised.ended is None else raised.ended
    within = hours[(hours > raised.hour - DAY) & (hours <= end)]
    if not len(within):
        return raised.hour, 0
    found, counts = np.unique(within, return_counts=True)
    return int(found[counts.argmax()]), int(counts.max())


def lead_hours(raised: Raised, peak_hour: int) -> int:
    """From the moment of the alert, which is the end of its hour, to the start of the peak hour; below 0 it came later."""
    return peak_hour - (raised.hour + 1)


def issue_months(issues: Mapping[str, np.ndarray], first: int, last: int) -> float:
    """Of issues with enough documents to be shown; `issues`: the sorted hours of the documents of each."""
    shown = [hours for hours in issues.values() if len(hours) >= SHOWN_DOCUMENTS]
    spans = [min(int(hours[-1]), last) - max(int(hours[SHOWN_DOCUMENTS - 1]), first) for hours in shown]
    return sum(max(0, span) for span in spans) / MONTH_HOURS


def hours_by_issue(standing: pd.DataFrame) -> dict[str, np.ndarray]:
    """The sorted hours of the documents of each issue; `standing` has issue_id and hour."""
    return {issue: np.sort(hours.to_numpy()) for issue, hours in standing.groupby("issue_id")["hour"]}


def false_rates(alerts: Iterable[Raised], months: float, hours: int) -> dict:
    """How many alerts were false, late and right, and how often: an issue-month, a month in all, a day."""
    alerts = list(alerts)
    verdicts = [verdict(one) for one in alerts]
    false = [one.alert_id for one, said in zip(alerts, verdicts, strict=True) if said == FALSE]
    return {
        "false_episodes": {
            "definition": DEFINITION,
            "count": len(false),
            "late_count": verdicts.count(LATE),
            "right_count": verdicts.count(RIGHT),
            "judged_count": len(verdicts) - verdicts.count(None),
            "alert_ids": false,
        },
        "issue_months": round(months, 1),
        "false_per_issue_month": rounded(len(false), months),
        "episodes_per_issue_month": rounded(len(alerts), months),
        "false_per_month": rounded(len(false), hours / MONTH_HOURS),
        "alerts_per_day": rounded(len(alerts), hours / DAY),
    }


def rounded(count: float, over: float) -> float | None:
    return round(count / over, 3) if over else None
