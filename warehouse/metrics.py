"""The metric catalogue: one SQL definition per metric, read from the seed `metrics`, and the query that it makes.

Whoever shows such a figure takes it from here, so that brief, dashboard and `pantau why` cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from warehouse.errors import InputError
from warehouse.seeds import read_seed

DAY = "published_on"


@dataclass(frozen=True)
class Metric:
    """A row of the seed; docs/metrics.md tells what each column is for."""

    metric_slug: str
    metric_name: str
    unit_slug: str
    metric_description: str
    mart_name: str
    agency_mart_name: str | None
    expression_sql: str
    whole_sql: str | None
    is_relative: bool
    filter_columns: tuple[str, ...]
    items_sql: str
    part_sql: str | None
    caveat: str

    @property
    def column(self) -> str:
        """What its values are called in a result: porsi_negatif."""
        return self.metric_slug.replace("-", "_")


@cache
def read_metrics() -> dict[str, Metric]:
    """The metrics by slug, in the order of the seed."""
    rows = read_seed("metrics").to_pylist()
    return {
        row["metric_slug"]: Metric(
            **{**row, "is_relative": row["is_relative"] == "true", "filter_columns": tuple(row["filter_columns"].split(";"))}
        )
        for row in rows
    }


def metric_query(metric: Metric, by: Sequence[str] = (), where: Mapping[str, str] | None = None) -> str:
    """The query of `metric`: a row per group of the columns `by`, in their order, the value last under `metric.column`.

    `where` maps columns to SQL conditions on them: {"sector_slug": "sector_slug = 'kesehatan'"}. A relative metric compares
    all groups of the rows that the other conditions leave, days apart; conditions on `by` then pick among the groups.
    InputError for columns that the metric cannot be filtered or grouped by.
    """
    where = dict(where or {})
    _refuse_unknown(metric, (*by, *where))
    picked = [where.pop(column) for column in by if column in where and column != DAY] if metric.is_relative else []
    query = "\n".join(_lines(metric, by, where, f"{_expression(metric, by)} as {metric.column}"))
    if picked:
        inner = query.replace("\n", "\n    ")
        query = f"select *\nfrom (\n    {inner}\n) as groups_compared\nwhere {' and '.join(picked)}"
    return query + (f"\norder by {', '.join(by)}" if by else "")


def metric_mart(metric: Metric, columns: Sequence[str]) -> str:
    """The mart that answers where `columns` are asked for: the one per agency as soon as an agency is."""
    per_agency = any(column.startswith("agency_") for column in columns)
    return metric.agency_mart_name if per_agency and metric.agency_mart_name else metric.mart_name


def _lines(metric: Metric, by: Sequence[str], where: Mapping[str, str], value: str) -> list[str]:
    conditions = list(where.values())
    if metric.whole_sql and not any(column in metric.whole_sql for column in (*by, *where)):
        conditions.append(metric.whole_sql)
    return [
        "select\n    " + ",\n    ".join((*by, value)),
        f"from {metric_mart(metric, (*by, *where))}",
        *([f"where {' and '.join(conditions)}"] if conditions else []),
        *([f"group by {', '.join(by)}"] if by else []),
    ]


def _expression(metric: Metric, by: Sequence[str]) -> str:
    """Shares of a day are shares among that day's groups."""
    if metric.is_relative and DAY in by:
        return metric.expression_sql.replace("over ()", f"over (partition by {DAY})")
    return metric.expression_sql


def _refuse_unknown(metric: Metric, columns: Sequence[str]) -> None:
    unknown = [column for column in columns if column not in metric.filter_columns]
    if unknown:
        raise InputError(
            f"{metric.metric_slug} cannot be filtered or grouped by {', '.join(unknown)}: "
            f"its columns are {', '.join(metric.filter_columns)}."
        )
