"""Names of private persons go; those of office-holders, streets, buildings, firms stay, and so do ordinary words."""

from __future__ import annotations

import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.privacy import mask_text, mask_texts
from warehouse.privacy.masking import groups
from warehouse.seeds import read_seed


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("nama saya budi santoso warga rungkut", "nama saya [nama] warga rungkut"),
        ("NAMA SAYA SULASTRI INGIN MENGADU", "NAMA SAYA [nama] INGIN MENGADU"),
        ("Bapak H. Slamet Riyanto, S.H. sudah datang", "Bapak H. [nama] sudah datang"),
        ("I Made Wirawan belum dapat", "[nama] belum dapat"),
        ("Ni Luh Ayu Lestari belum dapat", "[nama] belum dapat"),
        ("Fatimah binti Hasyim", "[nama]"),
        ("korban berinisial AB (23)", "korban berinisial AB (23)"),
        ("Ketua RT 04 Pak Zolvian", "Ketua [RT/RW] Pak [nama]"),
        ("Jl. Melati No. 12 B RT 3 RW 5", "Jl. Melati No. [nomor-rumah] [RT/RW]"),
        ("Rudi Hartono, 45 tahun, jatuh", "[nama], 45 tahun, jatuh"),
        ("Bpk. Yohanes Manurung dan istri", "Bpk. [nama] dan istri"),
        ("tadi Yohanes Manurung. Lalu hujan", "tadi [nama]. Lalu hujan"),
        ("Nama:Parwanto Wibisono", "Nama:[nama]"),
        ("nama:budi hartono alamat: jl mawar", "nama:[nama] alamat: jl mawar"),
        ("nama=zevrandi", "nama=[nama]"),
        ("Pengirim:Parwanto", "Pengirim:[nama]"),
        ("Korban:Parwanto, warga Kediri", "Korban:[nama], warga Kediri"),
        ("KTP an.Parwanto", "KTP an.[nama]"),
        ("Pak RT Sukirman memotong bansos", "Pak RT [nama] memotong bansos"),
        ("Pak RT 03 Sukirman", "Pak [RT/RW] [nama]"),
        ("Bu RT Wati", "Bu RT [nama]"),
        ("Bpk Sukirman/Ibu Wati", "Bpk [nama]/Ibu [nama]"),
        ("Bapak/Ibu Sukirman", "Bapak/Ibu [nama]"),
        ("Kel. Bpk Sukirman belum dapat BLT", "Kel. Bpk [nama] belum dapat BLT"),
        ("Bp Sukirman mohon dibantu", "Bp [nama] mohon dibantu"),
        ("Bu. Wati sakit", "Bu. [nama] sakit"),
        ("Pakde Parto dan bulik wati", "Pakde [nama] dan bulik [nama]"),
        ("jeng Retno, mang Ujang, bli Wayan, uda Rizal", "jeng [nama], mang [nama], bli [nama], uda [nama]"),
        ("Wassalam, Sulastri", "Wassalam, [nama]"),
        ("Wassalam\nSulastri", "Wassalam\n[nama]"),
        ("saya budi hartono minta bantuan", "saya [nama] minta bantuan"),
        ("Jl. Kenari Asri VII/25 gelap", "Jl. Kenari Asri VII/[nomor-rumah] gelap"),
        ("Jl. Kenari Asri I/25-31 gelap", "Jl. Kenari Asri I/[nomor-rumah] gelap"),
        ("Jl Mawar #12", "Jl Mawar #[nomor-rumah]"),
        ("Perum Griya Kenari C3/12", "Perum Griya Kenari C3/[nomor-rumah]"),
        ("nomor saya 81234567890", "nomor saya [telepon]"),
    ],
)
def test_a_name_goes_and_what_stands_around_it_stays(text, masked):
    assert mask_text(text) == masked


def test_a_name_once_told_is_masked_wherever_the_text_repeats_it():
    text = "Nama saya Parwanto Wibisono. Tolong, Parwanto sudah lapor dua kali."
    assert mask_text(text) == "Nama saya [nama]. Tolong, [nama] sudah lapor dua kali."


def test_an_office_holder_stays_and_a_namesake_beside_a_private_cue_does_not():
    official = next(row["person_name"] for row in read_seed("officials").to_pylist() if row["person_name"] == "Budi Santoso")
    assert mask_text(f"kebijakan {official} dikritik") == f"kebijakan {official} dikritik"
    assert mask_text(f"pelapor {official} mengeluh") == "pelapor [nama] mengeluh"
    assert mask_text(f"{official} (45) mengeluh") == "[nama] (45) mengeluh"


