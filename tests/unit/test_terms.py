"""Words of a document as columns: what counts, for how much, and how rare it is in the stream so far."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.terms import LEAD_WORD, PAIR, WIDTH, WORD, Rarity, _words, read_terms, row_sums, unit

thorough = settings(max_examples=10, derandomize=True, deadline=None, database=None)
WORDS = ("banjir", "tanggul", "jebol", "warga", "mengungsi", "Kalipenda", "di", "yang", "2", "air")
texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def weights(title: str, lead: str = "") -> list[float]:
    """Weights of the terms of one document, the largest first."""
    return sorted((round(float(one), 3) for one in read_terms([title], [f"{title} {lead}".strip()]).whole.data), reverse=True)


def columns(rows: sp.csr_array) -> set[int]:
    return set(rows.indices.tolist())


def rarity_of(documents: list[str]) -> Rarity:
    rarity = Rarity()
    rarity.add(read_terms(documents, documents).whole)
    return rarity


def test_words_of_the_title_weigh_more_than_those_of_the_lead():
    assert weights("banjir", "tanggul") == [WORD, LEAD_WORD]


def test_a_word_of_title_and_lead_counts_as_one_of_the_title():
    assert weights("banjir", "banjir") == [WORD]


def test_words_side_by_side_are_a_pair_and_words_of_form_part_them():
    assert weights("tanggul jebol") == [WORD, WORD, PAIR]
    assert weights("tanggul yang jebol") == [WORD, WORD]


def test_numbers_and_short_words_are_no_terms():
    assert weights("2 di ke ab") == []


def test_a_greeting_is_no_term_however_it_is_spelled():
    greeted = "Assalamu’alaikum warrohmatullah wabarokatuh, assalammualaikum wr wb jalan rusak"
    assert _words(greeted) == [*[None] * 7, "jalan", "rusak"]


def test_how_a_word_is_written_changes_no_column():
    assert columns(read_terms(["BANJIR Besar"], ["BANJIR Besar"]).whole) == columns(
        read_terms(["banjir besar"], ["banjir besar"]).whole
    )


def test_without_a_title_the_first_sentence_stands_for_it():
    without = read_terms([""], ["Tanggul jebol. Warga mengungsi."])
    given_one = read_terms(["Tanggul jebol."], ["Tanggul jebol. Warga mengungsi."])
    assert columns(without.title) == columns(given_one.title)
    assert columns(without.whole) > columns(without.title)


def test_names_are_capitalised_words_within_a_text_and_not_its_first():
    names = read_terms(["Tanggul Kalipenda jebol"], ["Tanggul Kalipenda jebol"]).names
    assert columns(names) == columns(read_terms(["kalipenda"], ["kalipenda"]).whole)


def test_a_document_without_words_is_an_empty_row_that_stays_empty():
    rows = read_terms(["", "banjir"], ["", "banjir"])
    lengths = row_sums(unit(rows.whole) ** 2)
    assert lengths.tolist() == [0, 1]
    assert rows.whole.shape == rows.title.shape == rows.names.shape == (2, WIDTH)


@thorough
@given(st.lists(texts, min_size=1, max_size=6), st.integers(0, 6))
def test_documents_read_together_or_apart_give_the_same_rows(documents, cut):
    whole = read_terms(documents, documents).whole
    apart = [read_terms(part, part).whole for part in (documents[:cut], documents[cut:]) if part]
    assert (whole != sp.vstack(apart, format="csr")).nnz == 0


@thorough
@given(st.lists(texts, min_size=1, max_size=4), st.randoms())
def test_rarity_knows_no_order_and_no_batches(documents, random):
    mixed = random.sample(documents, len(documents))
    together, apart = rarity_of(documents), Rarity()
    for document in mixed:
        apart.add(read_terms([document], [document]).whole)
    assert apart.count == together.count == len(documents)
    assert np.array_equal(apart.frequencies, together.frequencies)


def test_the_more_documents_hold_a_word_the_less_it_weighs():
    rarity = rarity_of(["banjir tanggul", *["banjir"] * 99])
    often, once, never = (rarity.of(read_terms([word], [word]).whole.indices)[0] for word in ("banjir", "tanggul", "jebol"))
    assert 0 <= often < once < never


def test_a_word_counts_once_a_document():
    assert rarity_of(["banjir. banjir. banjir"]).frequencies.max() == 1
