from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ml.characters import has_content
from ml.text import LONGEST, STEPS, clean, clean_text, model_text
from warehouse.settings import ROOT

GOLD = [json.loads(line) for line in (ROOT / "tests" / "gold" / "cleaning.jsonl").read_text(encoding="utf-8").splitlines()]
WITHOUT_BOILERPLATE = [
    ("Listrik padam. Bagikan berita ini ke teman-teman Anda.", "Listrik padam."),
    ("Listrik padam. Klik di sini untuk membaca berita lainnya", "Listrik padam."),
    ("Listrik padam. Ikuti saluran WhatsApp Kompas.com", "Listrik padam."),
    ("Listrik padam. Ikuti kami di Instagram agar tidak ketinggalan berita terbaru.", "Listrik padam."),
    ("Warga berjaga.\nBaca juga:\nTanggul Jebol di Kota Medan\nPasar tetap buka.", "Warga berjaga.\nPasar tetap buka."),
    ("Warga berjaga.\n\nBaca Juga\n\nTanggul Jebol di Kota Medan\n\nPasar buka.", "Warga berjaga.\nPasar buka."),
    ("Warga berjaga.\nBaca juga:\nPasar di hilir tetap buka.", "Warga berjaga.\nPasar di hilir tetap buka."),
    ("JAKARTA - Menteri meresmikan pasar.", "Menteri meresmikan pasar."),
    ("BANDUNG—Wali kota meresmikan pasar.", "Wali kota meresmikan pasar."),
    ("HARIANJOGJA.COM, SLEMAN—Warga menutup jalan.", "Warga menutup jalan."),
    ("JawaPos.com-Antrean solar mengular.", "Antrean solar mengular."),
    ("detikJatim - Antrean solar mengular.", "Antrean solar mengular."),
    ("Sidoarjo, detikJatim - Antrean solar mengular.", "Antrean solar mengular."),
]
SAID_BY_CITIZENS = [
    "Berkas sudah lengkap. Info selengkapnya di website dinas tidak bisa dibuka, mohon dicek.",
    "Saya warga dusun seberang. Bagikan berita ini agar bupati tahu titian kami hanyut.",
    "Motor saya mogok. Klik di sini muncul error saat membayar pajak di Samsat.",
    "Berkas sudah lengkap. Klik di sini gagal.",
    "MOTOR SAYA MOGOK. KLIK DI SINI MUNCUL PESAN SAAT MEMBAYAR PAJAK",
    "Jalan Berlubang Ditanami Pisang oleh Warga | Kabupaten Blora",
    "Jalan Berlubang Ditanami Pisang oleh Warga | Kota Blitar",
    "Jakarta - Surabaya dua belas jam",
    "JAKARTA - Bandung macet total",
    "Bandung: Banjir lagi",
]
PIECES = [row["text"] for row in GOLD] + [text for text, _ in WITHOUT_BOILERPLATE] + SAID_BY_CITIZENS
PIECES += [
    *(
        "\n",
        " ",
        ". ",
        "(",
        ")",
        "[",
        "]",
        ":",
        " - ",
        "–",
        "|",
        "&amp;",
        "<br>",
        "\u200d",
        "\u00a0",
        "Ã",
        "â€™",
        "😡",
        "🇮🇩",
        "\u2028",
    ),
    *(
        "JAKARTA, ",
        "KOMPAS.com",
        "(ANTARA)",
        "Baca juga:",
        "Editor:",
        "aaaa",
        "WWW",
        "www.",
        "https://",
        "t.co/",
        "@",
        "'",
        '"',
        "…",
        "haha",
    ),
]


@pytest.mark.parametrize("row", GOLD, ids=[row["text"][:40] for row in GOLD])
def test_texts_of_every_kind_come_out_clean(row):
    assert clean_text(row["text"]) == row["clean"]


@pytest.mark.parametrize("row", GOLD, ids=[row["text"][:40] for row in GOLD])
def test_a_clean_text_stays_as_it_is(row):
    assert clean(row["clean"]) == (row["clean"], [])


@pytest.mark.parametrize(("text", "without"), WITHOUT_BOILERPLATE)
def test_what_the_newsroom_puts_around_a_text_goes(text, without):
    assert clean_text(text) == without


@pytest.mark.parametrize("text", SAID_BY_CITIZENS)
def test_what_a_citizen_says_in_the_words_of_a_prompt_or_a_dateline_stays(text):
    assert clean(text) == (text, [])


def test_every_step_is_needed_by_the_gold_texts():
    taken = {name for row in GOLD for name in clean(row["text"])[1]}
    assert set(STEPS) - taken <= {"pelacak"}


def test_steps_that_changed_the_text_are_named_in_their_order():
    assert clean("BOGOR, KOMPAS.com - Lihat https://contoh.id 😡😡")[1] == ["tautan", "garis-tanggal", "emoji"]
    assert clean("jalan rusak")[1] == []


def test_tracking_left_over_from_an_address_goes():
    assert clean("baca artikelnya ?utm_source=wa&fbclid=x sekarang") == ("baca artikelnya sekarang", ["aksara", "pelacak"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12).map("".join))
@example("0 - ANTARA 0")
def test_cleaning_twice_changes_nothing_more(text):
    once, _ = clean(text)
    assert clean(once) == (once, [])
    assert model_text(model_text(text)) == model_text(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_no_text_loses_all_of_its_content(text):
    assert has_content(clean_text(text)) == has_content(text)


HOSTILE = [
    *("a.", "<p ", "<p a", "&#", "@", "JAKARTA, ", "KOMPAS.com - ", "JAKARTA, KOMPAS.com - ", "A, ", "A/", "- ", " - ", " | a"),
    *(
        "(a/",
        "Baca juga: ",
        "Baca juga: A ",
        "Baca juga: A b ",
        "Editor: A ",
        "Editor: ",
        "A",
        "A ",
        "ikuti kami ",
        "x. ikuti kami ",
    ),
    *(
        "[Gambas: ",
        "ha",
        "wk",
        "aab",
        "😡",
        "😡a",
        "â",
        "ðŸ",
        "\u200d♂",
        "http://",
        "a.com/",
        "a.",
        "?utm_a=",
        "\n",
        '"',
        '. "',
        ") ",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_texts_take_few_rounds(piece, monkeypatch):
    calls = []
    counted = {name: lambda text, step=step: calls.append(len(text)) or step(text) for name, step in STEPS.items()}
    monkeypatch.setattr("ml.text.STEPS", counted)
    clean(piece * (LONGEST // len(piece)))
    assert len(calls) <= 4 * len(STEPS)
    assert max(calls) <= 2 * LONGEST


def test_spaces_of_every_kind_become_one_space():
    assert model_text("  jalan\trusak\n\n parah \u00a0 sekali ") == "jalan rusak parah sekali"


def test_lines_stay_apart_in_the_clean_text():
    assert clean_text("Jembatan ditutup \n\n\n Warga memutar") == "Jembatan ditutup\nWarga memutar"


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


def test_nothing_beyond_the_longest_text_is_read():
    assert model_text("ab" * (LONGEST // 2) + " rusak") == "ab" * (LONGEST // 2)


def test_a_text_of_spaces_is_empty():
    assert model_text(" \n\t") == ""
