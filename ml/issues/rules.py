"""When an issue changes its state, and when an alert is held back: the seed `issue_rules`, which analysts edit.

Each row is one condition; all conditions of one rule_slug are required. A row without `from_slug` is a gate: it keeps the alert
of a developing issue back instead of changing its state. ml/issues/rule_seed.py reads it; docs/alerts.md is the guide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

STATES = ("normal", "waspada", "siaga", "krisis", "pasca")
"""A state's code is its position here."""
ALERTING = ("waspada", "siaga", "krisis")
HELD, SUPPRESSED = "ditahan", "tanpa-peringatan"
GATES = (HELD, SUPPRESSED)

MEASURES = {
    "count_1h": "Documents in the hour, copies once.",
    "count_6h": "Documents in six hours, copies once.",
    "count_24h": "Documents in 24 hours, copies once.",
    "expected_6h": "Documents that the baseline expects in these six hours.",
    "surprise_6h": "-log10 of the chance of so many or more in six hours, by the baseline's negative binomial.",
    "surprise_24h": "The same of 24 hours.",
    "velocity": "Documents in six hours over those in the six hours before, one added to both.",
    "voice_count_6h": "Outlets and accounts that spoke in six hours, copies once.",
    "story_share": "Share of the last 24 hours' documents in the largest story, 0 to 1.",
    "novelty": "Share of the last 24 hours' documents in stories younger than 48 hours, 0 to 1.",
    "negative_share_24h": "Share of labelled documents of 24 hours that are negative, 0 to 1.",
    "critical_share_24h": "Share of labelled documents of 24 hours that object, 0 to 1.",
    "official_share_24h": "Share of the last 24 hours' documents in which an agency or a person in office speaks, 0 to 1.",
    "relevant_share": "Share of the issue's labelled documents that are a public issue, 0 to 1.",
    "province_count_24h": "Provinces that the last 24 hours' documents are about.",
    "coverage_share": "Heard of what was expected to be heard that day, 0 to 1.",
    "peak_count_24h": "Largest count_24h since the episode began; the state board knows it.",
    "peak_share": "count_24h over peak_count_24h, 0 to 1; the state board knows it.",
}
"""What a condition may look at: floats, nan where not known."""
OF_THE_BOARD = ("peak_count_24h", "peak_share")

COMPARISONS = {">=": np.greater_equal, "<=": np.less_equal}


@dataclass(frozen=True)
class Condition:
    """`is_optional`: only looked at where the measure is known."""

    measure: str
    comparison: str
    threshold: float
    is_optional: bool

    def holds(self, measures: Mapping[str, np.ndarray]) -> np.ndarray:
        values = np.asarray(measures.get(self.measure, math.nan))
        with np.errstate(invalid="ignore"):
            holds = COMPARISONS[self.comparison](values, self.threshold)
        return holds | np.isnan(values) if self.is_optional else holds


@dataclass(frozen=True)
class Rule:
    """`from_slug` is None for a gate; `for_hours`: the conditions must hold that many hours in a row."""

    slug: str
    from_slug: str | None
    to_slug: str
    for_hours: int
    conditions: tuple[Condition, ...]

    def holds(self, measures: Mapping[str, np.ndarray]) -> np.ndarray:
        """Where all conditions hold in this hour; `measures` are equally long arrays, a missing one is not known."""
        return np.logical_and.reduce(np.broadcast_arrays(*(condition.holds(measures) for condition in self.conditions)))


@dataclass(frozen=True)
class Rules:
    """In the order of the seed: of the rules that hold in one hour the first counts."""

    transitions: tuple[Rule, ...]
    gates: tuple[Rule, ...]

    def gate(self, measures: Mapping[str, float]) -> str | None:
        """What keeps an alert back now: ditahan, tanpa-peringatan, or None."""
        return next((rule.to_slug for rule in self.gates if rule.holds(measures)), None)
