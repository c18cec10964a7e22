"""What every dialect must keep. An export in tests/fixtures/exports joins by itself: `<dialect>.csv`, `<dialect>.<what>.csv`"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ingestion import dialects
from ingestion.reading.charsets import open_text
from ingestion.reading.delimited import layout_of
from ingestion.reading.headers import Layout

EXPORTS = Path(__file__).parents[1] / "fixtures" / "exports"
FILES = sorted(path.name for path in EXPORTS.glob("*.csv"))
PRIVATE = (EXPORTS / "private.txt").read_text().splitlines()
"""Every name, handle, number and address of a person that stands in one of the exports."""
BROKEN = {"lapor.csv": ["tanpa-tanggal"]}
"""Reasons of the records that an export holds to be put aside."""
SHIPPED = dialects.read_dialects(dialects.SHIPPED)

every_export = pytest.mark.parametrize("name", FILES)


def text_of(name: str) -> str:
    with open_text(EXPORTS / name) as stream:
        return stream.read().decode()


def layout(name: str) -> Layout:
    """How an export is written; nothing is told of it but its bytes."""
    with open_text(EXPORTS / name) as stream:
        return layout_of(stream, Path("unduhan.csv"), None, lambda header: dialects.recognise(header, [SHIPPED]))


def cells_of(name: str) -> list[list[str]]:
    """The cells of an export, its preamble among them."""
    found = layout(name)
    quoting = {"escapechar": found.dialect.escape, "doublequote": found.dialect.escape is None}
    return list(csv.reader(io.StringIO(text_of(name), newline=""), delimiter=found.delimiter, **quoting))


@pytest.fixture
def rows(read, entry_for, drop) -> Callable[..., dict[str, list[dict]]]:
    """What an export gives, dropped as a file of which the entry tells nothing."""

    def of(name: str, content: bytes | None = None) -> dict[str, list[dict]]:
        (drop / name).write_bytes((EXPORTS / name).read_bytes() if content is None else content)
        return read(entry_for(name))

    return of


def test_every_dialect_has_an_export_here():
    assert {dialect.name for dialect in SHIPPED} == {name.split(".")[0] for name in FILES}


def test_every_private_string_stands_in_an_export():
    told = "".join(text_of(name) for name in FILES)
    assert [private for private in PRIVATE if private not in told] == []


@every_export
def test_an_export_is_recognised_from_its_header_alone(name):
    found = layout(name).dialect
    assert found
    assert found.name == name.split(".")[0]


@every_export
def test_every_record_gives_a_document(rows, name):
    read = rows(name)
    found = layout(name)
    records = len(cells_of(name)) - len((found.preamble + found.header).splitlines())
    assert [row["reason_slug"] for row in read["quarantine"]] == BROKEN.get(name, [])
    assert len(read["documents"]) == records - len(read["quarantine"])


@every_export
def test_nothing_private_of_an_export_stands_in_any_cell(rows, name):
    cells = [str(cell).casefold() for table in rows(name).values() for row in table for cell in row.values()]
    assert [(private, cell) for private in PRIVATE for cell in cells if private.casefold() in cell] == []


@every_export
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_an_export_says_the_same_in_any_encoding(rows, name, encoding):
    assert rows(name, text_of(name).encode(encoding))["documents"] == rows(name)["documents"]


@every_export
def test_an_export_that_a_spreadsheet_saved_anew_says_the_same(rows, read, entry_for, drop, name):
    """The same cells in XLSX, below the same preamble. Extras aside: to CSV alone is N/A no value."""
    workbook = openpyxl.Workbook()
    for cells in cells_of(name):
        workbook.active.append([cell or None for cell in cells])
    workbook.save(drop / "buku.xlsx")
    assert told(read(entry_for("buku.xlsx"))) == told(rows(name))


def told(read: dict[str, list[dict]]) -> list[dict]:
    aside = {"extra_json", "content_hash"}
    return [{column: value for column, value in row.items() if column not in aside} for row in read["documents"]]
