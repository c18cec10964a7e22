from __future__ import annotations

import json
import re
from collections import Counter

import pyarrow as pa
import pytest

from ml import places
from ml.places import PlaceReader
from ml.places.resolution import Given
from ml.places.tokens import Tokens
from warehouse.schemas import PLACES
from warehouse.seeds import read_seed
from warehouse.settings import ROOT

ACEH, WEST_JAVA, CENTRAL_JAVA, YOGYAKARTA, EAST_JAVA, BANTEN = "11", "32", "33", "34", "35", "36"
JAKARTA, BALI, SOUTH_KALIMANTAN, EAST_KALIMANTAN, GORONTALO, PAPUA = "31", "51", "63", "64", "75", "91"
BANDUNG_CITY, BANDUNG_REGENCY, WEST_BANDUNG, DEPOK = "32.73", "32.04", "32.17", "32.76"
BOGOR_CITY, BOGOR_REGENCY, BEKASI_CITY, BEKASI_REGENCY, KARAWANG = "32.71", "32.01", "32.75", "32.16", "32.15"
MALANG_CITY, MALANG_REGENCY, BATU, SURABAYA, KEDIRI_CITY = "35.73", "35.07", "35.79", "35.78", "35.71"
SERANG_CITY, SERANG_REGENCY, PATI, SOLO, PADANG, MEDAN = "36.73", "36.04", "33.18", "33.72", "13.71", "12.71"
BANJAR_CITY, BANJAR_REGENCY, KUNINGAN, METRO, COAL = "32.79", "63.03", "32.08", "18.72", "12.19"
SUKOLILO, GENTENG, RUNGKUT, GUNUNG_ANYAR, LOWOKWARU = "35.78.09", "35.78.07", "35.78.03", "35.78.25", "35.73.05"
NOTHING = Given()
IN_SURABAYA = Given(EAST_JAVA, SURABAYA)


@pytest.fixture(scope="module")
def reader() -> PlaceReader:
    return PlaceReader()


@pytest.fixture(scope="module")
def find(reader):
    return lambda text, given=NOTHING: sorted(reader.find(text, given))


@pytest.fixture(scope="module")
def basis(reader):
    return lambda text, given=NOTHING: {code: place.basis_slug for code, place in reader.find(text, given).items()}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kota Bandung menutup TPS liar.", [BANDUNG_CITY]),
        ("Pemkot Bandung menutup TPS liar.", [BANDUNG_CITY]),
        ("Wali Kota Bandung turun ke lapangan.", [BANDUNG_CITY]),
        ("Walkot Bandung turun ke lapangan.", [BANDUNG_CITY]),
        ("DPRD Kota Bandung bersidang.", [BANDUNG_CITY]),
        ("Kabupaten Bandung menambah bidan.", [BANDUNG_REGENCY]),
        ("Bidan di Kab. Bandung bertambah.", [BANDUNG_REGENCY]),
        ("bidan di kab.bandung bertambah", [BANDUNG_REGENCY]),
        ("Wakil Bupati Bandung turun ke lapangan.", [BANDUNG_REGENCY]),
        ("PEMKAB BANDUNG MENAMBAH BIDAN", [BANDUNG_REGENCY]),
        ("longsor di kabupaten bandung barat", [WEST_BANDUNG]),
        ("Kota dan Kabupaten Malang berbagi sampah", [MALANG_REGENCY, MALANG_CITY]),
        ("Kabupaten Bogor, Bekasi, dan Karawang siaga", [BOGOR_REGENCY, KARAWANG, BEKASI_REGENCY]),
        ("Polres Serang menahan maling", [SERANG_REGENCY]),
        ("Polresta Serang Kota menahan maling", [SERANG_CITY]),
        ("Warga Desa Sukasenang Bogor mengungsi", [BOGOR_REGENCY]),
        ("Wali Kota Gorontalo meresmikan pasar", ["75.71"]),
        ("Bupati Banjar menjawab keluhan", [BANJAR_REGENCY]),
    ],
)
def test_a_word_beside_it_tells_city_and_regency_of_one_name_apart(find, text, codes):
    assert find(text) == sorted(codes)


