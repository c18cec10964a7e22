"""Readers of file formats: each yields chunks of at most `CHUNK_ROWS` records; a line that will not read is kept aside."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.kinds import Broken, Chunk
from ingestion.reading.charsets import open_text
from ingestion.reading.delimited import CHUNK_ROWS, read_delimited
from ingestion.reading.headers import HEADER_WITHIN, Recognise, find_header, recognise_none

LARGEST_JSON = 256 << 20
LARGEST_WORKBOOK = 2 << 30
LARGEST_RATIO, RATIO_COUNTS_FROM = 200, 64 << 20
"""A sheet of the same word over and over packs well, too: the ratio tells of a bomb only where much comes out."""


class Reader(Protocol):
    """Reads a file. `delimiter` is for text alone; `recognise` helps to find the header below a preamble."""

    def __call__(self, path: Path, delimiter: str | None, recognise: Recognise = ...) -> Iterator[Chunk]: ...


def read_json_lines(path: Path, _delimiter: str | None, _recognise: Recognise = recognise_none) -> Iterator[Chunk]:
    """One JSON object a line; a line that is none comes back as broken."""
    with open_text(path) as lines:
        yield from _chunks(_parsed(line, number) for number, line in enumerate(lines, 1) if line.strip())


def read_json(path: Path, _delimiter: str | None, _recognise: Recognise = recognise_none) -> Iterator[Chunk]:
    """An array of JSON objects, or an object that holds one. It is read whole, so large ones are refused."""
    with open_text(path) as stream:
        text = stream.read(LARGEST_JSON + 1)
    if len(text) > LARGEST_JSON:
        raise ValueError(f"more than {LARGEST_JSON >> 20} MiB in one JSON value; write it as JSON lines (.jsonl)")
    yield from _chunks(_as_record(value, number) for number, value in enumerate(_records(orjson.loads(text)), 1))


def _records(value: Any) -> list[Any]:
    """The array itself, or the first array of objects among the fields: {"errors": [], "data": […], "meta": …}."""
    if isinstance(value, list):
        return value
    arrays = [field for field in value.values() if isinstance(field, list)] if isinstance(value, dict) else []
    for array in sorted(arrays, key=lambda array: not array):  # an empty one counts when there is no other
        if not array or any(isinstance(record, dict) for record in array):
            return array
    raise ValueError("neither an array of objects nor an object that holds one; is it one object a line? Name it .jsonl")


Parsed = tuple[int, dict[str, Any]] | Broken


def _parsed(line: bytes, number: int) -> Parsed:
    try:
        return _as_record(orjson.loads(line), number)
    except ValueError as error:
        return Broken(number, line.decode(errors="replace").rstrip("\n"), str(error))


def _as_record(value: Any, number: int) -> Parsed:
    if isinstance(value, dict) and value:
        return number, value
    reason = "an object without fields" if isinstance(value, dict) else f"a JSON {type(value).__name__}, not an object"
    return Broken(number, orjson.dumps(value).decode(), reason)


def _chunks(parsed: Iterable[Parsed]) -> Iterator[Chunk]:
    """Chunks of what was read, in its order."""
    parsed = iter(parsed)
    while taken := list(islice(parsed, CHUNK_ROWS)):
        numbered = dict(one for one in taken if not isinstance(one, Broken))
        columns = {name: _texts(values) for name, values in _columns(list(numbered.values())).items()}
        yield Chunk(pa.table(columns), list(numbered), [one for one in taken if isinstance(one, Broken)])


def _columns(records: list[dict[str, Any]]) -> dict[str, Sequence[Any]]:
    """The values of each field; None where a record lacks it."""
    shapes = dict.fromkeys(map(tuple, records))
    if len(shapes) == 1:
        return dict(zip(next(iter(shapes)), zip(*(record.values() for record in records), strict=True), strict=True))
    return {name: [record.get(name) for record in records] for name in dict.fromkeys(chain.from_iterable(shapes))}


def _texts(values: Sequence[Any]) -> pa.Array:
    """Text or JSON text: were a column typed by what its records share, a neighbour would change a record."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= {str}:
        return pa.array(values, pa.string())
    if kinds == {bool} or (kinds == {int} and max(v for v in values if v is not None) < 2**63):
        return pa.array(values).cast(pa.string())
    return pa.array([v if v is None or isinstance(v, str) else orjson.dumps(v).decode() for v in values], pa.string())


def read_parquet(path: Path, _delimiter: str | None, _recognise: Recognise = recognise_none) -> Iterator[Chunk]:
    """Row groups as they come."""
    number = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=CHUNK_ROWS):
            yield Chunk(pa.Table.from_batches([batch]), range(number, number + batch.num_rows))
            number += batch.num_rows


def read_workbook(path: Path, _delimiter: str | None, recognise: Recognise = recognise_none) -> Iterator[Chunk]:
    """The first sheet of an XLSX file; the first row below its preamble names the columns."""
    import openpyxl

    _refuse_bomb(path)
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        rows = workbook.worksheets[0].iter_rows(values_only=True)
        head = list(islice(rows, HEADER_WITHIN))
        start = _header_row(head, recognise)
        names = [str(name) if name is not None else f"column_{i}" for i, name in enumerate(head[start] if head else (), 1)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"more than one column is named {', '.join(twice)}")
        yield from _chunks(
            (number, {name: _cell(value) for name, value in zip(names, row, strict=False)})
            for number, row in enumerate(chain(head[start + 1 :], rows), 1)
            if any(cell is not None for cell in row)
        )
    finally:
        workbook.close()


def _refuse_bomb(path: Path) -> None:
    """ValueError for a workbook that unpacks to more than anyone wrote; it is told from the table of contents alone."""
    with zipfile.ZipFile(path) as package:
        unpacked = sum(part.file_size for part in package.infolist())
    ratio = unpacked / path.stat().st_size
    if unpacked > LARGEST_WORKBOOK or (unpacked > RATIO_COUNTS_FROM and ratio > LARGEST_RATIO):
        raise ValueError(f"unpacks to {unpacked >> 20} MiB, {ratio:.0f} times its size; save it as CSV, or in parts")


def _header_row(rows: list[tuple[Any, ...]], recognise: Recognise) -> int:
    """The index of the row that names the columns, 0 for the first."""
    texts = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
    for index, cells in enumerate(texts):
        if recognise(cells):
            return index
    trimmed = {index: _trimmed(cells) for index, cells in enumerate(texts) if any(cells)}
    return list(trimmed)[find_header(list(trimmed.values()))] if trimmed else 0


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells that a sheet has to the right of every row."""
    return cells[: max(index for index, cell in enumerate(cells, 1) if cell)]


def _cell(value: Any) -> str | None:
    """Cells of one column may mix types in a sheet, so all become text, times in ISO 8601."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date | time) else str(value)


READERS: dict[str, Reader] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".tab": read_delimited,
    ".txt": read_delimited,
    ".csv.gz": read_delimited,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".jsonl.gz": read_json_lines,
    ".parquet": read_parquet,
    ".xlsx": read_workbook,
}


def format_of(path: Path) -> str:
    """The key in `READERS` that a file's name asks for: `.csv`, `.csv.gz`, …; there may be no reader for it."""
    suffixes = path.suffixes[-2:] if path.suffix.lower() == ".gz" else path.suffixes[-1:]
    return "".join(suffixes).lower()
