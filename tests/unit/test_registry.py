from __future__ import annotations

import os

import orjson
import pyarrow.parquet as pq
import pytest
from tiny_engine import build_body, build_head, build_model

from ml.classifiers import registry
from ml.classifiers.bodies import CARD, TunedBody
from ml.classifiers.evaluation import Report, Score
from ml.classifiers.examples import Example, examples_digest
from ml.classifiers.registry import (
    Standing,
    has_learned,
    model_version,
    obtain_model,
    open_model,
    read_standing,
    standing_file,
    versions,
    write_reader,
    write_standing,
)
from ml.classifiers.specs import Classifier
from ml.classifiers.training import Result, Student
from warehouse.errors import InputError
from warehouse.schemas import MODELS

CLASSIFIER = Classifier(
    name="nada",
    column="tone",
    description="Nada teks.",
    labels=("marah", "senang"),
    floor=0.7,
    examples=(Example(text="jembatan ambrol lagi", label="marah"), Example(text="puskesmas baru dibuka", label="senang")),
)


def changed(**fields) -> Classifier:
    return CLASSIFIER.model_copy(update=fields)


LEARNED = tuple(example.text for example in CLASSIFIER.examples)
MORE = changed(examples=(*CLASSIFIER.examples, Example(text="banjir lagi", label="marah")))


@pytest.fixture
def body(tmp_path):
    return build_body(tmp_path)


@pytest.fixture
def trained_alone() -> list[bool]:
    """Of every classifier that is trained, whether its body is its own."""
    return []


@pytest.fixture
def trained(monkeypatch, trained_alone) -> list[Classifier]:
    """Every classifier that is trained, none of which takes longer than writing one file."""
    given: list[Classifier] = []

    def train(classifier, sight, is_alone):
        given.append(classifier)
        trained_alone.append(is_alone)
        score = Score(0.72, 0.6, 0.8, 0.75, 40)
        head = build_head(classifier.labels, weight=len(given), temperature=1.2, threshold=0.6)
        return Result(head, Report(score, 0.03, 0.15, None, {}, {}, {}), Student(0.4, -0.01), LEARNED, "held-out examples")

    monkeypatch.setattr(registry, "train_head", train)
    return given


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "rasa"},
        {"labels": ("senang", "marah")},
        {"examples": CLASSIFIER.examples[:1]},
        {"examples": (Example(text="jembatan ambrol lagi", label="senang"), CLASSIFIER.examples[1])},
        {"temperature": 1.5},
        {"word_weight": 0.5},
        {"abstaining_share": 0.2},
        {"label_counts": {"marah": 40, "senang": 9}},
    ],
)
def test_a_version_moves_with_whatever_moves_its_labels(body, fields):
    assert model_version(changed(**fields), body) != model_version(CLASSIFIER, body)


@pytest.mark.parametrize(
    "fields", [{"description": "Lain."}, {"floor": 0.9}, {"column": "mood"}, {"examples": CLASSIFIER.examples[::-1]}]
)
def test_a_version_stays_with_whatever_does_not(body, fields):
    assert model_version(changed(**fields), body) == model_version(CLASSIFIER, body)


def test_a_version_moves_with_the_body_and_the_recipe(tmp_path, body, monkeypatch):
    before = model_version(CLASSIFIER, body)
    assert model_version(CLASSIFIER, build_body(tmp_path, "b2")) != before
    monkeypatch.setattr(registry, "HEAD_RECIPE", "another")
    assert model_version(CLASSIFIER, body) != before


def test_a_head_knows_whether_its_body_was_tuned_for_its_very_examples_alone(tmp_path, trained, trained_alone):
    digest = examples_digest(CLASSIFIER.examples)
    for number, columns in enumerate([{"nada": digest, "lain": "a"}, {"lain": digest}, {"nada": digest}]):
        obtain_model(CLASSIFIER, build_body(tmp_path, f"b{number}", columns=columns), tmp_path)
    obtain_model(MORE, TunedBody("b2", tmp_path / "bodies" / "b2"), tmp_path)
    assert trained_alone == [False, False, True, False]
    assert trained[-1] == MORE


