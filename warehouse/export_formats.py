"""Exports as plain files: CSV, TSV, Parquet, JSON lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula; in CSV an apostrophe before it says that it is none."""


@dataclass(frozen=True)
class Result:
    """What a query gave, batch by batch, and what there is to say of it."""

    schema: pa.Schema
    batches: Iterable[pa.RecordBatch]
    row_count: int
    sql: str
    snapshot: str
    as_of: str
    descriptions: list[tuple[str, str, str]]
    """Column, table that has a column of that name, what it holds."""

    def rows(self) -> Iterator[tuple]:
        for batch in self.batches:
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_csv(result: Result, file: Path, delimiter: str = ",") -> None:
    """With a byte order mark, without which Excel takes UTF-8 for something else."""
    with file.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(unformulated(name) for name in result.schema.names)
        writer.writerows(map(unformulated, row) for row in result.rows())


def write_tsv(result: Result, file: Path) -> None:
    write_csv(result, file, delimiter="\t")


def write_parquet(result: Result, file: Path) -> None:
    with pq.ParquetWriter(file, result.schema, compression="zstd") as writer:
        for batch in result.batches:
            writer.write_batch(batch)


def write_json_lines(result: Result, file: Path) -> None:
    names = result.schema.names
    with file.open("wb") as stream:
        for row in result.rows():
            record = dict(zip(names, row, strict=True))
            stream.write(orjson.dumps(record, default=_number, option=orjson.OPT_APPEND_NEWLINE))


def unformulated(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _number(value: object) -> int | float:
    """JSON has no decimals; a whole one, such as a sum of counts, stays whole."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return int(value) if value == value.to_integral_value() else float(value)
