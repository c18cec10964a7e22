"""Filled queues: what in them can be taken, and what is told and put beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ml.classifiers.corrections import Answer, Key, problem
from ml.classifiers.review import Item
from orchestration.console import console
from orchestration.files import read_table, text_column
from orchestration.review_sheet import Cells, cells_of, write_left_over
from warehouse import privacy
from warehouse.errors import InputError

NEEDED = ("document_id", "text_hash", "teks", "jawaban", "penelaah", "catatan", "classifier_name")
HEADER_ROWS = 1
SHOWN_ROWS = 12

Rows = list[dict[str, str]]


def read_answers(file: Path) -> Rows:
    """The rows as they came; InputError where a column of a queue is missing."""
    table, broken = read_table(file)
    if broken:
        console.print(f"{file.name}: {len(broken):,} lines could not be read.", style="yellow", markup=False)
    return pa.table({name: pc.fill_null(text_column(table, name, file), "") for name in NEEDED}).to_pylist()


def classifier_judged(tables: Mapping[Path, Rows]) -> str:
    """The one classifier that the files are for; InputError where it is not one."""
    names = sorted({row["classifier_name"] for rows in tables.values() for row in rows} - {""})
    if not names:
        raise InputError("The column classifier_name is empty: it must tell which classifier was judged.")
    if len(names) > 1:
        raise InputError(f"These files are for {' and '.join(names)}; import those of one classifier at a time.")
    return names[0]


def sound_answers(file: Path, rows: Rows, items: Mapping[Key, Item], labels: Collection[str]) -> list[Answer]:
    """The answers of one file that can be taken; the others are told by the row they stand in, and put beside it."""
    taken: list[Answer] = []
    reasons: dict[str, list[int]] = {}
    left_over: list[Cells] = []
    for number, row in enumerate(rows, HEADER_ROWS + 1):
        label, reviewer = row["jawaban"].strip().lower(), row["penelaah"].strip() or file.stem
        answer = Answer(row["document_id"], row["text_hash"], row["teks"], label, reviewer)
        item = items.get(answer.key)
        reason = problem(answer, item, labels)
        if reason is None:
            taken.append(answer)
        else:
            reasons.setdefault(reason, []).append(number)
            left_over.append({**_mended({**row, "penelaah": reviewer}, item), "ditolak": reason, "baris": number})
    if left_over:
        _tell(file, reasons, write_left_over(left_over, ("ditolak", "baris"), file, "ditolak"))
    return taken


def _mended(row: dict[str, str], item: Item | None) -> Cells:
    """What came, masked, with the text as it was asked where that is known."""
    ids = {name: row[name] for name in ("document_id", "text_hash")}
    known = cells_of(item, row["classifier_name"]) if item else ids
    return {**{name: privacy.mask_text(value) for name, value in row.items()}, **known}


def _tell(file: Path, reasons: Mapping[str, list[int]], target: Path) -> None:
    for reason, numbers in reasons.items():
        shown = ", ".join(map(str, numbers[:SHOWN_ROWS])) + (", …" if len(numbers) > SHOWN_ROWS else "")
        told = f"{file.name}: {reason} in {len(numbers):,} row{'s' * (len(numbers) > 1)}: {shown}"
        console.print(told, style="yellow", markup=False, soft_wrap=True)
    console.print(f"They are in {target}; mend them there and import that file.", style="yellow", markup=False, soft_wrap=True)
