from __future__ import annotations

import orjson
import pyarrow.parquet as pq
import pytest

from ml import registry
from ml.base_model import Body
from ml.evaluation import Score
from ml.registry import CARD, Model, obtain_model, write_reader
from ml.specs import Classifier, Example, Training
from ml.training import Result
from warehouse.layout import prepare_home
from warehouse.schemas import MODELS

BODY = Body("folder", "weights")
CLASSIFIER = Classifier(
    name="nada",
    description="Nada teks.",
    labels=("marah", "senang"),
    floor=0.7,
    training=Training(epochs=1, batch_size=8, learning_rate=1e-5, token_limit=32, seed=1),
    examples=(Example(text="jembatan ambrol lagi", label="marah"), Example(text="puskesmas baru dibuka", label="senang")),
)
CHANGED = CLASSIFIER.model_copy(update={"examples": (*CLASSIFIER.examples, Example(text="banjir lagi", label="marah"))})


def silent(done: int, total: int) -> None:
    """Nobody listens."""


@pytest.fixture
def trained(monkeypatch) -> list[str]:
    """The version of every training, none of which takes longer than writing one file."""
    versions: list[str] = []

    def train(classifier, body, folder, progress):
        versions.append(classifier.version(body))
        folder.mkdir(parents=True)
        (folder / "head.npz").write_text(str(len(versions)))
        return Result(Score(0.72, 0.6, 0.8, 0.75, 40), training_count=160, precision="float32")

    monkeypatch.setattr(registry, "train_classifier", train)
    return versions


def whole_versions(models) -> list[str]:
    return sorted(card.parent.name for card in models.glob(f"nada/*/{CARD}"))


def test_a_version_that_is_not_there_is_trained_into_the_registry(tmp_path, trained):
    model = obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    assert model.is_new
    assert model.folder == tmp_path / "nada" / CLASSIFIER.version(BODY)
    assert (model.macro_f1, model.holdout_count, model.floor) == (0.72, 40, 0.7)
    assert sorted(file.name for file in model.folder.iterdir()) == [CARD, "head.npz"]


def test_a_version_that_is_there_is_not_trained_again(tmp_path, trained):
    first = obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    second = obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    assert trained == [CLASSIFIER.version(BODY)]
    assert not second.is_new
    assert (second.folder, second.macro_f1) == (first.folder, first.macro_f1)


def test_a_changed_example_trains_a_new_version_and_leaves_the_old(tmp_path, trained):
    old = obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    obtain_model(CHANGED, BODY, tmp_path, silent)
    assert whole_versions(tmp_path) == sorted([CLASSIFIER.version(BODY), CHANGED.version(BODY)])
    assert (old.folder / "head.npz").read_text() == "1"


def test_the_card_tells_what_made_the_version(tmp_path, trained):
    card = orjson.loads((obtain_model(CLASSIFIER, BODY, tmp_path, silent).folder / CARD).read_bytes())
    assert card["version"] == CLASSIFIER.version(BODY)
    assert card["labels"] == ["marah", "senang"]
    assert card["body"] == "weights"
    assert card["training"]["epochs"] == 1
    assert card["holdout"] == {
        "macro_f1": 0.72, "low": 0.6, "high": 0.8, "accuracy": 0.75, "count": 40, "training_count": 160, "precision": "float32"
    }  # fmt: skip


def test_a_training_that_dies_leaves_no_version(tmp_path, monkeypatch):
    def die(classifier, body, folder, progress):
        folder.mkdir(parents=True)
        (folder / "body.onnx").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(registry, "train_classifier", die)
    with pytest.raises(KeyboardInterrupt):
        obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    assert whole_versions(tmp_path) == []
    assert not (tmp_path / "nada" / CLASSIFIER.version(BODY)).exists()


def test_after_a_training_that_died_the_next_one_gives_a_whole_version(tmp_path, monkeypatch, trained):
    train = registry.train_classifier

    def die(classifier, body, folder, progress):
        train(classifier, body, folder, progress)
        (folder / "half.onnx").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(registry, "train_classifier", die)
    with pytest.raises(KeyboardInterrupt):
        obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    monkeypatch.setattr(registry, "train_classifier", train)
    model = obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    assert model.is_new
    assert sorted(file.name for file in model.folder.iterdir()) == [CARD, "head.npz"]


def test_a_folder_without_a_card_is_no_version(tmp_path, trained):
    folder = tmp_path / "nada" / CLASSIFIER.version(BODY)
    folder.mkdir(parents=True)
    (folder / "stray.txt").write_text("")
    model = obtain_model(CLASSIFIER, BODY, tmp_path, silent)
    assert model.is_new
    assert not (folder / "stray.txt").exists()


def test_the_floor_is_that_of_the_entry_as_it_stands_now(tmp_path, trained):
    assert obtain_model(CLASSIFIER, BODY, tmp_path, silent).is_passing
    raised = CLASSIFIER.model_copy(update={"floor": 0.73})
    assert not obtain_model(raised, BODY, tmp_path, silent).is_passing
    assert len(trained) == 1


def test_a_model_at_its_floor_passes(tmp_path, trained):
    assert obtain_model(CLASSIFIER.model_copy(update={"floor": 0.72}), BODY, tmp_path, silent).is_passing


def test_a_readers_row_says_which_version_counts_now(tmp_path):
    layout = prepare_home(tmp_path)
    write_reader(layout, "nada", "v1", Model("nada", "v1", tmp_path, 0.8, 40, 0.7, False))
    write_reader(layout, "nada", "v2", Model("nada", "v2", tmp_path, 0.6, 50, 0.7, True))
    write_reader(layout, "places", "g1")
    tables = [pq.read_table(file) for file in sorted(layout.ml_table("models").glob("*/model.parquet"))]
    assert all(table.schema.equals(MODELS) for table in tables)
    assert [tuple(row.values()) for table in tables for row in table.to_pylist()] == [
        ("nada", "v2", 0.6, 50, 0.7, False),
        ("places", "g1", None, None, None, True),
    ]
