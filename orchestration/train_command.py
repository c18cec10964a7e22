"""`pantau train`: a version of a classifier from a labelled file alone, measured, and set against the champion."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from ml.classifiers.corrections import keep_examples
from ml.classifiers.evaluation import Score
from ml.classifiers.labelled_files import Draw, draw
from ml.classifiers.promotion import compare
from ml.classifiers.registry import Model, Standing, obtain_model
from ml.classifiers.scoring import CLUSTER
from ml.classifiers.specs import Classifier
from ml.classifiers.training import LEAST_HELDOUT
from orchestration import models
from orchestration.challengers import enter
from orchestration.classifiers_command import BodyChoice
from orchestration.console import Bars, console
from orchestration.context import context
from orchestration.first_use import first_use
from orchestration.labelled import read_labelled, tell_left_out
from warehouse.errors import InputError
from warehouse.privacy import mask_text

RESERVED = frozenset({"bersama", "bodies", CLUSTER})
"""Names of files and folders that stand beside those of classifiers."""


def train_command(
    name: str, source: Path, text: str, label: str, per_class: int | None, seed: int, body_choice: BodyChoice
) -> None:
    """InputError for a file that cannot teach, or a name that cannot be one."""
    found = read_labelled(source, text, [label])
    drawn = draw(found.examples, per_class, seed)
    classifier = _classifier(name, drawn, source)
    if body_choice is BodyChoice.OWN and drawn.thin:
        raise InputError(
            f"A body of its own is measured on held-out rows alone, and {drawn.thin} has fewer than {LEAST_HELDOUT} "
            "(about one row in seven is held out). Give more rows, or take --body shared."
        )
    tell_left_out(found)
    _tell_repeats(drawn)
    _show_rows(drawn)
    model, standing = _train(classifier, body_choice)
    if name not in models.classifiers():
        keep_examples(context().layout.examples, name, [*drawn.training, *drawn.heldout])
    score = Score(**model.card["report"]["score"])
    console.print(f"{name} {model.version}: {score}, by {model.card['method']}", markup=False, soft_wrap=True)
    if standing.champion == model.version:
        _tell_champion(name)
    else:
        _tell_challenger(models.find_version(name), model, drawn)


def _train(classifier: Classifier, choice: BodyChoice) -> tuple[Model, Standing]:
    step = f"ml/{classifier.name}"
    with Bars() as bars, first_use(bars) as progress:
        bars.advance(step, 0, 0)
        body = models.own_body(classifier, progress) if choice is BodyChoice.OWN else models.stated_body(progress)
        model = obtain_model(classifier, body, context().settings.models)
        standing = enter(model, progress)
        bars.finish(step, "trained" if model.is_new else "from the registry")
    return model, standing


def _classifier(name: str, drawn: Draw, source: Path) -> Classifier:
    """The entry of classifiers.yml with these labels and examples in place of its own, or a new classifier."""
    if name in RESERVED:
        raise InputError(f"{name} is a name that Pantau keeps for itself; choose another.")
    stated = models.classifiers().get(name)
    if stated:
        order = [label for label in stated.labels if label in drawn.counts]
        labels = (*order, *(label for label in drawn.labels if label not in order))
        # the stated temperature softens scores of the version that is stated
        given = {"labels": labels, "examples": drawn.examples, "label_counts": dict(drawn.counts)}
        return stated.model_copy(update={**given, "temperature": None})
    fields = {"name": name, "column": name.replace("-", "_"), "description": f"Trained from {mask_text(source.name)}."}
    given = {"labels": drawn.labels, "examples": drawn.examples, "label_counts": dict(drawn.counts)}
    try:
        return Classifier.model_validate({**fields, **given})
    except ValidationError as error:
        raise InputError(f"{name!r} is no name of a classifier: give lower-case letters, digits and hyphens.") from error


def _tell_repeats(drawn: Draw) -> None:
    if drawn.repeat_count:
        disputed = f"; {drawn.disputed_count:,} texts bear two labels and are left out" if drawn.disputed_count else ""
        console.print(f"{drawn.repeat_count:,} rows repeat a text{disputed}.", style="yellow")


def _show_rows(drawn: Draw) -> None:
    learned, held = (Counter(e.label for e in side) for side in (drawn.training, drawn.heldout))
    table = Table("label", "different texts", "learned from", "held out", box=None, header_style="bold")
    for label in drawn.labels:
        table.add_row(Text(label), *(f"{counts[label]:,}" for counts in (drawn.counts, learned, held)))
    console.print(table)


def _tell_champion(name: str) -> None:
    console.print(f"It is the champion of {name}: `pantau classify --classifier {name}` reads with it.")
    if name not in models.classifiers():
        console.print("Its examples are kept, masked, in the data home, so that a challenger can be compared with it.")


def _tell_challenger(champion: Model, model: Model, drawn: Draw) -> None:
    try:
        compared = f"On the held-out rows of this file: {compare(champion, model, drawn.heldout)}"
    except InputError as error:
        compared = f"Not compared with the champion. {error}"
    console.print(compared, markup=False, soft_wrap=True)
    console.print(f"It is the challenger. `pantau models show {model.name} challenger` tells all that was measured;")
    console.print(f"`pantau models promote {model.name}` makes it the champion if it is no worse on the kept held-out rows.")
