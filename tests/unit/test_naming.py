"""What issues are called: phrases, labels, what is never named, and labels that stay."""

from __future__ import annotations

import pytest

from ml.issues import phrases
from ml.issues.naming import MOST_HEADLINES, NAMELESS, Name, name_issue
from ml.issues.phrases import Background, headline_of, segments
from ml.issues.told import EVIDENCE, TITLES_KEPT, Told, name_by

SCHOOL = [
    "Sekolah Apung Danau Lindu Roboh Diterjang Ombak",
    "Siswa Sekolah Apung Danau Lindu Belajar di Tenda",
    "Bupati Tinjau Sekolah Apung Danau Lindu",
    "Bantuan Buku untuk Sekolah Apung Danau Lindu Tiba",
]
MEALS = [
    "Ratusan Siswa Keracunan Sarapan Sehat Desa di Lembata",
    "Program Sarapan Sehat Desa Dihentikan Sementara di Lembata",
    "Dapur Sarapan Sehat Desa Diperiksa Dinas Kesehatan",
    "Orang Tua Siswa Keracunan Sarapan Sehat Desa Mengadu",
]
OTHERS = [
    "Harga Cabai di Pasar Naik Lagi",
    "Pasar Ikan Ramai Jelang Libur Sekolah",
    "Bupati Lantik Kepala Dinas",
    "Siswa Ikuti Lomba Baca Puisi",
    "Warga Desa Panen Raya Padi",
    "Dinas Kesehatan Buka Layanan Vaksin",
] * 20


POSTS = [
    "Udah seminggu sarapan sehat desa basi terus di sini",
    "Sarapan sehat desa basi terus, anak saya mual",
    "Kok sarapan sehat desa basi terus sih",
]


def background(*more: str) -> Background:
    stream = Background()
    stream.add([*OTHERS, *SCHOOL, *MEALS, *more])
    return stream


def test_a_label_is_a_run_of_three_to_six_words_around_what_headlines_share():
    name = name_issue(SCHOOL, background())
    assert "Sekolah Apung Danau" in name.label or "Apung Danau Lindu" in name.label
    assert 3 <= len(name.label.split()) <= 6
    assert any(name.label in headline for headline in SCHOOL)


def test_the_longest_phrase_stands_for_its_parts():
    found = [phrase.lower() for phrase in name_issue(MEALS, background()).key_phrases]
    assert found[0] == "sarapan sehat desa"
    assert not {"sarapan", "sehat", "sarapan sehat", "sehat desa"} & set(found)


def test_no_label_ends_in_a_word_that_only_says_how_much():
    fares = [
        f"Kenaikan Tarif Feri Lindu Dipatok Paling {much}"
        for much in ("Banyak Sepuluh Persen", "Tinggi Rp5.000", "Lambat Juni")
    ]
    label = name_issue(fares, background(*fares)).label
    assert "Tarif Feri" in label
    assert not label.endswith("Paling")


def test_a_name_of_four_words_is_one_phrase():
    assert name_issue(SCHOOL, background()).key_phrases[0] == "Sekolah Apung Danau Lindu"


def test_a_phrase_does_not_repeat_the_word_another_ends_in():
    titles = [f"{start} Bendungan Wai Lewo {end}" for start in ("Warga", "Polisi") for end in ("Retak", "Bocor", "Ditutup")]
    words = [word for phrase in name_issue(titles, background()).key_phrases for word in phrase.lower().split()]
    assert words.count("lewo") == 1


def test_a_huge_issue_costs_no_more_than_a_large_one(monkeypatch):
    read = []
    monkeypatch.setattr("ml.issues.naming.segments", lambda headline: read.append(headline) or segments(headline))
    name_issue(SCHOOL * 500, background())
    assert len(read) <= MOST_HEADLINES


def test_what_the_whole_stream_says_is_no_key_phrase():
    crowd = [f"Pemerintah {verb} Jembatan Gantung Sungai Aru" for verb in ("Bangun", "Perbaiki", "Tutup", "Buka")]
    stream = background(*(f"Pemerintah Bahas Urusan {number}" for number in range(200)))
    assert "Pemerintah" not in name_issue(crowd, stream).key_phrases[:1]
    assert "Jembatan Gantung Sungai Aru" in name_issue(crowd, stream).label


def test_no_phrase_begins_or_ends_in_a_word_of_form_or_a_number():
    titles = ["Sudah 12 Desa di Lembata yang Terendam Akan", "Kini 15 Desa di Lembata yang Terendam Akan"]
    for phrase in name_issue(titles, background()).key_phrases:
        assert phrase.lower().split()[0] not in {"sudah", "kini", "di", "yang", "akan", "12", "15"}
        assert phrase.lower().split()[-1] not in {"di", "yang", "akan", "12", "15"}


