"""Masks and pseudonyms: numbers and addresses of persons go, everything else stays."""

from __future__ import annotations

import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.text import clean_text
from warehouse.privacy import (
    is_personal_column,
    mask_text,
    mask_texts,
    mask_urls,
    mask_value,
    pseudonym,
    pseudonym_key,
    pseudonyms,
)

NIK = "3174011203900001"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("surat ke ratna.w+aduan@kantor.contoh.id ya", "surat ke [surel] ya"),
        ("RATNA_W@CONTOH.CO.ID, lalu", "[surel], lalu"),
        (f"NIK {NIK}.", "NIK [nomor-identitas]."),
        (f"NIK:{NIK},", "NIK:[nomor-identitas],"),
        ("KK 3174 0112 0390 0001", "KK [nomor-identitas]"),
        ("KTP 317401-120390-0001", "KTP [nomor-identitas]"),
        ("NPWP 12.345.678.9-012.345", "NPWP [nomor-identitas]"),
        ("hp 081234567890", "hp [telepon]"),
        ("hp 0812-3456-7890!", "hp [telepon]!"),
        ("wa 0812.3456.789", "wa [telepon]"),
        ("wa +62 812 3456 7890", "wa [telepon]"),
        ("wa +62-(812)-3456-7890", "wa [telepon]"),
        ("wa 6281234567890", "wa [telepon]"),
        ("kantor (021) 7654321", "kantor [telepon]"),
        ("kantor 0274-556677", "kantor [telepon]"),
        ("a@b.id dan 081234567890", "[surel] dan [telepon]"),
    ],
)
def test_numbers_and_addresses_of_persons_are_masked(text, masked):
    assert mask_text(text) == masked


@pytest.mark.parametrize("text", [f"NIK{NIK}", f"no_ktp_{NIK}", "hp081234567890", "WA081234567890", "wa_0812-3456-7890"])
def test_a_number_glued_to_a_word_is_masked(text):
    assert "[" in mask_text(text)
    assert not [part for part in ("3456", "1203") if part in mask_text(text)]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("kata @warga_kota tadi", "kata @_ tadi"),
        ("@siti.rahma, tolong", "@_, tolong"),
        ("lihat @ani@sosial.id ya", "lihat @[surel] ya"),
        ("https://sosial.id/@ani/12", "https://sosial.id/@_/12"),
        ("tiket @15.000 per orang", "tiket @15.000 per orang"),
    ],
)
def test_accounts_that_a_text_mentions_are_masked(text, masked):
    assert mask_text(text) == masked
    assert mask_text(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Anggaran Rp 1.500.000.000 untuk 2026–2030",
        "Rp81.234.567.890",
        "Rp 1.081.234.567 dan 12.081.234.567,50",
        "Pasal 28 ayat (3) UU 11/2008",
        "tiket 2026-000123, antrean 0812",
        "pukul 08.30–10.15, tanggal 20-11-2026",
        "B 1234 XYZ di Jalan Raya Km 16",
        "layanan 112, 119 dan 1500-454",
        "naik 3,5 persen jadi 12.345 kasus",
        "#banjir dan #jalanrusak",
        "harga @ 5.000",
    ],
)
def test_other_numbers_and_names_stay(text):
    assert mask_text(text) == text


def test_nulls_stay_null():
    assert mask_texts(pa.array(["a@b.id", None, ""])).to_pylist() == ["[surel]", None, ""]


