from __future__ import annotations

import pytest

from ml.classifiers.corrections import Answer, ballots, doubled, extended, keep_examples, problem, settle, standing_answers
from ml.classifiers.examples import Example, examples_digest, read_examples
from ml.classifiers.guideline import hints, settled_cases
from ml.classifiers.review import Item
from ml.classifiers.specs import Classifier, read_classifiers
from warehouse.errors import InputError

ITEM = Item("d1", "h1", "Jalan rusak,\nsudah lama!", "pengaduan")
LABELS = ("baik", "buruk")


def answer(
    key: str = "d1", label: str = "buruk", reviewer: str = "an", text: str = ITEM.text, is_mended: bool = False
) -> Answer:
    return Answer(key, "h1", text, label, reviewer, is_mended)


@pytest.mark.parametrize(
    ("given", "item", "reason"),
    [
        (answer(), ITEM, None),
        (answer(text="'Jalan rusak, sudah lama"), ITEM, None),
        (answer(label=""), ITEM, "jawaban-kosong"),
        (answer(label="jelek"), ITEM, "label-tak-dikenal"),
        (answer(text="Jalan mulus"), ITEM, "teks-berubah"),
        (answer(), None, "item-tak-dikenal"),
    ],
)
def test_an_answer_is_taken_where_item_text_and_label_are_as_they_were_asked(given, item, reason):
    assert problem(given, item, LABELS) == reason


def test_the_majority_settles_an_item_and_a_tie_is_disputed():
    votes = ballots(
        [
            *(answer(reviewer="an"), answer(reviewer="bi"), answer(label="baik", reviewer="ci")),
            *(answer("d2", reviewer="an"), answer("d2", "baik", "bi")),
        ]
    )
    assert settle(votes) == ({("d1", "h1"): "buruk"}, [("d2", "h1")])


def test_two_labels_of_one_reviewer_for_one_item_are_told_and_the_same_label_twice_is_not():
    same = [answer("d2"), answer("d2"), answer(reviewer="bi")]
    assert doubled([answer(label="buruk"), answer(label="baik"), *same]) == {(("d1", "h1"), "an")}


def test_what_a_reviewer_mended_stands_in_place_of_what_he_said_before():
    mended, others = answer(label="baik", is_mended=True), [answer("d2"), answer(reviewer="bi")]
    assert standing_answers([answer(label="buruk"), mended, *others]) == [mended, *others]


def test_an_item_kept_twice_counts_once_with_the_later_label(tmp_path):
    first = [Example(text="jalan rusak", label="buruk"), Example(text="taman bagus", label="baik", channel="berita")]
    assert keep_examples(tmp_path / "examples", "nada", first) == 2
    assert keep_examples(tmp_path / "examples", "nada", [Example(text="jalan rusak", label="baik"), first[1]]) == 1
    assert read_examples(tmp_path / "examples", "nada") == [Example(text="jalan rusak", label="baik"), first[1]]


def classifier() -> Classifier:
    texts = (("jalan rusak", "buruk"), ("taman yang bagus", "baik"), ("taman", "baik"))
    examples = tuple(Example(text=text, label=label) for text, label in texts)
    return Classifier(name="nada", column="tone", description="Nada.", labels=LABELS, examples=examples)


def test_a_label_of_this_installation_wins_over_a_shipped_one(tmp_path):
    keep_examples(tmp_path, "nada", [Example(text="jalan rusak", label="baik"), Example(text="pasar sepi", label="buruk")])
    found = {example.text: example.label for example in extended(classifier(), tmp_path).examples}
    assert found == {"jalan rusak": "baik", "taman yang bagus": "baik", "taman": "baik", "pasar sepi": "buruk"}


def test_corrections_do_not_move_the_digest_of_examples(tmp_path):
    same = Example(text="jalan rusak", label="buruk")
    keep_examples(tmp_path, "nada", [same])
    assert examples_digest(extended(classifier(), tmp_path).examples) == examples_digest(classifier().examples)


def test_a_label_that_the_classifier_no_longer_has_is_told_with_its_file(tmp_path):
    keep_examples(tmp_path, "nada", [Example(text="jalan rusak", label="hilang")])
    with pytest.raises(InputError, match=r"nada\.jsonl: hilang"):
        extended(classifier(), tmp_path)


def test_a_classifier_without_guideline_is_shown_with_its_shortest_examples():
    assert [tuple(hint) for hint in hints(classifier())] == [("baik", "", "taman"), ("buruk", "", "jalan rusak")]
    assert settled_cases("nada") == []


def test_no_reviewer_is_shown_a_text_of_the_installation():
    theirs = Example(text="sawah", label="baik", is_local=True)
    widened = classifier().model_copy(update={"examples": (*classifier().examples, theirs)})
    assert hints(widened) == hints(classifier())


def test_the_guideline_tells_every_label_of_the_shipped_classifiers():
    for shipped in read_classifiers().values():
        assert all(hint.meaning and hint.example for hint in hints(shipped)), shipped.name
        assert settled_cases(shipped.name)
