from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tiny_home import Home, labelled, tiny_home

from ml.classifiers import registry
from ml.classifiers.bodies import TunedBody
from ml.classifiers.examples import Example, is_heldout, read_examples
from ml.classifiers.labelled_files import draw
from ml.classifiers.registry import Model, open_model, read_standing
from orchestration import models
from warehouse.errors import InputError

TWO = ("negatif", "positif")


@pytest.fixture
def home(tmp_path, monkeypatch):
    with tiny_home(tmp_path, monkeypatch) as home:
        yield home


def train(home: Home, name: str, rows: list[dict], *options: str) -> Model:
    """The newest version of that name."""
    done = home.pantau("train", name, "--examples", home.file(rows), *options)
    if done.exception:
        raise done.exception
    standing = read_standing(home.layout, name)
    return open_model(home.registry, name, standing.challenger or standing.champion)


def examples(count: int, **options) -> list[Example]:
    return [Example(**row) for row in labelled(count, **options)]


def test_a_new_name_is_a_classifier_whose_first_version_is_its_champion(home):
    model = train(home, "genangan", labelled(60, TWO))
    assert read_standing(home.layout, "genangan").champion == model.version
    assert (model.labels, model.card["method"], model.macro_f1) == (TWO, "held-out examples", 1.0)
    assert model.card["training_count"] == sum(not is_heldout(row["text"]) for row in labelled(60, TWO))
    assert "`pantau classify --classifier genangan` reads with it" in home.shown
    file = home.file([{"text": "banjir", "no": 1}], "baru.csv")
    target = home.folder / "hasil.csv"
    home.pantau("classify", "--input", file, "--column", "text", "--output", target, "--classifier", "genangan")
    assert "negatif" in target.read_text()


def test_the_examples_of_a_new_name_are_kept_masked(home):
    rows = [*labelled(20, TWO), {"text": "banjir, hubungi 0812-3456-7890 nomor1", "label": "negatif"}]
    train(home, "genangan", rows)
    kept = read_examples(home.layout.examples, "genangan")
    assert len(kept) == 41
    assert not [e.text for e in kept if "7890" in e.text]


def test_a_version_of_a_known_name_challenges_its_champion(home):
    model = train(home, "nada", labelled(60, start=1_000))
    standing = read_standing(home.layout, "nada")
    assert standing.challenger == model.version != standing.champion
    held = sum(is_heldout(row["text"]) for row in labelled(60, start=1_000))
    assert f"On the held-out rows of this file: champion {standing.champion} macro-F1 1.000" in home.shown
    assert f"n = {held}" in home.shown
    assert "`pantau models promote nada`" in home.shown
    assert not home.layout.examples.exists()


def test_the_second_version_of_ones_own_classifier_challenges_the_first(home):
    first = train(home, "genangan", labelled(20, TWO))
    second = train(home, "genangan", labelled(60, TWO, start=100))
    standing = read_standing(home.layout, "genangan")
    assert (standing.champion, standing.challenger) == (first.version, second.version)
    assert len(read_examples(home.layout.examples, "genangan")) == 160


def test_the_same_file_gives_the_same_version_and_no_challenger(home):
    first = train(home, "genangan", labelled(20, TWO))
    assert train(home, "genangan", labelled(20, TWO)).version == first.version
    assert read_standing(home.layout, "genangan").challenger is None


def test_no_held_out_row_is_learned_from_however_few_there_are(home):
    rows = labelled(16, TWO)
    model = train(home, "genangan", rows)
    learned = sum(not is_heldout(row["text"]) for row in rows)
    assert 16 < learned < 32
    assert (model.card["training_count"], model.holdout_count) == (learned, learned)
    assert model.card["method"].startswith("cross-validation")


def test_of_each_label_so_many_are_drawn_to_learn_from_and_all_that_are_held_out_measure():
    drawn = draw(examples(60), per_class=8, seed=1)
    assert Counter(e.label for e in drawn.training) == {"negatif": 8, "netral": 8, "positif": 8}
    assert not [e for e in drawn.training if is_heldout(e.text)]
    assert {e.text for e in drawn.heldout} == {e.text for e in examples(60) if is_heldout(e.text)}
    assert drawn.examples == drawn.training + drawn.heldout


def test_a_seed_draws_the_same_rows_in_whatever_order_they_come_and_another_draws_others():
    rows = examples(60)
    assert draw(rows, 8, seed=1) == draw(rows[::-1], 8, seed=1)
    assert set(draw(rows, 8, seed=1).training) != set(draw(rows, 8, seed=2).training)


def test_many_held_out_rows_are_measured_on_in_part(monkeypatch):
    monkeypatch.setattr("ml.classifiers.labelled_files.MOST_HELDOUT", 10)
    assert len(draw(examples(60), None, seed=1).heldout) == 10


