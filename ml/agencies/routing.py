"""Where complaints went before: a router that learns an installation's own agencies from few past dispositions.

Words, letters and the words of mandates together, then logistic regression: with at most 32 complaints an agency this did
better than each alone and than sentence vectors (docs/measurements.md), and needs no model file.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from io import BytesIO

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from ml.agencies.mandates import Mandates
from ml.agencies.registry import Registry
from ml.text import LONGEST
from warehouse.seeds import seeds_hash

SEEDS = ("agencies", "agency_mandates")
"""What the features are made from."""
REGULARISATION = 5.0
LEAST_EXAMPLES = 8
"""An agency with fewer past complaints is not learned."""
MOST_EXAMPLES = 100
WORDS = {"ngram_range": (1, 2), "sublinear_tf": True, "token_pattern": r"\w+", "max_features": 10_000}
LETTERS = {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True, "max_features": 20_000}


@dataclass(frozen=True)
class Router:
    """A learned router. `weights` has shape (agencies, words + letters + offices), `bias` (agencies,).

    `region_code` is the region whose complaints it learned from; None: complaints of every region.
    """

    agencies: tuple[str, ...]
    region_code: str | None
    words: np.ndarray
    word_idf: np.ndarray
    letters: np.ndarray
    letter_idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    seeds: str

    def rank(self, texts: Sequence[str], top: int = 3) -> list[list[tuple[str, float]]]:
        """For each text the `top` agencies with their probabilities, the likeliest first."""
        if not texts:
            return []
        logits = (self._features(texts) @ self.weights.T) + self.bias
        exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = exponents / exponents.sum(axis=1, keepdims=True)
        best = np.argsort(-shares, axis=1, kind="stable")[:, :top]
        return [[(self.agencies[j], float(row[j])) for j in order] for row, order in zip(shares, best, strict=True)]

    @cached_property
    def version(self) -> str:
        """12 hex digits: changes with all that was learned."""
        return hashlib.sha256(packed_router(self)).hexdigest()[:12]

    @cached_property
    def _readers(self) -> tuple[TfidfVectorizer, TfidfVectorizer, Mandates]:
        return _vectorizer(WORDS, self.words, self.word_idf), _vectorizer(LETTERS, self.letters, self.letter_idf), _mandates()

    def _features(self, texts: Sequence[str]) -> csr_matrix:
        words, letters, mandates = self._readers
        texts = [text[:LONGEST] for text in texts]
        return _stack(words.transform(texts), letters.transform(texts), mandates.features(texts))


def train_router(texts: Sequence[str], agencies: Sequence[str], region_code: str | None = None) -> Router:
    """Learn from texts and the agency that each was handed to; ValueError with fewer than two agencies."""
    words, letters, mandates = TfidfVectorizer(**WORDS), TfidfVectorizer(**LETTERS), _mandates()
    texts = [text[:LONGEST] for text in texts]
    features = _stack(words.fit_transform(texts), letters.fit_transform(texts), mandates.features(texts))
    head = LogisticRegression(C=REGULARISATION, max_iter=300, class_weight="balanced").fit(features, list(agencies))
    is_pair = len(head.classes_) == 2
    return Router(
        agencies=tuple(map(str, head.classes_)),
        region_code=region_code,
        words=words.get_feature_names_out().astype(str),
        word_idf=words.idf_.astype(np.float32),
        letters=letters.get_feature_names_out().astype(str),
        letter_idf=letters.idf_.astype(np.float32),
        weights=(np.vstack([-head.coef_ / 2, head.coef_ / 2]) if is_pair else head.coef_).astype(np.float32),
        bias=(np.concatenate([-head.intercept_ / 2, head.intercept_ / 2]) if is_pair else head.intercept_).astype(np.float32),
        seeds=seeds_hash(*SEEDS),
    )


def learn_router(texts: Sequence[str | None], given: Sequence[str | None], region_code: str | None = None) -> Router | None:
    """The router of an installation: its complaints' texts and given agency names, in any order.

    None where fewer than two agencies have LEAST_EXAMPLES different complaints. Of an agency with more than
    MOST_EXAMPLES a fixed draw is learned.
    """
    by_agency: dict[str, set[str]] = {}
    for text, agency in zip(texts, given, strict=True):
        if text and agency:
            by_agency.setdefault(agency, set()).add(text)
    drawn = {agency: _draw(found) for agency, found in sorted(by_agency.items()) if len(found) >= LEAST_EXAMPLES}
    if len(drawn) < 2:
        return None
    pairs = [(text, agency) for agency, found in drawn.items() for text in found]
    return train_router([text for text, _ in pairs], [agency for _, agency in pairs], region_code)


def packed_router(router: Router) -> bytes:
    """The router as the bytes of an npz file; equal for equal routers."""
    stream = BytesIO()
    np.savez(
        stream,
        **{field.name: np.asarray(getattr(router, field.name)) for field in fields(Router) if field.name != "region_code"},
        region_code=np.asarray(router.region_code or ""),
    )
    return stream.getvalue()


def _draw(texts: set[str]) -> list[str]:
    return sorted(random.Random(0).sample(sorted(texts), min(MOST_EXAMPLES, len(texts))))


def _mandates() -> Mandates:
    return Mandates(Registry())


def _vectorizer(options: dict, terms: np.ndarray, idf: np.ndarray) -> TfidfVectorizer:
    vectorizer = TfidfVectorizer(**options, vocabulary={term: i for i, term in enumerate(terms.tolist())})
    vectorizer.idf_ = idf.astype(np.float64)
    return vectorizer


def _stack(words: csr_matrix, letters: csr_matrix, offices: np.ndarray) -> csr_matrix:
    return hstack([words, letters, csr_matrix(offices)]).tocsr()
