from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from threading import Event

import numpy as np
import orjson
import pytest
import torch
from threadpoolctl import threadpool_limits
from tiny_engine import VECTORS, build_base

from ml.base_model import Body
from ml.classifiers import bodies, tuning
from ml.classifiers.bodies import CARD, CLUSTER_COUNT, TunedBody, body_version, obtain_body
from ml.classifiers.engine import BodyEngine
from ml.classifiers.examples import Example, is_heldout
from ml.classifiers.tuning import Settings, Tuned

WORDS = [*VECTORS][2:]
TEXTS = [" ".join(words) for words in permutations(WORDS, 3)]
NADA = tuple(Example(text=text, label="marah" if "rusak" in text else "senang") for text in TEXTS[:120])
POKOK = tuple(Example(text=text, label="jalan" if "jalan" in text else "lain") for text in TEXTS[60:])
COLUMNS = {"nada": NADA, "pokok": POKOK}
SETTINGS = Settings(epochs=1, batch_size=16, token_limit=24)
BASE = Body("folder", "weights")


def silent(done: int, total: int) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[TunedBody, Tuned]:
    """A body that was tuned in earnest, and the encoder that it was made from."""
    kept = []
    tune = bodies.tune
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setattr(tuning, "THREADS", 1)
        patch.setattr(bodies, "tune", lambda *given: kept.append(tune(*given)) or kept[0])
        base = build_base(tmp_path_factory.mktemp("base"))
        body = obtain_body(base, COLUMNS, tmp_path_factory.mktemp("models"), silent, SETTINGS)
    return body, kept[0]


@pytest.fixture
def tuned(monkeypatch) -> list[tuple[list[str], dict]]:
    """What every tuning is given; it takes no longer than a list of numbers."""
    given: list[tuple[list[str], dict]] = []

    class Numbers(Tuned):
        def embed(self, texts):
            return np.random.default_rng(0).normal(size=(len(texts), 4))

        def save_weights(self, folder):
            (folder / "weights.safetensors").write_bytes(b"weights")

    def tune(address, texts, columns, settings, progress, start):
        given.append((list(texts), columns))
        return Numbers(torch.nn.Identity(), None, settings.token_limit, "float32")

    monkeypatch.setattr(bodies, "tune", tune)
    monkeypatch.setattr(bodies, "export_body", lambda tuned, folder: (folder / "body.onnx").write_bytes(b"graph"))
    return given


def test_a_body_is_a_folder_with_all_that_reading_and_drift_need(made):
    body, _ = made
    assert body.folder.parts[-2:] == ("bodies", body.version)
    assert sorted(file.name for file in body.folder.iterdir()) == [
        "body.onnx",
        CARD,
        "clusters.npy",
        "tokenizer.json",
        "weights.safetensors",
        "words.npz",
    ]


def test_the_card_tells_what_made_the_body(made):
    body, _ = made
    card = orjson.loads((body.folder / CARD).read_bytes())
    assert (card["version"], card["base"]) == (body.version, "tiny")
    assert card["settings"]["token_limit"] == 24
    assert card["texts"] == sum(not is_heldout(text) for text in TEXTS)
    assert card["columns"]["nada"]["texts"] == sum(not is_heldout(e.text) for e in NADA)
    assert sum(card["cluster_counts"]) == card["tuned_texts"] == card["texts"]
    assert set(card["libraries"]) == set(bodies.LIBRARIES)


def test_clusters_are_unit_vectors_of_the_bodys_width(made):
    body, tuned = made
    assert body.clusters.shape == (CLUSTER_COUNT, tuned.encoder.config.hidden_size)
    assert np.linalg.norm(body.clusters, axis=1) == pytest.approx(np.ones(CLUSTER_COUNT), abs=1e-5)


def test_the_int8_body_reads_nearly_as_the_encoder_that_it_was_made_from(made):
    body, tuned = made
    exact = tuned.embed(TEXTS)
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    cosines = (BodyEngine(body.folder).embed(TEXTS) * exact).sum(axis=1)
    assert cosines.min() > 0.99


def test_the_int8_body_gives_a_text_the_same_vector_whoever_stands_beside_it(made):
    engine = BodyEngine(made[0].folder)
    texts = ["rusak", *TEXTS[:40], " ".join(WORDS * 2), "bagus"]
    together = engine.embed(texts)
    assert np.array_equal(engine.embed(texts[::-1])[::-1], together)
    for row, text in enumerate(texts):
        assert np.array_equal(engine.embed([text])[0], together[row]), text


