from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny_engine import LABELS, build_body, build_head, build_model, build_words, unit_vector

from ml.classifiers import labelling, scoring
from ml.classifiers.engine import BodyEngine
from ml.classifiers.heads import UNSURE
from ml.classifiers.labelling import label_documents
from ml.classifiers.scoring import UNREAD, read_texts
from ml.reading import reader_folder, write_part
from warehouse.layout import prepare_home
from warehouse.schemas import LABELS as SCHEMA

CLEANED = "c1"
TEXTS = {"d1": "jalan rusak", "d2": "rapat banjir", "d3": "jalan lancar", "d4": "jalan rusak", "d5": "bagus", "d6": "rapat"}
PARTS = 3 * len({"nada-v1", "kabar-v1", "gugus-b1"})
"""Six documents, two to a part, for two classifiers and the clusters."""


class Interrupted(BaseException):
    """Stands for the process that dies here."""


def silent(done: int, total: int) -> None:
    """Nobody listens."""


def clean(layout, texts: dict[str, str]) -> None:
    """A part as the cleaner would write it; a text is its own hash."""
    columns = {"document_id": [*texts], "text_hash": [*texts.values()], "clean_text": [*texts.values()]}
    write_part(pa.table(columns), reader_folder(layout, "cleaned", CLEANED))


def rows_of(layout, column: str) -> list[dict]:
    parts = sorted(layout.ml_table("labels").glob(f"{column}/*.parquet"))
    rows = (row for part in parts for row in pq.read_table(part).to_pylist())
    return sorted(rows, key=lambda row: (row["document_id"], row["text_hash"]))


def all_rows(layout) -> dict[str, list[dict]]:
    return {column: rows_of(layout, column) for column in ("nada-v1", "kabar-v1", "gugus-b1")}


@pytest.fixture
def layout(tmp_path):
    layout = prepare_home(tmp_path / "home")
    clean(layout, TEXTS)
    return layout


@pytest.fixture
def body(tmp_path):
    return build_body(tmp_path / "models")


@pytest.fixture
def nada(tmp_path, body):
    return build_model(tmp_path / "models", "nada", body=body, head=build_head(threshold=0.8))


