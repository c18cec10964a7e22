from __future__ import annotations

import numpy as np
import orjson
import pytest

from ml.classifiers import evaluation
from ml.classifiers.evaluation import (
    LEAST_ROWS,
    expected_calibration_error,
    macro_f1,
    measure,
    report,
    resampled_macro_f1,
)
from ml.classifiers.heads import UNSURE, Reading

TRUTH = ["negatif", "negatif", "netral", "netral"]
GUESSES = ["negatif", "netral", "netral", "netral"]


def readings(*groups: tuple[int, str, float], threshold: float = 0.0) -> list[Reading]:
    """(how many, guess, score) of each group."""
    return [
        Reading(guess if score >= threshold else UNSURE, guess, score) for count, guess, score in groups for _ in range(count)
    ]


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
    assert measure(["negatif", "negatif"], ["negatif", "belum-terbaca"]).macro_f1 == pytest.approx(2 / 3)


def test_a_label_of_too_few_rows_does_not_count_but_its_rows_do():
    truth, guesses = ["negatif"] * 8 + ["positif"] * 7, ["negatif"] * 15
    score = measure(truth, guesses, least_rows=8)
    assert score.macro_f1 == pytest.approx(2 * 8 / (2 * 8 + 7))
    assert (score.accuracy, score.count) == (pytest.approx(8 / 15), 15)


def test_where_no_label_has_enough_rows_all_count():
    assert measure(TRUTH, GUESSES, least_rows=8).macro_f1 == measure(TRUTH, GUESSES).macro_f1


def test_the_interval_holds_the_value():
    score = measure(TRUTH * 10, GUESSES * 10)
    assert 0 <= score.low < score.macro_f1 < score.high <= 1


def test_more_rows_give_a_narrower_interval():
    few, many = measure(TRUTH * 5, GUESSES * 5), measure(TRUTH * 50, GUESSES * 50)
    assert many.high - many.low < few.high - few.low


def test_the_interval_is_that_of_rows_drawn_one_by_one():
    random = np.random.default_rng(0)
    truth = np.array(["negatif", "netral", "positif"])[random.integers(0, 3, 90)]
    guesses = np.where(random.random(90) < 0.6, truth, "netral")
    labels = np.unique(truth)
    (together,) = resampled_macro_f1(truth, [guesses], labels, 4000, seed=0)
    picks = (random.integers(0, 90, 90) for _ in range(150))
    one_by_one = [macro_f1(truth[pick], guesses[pick], labels) for pick in picks]
    assert together.mean() == pytest.approx(np.mean(one_by_one), abs=0.01)
    assert np.quantile(together, [0.05, 0.95]) == pytest.approx(np.quantile(one_by_one, [0.05, 0.95]), abs=0.04)


def test_columns_are_drawn_on_the_same_rows():
    truth, guesses = np.array(TRUTH * 10), np.array(GUESSES * 10)
    one, same = resampled_macro_f1(truth, [guesses, guesses.copy()], np.unique(truth), 100, seed=0)
    assert np.array_equal(one, same)
    assert one.std() > 0


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


def test_the_calibration_error_is_the_mean_gap_of_the_bins_by_their_rows():
    scores = np.array([0.95] * 4 + [0.62, 0.68] * 3)
    is_right = np.array([True, True, True, False] + [True] * 3 + [False] * 3)
    upper, lower = abs(3 / 4 - 0.95), abs(3 / 6 - 0.65)
    assert expected_calibration_error(is_right, scores) == pytest.approx(0.4 * upper + 0.6 * lower)


def test_scores_that_are_right_as_often_as_they_say_have_no_calibration_error():
    scores = np.array([0.75] * 4 + [1.0] * 3)
    assert expected_calibration_error(np.array([True] * 3 + [False] + [True] * 3), scores) == pytest.approx(0)


def test_doubt_and_boast_in_one_bin_cancel_and_in_two_do_not():
    is_right = np.array([True, False])
    assert expected_calibration_error(is_right, np.array([0.52, 0.53])) == pytest.approx(0.025)
    assert expected_calibration_error(is_right, np.array([0.55, 0.45])) == pytest.approx(0.45)