def test_the_int8_body_reads_texts_of_any_length(made):
    engine = BodyEngine(made[0].folder)
    long = " ".join(WORDS * 20)
    assert np.isfinite(engine.embed(["", "rusak", long])).all()
    assert np.array_equal(*engine.embed([long, long + " rusak"])), "cut at the token limit"


def test_a_body_learns_from_no_held_out_text_and_knows_who_judged_which(tmp_path, tuned):
    obtain_body(BASE, COLUMNS, tmp_path, silent, SETTINGS)
    ((texts, columns),) = tuned
    assert sorted(texts) == sorted(text for text in TEXTS if not is_heldout(text))
    labels = {name: {e.text: e.label for e in examples} for name, examples in COLUMNS.items()}
    assert columns == {name: [labels[name].get(text) for text in texts] for name in COLUMNS}
    assert None in columns["nada"]


def test_of_more_texts_than_the_limit_the_same_ones_are_drawn_whoever_comes_beside(tmp_path, tuned):
    few = replace(SETTINGS, text_limit=50)
    for columns in (COLUMNS, {"nada": NADA}):
        obtain_body(BASE, columns, tmp_path, silent, few)
    (drawn, columns), (of_fewer, _) = tuned
    assert len(drawn) == len(of_fewer) == len(columns["nada"]) == 50
    fewer = {e.text for e in NADA}
    assert [text for text in drawn if text in fewer] == of_fewer[: sum(text in fewer for text in drawn)]


@pytest.mark.parametrize(("first", "least"), [(5, 5), (4, 4)])
def test_some_texts_of_every_label_are_drawn_before_others(tmp_path, tuned, monkeypatch, first, least):
    monkeypatch.setattr(bodies, "FIRST_DRAWN", first)
    seldom = [text for text in TEXTS if not is_heldout(text)][:5]
    columns = {"nada": [Example(text=text, label="jarang" if text in seldom else "sering") for text in TEXTS]}
    obtain_body(BASE, columns, tmp_path, silent, replace(SETTINGS, text_limit=2 * first))
    ((texts, columns),) = tuned
    assert columns["nada"].count("jarang") == least
    assert len(texts) == 2 * first


def test_texts_of_an_installation_are_all_learned_from_beside_those_that_are_drawn(tmp_path, tuned):
    local = tuple(e.model_copy(update={"is_local": True}) for e in POKOK)
    obtain_body(BASE, {"nada": NADA, "pokok": local}, tmp_path, silent, replace(SETTINGS, text_limit=10))
    ((texts, _),) = tuned
    theirs = {e.text for e in local if not is_heldout(e.text)}
    assert theirs < set(texts)
    assert len(texts) == len(theirs) + 10


def test_a_body_that_begins_with_another_is_another_and_begins_with_its_weights(tmp_path, tuned, monkeypatch):
    begun = []
    tune = bodies.tune
    monkeypatch.setattr(bodies, "tune", lambda *given: begun.append(given[-1]) or tune(*given))
    shared = obtain_body(BASE, COLUMNS, tmp_path, silent, SETTINGS)
    alone, further = (obtain_body(BASE, {"nada": NADA}, tmp_path, silent, SETTINGS, start) for start in (None, shared))
    assert alone.version != further.version
    assert begun == [None, None, shared.folder]


def test_a_body_reads_clean_texts(tmp_path, tuned):
    example = Example(text="jalan  https://contoh.id/rusak\nlagi", label="marah")
    assert not is_heldout(example.text)
    obtain_body(BASE, {"nada": [*NADA, example]}, tmp_path, silent, SETTINGS)
    assert "jalan tautan lagi" in tuned[0][0]


def test_a_body_that_is_there_is_not_tuned_again(tmp_path, tuned):
    first, second = (obtain_body(BASE, COLUMNS, tmp_path, silent, SETTINGS) for _ in range(2))
    assert first == second
    assert len(tuned) == 1


