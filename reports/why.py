"""From a number to its reasons: the query that gives it, the snapshot, the documents behind it, how fully they were heard, and
the tables that it comes from. `pantau why` shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from reports.filters import Dimension, Filter, dimension, dimensions_of, read_filters
from reports.lineage import lineage, marts_in
from reports.why_evidence import Coverage, Items, find_items, heard_days
from reports.why_queries import NamedQuery, query_files
from warehouse.errors import InputError
from warehouse.metrics import Metric, metric_mart, metric_query, read_metrics


@dataclass(frozen=True)
class Result:
    """What a query gives."""

    query: str
    columns: list[str]
    rows: list[tuple]


@dataclass(frozen=True)
class Answer:
    """`filters` in words by key; `lineage` by layer, marts first."""

    metric: Metric
    filters: dict[str, str]
    result: Result
    items: Items
    coverage: list[Coverage]
    lineage: dict[str, list[str]]


def explain_query(marts: duckdb.DuckDBPyConnection, query: NamedQuery) -> tuple[Result, dict[str, list[str]]]:
    """Its result and the lineage of the marts that it names."""
    return _ask(marts, query.sql), lineage(marts_in(query.sql))


def find_metric(name: str) -> Metric:
    """InputError with all names where `name` is none."""
    metrics = read_metrics()
    if name not in metrics:
        raise InputError(f"There is no metric {name!r}. Metrics: {', '.join(metrics)}. Queries: {', '.join(query_files())}.")
    return metrics[name]


def explain_metric(
    marts: duckdb.DuckDBPyConnection, metric: Metric, filters: Sequence[str], by: str | None, limit: int
) -> Answer:
    """`filters`: key=value each; `by`: key of the groups; `limit`: documents to list.

    InputError for what the metric or the snapshot does not hold, with what they do.
    """
    found = read_filters(metric, filters, marts)
    groups = _groups(metric, found, by)
    where = {column: sql for each in found.values() for column, sql in each.conditions.items()}
    for group in groups:
        where = group.beside | where
    columns = [group.column for group in groups]
    items = find_items(marts, metric, list(found.values()), limit)
    return Answer(
        metric,
        {key: each.words for key, each in found.items()},
        _ask(marts, metric_query(metric, columns, where)),
        items,
        heard_days(marts, found, items),
        lineage([metric_mart(metric, (*columns, *where))]),
    )


def _groups(metric: Metric, filters: Mapping[str, Filter], by: str | None) -> list[Dimension]:
    """What the result has rows of; a relative metric compares groups, so it needs to know which."""
    groups = [dimension(metric, by)] if by else []
    if not metric.is_relative or by not in (None, "day"):
        return groups
    compared = [key for key in filters if key != "day"]
    if len(compared) != 1:
        keys = compared or [key for key in dimensions_of(metric) if key != "day"]
        raise InputError(f"{metric.metric_slug} compares groups: say which with --by, one of {', '.join(keys)}.")
    return [*groups, dimension(metric, compared[0])]


def _ask(marts: duckdb.DuckDBPyConnection, query: str) -> Result:
    result = marts.execute(query)
    return Result(query, [column[0] for column in result.description], result.fetchall())
