from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from tiny_engine import LABELS, TOKEN_LIMIT, VECTORS, WEIGHT, build_engine

from ml.engine import Engine

TEXTS = ["jalan rusak", "banjir", "rapat di balai desa hari ini juga", "jalan lancar bagus", "rusak rusak rusak banjir"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_engine(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def engine(folder):
    return Engine(folder)


def test_a_score_is_the_softmax_of_the_head_over_the_texts_unit_vector(engine):
    mean = (np.array(VECTORS["jalan"]) + np.array(VECTORS["rusak"])) / 2
    powers = np.exp(WEIGHT * mean / np.linalg.norm(mean))
    assert engine.score(["jalan rusak"])[0] == pytest.approx(powers / powers.sum(), abs=1e-6)


def test_a_texts_score_does_not_depend_on_its_neighbours(tmp_path):
    engine = Engine(build_engine(tmp_path, noise=381))
    texts = [" ".join(words) for words in permutations([*VECTORS][1:], 3)]
    together = engine.score(texts)
    for row, text in enumerate(texts):
        assert np.array_equal(engine.score([text])[0], together[row]), text
    assert np.array_equal(engine.score(texts[::-1])[::-1], together)


def test_a_texts_score_does_not_depend_on_the_number_of_threads(folder):
    alone = Engine(folder, threads=1).score(TEXTS * 20)
    assert np.array_equal(Engine(folder, threads=2).score(TEXTS * 20), alone)
    assert np.array_equal(Engine(folder, threads=8).score(TEXTS * 20), alone)


def test_probabilities_of_a_text_sum_to_one(engine):
    scores = engine.score(TEXTS)
    assert scores.shape == (len(TEXTS), len(LABELS))
    assert scores.sum(axis=1) == pytest.approx(np.ones(len(TEXTS)))
    assert (scores > 0).all()


def test_a_head_with_large_weights_still_gives_probabilities(tmp_path):
    scores = Engine(build_engine(tmp_path, weight=100_000)).score(TEXTS)
    assert np.isfinite(scores).all()
    assert scores.sum(axis=1) == pytest.approx(np.ones(len(TEXTS)))


def test_a_text_gets_its_likeliest_label_and_the_probability_of_it(engine):
    labelled = list(engine.classify(["rusak", "rapat", "bagus"]))
    assert [label for label, _ in labelled] == list(LABELS)
    assert [score for _, score in labelled] == pytest.approx(engine.score(["rusak", "rapat", "bagus"]).max(axis=1))


def test_what_lies_beyond_the_token_limit_is_not_read(engine):
    text = " ".join(["rapat"] * TOKEN_LIMIT)
    assert np.array_equal(engine.score([text + " rusak rusak rusak"]), engine.score([text]))
    assert not np.array_equal(engine.score([text.removeprefix("rapat ") + " rusak"]), engine.score([text]))


def test_a_link_is_read_as_a_word_and_not_by_its_letters(engine):
    assert np.array_equal(engine.score(["jalan https://contoh.id/rusak"]), engine.score(["jalan tautan"]))