def test_the_news_keeps_free_standing_names_and_masks_the_victims():
    text = "Yohanes Manurung juara; korban Sulastri dirawat"
    assert mask_text(text, is_public=True) == "Yohanes Manurung juara; korban [nama] dirawat"
    assert mask_text(text) == "[nama] juara; korban [nama] dirawat"


def test_each_row_is_masked_by_the_rule_of_its_own_channel():
    texts = pa.array(["Yohanes Manurung juara", "Yohanes Manurung mengadu", None])
    assert mask_texts(texts, pa.array([True, False, None])).to_pylist() == ["Yohanes Manurung juara", "[nama] mengadu", None]


ORDINARY = """
Harga beras naik jadi Rp 15.500 per kg, minyak Rp 17.000
Anggaran Rp 3.621.313.900.000.000 disetujui
Anggaran Rp 62.812.345.678 untuk drainase
Tahun 2019, 2020, 2021 dan 2022 selalu banjir
Periode 2019-2024 dan 2024-2029
Tanggal 08-10-2024 pukul 08.00 sampai 10.00
Layanan buka 08.00 - 16.00 setiap hari
UU No. 11 Tahun 2020 tentang Cipta Kerja
Pasal 28 ayat (3) UU Nomor 11/2008
Perda No. 5 Tahun 2019 di Jalan Ahmad Yani
Perwali Nomor 12 Tahun 2021 tentang parkir
SE Menteri Nomor 3 Tahun 2024
Tiket 2026-000123 sudah dua minggu
Nomor laporan 120345678 belum ditanggapi
Jalan Raya Km 16 rusak
jalan rusak sudah 3 bulan
Jalan 10 November macet
Gang 3 gelap
Jalan Tol Seksi 12 ditutup
lampu mati di Jl. Ahmad Yani dekat Royal
banjir di Jalan Panglima Sudirman
Jl. KH Mas Mansyur macet total
Jalan Dr. Ir. H. Soekarno ditutup
Jl. Dr. Soetomo licin
Jl. Ir. Soekarno gelap
RSUD dr. Soetomo penuh
RSUP Dr. Sardjito antre
RS Saiful Anwar penuh
Bandara Soekarno-Hatta padat
Bandara I Gusti Ngurah Rai padat
Bandara Sultan Hasanuddin ditutup sementara
Universitas Hasanuddin membuka pendaftaran
Universitas Ahmad Dahlan libur
Masjid Cheng Hoo ramai
SMA Kartini kebanjiran
SMP Dewi Sartika belum direnovasi
Stadion Gelora Bung Karno dipugar
Stadion Manahan Solo penuh
Pasar Pucang Anom bau
Pondok Pesantren Al Amin mengadu
PT Surya Citra Media
PT Wijaya Karya memenangkan lelang
Toko Siti Rahayu menutup trotoar
Warung Bu Siti di trotoar
Perumahan Darmo Indah banjir
Darmo Permai Selatan tergenang
Kelurahan Simomulyo Baru belum merespons
Kecamatan Lakarsantri, Kota Surabaya
Kartu Indonesia Sehat saya tidak aktif
Kartu Keluarga Sejahtera belum cair
Program Keluarga Harapan salah sasaran
Pak Wali tolong turun tangan
Pak RT sudah diberi tahu
Bu RT tidak tahu
Bu Guru memarahi murid
Bapak Bupati yang kami hormati
Bapak/Ibu yang terhormat
Bapak Ibu Wali Kota mohon perhatiannya
Bapak/Ibu Dinsos, terima kasih
Bapak/Ibu Guru libur
tolong pak. Trotoarnya retak, bu. Lampu mati
BP Batam dan BP Tapera
mang ada yang lapor
mbok Pemkot tanggap
uda Senin masih banjir
Kel. Simomulyo Baru
Pak RT setempat diam saja
saya sangat kecewa sekali
saya putri daerah sini
wassalam, mohon ditindak
nama:jalan rusak
naik kelas II/2 lalu libur
KRL jurusan A/12 telat
Jl. Raya Darmo #banjir
Ibu Kota Nusantara dibangun
Ibu Pertiwi menangis
Ibu dari Surabaya mengeluh
Mas Bro tolong dong
Pak Lurah dan Pak Camat diam saja
Bapak Presiden tolong rakyat
Pak Polisi tolong ditilang
pak tolong jalannya rusak
bu mohon dibantu
mas kenapa lampunya mati
Pak Prabowo sudah janji
Bapak Jokowi pernah datang
Gubernur Khofifah Indar Parawansa meninjau
Wali Kota Surabaya Eri Cahyadi hadir
Menteri Kesehatan Budi Gunadi Sadikin bicara
Menteri Perdagangan Budi Santoso bicara
Bupati Sleman Harda Kiswaya meninjau
Kepala Dinas Kesehatan Sulistyowati Handoko menjawab
Anggota DPR Yohanes Manurung bertanya
Anggota DPRD Kota Malang Rudi Hartono bertanya
Kapolres Malang AKBP Rudi Hartono mengatakan
Camat Rungkut Rudi Hartono hadir
Rudi Hartono selaku Kepala Dinas hadir
nama saya belum terdaftar di DTKS
nama saya tidak ada di daftar
nama jalan belum dipasang
nama program itu belum jelas
saya warga Surabaya
saya Muslim dan taat
saya dari Rungkut
Saya WNI asli
korban banjir belum dibantu
korban PHK bertambah
Warga Surabaya mengeluh
warga Kampung Baru mengeluh
siswa SD keracunan
Guru Honorer belum dibayar
kepala sekolah tidak tahu
RT @_: banjir lagi
Banjir Rendam 16 RT-10 Ruas Jalan
Target Jalan Mei 2026
laporan u/sayang semua
ketua RT kami diam
RW kami kompak
call center 1500-454 tidak diangkat
hubungi 112 atau 110
hp baru 2.500.000 hilang
WA tidak dibalas
rekening listrik naik 3 bulan
dana Rp 1.500.000.000 cair
plat merah parkir sembarangan
nopol luar kota
pakai gmail saja
email tidak dibalas
IG: lihat foto
akun resmi belum diverifikasi
telur @28.000 per kg
kumpul @ balai desa
https://contoh.id/berita/2026/11/20/banjir-120345678
https://x.com/search?q=banjir
naik 3,5 persen jadi 12.345 kasus
skor 3-1 (45) dan 2-0 (60)
Januari sampai Desember hujan
Senin, 20 November 2026
Dr. tidak ada di tempat
hari Jumat jam 09.15 listrik padam
Gunung Semeru dan Sungai Brantas
""".strip().splitlines()


