"""Filled queues: what in them can be taken, and what is told and put beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ml.classifiers.corrections import DOUBLE, Answer, Key, doubled, problem, standing_answers
from ml.classifiers.review import Item
from orchestration.console import console
from orchestration.files import read_table, text_column
from orchestration.review_sheet import Cells, cells_of, write_left_over
from warehouse import privacy
from warehouse.errors import InputError

NEEDED = ("document_id", "text_hash", "teks", "jawaban", "classifier_name")
OPTIONAL = ("penelaah", "catatan", "ditolak")
"""Empty where a file lacks them; a note goes along into what is left over, and whoever was refused has mended since."""
HEADER_ROWS = 1
SHOWN_ROWS = 12

Rows = list[dict[str, str]]


def read_answers(file: Path) -> Rows:
    """The rows as they came; InputError where a column is missing without which no answer can be taken."""
    table, broken = read_table(file)
    if broken:
        console.print(f"{file.name}: {len(broken):,} lines could not be read.", style="yellow", markup=False)
    there = [*NEEDED, *(name for name in OPTIONAL if name in table.column_names)]
    rows = pa.table({name: pc.fill_null(text_column(table, name, file), "") for name in there}).to_pylist()
    return [dict.fromkeys(OPTIONAL, "") | row for row in rows]


def classifier_judged(tables: Mapping[Path, Rows]) -> str:
    """The one classifier that the files are for; InputError where it is not one."""
    names = sorted({row["classifier_name"] for rows in tables.values() for row in rows} - {""})
    if not names:
        raise InputError("The column classifier_name is empty: it must tell which classifier was judged.")
    if len(names) > 1:
        raise InputError(f"These files are for {' and '.join(names)}; import those of one classifier at a time.")
    return names[0]


def sound_answers(tables: Mapping[Path, Rows], items: Mapping[Key, Item], labels: Collection[str]) -> list[Answer]:
    """The answers that can be taken; the others are told by the row they stand in, and put beside their file."""
    names = file_names(list(tables))
    given = {file: [_answer(row, names[file]) for row in rows] for file, rows in tables.items()}
    reasons = {answer: problem(answer, items.get(answer.key), labels) for answers in given.values() for answer in answers}
    standing = standing_answers(answer for answer, reason in reasons.items() if reason is None)
    double = doubled(standing)
    reasons |= {answer: DOUBLE for answer in standing if answer.vote in double}
    is_round = len({answer.reviewer for answer in reasons}) > 1
    for file, answers in given.items():
        rows = [(row, answer, reasons[answer]) for row, answer in zip(tables[file], answers, strict=True)]
        _put_beside(file, rows, items, is_round)
    return [answer for answer in standing if reasons[answer] is None]


def file_names(files: Sequence[Path]) -> dict[Path, str]:
    """What stands for reviewers who gave no initials; two files of one name are told apart by their folders."""
    stems = [file.stem for file in files]
    for names in (stems, [f"{file.resolve().parent.name}/{stem}" for file, stem in zip(files, stems, strict=True)]):
        if len(set(names)) == len(files):
            return dict(zip(files, names, strict=True))
    return {file: str(file) for file in files}


def _answer(row: Mapping[str, str], name: str) -> Answer:
    label, reviewer = row["jawaban"].strip().lower(), row["penelaah"].strip() or name
    return Answer(row["document_id"], row["text_hash"], row["teks"], label, reviewer, bool(row["ditolak"].strip()))


def _put_beside(
    file: Path, rows: Iterable[tuple[dict[str, str], Answer, str | None]], items: Mapping[Key, Item], is_round: bool
) -> None:
    """Rows that have a reason against them."""
    numbers: dict[str, list[int]] = {}
    left_over: list[Cells] = []
    for number, (row, answer, reason) in enumerate(rows, HEADER_ROWS + 1):
        if reason is not None:
            numbers.setdefault(reason, []).append(number)
            cells = _mended({**row, "penelaah": answer.reviewer}, items.get(answer.key))
            left_over.append({**cells, "ditolak": reason, "baris": number})
    if left_over:
        _tell(file, numbers, write_left_over(left_over, ("ditolak", "baris"), file, "ditolak"), is_round)


def _mended(row: dict[str, str], item: Item | None) -> Cells:
    """What came, masked, with the text as it was asked where that is known."""
    ids = {name: row[name] for name in ("document_id", "text_hash")}
    known = cells_of(item, row["classifier_name"]) if item else ids
    return {**{name: privacy.mask_text(value) for name, value in row.items()}, **known}


def _tell(file: Path, reasons: Mapping[str, list[int]], target: Path, is_round: bool) -> None:
    for reason, numbers in reasons.items():
        shown = ", ".join(map(str, numbers[:SHOWN_ROWS])) + (", …" if len(numbers) > SHOWN_ROWS else "")
        told = f"{file.name}: {reason} in {len(numbers):,} row{'s' * (len(numbers) > 1)}: {shown}"
        console.print(told, style="yellow", markup=False, soft_wrap=True)
    # alone, a mended vote would replace what the majority said
    way = "import all files of the round again, together with it" if is_round else "import that file"
    console.print(f"They are in {target}; mend them there and {way}.", style="yellow", markup=False, soft_wrap=True)
