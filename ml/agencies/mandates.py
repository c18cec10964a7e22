"""The words of mandates in a text, and how strongly they speak for each agency."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from ml.agencies.phrases import Phrases, keys, phrase_key
from ml.agencies.registry import REGIONAL_OFFICE, Registry
from warehouse.seeds import read_seed

SUFFIX = "nya"
SHORTEST_STEM = 3
SHARING = 0.25
"""How fast a term loses weight with every further agency of the same kind that has it."""


class Evidence:
    """Words of one text that speak for agencies: term → agency → weight."""

    def __init__(self):
        self.terms: dict[str, dict[str, float]] = {}

    def renamed(self, rename: Callable[[str], str | None]) -> Evidence:
        """The same evidence for the agencies that `rename` gives; of several that become one the strongest counts. What
        speaks only for agencies that `rename` does not know is left out."""
        renamed = Evidence()
        for term, speaks in self.terms.items():
            strongest: dict[str, float] = {}
            for slug, weight in speaks.items():
                name = rename(slug)
                if name:
                    strongest[name] = max(weight, strongest.get(name, 0.0))
            if strongest:
                renamed.terms[term] = strongest
        return renamed

    def total(self) -> float:
        """Weight of all evidence, each term by the agency it speaks for most."""
        return sum(max(speaks.values()) for speaks in self.terms.values())

    def terms_for(self, slug: str) -> list[str]:
        """Terms that speak for `slug`, the weightiest first, then as the text has them."""
        weights = {term: speaks[slug] for term, speaks in self.terms.items() if slug in speaks}
        return sorted(weights, key=lambda term: -weights[term])

    def scores(self) -> dict[str, float]:
        """agency → sum of its weights."""
        sums: dict[str, float] = {}
        for speaks in self.terms.values():
            for slug, weight in speaks.items():
                sums[slug] = sums.get(slug, 0.0) + weight
        return sums


class Mandates:
    """The lexicon: a term's weight for an agency, less where agencies of the same kind share it."""

    def __init__(self, registry: Registry):
        lexicon: dict[tuple[str, ...], dict[str, float]] = {}
        for row in read_seed("agency_mandates").to_pylist():
            key = tuple(map(_stem, phrase_key(row["term"])))
            lexicon.setdefault(key, {})[row["agency_slug"]] = float(row["weight"])
        self.offices = [slug for slug, agency in registry.agencies.items() if agency.type_slug == REGIONAL_OFFICE]
        self.phrases = Phrases({key: self._shared(speaks) for key, speaks in lexicon.items()})

    def _shared(self, speaks: dict[str, float]) -> dict[str, float]:
        offices = sum(slug in self.offices for slug in speaks)
        others = len(speaks) - offices
        return {slug: weight / (offices if slug in self.offices else others) ** SHARING for slug, weight in speaks.items()}

    def read(self, text: str) -> Evidence:
        """The evidence of one text; a term counts once, however often it comes."""
        evidence = Evidence()
        words = list(map(_stem, keys(text)))
        for i, length, speaks in self.phrases.find(words):
            evidence.terms.setdefault(" ".join(words[i : i + length]), speaks)
        return evidence

    def features(self, texts: Sequence[str]) -> np.ndarray:
        """Scores of the regional offices, rows of length 1 (or 0 without evidence), shape (texts, offices)."""
        rows = np.zeros((len(texts), len(self.offices)))
        columns = {slug: j for j, slug in enumerate(self.offices)}
        for i, text in enumerate(texts):
            for slug, score in self.read(text).scores().items():
                if slug in columns:
                    rows[i, columns[slug]] = score
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The word without "-nya", the same in lexicon and text."""
    return word[: -len(SUFFIX)] if word.endswith(SUFFIX) and len(word) >= SHORTEST_STEM + len(SUFFIX) else word
