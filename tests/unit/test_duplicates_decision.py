"""What makes two look-alikes the same news, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ml.duplicates.bands import BANDS, text_bands
from ml.duplicates.decision import are_copies
from ml.duplicates.evidence import Text, chance, is_typing_error, likeness
from ml.duplicates.letters import FIRST, RUN, hash_letters
from ml.duplicates.words import hash_words, split_words, text_key

GOLD = Path(__file__).parents[1] / "gold" / "duplicates.jsonl"
PAIRS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def hashes(text: str) -> list[int]:
    return hash_words(split_words(text)).tolist()


def text(written: str) -> Text:
    words = split_words(written)
    return Text(hash_words(words).tolist(), hash_letters([words])[1].tolist())


SYNONYM = "sinonim"
"""A verb changed for its synonym reads like another deed: words alone cannot tell, and what is joined is never parted."""
TOLD = [pair for pair in PAIRS if pair["trap"] != SYNONYM or not pair["is_duplicate"]]


@pytest.mark.parametrize("pair", TOLD, ids=[f"{number}-{pair['trap']}" for number, pair in enumerate(TOLD)])
def test_every_pair_of_our_own_is_decided_as_labelled_from_either_side(pair):
    left, right = text(pair["left"]), text(pair["right"])
    assert are_copies(left, right, pair["days_apart"]) == pair["is_duplicate"]
    assert are_copies(right, left, pair["days_apart"]) == pair["is_duplicate"]


def test_swapped_synonyms_are_the_only_copies_of_our_own_that_may_be_missed():
    assert 0 < len(PAIRS) - len(TOLD) <= 3


@pytest.mark.parametrize(
    "written",
    [
        "Setuju, jalan dibetulkan",
        "RT @_: setuju jalan dibetulkan",
        "setuju jalan dibetulkan (1/3)",
        "#jalan setuju jalan dibetulkan 🙏 https://a.id/b",
    ],
)
def test_what_stands_around_a_copy_does_not_hide_it(written):
    assert split_words(written) == ["setuju", "jalan", "dibetulkan"]


def test_hashtags_are_words_where_there_are_no_others():
    assert split_words("#TolakTambang #SelamatkanMuara") == ["tolaktambang", "selamatkanmuara"]


def test_a_date_at_the_end_is_no_part_number():
    assert split_words("rapat pada 12/3/2026") == ["rapat", "pada", "12", "3", "2026"]


def test_texts_without_words_are_told_apart_by_what_they_hold():
    assert text_key([], "🙏") != text_key([], "😡")


def test_likeness_is_one_for_equal_words_and_zero_for_none_in_common():
    assert likeness(hashes("pasar ikan kota"), hashes("Pasar Ikan, kota")) == 1
    assert likeness(hashes("pasar ikan"), hashes("gunung salju")) == 0


def test_a_word_of_form_changes_likeness_less_than_a_word_of_meaning():
    news = "warga desa perbaiki jembatan gantung"
    assert likeness(hashes(news), hashes(news + " yang")) > likeness(hashes(news), hashes(news + " lama"))


def test_near_copies_share_a_band_and_strangers_none():
    news = "polisi bongkar gudang pupuk palsu berkedok toko bangunan"
    texts = [news + " tua", news, "nelayan keluhkan solar subsidi langka sepanjang musim panen"]
    words = [split_words(text) for text in texts]
    bands = text_bands(hash_words([word for one in words for word in one]), np.array([len(one) for one in words]))
    assert bands.shape == (3, BANDS)
    assert (bands[0] == bands[1]).any()
    assert not (bands[0] == bands[2]).any()


def test_bands_of_a_text_do_not_depend_on_its_neighbours():
    first, second = hash_words(["satu", "kata", "lagi"]), hash_words(["lain", "sama", "sekali"])
    alone = text_bands(second, np.array([3]))
    assert (text_bands(np.concatenate([first, second]), np.array([3, 3]))[1] == alone[0]).all()
    assert (text_bands(np.concatenate([first, second]), np.array([3, 0, 3]))[[1]] == 0).all()


def test_letters_of_joined_and_parted_words_are_the_same():
    assert text("warga nagan raya").letters == text("warga naganraya").letters


def test_letters_of_a_text_do_not_depend_on_its_neighbours_and_end_after_the_first_ones():
    lengths, letters = hash_letters([["warga", "desa"], [], ["ab"], ["x" * 900]])
    assert lengths.tolist() == [len("wargadesa") - RUN + 1, 0, 0, FIRST - RUN + 1]
    assert letters[: lengths[0]].tolist() == text("warga desa").letters


def test_a_mistyped_word_is_an_error_and_another_word_is_none():
    news = "warga pesisir keluhkan jembatan rusak"
    assert is_typing_error(text(news), text("warga pesisir keluhkan jembtaan rusak"))
    assert not is_typing_error(text(news), text("warga pesisir keluhkan dermaga rusak"))


@pytest.mark.parametrize("changed", ["warga rt 4 tidak setuju", "warga rt 5 setuju", "profil warga rt 4 setuju"])
def test_a_number_a_negation_and_a_side_of_the_story_are_no_typing_errors(changed):
    assert not is_typing_error(text("warga rt 4 setuju"), text(changed))


def test_the_chance_falls_with_every_day_and_every_added_word():
    news, edited = text("polisi bongkar gudang pupuk palsu"), text("polisi bongkar gudang pupuk palsu di lereng")
    further = text("polisi bongkar gudang pupuk palsu di lereng bukit teh milik pensiunan")
    assert chance(news, edited, 0) > chance(news, edited, 1) > chance(news, edited, 5)
    assert chance(news, edited, 0) > chance(news, further, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [("rugi rp 8,4 m", "rugi rp8,4 miliar"), ("dana 5 t", "dana 5 triliun"), ("kemenkes", "kementerian kesehatan")],
)
def test_sums_and_offices_have_one_spelling(one, other):
    assert split_words(one) == split_words(other)


@pytest.mark.parametrize(
    ("one", "other", "exchanged"),
    [
        ("bupati sari gugat wali kota bima", "wali kota bima gugat bupati sari", True),
        ("petugas sita beras hingga gula", "petugas sita gula hingga beras", False),
        ("jalan lintas pesisir macet truk tangki terguling", "truk tangki terguling jalan lintas pesisir macet", False),
    ],
)
def test_exchanged_names_are_other_news_and_reordered_clauses_are_not(one, other, exchanged):
    assert are_copies(text(one), text(other), 0) == (not exchanged)
