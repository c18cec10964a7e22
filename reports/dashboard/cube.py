"""Mentions by day, sector, province and channel, in columns: what the page sums up for whatever its filters leave."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from reports.dashboard.questions import read_statement

COUNTS = {
    "mention": "mention_count",
    "original": "original_count",
    "negative": "negative_count",
    "neutral": "neutral_count",
    "positive": "positive_count",
    "supporting": "supporting_count",
    "opposing": "opposing_count",
    "stance_neutral": "stance_neutral_count",
    "negative_original": "negative_original_count",
    "neutral_original": "neutral_original_count",
    "positive_original": "positive_original_count",
}


def gather_cube(marts: duckdb.DuckDBPyConnection, core: dict) -> dict:
    """The content of data/cube.js, in columns; axes are places in `core`'s lists.

    {"columns": {name: values}} by day, sector, province and channel, {"agencies": {name: values}} by day and agency.
    """
    cells = marts.execute(read_statement("cube")).to_arrow_table()
    days = marts.execute(read_statement("agency_days")).to_arrow_table()
    return {"columns": _columns(cells, core), "agencies": _agency_columns(days, core)}


def gather_agency_cubes(marts: duckdb.DuckDBPyConnection, core: dict) -> Iterator[tuple[str, dict]]:
    """File name without ending and content, one for each agency of `core`."""
    cells = marts.execute(read_statement("agency_cubes")).to_arrow_table()
    start = 0
    for agency in pc.value_counts(cells["agency_slug"]).to_pylist():  # rows of an agency lie together
        own = cells.slice(start, agency["counts"])
        start += agency["counts"]
        yield agency_file(agency["values"]), {"columns": _columns(own, core)}


def agency_file(slug: str) -> str:
    """agencies/<slug in plain letters>-<hash>: no two agencies share one, whatever a slug is made of."""
    plain = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:60]
    return f"agencies/{plain}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def _agency_columns(cells: pa.Table, core: dict) -> dict[str, list[int]]:
    places = {
        "day": _places(cells["published_on"], core["meta"]["days"]),
        "agency": _places(cells["agency_slug"], [agency["slug"] for agency in core["dims"]["agencies"]]),
    }
    return places | {name: cells[column].to_pylist() for name, column in COUNTS.items() if column in cells.column_names}


def _columns(cells: pa.Table, core: dict) -> dict[str, list[int]]:
    axes = {
        "day": ("published_on", core["meta"]["days"]),
        "sector": ("sector_slug", [sector["slug"] for sector in core["dims"]["sectors"]]),
        "province": ("province_code", [province["code"] for province in core["dims"]["provinces"]]),
        "channel": ("channel_slug", [channel["slug"] for channel in core["dims"]["channels"]]),
    }
    places = {name: _places(cells[column], values) for name, (column, values) in axes.items()}
    return places | {name: cells[column].to_pylist() for name, column in COUNTS.items()}


def _places(column: pa.ChunkedArray, values: list) -> list[int]:
    return pc.index_in(column, pa.array(values, column.type)).to_pylist()