numbers_and_mail = st.lists(
    st.sampled_from(
        ["0", "08", "62", "+62", "812", "3456", "7890", NIK, " ", "-", ".", "(", ")", "@", "a", "x_", "id", "b.co", "é"]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(numbers_and_mail | st.text(max_size=60))
def test_masking_twice_masks_no_more(text):
    assert mask_text(mask_text(text)) == mask_text(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(numbers_and_mail | st.text(max_size=60))
def test_one_text_and_a_column_are_masked_alike(text):
    assert mask_texts(pa.array([text])).to_pylist() == [mask_text(text)]


def test_a_long_text_without_a_space_is_masked_in_time_that_grows_with_its_length():
    def seconds(length: int) -> float:
        started = time.process_time()
        mask_text("a" * length)
        return time.process_time() - started

    assert seconds(100_000) < 40 * max(seconds(10_000), 0.001)


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://x.com/ratna_w/status/17", "https://x.com/_/status/17"),
        ("https://www.instagram.com/ratna.w/p/Ab1/", "https://www.instagram.com/_/p/Ab1/"),
        ("https://www.tiktok.com/@ratna/video/7", "https://www.tiktok.com/_/video/7"),
        ("https://bsky.app/profile/ratna.contoh.id/post/3k", "https://bsky.app/profile/_/post/3k"),
        ("https://wa.me/6281234567890", "https://wa.me/[telepon]"),
        ("https://contoh.id/kirim?phone=081234567890", "https://contoh.id/kirim?phone=[telepon]"),
        (f"https://contoh.id/cek?nik={NIK}", "https://contoh.id/cek?nik=[nomor-identitas]"),
        ("https://contoh.id/?surel=ratna@contoh.id", "https://contoh.id/?surel=[surel]"),
        ("https://contoh.id/adukan-ke-081234567890", "https://contoh.id/adukan-ke-[telepon]"),
        ("https://contoh.id/berita/2026/11/20/banjir-120345678", "https://contoh.id/berita/2026/11/20/banjir-120345678"),
        (
            "https://contoh.id/d-6281234/20260620812345678-92-1003213",
            "https://contoh.id/d-6281234/20260620812345678-92-1003213",
        ),
    ],
)
def test_addresses_lose_accounts_and_numbers_and_stay_addresses(url, masked):
    assert mask_urls(pa.array([url])).to_pylist() == [masked]


@pytest.mark.parametrize(
    "name",
    [
        "nama",
        "NAMA",
        "nama_pelapor",
        "namaLengkap",
        "user_id",
        "userName",
        "No HP",
        "no_telp",
        "alamat-surel",
        "NIK",
        "authorId",
        "RT",
        "RT/RW",
        "Terlapor",
        "ponsel",
        "instagram",
        "Korban",
        "No Tlp",
        "tgl_lahir",
        "NISN",
        "uploader",
        "owner_id",
        "no_rekening",
        "dari",
        "nama_siswa",
    ],
)
def test_columns_that_name_persons_are_known(name):
    assert is_personal_column(name)


@pytest.mark.parametrize(
    "name",
    [
        *("judul", "isi", "wilayah", "tanggal", "kategori", "namaku2an", "", "123", "renames", "teknik"),
        *("nama_kota", "Nama Kab/Kota", "nama_instansi", "nama_opd", "site_name", "page_name", "dari_tanggal", "oleh_dinas"),
        *("jumlah_korban", "korban_meninggal", "jumlah_rt", "instagram_likes", "bayi_lahir", "no", "id"),
    ],
)
def test_other_columns_are_not(name):
    assert not is_personal_column(name)


def test_values_are_masked_however_deep_they_lie():
    value = {"a": [{"b": "hp 081234567890"}, int(NIK)], "nama": "Ratna", "c": {"email": "x", "d": 7}, "e": True, "f": None}
    assert mask_value(value) == {"a": [{"b": "hp [telepon]"}, "[nomor-identitas]"], "c": {"d": 7}, "e": True, "f": None}


def test_a_mobile_number_that_lost_its_zero_in_a_spreadsheet_is_masked():
    assert mask_value([85648213579, 85648213579.0]) == ["[telepon]", "[telepon]"]
    assert mask_value([85_000_000_000, 7_564_821_357]) == [85_000_000_000, 7_564_821_357]


def test_small_numbers_stay_numbers():
    assert mask_value([7, 2026, 1.5, True, 1_500_000_000]) == [7, 2026, 1.5, True, 1_500_000_000]


@pytest.mark.parametrize("written", ["ratna", "Ratna", " RATNA ", "@ratna"])
def test_a_pseudonym_does_not_mind_how_the_name_is_written(written):
    assert pseudonym(written, b"a") == pseudonym("ratna", b"a")


def test_a_pseudonym_is_short_and_hides_the_name():
    (one, other) = pseudonyms(["Ratna Wulandari", "Bayu Pratama"], b"a")
    assert one != other
    assert len(one) == 16
    assert int(one, 16) >= 0


def test_a_pseudonym_depends_on_the_key():
    assert pseudonym("ratna", b"a") != pseudonym("ratna", b"b")


@pytest.mark.parametrize("blank", [None, "", "  ", "@", "\t"])
def test_nobody_has_no_pseudonym(blank):
    assert pseudonym(blank, b"a") is None


def test_a_data_home_makes_its_key_once_and_for_its_owner_alone(tmp_path):
    key = pseudonym_key(None, tmp_path)
    assert pseudonym_key(None, tmp_path) == key
    assert len(key) == 64
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("pseudonym.key", 0o600)]


