"""Unit tests of models whose expectation is SQL: dbt compares every column of the model, so a query has to name them all."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
import yaml

from warehouse.settings import ROOT


def expectations() -> Iterator:
    """(columns that the model is described with, query) of each, under the name of the unit test."""
    for file in sorted((ROOT / "transforms" / "models").rglob("*.yml")):
        given = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        columns = {model["name"]: {column["name"] for column in model["columns"]} for model in given.get("models", [])}
        for test in given.get("unit_tests", []):
            if test["expect"].get("format") == "sql":
                yield pytest.param(columns[test["model"]], test["expect"]["rows"], id=test["name"])


@pytest.mark.parametrize(("columns", "query"), expectations())
def test_an_expectation_in_sql_names_every_column_of_its_model(columns, query):
    assert set(duckdb.sql(query).columns) == columns
