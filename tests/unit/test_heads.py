from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ml.classifiers import heads
from ml.classifiers.heads import (
    SUREST,
    UNSURE,
    Head,
    Reading,
    WordPart,
    at_frequency,
    fit_head,
    fit_sureness,
    fit_temperature,
    open_head,
    softmax,
)

LABELS = ("senang", "marah", "biasa")
HEAD = Head(LABELS, np.eye(3, dtype=np.float32) * 2, np.array([0, 0.5, 0], np.float32))
WORDY = replace(HEAD, words=WordPart(np.eye(5, 3, dtype=np.float16), np.array([0, 0, 0.5], np.float32), sure_at=0.95))
"""The first three of five n-grams say a label each."""


def cloud(count: int, seed: int = 0) -> tuple[np.ndarray, list[str]]:
    """Vectors around a middle of their own for each of LABELS, in turn."""
    middles = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])
    labels = [LABELS[i % 3] for i in range(count)]
    noise = np.random.default_rng(seed).normal(scale=0.2, size=(count, 4))
    return middles[[LABELS.index(label) for label in labels]] + noise, labels


def fit(vectors: np.ndarray, labels: list[str], order: tuple[str, ...]) -> Head:
    """From vectors alone."""
    return fit_head(vectors, sparse.csr_matrix((len(labels), 5)), labels, order)


def test_a_head_says_the_likeliest_label_and_the_probability_of_it():
    reading = HEAD.read(np.array([1.0, 0, 0]))
    assert (reading.label, reading.guess) == ("senang", "senang")
    assert reading.score == pytest.approx(np.exp(2) / (np.exp(2) + np.exp(0.5) + 1))


def test_below_the_threshold_the_label_is_unsure_and_the_guess_stays():
    vector = np.array([0.1, 0.9, 0.2])
    score = HEAD.read(vector).score
    assert replace(HEAD, threshold=np.nextafter(score, 1)).read(vector) == (UNSURE, "marah", score)
    assert replace(HEAD, threshold=score).read(vector) == ("marah", "marah", score)


def test_a_temperature_moves_scores_and_never_a_guess():
    for vector in np.random.default_rng(3).normal(size=(50, 3)):
        cold, warm, hot = (replace(HEAD, temperature=t).read(vector) for t in (0.5, 1.0, 4.0))
        assert cold.guess == warm.guess == hot.guess
        assert 1 / 3 < hot.score < warm.score < cold.score <= 1


def test_probabilities_sum_to_one_however_large_the_logits():
    logits = np.array([[1e4, -1e4, 0.0], [-1e5, -1e5, -1e5], [0.1, 0.2, 0.3]])
    found = softmax(logits)
    assert np.isfinite(found).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(3))
    assert np.array_equal(softmax(logits[2]), found[2])


def test_a_head_that_was_saved_reads_as_before(tmp_path):
    head = replace(fit(*cloud(60), LABELS), temperature=1.37, threshold=0.61)
    head.save(tmp_path)
    opened = open_head(tmp_path)
    assert (opened.labels, opened.temperature, opened.threshold) == (LABELS, 1.37, 0.61)
    for vector in cloud(60, seed=5)[0].astype(np.float32):
        assert opened.read(vector) == head.read(vector)


@pytest.mark.parametrize("order", [LABELS, LABELS[::-1], tuple(sorted(LABELS))])
def test_a_head_keeps_the_order_of_labels_that_it_is_given(order):
    head = fit(*cloud(90), order)
    assert head.labels == order
    vectors, truth = cloud(90, seed=1)
    assert [head.read(vector).guess for vector in vectors] == truth


@pytest.mark.parametrize("order", [("marah", "senang"), ("senang", "marah")])
def test_two_labels_have_the_probabilities_of_the_logistic_regression(order):
    vectors, labels = cloud(80)
    kept = [i for i, label in enumerate(labels) if label in order]
    vectors, labels = vectors[kept] * 0.3, [labels[i] for i in kept]
    head = fit(vectors, labels, order)
    model = LogisticRegression(C=heads.REGULARISATION, class_weight="balanced").fit(vectors, labels)
    expected = model.predict_proba(vectors)[:, [model.classes_.tolist().index(label) for label in order]]
    assert softmax(np.stack([head.logits(vector) for vector in vectors])) == pytest.approx(expected, abs=1e-3)


def test_a_rare_label_is_not_drowned_by_a_common_one():
    random = np.random.default_rng(0)
    common, rare = random.normal(-0.5, 1, size=(380, 1)), random.normal(0.5, 1, size=(20, 1))
    head = fit(np.vstack([common, rare]), ["biasa"] * 380 + ["marah"] * 20, ("biasa", "marah"))
    assert head.read(np.array([0.8])).guess == "marah"
    assert head.read(np.array([-0.8])).guess == "biasa"


@pytest.mark.parametrize("times", [0.4, 1.0, 3.0])
def test_the_temperature_is_that_by_which_logits_are_too_large(times):
    random = np.random.default_rng(0)
    honest = random.normal(scale=2, size=(4000, 3))
    truth = [LABELS[random.choice(3, p=row)] for row in softmax(honest)]
    assert fit_temperature(honest * times, truth, LABELS) == pytest.approx(times, rel=0.08)


def test_what_words_say_is_added_to_what_the_vector_says():
    vector, of_words = np.array([1.0, 0.2, 0]), np.array([0.5, 3.0, 0.1])
    together = softmax(HEAD.logits(vector)) * softmax(of_words)
    found = WORDY.read(vector, of_words)
    assert found.guess == "marah"
    assert found.score == pytest.approx(together.max() / together.sum())
    assert WORDY.read(vector) == HEAD.read(vector)


