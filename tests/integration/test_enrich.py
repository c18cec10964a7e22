"""`pantau enrich` as an analyst would give it: a file, without a data home and without a run."""

import csv

import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.integration

ROWS = [
    ("2026-09-01 08:00", "SURABAYA, KOMPAS.com - Wali Kota Surabaya Eri Cahyadi membuka jembatan di Kecamatan Wonokromo."),
    ("2026-09-01 09:30", "Wali Kota Surabaya Eri Cahyadi membuka jembatan di Kecamatan Wonokromo"),
    ("2026-09-02 10:00", "lampu jln gk nyala sdh 3 hari, nama saya Budi Santoso hp 0812-3456-7890, tolong dishub"),
    ("2026-09-03 11:00", "dalane wis rusak suwe ora didandani, mbok ya ndang dibenakake ben ora ana sing tiba"),
    ("", ""),
]


@pytest.fixture(scope="module")
def read(tmp_path_factory, make_session_home):
    folder = tmp_path_factory.mktemp("enrich")
    with (folder / "teks.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("waktu", "isi"), *ROWS])
    home = make_session_home("enrich")
    output = folder / "hasil.parquet"
    options = ["--input", str(folder / "teks.csv"), "--column", "isi", "--time-column", "waktu", "--output", str(output)]
    done = home.run("enrich", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    return pq.read_table(output).to_pylist(), done.stdout


def test_every_row_comes_back_in_its_place(read):
    rows, told = read
    assert [row["waktu"] or "" for row in rows] == [time for time, _ in ROWS]
    assert "5 rows" in told


def test_places_people_and_agencies_stand_beside_the_text(read):
    first, _, lamp, *_ = read[0]
    assert first["clean_text"].startswith("Wali Kota Surabaya Eri Cahyadi")
    assert (first["region_code"], first["district_code"]) == ("35.78", "35.78.04")
    assert "Eri Cahyadi" in first["officials"]
    assert lamp["agency_1"].startswith("dinas-perhubungan")


def test_a_syndicated_copy_names_its_first_row(read):
    assert [row["duplicate_of_row"] for row in read[0]] == [None, 1, None, None, None]


def test_slang_is_spelled_out_and_languages_are_told(read):
    _, _, lamp, javanese, empty = read[0]
    assert lamp["normal_text"].startswith("lampu jalan tidak nyala sudah 3 hari")
    assert [row["language_slug"] for row in (lamp, javanese, empty)] == ["indonesia", "jawa", "tidak-tentu"]


def test_no_person_stands_in_what_was_written(read):
    written = repr(read[0]).lower()
    assert "santoso" not in written
    assert "7890" not in written