@pytest.mark.parametrize("sentence", ORDINARY)
def test_an_ordinary_sentence_stays_as_it_is(sentence):
    assert mask_text(sentence) == sentence


def test_there_are_traps_enough():
    assert len(set(ORDINARY)) >= 80


words = st.lists(
    st.sampled_from(
        "Pak pak nama saya Budi budi Santoso SULASTRI Zevrandi warga korban , . : ( ) (45) RT 03 / RW no 12 Jl. Melati bin "
        "[nama] [RT/RW] a.n. H. dr. S.H. umur hp 0812 3456 7890 @ gmail com ig: ani_7 %40 NIK 3578 1645 0782 0003 \n é".split(
            " "
        )
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(words, st.booleans())
def test_a_column_and_one_text_are_masked_alike(text, is_public):
    assert mask_texts(pa.array([text]), is_public).to_pylist() == [mask_text(text, is_public)]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(words)
def test_no_mask_finds_anything_where_its_hints_do_not_stand(text):
    changed = text
    for group in groups(False):
        for mask in group.masks:
            changed = mask.change(changed)
    assert mask_text(text) == changed


@settings(max_examples=300, deadline=None, derandomize=True)
@given(words)
def test_masking_twice_masks_no_more(text):
    assert mask_text(mask_text(text)) == mask_text(text)


PIECES = [
    "Budi Santoso ",
    "pak ",
    "0 ",
    "08-1",
    "RT 3 ",
    "Jl. Aa ",
    "a.",
    "nama: ",
    "Aa",
    "wa no ",
    "blok no ",
    "a@",
    "(a) ",
    "Pak Budi (45) ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_is_masked_in_time_that_grows_with_its_length(piece):
    def seconds(length: int) -> float:
        started = time.process_time()
        mask_text(piece * (length // len(piece)))
        return time.process_time() - started

    assert seconds(20_000) < 40 * max(seconds(2_000), 0.002)


def test_names_of_the_lexicon_are_many_and_of_many_peoples():
    names = {row["name"] for row in read_seed("given_names").to_pylist()}
    assert len(names) >= 1_200
    assert names >= {
        "slamet",
        "asep",
        "siregar",
        "afrizal",
        "daeng",
        "ketut",
        "tjandra",
        "nurhayati",
        "yohanes",
        "wenda",
        "pattimura",
    }
