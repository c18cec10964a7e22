"""Training sentences of our own: templates filled from name lists and registries, marked as they are filled.

The same sentence appears as written, in lower case as in posts, and with the capitals of a headline, because documents do.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from ml.entities.fillers import Fillers
from ml.entities.lexicon import TEXTS

_SLOT = re.compile(r"\{(P1|P|L|O)\}")
_PLAIN = re.compile(r"(?<![{\w])[a-z]{4,}(?![\w}])")
_LABELS = {"P": "PERSON", "P1": "PERSON", "L": "PLACE", "O": "ORG"}


class Example(NamedTuple):
    """A text and what it names: (first character, behind the last, PERSON, PLACE or ORG)."""

    text: str
    spans: list[tuple[int, int, str]]


def silver_examples(rounds: int, seed: int = 7) -> list[Example]:
    """`rounds` fillings of every template, equal for equal seeds."""
    fillers = Fillers(seed)
    templates = [line for line in (TEXTS / "sentences.txt").read_text(encoding="utf-8").splitlines() if line]
    return [_vary(_fill(template, fillers), fillers.random) for _ in range(rounds) for template in templates]


def _fill(template: str, fillers: Fillers) -> Example:
    text, spans, position = "", [], 0
    template = _PLAIN.sub(lambda match: fillers.strange(match.group()), template)
    for slot in _SLOT.finditer(template):
        text += template[position : slot.start()]
        value = fillers.fill(slot.group(1))
        spans.append((len(text), len(text) + len(value), _LABELS[slot.group(1)]))
        text += value
        position = slot.end()
    return Example(text + template[position:], spans)


def _vary(example: Example, chance: random.Random) -> Example:
    draw = chance.random()
    if draw < 0.35:
        return Example(example.text.lower(), example.spans)
    if draw < 0.45:
        return Example(re.sub(r"\b[a-z]", lambda match: match.group().upper(), example.text), example.spans)
    return example
