"""Readers of file formats: each yields chunks of at most `CHUNK_ROWS` records; a line that will not read is kept aside."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

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

    def set_aside(row: csv.InvalidRow) -> str:
        reason = f"{row.actual_columns} columns instead of {row.expected_columns}"
        broken.append(Broken((row.number or HEADER_ROWS) - HEADER_ROWS, row.text or "", reason))
        return "skip"

    head = path.open("rb").read(64 << 10)
    separator = delimiter or _separator(path, head)
    names = _header(head, separator)
    stream = csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False),
        parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=set_aside),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True),
    )
    number = 0
    for batch in stream:
        unread = {record.number for record in broken}
        numbers = []
        while len(numbers) < batch.num_rows:
            number += 1
            if number not in unread:
                numbers.append(number)
        yield from _chunks(pa.Table.from_batches([batch]), numbers, broken)
    if broken:
        yield Chunk(pa.table({}), [], broken)


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
    records: list[dict] = []
    numbers: list[int] = []
    broken: list[Broken] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = orjson.loads(line)
                if not isinstance(record, dict):
                    raise ValueError(f"a JSON {type(record).__name__}, not an object")
                records.append(record)
                numbers.append(number)
            except ValueError as error:
                broken.append(Broken(number, line.decode(errors="replace").rstrip("\n"), str(error)))
            if len(records) + len(broken) >= CHUNK_ROWS:
                yield Chunk(_from_records(records), numbers, broken)
                records, numbers, broken = [], [], []
    if records or broken:
        yield Chunk(_from_records(records), numbers, broken)


def _from_records(records: list[dict]) -> pa.Table:
    """Columns of whatever the records hold; a column whose values do not share a type becomes JSON text."""
    names = dict.fromkeys(name for record in records for name in record)
    columns = {}
    for name in names:
        values = [record.get(name) for record in records]
        try:
            columns[name] = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            columns[name] = pa.array([v if v is None or isinstance(v, str) else orjson.dumps(v).decode() for v in values])
    return pa.table(columns)


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
        records: list[dict] = []
        first = 1
        for number, row in enumerate(rows, 1):
            records.append({n: v for n, v in zip(names, row, strict=False) if v is not None})
            if len(records) == CHUNK_ROWS:
                yield Chunk(_from_cells(records, names), range(first, number + 1))
                records, first = [], number + 1
        if records:
            yield Chunk(_from_cells(records, names), range(first, first + len(records)))
    finally:
        workbook.close()


def _from_cells(records: list[dict], names: list[str]) -> pa.Table:
    """Cells of one column may mix types in a sheet: dates stay dates where all are, the rest becomes text."""
    columns = {}
    for name in names:
        values = [record.get(name) for record in records]
        try:
            columns[name] = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            columns[name] = pa.array([None if v is None else str(v) for v in values])
    return pa.table(columns)


READERS: dict[str, Callable[[Path, str | None], Iterator[Chunk]]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".parquet": read_parquet,
    ".xlsx": read_workbook,
}
