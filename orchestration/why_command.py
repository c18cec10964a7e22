"""`pantau why`: from a number to its query, its snapshot, the documents behind it, their coverage and their origin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from textwrap import indent

from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from orchestration.console import console
from orchestration.wording import local_time
from reports.why import Answer, Result, explain_metric, explain_query, find_metric
from reports.why_evidence import Coverage, Items
from reports.why_queries import NamedQuery, find_query, query_id
from warehouse.access import manifest_of, open_marts
from warehouse.errors import InputError
from warehouse.layout import Layout
from warehouse.metrics import Metric
from warehouse.settings import ROOT, read_settings

ROWS_SHOWN = 50
COLUMNS_BESIDE = 12
"""A result with more columns is shown row by row, names beside values."""


def why_command(name: str, filters: Sequence[str], by: str | None, limit: int) -> None:
    """Print the answer; InputError for a name, filter or value that is not there, with those that are."""
    layout, known_id = Layout(read_settings().home), query_id(name)
    with open_marts(layout) as marts:
        manifest = manifest_of(marts)
        if known_id:
            _refuse_filters(known_id, filters, by)
            query = find_query(marts, known_id)
            _show_query(query, *explain_query(marts, query))
        else:
            _show_answer(explain_metric(marts, find_metric(name), filters, by, limit))
    as_of = local_time(datetime.fromisoformat(manifest["as_of"]), "Asia/Jakarta")
    _section("Snapshot", Text(f"{manifest['snapshot']}, as of {as_of} WIB"))


def _refuse_filters(name: str, filters: Sequence[str], by: str | None) -> None:
    if filters or by:
        raise InputError(f"{name} is a query as it stands: --filter and --by are for metrics.")


def _show_query(query: NamedQuery, result: Result, lineage: dict[str, list[str]]) -> None:
    console.print(Text.assemble((f"{query.id}: {query.title}", "bold"), f"\n  {query.file.relative_to(ROOT)}"))
    _section("Result", *_result_tables(result), *_told_rest(result))
    _show_sql(query.sql)
    _section("Made of", _lineage_table(lineage))


def _show_answer(answer: Answer) -> None:
    metric = answer.metric
    console.print(Text.assemble((metric.metric_name, "bold"), f" ({metric.metric_slug}, unit {metric.unit_slug})"))
    for key, words in answer.filters.items():
        console.print(Text(f"  {key}: {words}"))
    _section("Value", _result_table(answer.result, metric), *_told_rest(answer.result))
    _section("Meaning", Text(f"{metric.metric_description} {metric.caveat}"))
    _show_sql(answer.result.query)
    _section("Documents", Text(_told_items(answer.items, metric)), _items_table(answer.items))
    _section("Coverage of those days", *(Text(_told_coverage(each)) for each in answer.coverage))
    _section("Made of", _lineage_table(answer.lineage))


def _section(title: str, *parts: object) -> None:
    console.print()
    console.print(Text(title, style="bold"))
    for part in parts:
        console.print(Padding(part, (0, 0, 0, 2)))


def _show_sql(query: str) -> None:
    """Unwrapped, so that it runs as it is copied."""
    _section("Query (pantau sql runs it)")
    console.print(Text(indent(query, "  ")), soft_wrap=True)


def _result_tables(result: Result) -> list[Table | Padding]:
    if len(result.columns) <= COLUMNS_BESIDE:
        return [_result_table(result, None)]
    rows = [zip(result.columns, row, strict=True) for row in result.rows[:ROWS_SHOWN]]
    return [Padding(_pairs((name, _cell(value, None)) for name, value in row), (0, 0, 1, 0)) for row in rows]


def _told_rest(result: Result) -> list[Text]:
    rest = len(result.rows) - ROWS_SHOWN
    return [Text(f"… {rest:,} more rows")] if rest > 0 else []


def _result_table(result: Result, metric: Metric | None) -> Table:
    table = _table(*result.columns)
    for row in result.rows[:ROWS_SHOWN]:
        table.add_row(*(_cell(value, metric) for value in row))
    return table


def _cell(value: object, metric: Metric | None) -> Text:
    if isinstance(value, float):
        return Text(f"{value:.4f} ({value:.1%})" if metric and metric.unit_slug == "porsi" else f"{value:.4f}")
    return Text("" if value is None else str(value))


def _told_items(items: Items, metric: Metric) -> str:
    part = "" if items.part_count is None else f", {items.part_count:,} of them the part ({metric.part_sql})"
    withheld = f"; {items.withheld_count:,} withheld: counted, never listed" if items.withheld_count else ""
    return f"{items.count:,} behind it{part}{withheld}"


def _items_table(items: Items) -> Table:
    table = _table("day", "outlet", "title", "labels", "address")
    for day, outlet, title, url, *labels in items.rows:
        table.add_row(*(Text(str(cell or "")) for cell in (day, outlet, title, ", ".join(filter(None, labels)), url)))
    return table


def _told_coverage(coverage: Coverage) -> str:
    share = "not known yet" if coverage.share is None else f"{coverage.share:.1%}"
    low = ", ".join(f"{day} ({state})" for day, state in coverage.low_days)
    return f"{coverage.scope}: {share} over {coverage.day_count:,} days" + (f"; heard too little: {low}" if low else "")


def _lineage_table(lineage: dict[str, list[str]]) -> Table:
    return _pairs((layer, Text(", ".join(names))) for layer, names in lineage.items())


def _pairs(rows: Iterable[tuple[str, Text]]) -> Table:
    table = Table(Column(), Column(overflow="fold"), box=None, show_header=False)
    for name, value in rows:
        table.add_row(Text(name), value)
    return table


def _table(*names: str) -> Table:
    return Table(*(Column(Text(name), overflow="fold") for name in names), box=None, header_style="bold")
