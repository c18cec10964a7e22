"""Where a rebuilt watch takes over: alerts that stood go on under their ids or end, and states go over into the new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from ml.issues.alerts import AlertDesk
from ml.issues.transitions import hashed
from warehouse.schemas import ISSUE_ALERTS, ISSUE_MOVES, ISSUE_STATES

RULE = "bangun-ulang"
"""Stands for the rule where a state changed because issues were grouped anew."""
REASON = "Isu dikelompokkan ulang; sejak itu statusnya mengikuti pengelompokan yang baru."
NORMAL = "normal"

Row = dict[str, object]


@dataclass(frozen=True)
class Seam:
    """Rows to write once, and the alerts that go on: id of the new watch -> row of the one that it continues, and in its
    edition how many more of it were told than the new watch counts."""

    moves: pa.Table
    states: pa.Table
    alerts: pa.Table
    continued: Mapping[str, Row]

    @classmethod
    def empty(cls) -> Seam:
        return cls(ISSUE_MOVES.empty_table(), ISSUE_STATES.empty_table(), ISSUE_ALERTS.empty_table(), {})

    def adopt(self, alerts: pa.Table) -> pa.Table:
        """Alerts of the new watch, those that go on under the ids of before."""
        return pa.Table.from_pylist([self._adopted(row) for row in alerts.to_pylist()], alerts.schema)

    def adopt_desk(self, desk: AlertDesk) -> AlertDesk:
        return AlertDesk.from_table(self.adopt(desk.to_table()), desk.rules, desk.budget)

    def _adopted(self, row: Row) -> Row:
        was = self.continued.get(row["alert_id"])
        if was is None:
            return row
        return row | {name: was[name] for name in ("alert_id", "raised_at")} | {"edition": row["edition"] + was["edition"]}


def join_histories(
    told: tuple[pa.Table, pa.Table],
    found: tuple[pa.Table, pa.Table],
    redirects: Mapping[str, str],
    moves: pa.Table,
    at: datetime,
) -> Seam:
    """Both (ISSUE_STATES, ISSUE_ALERTS) up to `at` under public ids: as they were told, and as the new watch found them."""
    stood = {redirects.get(issue, issue): row for issue, row in _standing(told[1]).items()}
    stands = _standing(found[1])
    continued = {
        stands[issue]["alert_id"]: row | {"edition": row["edition"] - stands[issue]["edition"]}
        for issue, row in stood.items()
        if issue in stands
    }
    ended = [
        row | {"edition": row["edition"] + 1, "written_at": at, "ended_at": at}
        for issue, row in stood.items()
        if issue not in stands
    ]
    states = _changes(_last_states(told[0], redirects), _last_states(found[0], {}), at)
    return Seam(moves, pa.Table.from_pylist(states, ISSUE_STATES), pa.Table.from_pylist(ended, ISSUE_ALERTS), continued)


def _standing(alerts: pa.Table) -> dict[str, Row]:
    """The last edition of every alert that has not ended, by issue."""
    last: dict[str, Row] = {}
    for row in sorted(alerts.to_pylist(), key=lambda one: one["edition"]):
        last[row["alert_id"]] = row
    return {row["issue_id"]: row for row in last.values() if row["ended_at"] is None}


def _last_states(states: pa.Table, redirects: Mapping[str, str]) -> dict[str, str]:
    rows = sorted(states.to_pylist(), key=lambda one: one["changed_at"])
    return {redirects.get(row["issue_id"], row["issue_id"]): row["to_slug"] for row in rows}


def _changes(was: Mapping[str, str], now: Mapping[str, str], at: datetime) -> list[Row]:
    """Transitions of the issues whose state the new watch sees otherwise."""
    both = {issue: (was.get(issue, NORMAL), now.get(issue, NORMAL)) for issue in sorted({*was, *now})}
    return [
        {
            "transition_id": hashed(issue, at, RULE),
            "issue_id": issue,
            "changed_at": at,
            "from_slug": before,
            "to_slug": after,
            "rule_slug": RULE,
            "measures_json": "{}",
            "reason": REASON,
            "coverage_share": None,
        }
        for issue, (before, after) in both.items()
        if before != after
    ]
