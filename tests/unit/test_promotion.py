from __future__ import annotations

from datetime import datetime
from itertools import chain, combinations_with_replacement

import numpy as np
import orjson
import pytest
from tiny_engine import LABELS, VECTORS, build_body, build_head, build_model, unit_vector

from ml.classifiers import promotion
from ml.classifiers.examples import Example, is_heldout, split_examples
from ml.classifiers.heads import Head
from ml.classifiers.promotion import TOLERANCE, Comparison, challenge, compare, crown_first, decide, pass_over, roll_back, wait
from ml.classifiers.registry import Standing, read_standing, standing_file
from warehouse.errors import InputError

WORDS = [*VECTORS][2:]
TEXTS = [" ".join(words) for words in chain.from_iterable(combinations_with_replacement(WORDS, size) for size in (3, 4, 5))]
EXAMPLES = [Example(text=text, label=LABELS[int(unit_vector(text).argmax())]) for text in TEXTS]
HELDOUT = split_examples(EXAMPLES)[1]
GOOD = build_head()


def leaning(towards: int, by: float) -> Head:
    """GOOD, but it says one label too readily."""
    return Head(LABELS, GOOD.weights, np.eye(3, dtype=np.float32)[towards] * by)


MIDDLING, POOR = leaning(1, 1.0), leaning(1, 3.0)


@pytest.fixture
def registry(tmp_path):
    return tmp_path / "models"


