"""A mart, or the result of a query over the marts, as a file for a spreadsheet or another program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.access import manifest_of, open_marts
from warehouse.errors import InputError
from warehouse.export_formats import Result, write_csv, write_json_lines, write_parquet, write_tsv
from warehouse.export_workbook import write_workbook
from warehouse.layout import Layout
from warehouse.queries import as_select, ask

WRITERS = {
    ".xlsx": write_workbook,
    ".csv": write_csv,
    ".tsv": write_tsv,
    ".parquet": write_parquet,
    ".jsonl": write_json_lines,
}
BATCH = 5_000
PLAIN = re.compile(r"BOOLEAN|VARCHAR|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|TIME(STAMP.*)?")
"""DuckDB's types that every format has a form for; lists, structs, intervals and the like are written as text."""

Tell = Callable[[int, int], None]
"""Called with the rows done and the rows there are."""


def export(layout: Layout, query: str, target: Path, tell: Tell) -> int:
    """Write the table or the result of the query, in the format that the name of `target` ends with; the number of rows.

    What stands at `target` is replaced once the new file is whole. InputError before the first snapshot, for a query that
    cannot run, an ending that is none of WRITERS, two columns of one name, more rows than the format holds, and a target
    that cannot be written.
    """
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        raise InputError(f"{target.name}: an export is written as {', '.join(WRITERS)}; name the output so.")
    with open_marts(layout) as marts, _result(marts, as_select(query), tell) as result:
        _write_whole(target, lambda file: write(result, file))
    return result.row_count


@contextmanager
def _result(marts: duckdb.DuckDBPyConnection, sql: str, tell: Tell) -> Iterator[Result]:
    found = ask(marts, sql)
    if twice := sorted({name for name in found.columns if found.columns.count(name) > 1}):
        raise InputError(f"More than one column is named {', '.join(twice)}; give each its own name with `as`.")
    descriptions = _descriptions(marts, sql, found.columns)
    manifest = manifest_of(marts)
    try:
        (count,) = found.aggregate("count(*)").fetchall()[0]
        reader = _plain(found).to_arrow_reader(BATCH)  # last, for any other query would end its stream
    except duckdb.Error as error:
        raise InputError(str(error)) from error
    with reader:  # left open by an error, it would keep this file from being opened again
        yield Result(
            schema=reader.schema,
            batches=_counted(reader, count, tell),
            row_count=count,
            sql=sql,
            snapshot=manifest["snapshot"],
            as_of=manifest["as_of"],
            descriptions=descriptions,
        )


def _plain(found: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    columns = [duckdb.ColumnExpression(name) for name in found.columns]
    return found.select(
        *(
            column if PLAIN.fullmatch(str(kind)) else column.cast("VARCHAR").alias(name)
            for column, name, kind in zip(columns, found.columns, found.types, strict=True)
        )
    )


def _counted(reader: pa.RecordBatchReader, total: int, tell: Tell) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in reader:
        yield batch
        done += batch.num_rows
        tell(done, total)


def _descriptions(marts: duckdb.DuckDBPyConnection, sql: str, columns: list[str]) -> list[tuple[str, str, str]]:
    """What the tables that the query names say of columns that bear the same name as those of the result."""
    words = set(re.findall(r"\w+", sql.lower()))
    found = marts.execute(
        "select column_name, table_name, comment from duckdb_columns() where comment is not null order by table_name"
    ).fetchall()
    return [row for name in columns for row in found if row[0] == name and row[1] in words]


def _write_whole(target: Path, write: Callable[[Path], None]) -> None:
    unfinished = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}.") from error
    except duckdb.Error as error:
        raise InputError(str(error)) from error
