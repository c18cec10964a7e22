"""Alerts, sources, forecasts, claims and complaints of the dashboard, as the page reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

Answers = dict[str, Sequence[dict]]


def list_alerts(answers: Answers) -> list[dict]:
    """Newest first, each with the evidence that may be shown."""
    evidence = defaultdict(list)
    for row in answers["alert_documents"]:
        evidence[row["alert_id"]].append({"title": row["title"], "outlet": row["outlet_name"], "url": row["url"]})
    names = {"alert_id": "id", "current_issue_id": "issue", "level_slug": "level", "delivery_slug": "delivery"}
    return [
        _renamed(row, names | {"verdict_slug": "verdict"}) | {"evidence": evidence[row["alert_id"]]} for row in answers["D7"]
    ]


def list_sources(answers: Answers) -> list[dict]:
    names = {
        "source_slug": "slug",
        "channel_slug": "channel",
        "province_name": "province",
        "state_slug": "state",
        "document_count": "documents",
        "quarantined_count": "quarantined",
        "last_fetched_at": "last_fetched",
        "last_published_at": "last_published",
        "silence_slug": "silence",
        "original_count": "originals",
        "heard_yesterday_count": "heard_yesterday",
        "expected_yesterday_count": "expected_yesterday",
        "last_error": "error",
    }
    return [_renamed(row, names) for row in answers["D8"]]


def list_forecasts(answers: Answers) -> list[dict]:
    """One entry per series: the days foretold, and the days before as they were measured."""
    history = defaultdict(list)
    for row in answers["forecast_history"]:
        history[_series(row)].append({"on": row["published_on"], "value": row["measured"]})
    return [_forecast(list(rows), history[series]) for series, rows in groupby(answers["D9"], key=_series)]


_series = itemgetter("current_issue_id", "measure_slug", "made_on")


def _forecast(rows: list[dict], history: list[dict]) -> dict:
    first = rows[0]
    return {
        "series": first["current_issue_id"],
        "label": first["label"],
        "measure": first["measure_slug"],
        "model": first["model_slug"],
        "made_on": first["made_on"],
        "points": [
            {"on": row["target_on"], "expected": row["expected"], "low": row["low"], "high": row["high"]} for row in rows
        ],
        "history": history,
        "coverage": first["coverage_share"],
        "naive_ratio": first["naive_ratio"],
    }


def list_claims(answers: Answers) -> list[dict]:
    """Fact checks, newest first."""
    names = {"published_on": "on", "verdict_slug": "verdict", "reviewer_name": "reviewer"}
    return [_renamed(row, names) for row in answers["claims"]]


def list_complaints(answers: Answers) -> dict:
    """`sectors` with complaints this week, those that rise most first; `responses` rows of mart_agency_responses."""
    sectors = [
        {"slug": row["sector_slug"], "this_week": row["this_week_count"], "last_week": row["last_week_count"]}
        for row in answers["D10"]
        if row["channel_slug"] == "pengaduan" and row["sector_slug"] != "semua"
    ]
    sectors.sort(key=lambda sector: sector["last_week"] - sector["this_week"])
    return {"sectors": sectors, "responses": answers["agency_responses"]}


def _renamed(row: dict, names: dict[str, str]) -> dict:
    return {names.get(name, name): value for name, value in row.items()}