def test_two_data_homes_have_two_keys(tmp_path):
    keys = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        keys.add(pseudonym_key(None, tmp_path / name))
    assert len(keys) == 2


def test_a_key_that_is_set_is_used_and_not_written(tmp_path):
    assert pseudonym_key("rahasia", tmp_path) == b"rahasia"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        ("hubungi ０８１２３４５６７８９０ ya", "234567890"),
        ("hubungi 0812\u200b3456\u200b7890 ya", "7890"),
        ("hubungi 0812&nbsp;3456&nbsp;7890 ya", "7890"),
        ("hubungi 0812\u00a03456\u00a07890 ya", "7890"),
        ("NIK 3578&#48;12345678901 milik saya", "5678901"),
        ("nama saya 𝐁𝐮𝐝𝐢 𝐒𝐚𝐧𝐭𝐨𝐬𝐨, jalan rusak", "Santoso"),
        ("tulis ke budi＠contoh．id saja", "contoh"),
        ("hubungi 0812<br>3456<br/>7890 ya", "7890"),
        ("hubungi 0812&lt;br&gt;3456&lt;br&gt;7890 ya", "7890"),
        ("NIK 3578&amp;nbsp;1645&amp;nbsp;0782&amp;nbsp;0003 milik saya", "0782"),
        ("wa saya 0812&ndash;3456&ndash;7890 ya", "7890"),
        ("telp 0812â€“3456â€“7890 ya", "7890"),
        ("wa 0812\u200e3456\u200e7890 ya", "7890"),
        ("WA " + "".join(f"{digit}\ufe0f\u20e3" for digit in "081234567890") + " ya", "7"),
        ("rumah di RT<br>03 RW<br>05 banjir", "05"),
        ("rumah di RT&ensp;03/RW&ensp;05 banjir", "05"),
        ("<p>Nama: <strong>Parwanto</strong></p><p>Jalan berlubang</p>", "Parwanto"),
    ],
)
def test_letters_and_digits_in_disguise_hide_nobody(written, secret):
    masked = mask_text(written)
    assert secret not in masked
    assert secret not in clean_text(masked)
    assert mask_texts(pa.array([written])).to_pylist() == [masked]
    assert mask_texts(pa.array([written] * 500)).to_pylist() == [masked] * 500


@pytest.mark.parametrize(
    "text", ["Diskusi &quot;pasar&quot; &amp; warga", "<p>Banjir surut</p>", "𝐛𝐚𝐧𝐣𝐢𝐫 𝐥𝐚𝐠𝐢", "bayar\u00a0pajak"]
)
def test_a_disguise_that_hides_nobody_stays(text):
    assert mask_text(text) == text
    assert mask_texts(pa.array([text] * 500)).to_pylist() == [text] * 500


def test_invisible_letters_that_join_emoji_stay():
    assert mask_text("keluarga 👨‍👩‍👧 kami, 100 persen") == "keluarga 👨‍👩‍👧 kami, 100 persen"
