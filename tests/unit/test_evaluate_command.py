from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tiny_engine import LABELS, build_head, build_model
from tiny_home import WORDS, Home, labelled, tiny_home

from ml.classifiers.bodies import TunedBody
from ml.classifiers.examples import is_heldout
from ml.classifiers.promotion import challenge, crown_first
from orchestration.context import as_of
from warehouse.errors import InputError


@pytest.fixture
def home(tmp_path, monkeypatch):
    """`nada` with a champion that is right and a challenger that takes good for bad."""
    with tiny_home(tmp_path, monkeypatch) as home:
        body = TunedBody("b1", home.registry / "bodies" / "b1")
        crown_first(home.layout, build_model(home.registry, version="benar", body=body), as_of())
        turned = build_head(labels=("positif", "netral", "negatif"))
        challenge(home.layout, build_model(home.registry, version="salah", body=body, head=turned))
        yield home


def evaluate(home: Home, file: Path, *options: str) -> dict:
    """What it wrote as JSON."""
    target = home.folder / "ukuran" / "nada.json"
    done = home.pantau("evaluate", "nada", "--data", file, "--json", target, *options)
    if done.exception:
        raise done.exception
    return orjson.loads(target.read_bytes())


def fresh(count: int) -> list[dict]:
    """Labelled texts that are no examples."""
    return labelled(count, start=1_000)


def test_a_classifier_is_measured_as_a_whole_by_label_and_by_slice(home):
    rows = [*fresh(9), {"text": WORDS["positif"], "label": "netral"}]
    told = evaluate(home, home.file(rows))
    assert (told["name"], told["version"], told["file"], told["row_count"], told["count"]) == (
        "nada",
        "benar",
        "berkas.csv",
        28,
        28,
    )
    assert told["score"]["accuracy"] == pytest.approx(27 / 28)
    assert told["labels"]["netral"] == pytest.approx({"precision": 1, "recall": 0.9, "f1": 18 / 19, "count": 10})
    assert told["slices"]["panjang"]["pendek"]["count"] == 28
    assert set(told) >= {"ece", "coverage", "abstained_share", "decided"}
    for words in ("accuracy 0.964", "share kept", "precision", "panjang", "calibration error"):
        assert words in home.shown


@pytest.mark.parametrize(("version", "accuracy"), [("champion", 1), ("challenger", 1 / 3), ("salah", 1 / 3)])
def test_the_version_is_chosen_by_name_or_by_what_it_stands_for(version, accuracy, home):
    told = evaluate(home, home.file(fresh(8)), "--version", version)
    assert told["score"]["accuracy"] == pytest.approx(accuracy)


def test_rows_without_text_or_label_are_left_out_and_told(home):
    rows = [*fresh(8), {"text": "", "label": "netral"}, {"text": "rapat", "label": " "}]
    told = evaluate(home, home.file(rows))
    assert (told["row_count"], told["count"]) == (26, 24)
    assert "2 rows have no text or no label" in home.shown


def test_without_a_column_named_label_the_one_named_like_the_classifier_counts(home):
    rows = [{"isi": row["text"], "nada": row["label"], "kelas": "netral"} for row in fresh(8)]
    assert evaluate(home, home.file(rows), "--column", "isi")["score"]["accuracy"] == 1
    told = evaluate(home, home.file(rows), "--column", "isi", "--label-column", "kelas")
    assert told["score"]["accuracy"] == pytest.approx(1 / 3)


def test_a_column_of_channels_gives_slices(home):
    rows = [{**row, "kanal": "berita" if row["label"] == "netral" else "pengaduan"} for row in fresh(8)]
    found = evaluate(home, home.file(rows))["slices"]["kanal"]
    assert {name: group["count"] for name, group in found.items()} == {"berita": 8, "pengaduan": 16}


def test_texts_that_it_may_have_learned_from_are_told(home):
    known = [row for row in labelled(20) if not is_heldout(row["text"])][:3]
    assert evaluate(home, home.file([*fresh(8), *known]))["learned_count"] == 3
    assert "3 of these texts are examples" in home.shown


def test_labels_that_it_does_not_know_are_told_with_those_that_it_knows(home):
    with pytest.raises(InputError) as told:
        evaluate(home, home.file([*fresh(8), {"text": "banjir", "label": "marah"}]))
    assert "does not know: marah" in str(told.value)
    assert ", ".join(LABELS) in str(told.value)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--column", "textt"), "did you mean 'text'"),
        (("--label-column", "labell"), "did you mean 'label'"),
        (("--version", "v9"), "no version v9 of nada; there are: benar, salah"),
    ],
)
def test_what_is_not_there_is_told_with_what_there_is(options, told, home):
    with pytest.raises(InputError, match=told):
        evaluate(home, home.file(fresh(8)), *options)


def test_a_file_without_a_labelled_row_is_told(home):
    with pytest.raises(InputError, match="no row with both a text in 'text' and a label in 'label'"):
        evaluate(home, home.file([{"text": "banjir", "label": ""}]))


@pytest.mark.parametrize("target", ["berkas.csv", "lain/../berkas.csv", "tautan.json"])
def test_the_file_that_is_measured_on_is_never_replaced(target, home):
    source = home.file(fresh(8))
    before = source.read_bytes()
    (home.folder / "lain").mkdir()
    (home.folder / "tautan.json").symlink_to(source)
    done = home.pantau("evaluate", "nada", "--data", source, "--json", home.folder / target)
    assert "would replace the input" in str(done.exception)
    assert source.read_bytes() == before


def test_what_a_challenger_learned_from_a_file_is_told_when_it_is_measured_on_that_file(home):
    rows = labelled(60, start=2_000)
    assert home.pantau("train", "nada", "--examples", home.file(rows)).exception is None
    learned = sum(not is_heldout(row["text"]) for row in rows)
    told = evaluate(home, home.file([*rows, *fresh(8)]), "--version", "challenger")
    assert told["learned_count"] == learned
    assert f"{learned} of these texts are examples that it may have learned from" in home.shown
    assert evaluate(home, home.file(rows), "--version", "benar")["learned_count"] == 0


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (fresh(8), "(interval at 95 %)"),
        (fresh(7), "no label has 8 rows, so all that occur count"),
        (fresh(8)[:-1], "labels with fewer than 8 rows do not count"),
    ],
)
def test_which_labels_count_is_told_as_it_is(rows, told, home):
    evaluate(home, home.file(rows))
    assert told in home.shown