def test_a_version_that_is_not_there_is_trained_into_the_registry(tmp_path, body, trained):
    model = obtain_model(CLASSIFIER, body, tmp_path)
    assert model.is_new
    assert model.folder == tmp_path / "nada" / model_version(CLASSIFIER, body)
    assert (model.macro_f1, model.holdout_count, model.floor, model.labels) == (0.72, 40, 0.7, ("marah", "senang"))
    assert model.body == body
    assert (model.head().temperature, model.head().threshold) == (1.2, 0.6)
    assert sorted(file.name for file in model.folder.iterdir()) == [CARD, "head.npz", "learned.json"]


def test_a_version_that_is_there_is_not_trained_again(tmp_path, body, trained):
    first, second = (obtain_model(CLASSIFIER, body, tmp_path) for _ in range(2))
    assert trained == [CLASSIFIER]
    assert not second.is_new
    assert (second.folder, second.card) == (first.folder, first.card)


def test_a_changed_example_trains_a_new_version_and_leaves_the_old(tmp_path, body, trained):
    old, new = obtain_model(CLASSIFIER, body, tmp_path), obtain_model(MORE, body, tmp_path)
    assert {model.version for model in versions(tmp_path, "nada")} == {old.version, new.version}
    assert old.head().weights.max() == 1
    assert new.head().weights.max() == 2


def test_the_card_tells_what_made_the_version_and_how_good_it_is(tmp_path, body, trained):
    model = obtain_model(CLASSIFIER, body, tmp_path)
    card = orjson.loads((model.folder / CARD).read_bytes())
    assert (card["name"], card["version"], card["body"]) == ("nada", model.version, "b1")
    assert card["labels"] == ["marah", "senang"]
    assert card["examples"] == {"count": 2, "local": 0, "corrections": 0, "digest": examples_digest(CLASSIFIER.examples)}
    assert (card["training_count"], card["method"]) == (2, "held-out examples")
    assert (card["temperature"], card["threshold"]) == (1.2, 0.6)
    assert card["student"] == {"answered_share": 0.4, "lost_accuracy": -0.01}
    assert card["report"]["score"] == {"macro_f1": 0.72, "low": 0.6, "high": 0.8, "accuracy": 0.75, "count": 40}


