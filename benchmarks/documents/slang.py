"""What the slang lexicon is worth: words outside the vocabulary of headlines, and simple classifiers with and without it.

Both sides are cleaned texts; only normalising differs. The classifiers are TF-IDF of words with logistic regression, chosen
because they feel spelling most; intervals are 95 % paired bootstraps over the held-out texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline

from benchmarks.documents import Measure, needed
from ml.slang import Normaliser
from ml.text import clean_text
from warehouse.seeds import read_seed

SEEN = 5
"""Times a word stands in headlines before it counts as known."""
RESAMPLES = 2_000
FEW, DRAWS = 32, 20
"""Examples of a class where few are had, and how often they are drawn anew."""
_WORD = re.compile(r"[a-z]+")


def evaluate(data: Path, home: Path) -> list[Measure]:  # noqa: ARG001
    """Shares of unknown words and accuracies, each without and with the lexicon."""
    normaliser = Normaliser(read_seed("slang"))
    return [*_unknown_words(data, normaliser), *_sentiment(data, normaliser), *_gold(data, normaliser)]


def _read(path: Path) -> list[dict[str, str]]:
    return pq.read_table(needed(path)).to_pylist()


def _both(texts: Iterable[str], normaliser: Normaliser) -> tuple[list[str], list[str]]:
    """The texts cleaned, and cleaned and normalised."""
    cleaned = [clean_text(text) for text in texts]
    return cleaned, [normaliser.normalise(text)[0] for text in cleaned]


def _unknown_words(data: Path, normaliser: Normaliser) -> list[Measure]:
    counts = Counter(
        word for row in _read(data / "news_headlines.parquet") for word in _WORD.findall(clean_text(row["title"]).lower())
    )
    known = frozenset(word for word, count in counts.items() if count >= SEEN)
    measures = []
    for name in ("posts_free_meals_2025", "complaints_surabaya", "complaints_purbalingga"):
        sides = _both((row["text"] for row in _read(data / f"{name}.parquet")), normaliser)
        for side, texts in zip(("without", "with"), sides, strict=True):
            words = [word for text in texts for word in _WORD.findall(text.lower())]
            share = sum(word not in known for word in words) / len(words)
            measures.append(Measure(f"unknown words of {name}, {side} the lexicon", share, len(words)))
    return measures


def _classifier() -> Pipeline:
    return make_pipeline(
        TfidfVectorizer(token_pattern=r"\w\w+", min_df=2, sublinear_tf=True), LogisticRegression(C=3.0, max_iter=1000)
    )


def _compared(name: str, without: np.ndarray, with_it: np.ndarray) -> list[Measure]:
    """Two accuracies, from which guesses were right, and the interval of their difference."""
    rows = np.random.default_rng(0).integers(0, len(without), (RESAMPLES, len(without)))
    differences = (with_it.astype(float) - without.astype(float))[rows].mean(axis=1)
    low, high = np.quantile(differences, [0.025, 0.975])
    gain = f"difference {with_it.mean() - without.mean():+.4f}, 95 % between {low:+.4f} and {high:+.4f}"
    return [
        Measure(f"accuracy of {name}, without the lexicon", float(without.mean()), len(without)),
        Measure(f"accuracy of {name}, with the lexicon", float(with_it.mean()), len(with_it), note=gain),
    ]


def _sentiment(data: Path, normaliser: Normaliser) -> list[Measure]:
    """SmSA, trained on its train part or on few examples of it, held against its valid part."""
    train, valid = (_read(data / f"sentiment_smsa_{part}.parquet") for part in ("train", "valid"))
    labels, truth = (np.array([row["label"] for row in rows]) for rows in (train, valid))
    learned, asked = (_both((row["text"] for row in rows), normaliser) for rows in (train, valid))
    draws = [_draw(labels, np.random.default_rng(number)) for number in range(DRAWS)]
    whole, few = [], []
    for texts, questions in zip(learned, asked, strict=True):
        array = np.array(texts, dtype=object)
        whole.append(_classifier().fit(texts, labels).predict(questions) == truth)
        few.append(
            np.mean([_classifier().fit(array[draw], labels[draw]).predict(questions) == truth for draw in draws], axis=0)
        )
    return [
        *_compared("sentiment on SmSA valid", *whole),
        *_compared(f"sentiment on SmSA valid from {FEW} examples a class, mean of {DRAWS} draws", *few),
    ]


def _draw(labels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Positions of FEW examples of every class."""
    return np.concatenate([random.choice(np.flatnonzero(labels == label), FEW, replace=False) for label in np.unique(labels)])


def _gold(data: Path, normaliser: Normaliser) -> list[Measure]:
    """Two labels of the guideline by five-fold cross-validation, over all texts and over those that the lexicon changed."""
    rows = _read(data / "gold_dev.parquet")
    sides = _both((row["text"] for row in rows), normaliser)
    changed = np.array([a != b for a, b in zip(*sides, strict=True)])
    measures = []
    for label in ("sentimen", "sektor"):
        truth = np.array([row[label] for row in rows])
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        right = [cross_val_predict(_classifier(), texts, truth, cv=folds) == truth for texts in sides]
        measures += _compared(f"{label} on gold_dev", *right)
        measures += _compared(f"{label} on the texts of gold_dev that the lexicon changed", *(side[changed] for side in right))
    return measures
