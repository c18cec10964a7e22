"""The head of a classifier: logistic regressions on the body's vector and on words, calibrated, with a threshold.

Where words alone are as sure as both together were shown to be, the body need not be asked: see `Head.answer_by_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse

from ml.classifiers.words import fit_word_weights

UNSURE = "tidak-yakin"
REGULARISATION = 3.0
WORDS_FROM = 500
"""Training examples from which a head learns from words, too: fewer know too few words (docs/models/README.md)."""
HEAD_FILE = "head.npz"
SUREST = 0.9
"""Least score from which words may answer alone, whatever the held-out examples allow: real text is harder than they are."""
TEMPERATURES = np.geomspace(0.05, 10.0, 301)


class Reading(NamedTuple):
    """What a classifier says of a text: `label` is UNSURE where `score` is below the threshold, `guess` is the likeliest."""

    label: str
    guess: str
    score: float


@dataclass(frozen=True)
class WordPart:
    """`weights` (n-grams × labels, float16) and `bias` give logits of a row of words; from score `sure_at` on it answers."""

    weights: np.ndarray
    bias: np.ndarray
    temperature: float = 1.0
    sure_at: float = np.inf

    def logits(self, rows: sparse.csr_matrix) -> np.ndarray:
        """Shape (texts, labels)."""
        return rows @ self.weights.astype(np.float32) + self.bias


@dataclass(frozen=True)
class Head:
    """`weights` (labels × width) and `bias` give logits of a vector, to which those of words are added `word_weight` times.

    `temperature` divides the sum; below the score `threshold` the label is UNSURE.
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float = 1.0
    threshold: float = 0.0
    words: WordPart | None = None
    word_weight: float = 1.0

    def logits(self, vector: np.ndarray, of_words: np.ndarray | None = None) -> np.ndarray:
        """Of one vector, for a product over many rounds by how many they are; `of_words` as WordPart.logits gives a row."""
        logits = self.weights @ vector + self.bias
        return logits if of_words is None else log_softmax(logits) + self.word_weight * log_softmax(of_words)

    def read(self, vector: np.ndarray, of_words: np.ndarray | None = None) -> Reading:
        return self.decide(self.logits(vector, of_words))

    def decide(self, logits: np.ndarray) -> Reading:
        """What the logits of one text say."""
        return self._reading(softmax(logits / self.temperature))

    def answer_by_words(self, of_words: np.ndarray) -> Reading | None:
        """What words alone say, if they are sure."""
        if self.words is None:
            return None
        probabilities = softmax(of_words / self.words.temperature)
        return self._reading(probabilities) if probabilities.max() >= self.words.sure_at else None

    def _reading(self, probabilities: np.ndarray) -> Reading:
        best = int(probabilities.argmax())
        score = float(probabilities[best])
        return Reading(self.labels[best] if score >= self.threshold else UNSURE, self.labels[best], score)

    def save(self, folder: Path) -> None:
        words = vars(self.words) if self.words else {}
        np.savez_compressed(
            folder / HEAD_FILE,
            labels=np.array(self.labels),
            weights=self.weights.astype(np.float32),
            bias=self.bias.astype(np.float32),
            temperature=self.temperature,
            threshold=self.threshold,
            word_weight=self.word_weight,
            **{f"words_{name}": value for name, value in words.items()},
        )


def open_head(folder: Path) -> Head:
    file = np.load(folder / HEAD_FILE)
    words = None
    if "words_weights" in file:
        words = WordPart(
            file["words_weights"], file["words_bias"], float(file["words_temperature"]), float(file["words_sure_at"])
        )
    labels = tuple(file["labels"].tolist())
    numbers = {name: float(file[name]) for name in ("temperature", "threshold", "word_weight")}
    return Head(labels, file["weights"], file["bias"], words=words, **numbers)


def log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax(logits: np.ndarray) -> np.ndarray:
    return np.exp(log_softmax(logits))


def fit_head(
    vectors: np.ndarray, rows: sparse.csr_matrix, labels: list[str], order: tuple[str, ...], is_alone: bool = False
) -> Head:
    """Logistic regressions, rare labels weighted up, on vectors (texts × width) and rows of words; `order` of the labels.

    `is_alone`: the body was tuned on these very labels, with rare ones weighted up, so that the head takes them as they come,
    and words know nothing that it does not (docs/models/README.md).
    """
    from sklearn.linear_model import LogisticRegression

    weighting = None if is_alone else "balanced"
    model = LogisticRegression(C=REGULARISATION, max_iter=2_000, class_weight=weighting).fit(vectors, labels)
    known = model.classes_.tolist()
    weights, bias = _rows_for_each_label(model)
    picked = [known.index(label) for label in order]
    has_words = len(labels) >= WORDS_FROM and not is_alone
    words = WordPart(*fit_word_weights(rows, labels, order)) if has_words else None
    return Head(tuple(order), weights[picked].astype(np.float32), bias[picked].astype(np.float32), words=words)


def at_frequency(head: Head, learned: Mapping[str, int], counts: Mapping[str, int]) -> Head:
    """The head for texts among which labels are as frequent as `counts` tells, not as among those it has learned from.

    Prior correction of King and Zeng 2001, doi:10.1093/oxfordjournals.pan.a004868.
    """
    shifts = np.log([counts[label] / learned[label] for label in head.labels])
    return replace(head, bias=(head.bias + shifts - shifts.mean()).astype(np.float32))


def _rows_for_each_label(model) -> tuple[np.ndarray, np.ndarray]:
    """scikit-learn keeps one row for two labels; a head has one for each."""
    if len(model.classes_) > 2:
        return model.coef_, model.intercept_
    return np.vstack([-model.coef_ / 2, model.coef_ / 2]), np.concatenate([-model.intercept_ / 2, model.intercept_ / 2])


def fit_temperature(logits: np.ndarray, truth: list[str], labels: tuple[str, ...]) -> float:
    """The temperature under which `truth` is likeliest; `logits` of shape (texts, labels)."""
    targets = np.array([labels.index(label) for label in truth])
    rows = np.arange(len(targets))
    losses = [-np.log(softmax(logits / t)[rows, targets].clip(1e-12)).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def fit_sureness(scores: np.ndarray, words_right: np.ndarray, both_right: np.ndarray) -> float:
    """The least score, from SUREST on, from which words alone are wrong no more often than both together; else infinite."""
    order = np.argsort(-scores, kind="stable")
    lost = np.cumsum(both_right[order].astype(int) - words_right[order].astype(int))
    is_last_of_its_score = np.append(np.diff(scores[order]) < 0, True)
    allowed = np.flatnonzero((lost <= 0) & is_last_of_its_score & (scores[order] >= SUREST))
    return float(scores[order][allowed[-1]]) if len(allowed) else float("inf")