def dying(monkeypatch, what: str) -> None:
    """Let the next training die: in it, or when its card is written."""

    def die(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(registry, what, die)


@pytest.mark.parametrize("what", ["train_head", "_card"])
def test_a_training_that_dies_leaves_no_version(tmp_path, body, monkeypatch, trained, what):
    dying(monkeypatch, what)
    with pytest.raises(KeyboardInterrupt):
        obtain_model(CLASSIFIER, body, tmp_path)
    assert versions(tmp_path, "nada") == []
    assert not (tmp_path / "nada" / model_version(CLASSIFIER, body)).exists()


def test_after_a_training_that_died_the_next_one_gives_a_whole_version(tmp_path, body, monkeypatch, trained):
    with monkeypatch.context() as patch:
        dying(patch, "_card")
        with pytest.raises(KeyboardInterrupt):
            obtain_model(CLASSIFIER, body, tmp_path)
    model = obtain_model(CLASSIFIER, body, tmp_path)
    assert model.is_new
    assert sorted(file.name for file in model.folder.iterdir()) == [CARD, "head.npz", "learned.json"]
    assert [found.version for found in versions(tmp_path, "nada")] == [model.version]


def test_a_folder_without_a_card_is_no_version(tmp_path, body, trained):
    folder = tmp_path / "nada" / model_version(CLASSIFIER, body)
    folder.mkdir(parents=True)
    (folder / "stray.txt").write_text("")
    assert versions(tmp_path, "nada") == []
    assert obtain_model(CLASSIFIER, body, tmp_path).is_new
    assert not (folder / "stray.txt").exists()


def test_the_floor_is_that_of_the_entry_as_it_stands_now(tmp_path, body, trained):
    assert obtain_model(CLASSIFIER, body, tmp_path).is_passing
    assert not obtain_model(changed(floor=0.73), body, tmp_path).is_passing
    assert obtain_model(changed(floor=0.72), body, tmp_path).is_passing, "at its floor it passes"
    assert len(trained) == 1


def test_a_version_is_opened_by_its_number(tmp_path):
    build_model(tmp_path, version="v1")
    assert open_model(tmp_path, "nada", "v1").macro_f1 == 0.8


def test_a_version_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(InputError, match=r"no version v3 of nada; there are: none"):
        open_model(tmp_path, "nada", "v3")
    for version in ("v1", "v2"):
        build_model(tmp_path, version=version)
    with pytest.raises(InputError, match=r"no version v3 of nada; there are: v1, v2"):
        open_model(tmp_path, "nada", "v3")


def test_a_version_whose_body_is_gone_tells_which_and_the_way_out(tmp_path):
    build_model(tmp_path, version="v1")
    (tmp_path / "bodies" / "b1" / CARD).unlink()
    with pytest.raises(InputError, match=r"nada v1 stands on the body b1, which is missing: .*bodies/b1\. Put that"):
        assert open_model(tmp_path, "nada", "v1").body


def test_a_version_keeps_which_texts_its_head_was_fitted_on(tmp_path, body, trained):
    assert has_learned(obtain_model(CLASSIFIER, body, tmp_path), [*LEARNED, "banjir lagi"]) == [True, True, False]


def test_a_version_of_before_that_was_kept_tells_of_no_text(tmp_path):
    assert has_learned(build_model(tmp_path), LEARNED) == [False, False]


def test_versions_stand_in_the_order_in_which_they_were_made(tmp_path):
    for second, version in enumerate(("v3", "v1", "v2")):
        os.utime(build_model(tmp_path, version=version).folder / CARD, (second, second))
    assert [model.version for model in versions(tmp_path, "nada")] == ["v3", "v1", "v2"]


def test_a_home_that_has_decided_nothing_has_no_champion(home):
    assert read_standing(home, "nada") == Standing(None, None, [])


def test_a_standing_is_read_as_it_was_written(home):
    standing = Standing("v1", "v2", [{"event": "first", "version": "v1"}, {"event": "kept", "challenger": "v2"}])
    write_standing(home, "nada", standing)
    assert read_standing(home, "nada") == standing
    assert [standing.has_considered(version) for version in ("v1", "v2", "v3")] == [True, True, False]


def test_a_decision_that_dies_half_written_leaves_the_old_one(home, monkeypatch):
    write_standing(home, "nada", Standing("v1"))

    def die(*paths):
        raise KeyboardInterrupt

    monkeypatch.setattr(registry.os, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        write_standing(home, "nada", Standing("v2"))
    assert read_standing(home, "nada") == Standing("v1")
    assert standing_file(home, "nada") == home.state / "models" / "nada.json"


def test_a_readers_row_says_which_version_counts_now(home, tmp_path):
    write_reader(home, "nada", "v1", build_model(tmp_path, version="v1", macro_f1=0.8))
    write_reader(home, "nada", "v2", build_model(tmp_path, version="v2", macro_f1=0.6))
    write_reader(home, "places", "g1")
    tables = [pq.read_table(file) for file in sorted(home.ml_table("models").glob("*/model.parquet"))]
    assert all(table.schema.equals(MODELS) for table in tables)
    assert [tuple(row.values()) for table in tables for row in table.to_pylist()] == [
        ("nada", "v2", 0.6, 40, 0.7, False),
        ("places", "g1", None, None, None, True),
    ]
