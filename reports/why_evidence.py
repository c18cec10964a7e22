"""What stands behind a metric's value: its documents, and how fully the days concerned were heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from reports.filters import Filter, read_filters
from warehouse.metrics import Metric, metric_query, read_metrics

COVERAGE = "cakupan"
LISTING = """\
select
    published_on,
    coalesce(outlet_name, source_slug) as outlet_name,
    coalesce(title, substr(text, 1, 90)) as title,
    url,
    sector_slug,
    sentiment_slug,
    stance_slug
from mart_documents
where {condition} and not is_withheld
order by {first}published_at desc, document_id
limit {limit}"""


@dataclass(frozen=True)
class Items:
    """`count` documents, `part_count` of them the part of a share (else None); first and last day None where there is none.

    `rows`, of `query`, are the first of those that may be shown, the part before the rest: published_on, outlet_name, title,
    url and labels. The withheld ones are counted only.
    """

    query: str
    count: int
    part_count: int | None
    withheld_count: int
    first_on: date | None
    last_on: date | None
    rows: list[tuple]


@dataclass(frozen=True)
class Coverage:
    """Of a scope's days: share heard (None: not known), and those that were heard too little, each with its state."""

    scope: str
    share: float | None
    day_count: int
    low_days: list[tuple[date, str]]


def find_items(marts: duckdb.DuckDBPyConnection, metric: Metric, filters: Sequence[Filter], limit: int) -> Items:
    condition = " and ".join([metric.items_sql, *(each.items for each in filters)])
    part = metric.part_sql or "false"
    count, part_count, withheld, first_on, last_on = marts.execute(
        f"select count(*), count(*) filter (where {part}), count(*) filter (where is_withheld), "
        f"min(published_on), max(published_on) from mart_documents where {condition}"
    ).fetchall()[0]
    first = f"case when {metric.part_sql} then 0 else 1 end, " if metric.part_sql else ""
    query = LISTING.format(condition=condition, first=first, limit=limit)
    rows = marts.execute(query).fetchall()
    return Items(query, count, part_count if metric.part_sql else None, withheld, first_on, last_on, rows)


def heard_days(marts: duckdb.DuckDBPyConnection, filters: Mapping[str, Filter], items: Items) -> list[Coverage]:
    """Coverage of everything and of the province asked for, on the days asked for, else from the first document to the last."""
    if items.first_on is None and "day" not in filters:
        return []
    metric = read_metrics()[COVERAGE]
    days = filters["day"].test if "day" in filters else f"between date '{items.first_on}' and date '{items.last_on}'"
    where = {"published_on": f"published_on {days}"}
    scopes = {"all sources": {"scope_slug": "scope_slug = 'semua'"}}
    if "province" in filters:
        province = filters["province"]
        asked = read_filters(metric, [f"province={province.value}"], marts)["province"]
        scopes[f"sources of {province.words}"] = asked.conditions
    return [_coverage(marts, metric, scope, where | conditions) for scope, conditions in scopes.items()]


def _coverage(marts: duckdb.DuckDBPyConnection, metric: Metric, scope: str, where: Mapping[str, str]) -> Coverage:
    share = marts.execute(metric_query(metric, (), where)).fetchall()[0][0]
    days = marts.execute(
        f"select published_on, state_slug from {metric.mart_name} where {' and '.join(where.values())} order by published_on"
    ).fetchall()
    return Coverage(scope, share, len(days), [(day, state) for day, state in days if state in ("kurang", "sunyi")])
