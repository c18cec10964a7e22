"""From states to alerts: one an episode, rewritten in place, so many new ones a day, held back while too little is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

import pyarrow as pa

from ml.issues import wording
from ml.issues.rules import ALERTING, HELD, Rules
from ml.issues.transitions import EPOCH, Transition, end_of, hashed, measures_json
from warehouse.schemas import ISSUE_ALERTS

SENT, DIGEST = "dikirim", "ringkasan"
REWRITTEN_AFTER = timedelta(days=1)
IN_JAKARTA = timedelta(hours=7)
LEVELS = {slug: level for level, slug in enumerate(ALERTING, 1)}

Measured = Callable[[str], Mapping[str, float]]
"""The known measures of an issue in this hour: `StateBoard.measured`."""
Described = Callable[[str], tuple[str, list[str]]]
"""Label of an issue in this hour, and up to ten document_ids that show it."""


class AlertDesk:
    """Knows the alerts that stand, as rows of ISSUE_ALERTS; one that is not raised yet has no alert_id."""

    def __init__(self, rules: Rules, budget_per_day: int):
        self.rules, self.budget = rules, budget_per_day
        self._open: dict[str, dict] = {}
        self._day, self._sent = date.min, 0

    def advance(self, hour: int, transitions: Iterable[Transition], measured: Measured, described: Described) -> pa.Table:
        """The rows of ISSUE_ALERTS that this hour writes: new alerts, new editions of those that stand, and ended ones."""
        now = end_of(hour)
        ended, risen = self._follow(transitions, now)
        self._begin_day((now + IN_JAKARTA).date())
        delivered = self._deliver(measured)
        due = {issue for issue, row in self._open.items() if row["edition"] and now - row["written_at"] >= REWRITTEN_AFTER}
        raised = {issue for issue in risen if self._open[issue]["delivery_slug"]}
        written = [self._write(issue, now, measured(issue), described(issue)) for issue in sorted(delivered | due | raised)]
        return pa.Table.from_pylist(ended + written, ISSUE_ALERTS)

    def merge(self, absorbed_id: str, into_id: str) -> None:
        """The alert of an issue that went up in another stands for that one, unless it has one. Call it before `advance`."""
        if absorbed_id in self._open and into_id not in self._open:
            overdue = {"issue_id": into_id, "written_at": EPOCH}
            self._open[into_id] = {**self._open.pop(absorbed_id), **overdue}

    def _follow(self, transitions: Iterable[Transition], now: datetime) -> tuple[list[dict], set[str]]:
        """The last rows of alerts that ended, and the issues whose level is higher than before."""
        ended, risen = [], set()
        for transition in transitions:
            issue, level = transition.issue_id, transition.to_slug
            if level not in LEVELS:
                row = self._open.pop(issue, None)
                if row and row["edition"]:
                    ended.append({**row, "edition": row["edition"] + 1, "written_at": now, "ended_at": now})
                risen.discard(issue)
            elif issue not in self._open:
                self._open[issue] = _opened(issue, level)
            elif LEVELS[level] > LEVELS[self._open[issue]["level_slug"]]:
                self._open[issue]["level_slug"] = level
                risen.add(issue)
        return ended, risen

    def _begin_day(self, day: date) -> None:
        if day != self._day:
            self._day, self._sent = day, 0

    def _deliver(self, measured: Measured) -> set[str]:
        """Give out the places of the day, the gravest first; the issues whose delivery changed."""
        before = {issue: row["delivery_slug"] for issue, row in self._open.items() if _waits(row)}
        claims = []
        for issue in before:
            gate = self.rules.gate(measured(issue))
            if gate is None:
                claims.append(issue)
            elif gate == HELD and before[issue] is None:
                self._open[issue]["delivery_slug"] = HELD
        for issue in sorted(claims, key=lambda issue: self._urgency(issue, measured(issue))):
            is_sent = self._sent < self.budget
            self._sent += is_sent
            self._open[issue]["delivery_slug"] = SENT if is_sent else DIGEST
        return {issue for issue, slug in before.items() if self._open[issue]["delivery_slug"] != slug}

    def _urgency(self, issue: str, measures: Mapping[str, float]) -> tuple:
        level = LEVELS[self._open[issue]["level_slug"]]
        return -level, -measures.get("surprise_6h", 0), -measures.get("count_24h", 0), issue

    def _write(self, issue: str, now: datetime, measures: Mapping[str, float], description: tuple[str, list[str]]) -> dict:
        row = self._open[issue]
        label, evidence = description
        words = wording.held_reason if row["delivery_slug"] == HELD else wording.reason
        row |= {"written_at": now, "edition": row["edition"] + 1, "label": label, "evidence": evidence}
        row |= {"reason": words(measures), "measures_json": measures_json(measures)}
        if row["alert_id"] is None:
            row |= {"alert_id": hashed(issue, now.isoformat()), "raised_at": now}
        return dict(row)

    def to_table(self) -> pa.Table:
        """What has to be known to go on: the alerts that stand, and in the metadata what was sent on the day."""
        known = {"day": self._day.isoformat(), "sent": str(self._sent)}
        return pa.Table.from_pylist(list(self._open.values()), ISSUE_ALERTS).replace_schema_metadata(known)

    @classmethod
    def from_table(cls, table: pa.Table, rules: Rules, budget_per_day: int) -> AlertDesk:
        """The desk of `to_table`."""
        desk = cls(rules, budget_per_day)
        desk._open = {row["issue_id"]: row for row in table.to_pylist()}
        desk._day = date.fromisoformat(table.schema.metadata[b"day"].decode())
        desk._sent = int(table.schema.metadata[b"sent"])
        return desk


def _opened(issue: str, level: str) -> dict:
    return {**dict.fromkeys(ISSUE_ALERTS.names), "issue_id": issue, "level_slug": level, "edition": 0}


def _waits(row: dict) -> bool:
    """Whether it asks for a place: new ones, held ones, and of the digest what is graver than waspada."""
    return row["delivery_slug"] in (None, HELD) or (row["delivery_slug"] == DIGEST and LEVELS[row["level_slug"]] > 1)
