"""What a labelled file gives: examples to learn from, drawn by chance, and held-out ones to measure on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ml.classifiers.examples import Example, split_examples
from ml.classifiers.heads import UNSURE
from ml.classifiers.training import LEAST_HELDOUT
from warehouse.errors import InputError

MOST_HELDOUT = 2_000
"""Held-out rows that are measured on: more would take longer than they tell."""


@dataclass(frozen=True)
class Draw:
    """`training`: at most so many a label; `heldout`: rows that no version may learn from; `counts`: texts of each label.

    `repeat_count` rows bear the text of another; `disputed_count` texts bear two labels or more and are left out.
    """

    training: tuple[Example, ...]
    heldout: tuple[Example, ...]
    counts: Counter[str]
    repeat_count: int = 0
    disputed_count: int = 0

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
    """Equal texts count once, or not at all where their labels differ: nothing tells which of them is right.

    A seed draws the same rows, in whatever order they come; InputError for what cannot teach.
    """
    given = list(examples)
    labels = sorted({example.label for example in given})
    _check_names(labels)
    by_text: dict[str, list[Example]] = {}
    for example in given:
        by_text.setdefault(example.text, []).append(example)
    rows = [_one_of(equal) for equal in by_text.values() if len({e.label for e in equal}) == 1]
    training, heldout = split_examples(rows)
    counts, disputed = Counter(e.label for e in rows), len(by_text) - len(rows)
    _check(labels, Counter(e.label for e in training), disputed)
    drawn = [e for label in sorted(counts) for e in _drawn([e for e in training if e.label == label], per_class, seed)]
    measured = _drawn(heldout, MOST_HELDOUT, seed)
    return Draw(tuple(drawn), tuple(measured), counts, len(given) - len(by_text), disputed)


def _one_of(equal: Sequence[Example]) -> Example:
    """The same one in whatever order they come; one with a channel says more."""
    return max(equal, key=lambda e: e.channel or "")


def _check_names(labels: Collection[str]) -> None:
    by_letters: dict[str, str] = {}
    for label in labels:
        if label.casefold() == UNSURE:
            raise InputError(f"{label} is what Pantau says where it is not sure; leave those rows out.")
        other = by_letters.setdefault(label.casefold(), label)
        if other != label:
            raise InputError(f"The labels {other!r} and {label!r} differ in capitals alone; write both the same way.")


def _check(labels: Collection[str], learned: Counter[str], disputed: int) -> None:
    if len(labels) < 2:
        raise InputError(f"A classifier tells at least two labels apart; the file has {', '.join(labels) or 'none'}.")
    if scarce := [label for label in labels if learned[label] < 2]:
        left_out = f", and {disputed:,} that bear two labels are left out" if disputed else ""
        raise InputError(
            f"{', '.join(scarce)}: fewer than two different texts to learn from, for about one in seven is held out{left_out}. "
            "Give more, better sixteen, or leave the label out."
        )


def _drawn(examples: Sequence[Example], most: int | None, seed: int) -> list[Example]:
    return sorted(examples, key=lambda e: hashlib.sha256(f"{seed}\x1f{e.text}".encode()).digest())[:most]