@pytest.mark.parametrize(
    "name", ["Bandung", "Malang", "Bogor", "Bekasi", "Semarang", "Tangerang", "Kupang", "Jayapura", "Sorong"]
)
def test_a_bare_name_that_usually_means_the_city_is_the_city(reader, name):
    found = reader.find(f"Macet lagi di {name} sore ini", NOTHING)
    assert [(place.type_slug, place.basis_slug) for place in found.values()] == [("kota", "bawaan")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Petani di Kediri menunggu pupuk", EAST_JAVA),
        ("Bus terguling di Magelang", CENTRAL_JAVA),
        ("Guru di Serang mogok", BANTEN),
        ("Cuaca Malang Raya pekan ini", EAST_JAVA),
        ("Listrik padam di Gorontalo semalam", GORONTALO),
        ("Pameran seni di Yogyakarta", YOGYAKARTA),
    ],
)
def test_a_bare_name_without_a_usual_reading_stands_for_its_province(basis, text, code):
    assert basis(text) == {code: "nama"}


def test_a_bare_name_that_two_provinces_share_stands_for_none(find):
    assert find("Warga di Banjar mengeluh soal air") == []


def test_a_bare_name_is_what_the_text_told_before(reader):
    found = reader.find("Pemkot Kediri rapat. Pasar di Kediri sepi.", NOTHING)
    assert [(code, place.mention_count) for code, place in found.items()] == [(KEDIRI_CITY, 2)]


def test_a_bare_name_is_the_one_whose_district_the_text_names(basis):
    assert basis("Tambang di Taktakan, Serang, ditutup") == {"36.73.06": "nama", SERANG_CITY: "konteks"}


def test_a_bare_name_is_the_one_that_the_source_gives(basis):
    assert basis("Lampu padam di Malang", Given(EAST_JAVA, MALANG_REGENCY)) == {MALANG_REGENCY: "konteks"}


def test_a_bare_name_is_the_one_in_the_province_that_the_text_names(find):
    assert find("Pasar terapung di Banjar, Kalimantan Selatan") == [SOUTH_KALIMANTAN, BANJAR_REGENCY]


