from __future__ import annotations

import numpy as np
import pytest

from ml.classifiers.words import WIDTH, WORDS_FILE, WordFeatures, fit_word_weights, fit_words, open_words

TEXTS = ["jalan rusak", "jalan banjir", "jalan lancar bagus", "rapat"]


@pytest.fixture(scope="module")
def words() -> WordFeatures:
    return fit_words(TEXTS)


def test_a_text_is_a_row_of_two_halves_at_unit_length(words):
    rows = words.of(TEXTS)
    assert rows.shape == (len(TEXTS), 2 * WIDTH)
    for half in (rows[:, :WIDTH], rows[:, WIDTH:]):
        lengths = np.sqrt(half.multiply(half).sum(axis=1)).A1
        assert lengths == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_a_rare_word_weighs_more_than_a_common_one(words):
    rare, common = words.of(["banjir"])[0, :WIDTH].indices, words.of(["jalan"])[0, :WIDTH].indices
    row = words.of(["jalan banjir"])
    assert row[0, rare].sum() > row[0, common].sum()
    assert words.rarity[common] == pytest.approx(np.log(5 / 4) + 1, abs=1e-3)
    assert words.rarity[rare] == pytest.approx(np.log(5 / 2) + 1, abs=1e-3)


def test_the_order_of_words_and_the_letters_within_them_count(words):
    one, other, misspelt = (words.of([text]) for text in ("bagus sekali", "sekali bagus", "baguss sekali"))
    assert (one != other).nnz > 0
    assert one[:, WIDTH:].dot(misspelt[:, WIDTH:].T).sum() > 0.5


def test_a_texts_row_does_not_depend_on_its_neighbours(words):
    assert (words.of(TEXTS)[2] != words.of([TEXTS[2]])).nnz == 0


def test_a_text_without_any_word_is_an_empty_row(words):
    assert words.of([""]).nnz == 0


def test_rarities_that_were_saved_weigh_as_before(words, tmp_path):
    words.save(tmp_path)
    assert (tmp_path / WORDS_FILE).is_file()
    assert (open_words(tmp_path).of(TEXTS) != words.of(TEXTS)).nnz == 0


def test_word_weights_tell_labels_apart_in_the_order_that_is_asked(words):
    texts, labels = TEXTS * 5, ["marah", "marah", "senang", "biasa"] * 5
    order = ("senang", "biasa", "marah")
    weights, bias = fit_word_weights(words.of(texts), labels, order)
    found = words.of(["banjir rusak", "bagus", "rapat"]) @ weights.astype(np.float32) + bias
    assert [order[row.argmax()] for row in found] == ["marah", "senang", "biasa"]
