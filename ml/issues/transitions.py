"""What changed the state of an issue: the rule that fired and the measures it looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import orjson
import pyarrow as pa

from ml.issues import wording
from ml.issues.rules import ALERTING
from warehouse.schemas import ISSUE_STATES

MERGE = "isu-gabung"
"""Stands for the rule where a state came or went with a merge of issues."""
EPOCH = datetime(1970, 1, 1)
DECIMALS = 3


@dataclass(frozen=True)
class Transition:
    """`hour` is the number of the hour whose measures changed the state: all that are known; the rule looked at `looked_at`."""

    issue_id: str
    hour: int
    from_slug: str
    to_slug: str
    rule_slug: str
    measures: Mapping[str, float] = field(default_factory=dict)
    looked_at: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        if self.rule_slug == MERGE:
            return wording.MERGED
        return (wording.reason if self.to_slug in ALERTING else wording.calm_reason)(self.measures)


def once_an_hour(transitions: Iterable[Transition]) -> list[Transition]:
    """Of changes of one hour, in their order, one an issue: from its first state to its last, none where they are the same.

    A merge may change a state twice: an issue takes over the state of another, and goes up in a third.
    """
    found: dict[str, Transition] = {}
    for change in transitions:
        found[change.issue_id] = replace(change, from_slug=found.get(change.issue_id, change).from_slug)
    return [change for change in found.values() if change.from_slug != change.to_slug]


def end_of(hour: int) -> datetime:
    """The end of the hour with this number, naive UTC."""
    return EPOCH + timedelta(hours=hour + 1)


def hashed(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def measures_json(measures: Mapping[str, float]) -> str:
    """Known measures as JSON in a fixed order."""
    rounded = {name: round(value, DECIMALS) for name, value in measures.items()}
    return orjson.dumps(rounded, option=orjson.OPT_SORT_KEYS).decode()


def states_table(transitions: Iterable[Transition]) -> pa.Table:
    """Transitions as rows of ISSUE_STATES."""
    return pa.Table.from_pylist([_row(transition) for transition in transitions], ISSUE_STATES)


def _row(transition: Transition) -> dict:
    measures = transition.measures
    return {
        "transition_id": hashed(transition.issue_id, transition.hour),
        "issue_id": transition.issue_id,
        "changed_at": end_of(transition.hour),
        "from_slug": transition.from_slug,
        "to_slug": transition.to_slug,
        "rule_slug": transition.rule_slug,
        "measures_json": measures_json({name: measures[name] for name in transition.looked_at if name in measures}),
        "reason": transition.reason,
        "coverage_share": measures.get("coverage_share"),
    }