def test_of_two_that_want_the_same_body_at_once_one_tunes_it_and_the_other_takes_it(tmp_path, monkeypatch, tuned):
    begun, may_end = Event(), Event()
    tune = bodies.tune

    def slow(*given):
        begun.set()
        assert may_end.wait(60)
        return tune(*given)

    monkeypatch.setattr(bodies, "tune", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(obtain_body, BASE, COLUMNS, tmp_path, silent, SETTINGS)
        assert begun.wait(60)
        second = pool.submit(obtain_body, BASE, COLUMNS, tmp_path, silent, SETTINGS)
        may_end.set()
        assert first.result() == second.result()
    assert len(tuned) == 1


def test_other_examples_make_another_body_and_leave_the_old(tmp_path, tuned):
    old = obtain_body(BASE, COLUMNS, tmp_path, silent, SETTINGS)
    new = obtain_body(BASE, {"nada": NADA}, tmp_path, silent, SETTINGS)
    assert old.version != new.version
    assert all((body.folder / CARD).is_file() for body in (old, new))


@pytest.mark.parametrize("what", ["tune", "export_body", "_clusters"])
def test_a_tuning_that_dies_leaves_no_body_and_the_next_one_a_whole_one(tmp_path, monkeypatch, tuned, what):
    def die(*given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bodies, what, die)
        with pytest.raises(KeyboardInterrupt):
            obtain_body(BASE, COLUMNS, tmp_path, silent, SETTINGS)
    version = body_version(BASE, COLUMNS, SETTINGS)
    assert not (tmp_path / "bodies" / version).exists()
    body = obtain_body(BASE, COLUMNS, tmp_path, silent, SETTINGS)
    assert sorted(file.name for file in body.folder.iterdir()) == [
        "body.onnx",
        CARD,
        "clusters.npy",
        "weights.safetensors",
        "words.npz",
    ]


def test_a_folder_without_a_card_is_no_body(tmp_path, tuned):
    folder = tmp_path / "bodies" / body_version(BASE, COLUMNS, SETTINGS)
    folder.mkdir(parents=True)
    (folder / "stray.txt").write_text("")
    assert (obtain_body(BASE, COLUMNS, tmp_path, silent, SETTINGS).folder / CARD).is_file()
    assert not (folder / "stray.txt").exists()


def test_a_version_stays_with_the_order_of_examples_and_the_place_of_the_base():
    before = body_version(BASE, COLUMNS, SETTINGS)
    assert body_version(Body("elsewhere", "weights"), COLUMNS, SETTINGS) == before
    assert body_version(BASE, {"pokok": POKOK[::-1], "nada": NADA}, SETTINGS) == before


@pytest.mark.parametrize(
    ("base", "columns", "settings"),
    [
        (Body("folder", "other weights"), COLUMNS, SETTINGS),
        (BASE, {"nada": NADA[1:], "pokok": POKOK}, SETTINGS),
        (BASE, {"nada": (NADA[0].model_copy(update={"label": "lain"}), *NADA[1:]), "pokok": POKOK}, SETTINGS),
        (BASE, {"rasa": NADA, "pokok": POKOK}, SETTINGS),
        (BASE, COLUMNS, replace(SETTINGS, seed=2)),
        (BASE, COLUMNS, replace(SETTINGS, epochs=2)),
    ],
)
def test_a_version_moves_with_weights_examples_and_settings(base, columns, settings):
    assert body_version(base, columns, settings) != body_version(BASE, COLUMNS, SETTINGS)


def test_a_version_moves_with_the_recipe_and_the_libraries(tmp_path, monkeypatch):
    before = body_version(BASE, COLUMNS, SETTINGS)
    with monkeypatch.context() as patch:
        (tmp_path / "tuning.py").write_text("# another recipe")
        patch.setattr(bodies, "RECIPE", (tmp_path / "tuning.py", *bodies.RECIPE[1:]))
        assert body_version(BASE, COLUMNS, SETTINGS) != before
    monkeypatch.setattr(bodies, "version", lambda library: "0.0")
    assert body_version(BASE, COLUMNS, SETTINGS) != before


def test_the_recipe_holds_whatever_changes_how_a_text_is_read():
    recipe = {file.stem: file for file in bodies.RECIPE}
    assert {"tuning", "export", "engine", "examples", "words", "text"} <= set(recipe)
    assert set(re.findall(r"^from ml\.(\w+) import", recipe["text"].read_text(), re.M)) <= set(recipe)
