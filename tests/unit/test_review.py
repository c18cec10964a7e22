from __future__ import annotations

import pytest
from tiny_engine import build_model
from tiny_reviews import SENSITIF, clean, cluster, label, publish_texts, screen_texts, text_hash

from ml.classifiers.registry import write_reader
from ml.classifiers.review import Role, has_screen, known_items, queue
from warehouse.errors import InputError
from warehouse.layout import prepare_home

TEXTS = {
    "d1": "jalan rusak di gang tiga",
    "d2": "rapat soal banjir ditunda",
    "d3": "jalan lancar sejak pagi",
    "d4": "taman kota bagus sekarang",
    "d5": "antrean loket panjang sekali",
}
SCORES = {"d1": 0.95, "d2": 0.4, "d3": 0.5, "d4": 0.6, "d5": 0.9}
NADA = ("nada", "v1")


@pytest.fixture
def layout(tmp_path):
    return prepare_home(tmp_path / "home")


@pytest.fixture
def model(tmp_path):
    return build_model(tmp_path / "models")


def fill(layout, families=None, clusters=None, harmless=tuple(TEXTS)) -> None:
    """Publish TEXTS, read by `nada`, each in a cluster of its own unless told otherwise."""
    publish_texts(layout, TEXTS, families)
    label(layout, NADA, TEXTS, {key: ("netral", score) for key, score in SCORES.items()})
    cluster(layout, "b1", TEXTS, {key: (clusters or {}).get(key, key) for key in TEXTS})
    screen_texts(layout, TEXTS, dict.fromkeys(harmless, "tidak"))


def queued(layout, model, role=Role.ANALYST, judged=(), count=50) -> list[str]:
    return [item.document_id for item in queue(layout, model, role, has_screen(layout), judged, count)]


def test_the_least_sure_come_first(layout, model):
    fill(layout)
    assert queued(layout, model) == ["d2", "d3", "d4", "d5", "d1"]
    assert queued(layout, model, count=2) == ["d2", "d3"]


def test_a_text_with_many_copies_comes_before_a_less_sure_one_without(layout, model):
    fill(layout, families={"d4": "d4", "d5": "d4", "d1": "d4"})
    (first, *others) = queue(layout, model, Role.ANALYST, has_screen(layout), (), 50)
    assert (first.document_id, first.family_count) == ("d4", 3)
    assert [item.document_id for item in others] == ["d2", "d3"]  # of copies one alone is asked


def test_every_cluster_gives_one_text_before_any_gives_a_second(layout, model):
    fill(layout, clusters={"d2": "banjir", "d3": "banjir", "d4": "banjir"})
    assert queued(layout, model) == ["d2", "d5", "d1", "d3", "d4"]


def test_where_no_cluster_is_known_the_guess_stands_for_it(layout, model):
    publish_texts(layout, TEXTS)
    guesses = {"d1": "negatif", "d2": "netral", "d3": "netral", "d4": "positif", "d5": "negatif"}
    label(layout, NADA, TEXTS, {key: (guesses[key], SCORES[key]) for key in TEXTS})
    assert queued(layout, model) == ["d2", "d4", "d5", "d3", "d1"]


def test_withheld_texts_are_for_one_role_alone(layout, model):
    fill(layout, harmless=("d1", "d3", "d4"))
    screen_texts(layout, TEXTS, {"d2": "pribadi", "d5": "sara"})
    assert queued(layout, model) == ["d3", "d4", "d1"]
    found = queue(layout, model, Role.SENSITIVE, True, (), 50)
    assert {item.document_id: item.text for item in found} == {key: TEXTS[key] for key in ("d2", "d5")}


def test_what_sensitif_is_unsure_of_is_not_withheld(layout, model):
    fill(layout, harmless=("d1",))
    screen_texts(layout, TEXTS, {"d2": "pribadi"}, is_sure=False)
    assert queued(layout, model) == ["d2", "d1"]
    assert queued(layout, model, Role.SENSITIVE) == []


def test_a_text_that_sensitif_has_not_read_is_shown_to_nobody(layout, model):
    fill(layout, harmless=("d1",))
    assert queued(layout, model) == ["d1"]
    assert queued(layout, model, Role.SENSITIVE) == []


