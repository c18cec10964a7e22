"""A version of a classifier: a head on a body, calibrated and measured on the examples that neither has seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy import sparse

from ml.classifiers.engine import BodyEngine
from ml.classifiers.evaluation import Report, report
from ml.classifiers.examples import Example, split_examples
from ml.classifiers.heads import Head, at_frequency, fit_head, fit_sureness, fit_temperature, softmax
from ml.classifiers.slices import slices
from ml.classifiers.specs import Classifier
from ml.classifiers.words import WordFeatures
from ml.text import model_text
from warehouse.errors import InputError

LEAST_HELDOUT = 5
"""Held-out examples a label needs; where one has fewer, the head is measured by cross-validation instead."""
FOLDS = 5
LEAST_LOCAL, LARGEST_SHARE = 100, 0.9
"""Held-out examples of an installation from which they alone calibrate, for scores are to hold for its own texts; and the
share of them that one label may have, for of one label alone scores tell nothing."""


@dataclass(frozen=True)
class Student:
    """How often words answer alone on the measured rows, and the accuracy that costs (both together − words) there."""

    answered_share: float
    lost_accuracy: float


@dataclass(frozen=True)
class Result:
    """A head, what it was measured by, and the figures; `student` is None where the head knows no words.

    `learned`: the texts that the head was fitted on.
    """

    head: Head
    report: Report
    student: Student | None
    learned: tuple[str, ...]
    method: str

    @property
    def training_count(self) -> int:
        return len(self.learned)


@dataclass(frozen=True)
class Seen:
    """What a head sees of texts: vectors (texts × width) and rows of words (texts × n-grams)."""

    vectors: np.ndarray
    rows: sparse.csr_matrix

    def at(self, positions: np.ndarray) -> Seen:
        return Seen(self.vectors[positions], self.rows[positions])


class Sight:
    """Sees examples, each read once: classifiers on one body share most of their texts."""

    def __init__(self, engine: BodyEngine, words: WordFeatures):
        self._engine, self._words = engine, words
        self._known: dict[str, tuple[np.ndarray, sparse.csr_matrix]] = {}

    def of(self, examples: Sequence[Example]) -> Seen:
        texts = [model_text(e.text) for e in examples]
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            self._known.update(zip(new, zip(self._engine.vectors(new), self._words.of(new), strict=True), strict=True))
        vectors, rows = zip(*(self._known[text] for text in texts), strict=True)
        return Seen(np.stack(vectors), sparse.vstack(rows, format="csr"))


def train_head(classifier: Classifier, sight: Sight, is_alone: bool = False) -> Result:
    """Fit on the training side, measure on the held-out one, or across the training side where too few are held out.

    Only where the training side lacks a label are all examples learned from. `is_alone`: the body was tuned for these very
    examples alone. InputError for a label with one example.
    """
    training, heldout = split_examples(classifier.examples)
    is_measured_apart = _least(heldout, classifier) >= LEAST_HELDOUT
    if not is_measured_apart:
        training = heldout = training if _least(training, classifier) > 1 else list(classifier.examples)
    seen, labels = sight.of(training), [e.label for e in training]
    fit = partial(fit_head, order=classifier.labels, is_alone=is_alone)
    head = replace(fit(seen.vectors, seen.rows, labels), word_weight=classifier.word_weight)
    if is_alone and classifier.label_counts:
        head = at_frequency(head, Counter(labels), classifier.label_counts)
    logits = _logits(head, sight.of(heldout)) if is_measured_apart else _crossed_logits(seen, labels, fit, head.word_weight)
    truth = [e.label for e in heldout]
    local = _of_installation(heldout) if is_measured_apart else None
    head = _calibrated(head, *logits, truth, classifier, local)
    alone = [head.answer_by_words(row) for row in logits[1]] if logits[1] is not None else [None] * len(truth)
    full = [head.decide(row) for row in logits[0]]
    groups = slices([e.text for e in heldout], [e.channel for e in heldout])
    figures = report(truth, [short or long for short, long in zip(alone, full, strict=True)], groups)
    method = "held-out examples" if is_measured_apart else "cross-validation"
    return Result(head, figures, _student(head, alone, full, truth), tuple(e.text for e in training), method)


def _of_installation(heldout: Sequence[Example]) -> np.ndarray | None:
    """Positions of examples of the installation; None where they are too few to calibrate on, or nearly all of one label."""
    found = np.array([position for position, example in enumerate(heldout) if example.is_local], dtype=int)
    if len(found) < LEAST_LOCAL:
        return None
    ((_, largest),) = Counter(heldout[position].label for position in found).most_common(1)
    return found if largest <= LARGEST_SHARE * len(found) else None


def _least(examples: Sequence[Example], classifier: Classifier) -> int:
    """Examples of the label that has fewest."""
    counts = Counter(example.label for example in examples)
    return min(counts[label] for label in classifier.labels)


Logits = tuple[np.ndarray, np.ndarray | None]
"""Of body and words together, and of words alone where the head knows words; shape (texts, labels)."""


def _logits(head: Head, seen: Seen) -> Logits:
    if head.words is None:
        return np.stack([head.logits(vector) for vector in seen.vectors]), None
    of_words = head.words.logits(seen.rows)
    return np.stack([head.logits(vector, row) for vector, row in zip(seen.vectors, of_words, strict=True)]), of_words


def _crossed_logits(seen: Seen, labels: Sequence[str], fit: Callable[..., Head], word_weight: float) -> Logits:
    """Of every example from a head that has not seen it; a label with few examples gets fewer folds."""
    from sklearn.model_selection import StratifiedKFold

    rarest, least = Counter(labels).most_common()[-1]
    if least < 2:
        raise InputError(f"{rarest} has a single example; every label needs two at the least, and sixteen to be of use.")
    names, parts = np.asarray(labels), []
    for fitted, asked in StratifiedKFold(min(FOLDS, least), shuffle=True, random_state=0).split(names, names):
        of_fold = seen.at(fitted)
        head = replace(fit(of_fold.vectors, of_fold.rows, names[fitted].tolist()), word_weight=word_weight)
        parts.append((asked, *_logits(head, seen.at(asked))))
    back = np.argsort(np.concatenate([asked for asked, _, _ in parts]))
    both = np.concatenate([logits for _, logits, _ in parts])[back]
    has_words = all(of_words is not None for _, _, of_words in parts)
    return both, np.concatenate([of_words for _, _, of_words in parts])[back] if has_words else None


def _calibrated(
    head: Head,
    both: np.ndarray,
    of_words: np.ndarray | None,
    truth: list[str],
    classifier: Classifier,
    local: np.ndarray | None,
) -> Head:
    """Temperatures under which scores are believable, from where on words are sure, and the threshold of abstaining.

    From the rows `local` alone, where there are any; the stated temperature was found for the shipped examples.
    """
    stated = classifier.temperature
    if local is not None:
        stated, both, truth = None, both[local], [truth[position] for position in local]
        of_words = None if of_words is None else of_words[local]
    head = replace(head, temperature=stated or fit_temperature(both, truth, head.labels))
    scores = softmax(both / head.temperature)
    said = scores.max(axis=1)
    if head.words is None or of_words is None:
        head = replace(head, words=None)
    else:
        warmth = fit_temperature(of_words, truth, head.labels)
        if stated:  # what real text showed of both together holds for words, too
            warmth *= stated / fit_temperature(both, truth, head.labels)
        alone = softmax(of_words / warmth)
        targets = np.array([head.labels.index(label) for label in truth])
        sure_at = fit_sureness(alone.max(axis=1), alone.argmax(axis=1) == targets, scores.argmax(axis=1) == targets)
        head = replace(head, words=replace(head.words, temperature=warmth, sure_at=sure_at))
        said = np.where(alone.max(axis=1) >= sure_at, alone.max(axis=1), said)
    share = classifier.abstaining_share
    return replace(head, threshold=float(np.quantile(said, share)) if share else 0.0)


def _student(head: Head, alone: list, full: list, truth: list[str]) -> Student | None:
    if head.words is None:
        return None
    answered = [
        (short.guess == label, long.guess == label) for short, long, label in zip(alone, full, truth, strict=True) if short
    ]
    lost = sum(long - short for short, long in answered) / max(1, len(answered))
    return Student(len(answered) / len(truth), lost)
