from __future__ import annotations

import pytest

from ml.classifiers.agreement import agreement

OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: twelve units, a dot where one was silent."""


def test_alpha_is_that_of_the_textbook():
    found = agreement([[label for label in unit if label != "."] for unit in zip(*OBSERVERS, strict=True)])
    assert found.alpha == pytest.approx(0.743, abs=5e-4)
    assert found.count == 11  # one unit has a single label


def test_judges_who_always_agree_reach_one():
    found = agreement([("a", "a"), ("b", "b"), ("a", "a")])
    assert (found.alpha, found.low, found.high) == (1.0, 1.0, 1.0)


def test_judges_who_agree_less_than_chance_fall_below_zero():
    assert agreement([("a", "b"), ("b", "a")]).alpha < 0


def test_the_interval_holds_alpha_and_narrows_with_more_items():
    ratings = [("a", "a"), ("b", "b"), ("a", "b"), ("b", "b"), ("a", "a")]
    few, many = agreement(ratings), agreement(ratings * 20)
    assert few.low <= few.alpha <= few.high
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize("ratings", [[], [("a",), ("b",)], [("a", "a"), ("a", "a")]])
def test_alpha_is_not_defined_without_shared_items_or_with_one_label(ratings):
    assert agreement(ratings) is None
