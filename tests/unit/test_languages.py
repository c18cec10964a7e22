from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from ml import languages
from ml.languages import UNDECIDED, UNSUPPORTED, LanguageReader, corpus
from ml.languages.evidence import WordEvidence
from ml.languages.grams import LetterModel
from ml.languages.mixing import count_mixed
from ml.languages.words import fold, words
from warehouse.errors import InputError
from warehouse.seeds import read_seed

GOLD = [json.loads(line) for line in (Path(__file__).parents[1] / "gold" / "languages.jsonl").read_text().splitlines()]
COMPLAINT = "Lampu jalan di depan pasar mati sejak minggu lalu, mohon segera diperbaiki"
JAVANESE = "Lampu dalan ing ngarep pasar mati wiwit minggu wingi, nyuwun tulung enggal didandani"


@pytest.fixture(scope="module")
def reader() -> LanguageReader:
    return LanguageReader()


def slug(reader: LanguageReader, text: str) -> str:
    return reader.read([text])[0].language_slug


def test_links_accounts_hashtags_and_masks_are_no_words():
    assert words("Lihat https://contoh.id/a-b dari @_ #Banjir [telepon] pukul 10.30 &amp; anak-anak") == [
        "Lihat", "dari", "pukul", "anak", "anak",
    ]  # fmt: skip


def test_a_word_keeps_its_glottal_stop():
    assert words("ta’ bisa ka' dinto") == ["ta’", "bisa", "ka'", "dinto"]
    assert fold("Ta’") == "ta'"


def test_folding_drops_accents_and_elongation():
    assert fold("Béas") == "beas"
    assert fold("bangettt") == "banget"
    assert fold("maaf") == "maaf"


def test_probabilities_of_all_words_add_up_to_one(monkeypatch):
    monkeypatch.setattr("ml.languages.grams.LETTERS", 3)
    model = LetterModel([{"ab": 2.0, "b": 1.0, "aab": 1.0}])
    spellings = ("".join(letters) for length in range(13) for letters in product("ab", repeat=length))
    assert sum(float(np.exp(model.log_probabilities(word)[0])) for word in spellings) == pytest.approx(1, abs=0.01)


def test_a_language_makes_its_own_words_likelier():
    model = LetterModel([{"ngombe": 1.0, "ngene": 1.0}, {"minum": 1.0, "begini": 1.0}])
    javanese, indonesian = model.log_probabilities("ngono")
    assert javanese > indonesian


def test_letters_never_seen_still_have_a_probability():
    assert np.isfinite(LetterModel([{"batu": 1.0}]).log_probabilities("ßœ")).all()


def test_borrowed_indonesian_words_barely_speak_against_a_regional_language():
    evidence = WordEvidence(
        {
            "indonesia": {"anggaran": 40.0, "tidak": 60.0},
            "melayu": {"kerana": 100.0},
            "betawi": {"kagak": 100.0},
            "inggris": {"the": 100.0},
            "jawa": {"ora": 60.0, "iki": 40.0},
        }
    )
    numbers = evidence.numbers(["anggaran", "ora"])
    loan, own = evidence.rows()[numbers]
    column = evidence.classes.index
    against = loan[column("indonesia")] - loan[column("jawa")]
    in_favour = own[column("jawa")] - own[column("indonesia")]
    assert 0 < against < in_favour / 2


def test_words_count_as_mixed_only_beside_their_like():
    own, other = [4, 0], [0, 4]
    together = [own, own, own, other, other, other]
    alone = [own, own, other, own, own, own]
    evidence, sizes = np.array(together + alone), np.array([6, 6])
    assert count_mixed(evidence, sizes, np.array([0, 0]), np.array([0.0, 3.0])).tolist() == [3, 0]


def test_neighbours_of_a_word_end_with_its_text():
    evidence, margins = np.array([[4, 0]] * 3 + [[0, 4]] * 3), np.zeros(2)
    assert count_mixed(evidence, np.array([3, 3]), np.array([0, 1]), margins).tolist() == [0, 0]
    assert count_mixed(evidence, np.array([6, 0]), np.array([0, 0]), margins).tolist() == [3, 0]


def test_memory_of_words_is_emptied_and_filled_anew(monkeypatch, reader):
    before = reader.read([JAVANESE])
    monkeypatch.setattr("ml.languages.evidence.MOST_WORDS", 3)
    assert reader.read([COMPLAINT, JAVANESE])[1:] == before


