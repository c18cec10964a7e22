"""`pantau classify`: what classifiers say of the texts of any file, as columns beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from rich.table import Table
from rich.text import Text

from ml.classifiers.heads import UNSURE
from ml.classifiers.registry import Model
from ml.classifiers.scoring import read_texts
from orchestration import models
from orchestration.console import Bars, console
from orchestration.files import check_target, keep_aside, masked_texts, read_table, write_beside
from orchestration.first_use import first_use

STEP = "classify"


def classify_command(source: Path, target: Path, text: str, names: Sequence[str]) -> None:
    """InputError for a file that cannot be read or written, a column that it lacks, or a classifier that is not there."""
    check_target(source, target)
    names = list(dict.fromkeys(names)) or list(models.classifiers())
    for name in names:
        models.check_name(name)
    table, broken = read_table(source)
    texts = masked_texts(table, text, source)
    with Bars() as bars:
        bars.advance(STEP, 0, len(texts))
        with first_use(bars) as progress:
            found = [models.find_model(name, models.CHAMPION, progress) for name in names]
        added = _columns(texts, found, bars)
    write_beside(table, text, texts, added, target)
    _tell(found, added, target)
    keep_aside(broken, target)


def _columns(texts: pa.Array, found: Sequence[Model], bars: Bars) -> pa.Table:
    """Label, guess and score of each model; null where there is no text. Equal texts are read once."""
    rows = texts.to_pylist()
    asked = list(dict.fromkeys(row for row in rows if row and row.strip()))
    said = {}
    for text, readings in zip(asked, read_texts(found, asked), strict=True):
        said[text] = readings
        bars.advance(STEP, len(said), len(asked))
    bars.finish(STEP, f"{len(rows):,} rows, {len(asked):,} different texts")
    columns: dict[str, pa.Array] = {}
    for name in (model.name for model in found):
        of_rows = [said[row][name] if row in said else None for row in rows]
        columns[name] = pa.array([one and one.label for one in of_rows], pa.string())
        columns[f"{name}_dugaan"] = pa.array([one and one.guess for one in of_rows], pa.string())
        columns[f"{name}_skor"] = pa.array([one and round(one.score, 6) for one in of_rows], pa.float64())
    return pa.table(columns)


def _tell(found: Sequence[Model], added: pa.Table, target: Path) -> None:
    table = Table("classifier", "version", "rows", "unsure", "most frequent", box=None, header_style="bold")
    for model in found:
        counts = {row["values"]: row["counts"] for row in pc.value_counts(added[model.name].drop_null()).to_pylist()}
        unsure = counts.pop(UNSURE, 0)
        likeliest = ", ".join(f"{label} {counts[label]:,}" for label in sorted(counts, key=counts.get, reverse=True)[:3])
        total = unsure + sum(counts.values())
        table.add_row(model.name, model.version, f"{total:,}", f"{unsure:,}", Text(likeliest))
    console.print(table)
    for model in (model for model in found if not model.is_passing):
        told = f"{model.name}: macro-F1 {model.macro_f1:.2f} is below its floor {model.floor:.2f}; a run takes no label of it."
        console.print(told, style="yellow")
    console.print(
        f"{added.num_rows:,} rows and {added.num_columns} new columns in {target}; {UNSURE}: the score is below the threshold.",
        markup=False,
        soft_wrap=True,
    )
