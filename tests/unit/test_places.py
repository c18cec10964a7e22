from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ml import places
from ml.places import Gazetteer, place_documents, read_gazetteer
from ml.text import LONGEST
from warehouse.layout import prepare_home, write_parquet
from warehouse.schemas import PLACES

WEST_JAVA, BANDUNG_CITY, BANDUNG_REGENCY, WEST_BANDUNG, DEPOK = "32", "32.73", "32.04", "32.17", "32.76"
BANJAR_CITY, SOUTH_KALIMANTAN, BANJAR_REGENCY = "32.79", "63", "63.03"
EAST_JAVA, BATU, MALANG_CITY, MALANG_REGENCY = "35", "35.79", "35.73", "35.07"
GORONTALO, GORONTALO_CITY, GORONTALO_REGENCY = "75", "75.71", "75.01"
MEDAN, BATANG, MANGGARAI, PUNCAK = "12.71", "33.25", "53.10", "94.05"

PROVINCES = {
    WEST_JAVA: ("jawa barat", "jabar"),
    SOUTH_KALIMANTAN: ("kalimantan selatan",),
    EAST_JAVA: ("jawa timur",),
    GORONTALO: ("gorontalo",),
}
CITIES = {
    BANDUNG_CITY: "bandung",
    DEPOK: "depok",
    BANJAR_CITY: "banjar",
    BATU: "batu",
    MALANG_CITY: "malang",
    GORONTALO_CITY: "gorontalo",
    MEDAN: "medan",
}
REGENCIES = {
    BANDUNG_REGENCY: "bandung",
    WEST_BANDUNG: "bandung barat",
    BANJAR_REGENCY: "banjar",
    MALANG_REGENCY: "malang",
    GORONTALO_REGENCY: "gorontalo",
    BATANG: "batang",
    MANGGARAI: "manggarai",
    PUNCAK: "puncak",
}


def region_names() -> pa.Table:
    """The rows that int_region_names makes: official, short and abbreviated names."""
    rows = [(code, code, "provinsi", name) for code, names in PROVINCES.items() for name in names]
    rows += [(code, code[:2], "kota", key) for code, name in CITIES.items() for key in (name, f"kota {name}")]
    rows += [
        (code, code[:2], "kabupaten", key)
        for code, name in REGENCIES.items()
        for key in (name, f"kabupaten {name}", f"kab. {name}")
    ]
    names = ("region_code", "province_code", "region_type_slug", "name_key")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(region_names())


@pytest.fixture(scope="module")
def find(gazetteer):
    return lambda text: next(iter(gazetteer.find([text])))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kota Bandung menutup TPS liar.", BANDUNG_CITY),
        ("Pemkot Bandung menutup TPS liar.", BANDUNG_CITY),
        ("Wali Kota Bandung turun ke lapangan.", BANDUNG_CITY),
        ("Kabupaten Bandung menambah bidan.", BANDUNG_REGENCY),
        ("Bidan di Kab. Bandung bertambah.", BANDUNG_REGENCY),
        ("Bupati Bandung turun ke lapangan.", BANDUNG_REGENCY),
        ("PEMKAB BANDUNG menambah bidan.", BANDUNG_REGENCY),
        ("longsor di kabupaten bandung barat", WEST_BANDUNG),
        ("longsor di Bandung Barat", WEST_BANDUNG),
        ("Bupati Gorontalo meresmikan pasar.", GORONTALO_REGENCY),
    ],
)
def test_a_word_of_office_tells_city_and_regency_of_the_same_name_apart(find, text, code):
    assert list(find(text)) == [code]


def test_a_bare_name_that_city_and_regency_share_stands_for_their_province(find):
    assert list(find("Macet lagi di Bandung sore ini.")) == [WEST_JAVA]


def test_a_bare_name_that_a_province_shares_too_stands_for_the_province(find):
    assert list(find("Listrik padam di Gorontalo semalam.")) == [GORONTALO]


def test_a_bare_name_that_two_provinces_share_stands_for_none(find):
    assert find("Warga Banjar mengeluh soal air.") == {}
    assert list(find("Bupati Banjar menjawab keluhan.")) == [BANJAR_REGENCY]


def test_a_name_of_its_own_needs_no_cue_and_no_capital(find):
    assert list(find("depok hujan deras")) == [DEPOK]


def test_a_province_is_found_by_each_of_its_names(find):
    assert list(find("Jawa Barat dan JABAR itu sama")) == [WEST_JAVA]


@pytest.mark.parametrize(
    "text",
    ["jalan penuh batu dan pasir", "jangan lempar Batu sembarangan", "Batu besar menutup jalan", "ia malang di batu itu"],
)
def test_a_name_that_is_a_common_word_does_not_count_without_capital_and_cue(find, text):
    assert find(text) == {}


