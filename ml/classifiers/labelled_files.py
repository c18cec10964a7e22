"""What a labelled file gives: examples to learn from, drawn by chance, and held-out ones to measure on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ml.classifiers.examples import Example, split_examples
from ml.classifiers.training import LEAST_HELDOUT
from warehouse.errors import InputError

MOST_HELDOUT = 2_000
"""Held-out rows that are measured on: more would take longer than they tell."""


@dataclass(frozen=True)
class Draw:
    """`training`: at most so many a label; `heldout`: rows that no version may learn from; `counts`: rows of each label."""

    training: tuple[Example, ...]
    heldout: tuple[Example, ...]
    counts: Counter[str]

    @property
    def labels(self) -> list[str]:
        return sorted(self.counts)

    @property
    def thin(self) -> str | None:
        """A label with too few held-out rows to be measured by them."""
        held = Counter(e.label for e in self.heldout)
        return next((label for label in self.labels if held[label] < LEAST_HELDOUT), None)

    @property
    def examples(self) -> tuple[Example, ...]:
        """What a version is made of."""
        return self.training + self.heldout


def draw(examples: Iterable[Example], per_class: int | None, seed: int) -> Draw:
    """Equal texts count once. A seed draws the same rows, in whatever order they come; InputError for what cannot teach."""
    rows = {example.text: example for example in examples}.values()
    training, heldout = split_examples(rows)
    counts = Counter(e.label for e in rows)
    _check(counts, Counter(e.label for e in training))
    drawn = [e for label in sorted(counts) for e in _drawn([e for e in training if e.label == label], per_class, seed)]
    return Draw(tuple(drawn), tuple(_drawn(heldout, MOST_HELDOUT, seed)), counts)


def _check(counts: Counter[str], learned: Counter[str]) -> None:
    if len(counts) < 2:
        raise InputError(f"A classifier tells at least two labels apart; the file has {', '.join(counts) or 'none'}.")
    if scarce := sorted(label for label in counts if learned[label] < 2):
        raise InputError(
            f"{', '.join(scarce)}: fewer than two different texts to learn from, for about one in seven is held out. "
            "Give more, better sixteen, or leave the label out."
        )


def _drawn(examples: Sequence[Example], most: int | None, seed: int) -> list[Example]:
    return sorted(examples, key=lambda e: hashlib.sha256(f"{seed}\x1f{e.text}".encode()).digest())[:most]
