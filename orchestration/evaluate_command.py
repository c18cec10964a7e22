"""`pantau evaluate`: how well a classifier does on texts that people labelled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from ml.classifiers.evaluation import Report, report
from ml.classifiers.examples import Example, split_examples
from ml.classifiers.registry import Model, has_learned
from ml.classifiers.scoring import read_texts
from ml.classifiers.slices import slices
from orchestration import models
from orchestration.challengers import known_examples
from orchestration.console import Bars, console
from orchestration.files import check_place
from orchestration.first_use import first_use
from orchestration.labelled import read_labelled, tell_left_out
from orchestration.measures import show_report
from warehouse.errors import InputError

STEP = "evaluate"


def evaluate_command(name: str, source: Path, text: str, label: str | None, version: str, target: Path | None) -> None:
    """InputError for a file that cannot be used or written, a version that is not there, or labels that it does not know."""
    models.check_name(name)
    if target:
        check_place(source, target)
    found = read_labelled(source, text, [label] if label else ["label", name])
    with Bars() as bars:
        bars.advance(STEP, 0, len(found.examples))
        with first_use(bars) as progress:
            model = models.find_model(name, version, progress)
        _check_labels(model, found.examples, source)
        measured = _measure(model, found.examples, bars)
    console.print(f"{name} {model.version} on {source.name}", markup=False)
    tell_left_out(found)
    learned = _learned_count(model, found.examples)
    if learned:
        console.print(
            f"{learned:,} of these texts are examples that it may have learned from: they flatter it.", style="yellow"
        )
    show_report(measured.as_dict())
    if target:
        counts = {"row_count": found.row_count, "count": len(found.examples), "learned_count": learned}
        _write(target, {"name": name, "version": model.version, "file": source.name, **counts, **measured.as_dict()})


def _check_labels(model: Model, examples: Sequence[Example], source: Path) -> None:
    if strange := sorted({e.label for e in examples} - set(model.labels)):
        raise InputError(
            f"{source.name} holds labels that {model.name} does not know: {', '.join(strange)}. "
            f"It knows {', '.join(model.labels)}. Rename or leave out those rows, or name another column with --label-column."
        )


def _measure(model: Model, examples: Sequence[Example], bars: Bars) -> Report:
    texts = [e.text for e in examples]
    readings = []
    for said in read_texts([model], texts):
        readings.append(said[model.name])
        bars.advance(STEP, len(readings), len(texts))
    bars.finish(STEP, f"{len(texts):,} rows")
    return report([e.label for e in examples], readings, slices(texts, [e.channel for e in examples]))


def _learned_count(model: Model, examples: Sequence[Example]) -> int:
    """How many its head was fitted on, or are on the side of the kept examples that versions, and their body, learn from."""
    kept = {e.text for e in split_examples(known_examples(model.name))[0]}
    fitted = has_learned(model, [e.text for e in examples])
    return sum(is_fitted or e.text in kept for e, is_fitted in zip(examples, fitted, strict=True))


def _write(target: Path, told: dict) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error}") from error
    console.print(f"All of it as JSON in {target}", markup=False, soft_wrap=True)