def test_a_harmless_copy_does_not_bring_the_withheld_one_to_an_analyst(layout, model):
    fill(layout, families={"d2": "d2", "d5": "d2"}, harmless=("d1", "d3", "d4", "d5"))
    screen_texts(layout, TEXTS, {"d2": "pribadi"})
    assert queued(layout, model) == ["d3", "d4", "d5", "d1"]
    assert queued(layout, model, Role.SENSITIVE) == ["d2"]


def test_where_no_label_of_sensitif_counts_an_analyst_gets_everything_and_nothing_is_withheld(layout, model):
    publish_texts(layout, TEXTS)
    label(layout, NADA, TEXTS, {key: ("netral", score) for key, score in SCORES.items()})
    label(layout, SENSITIF, TEXTS, dict.fromkeys(TEXTS, ("tidak", 0.9)), is_current=False)
    assert not has_screen(layout)
    assert len(queued(layout, model)) == len(TEXTS)
    assert queued(layout, model, Role.SENSITIVE) == []


def test_texts_judged_before_and_their_copies_do_not_come_again(layout, model):
    fill(layout, families={"d2": "d2", "d3": "d2"})
    assert queued(layout, model, judged=[TEXTS["d3"]]) == ["d4", "d5", "d1"]


def test_an_edited_document_is_asked_with_its_present_text(layout, model):
    then = {**TEXTS, "d2": "rapat soal banjir dimulai", "d3": "jalan macet sejak pagi"}
    publish_texts(layout, TEXTS)
    clean(layout, then)  # read later than the present text: the edit was taken back
    label(layout, NADA, then, dict.fromkeys(("d2", "d3"), ("netral", 0.2)), is_current=False)
    label(layout, SENSITIF, then, dict.fromkeys(("d2", "d3"), ("tidak", 0.9)), is_current=False)
    label(layout, NADA, TEXTS, {key: ("netral", SCORES[key]) for key in TEXTS if key != "d3"})
    screen_texts(layout, TEXTS, dict.fromkeys(TEXTS, "tidak"))
    found = {item.document_id: (item.text, item.score) for item in queue(layout, model, Role.ANALYST, True, (), 50)}
    assert set(found) == set(TEXTS) - {"d3"}  # a text that the champion has not read waits for the next run
    assert found["d2"] == (TEXTS["d2"], 0.4)


def test_texts_are_those_of_the_cleaner_that_counts(layout, model):
    fill(layout)
    clean(layout, {"d2": TEXTS["d2"]}, "c2")
    write_reader(layout, "cleaned", "c2")
    assert queued(layout, model) == ["d2"]


def test_a_model_promoted_since_the_last_run_has_nothing_to_ask_and_knows_what_was_asked(layout, tmp_path):
    fill(layout)
    promoted = build_model(tmp_path / "models", version="v2")
    assert queued(layout, promoted) == []
    (found,) = known_items(layout, promoted, [("d1", text_hash(TEXTS["d1"]))])
    assert (found.text, found.guess) == (TEXTS["d1"], None)


def test_a_former_champion_that_counts_again_asks_by_the_labels_it_gave(layout, model):
    publish_texts(layout, TEXTS)
    label(layout, NADA, TEXTS, {"d1": ("netral", 0.5)}, is_current=False)
    label(layout, ("nada", "v2"), TEXTS, dict.fromkeys(TEXTS, ("netral", 0.5)))
    assert queued(layout, model) == ["d1"]


def test_items_are_known_by_document_and_text_whether_labelled_or_withheld_or_not(layout, model):
    publish_texts(layout, TEXTS)
    label(layout, NADA, TEXTS, {"d1": ("negatif", 0.5)})
    screen_texts(layout, TEXTS, {"d1": "pribadi", "d2": "tidak", "d3": "tidak"})
    clean(layout, {"d3": "jalan macet sejak pagi"})
    asked = {"d1": TEXTS["d1"], "d2": TEXTS["d2"], "d3": "jalan macet sejak pagi", "d9": TEXTS["d1"]}
    keys = [(key, text_hash(text)) for key, text in asked.items()]
    found = {item.document_id: item for item in known_items(layout, model, keys)}
    assert set(found) == {"d1", "d2"}
    assert (found["d1"].guess, found["d1"].text) == ("negatif", TEXTS["d1"])
    assert (found["d2"].guess, found["d2"].text) == (None, TEXTS["d2"])


def test_before_the_first_run_there_is_no_queue(layout, model):
    with pytest.raises(InputError, match="pantau run"):
        queued(layout, model)
