"""The data dictionary: every published table and column in words, from what dbt knows or from what the tables carry.

The descriptions stand in transforms/models/marts/*.yml; dbt writes them into the database as comments, and publishing copies
them, so that a snapshot tells what is in it without the code that made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from ruamel.yaml import YAML

from warehouse.settings import ROOT

MARTS = ROOT / "transforms" / "models" / "marts"


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    name: str
    description: str
    columns: tuple[Column, ...]


def model_tables(folder: Path = MARTS) -> list[Table]:
    """Every mart and dimension as its yml describes it, by name."""
    yaml = YAML(typ="safe")
    models = [model for file in sorted(folder.glob("*.yml")) for model in yaml.load(file.read_text())["models"]]
    return [
        Table(
            model["name"],
            _line(model["description"]),
            tuple(Column(c["name"], c["data_type"], _line(c["description"])) for c in model["columns"]),
        )
        for model in models
    ]


def database_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Every table of the connection's own database as its comments describe it, by name; no comment is no words."""
    columns: dict[str, list[Column]] = {}
    for table, *column in connection.execute(
        "select table_name, column_name, lower(data_type), comment from duckdb_columns() "
        "where database_name = current_database() and not internal order by table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(Column(column[0], column[1], _line(column[2])))
    comments = connection.execute("select table_name, comment from duckdb_tables() where database_name = current_database()")
    words = dict(comments.fetchall())
    return [Table(name, _line(words.get(name)), tuple(found)) for name, found in columns.items()]


def _line(words: str | None) -> str:
    return " ".join((words or "").split())
