"""Files of labelled texts, to train from or to measure on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ml.classifiers.examples import Example
from orchestration.console import console
from orchestration.files import channel_column, masked_texts, read_table, text_column
from warehouse import privacy
from warehouse.errors import InputError


@dataclass(frozen=True)
class Labelled:
    """`examples`: rows with a text and a label, masked; `row_count` of the file; `broken_count` lines would not read."""

    examples: list[Example]
    row_count: int
    broken_count: int


def read_labelled(source: Path, text: str, label_columns: Sequence[str]) -> Labelled:
    """The first of `label_columns` that the file has counts; InputError where it lacks them all, or holds no labelled row."""
    table, broken = read_table(source)
    texts = masked_texts(table, text, source)
    label = next((name for name in label_columns if name in table.column_names), label_columns[0])
    # labels are few and chosen, not written by persons: a name in one is a class, such as a place
    labels = privacy.mask_texts(text_column(table, label, source), is_public=True)
    channels = channel_column(table, source)
    groups = channels.to_pylist() if channels is not None else [None] * len(texts)
    rows = zip(texts.to_pylist(), labels.to_pylist(), groups, strict=True)
    examples = [
        Example(text=one, label=given.strip(), channel=group or None)
        for one, given, group in rows
        if (one or "").strip() and (given or "").strip()
    ]
    if not examples:
        raise InputError(f"{source.name} has no row with both a text in {text!r} and a label in {label!r}.")
    return Labelled(examples, table.num_rows, len(broken))


def tell_left_out(found: Labelled) -> None:
    """Rows that do not count are told, never dropped in silence."""
    if empty := found.row_count - len(found.examples):
        console.print(f"{empty:,} rows have no text or no label and are left out.", style="yellow")
    if found.broken_count:
        console.print(f"{found.broken_count:,} lines could not be read and are left out.", style="yellow")