def test_words_count_by_their_weight():
    vector, of_words = np.array([1.0, 0.2, 0]), np.array([0.5, 3.0, 0.1])
    scores = [replace(WORDY, word_weight=weight).read(vector, of_words) for weight in (0.0, 0.5, 2.0)]
    assert scores[0].guess == "senang"
    assert scores[0].score == pytest.approx(HEAD.read(vector).score)
    assert scores[1].score < scores[2].score
    assert scores[2].guess == "marah"


def test_words_answer_alone_only_where_they_are_sure():
    rows = sparse.csr_matrix(np.array([[0, 4.0, 0, 0, 0], [0, 3.0, 0, 0, 0]], np.float32))
    sure, unsure = WORDY.words.logits(rows)
    score = np.exp(4) / (np.exp(4) + np.exp(0.5) + 1)
    assert score > 0.95
    assert WORDY.answer_by_words(sure) == Reading("marah", "marah", pytest.approx(score, rel=1e-3))
    assert WORDY.answer_by_words(unsure) is None
    warm = replace(WORDY, words=replace(WORDY.words, temperature=2.0))
    assert warm.answer_by_words(sure) is None
    assert HEAD.answer_by_words(sure) is None, "it knows no words"


def test_words_whose_score_lies_below_the_threshold_are_unsure():
    found = replace(WORDY, threshold=0.99).answer_by_words(np.array([0, 4.0, 0]))
    assert (found.label, found.guess) == (UNSURE, "marah")


def test_a_head_of_many_examples_learns_from_words_too(monkeypatch):
    monkeypatch.setattr(heads, "WORDS_FROM", 90)
    labels = [LABELS[i % 3] for i in range(90)]
    rows = sparse.csr_matrix(np.eye(5, dtype=np.float32)[[i % 3 for i in range(90)]])
    head = fit_head(np.zeros((90, 4)), rows, labels, LABELS)
    assert [LABELS[row.argmax()] for row in head.words.logits(rows[:3])] == list(LABELS)
    assert fit_head(np.zeros((89, 4)), rows[:89], labels[:89], LABELS).words is None


def test_on_a_body_tuned_for_it_alone_a_head_takes_labels_as_they_come_and_needs_no_words(monkeypatch):
    monkeypatch.setattr(heads, "WORDS_FROM", 90)
    labels = ["marah"] * 60 + ["biasa"] * 20 + ["senang"] * 10
    nothing, rows = np.zeros((90, 4)), sparse.csr_matrix((90, 5), dtype=np.float32)
    alone, beside = (fit_head(nothing, rows, labels, ("marah", "biasa", "senang"), is_alone) for is_alone in (True, False))
    assert softmax(alone.logits(np.zeros(4))) == pytest.approx([6 / 9, 2 / 9, 1 / 9], abs=1e-3)
    assert softmax(beside.logits(np.zeros(4))) == pytest.approx([1 / 3] * 3, abs=1e-3)
    assert alone.words is None
    assert beside.words is not None


def test_a_head_can_be_told_how_frequent_labels_are_where_it_reads():
    vectors, labels = cloud(90)
    even = fit(vectors, labels, LABELS)
    told = at_frequency(even, {"senang": 30, "marah": 30, "biasa": 30}, {"senang": 30, "marah": 300, "biasa": 3})
    before, after = (softmax(head.logits(vectors[0])) for head in (even, told))
    assert after / before == pytest.approx(np.array([1, 10, 0.1]) * (after[0] / before[0]), rel=1e-4)
    assert at_frequency(even, Counter(labels), Counter(labels)).bias == pytest.approx(even.bias)


def test_a_head_with_words_that_was_saved_reads_as_before(tmp_path):
    head = replace(WORDY, temperature=1.37, threshold=0.61, word_weight=0.7)
    head.save(tmp_path)
    opened = open_head(tmp_path)
    assert (opened.word_weight, opened.words.sure_at, opened.words.temperature) == (0.7, 0.95, 1.0)
    rows = sparse.random(20, 5, 0.5, "csr", np.float32, np.random.default_rng(0)) * 5
    assert np.array_equal(opened.words.logits(rows), head.words.logits(rows))
    for vector, of_words in zip(cloud(20)[0][:, :3].astype(np.float32), head.words.logits(rows), strict=True):
        assert opened.read(vector, of_words) == head.read(vector, of_words)
        assert opened.answer_by_words(of_words) == head.answer_by_words(of_words)


def sureness(*rows: tuple[float, bool, bool]) -> float:
    """Rows of (score of words, words are right, both are right)."""
    return fit_sureness(*(np.array(column) for column in zip(*rows, strict=True)))


def test_words_are_sure_from_where_on_they_are_wrong_no_more_often_than_both():
    assert sureness((0.99, True, True), (0.97, False, False), (0.95, True, True), (0.93, False, True)) == 0.95
    assert sureness((0.91, False, True), (0.99, True, True), (0.93, True, False)) == 0.91, (
        "in any order; a gain pays for a loss"
    )


def test_words_that_are_never_as_good_are_never_sure():
    assert sureness((0.99, False, True), (0.95, True, True)) == np.inf


def test_words_are_not_sure_below_the_surest_scores_however_right():
    assert sureness((SUREST + 0.05, True, True), (SUREST - 0.01, True, True)) == SUREST + 0.05
    assert sureness((SUREST - 0.01, True, False)) == np.inf


def test_rows_of_one_score_are_sure_together_or_not_at_all():
    assert sureness((0.98, True, True), (0.95, True, True), (0.95, False, True)) == 0.98
