from __future__ import annotations

from collections import Counter
from itertools import chain, combinations_with_replacement

import numpy as np
import pytest
from threadpoolctl import threadpool_limits
from tiny_engine import LABELS, VECTORS, build_body, unit_vector

from ml.classifiers import training
from ml.classifiers.engine import BodyEngine
from ml.classifiers.evaluation import report
from ml.classifiers.examples import Example, is_heldout, split_examples
from ml.classifiers.heads import SUREST, UNSURE, WORDS_FROM
from ml.classifiers.scoring import Scorer
from ml.classifiers.specs import Classifier
from ml.classifiers.training import LEAST_HELDOUT, Sight, train_head
from warehouse.errors import InputError

WORDS = [*VECTORS][2:]
LABELLED = [
    Example(text=" ".join(words), label=LABELS[int(unit_vector(" ".join(words)).argmax())], channel="berita")
    for words in chain.from_iterable(combinations_with_replacement(WORDS, size) for size in (3, 4, 5))
]


def classifier(examples=tuple(LABELLED), **changes) -> Classifier:
    fields = {"name": "nada", "column": "tone", "description": "Nada teks.", "labels": LABELS, "examples": examples}
    return Classifier(**{**fields, **changes})


def some(count: int, **also: int) -> tuple[Example, ...]:
    """`count` examples of each label, or as many as `also` says, none of them held out unless it must be."""
    rows = sorted(LABELLED, key=lambda example: is_heldout(example.text))
    return tuple(e for label in LABELS for e in [row for row in rows if row.label == label][: also.get(label, count)])


class Counting(BodyEngine):
    """An engine that counts the texts it is given."""

    def vectors(self, texts):
        self.given = [*getattr(self, "given", []), *texts]
        return super().vectors(texts)


@pytest.fixture(scope="module")
def body(tmp_path_factory):
    return build_body(tmp_path_factory.mktemp("models"))


@pytest.fixture
def engine(body):
    return Counting(body.folder)


@pytest.fixture
def sight(engine, body):
    return Sight(engine, body.words)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """On one thread, as suits small numbers; and without telling languages, which takes seconds to load."""
    monkeypatch.setattr(training, "slices", lambda texts, channels: {"kanal": channels})
    with threadpool_limits(1):
        yield


@pytest.fixture
def fitted(monkeypatch) -> list[int]:
    """How many texts each head was fitted on, in turn."""
    counts: list[int] = []
    fit = training.fit_head
    monkeypatch.setattr(training, "fit_head", lambda seen, *rest, **more: counts.append(len(seen)) or fit(seen, *rest, **more))
    return counts


def test_a_head_learns_what_its_examples_show(sight):
    result = train_head(classifier(), sight)
    assert result.method == "held-out examples"
    assert result.report.score.macro_f1 > 0.9
    assert result.head.read(unit_vector("lancar bagus").astype(np.float32)).guess == "positif"


def test_a_head_is_fitted_on_one_side_and_measured_on_the_other(sight, fitted):
    ours, apart = split_examples(LABELLED)
    result = train_head(classifier(), sight)
    assert fitted == [len(ours)] == [result.training_count]
    assert result.report.score.count == len(apart)
    assert {label: row["count"] for label, row in result.report.labels.items()} == Counter(e.label for e in apart)
    assert result.report.slices["kanal"]["berita"]["count"] == len(apart)


@pytest.fixture
def calibrated_on(monkeypatch) -> list[list[str]]:
    """The truth of the rows that each temperature was fitted to."""
    rows: list[list[str]] = []
    fit = training.fit_temperature
    monkeypatch.setattr(
        training, "fit_temperature", lambda logits, truth, labels: rows.append(truth) or fit(logits, truth, labels)
    )
    return rows


def locally(examples) -> tuple[Example, ...]:
    return tuple(e.model_copy(update={"is_local": True}) for e in examples)


def test_enough_held_out_examples_of_an_installation_calibrate_alone(sight, calibrated_on, monkeypatch):
    """Shipped texts are easier than those that it reads; scores are to hold for the latter. All are measured on."""
    local = locally(LABELLED[::2])
    _, apart = split_examples(local)
    mixed = classifier((*LABELLED[1::2], *local), temperature=2.0)
    monkeypatch.setattr(training, "LEAST_LOCAL", len(apart))
    result = train_head(mixed, sight)
    assert calibrated_on[0] == [e.label for e in apart]
    assert result.head.temperature != 2.0
    assert result.report.score.count == len(split_examples(LABELLED)[1])


def test_few_held_out_examples_of_an_installation_leave_the_stated_temperature(sight, monkeypatch):
    local = locally(LABELLED[::2])
    monkeypatch.setattr(training, "LEAST_LOCAL", len(split_examples(local)[1]) + 1)
    assert train_head(classifier((*LABELLED[1::2], *local), temperature=2.0), sight).head.temperature == 2.0


def test_held_out_examples_of_an_installation_that_are_all_of_one_label_leave_it_too(sight, monkeypatch):
    local = locally(e for e in LABELLED if e.label == LABELS[0])
    rest = [e for e in LABELLED if e.label != LABELS[0]]
    monkeypatch.setattr(training, "LEAST_LOCAL", 1)
    assert train_head(classifier((*rest, *local), temperature=2.0), sight).head.temperature == 2.0


