from __future__ import annotations

import pytest

from ml import evaluation
from ml.evaluation import measure

TRUTH = ["negatif", "negatif", "netral", "netral"]
GUESSES = ["negatif", "netral", "netral", "netral"]


@pytest.fixture(autouse=True)
def _fewer_resamples(monkeypatch):
    monkeypatch.setattr(evaluation, "RESAMPLES", 60)


def test_macro_f1_is_the_mean_of_the_labels_f1():
    negative, neutral = 2 * 1 / (2 * 1 + 0 + 1), 2 * 2 / (2 * 2 + 1 + 0)
    score = measure(TRUTH, GUESSES)
    assert score.macro_f1 == pytest.approx((negative + neutral) / 2)
    assert score.accuracy == 0.75
    assert score.count == 4


def test_a_rare_label_weighs_as_much_as_a_common_one():
    truth = ["negatif"] * 98 + ["positif"] * 2
    assert measure(truth, ["negatif"] * 100).macro_f1 == pytest.approx((2 * 98 / (2 * 98 + 2)) / 2)


def test_a_label_that_only_the_guesses_hold_counts_as_missed_and_not_as_a_label():
    score = measure(["negatif", "negatif"], ["negatif", "belum-terbaca"])
    assert score.macro_f1 == pytest.approx(2 / 3)


def test_the_interval_holds_the_value():
    score = measure(TRUTH * 10, GUESSES * 10)
    assert 0 <= score.low < score.macro_f1 < score.high <= 1


def test_more_rows_give_a_narrower_interval():
    few, many = measure(TRUTH * 5, GUESSES * 5), measure(TRUTH * 50, GUESSES * 50)
    assert many.high - many.low < few.high - few.low


def test_guesses_without_a_fault_score_one():
    score = measure(TRUTH, TRUTH)
    assert (score.macro_f1, score.low, score.high, score.accuracy) == (1, 1, 1, 1)


def test_guesses_without_a_hit_score_zero():
    assert measure(["negatif"], ["netral"]).macro_f1 == 0


def test_the_same_rows_have_the_same_interval():
    assert measure(TRUTH * 10, GUESSES * 10) == measure(TRUTH * 10, GUESSES * 10)


def test_no_rows_are_refused():
    with pytest.raises(ValueError, match="no rows"):
        measure([], [])


def test_a_score_tells_value_interval_accuracy_and_rows():
    assert str(measure(TRUTH, TRUTH)) == "macro-F1 1.000 [1.000, 1.000], accuracy 1.000, n = 4"
