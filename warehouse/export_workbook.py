"""Exports as a workbook: the rows on one sheet, where they come from and what the columns mean on the other."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from warehouse.errors import InputError
from warehouse.export_archive import Archive
from warehouse.export_formats import FORMULA, Result

MOST_ROWS = 1_048_575
"""Rows that a sheet of XLSX holds below its header."""
LONGEST = 32_767
"""Characters that a cell of XLSX holds."""
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML, and so XLSX, has no place for."""
EXACT = 2**53
"""Whole numbers above it lose digits in a spreadsheet."""
FIRST_DAY = date(1900, 3, 1)
"""Before it the days of XLSX are counted otherwise than the calendar's."""
DATA, NOTES = "Data", "Keterangan"
UTC_NOTE = "Kolom waktu (berakhiran _at) dalam UTC; WIB = UTC + 7 jam. Kolom tanggal (berakhiran _on) menurut WIB."
CUT_NOTE = "Teks yang lebih panjang daripada 32.767 huruf terpotong: batas sel XLSX. CSV dan Parquet memuatnya utuh."


def write_workbook(result: Result, file: Path) -> None:
    """InputError for more rows than a sheet holds; memory does not grow with the rows."""
    if result.row_count > MOST_ROWS:
        raise InputError(
            f"The result has {result.row_count:,} rows; a sheet of XLSX holds {MOST_ROWS:,}. "
            "Name the output .csv or .parquet, or ask for fewer rows."
        )
    workbook = Workbook(write_only=True)
    workbook.properties.created = workbook.properties.modified = datetime.fromisoformat(result.as_of)
    _write_rows(workbook.create_sheet(DATA), result)
    _write_notes(workbook.create_sheet(NOTES), result)
    ExcelWriter(workbook, Archive(file)).save()


def _write_rows(sheet: WriteOnlyWorksheet, result: Result) -> None:
    sheet.freeze_panes = "A2"
    for position, field in enumerate(result.schema, 1):
        sheet.column_dimensions[get_column_letter(position)].width = _width(field)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(result.schema))}{result.row_count + 1}"
    sheet.append([_bold(sheet, name) for name in result.schema.names])
    for row in result.rows():
        sheet.append([_cell(sheet, value) for value in row])


def _width(field: pa.Field) -> int:
    """In letters: room for the name with its filter button, and for what its type holds."""
    room = 19 if pa.types.is_timestamp(field.type) else 30 if pa.types.is_string(field.type) else 10
    return max(room, len(field.name) + 4)


def _cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    """A value that the sheet can hold; a cell of its own for a text that would be taken for something else."""
    if isinstance(value, str):
        return _text_cell(sheet, FORBIDDEN.sub("", value)[:LONGEST])
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return str(value) if _is_beyond(value) else value


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> object:
    if not text.startswith((*FORMULA, "#")):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _is_beyond(value: object) -> bool:
    """Whether XLSX has no such number or date: it is written as text then."""
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, int | Decimal):
        return abs(value) > EXACT
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value) < FIRST_DAY
    return False


def _write_notes(sheet: WriteOnlyWorksheet, result: Result) -> None:
    for letter, width in zip("ABC", (26, 40, 100), strict=True):
        sheet.column_dimensions[letter].width = width
    for name, value in (
        ("Potret", result.snapshot),
        ("Data per (UTC)", result.as_of),
        ("Jumlah baris", result.row_count),
        ("Waktu", UTC_NOTE),
        ("Teks panjang", CUT_NOTE),
        ("Kueri", result.sql),
    ):
        sheet.append([_bold(sheet, name), _wrapped(sheet, value)])
    sheet.append([])
    sheet.append([_bold(sheet, name) for name in ("Kolom", "Tabel", "Keterangan")])
    for column, table, description in result.descriptions:
        sheet.append([_cell(sheet, column), table, _wrapped(sheet, description)])


def _bold(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _wrapped(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _wrapped(sheet: WriteOnlyWorksheet, value: object) -> Cell:
    content = _cell(sheet, value)
    cell = content if isinstance(content, Cell) else WriteOnlyCell(sheet, content)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
