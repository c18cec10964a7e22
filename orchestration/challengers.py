"""Challengers of this home: how they enter, what they are compared on, and how one becomes champion."""

from __future__ import annotations

from ml.classifiers.corrections import extended
from ml.classifiers.examples import Example, read_examples
from ml.classifiers.promotion import Comparison, challenge, compare, crown_first, decide
from ml.classifiers.registry import Model, Standing, read_standing, write_standing
from orchestration.context import as_of, context
from orchestration.lock import run_lock
from orchestration.models import CHALLENGER, Progress, champion, classifiers, find_version
from warehouse.errors import InputError


def enter(model: Model, progress: Progress) -> Standing:
    """Let a trained version be the first champion of its name, or challenge the champion there is."""
    layout = context().layout
    if model.name in classifiers():
        crown_first(layout, champion(classifiers()[model.name], progress), as_of())
    standing = crown_first(layout, model, as_of())
    return standing if standing.champion == model.version else challenge(layout, model)


def contest(name: str) -> Comparison:
    """Champion and challenger on the held-out rows of all examples, shipped and of this home; InputError without the two."""
    challenger = find_version(name, CHALLENGER)
    examples = known_examples(name)
    if name not in classifiers():  # of a class of one's own that was trained on other labels before, rows of those remain
        examples = tuple(example for example in examples if example.label in challenger.labels)
    return compare(find_version(name), challenger, examples)


def known_examples(name: str) -> tuple[Example, ...]:
    """Those of classifiers.yml and of this home; none for a classifier that was trained elsewhere."""
    folder = context().layout.examples
    stated = classifiers().get(name)
    return extended(stated, folder).examples if stated else tuple(read_examples(folder, name))


def promote(name: str) -> Comparison:
    """Promote the challenger if it wins the contest; either way it goes into the history."""
    _check_labels(name)
    comparison = contest(name)
    with run_lock(context().layout):
        decide(context().layout, name, comparison, as_of())
    return comparison


def force(name: str, reason: str) -> Standing:
    """Promote the challenger for a reason that no comparison tells; the history keeps it."""
    _check_labels(name)
    layout = context().layout
    standing = read_standing(layout, name)
    who = {"version": standing.challenger, "champion": standing.champion}
    entry = {"event": "promoted", "at": as_of().isoformat(), **who, "reason": reason}
    standing = Standing(standing.challenger, None, [*standing.history, entry])
    with run_lock(layout):  # a run under way has read the champion already, and would note the new one over the old's labels
        write_standing(layout, name, standing)
    return standing


def _check_labels(name: str) -> None:
    """The marts know the labels of classifiers.yml alone."""
    labels = find_version(name, CHALLENGER).labels
    stated = classifiers().get(name)
    if stated and (strange := sorted(set(labels) - set(stated.labels))):
        raise InputError(
            f"classifiers.yml gives {name} no label {', '.join(strange)}: add it there, or train under another name."
        )