@pytest.fixture
def told():
    """20 rows: ten of each label; the surest 12 without a fault, then eight of which half are wrong."""
    truth = ["negatif"] * 6 + ["netral"] * 6 + ["negatif"] * 4 + ["netral"] * 4
    found = readings((6, "negatif", 0.9), (6, "netral", 0.8), (8, "negatif", 0.6), threshold=0.7)
    slices = {"panjang": ["pendek"] * 12 + ["panjang"] * 8, "kanal": [None] * 13 + ["berita"] * 7}
    return report(truth, found, slices)


def test_a_report_scores_all_rows_by_their_guesses(told):
    negative, neutral = 2 * 10 / (2 * 10 + 4), 2 * 6 / (2 * 6 + 4)
    assert told.score.macro_f1 == pytest.approx((negative + neutral) / 2)
    assert (told.score.accuracy, told.score.count) == (0.8, 20)


def test_a_report_tells_the_calibration_error(told):
    assert told.ece == pytest.approx((6 * 0.1 + 6 * 0.2 + 8 * 0.1) / 20)


def test_a_report_tells_what_was_left_undecided_and_how_good_the_rest_is(told):
    assert told.abstained_share == pytest.approx(8 / 20)
    assert (told.decided.macro_f1, told.decided.accuracy, told.decided.count) == (1.0, 1.0, 12)


def test_nothing_decided_has_no_score():
    found = readings((4, "netral", 0.5), threshold=0.7)
    assert (report(TRUTH, found, {}).decided, report(TRUTH, found, {}).abstained_share) == (None, 1.0)


def test_a_report_follows_macro_f1_down_the_coverage(told):
    f1 = {kept: (2 * 10 / (2 * 10 + wrong) + 2 * 6 / (2 * 6 + wrong)) / 2 for kept, wrong in {20: 4, 19: 3}.items()}
    assert told.coverage["1.00"] == pytest.approx(f1[20])
    assert told.coverage["0.95"] == pytest.approx(f1[19])
    assert told.coverage["0.70"] == 1.0


def test_the_decided_rows_are_scored_over_the_labels_of_all_rows():
    """`positif` has enough rows, though few of them are decided: what they are guessed to be must not go unseen."""
    truth = ["negatif"] * 20 + ["positif"] * LEAST_ROWS
    found = readings((20, "negatif", 0.9), (2, "negatif", 0.9), (LEAST_ROWS - 2, "positif", 0.4), threshold=0.7)
    decided = report(truth, found, {}).decided
    assert decided.macro_f1 == pytest.approx((2 * 20 / (2 * 20 + 2) + 0) / 2)


def test_a_report_tells_each_label_with_its_rows(told):
    assert told.labels == {
        "negatif": {"precision": pytest.approx(10 / 14), "recall": 1.0, "f1": pytest.approx(20 / 24), "count": 10},
        "netral": {"precision": 1.0, "recall": 0.6, "f1": pytest.approx(0.75), "count": 10},
    }


def test_a_report_tells_each_group_that_has_enough_rows(told):
    assert told.slices["panjang"] == {
        "pendek": {"macro_f1": 1.0, "accuracy": 1.0, "ece": pytest.approx(0.15), "count": 12},
        "panjang": {"macro_f1": pytest.approx(1 / 3), "accuracy": 0.5, "ece": pytest.approx(0.1), "count": 8},
    }
    assert told.slices["kanal"] == {}, "seven rows are too few, and None is no group"


def test_a_report_can_be_written_down(told):
    written = orjson.loads(orjson.dumps(told.as_dict()))
    assert written["score"]["count"] == 20
    assert written["slices"]["panjang"]["pendek"]["count"] == 12


def test_a_report_costs_no_more_draws_than_its_intervals(monkeypatch):
    """Groups bear no interval: with many of them, drawing for each took a report half a minute."""
    drawn = []
    resample = evaluation.resampled_macro_f1
    monkeypatch.setattr(evaluation, "resampled_macro_f1", lambda *given: drawn.append(1) or resample(*given))
    report(TRUTH * 20, readings((80, "netral", 0.9)), {"satu": ["a", "b"] * 40, "dua": ["c", "d"] * 40})
    assert len(drawn) == 2
