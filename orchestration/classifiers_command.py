"""`pantau classify`, `evaluate` and `train`: what they take. What they do is slow to import, so it comes when it is called."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class BodyChoice(StrEnum):
    """The encoder under a classifier: the one that all share, or one tuned for it alone."""

    SHARED = "shared"
    OWN = "own"


Name = Annotated[str, typer.Argument(help="The classifier, as `pantau models list` names it; for train, new ones, too.")]
Column = Annotated[str, typer.Option("--column", help="The column that holds the texts.")]
FORMATS = "CSV, TSV, XLSX, JSON, JSON lines or Parquet"


def classify(
    source: Annotated[Path, typer.Option("--input", help=f"{FORMATS}.")],
    text: Column,
    target: Annotated[Path, typer.Option("--output", help="File to write: .csv, .tsv, .parquet or .jsonl.")],
    names: Annotated[
        list[str] | None, typer.Option("--classifier", help="May be given several times; default: all of classifiers.yml.")
    ] = None,
) -> None:
    """Label the texts of any file, as columns beside it.

    Each classifier adds three columns: NAME is its label (tidak-yakin where
    it is not sure), NAME_dugaan its guess all the same, NAME_skor how likely
    that guess is, 0 to 1. The champion of the data home reads; where there is
    none yet, the first use trains it. Persons are masked in what is written.

    Example: pantau classify --input aduan.csv --column isi --output aduan-berlabel.csv --classifier sektor
    """
    from orchestration.classify_command import classify_command

    classify_command(source, target, text, names or [])


def evaluate(
    name: Name,
    source: Annotated[Path, typer.Option("--data", help=f"Texts that people labelled: {FORMATS}.")],
    text: Column = "text",
    label: Annotated[
        str | None, typer.Option("--label-column", help="Default: `label`, else the column named like the classifier.")
    ] = None,
    version: Annotated[str, typer.Option(help="A version, or champion or challenger.")] = "champion",
    target: Annotated[Path | None, typer.Option("--json", help="Write all that was measured into this file, too.")] = None,
) -> None:
    """Measure a classifier on texts that people labelled: as a whole, per label, by channel, length, slang and language.

    It tells how far the scores can be believed, too, and what is left when
    the least sure texts are put aside. A column channel, channel_slug or
    kanal is used if there is one.

    Example: pantau evaluate sektor --data aduan-dinilai.xlsx --column isi --label-column bidang --json sektor.json
    """
    from orchestration.evaluate_command import evaluate_command

    evaluate_command(name, source, text, label, version, target)


def train(
    name: Name,
    source: Annotated[Path, typer.Option("--examples", help=f"Labelled texts: {FORMATS}.")],
    text: Column = "text",
    label: Annotated[str, typer.Option("--label-column", help="The column that holds the labels.")] = "label",
    per_class: Annotated[int | None, typer.Option(min=2, help="Learn from so many texts of a label at most.")] = None,
    seed: Annotated[int, typer.Option(help="Draws the texts that --per-class leaves room for.")] = 1,
    body: Annotated[
        BodyChoice,
        typer.Option(help="The encoder: shared by all classifiers (seconds), or tuned further on this file (minutes)."),
    ] = BodyChoice.SHARED,
) -> None:
    """Train a classifier from a labelled file alone: a challenger of one that is there, or a new one.

    Sixteen texts a label are enough to start. About one text in seven is held
    out and never learned from: it measures this version and every later one.
    A new classifier reads in `pantau classify --classifier NAME` at once.

    Example: pantau train banjir --examples banjir.csv --column isi --label-column jenis
    """
    from orchestration.train_command import train_command

    train_command(name, source, text, label, per_class, seed, body)
