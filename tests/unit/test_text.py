from __future__ import annotations

import unicodedata

from ml.text import LONGEST, model_text


def test_spaces_of_every_kind_become_one_space():
    assert model_text("  jalan\trusak\n\n parah \u00a0 sekali ") == "jalan rusak parah sekali"


def test_links_become_a_word():
    assert model_text("lihat https://contoh.id/a?b=c#d dan www.contoh.id") == "lihat tautan dan tautan"


def test_handles_become_one_handle():
    assert model_text("@warga_depok tolong @PemkotDepok!") == "@akun tolong @akun!"


def test_hashtags_numbers_and_emoji_stay():
    assert model_text("#JalanRusak 5 tahun 😡") == "#JalanRusak 5 tahun 😡"


def test_letters_and_their_accents_are_composed():
    apart = unicodedata.normalize("NFD", "Café")
    assert apart != "Café"
    assert model_text(apart) == "Café"


def test_a_text_that_was_read_reads_the_same_again():
    once = model_text("Cek https://contoh.id  kata @admin:  “aman”")
    assert model_text(once) == once


def test_nothing_beyond_the_longest_text_is_read():
    assert model_text("a" * LONGEST + " rusak") == "a" * LONGEST


def test_a_text_of_spaces_is_empty():
    assert model_text(" \n\t") == ""
