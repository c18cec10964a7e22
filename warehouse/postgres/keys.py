"""Keys and indexes: what the dbt models declare unique, and for large tables what BI filters by."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier
from ruamel.yaml import YAML

from warehouse.dictionary import MARTS, Table
from warehouse.postgres.tables import column_names

FILTERS = ("published_on", "document_id", "issue_id", "family_id", "sector_slug", "province_code", "region_code", "agency_slug")
LARGE = 10_000
"""Rows from which on finding some by an index beats reading all."""


@dataclass(frozen=True)
class Keys:
    """`primary`: one column that is unique and never null, or none; `unique`: further columns that are unique together."""

    primary: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()

    @property
    def leading(self) -> set[str]:
        return {columns[0] for columns in (self.primary, *self.unique) if columns}


def declared_keys(table: Table) -> Keys:
    """What `<table>.yml` tests to be unique, as far as this snapshot has the columns; nothing for a table without a model."""
    path = MARTS / f"{table.name}.yml"
    if not path.is_file():
        return Keys()
    (model,) = YAML(typ="safe").load(path)["models"]
    together = [test["unique_together"] for test in model.get("data_tests", []) if "unique_together" in test]
    unique = [tuple(each["arguments"]["columns"]) for each in together]
    primary: tuple[str, ...] = ()
    for column in model["columns"]:
        tests = column.get("data_tests", [])
        if "unique" in tests and "not_null" in tests and not primary:
            primary = (column["name"],)
        elif "unique" in tests:
            unique.append((column["name"],))
    there = column_names(table)
    return Keys(primary if there.issuperset(primary) else (), tuple(one for one in unique if there.issuperset(one)))


def add_keys(cursor: Cursor, schema: str, table: Table, row_count: int) -> None:
    """Keys, indexes for filters, and the statistics that PostgreSQL plans by."""
    keys, place = declared_keys(table), Identifier(schema, table.name)
    if keys.primary:
        cursor.execute(SQL("alter table {} add primary key ({})").format(place, _listed(keys.primary)))
    for columns in keys.unique:
        cursor.execute(SQL("create unique index on {} ({})").format(place, _listed(columns)))
    if row_count >= LARGE:
        for column in FILTERS:
            if column in column_names(table) - keys.leading:
                cursor.execute(SQL("create index on {} ({})").format(place, Identifier(column)))
    cursor.execute(SQL("analyze {}").format(place))


def _listed(columns: tuple[str, ...]):
    return SQL(", ").join(map(Identifier, columns))