def test_a_phrase_never_loses_the_negation_before_it():
    titles = ["Warga Tak Tolak Bendungan Wai Lewo", "Petani Tak Tolak Bendungan Wai Lewo"]
    name = name_issue(titles, background())
    assert not [phrase for phrase in [name.label, *name.key_phrases] if phrase.startswith("Tolak")]


@pytest.mark.parametrize("hidden", ["[nama]", "[RT/RW]", "[surel]", "@akun.warga", "https://contoh.id/a-b", "www.contoh.id"])
def test_masks_handles_and_links_are_in_no_name(hidden):
    titles = [f"Laporan {hidden} Lampu Jalan Wai Lewo Padam", f"Keluhan {hidden} Lampu Jalan Wai Lewo Padam"]
    name = name_issue(titles, background())
    said = " ".join([name.label, *name.key_phrases]).lower()
    assert "lampu" in said
    assert not [part for part in ("nama", "rt", "rw", "surel", "akun", "warga", "contoh", "http") if part in said.split()]


def test_nothing_is_joined_over_a_mask_or_punctuation():
    assert [segment.words for segment in segments("Jalan Rusak, Warga [nama] Protes: 'Kapan Diperbaiki'?")] == [
        ["jalan", "rusak"],
        ["warga"],
        ["protes"],
        ["kapan", "diperbaiki"],
    ]


def test_a_label_tears_no_name_in_two():
    ferries = [
        "Kapal Feri Bunga Karang Tenggelam di Selat Lewo Tobi",
        "Pencarian Kapal Feri Bunga Karang di Selat Lewo Tobi Diperluas",
        "Keluarga Penumpang Kapal Feri Bunga Karang Menunggu",
    ]
    assert not name_issue(ferries, background(*ferries)).label.endswith(("Selat", "Lewo"))


def test_slang_for_a_word_of_form_ends_no_phrase():
    titles = ["Lampu jalan yg padam dgn cepat utk warga", "Lampu jalan yg padam dgn cepat utk desa"]
    said = name_issue(titles, background()).key_phrases
    assert not [phrase for phrase in said if {phrase.split()[0], phrase.split()[-1]} & {"yg", "dgn", "utk"}]


def test_capitals_are_as_in_most_headlines_and_no_headline_shouts():
    titles = ["SEKOLAH APUNG DANAU LINDU ROBOH", *SCHOOL[:2]]
    assert not name_issue(titles, background()).label.isupper()


def test_a_place_written_small_gets_its_capital():
    titles = ["lampu jalan surabaya padam", "lampu jalan surabaya padam lagi"]
    assert name_issue(titles, background()).label in {"Lampu jalan Surabaya", "Lampu jalan Surabaya padam"}


def test_the_same_headlines_get_the_same_name():
    assert name_issue(MEALS, background()) == name_issue(list(MEALS), background())


def test_a_label_stays_while_its_words_are_among_the_strongest():
    before = name_issue(MEALS, background())
    grown = [*MEALS, *["Menteri Bahas Nasib Dapur Sarapan Sehat Desa di Lembata"] * 4]
    assert name_issue(grown, background(*grown)).label != before.label
    assert name_issue(grown, background(*grown), before).label == before.label


def test_a_label_goes_when_the_issue_is_about_something_else():
    before = name_issue(MEALS, background())
    assert "Sekolah Apung" in name_issue(SCHOOL * 3, background(), before).label


def test_key_phrases_follow_the_headlines_though_the_label_stays():
    before = Name("Program Sarapan Sehat Desa", [])
    after = name_issue(MEALS, background(), before)
    assert after.label == before.label
    assert "Sarapan Sehat Desa" in after.key_phrases


def test_headlines_without_words_leave_the_earlier_name():
    before = Name("Program Sarapan Sehat Desa", ["Sarapan Sehat Desa"])
    assert name_issue(["[nama]", "!!!"], background(), before) == before
    assert name_issue([], background()) == Name(NAMELESS, [])


def test_headlines_name_an_issue_and_posts_one_that_has_none():
    name = name_by(MEALS, POSTS * 9, background(*POSTS))
    assert any(name.label.lower() in headline.lower() for headline in MEALS)
    assert "basi terus" not in " ".join(name.key_phrases)
    assert "basi" in name_by([], POSTS, background(*POSTS)).label