@pytest.mark.parametrize(
    "text",
    [
        "SBY menilai demokrasi mundur",
        "Presiden ke-6 SBY melukis",
        "Kader Demokrat menunggu SBY di Cikeas",
        "AHY dan SBY menjenguk sahabat",
        "Pak SBY berpesan kepada anak muda",
        "Era SBY dikenang",
    ],
)
def test_sby_beside_words_of_politics_is_the_person(find, text):
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "macet di sby barat sejak pagi",
        "SBY Timur tergenang",
        "warga sby protes",
        "min, lampu sby mati",
        "Pak wali, jalan di sby rusak",
        "kulineran dari sby ke malam hari",
        "pelat L dari sby dilarang masuk",
    ],
)
def test_sby_beside_words_of_place_is_surabaya(find, text):
    assert find(text) == [SURABAYA]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Macet di Jaksel", ["31.74"]),
        ("jkt panas", [JAKARTA]),
        ("Pemprov Jabar rapat", [WEST_JAVA]),
        ("Sumut dan Sumbar banjir", ["12", "13"]),
        ("NTT dan NTB kering", ["52", "53"]),
        ("DIY, Jogja, dan Yogya satu provinsi", [YOGYAKARTA]),
        ("kos murah di bdg", [BANDUNG_CITY]),
        ("Sampah Tangsel menumpuk", ["36.74"]),
        ("Pembangunan IKN berlanjut", [EAST_KALIMANTAN]),
        ("Papbar menunggu dana", ["92"]),
        ("Kabut asap di Palangka Raya", ["62.71"]),
        ("Kekeringan Gunung Kidul dan Kulonprogo", ["34.01", "34.03"]),
        ("Purwokerto hujan", ["33.02"]),
        ("Gubernur Sumatra Utara rapat", ["12"]),
    ],
)
def test_names_by_which_people_call_a_region_are_read(find, text, codes):
    assert find(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "jalan penuh batu dan pasir",
        "Batu besar menutup jalan",
        "Ekspor batu bara ke Jepang turun",
        "Harga Naik, Eropa Kembali ke Batu Bara",
        "Iran Serang Israel",
        "Monyet Serang Balita",
        "Polisi Buru Pelaku",
        "tepung dari pati jagung",
        "nasib malang menimpa mereka",
        "ia malang melintang di dunia film",
        "Nasi Padang kesukaan menteri",
        "sapi di padang rumput",
        "gugur di medan perang",
        "ia meniti karier solo",
        "Konser Solo Penyanyi Itu Batal",
        "Roh Kudus",
        "Bima Arya memimpin rapat",
        "Kapolda Metro Jaya memimpin apel",
        "Puncak arus mudik hari Sabtu",
        "Penumpang memenuhi Stasiun Manggarai",
        "Hakim mengetuk palu",
        "batang pohon tumbang",
        "operator SIAK di kelurahan lambat",
        "Malang banget nasib mereka",
        "Ratusan bangli di bantaran kali dibongkar",
        "Malang benar nasib para petani garam",
        "Malang, seorang kakek kehilangan rumahnya",
        "Medan licin dan terjal, regu penolong memutar",
        "Semangat dari Sabang sampai Merauke",
        "Warga Serang Balai Desa",
        "Warga Buru Pencuri Sapi",
        "Gempa Serang Turki",
        "warga di serang anjing",
        "Banjir Batu dan Lumpur Terjang Hulu",
    ],
)
def test_a_word_that_is_also_a_name_is_no_place(find, text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Longsor di Batu semalam", [BATU]),
        ("apel kota batu", [BATU]),
        ("Nelayan Kabupaten Batu Bara melaut", [COAL]),
        ("Kebakaran di Batu, Jawa Timur", [EAST_JAVA, BATU]),
        ("Bupati Pati dipanggil. Warga Pati menunggu.", [PATI]),
        ("Ratusan orang berkumpul di Pati", [PATI]),
        ("Kereta dari Solo terlambat", [SOLO]),
        ("Gempa di Padang", [PADANG]),
        ("banjir di medan", [MEDAN]),
        ("BANJIR DI MEDAN", [MEDAN]),
        ("Kuningan, Jawa Barat, mekar", [WEST_JAVA, KUNINGAN]),
        ("Wali Kota Metro rapat", [METRO]),
        ("Tambang di Pulau Buru ditutup", ["81.04"]),
        ("Kejari Karo menahan tersangka", ["12.06"]),
        ("Warga Pati menggelar doa bersama", [PATI]),
        ("Warga Serang mengeluhkan bau", [BANTEN]),
        ("Wilayah Serang tergenang", [BANTEN]),
        ("Warga Batu menolak tambang", [BATU]),
        ("Pemerintah daerah Pati rapat", [PATI]),
        ("Gempa Palu terasa lama", ["72.71"]),
        ("Banjir Bima surut", ["52"]),
        ("jembatan putus di serang banten", [BANTEN]),
        ("Malang, hujan sejak siang", [MALANG_CITY]),
        ("Jalan di Medan licin", [MEDAN]),
        ("Jalur Puncak Bogor macet", [BOGOR_REGENCY]),
        ("macet di puncak bogor", [BOGOR_REGENCY]),
        ("Penerbangan dari Sabang ke Medan", ["11.72", MEDAN]),
    ],
)
def test_a_place_that_is_also_a_word_is_found_where_it_is_meant(find, text, codes):
    assert find(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Lubang di Jalan Surabaya",
        "Pohon tumbang di Jl. Bandung",
        "Kecelakaan di Jl Raya Bogor",
        "Persib Bandung menang",
        "Persija Jakarta kalah",
        "PSM Makassar menjamu Bali United",
        "Bank Jatim untung",
        "Papua Nugini dan Timor Leste",
        "Pulau Jawa dan orang Batak",
        "orang Aceh suka kopi Aceh",
        "Kapal tenggelam di Selat Bali",
        "warga Lebak Bulus dan Jati Padang",
        "antre di Pelabuhan Ketapang menuju Gilimanuk",
        "pendepokan dan kebandungan",
    ],
)
def test_something_else_that_bears_the_name_is_no_place(find, text):
    assert find(text) == []


def test_a_toll_road_names_the_places_that_it_joins(find):
    assert find("Tol Jakarta-Karawang macet") == [JAKARTA, KARAWANG]


def test_papua_behind_a_place_in_its_neighbour_is_the_island(find):
    assert find("Kontak senjata di Intan Jaya, Papua") == ["94.07"]
    assert find("Pemerintah Provinsi Papua dan Nabire") == [PAPUA, "94.01"]
    assert find("Gempa di Sarmi, Papua") == [PAPUA, "91.10"]


