"""Where a table begins: the delimiter of a text, and the line that names the columns when a preamble stands before it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingestion.dialects import Dialect

Recognise = Callable[[Sequence[str]], "Dialect | None"]
"""Tells from the cells of a row whether they are the header of a known export."""

DELIMITERS = ",;\t|"
HEADER_WITHIN = 30
SAMPLE_ROWS = 200
NO_NAME = re.compile(r"[\W\d_]*$|https?://", re.IGNORECASE)
"""A cell that names no column: blank, a number, a date in digits, an address."""


def recognise_none(_cells: Sequence[str]) -> None:
    """For readers that are to recognise no export."""


@dataclass(frozen=True)
class Layout:
    """How a delimited text is written: `preamble` and `header` are the text before its rows, line ends and all."""

    delimiter: str
    preamble: str
    header: str
    dialect: Dialect | None = None


def find_layout(sample: str, is_whole: bool, delimiters: str, recognise: Recognise) -> Layout | None:
    """The layout of the text that begins with `sample`; None when nothing is written there.

    A header that is recognised settles it. Otherwise the delimiter is the one that cuts the rows most evenly.
    """
    cuts = {delimiter: _cut(sample, delimiter, is_whole) for delimiter in delimiters}
    for delimiter, rows in cuts.items():
        for row in rows[:HEADER_WITHIN]:
            if dialect := recognise(row.cells):
                return Layout(delimiter, sample[: row.start], sample[row.start : row.end], dialect)
    delimiter = max(cuts, key=lambda delimiter: _evenness([len(row.cells) for row in cuts[delimiter]]))
    if not cuts[delimiter]:
        return None
    row = cuts[delimiter][find_header([without_blank_end(row.cells) for row in cuts[delimiter]])]
    return Layout(delimiter, sample[: row.start], sample[row.start : row.end])


def without_blank_end(cells: Sequence[str]) -> Sequence[str]:
    """The cells without the empty ones that a spreadsheet leaves to the right of every row; at least one."""
    return cells[: max((index for index, cell in enumerate(cells, 1) if cell.strip()), default=1)]


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The index of the row that names the columns: the first, unless a much wider table begins below a preamble.

    Much wider, because rows may be too wide by a delimiter that nobody quoted: those are broken rows below a sound header.
    """
    first, stable = len(rows[0]), _stable_width([len(row) for row in rows])
    if stable > first and stable >= 2 * first:
        for index, row in enumerate(rows[:HEADER_WITHIN]):
            if len(row) == stable and _are_names(row):
                return index
    return 0


def _are_names(cells: Sequence[str]) -> bool:
    names = [cell.strip().casefold() for cell in cells]
    return len(set(names)) == len(names) and not any(NO_NAME.match(name) for name in names)


@dataclass(frozen=True)
class _Row:
    cells: list[str]
    start: int
    end: int


def _cut(sample: str, delimiter: str, is_whole: bool) -> list[_Row]:
    """The rows that are not blank, with the place of each in the text; the last one is left out where it may be cut off."""
    lines = list(io.StringIO(sample, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[_Row] = []
    end = taken = 0
    for cells in reader:
        start, end = end, end + sum(map(len, lines[taken : reader.line_num]))
        taken = reader.line_num
        if any(cell.strip() for cell in cells):
            rows.append(_Row(cells, start, end))
        if len(rows) == SAMPLE_ROWS:
            return rows
    return rows if is_whole or len(rows) < 2 else rows[:-1]


def _stable_width(widths: Sequence[int]) -> int:
    """The widest that two rows in succession have; that of the only row when there is no second."""
    return max((one for one, next_one in pairwise(widths) if one == next_one), default=widths[0])


def _evenness(widths: Sequence[int]) -> tuple[float, int, int]:
    """The share of rows that have the stable width, that width, and that of the first row; the worst for rows left whole."""
    stable = _stable_width(widths) if widths else 1
    return (widths.count(stable) / len(widths) if stable > 1 else 0.0, stable, widths[0] if widths else 0)
