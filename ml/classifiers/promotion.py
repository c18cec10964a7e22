"""Which version labels: the first one there is, then whoever is shown to be no worse on rows that neither has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from ml.classifiers.evaluation import counted_labels, macro_f1, resampled_macro_f1
from ml.classifiers.examples import Example, is_heldout
from ml.classifiers.registry import Model, Standing, is_whole, read_standing, write_standing
from ml.classifiers.scoring import read_texts
from warehouse.errors import InputError
from warehouse.layout import Layout

RESAMPLES = 1_000
TOLERANCE = 0.02
"""Macro-F1 that a challenger may lose at the lower end of the interval, if it gains on average."""


@dataclass(frozen=True)
class Comparison:
    """Macro-F1 of both on the same rows; `low` and `high` bound the difference (challenger − champion) at 90 %."""

    champion: str
    challenger: str
    champion_f1: float
    challenger_f1: float
    low: float
    high: float
    count: int

    @property
    def is_won(self) -> bool:
        return self.challenger_f1 >= self.champion_f1 and self.low > -TOLERANCE

    def __str__(self) -> str:
        return (
            f"champion {self.champion} macro-F1 {self.champion_f1:.3f}, challenger {self.challenger} {self.challenger_f1:.3f}, "
            f"difference [{self.low:+.3f}, {self.high:+.3f}] at 90 %, n = {self.count}"
        )


def compare(champion: Model, challenger: Model, examples: Sequence[Example], seed: int = 0) -> Comparison:
    """Both on the held-out rows of `examples`; InputError where they hold out none or the labels differ."""
    rows = sorted({(e.text, e.label) for e in examples if is_heldout(e.text)})
    if not rows:
        raise InputError("There is no held-out row to compare on; give more examples.")
    if strange := {label for _, label in rows} - set(champion.labels):
        raise InputError(
            f"Champion {champion.version} of {champion.name} does not know: {', '.join(sorted(strange))}. "
            f"Nothing can be compared; put the challenger in its place with: pantau models promote {champion.name} "
            '--force --reason "…"'
        )
    texts, truth = [text for text, _ in rows], np.array([label for _, label in rows])
    known, asked = guesses(champion, texts), guesses(challenger, texts)
    labels = counted_labels(truth, 1)
    before, after = resampled_macro_f1(truth, [known, asked], labels, RESAMPLES, seed)
    low, high = np.quantile(after - before, [0.05, 0.95])
    scores = macro_f1(truth, known, labels), macro_f1(truth, asked, labels)
    return Comparison(champion.version, challenger.version, *scores, float(low), float(high), len(truth))


def guesses(model: Model, texts: Sequence[str]) -> np.ndarray:
    """The likeliest label of each text, however unsure; found as labelling finds it."""
    return np.array([found[model.name].guess for found in read_texts([model], texts)])


def crown_first(layout: Layout, model: Model, at: datetime) -> Standing:
    """The first version of a classifier is its champion, and so is one that follows a champion whose files are gone."""
    standing = read_standing(layout, model.name)
    if standing.champion and is_whole(model.folder.parents[1], model.name, standing.champion):
        return standing
    event = "lost" if standing.champion else "first"
    entry = _entry(event, at, version=model.version, champion=standing.champion)
    standing = Standing(model.version, None, [*standing.history, entry])
    write_standing(layout, model.name, standing)
    return standing


def challenge(layout: Layout, model: Model) -> Standing:
    """Let `model` stand as the challenger."""
    standing = replace(read_standing(layout, model.name), challenger=model.version)
    write_standing(layout, model.name, standing)
    return standing


def pass_over(layout: Layout, model: Model, at: datetime) -> str | None:
    """The challenger that `model` is to take the place of before anybody decided on it, noted; None where there is none."""
    standing = read_standing(layout, model.name)
    left = standing.challenger
    if left in (None, model.version) or _is_decided(standing, left):
        return None
    entry = _entry("passed-over", at, version=left, champion=standing.champion, by=model.version)
    write_standing(layout, model.name, replace(standing, history=[*standing.history, entry]))
    return left


def _is_decided(standing: Standing, version: str) -> bool:
    """Whether it was promoted or kept; one that waits, or was passed over and stands again, has only been noted."""
    decisions = [entry for entry in standing.history if entry["event"] not in ("waits", "passed-over")]
    return replace(standing, history=decisions).has_considered(version)


def wait(layout: Layout, model: Model, at: datetime) -> Standing:
    """Let `model` stand as the challenger until a person decides, and note it, so that no later run puts it there again."""
    standing = challenge(layout, model)
    standing = replace(standing, history=[*standing.history, _entry("waits", at, version=model.version)])
    write_standing(layout, model.name, standing)
    return standing


def decide(layout: Layout, name: str, comparison: Comparison, at: datetime) -> Standing:
    """Promote the challenger if it has won; note the comparison either way."""
    standing = read_standing(layout, name)
    event = "promoted" if comparison.is_won else "kept"
    history = [*standing.history, _entry(event, at, **asdict(comparison))]
    standing = Standing(comparison.challenger, None, history) if comparison.is_won else replace(standing, history=history)
    write_standing(layout, name, standing)
    return standing


def roll_back(layout: Layout, models: Path, name: str, at: datetime) -> Standing:
    """The champion before the present one counts again; InputError where there was none, or where its files are gone."""
    standing = read_standing(layout, name)
    before = _champions(standing.history)
    if len(before) < 2:
        raise InputError(_no_way_back(name, standing))
    version = before[-2]
    if not is_whole(models, name, version):
        raise InputError(
            f"The files of {version}, or of the body that it stands on, are gone from {models}: {standing.champion} stays "
            f"the champion of {name}. Put them back there and roll back again, or promote another challenger."
        )
    entry = _entry("rolled-back", at, version=version, champion=standing.champion)
    standing = Standing(version, standing.champion, [*standing.history, entry])
    write_standing(layout, name, standing)
    return standing


def _no_way_back(name: str, standing: Standing) -> str:
    if standing.champion is None:
        return f"{name} has no champion in this home; there is nothing to roll back."
    told = f"There is no champion of {name} before {standing.champion}; "
    if standing.challenger is None:
        return f"{told}`pantau models history {name}` tells all that there were."
    return (
        f"{told}the challenger {standing.challenger} is brought in with `pantau models promote {name}`, "
        'whatever a comparison says with --force --reason "…".'
    )


def _champions(history: Sequence[dict]) -> list[str]:
    """Champions in their order; a rollback takes the last one away."""
    found: list[str] = []
    for entry in history:
        if entry["event"] in ("first", "promoted"):
            found.append(entry.get("version") or entry["challenger"])
        elif entry["event"] == "rolled-back":
            found.pop()
        elif entry["event"] == "lost":
            found[-1:] = [entry["version"]]
    return found


def _entry(event: str, at: datetime, **fields: object) -> dict:
    return {"event": event, "at": at.isoformat(), **fields}
