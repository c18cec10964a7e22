"""What people answered: checked against what was asked, settled among reviewers, kept as examples of this installation."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ml.classifiers.examples import Example, read_examples
from ml.classifiers.specs import Classifier
from warehouse.errors import InputError

if TYPE_CHECKING:  # the registry, on which review stands, tells corrections from other examples
    from ml.classifiers.review import Item

Key = tuple[str, str]
"""document_id and text_hash."""

DOUBLE = "jawaban-ganda"


class Correction(Example):
    """An example that people of this home judged: a card counts it apart; for all else it is like any other."""


@dataclass(frozen=True)
class Answer:
    """A row of a filled queue, as it came; `label` is empty where nothing was answered, `is_mended`: from a left-over file."""

    document_id: str
    text_hash: str
    text: str
    label: str
    reviewer: str
    is_mended: bool = False

    @property
    def key(self) -> Key:
        return self.document_id, self.text_hash

    @property
    def vote(self) -> tuple[Key, str]:
        """Whose word on which item it is."""
        return self.key, self.reviewer


def problem(answer: Answer, item: Item | None, labels: Collection[str]) -> str | None:
    """Why an answer cannot be taken (a slug of docs/review.md); None where it can. `item` is what its key stands for."""
    if item is None:
        return "item-tak-dikenal"
    if _letters(answer.text) != _letters(item.text):
        return "teks-berubah"
    if not answer.label:
        return "jawaban-kosong"
    return None if answer.label in labels else "label-tak-dikenal"


def _letters(text: str) -> str:
    """What no spreadsheet changes when it saves a text."""
    return "".join(re.findall(r"\w", text))


def standing_answers(answers: Iterable[Answer]) -> list[Answer]:
    """Without those that their reviewer has mended since: the files of a round are imported again together with these."""
    answers = list(answers)
    mended = {answer.vote for answer in answers if answer.is_mended}
    return [answer for answer in answers if answer.is_mended or answer.vote not in mended]


def doubled(answers: Iterable[Answer]) -> set[tuple[Key, str]]:
    """Votes with more than one label: which of them the reviewer means nobody can tell, so none counts."""
    labels: dict[tuple[Key, str], set[str]] = {}
    for answer in answers:
        labels.setdefault(answer.vote, set()).add(answer.label)
    return {vote for vote, given in labels.items() if len(given) > 1}


def ballots(answers: Iterable[Answer]) -> dict[Key, dict[str, str]]:
    """The label that each reviewer gave to an item."""
    found: dict[Key, dict[str, str]] = {}
    for answer in answers:
        found.setdefault(answer.key, {})[answer.reviewer] = answer.label
    return found


def settle(votes: Mapping[Key, Mapping[str, str]]) -> tuple[dict[Key, str], list[Key]]:
    """(the label most reviewers gave, items on which the first labels tie)."""
    settled, disputed = {}, []
    for key, labels in votes.items():
        (label, most), *others = Counter(labels.values()).most_common(2)
        if others and others[0][1] == most:
            disputed.append(key)
        else:
            settled[key] = label
    return settled, disputed


def keep_examples(folder: Path, name: str, new: Sequence[Example]) -> int:
    """Write `new` into <folder>/<name>.jsonl, a text once, the later label; how many say something that was not there."""
    kept = {example.text: example for example in read_examples(folder, name)}
    changed = sum(kept.get(example.text) != example for example in new)
    kept.update((example.text, example) for example in new)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.jsonl"
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)  # sensitive texts are judged, too
    unfinished.write_text("".join(f"{example.model_dump_json(exclude_none=True)}\n" for example in kept.values()))
    os.replace(unfinished, file)
    return changed


def extended(classifier: Classifier, folder: Path) -> Classifier:
    """With the examples of this installation, whose label wins over a shipped one; InputError for a label that is none."""
    local = [Correction(**dict(example)) for example in read_examples(folder, classifier.name)]
    if strange := {example.label for example in local} - set(classifier.labels):
        raise InputError(f"{folder / classifier.name}.jsonl: {', '.join(sorted(strange))}: no label of {classifier.name}.")
    texts = {example.text for example in local}
    shipped = [example for example in classifier.examples if example.text not in texts]
    return classifier.model_copy(update={"examples": (*shipped, *local)})
