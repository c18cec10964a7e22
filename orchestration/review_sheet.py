"""Queues as files that people fill in: a workbook with the guideline beside it, or CSV; and what is left over of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ml.classifiers.guideline import Hint
from ml.classifiers.review import Item
from warehouse.errors import InputError
from warehouse.export_formats import unformulated

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

QUEUE_WIDTHS = {
    "document_id": 14, "text_hash": 10, "teks": 80, "tebakan": 22, "skor": 7, "alasan": 26,
    "jawaban": 24, "penelaah": 12, "catatan": 30, "classifier_name": 14,
}  # fmt: skip
"""Columns of a queue and their widths in letters."""
COLUMNS = tuple(QUEUE_WIDTHS)
GUIDELINE_WIDTHS = {"label": 26, "arti": 70, "contoh": 70}
ANSWER = COLUMNS.index("jawaban")
HOW_TO = (
    "Isi kolom jawaban dengan salah satu label di atas (pilih dari daftar); kosongkan bila tidak dapat diputuskan.",
    "Nilai teks itu sendiri, bukan tebakan di sebelahnya. Jangan mengubah kolom lain; mengurutkan dan menyaring boleh.",
    "Kolom penelaah: inisial, bukan nama. Bila kosong, nama berkas yang dipakai.",
)
Cells = dict[str, object]


def cells_of(item: Item, classifier: str) -> Cells:
    """The row of an item, yet to be answered."""
    copies = f"{item.family_count} dokumen serupa" if item.family_count > 1 else "tanpa salinan"
    return {
        "document_id": item.document_id,
        "text_hash": item.text_hash,
        "teks": item.text,
        "tebakan": item.guess,
        "skor": item.score,
        "alasan": f"skor {item.score:.2f} · {copies} · gugus {item.cluster}" if item.cluster else None,
        "classifier_name": classifier,
    }


def write_queue(rows: Sequence[Cells], hints: Sequence[Hint], cases: Sequence[str], target: Path) -> None:
    """As `.xlsx` or `.csv`, for its owner alone to read; settled `cases` stand below the labels of the guideline sheet."""
    if target.suffix.lower() == ".csv":
        _write(target, lambda file: _write_csv(file, COLUMNS, rows))
    else:
        workbook = _workbook(rows, hints, cases)
        _write(target, workbook.save)


def write_left_over(rows: Sequence[Cells], columns: Iterable[str], like: Path, ending: str) -> Path:
    """CSV beside `like` under a name of its own, so that no earlier one is lost; the columns of a queue, then `columns`."""
    names = (like.with_name(f"{like.stem}.{ending}{number}.csv") for number in ("", *(f"-{n}" for n in range(2, 10_000))))
    target = next(name for name in names if not name.exists())
    _write(target, lambda file: _write_csv(file, (*COLUMNS, *columns), rows))
    return target


def _write(target: Path, write: Callable[[Path], None]) -> None:
    unfinished = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.touch(mode=0o600)
        write(unfinished)
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise InputError(f"{target} cannot be written: {error.strerror}.") from error


def _write_csv(file: Path, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    with file.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([unformulated(row.get(name)) for name in columns] for row in rows)


def _workbook(rows: Sequence[Cells], hints: Sequence[Hint], cases: Sequence[str]) -> Workbook:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "antrean"
    _fill(sheet, QUEUE_WIDTHS, [[row.get(name) for name in COLUMNS] for row in rows])
    sheet.auto_filter.ref = sheet.dimensions
    guideline = workbook.create_sheet("panduan")
    told = [*(("cara mengisi", line) for line in HOW_TO), *(("kasus", line) for line in cases)]
    _fill(guideline, GUIDELINE_WIDTHS, [*hints, (), *told])
    _offer_labels(sheet, f"panduan!$A$2:$A${len(hints) + 1}")
    return workbook


def _fill(sheet: Worksheet, widths: dict[str, int], rows: Iterable[Sequence[object]]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    sheet.append(list(widths))
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    for cells, (name, width) in zip(sheet.columns, widths.items(), strict=True):
        sheet.column_dimensions[cells[0].column_letter].width = width
        cells[0].font = Font(bold=True)
        for cell in cells[1:]:
            cell.alignment = Alignment(vertical="top", wrap_text=width > 20)
            if isinstance(cell.value, str):
                cell.data_type, cell.quotePrefix = "s", True
            elif name == "skor":
                cell.number_format = "0.00"
    sheet.freeze_panes = "A2"


def _offer_labels(sheet: Worksheet, labels: str) -> None:
    """A drop-down of the labels in the answer column; anything else is refused while typing."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    offer = DataValidation(type="list", formula1=labels, allow_blank=True, showErrorMessage=True)
    offer.error, offer.errorTitle = "Pilih salah satu label dari daftar.", "Label tidak dikenal"
    sheet.add_data_validation(offer)
    column = get_column_letter(ANSWER + 1)
    offer.add(f"{column}2:{column}{sheet.max_row}")