def test_where_too_few_are_held_out_each_is_asked_of_a_head_that_has_not_seen_it(sight, fitted):
    examples = some(10)
    result = train_head(classifier(examples), sight)
    assert result.method == "cross-validation"
    assert result.report.score.count == len(examples)
    assert fitted[1:] == [len(examples) * 4 // 5] * 5


def test_a_head_never_learns_from_the_held_out_side_though_too_few_are_held_out_to_measure_on(sight, fitted):
    """Else it would be compared with a later version on rows that it knows by heart."""
    rows = [[e for e in LABELLED if e.label == label] for label in LABELS]
    examples = tuple(e for of_label in rows for e in of_label[:12])
    ours, apart = split_examples(examples)
    assert apart
    assert min(Counter(e.label for e in apart).get(label, 0) for label in LABELS) < LEAST_HELDOUT
    result = train_head(classifier(examples), sight)
    assert fitted[0] == len(ours) == result.training_count == result.report.score.count


def test_a_label_of_fewer_examples_than_folds_gets_fewer_folds(sight, fitted):
    train_head(classifier(some(12, positif=3)), sight)
    assert len(fitted) == 1 + 3


def test_a_lone_example_is_told(sight):
    with pytest.raises(InputError, match=r"positif has a single example; every label needs two"):
        train_head(classifier(some(12, positif=1)), sight)


def test_a_head_of_many_examples_knows_words_and_tells_how_often_they_suffice(sight):
    result = train_head(classifier(), sight)
    assert result.training_count >= WORDS_FROM
    assert result.head.words.sure_at >= SUREST
    assert 0 < result.student.answered_share <= 1
    assert result.student.lost_accuracy <= 0, "words answer alone only where that costs nothing"


def test_a_head_of_few_examples_knows_no_words(sight):
    result = train_head(classifier(some(60)), sight)
    assert result.training_count < WORDS_FROM
    assert (result.head.words, result.student) == (None, None)


def test_on_a_body_tuned_for_it_alone_a_head_of_many_examples_knows_no_words(sight):
    result = train_head(classifier(), sight, is_alone=True)
    assert result.training_count >= WORDS_FROM
    assert (result.head.words, result.student) == (None, None)


def test_a_head_on_a_body_of_its_own_knows_how_frequent_labels_are_in_the_file_and_others_do_not_ask(sight):
    counts = dict.fromkeys(LABELS, 1_000) | {LABELS[0]: 10}
    for is_alone in (False, True):
        plain, told = (train_head(classifier(label_counts=given), sight, is_alone).head for given in (None, counts))
        assert (told.bias[0] < plain.bias[0] - 1) == is_alone


def test_words_weigh_as_the_classifier_says(sight):
    for weight in (0.0, 0.5):
        assert train_head(classifier(word_weight=weight), sight).head.word_weight == weight


def test_the_report_is_of_what_labelling_will_say(sight, body):
    """Of words alone where they are sure, and of both together elsewhere."""
    result = train_head(classifier(), sight)
    rows = split_examples(LABELLED)[1]
    scorer = Scorer(BodyEngine(body.folder), {"nada": result.head}, body.words)
    found = [row["nada"] for row in scorer.iterate([e.text for e in rows])]
    assert report([e.label for e in rows], found, {}).score == result.report.score
    assert np.mean([reading.label == UNSURE for reading in found]) == pytest.approx(result.report.abstained_share)


def test_a_temperature_is_fitted_unless_one_is_stated(sight):
    fitted, stated = (train_head(classifier(temperature=t), sight) for t in (None, 1.7))
    assert stated.head.temperature == 1.7
    assert fitted.head.temperature != 1.7
    assert fitted.report.ece < stated.report.ece


@pytest.mark.parametrize("share", [0.0, 0.15, 0.4])
def test_the_share_that_abstains_is_the_one_that_was_asked_for(sight, share):
    result = train_head(classifier(abstaining_share=share), sight)
    count = result.report.score.count
    assert result.report.abstained_share == pytest.approx(share, abs=2 / count)


def test_who_abstains_is_who_is_least_sure(sight):
    result = train_head(classifier(some(100), abstaining_share=0.3), sight)
    assert result.report.abstained_share == pytest.approx(0.3, abs=0.02)
    assert result.report.decided.macro_f1 >= result.report.score.macro_f1
    vectors = sight.of(LABELLED).vectors
    readings = [result.head.read(vector) for vector in vectors]
    decided, left = ([r.score for r in readings if (r.label == r.guess) is side] for side in (True, False))
    assert max(left) < result.head.threshold <= min(decided)


def test_the_same_examples_give_the_same_head_in_any_order(sight):
    first, again = train_head(classifier(), sight), train_head(classifier(tuple(LABELLED[::-1])), sight)
    assert again.head.weights == pytest.approx(first.head.weights, abs=1e-3)
    assert again.head.threshold == pytest.approx(first.head.threshold, abs=1e-3)


def test_an_example_is_read_once_for_all_classifiers(engine, sight):
    train_head(classifier(), sight)
    read = Counter(engine.given)
    train_head(classifier(some(20), name="lain"), sight)
    assert set(read.values()) == {1}
    assert Counter(engine.given) == read


def test_examples_are_seen_in_their_order_and_clean(sight, body):
    asked = [Example(text="jalan  https://contoh.id/rusak", label="netral"), Example(text="bagus", label="positif")]
    seen = sight.of([*asked, asked[0]])
    assert seen.vectors[0] == pytest.approx(unit_vector("jalan tautan"), abs=1e-6)
    assert seen.vectors[1] == pytest.approx(unit_vector("bagus"), abs=1e-6)
    assert np.array_equal(seen.vectors[2], seen.vectors[0])
    assert (seen.rows != body.words.of(["jalan tautan", "bagus", "jalan tautan"])).nnz == 0
    assert (seen.at(np.array([1])).rows != body.words.of(["bagus"])).nnz == 0
