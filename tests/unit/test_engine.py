from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from tiny_engine import TOKEN_LIMIT, VECTORS, build_body, unit_vector

from ml.classifiers import engine as engine_module
from ml.classifiers.engine import BodyEngine

TEXTS = ["jalan rusak", "banjir", "rapat di balai desa hari ini juga", "jalan lancar bagus", "rusak rusak rusak banjir"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_body(tmp_path_factory.mktemp("models")).folder


@pytest.fixture(scope="module")
def engine(folder):
    return BodyEngine(folder)


def test_a_texts_vector_is_the_mean_of_its_words_at_unit_length(engine):
    assert engine.embed(["jalan rusak"])[0] == pytest.approx(unit_vector("jalan rusak"), abs=1e-6)
    assert np.linalg.norm(engine.embed(TEXTS), axis=1) == pytest.approx(np.ones(len(TEXTS)))


def test_a_texts_vector_does_not_depend_on_its_neighbours(tmp_path):
    engine = BodyEngine(build_body(tmp_path, noise=381).folder)
    texts = [" ".join(words) for words in permutations([*VECTORS][2:], 3)]
    together = engine.embed(texts)
    for row, text in enumerate(texts):
        assert np.array_equal(engine.embed([text])[0], together[row]), text
    assert np.array_equal(engine.embed(texts[::-1])[::-1], together)


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_a_texts_vector_does_not_depend_on_the_number_of_threads(folder, engine, threads):
    assert np.array_equal(BodyEngine(folder, threads).embed(TEXTS * 20), engine.embed(TEXTS * 20))


def test_vectors_keep_the_order_of_texts_over_many_chunks(engine, monkeypatch):
    monkeypatch.setattr(engine_module, "CHUNK", 2)
    found = list(engine.vectors(TEXTS))
    assert np.array_equal(np.stack(found), np.stack([engine.embed([text])[0] for text in TEXTS]))


def test_vectors_come_as_they_are_asked_for_and_not_all_at_once(engine, monkeypatch):
    monkeypatch.setattr(engine_module, "CHUNK", 2)
    tokenizer, told = engine.tokenizer, []

    class Listening:
        def encode_batch(self, texts):
            told.extend(texts)
            return tokenizer.encode_batch(texts)

    monkeypatch.setattr(engine, "tokenizer", Listening())
    vectors = engine.vectors(TEXTS)
    next(vectors)
    assert told == TEXTS[:2]
    vectors.close()


def test_no_texts_have_no_vectors(engine):
    assert list(engine.vectors([])) == []


def test_what_lies_beyond_the_token_limit_is_not_read(engine):
    text = " ".join(["rapat"] * (TOKEN_LIMIT - 2))
    assert np.array_equal(engine.embed([text + " rusak rusak rusak"]), engine.embed([text]))
    assert not np.array_equal(engine.embed([text.removeprefix("rapat ") + " rusak"]), engine.embed([text]))
