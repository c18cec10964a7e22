from __future__ import annotations

import pyarrow as pa
import pytest
from tiny_readers import agency, entity, place, tiny_enricher

from ml.enrichment import COLUMNS, as_columns, place_codes
from ml.places import PlaceReader


@pytest.fixture(scope="module")
def place_reader() -> PlaceReader:
    return PlaceReader()


def codes_of(reader, *names: str) -> list[tuple[str | None, str | None]]:
    provinces, regencies = place_codes(reader, pa.array(names, pa.string()))
    return list(zip(provinces.to_pylist(), regencies.to_pylist(), strict=True))


def documents(*texts: str, region: tuple[str | None, str | None] = (None, None)) -> pa.Table:
    ids = [str(row) for row in range(1, len(texts) + 1)]
    return pa.table(
        {
            "document_id": ids,
            "input_hash": ids,
            "document_text": list(texts),
            "channel_slug": ["pengaduan"] * len(texts),
            "published_on": pa.nulls(len(texts), pa.date32()),
            "given_province_code": pa.array([region[0]] * len(texts), pa.string()),
            "given_region_code": pa.array([region[1]] * len(texts), pa.string()),
        }
    )


def enriched(enricher, table: pa.Table) -> list[dict]:
    return as_columns(enricher.read(table)).to_pylist()


def test_every_text_has_one_row_in_its_place_with_every_column():
    rows = enriched(tiny_enricher(), documents(*(f"teks {i}" for i in range(12))))
    assert [row["clean_text"] for row in rows] == [f"teks {i}" for i in range(12)]
    assert list(rows[0]) == list(COLUMNS)


def test_a_regency_goes_before_a_province_and_the_place_named_most_before_others():
    places = {
        "a": [place("35", "provinsi", 3), place("35.78", "kota", 1, 9)],
        "b": [place("32.73", "kota", 1), place("35.78", "kota", 2, 30)],
        "c": [place("32.73", "kota", 1, 30), place("35.78", "kota", 1, 9)],
        "d": [place("32", "provinsi")],
    }
    rows = enriched(tiny_enricher(places), documents("a", "b", "c", "d", "e"))
    assert [row["region_code"] for row in rows] == ["35.78", "35.78", "35.78", None, None]
    assert [row["province_code"] for row in rows] == ["35", "35", "35", "32", None]


def test_a_stated_place_wins_over_the_text_and_keeps_only_its_own_districts():
    places = {"a": [place("32.73", "kota", 5), place("35.78.01", "kecamatan"), place("32.73.02", "kecamatan", 9)]}
    (row,) = enriched(tiny_enricher(places), documents("a", region=("35", "35.78")))
    assert (row["province_code"], row["region_code"], row["district_code"]) == ("35", "35.78", "35.78.01")
    assert row["place_basis_slug"] == "diberikan"


def test_agencies_that_are_named_stand_in_order_and_those_that_would_act_by_rank():
    found = [
        agency("polri", "disebut", 2), agency("kpk", "disebut", 1),
        agency("dishub@35.78", "berwenang", 1, "menyebut 'parkir'"), agency("polri", "berwenang", 2),
    ]  # fmt: skip
    (row,) = enriched(tiny_enricher(agencies={"a": found}), documents("a"))
    assert row["agencies_named"] == "kpk; polri"
    assert (row["agency_1"], row["agency_1_reason"], row["agency_2"]) == ("dishub@35.78", "menyebut 'parkir'", "polri")
    assert row["agency_3"] is None


def test_people_in_office_stand_with_their_office_and_organisations_apart():
    found = [entity("Sari Rekaan", "pejabat", 9, "Bupati Antah"), entity("Partai Rekaan", "organisasi", 0)]
    (row,) = enriched(tiny_enricher(entities={"a": found}), documents("a"))
    assert (row["officials"], row["organisations"]) == ("Sari Rekaan (Bupati Antah)", "Partai Rekaan")


