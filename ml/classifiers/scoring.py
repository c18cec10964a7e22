"""Texts through one body and every head that stands on it: the costly part is done once for all classifiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ml.classifiers.bodies import TunedBody
from ml.classifiers.engine import CHUNK, BodyEngine
from ml.classifiers.heads import Head, Reading
from ml.classifiers.registry import Model
from ml.classifiers.words import WordFeatures
from ml.text import model_text

CLUSTER = "gugus"
"""Stands beside the classifiers: which cluster of the body's training texts a text is nearest to, for drift."""
UNREAD = "tanpa-badan"
"""Cluster of a text that words alone were sure of."""


@dataclass(frozen=True)
class Clusters:
    """Nearest cluster; its score is the cosine. A text that the body was not asked about is in none."""

    middles: np.ndarray

    def read(self, vector: np.ndarray) -> Reading:
        cosines = self.middles @ vector
        nearest = int(cosines.argmax())
        name = f"{nearest:02d}"
        return Reading(name, name, float(cosines[nearest].clip(0, 1)))


@dataclass(frozen=True)
class Scorer:
    """Reads texts with all `heads` by name, and their cluster where `clusters` are given; equal texts are read once.

    A head whose words are sure answers by words, whatever the other heads do; the body reads what some head still asks for.
    """

    engine: BodyEngine
    heads: Mapping[str, Head]
    words: WordFeatures | None = None
    clusters: Clusters | None = None

    def iterate(self, texts: Sequence[str]) -> Iterator[dict[str, Reading]]:
        """One reading of each head for each text, in their order."""
        given = [model_text(text) for text in texts]
        distinct = {text: i for i, text in enumerate(dict.fromkeys(given))}
        readings = self._read_all(list(distinct))
        known: list[dict[str, Reading]] = []
        for text in given:
            while len(known) <= distinct[text]:
                known.append(next(readings))
            yield known[distinct[text]]

    def _read_all(self, texts: list[str]) -> Iterator[dict[str, Reading]]:
        for start in range(0, len(texts), CHUNK):
            yield from self._read_chunk(texts[start : start + CHUNK])

    def _read_chunk(self, texts: list[str]) -> Iterator[dict[str, Reading]]:
        of_words = self._ask_words(texts)
        answers = [
            {name: head.answer_by_words(of_words[name][i]) if name in of_words else None for name, head in self.heads.items()}
            for i in range(len(texts))
        ]
        open_ones = [i for i, found in enumerate(answers) if None in found.values()]
        vectors = dict(zip(open_ones, self.engine.vectors([texts[i] for i in open_ones]), strict=True))
        for i, found in enumerate(answers):
            vector = vectors.get(i)
            yield {
                name: answer or self.heads[name].read(vector, of_words[name][i] if name in of_words else None)
                for name, answer in found.items()
            } | self._cluster(vector)

    def _ask_words(self, texts: list[str]) -> dict[str, np.ndarray]:
        """Logits of words by head, shape (texts, labels)."""
        knowing = {name: head.words for name, head in self.heads.items() if head.words}
        if not knowing or self.words is None:
            return {}
        rows = self.words.of(texts)
        return {name: words.logits(rows) for name, words in knowing.items()}

    def _cluster(self, vector: np.ndarray | None) -> dict[str, Reading]:
        if self.clusters is None:
            return {}
        return {CLUSTER: self.clusters.read(vector) if vector is not None else Reading(UNREAD, UNREAD, 1.0)}


def scorer_of(body: TunedBody, models: Iterable[Model]) -> Scorer:
    """Models on one body."""
    return Scorer(BodyEngine(body.folder), {model.name: model.head() for model in models}, body.words)


def by_body(models: Iterable[Model]) -> dict[str, list[Model]]:
    """Models that one pass can serve, by version of their body."""
    groups: dict[str, list[Model]] = {}
    for model in models:
        groups.setdefault(model.body.version, []).append(model)
    return groups


def read_texts(models: Sequence[Model], texts: Sequence[str]) -> Iterator[dict[str, Reading]]:
    """One reading of each model for each text, whatever bodies they stand on."""
    scorers = [scorer_of(group[0].body, group) for group in by_body(models).values()]
    for found in zip(*(scorer.iterate(texts) for scorer in scorers), strict=True):
        yield {name: reading for readings in found for name, reading in readings.items()}
