from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny_engine import build_engine

from ml import labelling
from ml.engine import Engine
from ml.labelling import label_documents
from ml.reading import reader_folder, write_part
from ml.registry import Model
from warehouse.layout import prepare_home
from warehouse.schemas import LABELS

CLEANED = "c1"
TEXTS = {"d1": "jalan rusak", "d2": "rapat banjir", "d3": "jalan lancar", "d4": "jalan rusak", "d5": "bagus", "d6": "rapat"}


class Interrupted(BaseException):
    """Stands for the process that dies here."""


def silent(done: int, total: int) -> None:
    """Nobody listens."""


def clean(layout, texts: dict[str, str]) -> None:
    """A part as the cleaner would write it; a text is its own hash."""
    columns = {"document_id": [*texts], "text_hash": [*texts.values()], "clean_text": [*texts.values()]}
    write_part(pa.table(columns), reader_folder(layout, "cleaned", CLEANED))


def labelled(layout, model: Model) -> list[dict]:
    parts = sorted(layout.ml_table("labels").glob(f"{model.name}-{model.version}/*.parquet"))
    return sorted((row for part in parts for row in pq.read_table(part).to_pylist()), key=lambda row: row["document_id"])


@pytest.fixture
def layout(tmp_path):
    layout = prepare_home(tmp_path / "home")
    clean(layout, TEXTS)
    return layout


@pytest.fixture
def model(tmp_path):
    folder = build_engine(tmp_path / "models" / "nada" / "v1")
    return Model("nada", "v1", folder, macro_f1=0.8, holdout_count=10, floor=0.7, is_new=False)


@pytest.fixture
def scored(monkeypatch) -> list[str]:
    """Every text that an engine is given, as it comes."""
    texts: list[str] = []

    class Listening(Engine):
        def score(self, given):
            texts.extend(given)
            return super().score(given)

    monkeypatch.setattr(labelling, "Engine", Listening)
    return texts


def test_every_document_gets_the_engines_label_and_score(layout, model):
    assert label_documents(layout, model, CLEANED, silent) == 6
    guesses = dict(zip(TEXTS, Engine(model.folder).classify(list(TEXTS.values())), strict=True))
    assert labelled(layout, model) == [
        {
            "document_id": document_id,
            "text_hash": text,
            "classifier_name": "nada",
            "model_version": "v1",
            "label_slug": guesses[document_id][0],
            "score": round(guesses[document_id][1], 6),
        }
        for document_id, text in TEXTS.items()
    ]


def test_labels_lie_in_the_schema_of_the_warehouse(layout, model):
    label_documents(layout, model, CLEANED, silent)
    (part,) = layout.ml_table("labels").glob("nada-v1/*.parquet")
    assert pq.read_schema(part).equals(LABELS)


def test_a_second_call_labels_nothing(layout, model, scored):
    label_documents(layout, model, CLEANED, silent)
    before = labelled(layout, model)
    scored.clear()
    assert label_documents(layout, model, CLEANED, silent) == 0
    assert scored == []
    assert labelled(layout, model) == before


def test_a_changed_text_is_read_again_and_alone(layout, model, scored):
    label_documents(layout, model, CLEANED, silent)
    scored.clear()
    clean(layout, {"d5": "bagus banjir"})
    assert label_documents(layout, model, CLEANED, silent) == 1
    assert scored == ["bagus banjir"]
    assert [row["text_hash"] for row in labelled(layout, model) if row["document_id"] == "d5"] == ["bagus", "bagus banjir"]


def test_equal_texts_are_scored_once_when_they_come_together(layout, model, scored):
    label_documents(layout, model, CLEANED, silent)
    assert sorted(scored) == sorted(set(TEXTS.values()))
    first, second = (row for row in labelled(layout, model) if row["text_hash"] == "jalan rusak")
    assert (first["label_slug"], first["score"]) == (second["label_slug"], second["score"])


def test_equal_texts_are_scored_once_when_they_come_in_different_runs(layout, model, scored):
    label_documents(layout, model, CLEANED, silent)
    scored.clear()
    clean(layout, {"d7": "rapat"})
    assert label_documents(layout, model, CLEANED, silent) == 1
    assert scored == []
    rows = {row["document_id"]: row for row in labelled(layout, model)}
    assert rows["d7"] == {**rows["d6"], "document_id": "d7"}


def test_equal_texts_are_scored_once_when_they_come_in_different_parts(layout, model, scored, monkeypatch):
    monkeypatch.setattr(labelling, "PART_DOCUMENTS", 1)
    label_documents(layout, model, CLEANED, silent)
    assert sorted(scored) == sorted(set(TEXTS.values()))


def test_another_version_reads_everything_again(layout, model):
    label_documents(layout, model, CLEANED, silent)
    other = replace(model, version="v2")
    assert label_documents(layout, other, CLEANED, silent) == 6
    assert len(labelled(layout, model)) == len(labelled(layout, other)) == 6


def test_killed_after_the_first_part_it_goes_on_and_ends_with_the_same_rows(tmp_path, layout, model, scored, monkeypatch):
    monkeypatch.setattr(labelling, "PART_DOCUMENTS", 2)
    unbroken = prepare_home(tmp_path / "unbroken")
    clean(unbroken, TEXTS)
    label_documents(unbroken, model, CLEANED, silent)

    def die(done: int, total: int) -> None:
        if done:
            raise Interrupted

    with pytest.raises(Interrupted):
        label_documents(layout, model, CLEANED, die)
    assert len(labelled(layout, model)) == 2
    scored.clear()
    assert label_documents(layout, model, CLEANED, silent) == 4
    assert len(scored) < len(set(TEXTS.values()))
    assert labelled(layout, model) == labelled(unbroken, model)


def test_a_model_below_its_floor_labels_nothing(layout, model, scored):
    assert label_documents(layout, replace(model, macro_f1=0.69), CLEANED, silent) == 0
    assert scored == []
    assert labelled(layout, model) == []


def test_progress_runs_from_none_to_all(layout, model, monkeypatch):
    monkeypatch.setattr(labelling, "PART_DOCUMENTS", 4)
    heard: list[tuple[int, int]] = []
    label_documents(layout, model, CLEANED, lambda done, total: heard.append((done, total)))
    assert heard == [(0, 6), (4, 6), (6, 6)]