def test_the_words_of_a_hashtag_are_read(find):
    assert find("#SurabayaBanjir #banjir") == [SURABAYA]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Lampu mati di Kecamatan Sukolilo, Surabaya", [SURABAYA, SUKOLILO]),
        ("camat genteng surabaya", [SURABAYA, GENTENG]),
        ("Polsek Lowokwaru membubarkan tawuran", [MALANG_CITY, LOWOKWARU]),
        ("Warga Rungkut Surabaya mengeluh", [SURABAYA, RUNGKUT]),
        ("Rungkut Menanggal Surabaya banjir", [SURABAYA, GUNUNG_ANYAR]),
        ("Gununganyar Surabaya banjir", [SURABAYA, GUNUNG_ANYAR]),
        ("Perampokan di Bekasi Timur", [BEKASI_CITY, "32.75.01"]),
        ("perampokan di bekasi timur", [BEKASI_CITY, "32.75.01"]),
        ("Banjir di Cengkareng surut", ["31.73", "31.73.01"]),
        ("Warga Sepaku menunggu", ["64.09", "64.09.04"]),
        ("Macet di Ubud, Bali", [BALI, "51.04", "51.04.05"]),
    ],
)
def test_a_district_is_named_with_its_region(find, text, codes):
    assert find(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Lampu mati di Kecamatan Sukolilo",
        "Jalan di Sukajadi rusak",
        "atap dari genteng tanah liat",
        "pohon menteng tumbuh di halaman",
        "Kabar dari Anggi dan Nita",
        "Hadiah untuk para Pemenang lomba",
        "Macet di Ubud saat libur",
    ],
)
def test_a_name_that_many_places_or_none_bear_is_no_district(find, text):
    assert find(text) == []


def test_what_the_source_gives_tells_the_district(find):
    assert find("pju mati di sukolilo") == []
    assert find("pju mati di sukolilo", IN_SURABAYA) == [SURABAYA, SUKOLILO]
    assert find("Lampu mati di Kecamatan Sukolilo", IN_SURABAYA) == [SURABAYA, SUKOLILO]


def test_a_street_or_a_village_with_the_name_of_a_district_is_none(find):
    assert find("pju mati di jl sukolilo", IN_SURABAYA) == []
    assert find("pju mati di jalan raya rungkut", IN_SURABAYA) == []
    assert find("kantor kelurahan sukolilo", IN_SURABAYA) == []


def test_a_district_with_the_name_of_another_regency_is_told_by_a_word_or_by_what_is_given(find):
    assert find("Jalan di Kecamatan Rembang, Purbalingga, rusak") == ["33.03", "33.03.13"]
    assert find("jalan di karanganyar rusak", Given(CENTRAL_JAVA, "33.03")) == ["33.03", "33.03.11"]
    assert find("jalan di karanganyar rusak") == ["33.13"]


def test_mentions_are_counted_and_the_first_position_is_kept(reader):
    text = "Depok banjir. Kota Bandung kering, tetapi Kota Depok dan depok lagi banjir."
    found = reader.find(text, NOTHING)
    counted = {code: (place.mention_count, place.first_position) for code, place in found.items()}
    assert counted == {DEPOK: (3, 0), BANDUNG_CITY: (1, text.index("Bandung"))}


def test_a_text_that_names_no_place_gives_none(find):
    assert find("Antrean panjang sejak subuh.") == []
    assert find("") == []
    assert find("???  #") == []


def documents(*texts: str | None, code: str | None = None) -> pa.Table:
    return pa.table(
        {
            "document_id": [f"d{number}" for number, _ in enumerate(texts)],
            "input_hash": [f"h{number}" for number, _ in enumerate(texts)],
            "clean_text": pa.array(texts, pa.string()),
            "given_province_code": pa.array([code and code[:2]] * len(texts), pa.string()),
            "given_region_code": pa.array([code] * len(texts), pa.string()),
        }
    )


def test_rows_follow_the_documents_and_within_one_the_text(reader):
    rows = reader.read(documents("Solo lalu Aceh", "tanpa tempat", None, "Kota Bandung"))
    assert rows.schema.equals(PLACES)
    assert [(row["document_id"], row["region_code"], row["basis_slug"]) for row in rows.to_pylist()] == [
        ("d0", SOLO, "nama"),
        ("d0", ACEH, "nama"),
        ("d3", BANDUNG_CITY, "isyarat"),
    ]
    assert rows.to_pylist()[1] == {
        "document_id": "d0",
        "input_hash": "h0",
        "reader_version": reader.version,
        "region_code": ACEH,
        "region_type_slug": "provinsi",
        "basis_slug": "nama",
        "mention_count": 1,
        "first_position": 10,
    }


