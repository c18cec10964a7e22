"""What a question is about: `sector=kesehatan`, `day=2026-09-01..2026-09-07`, found in the snapshot and put into SQL.

A value enters a query only as a slug, code or id that the snapshot holds, or as a date, and in quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import duckdb

from reports.region_names import aliased_region
from warehouse.errors import InputError
from warehouse.literals import literal
from warehouse.metrics import DAY, Metric

LISTED = 40


@dataclass(frozen=True)
class Dimension:
    """`column`: of the metric's mart; `items`: the same over mart_documents; `choices`: query for value and name, usual ones
    first; `beside`: conditions on further columns that hold as soon as this one is asked for."""

    key: str
    column: str
    items: str
    choices: str | None = None
    beside: dict[str, str] = field(default_factory=dict)


PROVINCES = "select region_code, region_name from dim_regions where length(region_code) = 2 order by region_code"
DIMENSIONS = (
    Dimension(
        "sector",
        "sector_slug",
        "coalesce(sector_slug, 'belum-terbaca') {test}",
        "select sector_slug, sector_name from dim_sectors order by sector_slug",
    ),
    Dimension("province", "province_code", "coalesce(province_code, '00') {test}", PROVINCES),
    Dimension(
        "province",
        "scope_value",
        "source_slug in (select s.source_slug from dim_sources as s inner join dim_regions as r "
        "on s.province_name = r.region_name where r.region_code {test})",
        PROVINCES,
        {"scope_slug": "scope_slug = 'provinsi'"},
    ),
    Dimension(
        "channel",
        "channel_slug",
        "channel_slug {test}",
        "select channel_slug, channel_name from dim_channels order by channel_slug",
    ),
    Dimension(
        "agency",
        "agency_slug",
        "document_id in (select document_id from mart_document_agencies "
        "where agency_slug {test} and (role_slug = 'disebut' or rank = 1))",
        "select agency_slug, agency_name from mart_agency_mentions_daily "
        "group by agency_slug, agency_name order by sum(mention_count) desc, agency_slug",
    ),
    Dimension("day", DAY, DAY + " {test}"),
    Dimension(
        "issue",
        "issue_id",
        "document_id in (select document_id from mart_issue_documents where issue_id {test})",
        "select issue_id, label from mart_issues order by document_count desc, issue_id",
    ),
)


@dataclass(frozen=True)
class Filter:
    """`value`: slug, code, id or days; `test`: what the column must hold, as SQL: = 'kesehatan'; `words`: for people."""

    dimension: Dimension
    value: str
    test: str
    words: str

    @property
    def conditions(self) -> dict[str, str]:
        """By column of the metric's mart."""
        return {self.dimension.column: f"{self.dimension.column} {self.test}", **self.dimension.beside}

    @property
    def items(self) -> str:
        """Over mart_documents."""
        return self.dimension.items.format(test=self.test)


def dimensions_of(metric: Metric) -> dict[str, Dimension]:
    """What `metric` can be filtered and grouped by, by key."""
    return {each.key: each for each in DIMENSIONS if each.column in metric.filter_columns}


def dimension(metric: Metric, key: str) -> Dimension:
    known = dimensions_of(metric)
    if key not in known:
        raise InputError(f"{metric.metric_slug} knows no {key!r}. It can be filtered and grouped by {', '.join(known)}.")
    return known[key]


def read_filters(metric: Metric, texts: Iterable[str], marts: duckdb.DuckDBPyConnection) -> dict[str, Filter]:
    """key=value texts as filters by key; InputError for a key or value that is not there, with those that are."""
    found: dict[str, Filter] = {}
    for text in texts:
        key, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not value:
            raise InputError(f"{text!r} is no filter: write key=value, as in sector=kesehatan or day=2026-09-01..2026-09-07.")
        if key in found:
            raise InputError(f"{key} is given twice; give it once, or see all with --by {key}.")
        asked = dimension(metric, key)
        found[key] = _days(asked, value) if asked.choices is None else _chosen(asked, value, marts)
    return found


def _days(asked: Dimension, text: str) -> Filter:
    first, _, last = text.partition("..")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise InputError(f"{text!r} is no day: write 2026-09-01, or 2026-09-01..2026-09-07.") from error
    if days[1] < days[0]:
        raise InputError(f"{text} ends before it begins.")
    return Filter(asked, text, f"between date '{days[0]}' and date '{days[1]}'", text)


def _chosen(asked: Dimension, text: str, marts: duckdb.DuckDBPyConnection) -> Filter:
    """By value, name or what people call a region, else by a part of one name alone, capitals or not."""
    choices = [(value, name or value) for value, name in marts.execute(asked.choices).fetchall()]
    wanted = text.casefold()
    code = aliased_region(text) if asked.key == "province" else None
    fitting = [choice for choice in choices if wanted in map(str.casefold, choice) or choice[0] == code]
    fitting = fitting or [choice for choice in choices if wanted in choice[1].casefold()]
    if len(fitting) != 1:
        raise InputError(_refusal(asked.key, text, fitting or choices, "no" if not fitting else "more than one"))
    value, name = fitting[0]
    return Filter(asked, value, f"= {literal(value)}", f"{name} ({value})")


def _refusal(key: str, text: str, choices: list[tuple[str, str]], how_many: str) -> str:
    listed = ", ".join(f"{value} ({name})" for value, name in choices[:LISTED])
    more = f" and {len(choices) - LISTED:,} more" if len(choices) > LISTED else ""
    return f"There is {how_many} {key} {text!r} in this snapshot. Give one of: {listed or 'none is there yet'}{more}."
