"""Delimited text (CSV, TSV and their like) through Arrow, whatever its encoding, delimiter and preamble."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv as csv

from ingestion.kinds import Broken, Chunk
from ingestion.reading.charsets import open_text
from ingestion.reading.headers import DELIMITERS, Layout, Recognise, find_layout, recognise_none

CHUNK_ROWS = 20_000
BLOCK_BYTES = 8 << 20
SAMPLE_BYTES = 64 << 10
"""Less than the longest field that the csv module takes, so that a lone quote does not stop it."""
HEADER_ROWS = 1
TABBED = (".tsv", ".tab")


def read_delimited(path: Path, delimiter: str | None, recognise: Recognise = recognise_none) -> Iterator[Chunk]:
    """CSV or TSV with a header; every value stays text. Rows of the wrong width come back as broken."""
    broken: list[Broken] = []
    unread: set[int] = set()
    numbers = (number for number in itertools.count(1) if number not in unread)

    def set_aside(row: csv.InvalidRow) -> str:
        number = (row.number or HEADER_ROWS) - HEADER_ROWS
        unread.add(number)
        broken.append(Broken(number, row.text or "", f"{row.actual_columns} columns instead of {row.expected_columns}"))
        return "skip"

    with open_text(path) as stream:
        layout = layout_of(stream, path, delimiter, recognise)
        stream.read(len(layout.preamble.encode()))
        parsing = {
            "delimiter": layout.delimiter,
            "escape_char": (layout.dialect and layout.dialect.escape) or False,
            "newlines_in_values": True,
        }
        for batch in _batches(
            stream,
            read_options=csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False),
            parse_options=csv.ParseOptions(**parsing, invalid_row_handler=set_aside),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(_names(layout.header, parsing), pa.string()), strings_can_be_null=True
            ),
        ):
            yield from _chunks(pa.Table.from_batches([batch]), list(itertools.islice(numbers, batch.num_rows)), broken)
    if broken:
        yield Chunk(pa.table({}), [], broken)


def layout_of(stream: io.BufferedReader, path: Path, delimiter: str | None, recognise: Recognise = recognise_none) -> Layout:
    """The layout of a stream that nobody has read from yet, which it leaves so; ValueError when there is no text."""
    head = stream.peek()
    sample = head[:SAMPLE_BYTES].decode(errors="ignore")  # what the cut may have left of a letter
    tab = "\t" if path.suffix.lower() in TABBED else None
    layout = find_layout(sample, len(head) < SAMPLE_BYTES, delimiter or tab or DELIMITERS, recognise)
    if layout is None:
        raise ValueError("Empty CSV file: it holds no line of text")
    return layout


def _batches(stream: BinaryIO, **options: Any) -> Iterator[pa.RecordBatch]:
    """Arrow's batches; what it says against a file is told without the row that it quotes."""
    try:
        yield from csv.open_csv(stream, **options)
    except pa.ArrowInvalid as error:
        raise ValueError(str(error).split(", got ")[0]) from None


def _names(header: str, parsing: dict[str, Any]) -> list[str]:
    """The column names as Arrow reads them."""
    line = header.rstrip("\r\n").encode() + b"\n"
    return csv.read_csv(io.BytesIO(line), parse_options=csv.ParseOptions(**parsing)).column_names


def _chunks(table: pa.Table, numbers: list[int], broken: list[Broken]) -> Iterator[Chunk]:
    """`table` in pieces; what is in `broken` so far goes with the first, and the list is emptied."""
    for offset in range(0, table.num_rows, CHUNK_ROWS):
        taken, broken[:] = list(broken), []
        yield Chunk(table.slice(offset, CHUNK_ROWS), numbers[offset : offset + CHUNK_ROWS], taken)
