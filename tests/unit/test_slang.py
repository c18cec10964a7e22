from __future__ import annotations

import re
import string

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.slang import CACHED_WORDS, Normaliser
from warehouse.seeds import read_seed

SEED = read_seed("slang")
NORMALISER = Normaliser(SEED)


def formal(text: str) -> str:
    return NORMALISER.normalise(text)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jln depan rmh sy rusak", "jalan depan rumah saya rusak"),
        ("knp gk diperbaiki sih", "kenapa tidak diperbaiki sih"),
        ("Yg lapor sdh byk, tp blm ditanggapi", "Yang lapor sudah banyak, tapi belum ditanggapi"),
        ("mhn bantuannya, trims", "mohon bantuannya, terima kasih"),
        ("lampunya mati dr kmrn", "lampunya mati dari kemarin"),
        ("gapapa kok, udah dibenerin", "tidak apa-apa kok, sudah diperbaiki"),
        ("tinggal dirumah", "tinggal di rumah"),
    ],
)
def test_what_people_type_reads_formally(text, expected):
    assert formal(text) == expected


def test_the_number_of_replaced_words_is_given():
    assert NORMALISER.normalise("yg rusak blm dibenerin") == ("yang rusak belum diperbaiki", 3)
    assert NORMALISER.normalise("jalan rusak") == ("jalan rusak", 0)


def test_suffixes_stay_on_known_words():
    assert formal("jlnnya gelap, tmpatnya jauh") == "jalannya gelap, tempatnya jauh"
    assert formal("rumahny bocor") == "rumahnya bocor"


def test_words_that_only_look_suffixed_stay():
    assert formal("buku tamu ilmu bumbu Teuku Danny masalah sekolah") == "buku tamu ilmu bumbu Teuku Danny masalah sekolah"


def test_a_two_is_a_plural():
    assert formal("anak2 dan org2, teman2nya") == "anak-anak dan orang-orang, teman-temannya"
    assert formal("anak²") == "anak-anak"


def test_a_two_that_counts_stays():
    assert formal("kelas2 gang2 smp2 co2 covid2") == "kelas2 gang2 smp2 co2 covid2"


def test_amounts_are_written_out():
    assert formal("bayar 150rb, naik 2jt") == "bayar 150 ribu, naik 2 juta"


def test_the_first_letter_keeps_its_case():
    assert formal("Gk bisa. GIMANA ini") == "Tidak bisa. BAGAIMANA ini"


def test_short_words_in_capitals_are_no_slang():
    assert formal("TP PKK, BPK, KLU dan BKN") == "TP PKK, BPK, KLU dan BKN"


def test_a_street_loses_its_full_stop_and_a_doctor_keeps_it():
    assert formal("Jl. Mawar") == "Jalan Mawar"
    assert formal("Dr. Siti dr. Budi") == "Dr. Siti dr. Budi"
    assert formal("rumah sy. Terus") == "rumah saya. Terus"


def test_abbreviations_of_places_stay():
    assert formal("kel. Sukamaju kec. Mawar kab. Contoh, pemkot") == "kel. Sukamaju kec. Mawar kab. Contoh, pemkot"


def test_hashtags_and_handles_stay():
    assert formal("#gk @yg_udah") == "#gk @yg_udah"


def test_the_seed_holds_enough_and_no_reading_is_slang_itself():
    rows = SEED.to_pylist()
    slang = {row["slang"] for row in rows}
    assert len(slang) == len(rows) >= 1_000
    assert not [row for row in rows if set(row["formal"].lower().split()) & slang]
    assert not [word for word in slang if word != word.lower() or " " in word or re.search(r"([a-z])\1\1", word)]
    assert {row["kind_slug"] for row in rows} == {"singkatan", "ejaan", "gaul", "daerah", "gabungan"}


def test_the_seed_is_sorted():
    slang = SEED["slang"].to_pylist()
    assert slang == sorted(slang)


def test_formal_text_stays_after_normalising():
    every = " ".join(SEED["formal"].to_pylist())
    assert NORMALISER.normalise(every) == (every, 0)


@given(st.lists(st.one_of(st.sampled_from(SEED["slang"].to_pylist()), st.text(string.printable, max_size=8)), max_size=20))
def test_normalising_twice_changes_nothing_more(words):
    once = formal(" ".join(words))
    assert formal(once) == once


def test_the_memory_of_words_begins_anew():
    normaliser = Normaliser(pa.table({"slang": ["yg"], "formal": ["yang"]}))
    normaliser.normalise(" ".join(f"kata{number}" for number in range(CACHED_WORDS + 1)))
    assert normaliser.normalise("yg baru kata7") == ("yang baru kata7", 1)
    assert len(normaliser._seen) == 3