@pytest.mark.parametrize("text", ["Longsor di Batu semalam", "DPRD Batu bersidang", "apel Kota Batu", "apel kota batu"])
def test_a_name_that_is_a_common_word_counts_with_capital_and_cue_or_in_full(find, text):
    assert list(find(text)) == [BATU]


@pytest.mark.parametrize(
    "text",
    [
        "harga emas melewati puncak bulan lalu",
        "Puncak arus mudik jatuh pada hari Sabtu",
        "macet lagi di Puncak sejak pagi",
        "pintu air di Manggarai siaga dua",
        "tawuran lagi di Manggarai",
        "bantuan tertahan di medan yang berat",
        "batang pohon menutup jalan",
    ],
)
def test_a_place_or_thing_that_only_bears_the_name_of_a_region_is_not_that_region(find, text):
    assert find(text) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bupati Puncak membuka musrenbang", PUNCAK),
        ("sekolah di Kabupaten Manggarai", MANGGARAI),
        ("Pemkab Batang memperbaiki jalan", BATANG),
        ("Medan banjir parah", MEDAN),
        ("warga kota medan mengungsi", MEDAN),
    ],
)
def test_such_a_region_is_found_when_it_is_meant(find, text, code):
    assert list(find(text)) == [code]


def test_a_common_word_that_is_shared_too_stands_for_the_province_with_capital_and_cue(find):
    assert list(find("Bakso dari Malang")) == [EAST_JAVA]


def test_mentions_are_counted_and_the_first_position_is_kept(find):
    text = "Depok banjir. Kota Bandung kering, tetapi Kota Depok dan depok lagi banjir."
    assert find(text) == {DEPOK: (3, 0), BANDUNG_CITY: (1, text.index("Kota Bandung"))}


def test_a_name_within_a_word_is_no_mention(find):
    assert find("pendepokan dan kebandungan") == {}


def test_a_text_that_names_no_place_gives_none(find):
    assert find("Antrean panjang sejak subuh.") == {}
    assert find("") == {}


def test_nothing_beyond_the_longest_text_is_found(find):
    assert find("a " * (LONGEST // 2) + "Depok") == {}


def test_the_version_moves_with_the_names_and_not_with_their_order(gazetteer, monkeypatch):
    monkeypatch.setattr(Gazetteer, "_build", lambda self: None)  # takes seconds, and the version does not stand on it
    names = region_names()
    assert Gazetteer(names.take(list(reversed(range(names.num_rows))))).version == gazetteer.version
    assert Gazetteer(names.slice(1)).version != gazetteer.version


def test_the_gazetteer_knows_the_regions_that_dbt_handed_over(layout, gazetteer, monkeypatch):
    monkeypatch.setattr(Gazetteer, "_build", lambda self: None)
    assert read_gazetteer(layout).version == gazetteer.version


@pytest.fixture
def layout(tmp_path):
    layout = prepare_home(tmp_path)
    texts = ["Depok dan Kota Bandung", "tanpa tempat", "tanpa tempat"]
    documents = {"document_id": ["d1", "d2", "d3"], "text_hash": ["h1", "h2", "h2"], "document_text": texts}
    write_parquet(pa.table(documents), layout.ml_input / "ml_documents.parquet")
    write_parquet(region_names(), layout.ml_input / "ml_regions.parquet")
    return layout


def placed(layout) -> list[tuple]:
    parts = sorted(layout.ml_table("places").glob("places-*/part-*.parquet"))
    tables = [pq.read_table(part) for part in parts]
    assert all(table.schema.equals(PLACES) for table in tables)
    return sorted(
        (row["document_id"], row["region_code"] or "", row["mention_count"], row["first_position"])
        for table in tables
        for row in table.to_pylist()
    )


ROWS = [("d1", BANDUNG_CITY, 1, 10), ("d1", DEPOK, 1, 0), ("d2", "", 0, None), ("d3", "", 0, None)]


def test_every_document_is_read_once_and_leaves_a_row_even_without_a_place(layout, gazetteer):
    assert place_documents(layout, gazetteer, lambda done, total: None) == 3
    assert placed(layout) == ROWS
    assert place_documents(layout, gazetteer, lambda done, total: None) == 0
    assert placed(layout) == ROWS


def test_a_reading_that_dies_goes_on_and_ends_with_the_same_rows(layout, gazetteer, monkeypatch):
    monkeypatch.setattr(places, "PART_DOCUMENTS", 1)

    def die(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place_documents(layout, gazetteer, die)
    assert place_documents(layout, gazetteer, lambda done, total: None) == 2
    assert placed(layout) == ROWS