def test_a_copy_names_the_row_it_copies_and_whether_word_for_word():
    rows = enriched(tiny_enricher(), documents("jalan rusak", "lampu mati", "jalan rusak", "Jalan rusak"))
    assert [row["duplicate_of_row"] for row in rows] == [None, None, 1, 1]
    assert [row["family_row"] for row in rows] == [1, 2, 1, 1]
    assert [row["is_exact_copy"] for row in rows] == [None, None, True, False]


def test_names_of_places_become_codes_and_unclear_ones_nothing():
    names = {"Kota Rekaan": [place("32.73", "kota")], "Antah": [place("32", "provinsi")]}
    enricher = tiny_enricher(names)
    found = place_codes(enricher.places, pa.array(["Kota Rekaan", None, "Antah", "entah", "Kota Rekaan"]))
    assert [one.to_pylist() for one in found] == [["32", None, "32", None, "32"], ["32.73", None, None, None, "32.73"]]


def test_within_a_stated_province_its_own_regency_is_taken():
    places = {"a": [place("35.78", "kota", 2), place("32.73", "kota", 1, 40)]}
    (row,) = enriched(tiny_enricher(places), documents("a", region=("32", None)))
    assert (row["province_code"], row["region_code"]) == ("32", "32.73")


def test_a_name_of_several_places_or_of_a_usual_reading_gives_no_regency():
    usual = {**place("32.73", "kota"), "basis_slug": "bawaan"}
    names = {
        "Bandung": [usual],
        "A dan B": [place("32.73", "kota"), place("32.05", "kabupaten")],
        "Dua provinsi": [place("32", "provinsi"), place("35", "provinsi")],
        "Kota di provinsinya": [place("35.78", "kota"), place("35", "provinsi")],
    }
    provinces, regencies = place_codes(tiny_enricher(names).places, pa.array([*names]))
    assert provinces.to_pylist() == ["32", None, None, "35"]
    assert regencies.to_pylist() == [None, None, None, "35.78"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pati", "33.18"), ("Batu", "35.79"), ("Palu", "72.71"), ("Siak", "14.08"), ("Toba", "12.12"), ("BATANG", "33.25"),
        ("Metro", "18.72"), ("buru", "81.04"), ("Luwu", "73.17"), ("Tual", "81.72"), ("Baubau", "74.72"),
        (" Bau-Bau ", "74.72"), ("Kab.Pati", "33.18"), ("Kabupaten Batang", "33.25"), ("Kota Serang", "36.73"),
        ("Kab. Serang", "36.04"),
    ],
)  # fmt: skip
def test_a_given_name_that_is_also_a_word_is_the_region(place_reader, name, code):
    assert codes_of(place_reader, name) == [(code[:2], code)]


def test_a_given_name_of_a_city_and_a_regency_gives_the_province_they_share(place_reader):
    assert codes_of(place_reader, "Serang", "Bima", "Bandung") == [("36", None), ("52", None), ("32", None)]
    assert codes_of(place_reader, "Banjar") == [(None, None)]  # one in Jawa Barat, one in Kalimantan Selatan


def test_a_given_province_is_known_with_and_without_its_word(place_reader):
    given = ("Jawa Tengah", "Provinsi Jawa Tengah", "prov. jateng")
    assert codes_of(place_reader, *given) == [("33", None)] * 3


def test_a_word_of_another_type_is_no_region(place_reader):
    assert codes_of(place_reader, "Kota Pati", "Kabupaten Metro") == [(None, None)] * 2


def test_a_code_with_a_dot_is_kemendagris_and_one_without_is_the_statistics_offices(place_reader):
    surabaya, aceh_selatan, simeulue = ("35", "35.78"), ("11", "11.01"), ("11", "11.09")
    assert codes_of(place_reader, "35.78", "3578", "11.01", "1101") == [surabaya, surabaya, aceh_selatan, simeulue]


def test_the_code_of_a_province_counts_where_both_offices_mean_the_same(place_reader):
    assert codes_of(place_reader, "35", "94", "9999") == [("35", None), (None, None), (None, None)]


def test_a_name_in_longer_words_is_left_to_the_reader(place_reader):
    assert codes_of(place_reader, "Pemkot Surabaya", "Surabaya, Jawa Timur") == [("35", "35.78")] * 2
