"""The card of a version as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from rich.table import Table
from rich.text import Text

from ml.classifiers.bodies import CARD
from ml.classifiers.evaluation import LEAST_ROWS
from ml.classifiers.registry import Model
from orchestration.console import console
from orchestration.measures import show_report

WEAK = 0.6
"""F1 below which a label is named among the limits."""


def show_card(model: Model) -> None:
    """What it learned from, how it was measured, and what not to expect of it."""
    body = orjson.loads((model.body.folder / CARD).read_bytes())
    told = Table(box=None, show_header=False)
    for name, value in _facts(model, body):
        told.add_row(name, Text(value))
    console.print(told)
    show_report(model.card["report"])
    console.print()
    for limit in _limits(model, body):
        console.print(f"· {limit}", markup=False, soft_wrap=True)


def _facts(model: Model, body: dict) -> Iterator[tuple[str, str]]:
    card = model.card
    yield "version", f"{model.name} {model.version}"
    yield "what", card["description"]
    yield "labels", ", ".join(card["labels"])
    yield "examples", _examples(card["examples"])
    yield "learned from", f"{card['training_count']:,}; measured on {model.holdout_count:,} by {card['method']}"
    yield "body", f"{card['body']}, tuned on {body['texts']:,} texts in {body['precision']}, base weights {body['base']}"
    yield "libraries", ", ".join(f"{name} {version}" for name, version in body["libraries"].items())
    yield "calibration", f"temperature {card['temperature']:.2f}; below a score of {card['threshold']:.3f}: tidak-yakin"
    if student := card.get("student"):
        share, lost = student["answered_share"], student["lost_accuracy"]
        yield "words alone", f"answer {share:.0%} of texts, at {lost:.1%} of accuracy lost there"
    if model.floor:
        yield "floor", f"macro-F1 {model.floor:.2f}: below it, a run takes no label of it"


def _examples(told: dict) -> str:
    """Earlier cards do not tell how many were corrected."""
    corrected = f", {told['corrections']:,} from review" if "corrections" in told else ""
    return f"{told['count']:,}{corrected}, {told.get('local', 0):,} of the installation, sha256 {told['digest']}"


def _limits(model: Model, body: dict) -> Iterator[str]:
    labels = model.card["report"]["labels"]
    yield f"Of a text the first {body['settings']['token_limit']} tokens are read."
    if rare := [f"{label} ({of['count']})" for label, of in labels.items() if of["count"] < LEAST_ROWS]:
        yield f"Measured on too few rows to say much: {', '.join(rare)}."
    if weak := [f"{label} ({of['f1']:.2f})" for label, of in labels.items() if of["count"] >= LEAST_ROWS and of["f1"] < WEAK]:
        yield f"Often wrong (F1): {', '.join(weak)}."
    yield "The figures are of examples; `pantau evaluate` tells how it does on texts of your own."
