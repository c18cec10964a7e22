"""Readers of file formats: each yields chunks of at most `CHUNK_ROWS` records; a line that will not read is kept aside."""

from __future__ import annotations

import codecs
import io
import itertools
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq

from ingestion.kinds import Broken, Chunk

CHUNK_ROWS = 20_000
BLOCK_BYTES = 8 << 20
HEADER_ROWS = 1


def read_delimited(path: Path, delimiter: str | None) -> Iterator[Chunk]:
    """CSV or TSV in UTF-8 with a header; every value stays text. Rows of the wrong width come back as broken."""
    broken: list[Broken] = []
    unread: set[int] = set()
    numbers = (number for number in itertools.count(1) if number not in unread)

    def set_aside(row: csv.InvalidRow) -> str:
        number = (row.number or HEADER_ROWS) - HEADER_ROWS
        unread.add(number)
        broken.append(Broken(number, row.text or "", f"{row.actual_columns} columns instead of {row.expected_columns}"))
        return "skip"

    with path.open("rb") as file:
        head = file.read(64 << 10)
    separator = delimiter or _separator(path, head)
    names = _header(head, separator)
    for batch in _batches(
        path,
        read_options=csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False),
        parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=set_aside),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True),
    ):
        yield from _chunks(pa.Table.from_batches([batch]), list(itertools.islice(numbers, batch.num_rows)), broken)
    if broken:
        yield Chunk(pa.table({}), [], broken)


def _batches(path: Path, **options: Any) -> Iterator[pa.RecordBatch]:
    """Arrow's batches; what it says against a file is told without the row that it quotes."""
    try:
        yield from csv.open_csv(path, **options)
    except pa.ArrowInvalid as error:
        raise ValueError(str(error).split(", got ")[0]) from None


def _separator(path: Path, head: bytes) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    first_line = head.split(b"\n", 1)[0]
    return max(",;\t", key=lambda character: first_line.count(character.encode()))


def _header(head: bytes, separator: str) -> list[str]:
    first = head.split(b"\n", 1)[0]
    table = csv.read_csv(io.BytesIO(first + b"\n"), parse_options=csv.ParseOptions(delimiter=separator))
    return table.column_names


def _chunks(table: pa.Table, numbers: list[int], broken: list[Broken]) -> Iterator[Chunk]:
    """`table` in pieces; what is in `broken` so far goes with the first, and the list is emptied."""
    for offset in range(0, table.num_rows, CHUNK_ROWS):
        taken, broken[:] = list(broken), []
        yield Chunk(table.slice(offset, CHUNK_ROWS), numbers[offset : offset + CHUNK_ROWS], taken)


def read_json_lines(path: Path, _delimiter: str | None) -> Iterator[Chunk]:
    """One JSON object a line; a line that is none comes back as broken."""
    records: dict[int, dict[str, str | None]] = {}
    broken: list[Broken] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                records[number] = _texts(orjson.loads(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line))
            except (ValueError, TypeError) as error:
                broken.append(Broken(number, line.decode(errors="replace").rstrip("\n"), str(error)))
            if len(records) + len(broken) >= CHUNK_ROWS:
                yield _from_records(records, broken)
                records, broken = {}, []
    if records or broken:
        yield _from_records(records, broken)


def _texts(record: Any) -> dict[str, str | None]:
    """Every value as text or JSON text: were a column typed by what its records share, a neighbour would change a record."""
    if not isinstance(record, dict):
        raise ValueError(f"a JSON {type(record).__name__}, not an object")
    if not record:
        raise ValueError("an object without fields")
    return {name: v if v is None or isinstance(v, str) else orjson.dumps(v).decode() for name, v in record.items()}


def _from_records(records: dict[int, dict[str, str | None]], broken: list[Broken]) -> Chunk:
    """A chunk of records by their number."""
    names = dict.fromkeys(name for record in records.values() for name in record)
    columns = {name: pa.array([record.get(name) for record in records.values()], pa.string()) for name in names}
    return Chunk(pa.table(columns), list(records), broken)


def read_parquet(path: Path, _delimiter: str | None) -> Iterator[Chunk]:
    """Row groups as they come."""
    number = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=CHUNK_ROWS):
            yield Chunk(pa.Table.from_batches([batch]), range(number, number + batch.num_rows))
            number += batch.num_rows


def read_workbook(path: Path, _delimiter: str | None) -> Iterator[Chunk]:
    """The first sheet of an XLSX file; its first row names the columns."""
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        rows = workbook.worksheets[0].iter_rows(values_only=True)
        names = [str(name) if name is not None else f"column_{i}" for i, name in enumerate(next(rows, ()), 1)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"more than one column is named {', '.join(twice)}")
        records: dict[int, dict[str, str | None]] = {}
        for number, row in enumerate(rows, 1):
            if any(cell is not None for cell in row):
                records[number] = {name: _cell(value) for name, value in zip(names, row, strict=False)}
            if len(records) == CHUNK_ROWS:
                yield _from_records(records, [])
                records = {}
        if records:
            yield _from_records(records, [])
    finally:
        workbook.close()


def _cell(value: Any) -> str | None:
    """Cells of one column may mix types in a sheet, so all become text, times in ISO 8601."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date | time) else str(value)


READERS: dict[str, Callable[[Path, str | None], Iterator[Chunk]]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".parquet": read_parquet,
    ".xlsx": read_workbook,
}