@pytest.fixture
def version(registry):
    body = build_body(registry)
    return lambda name, head: build_model(registry, version=name, head=head, body=body)


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Every text that is read for a comparison."""
    texts: list[str] = []
    guesses = promotion.guesses
    monkeypatch.setattr(promotion, "guesses", lambda model, asked: texts.extend(asked) or guesses(model, asked))
    return texts


def comparison(champion: str = "v1", challenger: str = "v2", gain: float = 0.02, low: float = 0.01) -> Comparison:
    return Comparison(champion, challenger, 0.7, 0.7 + gain, low, low + 0.05, 120)


def test_a_comparison_tells_macro_f1_of_both_on_the_held_out_rows(version):
    found = compare(version("v1", MIDDLING), version("v2", GOOD), EXAMPLES)
    assert (found.champion, found.challenger, found.count) == ("v1", "v2", len(HELDOUT))
    assert found.challenger_f1 == 1.0
    assert found.champion_f1 < 0.95
    assert found.low < found.challenger_f1 - found.champion_f1 < found.high


def test_a_better_challenger_wins_and_a_worse_one_is_refused(version):
    good, poor = version("v1", GOOD), version("v2", POOR)
    assert compare(poor, good, EXAMPLES).is_won
    refused = compare(good, poor, EXAMPLES)
    assert not refused.is_won
    assert refused.high < 0


def test_rows_that_either_may_have_learned_from_are_not_asked(version, read):
    compare(version("v1", GOOD), version("v2", MIDDLING), EXAMPLES)
    assert set(read) == {example.text for example in HELDOUT}
    assert len(read) == 2 * len(HELDOUT)


def test_a_challenger_that_is_better_only_where_it_learned_is_refused(version):
    """POOR is told to be right on every training row: what counts are the others."""
    poor = POOR.read
    flattering = [
        e if is_heldout(e.text) else e.model_copy(update={"label": poor(unit_vector(e.text)).guess}) for e in EXAMPLES
    ]
    assert not compare(version("v1", GOOD), version("v2", POOR), flattering).is_won


def test_a_row_that_stands_twice_counts_once(version):
    good, middling = version("v1", GOOD), version("v2", MIDDLING)
    assert compare(good, middling, [*EXAMPLES, *EXAMPLES[::-1]]) == compare(good, middling, EXAMPLES)


def test_both_are_drawn_on_the_same_rows(version):
    """Two versions that guess alike differ by nothing on every draw, however poor they are."""
    found = compare(version("v1", MIDDLING), version("v2", MIDDLING), EXAMPLES)
    assert (found.low, found.high) == (0.0, 0.0)
    assert found.is_won


def test_the_same_comparison_has_the_same_interval(version):
    good, middling = version("v1", GOOD), version("v2", MIDDLING)
    assert compare(good, middling, EXAMPLES) == compare(good, middling, EXAMPLES)


def test_few_rows_give_a_wide_interval(version):
    good, middling = version("v1", GOOD), version("v2", MIDDLING)
    few, many = compare(middling, good, HELDOUT[::4]), compare(middling, good, HELDOUT)
    assert few.high - few.low > many.high - many.low


def test_the_threshold_of_a_version_does_not_move_a_comparison(version):
    shy = version("v2", build_head(threshold=0.99))
    assert compare(version("v1", GOOD), shy, EXAMPLES).challenger_f1 == 1.0


def test_nothing_held_out_to_compare_on_is_told(version):
    with pytest.raises(InputError, match="no held-out row"):
        compare(version("v1", GOOD), version("v2", POOR), [e for e in EXAMPLES if not is_heldout(e.text)])


def test_a_label_that_the_champion_does_not_know_is_told(version):
    strange = [e.model_copy(update={"label": "marah"}) for e in HELDOUT[:2]]
    with pytest.raises(InputError, match=r"Champion v1 of nada does not know: marah"):
        compare(version("v1", GOOD), version("v2", POOR), [*EXAMPLES, *strange])


@pytest.mark.parametrize(
    ("gain", "low", "is_won"),
    [
        (0.02, 0.01, True),
        (0.02, -TOLERANCE / 2, True),
        (0.02, -2 * TOLERANCE, False),
        (0.0, -0.01, True),
        (-0.001, -0.01, False),
    ],
)
def test_a_challenger_wins_that_gains_on_average_and_is_not_likely_to_lose_much(gain, low, is_won):
    assert comparison(gain=gain, low=low).is_won is is_won


def test_the_first_version_is_champion_and_no_other_takes_its_place(home, version, as_of):
    crowned = crown_first(home, version("v1", POOR), as_of)
    assert (crowned.champion, crowned.challenger) == ("v1", None)
    assert crown_first(home, version("v2", GOOD), as_of) == crowned == read_standing(home, "nada")
    (entry,) = crowned.history
    assert (entry["event"], entry["at"], entry["version"]) == ("first", "2026-11-21T05:00:00", "v1")


@pytest.fixture
def settled(home, version, as_of):
    """A home whose champion is v1 and whose challenger is v2."""
    crown_first(home, version("v1", GOOD), as_of)
    challenge(home, version("v2", MIDDLING))
    return home


def test_a_challenger_that_stands_labels_nothing_yet(settled):
    standing = read_standing(settled, "nada")
    assert (standing.champion, standing.challenger) == ("v1", "v2")
    assert not standing.has_considered("v2")


def test_a_challenger_that_has_won_is_champion(settled, as_of):
    standing = decide(settled, "nada", comparison(), as_of)
    assert (standing.champion, standing.challenger) == ("v2", None)
    assert standing == read_standing(settled, "nada")


def test_a_challenger_that_has_lost_is_kept_and_not_considered_again(settled, as_of):
    standing = decide(settled, "nada", comparison(gain=-0.1, low=-0.2), as_of)
    assert (standing.champion, standing.challenger) == ("v1", "v2")
    assert standing.has_considered("v2")
    assert standing == read_standing(settled, "nada")


def test_the_history_holds_every_decision_with_its_figures(settled, registry, as_of):
    later = datetime(2026, 11, 22, 5)
    decide(settled, "nada", comparison(gain=-0.1, low=-0.2), as_of)
    decide(settled, "nada", comparison(challenger="v3"), later)
    roll_back(settled, registry, "nada", later)
    history = orjson.loads(standing_file(settled, "nada").read_bytes())["history"]
    assert [entry["event"] for entry in history] == ["first", "kept", "promoted", "rolled-back"]
    assert history[1] == {"event": "kept", "at": "2026-11-21T05:00:00", **vars(comparison(gain=-0.1, low=-0.2))}
    assert (history[2]["at"], history[2]["count"]) == ("2026-11-22T05:00:00", 120)
    assert (history[3]["champion"], history[3]["version"]) == ("v3", "v1")


def test_a_rollback_brings_back_the_champion_before(settled, registry, as_of):
    decide(settled, "nada", comparison(), as_of)
    standing = roll_back(settled, registry, "nada", as_of)
    assert (standing.champion, standing.challenger) == ("v1", "v2")
    assert standing.has_considered("v2"), "else the next run would promote it again"
    assert standing == read_standing(settled, "nada")


def test_rollbacks_go_back_one_champion_at_a_time_to_the_first(settled, registry, as_of):
    decide(settled, "nada", comparison(), as_of)
    decide(settled, "nada", comparison("v2", "v3"), as_of)
    assert roll_back(settled, registry, "nada", as_of).champion == "v2"
    assert roll_back(settled, registry, "nada", as_of).champion == "v1"
    with pytest.raises(
        InputError, match="no champion of nada before v1; the challenger v2 is brought in with `pantau models promote nada`"
    ):
        roll_back(settled, registry, "nada", as_of)
    assert read_standing(settled, "nada").champion == "v1"


def test_after_a_rollback_and_another_promotion_the_way_back_leads_past_what_was_rolled_back(settled, registry, as_of):
    decide(settled, "nada", comparison(), as_of)
    roll_back(settled, registry, "nada", as_of)
    decide(settled, "nada", comparison(challenger="v3"), as_of)
    assert roll_back(settled, registry, "nada", as_of).champion == "v1"


def test_a_kept_challenger_is_no_champion_to_go_back_to(settled, registry, as_of):
    decide(settled, "nada", comparison(gain=-0.1, low=-0.2), as_of)
    with pytest.raises(InputError, match="no champion of nada before v1; the challenger v2"):
        roll_back(settled, registry, "nada", as_of)


def test_without_any_champion_there_is_nothing_to_roll_back(home, registry, as_of):
    with pytest.raises(InputError, match="nada has no champion in this home"):
        roll_back(home, registry, "nada", as_of)


@pytest.mark.parametrize("gone", ["nada/v1", "bodies/b1"])
def test_a_version_whose_files_are_gone_is_not_brought_back(settled, registry, as_of, gone):
    decide(settled, "nada", comparison(), as_of)
    standing = read_standing(settled, "nada")
    (registry / gone / "card.json").unlink()
    with pytest.raises(InputError, match="v2 stays the champion of nada"):
        roll_back(settled, registry, "nada", as_of)
    assert read_standing(settled, "nada") == standing


def test_without_a_challenger_the_history_tells_what_there_was(home, registry, version, as_of):
    crown_first(home, version("v1", GOOD), as_of)
    with pytest.raises(InputError, match="no champion of nada before v1; `pantau models history nada`"):
        roll_back(home, registry, "nada", as_of)


def test_a_challenger_that_gives_way_undecided_is_told_and_noted(settled, version, as_of):
    third = version("v3", GOOD)
    assert pass_over(settled, third, as_of) == "v2"
    standing = challenge(settled, third)
    entry = {"event": "passed-over", "at": "2026-11-21T05:00:00", "version": "v2", "champion": "v1", "by": "v3"}
    assert (standing.challenger, standing.history[-1]) == ("v3", entry)


def test_a_challenger_that_only_waits_is_undecided(settled, version, as_of):
    wait(settled, version("v3", GOOD), as_of)
    assert pass_over(settled, version("v4", GOOD), as_of) == "v3"


def test_a_challenger_that_was_decided_on_or_stands_again_gives_way_to_nothing(settled, version, as_of):
    assert pass_over(settled, version("v2", MIDDLING), as_of) is None
    decide(settled, "nada", comparison(gain=-0.1, low=-0.2), as_of)
    assert pass_over(settled, version("v3", GOOD), as_of) is None
    assert [entry["event"] for entry in read_standing(settled, "nada").history] == ["first", "kept"]


def test_decisions_of_one_home_and_one_classifier_leave_the_others_alone(settled, as_of):
    decide(settled, "nada", comparison(), as_of)
    assert read_standing(settled, "pokok") == Standing()


@pytest.mark.parametrize("gone", ["nada/v1", "bodies/b1"])
def test_a_champion_whose_files_are_gone_is_followed_by_the_version_there_is(home, registry, version, as_of, gone):
    crown_first(home, version("v1", GOOD), as_of)
    body = build_body(registry, version="b2")
    second = build_model(registry, version="v2", head=GOOD, body=body)
    assert crown_first(home, second, as_of).champion == "v1"
    (registry / gone / "card.json").unlink()
    standing = crown_first(home, second, as_of)
    assert (standing.champion, standing.history[-1]["event"]) == ("v2", "lost")
