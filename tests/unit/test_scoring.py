from __future__ import annotations

import numpy as np
import pytest
from tiny_engine import LABELS, build_body, build_head, build_model, build_words, unit_vector

from ml.classifiers import scoring
from ml.classifiers.engine import BodyEngine
from ml.classifiers.heads import Reading
from ml.classifiers.scoring import CLUSTER, UNREAD, Clusters, Scorer, by_body, read_texts, scorer_of

TEXTS = ["jalan rusak", "bagus", "rapat", "jalan rusak", "Bagus"]


def read(scorer: Scorer, texts: list[str]) -> list[dict[str, Reading]]:
    return list(scorer.iterate(texts))


class Listening:
    """An engine that writes down what it is given."""

    def __init__(self, folder):
        self.engine, self.given = BodyEngine(folder), []

    def vectors(self, texts):
        self.given.append(list(texts))
        return self.engine.vectors(texts)


@pytest.fixture
def body(tmp_path):
    return build_body(tmp_path)


def test_every_head_reads_every_text_in_their_order(body):
    heads = {"nada": build_head(), "kabar": build_head(("buruk", "biasa", "baik"))}
    found = read(Scorer(BodyEngine(body.folder), heads), TEXTS)
    assert [row["nada"].guess for row in found] == ["negatif", "positif", "netral", "negatif", "positif"]
    assert [row["kabar"].guess for row in found] == ["buruk", "baik", "biasa", "buruk", "baik"]
    powers = np.exp(4 * unit_vector("jalan rusak"))
    assert found[0]["nada"].score == pytest.approx(powers.max() / powers.sum(), abs=1e-6)


def test_the_costly_part_is_done_once_for_all_heads_and_once_for_equal_texts(body):
    engine = Listening(body.folder)
    found = read(Scorer(engine, {"nada": build_head(), "kabar": build_head()}), TEXTS)
    assert engine.given == [["jalan rusak", "bagus", "rapat", "Bagus"]]
    assert found[3] == found[0]


def test_a_text_is_cleaned_before_it_is_read_and_equal_ones_are_known_by_that(body):
    engine = Listening(body.folder)
    found = read(Scorer(engine, {"nada": build_head()}), ["jalan https://contoh.id/rusak", "jalan\n  tautan"])
    assert engine.given == [["jalan tautan"]]
    assert found[0] == found[1]


def test_no_texts_give_no_readings(body):
    assert read(Scorer(BodyEngine(body.folder), {"nada": build_head()}), []) == []


def test_a_cluster_is_the_nearest_and_its_score_the_cosine(body):
    scorer = Scorer(BodyEngine(body.folder), {"nada": build_head()}, clusters=Clusters(body.clusters))
    (first, second) = (row[CLUSTER] for row in read(scorer, ["jalan rusak", "bagus"]))
    cosine = float(unit_vector("jalan rusak")[0])
    assert first == Reading("00", "00", pytest.approx(cosine, abs=1e-6))
    assert (second.label, second.guess) == ("02", "02")


def test_a_cosine_stays_between_none_and_one():
    opposite = Clusters(np.array([[1.0, 0.0]], np.float32))
    assert opposite.read(np.array([-1.0, 0.0], np.float32)).score == 0.0
    assert opposite.read(np.array([1.0000001, 0.0], np.float32)).score == 1.0


def test_models_are_grouped_by_the_body_that_they_stand_on(tmp_path):
    shared, own = build_body(tmp_path, "bersama"), build_body(tmp_path, "sendiri")
    names = {"nada": shared, "kabar": own, "pokok": shared}
    models = [build_model(tmp_path, name, body=body) for name, body in names.items()]
    groups = by_body(models)
    assert {version: [model.name for model in group] for version, group in groups.items()} == {
        "bersama": ["nada", "pokok"],
        "sendiri": ["kabar"],
    }


def test_models_of_different_bodies_read_the_same_texts(tmp_path):
    other = build_head(LABELS[::-1])
    models = [
        build_model(tmp_path, "nada", body=build_body(tmp_path, "bersama")),
        build_model(tmp_path, "kabar", body=build_body(tmp_path, "sendiri"), head=other),
    ]
    found = list(read_texts(models, TEXTS))
    assert [(row["nada"].guess, row["kabar"].guess) for row in found][:2] == [("negatif", "positif"), ("positif", "negatif")]
    assert found == [{**a, **b} for a, b in zip(*(read(scorer_of(m.body, [m]), TEXTS) for m in models), strict=True)]


@pytest.fixture
def wordy(body):
    """A head whose words are sure of `bagus`, and say the contrary of what the body would."""
    return build_head(words=build_words(body, {"bagus": "negatif"}))


def test_a_text_that_words_are_sure_of_is_not_read_by_the_body(body, wordy):
    engine = Listening(body.folder)
    found = read(Scorer(engine, {"nada": wordy}, body.words), TEXTS)
    assert engine.given == [["jalan rusak", "rapat"]]
    assert [row["nada"].guess for row in found] == ["negatif", "negatif", "netral", "negatif", "negatif"]
    assert found[1]["nada"].score > 0.9


def test_a_head_whose_words_are_sure_answers_by_them_though_another_asks_the_body(body, wordy):
    engine = Listening(body.folder)
    (found,) = read(Scorer(engine, {"nada": wordy, "kabar": build_head()}, body.words), ["bagus"])
    assert engine.given == [["bagus"]]
    assert (found["nada"].guess, found["kabar"].guess) == ("negatif", "positif")
    assert found["nada"] == read(Scorer(engine, {"nada": wordy}, body.words), ["bagus"])[0]["nada"]


def test_a_text_that_the_body_was_not_asked_about_is_in_no_cluster(body, wordy):
    scorer = Scorer(BodyEngine(body.folder), {"nada": wordy}, body.words, Clusters(body.clusters))
    assert [row[CLUSTER].label for row in read(scorer, ["bagus", "rapat"])] == [UNREAD, "01"]


def test_words_that_are_not_sure_are_added_to_what_the_body_says(tmp_path, body):
    never = build_head(words=build_words(body, {"bagus": "negatif"}, sure_at=np.inf))
    (found,) = read_texts([build_model(tmp_path, body=body, head=never)], ["bagus"])
    assert found["nada"].guess == "negatif"
    assert found["nada"].score < 0.9999


def test_texts_of_many_chunks_are_read_as_those_of_one(body, wordy, monkeypatch):
    scorer = Scorer(BodyEngine(body.folder), {"nada": wordy, "kabar": build_head()}, body.words, Clusters(body.clusters))
    together = read(scorer, TEXTS)
    monkeypatch.setattr(scoring, "CHUNK", 2)
    assert read(scorer, TEXTS) == together
