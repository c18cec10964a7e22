"""What the first view of the dashboard shows beside the cube: days and names, and one section per kind of record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow.csv as csv

from reports.dashboard import issues, records
from reports.dashboard.cube import agency_file
from reports.dashboard.questions import WINDOW_DAYS, Question, ask, read_questions, read_statement
from warehouse.metrics import read_metrics

TILES = Path(__file__).parent / "tiles.csv"
NOWHERE = {"code": "00", "name": "Tanpa provinsi", "short": "Tanpa", "row": None, "col": None}
LOW = ("kurang", "sunyi")

Rows = Sequence[dict]
Answers = dict[str, Rows]
"""Rows of each question by its id, and of each further statement by its name."""

STATEMENTS = (
    "coverage_days",
    "coverage_provinces",
    "issue_scopes",
    "issue_prospects",
    "alert_documents",
    "forecast_history",
    "claims",
    "agency_responses",
)


def gather_answers(marts: duckdb.DuckDBPyConnection) -> Answers:
    answers = {question.id: ask(marts, question.sql) for question in read_questions()}
    return answers | {name: ask(marts, read_statement(name)) for name in STATEMENTS}


def gather_core(marts: duckdb.DuckDBPyConnection, manifest: dict) -> dict:
    """The content of data/core.js: names and days that the cube points at, and the records that the page lists."""
    answers = gather_answers(marts)
    days = window([row["published_on"] for row in answers["D1"]])
    return {
        "meta": _meta(manifest, days),
        "dims": _dims(marts, answers),
        "coverage": _coverage(answers, days),
        "issues": issues.list_issues(answers, days),
        "alerts": records.list_alerts(answers),
        "sources": records.list_sources(answers),
        "forecasts": records.list_forecasts(answers),
        "claims": records.list_claims(answers),
        "complaints": records.list_complaints(answers),
        "questions": [_shown(question) for question in read_questions()],
    }


def window(days_with_mentions: Sequence[date]) -> list[date]:
    """Every day of the window, from the first with mentions to the last; none where nothing is mentioned."""
    if not days_with_mentions:
        return []
    first, last = min(days_with_mentions), max(days_with_mentions)
    first = max(first, last - timedelta(days=WINDOW_DAYS - 1))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _meta(manifest: dict, days: Sequence[date]) -> dict:
    ends = {"first_on": days[0], "last_on": days[-1]} if days else {"first_on": None, "last_on": None}
    return {"snapshot": manifest["snapshot"], "as_of": manifest["as_of"], **ends, "days": days}


def _dims(marts: duckdb.DuckDBPyConnection, answers: Answers) -> dict:
    return {
        "sectors": ask(marts, "select sector_slug as slug, sector_name as name from dim_sectors order by name"),
        "provinces": _provinces(marts),
        "channels": ask(marts, "select channel_slug as slug, channel_name as name from dim_channels order by name"),
        "agencies": [_agency(row) for row in answers["D5"]],
        "states": ask(
            marts,
            "select state_slug as slug, state_name as name, phase_slug as phase, state_description as description "
            "from dim_issue_states order by sort_order",
        ),
        "metrics": [_metric(metric) for metric in read_metrics().values()],
    }


def _provinces(marts: duckdb.DuckDBPyConnection) -> list[dict]:
    """Provinces with their tiles, by official code; documents of no province are the first."""
    found = ask(marts, "select region_code as code, region_name as name from dim_regions where region_type_slug = 'provinsi'")
    names = {row["code"]: row["name"] for row in found}
    tiles = csv.read_csv(TILES, convert_options=csv.ConvertOptions(column_types={"code": "string"})).to_pylist()
    return [NOWHERE, *({**tile, "name": names[tile["code"]]} for tile in sorted(tiles, key=lambda tile: tile["code"]))]


def _agency(row: dict) -> dict:
    slug = row["agency_slug"]
    return {"slug": slug, "name": row["agency_name"], "mentions": row["mention_count"], "file": f"data/{agency_file(slug)}.js"}


def _metric(metric) -> dict:
    return {
        "slug": metric.metric_slug,
        "name": metric.metric_name,
        "unit": metric.unit_slug,
        "description": metric.metric_description,
        "caveat": metric.caveat,
        "sql": metric.expression_sql,
    }


def _coverage(answers: Answers, days: Sequence[date]) -> dict:
    told = {row["published_on"]: row for row in answers["coverage_days"]}
    rows = [told.get(day, {}) for day in days]
    return {
        "share": [_rounded(row.get("coverage_share")) for row in rows],
        "heard": [row.get("heard_count") for row in rows],
        "expected": [row.get("expected_count") for row in rows],
        "low_days": [number for number, row in enumerate(rows) if row.get("state_slug") in LOW],
        "by_province": {row["province_code"]: _rounded(row["coverage_share"]) for row in answers["coverage_provinces"]},
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _shown(question: Question) -> dict:
    return {"id": question.id, "title": question.title, "sql": question.sql}
