"""The issues of the dashboard: the hottest first, each with what the filters of the page ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

MOST_AGENCIES = 10
"""Agencies told per issue: those that most of its documents concern."""


def list_issues(answers: dict[str, Sequence[dict]], days: Sequence[date]) -> list[dict]:
    """One entry per issue, as D6 orders them; `spark` has one count per day of the window."""
    scopes = _scopes(answers["issue_scopes"])
    prospects = {row["issue_id"]: _prospects(row) for row in answers["issue_prospects"]}
    return [_issue(row, scopes[row["issue_id"]], days) | prospects[row["issue_id"]] for row in answers["D6"]]


def _scopes(rows: Sequence[dict]) -> dict[str, dict[str, dict[str, int]]]:
    """Documents by issue, scope and value, the most documents first."""
    scopes: dict = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        scopes[row["issue_id"]][row["scope_slug"]][row["scope_value"]] = row["document_count"]
    return scopes


def _issue(row: dict, scopes: dict[str, dict[str, int]], days: Sequence[date]) -> dict:
    by_day = dict(day.split(" ") for day in row["day_counts"].split("; "))
    return {
        "id": row["issue_id"],
        "label": row["label"],
        "phrases": row["key_phrases"].split("; ") if row["key_phrases"] else [],
        "state": row["state_slug"],
        "state_name": row["state_name"],
        "since": row["state_since_at"],
        "reason": row["state_reason"],
        "alert_level": row["alert_level_slug"],
        "first_at": row["first_published_at"],
        "last_at": row["last_published_at"],
        "documents": row["document_count"],
        "originals": row["original_count"],
        "negative_share": row["negative_share"],
        "critical_share": row["critical_share"],
        "official_share": row["official_share"],
        "outlets": row["outlet_count"],
        "provinces": list(scopes["provinces"]),
        "sectors": list(scopes["sectors"]),
        "channels": scopes["channels"],
        "agencies": list(scopes["agencies"])[:MOST_AGENCIES],
        "lead": row["lead_sentence"],
        "heat": round(row["heat"], 4),
        "spark": [int(by_day.get(day.isoformat(), 0)) for day in days],
    }


def _prospects(row: dict) -> dict:
    """`outlook`: probability of siaga within 24 hours; `analogue`: the past issue most like it. Either may be None."""
    analogue = {"label": row["analogue_label"], "what_followed": row["what_followed"], "similarity": row["similarity"]}
    return {"outlook": row["siaga_probability"], "analogue": analogue if row["analogue_label"] else None}
