"""The alerts of a replay as they were told in their hour, and what the 24 hours after brought."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

import numpy as np
import orjson

from ml.issues.baseline import expect
from ml.issues.ledger import DAY, HISTORY_HOURS
from ml.issues.rules import HELD
from ml.issues.watch import Seen, Watch


@dataclass
class DayAfter:
    """Documents, copies once, in the 24 hours before an alert and in those after it, and what was to be expected of a day."""

    before: int
    after: int
    expected: float


@dataclass
class Raised:
    """Everything up to `recent` as it was known in `hour`, at whose end it was raised; hours are hour numbers.

    `began`: the hour in which the issue left normal; `recent`: its documents of the last 24 hours; `issue_id`, `highest`,
    `ended` and `editions` as the last edition has them.
    """

    alert_id: str
    issue_id: str
    hour: int
    began: int
    level: str
    delivery: str
    label: str
    key_phrases: list[str]
    reason: str
    measures: dict[str, float]
    evidence: list[str]
    recent: list[str]
    highest: str
    ended: int | None = None
    editions: int = 0
    day_after: DayAfter | None = None


@dataclass
class AlertRecord:
    """Alerts from hour `first` on. One that is held back counts from the hour it is let go."""

    watch: Watch
    first: int
    alerts: dict[str, Raised] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    """Issues that went up in another, gone -> left."""
    _recent: deque[tuple[int, str, str]] = field(default_factory=deque)
    _waiting: dict[int, list[Raised]] = field(default_factory=lambda: defaultdict(list))
    _before: set[str] = field(default_factory=set)

    def take(self, hour: int, seen: Seen) -> None:
        """Look at the watch as it stands at the end of `hour`."""
        self._recent.extend((hour, row["document_id"], row["story_id"]) for row in seen.documents)
        while self._recent and self._recent[0][0] <= hour - DAY:
            self._recent.popleft()
        self.merged |= {one["other_issue_id"]: one["issue_id"] for one in seen.moves if one["kind_slug"] == "isu-gabung"}
        for table in seen.alerts:
            for row in table.to_pylist():
                self._edition(hour, row)
        for raised in self._waiting.pop(hour, []):
            raised.day_after = day_after(self.watch, self.standing(raised.issue_id), hour)

    def standing(self, issue: str) -> str:
        """The issue that stands for `issue` now."""
        while issue in self.merged:
            issue = self.merged[issue]
        return issue

    def _edition(self, hour: int, row: dict) -> None:
        if row["delivery_slug"] == HELD or row["alert_id"] in self._before:
            return
        raised = self.alerts.get(row["alert_id"])
        if raised is None and (hour < self.first or row["ended_at"] is not None):
            self._before.add(row["alert_id"])
            return
        if raised is None:
            raised = self.alerts[row["alert_id"]] = self._raised(hour, row)
            self._waiting[hour + DAY].append(raised)
        raised.issue_id, raised.highest, raised.editions = row["issue_id"], row["level_slug"], raised.editions + 1
        raised.ended = hour if row["ended_at"] else None

    def _raised(self, hour: int, row: dict) -> Raised:
        issue, books = row["issue_id"], self.watch.issues
        recent = [
            document for _, document, story in self._recent if books.issue_of.get(self.watch.gone.get(story, story)) == issue
        ]
        name = self.watch.names[issue]
        return Raised(
            row["alert_id"],
            issue,
            hour,
            self.watch.open_since.get(issue, (hour, ""))[0],
            row["level_slug"],
            row["delivery_slug"],
            row["label"],
            list(name.key_phrases),
            row["reason"],
            orjson.loads(row["measures_json"]),
            row["evidence"],
            recent,
            row["level_slug"],
        )


def day_after(watch: Watch, issue: str, hour: int) -> DayAfter:
    """Of an alert that was raised at the end of the hour 24 before `hour`, by the issue as it stands in `hour`.

    Expected is what the baseline made of the hours up to 24 before the alert.
    """
    past, alarmed = watch.ledger.past([issue], hour)
    weights = watch.profile.weights(np.arange(hour - HISTORY_HOURS + 1, hour + 1))
    known = slice(None, -2 * DAY)
    usual = expect(past[:, known], weights[known], weights[-DAY:], alarmed[:, known])
    return DayAfter(int(past[0, -2 * DAY : -DAY].sum()), int(past[0, -DAY:].sum()), float(usual.mean[0]))