@pytest.fixture
def kabar(tmp_path, body):
    return build_model(tmp_path / "models", "kabar", body=body, head=build_head(LABELS[::-1]))


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Every text that an engine is given, as it comes."""
    texts: list[str] = []

    class Listening(BodyEngine):
        def vectors(self, given):
            texts.extend(given)
            return super().vectors(given)

    monkeypatch.setattr(scoring, "BodyEngine", Listening)
    return texts


def test_every_document_gets_label_guess_and_score_of_its_text(layout, nada):
    assert label_documents(layout, [nada], CLEANED, silent) == {"nada": 6}
    expected = [row["nada"] for row in read_texts([nada], list(TEXTS.values()))]
    assert rows_of(layout, "nada-v1") == [
        {
            "document_id": document_id,
            "text_hash": text,
            "classifier_name": "nada",
            "model_version": "v1",
            "label_slug": reading.label,
            "guess_slug": reading.guess,
            "score": round(reading.score, 6),
        }
        for (document_id, text), reading in zip(TEXTS.items(), expected, strict=True)
    ]


def test_an_unsure_document_is_labelled_so_and_its_guess_is_kept(layout, nada):
    label_documents(layout, [nada], CLEANED, silent)
    unsure = {row["document_id"]: row for row in rows_of(layout, "nada-v1") if row["label_slug"] == UNSURE}
    assert sorted(unsure) == ["d2", "d3"]
    assert unsure["d3"]["guess_slug"] == "positif"
    assert all(row["score"] < 0.8 for row in unsure.values())


def test_labels_lie_in_the_schema_of_the_warehouse(layout, nada):
    label_documents(layout, [nada], CLEANED, silent)
    parts = list(layout.ml_table("labels").glob("*-*/*.parquet"))
    assert sorted(part.parent.name for part in parts) == ["gugus-b1", "nada-v1"]
    assert all(pq.read_schema(part).equals(SCHEMA) for part in parts)


def test_models_on_one_body_label_in_one_pass(layout, nada, kabar, read):
    assert label_documents(layout, [nada, kabar], CLEANED, silent) == {"nada": 6, "kabar": 6}
    assert sorted(read) == sorted(set(TEXTS.values()))
    guesses = {name: [row["guess_slug"] for row in rows_of(layout, f"{name}-v1")] for name in ("nada", "kabar")}
    assert guesses["nada"] == ["negatif", "netral", "positif", "negatif", "positif", "netral"]
    assert guesses["kabar"] == ["positif", "netral", "negatif", "positif", "negatif", "netral"]


def test_models_on_different_bodies_label_the_same_documents(tmp_path, layout, nada):
    other = build_model(tmp_path / "models", "pokok", body=build_body(tmp_path / "models", "b2"))
    assert label_documents(layout, [nada, other], CLEANED, silent) == {"nada": 6, "pokok": 6}
    assert [row["document_id"] for row in rows_of(layout, "pokok-v1")] == list(TEXTS)
    assert len(rows_of(layout, "gugus-b1")) == len(rows_of(layout, "gugus-b2")) == 6


def test_every_document_gets_the_cluster_that_its_text_is_nearest_to(layout, nada):
    label_documents(layout, [nada], CLEANED, silent)
    rows = rows_of(layout, "gugus-b1")
    assert [row["label_slug"] for row in rows] == ["00", "01", "02", "00", "02", "01"]
    assert {(row["classifier_name"], row["model_version"]) for row in rows} == {("gugus", "b1")}
    assert [row["score"] for row in rows] == pytest.approx([unit_vector(text).max() for text in TEXTS.values()], abs=1e-5)


def test_a_document_that_words_alone_were_sure_of_is_labelled_and_in_no_cluster(tmp_path, layout, body, read):
    model = build_model(tmp_path / "models", body=body, head=build_head(words=build_words(body, {"bagus": "positif"})))
    label_documents(layout, [model], CLEANED, silent)
    assert "bagus" not in read
    assert [row["guess_slug"] for row in rows_of(layout, "nada-v1")][4] == "positif"
    assert [row["label_slug"] for row in rows_of(layout, "gugus-b1")] == ["00", "01", "02", "00", UNREAD, "01"]


def test_a_second_call_labels_nothing(layout, nada, kabar, read):
    label_documents(layout, [nada, kabar], CLEANED, silent)
    before = all_rows(layout)
    read.clear()
    assert label_documents(layout, [nada, kabar], CLEANED, silent) == {"nada": 0, "kabar": 0}
    assert read == []
    assert all_rows(layout) == before


def test_a_model_that_comes_later_reads_what_the_others_have_read_and_they_do_not(layout, nada, kabar):
    label_documents(layout, [nada], CLEANED, silent)
    before = rows_of(layout, "nada-v1"), rows_of(layout, "gugus-b1")
    assert label_documents(layout, [nada, kabar], CLEANED, silent) == {"nada": 0, "kabar": 6}
    assert (rows_of(layout, "nada-v1"), rows_of(layout, "gugus-b1")) == before


def test_another_version_reads_everything_again_and_old_labels_stay(tmp_path, layout, body, nada):
    label_documents(layout, [nada], CLEANED, silent)
    before = rows_of(layout, "nada-v1")
    other = build_model(tmp_path / "models", version="v2", body=body)
    assert label_documents(layout, [other], CLEANED, silent) == {"nada": 6}
    assert rows_of(layout, "nada-v1") == before
    assert len(rows_of(layout, "nada-v2")) == len(rows_of(layout, "gugus-b1")) == 6


def test_a_changed_text_is_read_again_and_alone(layout, nada, read):
    label_documents(layout, [nada], CLEANED, silent)
    read.clear()
    clean(layout, {"d5": "bagus banjir"})
    assert label_documents(layout, [nada], CLEANED, silent) == {"nada": 1}
    assert read == ["bagus banjir"]
    assert [row["text_hash"] for row in rows_of(layout, "nada-v1") if row["document_id"] == "d5"] == ["bagus", "bagus banjir"]


def test_equal_texts_are_scored_once_when_they_come_together(layout, nada, read):
    label_documents(layout, [nada], CLEANED, silent)
    assert sorted(read) == sorted(set(TEXTS.values()))
    first, second = (row for row in rows_of(layout, "nada-v1") if row["text_hash"] == "jalan rusak")
    assert second == {**first, "document_id": "d4"}


def test_equal_texts_are_scored_once_when_they_come_in_different_runs(layout, nada, kabar, read):
    label_documents(layout, [nada, kabar], CLEANED, silent)
    read.clear()
    clean(layout, {"d7": "rapat"})
    assert label_documents(layout, [nada, kabar], CLEANED, silent) == {"nada": 1, "kabar": 1}
    assert read == []
    for rows in all_rows(layout).values():
        assert rows[-1] == {**rows[-2], "document_id": "d7"}


def test_equal_texts_are_scored_once_when_they_come_in_different_parts(layout, nada, read, monkeypatch):
    monkeypatch.setattr(labelling, "PART_DOCUMENTS", 1)
    label_documents(layout, [nada], CLEANED, silent)
    assert sorted(read) == sorted(set(TEXTS.values()))


def test_a_document_that_was_cleaned_twice_alike_is_labelled_once(layout, nada):
    clean(layout, {"d1": TEXTS["d1"]})
    assert label_documents(layout, [nada], CLEANED, silent) == {"nada": 6}
    assert [row["document_id"] for row in rows_of(layout, "nada-v1")] == list(TEXTS)


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_part_it_goes_on_and_ends_with_the_rows_of_an_unbroken_run(
    tmp_path, layout, nada, kabar, monkeypatch, part, is_written
):
    monkeypatch.setattr(labelling, "PART_DOCUMENTS", 2)
    unbroken = prepare_home(tmp_path / "unbroken")
    clean(unbroken, TEXTS)
    label_documents(unbroken, [nada, kabar], CLEANED, silent)
    written = []

    def dying(table, folder):
        if len(written) == part and not is_written:
            raise Interrupted
        write_part(table, folder)
        written.append(folder.name)
        if len(written) == part + 1 and is_written:
            raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(labelling, "write_part", dying)
        with pytest.raises(Interrupted):
            label_documents(layout, [nada, kabar], CLEANED, silent)
    assert len(written) == part + is_written
    left = {name: 6 - 2 * written.count(f"{name}-v1") for name in ("nada", "kabar")}
    assert label_documents(layout, [nada, kabar], CLEANED, silent) == left
    assert all_rows(layout) == all_rows(unbroken)


def test_what_was_scored_before_a_kill_is_not_scored_again(layout, nada, kabar, read, monkeypatch):
    monkeypatch.setattr(labelling, "PART_DOCUMENTS", 2)

    def die(done: int, total: int) -> None:
        if done:
            raise Interrupted

    with pytest.raises(Interrupted):
        label_documents(layout, [nada, kabar], CLEANED, die)
    before = list(read)
    label_documents(layout, [nada, kabar], CLEANED, silent)
    assert before
    assert sorted(read) == sorted(set(TEXTS.values()))


def test_a_model_below_its_floor_labels_nothing(layout, nada, kabar):
    poor = replace(nada, floor=0.9)
    assert label_documents(layout, [poor, kabar], CLEANED, silent) == {"nada": 0, "kabar": 6}
    assert rows_of(layout, "nada-v1") == []
    assert len(rows_of(layout, "kabar-v1")) == 6


def test_where_every_model_is_below_its_floor_no_text_is_read(layout, nada, read):
    assert label_documents(layout, [replace(nada, floor=0.9)], CLEANED, silent) == {"nada": 0}
    assert read == []
    assert rows_of(layout, "gugus-b1") == []


def test_a_model_above_its_floor_again_labels_what_it_has_missed(layout, nada):
    label_documents(layout, [replace(nada, floor=0.9)], CLEANED, silent)
    assert label_documents(layout, [nada], CLEANED, silent) == {"nada": 6}


def test_where_nothing_was_cleaned_nothing_is_labelled(tmp_path, nada):
    assert label_documents(prepare_home(tmp_path / "empty"), [nada], CLEANED, silent) == {"nada": 0}


def test_progress_runs_from_none_to_all(layout, nada, kabar, monkeypatch):
    monkeypatch.setattr(labelling, "PART_DOCUMENTS", 4)
    heard: list[tuple[int, int]] = []
    label_documents(layout, [nada, kabar], CLEANED, lambda done, total: heard.append((done, total)))
    assert heard == [(0, 6), (4, 6), (6, 6)]