def test_every_text_file_belongs_to_a_language_of_the_seed():
    slugs = set(read_seed("languages")["language_slug"].to_pylist()) - {UNSUPPORTED, UNDECIDED}
    codes = {code for family in corpus.FOREIGN_FAMILIES.values() for code in family}
    assert {path.name.split(".")[0] for path in corpus.TEXTS.glob("*.txt")} <= slugs
    assert {path.stem for path in (corpus.TEXTS / "udhr").glob("*.txt")} <= slugs | codes
    assert all(corpus.sources(language) for language in slugs)


def test_expected_shares_add_up_to_one():
    assert sum(map(float, read_seed("languages")["expected_share"].to_pylist())) == pytest.approx(1)


@pytest.mark.parametrize("share", ["", "banyak", "0", "1.5"])
def test_a_share_that_is_none_is_told(monkeypatch, share):
    seed = pa.table({"language_slug": ["jawa"], "expected_share": [share], "is_supported": ["true"]})
    monkeypatch.setattr(languages, "read_seed", lambda name: seed)
    with pytest.raises(InputError, match="expected_share of jawa"):
        LanguageReader()


def test_a_language_without_texts_is_told():
    with pytest.raises(InputError, match="klingon"):
        corpus.sources("klingon")


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in GOLD}))
def test_gold_is_read_right_for_the_most_part(reader, kind):
    rows = [row for row in GOLD if row["kind"] == kind]
    readings = reader.read([row["text"] for row in rows])
    wrong = [row["text"] for row, found in zip(rows, readings, strict=True) if found.language_slug != row["language_slug"]]
    assert len(wrong) <= 0.1 * len(rows), wrong


@pytest.mark.parametrize("row", [row for row in GOLD if "code_mix_share" in row], ids=lambda row: row["text"][:30])
def test_share_of_code_mix_lies_where_the_gold_has_it(reader, row):
    low, high = row["code_mix_share"]
    assert low <= reader.read([row["text"]])[0].code_mix_share <= high


@pytest.mark.parametrize("text", ["", "   ", "!!! 😭", "10.30 / 2025", "https://contoh.id/a @_ #banjir"])
def test_a_text_without_words_is_undecided(reader, text):
    assert reader.read([text])[0] == (UNDECIDED, 0.0, None)


@pytest.mark.parametrize(
    "text",
    ["市政府将于下周一关闭大桥", "Городская администрация закроет мост", "Warum antwortet niemand auf meine Beschwerde?"],
)
def test_a_language_that_is_none_of_ours_is_not_guessed_at(reader, text):
    assert slug(reader, text) == UNSUPPORTED


def test_headline_with_foreign_names_stays_indonesian(reader):
    assert slug(reader, "Manchester United Tundukkan Bayern Munchen di Liga Champions") == "indonesia"


def test_slang_stays_indonesian(reader):
    texts = [
        "gue udah bilang dari kemarin, gak bakal selesai kalo nggak ditanganin",
        "anjir mahal banget sih harganya, gw mending masak sendiri deh",
        "yg bener aja, masa antri tiga jam cuma buat tanda tangan doang",
        "plis dong min, udah sebulan nih gak ada kabar, capek nunggunya",
        "lo kira gampang apa ngurus surat di sana, muter2 mulu",
    ]
    assert [reading.language_slug for reading in reader.read(texts)] == ["indonesia"] * len(texts)


def test_reading_does_not_depend_on_neighbours(reader, monkeypatch):
    texts = [row["text"] for row in GOLD]
    together = reader.read(texts)
    assert [reader.read([text])[0] for text in texts[::20]] == together[::20]
    monkeypatch.setattr(languages, "BATCH", 7)
    assert reader.read(texts) == together


def test_nothing_in_gives_nothing_out(reader):
    assert reader.read([]) == []


def test_version_changes_with_the_texts(tmp_path, monkeypatch, reader):
    assert LanguageReader().version == reader.version
    (tmp_path / "jawa.txt").write_text("ora iso ngono kuwi")
    monkeypatch.setattr(languages, "sources", lambda language: [tmp_path / "jawa.txt"])
    assert LanguageReader().version != reader.version
