"""The language of each text, how sure that is, and the share of words that belong to another language.

Naive Bayes over words (`evidence`), learnt at first need from our own texts (`corpus`) in about two seconds. A text in a
language or script that is none of ours is `tidak-didukung`; one without a word to go by is `tidak-tentu`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ml.languages.corpus import FOREIGN_FAMILIES, count_words, files_hash, foreign_sources, sources
from ml.languages.evidence import UNIT, WordEvidence
from ml.languages.mixing import count_mixed
from ml.languages.words import words
from ml.text import LONGEST
from warehouse.errors import InputError
from warehouse.seeds import read_seed, seeds_hash

UNSUPPORTED = "tidak-didukung"
UNDECIDED = "tidak-tentu"
BATCH = 1_000
TEMPER = 0.6
"""Words of a text lean on each other; their evidence counts as if only this share were independent."""
LEAST_SCORE = 0.5
"""A language less likely than all others together is not told."""
MARGIN = 0.5
RARITY = 0.5
"""Nats by which words must speak for another language than their text's: a rarer one needs more."""


class Reading(NamedTuple):
    """`code_mix_share` is None where no language of ours is told."""

    language_slug: str
    score: float
    code_mix_share: float | None


class LanguageReader:
    """Reads texts in any number; equal texts give equal readings, whatever is read beside them."""

    def __init__(self) -> None:
        shares = _expected_shares()
        self._unsupported_share = shares.pop(UNSUPPORTED)
        self._shares = shares
        self.languages = [*shares, UNSUPPORTED]
        self.version = self._hash()

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading for each text."""
        readings: list[Reading] = []
        for start in range(0, len(texts), BATCH):
            readings += self._read_batch(texts[start : start + BATCH])
        return readings

    @cached_property
    def _evidence(self) -> WordEvidence:
        corpora = {language: count_words(sources(language)) for language in self._shares}
        return WordEvidence(corpora | {family: count_words(foreign_sources(family)) for family in FOREIGN_FAMILIES})

    @cached_property
    def _log_priors(self) -> np.ndarray:
        others = len(self._evidence.classes) - len(self._shares)
        return np.log([*self._shares.values(), *[self._unsupported_share / others] * others])

    @cached_property
    def _margins(self) -> np.ndarray:
        return (MARGIN - RARITY * np.log([*self._shares.values()])) * UNIT

    def _read_batch(self, texts: Sequence[str]) -> Iterator[Reading]:
        self._evidence.make_room()
        numbers = [self._evidence.numbers(words(text[:LONGEST])) for text in texts]
        sizes = np.array([len(found) for found in numbers])
        rows = self._evidence.rows()[np.array([number for found in numbers for number in found], dtype=np.int64)]
        scores = self._score(rows, sizes)
        best = scores.argmax(axis=1)
        own = len(self._shares)
        mixed = count_mixed(rows[:, :own], sizes, np.minimum(best, own - 1), self._margins)
        for size, language, score, count in zip(
            sizes.tolist(), best.tolist(), scores.max(axis=1).tolist(), mixed.tolist(), strict=True
        ):
            if size == 0 or score < LEAST_SCORE:
                yield Reading(UNDECIDED, round(score, 4) if size else 0.0, None)
            else:
                yield Reading(self.languages[language], round(score, 4), round(count / size, 4) if language < own else None)

    def _score(self, rows: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """p(language | text), shape (texts, languages)."""
        totals = np.zeros((len(sizes), rows.shape[1]), dtype=np.int64)
        if len(rows):
            starts = np.cumsum(sizes) - sizes
            totals[sizes > 0] = np.add.reduceat(rows, starts[sizes > 0], axis=0, dtype=np.int64)
        logs = totals * (TEMPER / UNIT) + self._log_priors
        weights = np.exp(logs - logs.max(axis=1, keepdims=True))
        own = len(self._shares)
        joined = np.column_stack((weights[:, :own], weights[:, own:].sum(axis=1)))
        return joined / joined.sum(axis=1, keepdims=True)

    def _hash(self) -> str:
        files = sorted(Path(__file__).parent.glob("*.py"))
        files += [path for language in self._shares for path in sources(language)]
        files += [path for family in FOREIGN_FAMILIES for path in foreign_sources(family)]
        parts = (files_hash(files), seeds_hash("languages"), np.__version__)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def _expected_shares() -> dict[str, float]:
    """Of every language that can be told, and of UNSUPPORTED; InputError when a share is none."""
    shares = {}
    for row in read_seed("languages").to_pylist():
        slug, share = row["language_slug"], row["expected_share"]
        if row["is_supported"] != "true" and slug != UNSUPPORTED:
            continue
        try:
            shares[slug] = float(share or "")
        except ValueError as error:
            raise InputError(f"languages.csv: expected_share of {slug} is no number: {share!r}.") from error
        if not 0 < shares[slug] < 1:
            raise InputError(f"languages.csv: expected_share of {slug} must lie between 0 and 1, not {share}.")
    return shares