def test_a_name_of_posts_goes_when_headlines_come_though_it_would_fit_them():
    before = Name("Ratusan siswa keracunan sarapan sehat desa", [])
    assert name_by(MEALS, POSTS, background(), before).label == before.label
    after = name_by(MEALS, POSTS, background(), before._replace(is_headline=False))
    assert after == name_by(MEALS, POSTS, background())
    assert after.label != before.label


def test_a_name_of_headlines_stays_while_it_fits_the_headlines_that_come():
    before, grown = (
        name_by(MEALS, POSTS, background()),
        [*MEALS, *["Menteri Bahas Nasib Dapur Sarapan Sehat Desa di Lembata"] * 4],
    )
    assert name_by(grown, [], background(*grown)).label != before.label
    assert name_by(grown, POSTS, background(*grown), before).label == before.label


def test_headlines_without_words_leave_an_issue_to_its_posts():
    before = name_by([], POSTS, background(*POSTS))
    assert name_by(["[nama]", "!!!"], POSTS, background(*POSTS)) == name_by(["?!"], POSTS, background(*POSTS), before) == before


def test_an_issue_whose_headlines_went_elsewhere_is_named_by_what_is_left():
    before = name_by(SCHOOL, [], background())
    assert "basi" in name_by([], POSTS, background(*POSTS), before).label


def heard(channel: str, number: int = 0, **fields) -> dict:
    row = {"document_id": f"{channel}-{number}", "channel_slug": channel, "title": f"Judul {channel} {number}"}
    return row | {"text": None, "is_withheld": None} | fields


def test_titles_of_news_and_releases_are_headlines_and_no_others():
    told = Told()
    for channel in ("berita", "rilis", "pengaduan", "cek-fakta", "media-sosial"):
        told.take(heard(channel), is_original=True)
    told.take(heard("berita", 1, title=None, text="Berita tanpa judul dari kantor berita."), is_original=True)
    assert told.headlines == ["Judul berita 0", "Judul rilis 0"]
    assert told.others == [
        *(f"Judul {channel} 0" for channel in ("pengaduan", "cek-fakta", "media-sosial")),
        "Berita tanpa judul dari kantor berita.",
    ]


def test_copies_and_what_is_withheld_name_nothing_and_are_documents():
    told = Told()
    told.take(heard("berita", 1), is_original=False)
    told.take(heard("pengaduan", 2, is_withheld=True), is_original=True)
    assert (told.headlines, told.others, told.documents) == ([], [], ["berita-1", "pengaduan-2"])


def test_no_flood_of_posts_pushes_a_headline_out():
    told = Told()
    for number in range(2 * TITLES_KEPT):
        told.take(heard("berita" if number == 0 else "media-sosial", number), is_original=True)
    assert told.headlines == ["Judul berita 0"]
    assert (len(told.others), told.others[-1]) == (TITLES_KEPT, f"Judul media-sosial {2 * TITLES_KEPT - 1}")
    assert len(told.documents) == EVIDENCE


def test_of_two_stories_that_become_one_the_words_of_both_are_kept_those_of_the_one_that_stays_last():
    told, gone = Told(["a"], ["b"], ["c"]), Told(["d"], ["e"], ["f"])
    told.absorb(gone)
    assert told == Told(["d", "a"], ["e", "b"], ["c"])


def test_one_short_headline_has_a_name():
    assert name_issue(["Banjir"], Background()).label == "Banjir"


def test_the_first_sentence_that_is_no_greeting_stands_for_a_post():
    assert headline_of(None, "Selamat pagi. Lampu jalan di depan pasar padam sejak Senin. Mohon dicek.") == (
        "Lampu jalan di depan pasar padam sejak Senin."
    )
    assert headline_of("Judul", "Isi yang lain sama sekali.") == "Judul"
    assert headline_of(None, "Terima kasih") == "Terima kasih"


def test_a_background_survives_its_table():
    stream = background()
    again = Background.from_table(stream.to_table())
    assert again.share("sekolah apung") == stream.share("sekolah apung") > stream.share("tidak pernah ada")
    again.add(SCHOOL)
    assert again.share("sekolah apung") > stream.share("sekolah apung")


def test_a_background_forgets_its_rarest_phrases_and_no_others(monkeypatch):
    monkeypatch.setattr(phrases, "MOST_PHRASES", 40)
    stream = Background()
    stream.add([*["Pasar Ikan Ramai"] * 9, *(f"Kabar kata{n} frasa{n}" for n in range(60))])
    assert stream.to_table().num_rows <= 41
    assert stream.share("pasar ikan") > 9 * stream.share("kata7 frasa7")
