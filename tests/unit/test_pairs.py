"""Whether two documents tell of one event, and against which earlier ones a new one is held."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_stream import TOWNS, burst, chatter, lone, opened_watch, stream, told

from ml.issues import candidates
from ml.issues.candidates import MOST, likely_pairs
from ml.issues.pairs import Documents, documents_of, features, read_model
from ml.issues.regions import region_rows
from ml.issues.stories import JOINED
from ml.issues.terms import read_terms
from ml.issues.watch import published_hours
from ml.vectors import unit_vectors

RARITY = opened_watch().rarity
MODEL = read_model()
NONE = np.zeros((0, 2))


def held(rows: list[dict]) -> Documents:
    table, vectors = stream(rows)
    titles, texts = ([text or "" for text in table[name].to_pylist()] for name in ("title", "text"))
    regions = region_rows(table["region_codes"].to_pylist())
    return documents_of(read_terms(titles, texts), unit_vectors(vectors), published_hours(table), regions, RARITY)


def chances(rows: list[dict]) -> np.ndarray:
    """Probability of every two documents, in order of time; 0 where a pair is none."""
    documents = held(rows)
    pairs, _ = likely_pairs(documents, documents.take(slice(0, 0)), NONE, RARITY, MODEL)
    found = np.zeros((len(rows), len(rows)))
    found[pairs.i, pairs.j] = pairs.probability
    return found


def test_two_wordings_of_one_event_are_one_story_and_two_events_are_not():
    one, other = burst("banjir", 0, 6), burst("jalan", 6, 6, town=TOWNS[1])
    found = chances(one + other)
    assert np.mean([found[i, :i].max() >= JOINED for i in range(1, 6)]) >= 0.8
    assert found[6:, :6].max() < JOINED


@pytest.mark.parametrize("wording", [2, 3, 5, 7, 11])
def test_floods_that_are_told_of_two_provinces_are_no_story_though_their_words_are_of_one(wording):
    one, other = told("banjir", -1), told("banjir", 91, wording)
    here, there = {"region_codes": ["35.78"]}, {"region_codes": ["32.73"]}
    around = chatter(90)
    same, unknown, apart = (
        chances([one | place, *around, other | its_place])[-1, 0]
        for place, its_place in ((here, here), ({}, {}), (here, there))
    )
    assert same > unknown > JOINED > apart


def test_a_document_is_held_against_earlier_ones_alone():
    documents = held([told("banjir", hour, hour) for hour in range(6)])
    pairs, _ = likely_pairs(documents.take(slice(3, 6)), documents.take(slice(0, 3)), np.zeros((3, 2)), RARITY, MODEL)
    assert set(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True)) == {(i, j) for i in range(3) for j in range(i + 3)}


def test_of_many_like_documents_only_so_many_are_looked_at():
    documents = held([told("banjir", 0, wording, name=f"{wording:03d}") for wording in range(MOST + 10)])
    pairs, _ = likely_pairs(documents, documents.take(slice(0, 0)), NONE, RARITY, MODEL)
    assert np.bincount(pairs.i).max() == MOST


@pytest.mark.parametrize(("count", "largest", "told_count"), [(6, 100, 6), (6, 4, 4)])
def test_how_many_documents_there_are_is_told_up_to_what_weights_were_fitted_on(count, largest, told_count, monkeypatch):
    monkeypatch.setattr(candidates, "LARGEST", largest)
    documents = held([told("banjir", hour, hour) for hour in range(count)])
    (rows, _), _, _ = candidates.pair_features(documents, documents.take(slice(0, 0)), NONE, RARITY)
    assert np.allclose(rows[:, -1], np.log(told_count))


def test_documents_without_a_shared_word_are_no_pair_however_alike_they_mean():
    one, other = lone(1, 0), lone(2, 1)
    other["_share"] = one["_share"]
    assert chances([one, other]).max() == 0


def test_what_everything_around_is_like_is_given_for_every_new_document():
    documents = held([told("banjir", hour, hour) for hour in range(3)] + [lone(1, 4)])
    _, around = likely_pairs(documents, documents.take(slice(0, 0)), NONE, RARITY, MODEL)
    assert around.shape == (4, 2)
    assert (around[[0, 3]] == 0).all()
    assert (around[[1, 2]] > 0).all()


@pytest.mark.parametrize("missing", [{"title": None}, {"title": None, "text": None}, {"_share": ("", "", "")}])
def test_what_a_document_lacks_gives_no_number_that_is_none(missing):
    documents = held([told("banjir", 0, 0) | missing, told("banjir", 1, 1)])
    documents.vectors[0] = 0
    found = features(documents, documents, np.array([0, 1, 0]), np.array([1, 0, 0]), RARITY)
    assert np.isfinite(found).all()


@settings(max_examples=8, derandomize=True, deadline=None, database=None)
@given(st.permutations(range(8)))
def test_a_pair_is_as_likely_whichever_comes_first(order):
    rows = burst("banjir", 0, 3) + burst("feri", 3, 3) + [lone(1, 1), lone(2, 2)]
    documents, order = held(rows), np.array(order)
    i, j = order[:4], order[4:]
    assert np.allclose(features(documents, documents, i, j, RARITY), features(documents, documents, j, i, RARITY), atol=1e-4)


def test_documents_taken_apart_and_joined_are_as_before():
    documents = held(burst("banjir", 0, 5))
    again = documents.take(slice(0, 2)).join(documents.take(slice(2, 5)))
    assert len(again) == 5
    for name in ("whole", "title"):
        assert (getattr(again, name) != getattr(documents, name)).nnz == 0
    assert np.array_equal(again.vectors, documents.vectors)
    assert np.array_equal(again.hours, documents.hours)


def test_the_shipped_model_reads_what_is_computed_and_gives_probabilities():
    found = MODEL.probability(np.random.default_rng(1).normal(MODEL.mean, MODEL.spread, (50, len(MODEL.mean))))
    assert found.shape == (50,)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.std() > 0.01