def test_no_document_gives_no_row(reader):
    assert reader.read(documents()).equals(PLACES.empty_table())
    assert reader.read(documents("tanpa tempat")).schema.equals(PLACES)


def test_the_given_region_of_a_document_is_used(reader):
    rows = reader.read(documents("pju mati di rungkut kidul sukolilo", code=SURABAYA))
    assert SUKOLILO in rows["region_code"].to_pylist()


def test_a_document_is_read_alike_whatever_stands_beside_it(reader):
    alone = reader.read(documents("Warga Gubeng Surabaya")).to_pylist()
    beside = reader.read(documents("Warga Gubeng Surabaya", "Bupati Bandung")).to_pylist()
    assert [row for row in beside if row["document_id"] == "d0"] == alone


def test_the_version_is_stable_and_moves_with_the_seeds(reader, monkeypatch):
    assert re.fullmatch("[0-9a-f]{12}", reader.version)
    assert PlaceReader().version == reader.version
    monkeypatch.setattr(places, "seeds_hash", lambda *names: "other")
    assert PlaceReader().version != reader.version


def test_positions_point_at_the_words_of_the_text():
    tokens = Tokens("Di  #KotaBatu, İstanbul")
    assert [tokens.text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == ["Di", "Kota", "Batu", "İstanbul"]


def test_the_gold_set_is_read_as_well_as_promised(reader):
    rows = [json.loads(line) for line in (ROOT / "tests" / "gold" / "places.jsonl").read_text().splitlines()]
    assert len(rows) >= 250
    found, labelled, right = 0, 0, 0
    for row in rows:
        code = row["given_region_code"]
        read, codes = set(reader.find(row["text"], Given(code and code[:2], code))), set(row["region_codes"])
        found, labelled, right = found + len(read), labelled + len(codes), right + len(read & codes)
    assert right / found >= 0.97
    assert right / labelled >= 0.95


def test_every_region_has_a_statistics_code_of_its_own():
    rows = read_seed("regions").to_pylist()
    codes = {row["region_code"]: row["bps_code"] for row in rows}
    assert Counter(len(code) for code in codes.values()) == {2: 38, 4: 514}
    assert len(set(codes.values())) == len(rows)
    assert all(code.startswith(codes[row["province_code"]]) for row, code in zip(rows, codes.values(), strict=True))


def test_cities_are_numbered_from_71_and_regencies_below_in_both_systems():
    for row in read_seed("regions").to_pylist():
        if row["region_type_slug"] != "provinsi":
            numbers = {int(row["region_code"][3:]), int(row["bps_code"][2:])}
            assert all((number >= 71) == (row["region_type_slug"] == "kota") and number > 0 for number in numbers)


@pytest.mark.parametrize(
    ("region_code", "bps_code"),
    [
        ("11.01", "1103"),
        ("11.09", "1101"),
        ("31.74", "3171"),
        ("96.71", "9271"),
        ("94.01", "9604"),
        ("95.01", "9702"),
        ("91", "94"),
    ],
)
def test_the_two_systems_are_joined_by_place_and_not_by_number(region_code, bps_code):
    assert {row["region_code"]: row["bps_code"] for row in read_seed("regions").to_pylist()}[region_code] == bps_code


def test_every_district_lies_in_a_known_region():
    regions = set(read_seed("regions")["region_code"].to_pylist())
    rows = read_seed("districts").to_pylist()
    assert len(rows) == len({row["district_code"] for row in rows}) == 7_277
    assert all(row["region_code"] == row["district_code"][:5] and row["region_code"] in regions for row in rows)
    assert {row["region_code"] for row in rows} == {code for code in regions if len(code) == 5}


@pytest.mark.parametrize("seed", ["region_aliases", "district_aliases", "place_words"])
def test_names_in_the_seeds_are_told_once(seed):
    column = "name_key" if seed == "place_words" else "alias"
    names = [name.lower() for name in read_seed(seed)[column].to_pylist()]
    assert [name for name, count in Counter(names).items() if count > 1] == []
