"""Labelled texts to learn from and to be measured on. Which side a text is on depends on its words alone.

So a text never changes sides when others come, all classifiers hold out the same texts, and any two versions can be
compared on rows that neither has seen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warehouse.errors import InputError

JUDGED = "bersama.jsonl"
"""The file whose texts are judged by several classifiers at once; <name>.jsonl holds those of one alone."""
HOLDOUT_SHARE = 0.15


class Example(BaseModel):
    """One text and its label; `channel` is what kind of text it is, for slices; `is_local`: from PANTAU_EXAMPLES."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    label: str
    channel: str | None = None
    is_local: bool = Field(default=False, exclude=True)


class Judged(BaseModel):
    """One text judged by several classifiers: {"text": …, "channel": …, "labels": {classifier: label}}."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    channel: str | None = None
    labels: dict[str, str]


def read_examples(folder: Path, name: str) -> list[Example]:
    """Examples of one classifier in a folder of examples; InputError with the line that is wrong."""
    judged = read_judged(folder)
    shared = [Example(text=row.text, label=row.labels[name], channel=row.channel) for row in judged if name in row.labels]
    return shared + list(_read_lines(folder / f"{name}.jsonl", Example, '{"text": …, "label": …}'))


def read_judged(folder: Path) -> Iterator[Judged]:
    """The texts of a folder of examples that were judged by several classifiers at once."""
    return _read_lines(folder / JUDGED, Judged, '{"text": …, "channel": …, "labels": {…}}')


def _read_lines(file: Path, kind: type[BaseModel], shape: str) -> Iterator:
    if not file.is_file():
        return
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            raise InputError(f"{file}:{number}: expected {shape}: {error.errors()[0]['msg']}") from error


def is_heldout(text: str) -> bool:
    """Whether no model may learn from this text; case, spaces and punctuation do not matter."""
    words = " ".join(re.findall(r"\w+", text.lower()))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4]) < HOLDOUT_SHARE * 2**32


def split_examples(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """(training, held-out)."""
    sides: tuple[list[Example], list[Example]] = ([], [])
    for example in examples:
        sides[is_heldout(example.text)].append(example)
    return sides


def examples_digest(examples: Sequence[Example]) -> str:
    """Stands for the examples in versions; their order does not matter."""
    lines = sorted("\x1f".join([e.text, e.label, *["local"] * e.is_local]) for e in examples)
    return hashlib.sha256(orjson.dumps(lines)).hexdigest()