def test_equal_texts_count_once():
    assert sum(draw(examples(20) * 3, None, seed=1).counts.values()) == 60


def test_a_text_that_bears_two_labels_is_left_out_in_whatever_order_its_rows_come():
    twice = [Example(text=e.text, label="positif") for e in examples(4, labels=TWO[:1])]
    rows = [*examples(60), *twice]
    drawn = draw(rows, None, seed=1)
    assert drawn == draw(rows[::-1], None, seed=1)
    assert not {e.text for e in drawn.examples} & {e.text for e in twice}
    assert (drawn.repeat_count, drawn.disputed_count, drawn.counts["negatif"]) == (4, 4, 56)


def test_equal_texts_of_several_channels_give_the_same_row_in_whatever_order_they_come():
    rows = [e.model_copy(update={"channel": channel}) for e in examples(20) for channel in (None, "berita", "pengaduan")]
    assert draw(rows, None, seed=1) == draw(rows[::-1], None, seed=1)


def test_rows_that_repeat_a_text_are_told(home):
    rows = labelled(60, TWO)
    train(home, "genangan", [*rows, *rows[:10], *({**row, "label": "positif"} for row in labelled(3, TWO[:1]))])
    assert "13 rows repeat a text; 3 texts bear two labels and are left out." in home.shown


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([*labelled(20, TWO), {"text": "rapat", "label": "Negatif"}], "'Negatif' and 'negatif' differ in capitals alone"),
        ([*labelled(20, TWO), {"text": "rapat", "label": "tidak-yakin"}], "says where it is not sure; leave those rows out"),
        ([*labelled(20, TWO), *({**row, "label": "netral"} for row in labelled(9, TWO))], "netral: .* 18 that bear two labels"),
        (labelled(20, ["netral"]), "at least two labels apart; the file has netral"),
        ([*labelled(20, TWO), {"text": "rapat warga", "label": "netral"}], "netral: fewer than two different texts"),
        ([{"text": "", "label": "netral"}], "no row with both"),
    ],
)
def test_a_file_that_cannot_teach_is_told_and_nothing_is_changed(rows, told, home):
    with pytest.raises(InputError, match=told):
        train(home, "genangan", rows)
    assert not (home.registry / "genangan").exists()
    assert not home.layout.examples.exists()


def test_a_name_that_can_be_none_is_told(home):
    with pytest.raises(InputError, match="lower-case letters"):
        train(home, "Genangan Air", labelled(20, TWO))


def test_labels_that_the_champion_does_not_know_are_trained_but_not_compared(home):
    model = train(home, "nada", [*labelled(60), *({"text": f"jalan jalan {i}", "label": "sindiran"} for i in range(60))])
    assert model.labels == ("negatif", "netral", "positif", "sindiran")
    assert "Not compared with the champion" in home.shown
    assert "sindiran" in home.shown


def test_a_body_of_its_own_is_tuned_several_times_on_this_file_alone(home, monkeypatch):
    asked = []

    def obtain(base, columns, registry, progress, settings, start):
        asked.append((columns, settings, start.version))
        return TunedBody("b1", Path(registry) / "bodies" / "b1")

    monkeypatch.setattr(models, "obtain_body", obtain)
    train(home, "genangan", labelled(60, TWO), "--body", "own")
    columns, settings, start = asked[0]
    assert start == models.stated_body(lambda *_: None).version
    ((name, given),) = columns.items()
    assert (name, len(given)) == ("genangan", 120)
    assert settings.text_limit == sum(not is_heldout(example.text) for example in given)
    assert settings.epochs == models.MOST_EPOCHS
    assert settings.contrast == 0
    assert settings.tunings == models.TUNINGS > 1


def test_the_version_of_an_equal_draw_knows_how_often_labels_are_in_the_file(home, monkeypatch):
    asked: list = []
    train_head = registry.train_head
    monkeypatch.setattr(
        registry, "train_head", lambda classifier, *rest: asked.append(classifier) or train_head(classifier, *rest)
    )
    for name in ("genangan", "nada"):
        train(home, name, [*labelled(60), *labelled(40, TWO[:1], start=500)], "--per-class", "20")
    counts = [one.label_counts for one in asked if one.label_counts]
    assert counts == [{"negatif": 100, "netral": 60, "positif": 60}] * 2


def test_a_body_of_its_own_needs_held_out_rows_to_be_measured_on(home):
    with pytest.raises(InputError, match="take --body shared"):
        train(home, "genangan", labelled(8, TWO), "--body", "own")


@pytest.mark.parametrize("name", ["bersama", "bodies", "gugus"])
def test_a_name_that_stands_for_something_else_is_refused(home, name):
    with pytest.raises(InputError, match="keeps for itself"):
        train(home, name, labelled(20, TWO))
