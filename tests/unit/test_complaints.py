"""Complaints: the SP4N-LAPOR shape with its area file, and a file of any shape with the times of the process."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from ingestion.kinds import kind_module

LAPOR = (
    "id;TrackingID;JudulLaporan;IsiLaporan;Area;AreaID;Status;DisposisiInstansi;Kategori;TanggalLaporanMasuk;"
    "TanggalDisposisi;TanggalLaporanDitutup\n"
)
AREAS = (
    "id;parent_id;area_name;latitude;longitude\n"
    "1;;Provinsi Jawa Tengah;-7.15;110.14\n"
    "2;1;Kabupaten Kendal;-6.92;110.20\n"
    "3;2;Kecamatan Boja;-7.10;110.27\n"
    "7;8;Putaran;0;0\n"
    "8;7;Balik;0;0\n"
)


@pytest.fixture
def entry_of(drop):
    def make(**fields):
        required = {"slug": "lapor", "kind": "complaints", "description": "Laporan warga.", "folder": drop, "path": "lapor.csv"}
        return kind_module("complaints").Entry(**{**required, **fields})

    return make


@pytest.fixture
def lapor(drop, read, entry_of):
    """Reads one report of the LAPOR shape, with the area file beside it."""
    (drop / "areas.csv").write_text(AREAS)

    def one(area: str = "Kecamatan Boja", area_id: str = "3", closed: str = "") -> dict:
        report = f"10;TR-10;Jembatan retak;Jembatan desa retak sejak hujan;{area};{area_id};Proses;Dinas PU;Jalan;"
        (drop / "lapor.csv").write_text(f"{LAPOR}{report}2026-11-01 08:00:00;2026-11-02 09:30:00;{closed}\n")
        (document,) = read(entry_of(areas="areas.csv"))["documents"]
        return document

    return one


def test_a_lapor_report_brings_the_times_of_its_process(lapor):
    report = lapor(closed="2026-11-09 15:00:00")
    assert (report["channel_slug"], report["document_ref"], report["process_status"]) == ("pengaduan", "TR-10", "Proses")
    assert (report["published_at"], report["disposed_at"]) == (datetime(2026, 11, 1, 1), datetime(2026, 11, 2, 2, 30))
    assert (report["answered_at"], report["closed_at"]) == (None, datetime(2026, 11, 9, 8))


def test_a_report_that_moves_on_is_a_new_version_of_the_same_document(lapor):
    before, after = lapor(), lapor(closed="2026-11-09 15:00:00")
    assert before["document_id"] == after["document_id"]
    assert before["content_hash"] != after["content_hash"]


def test_the_area_file_leads_from_a_district_to_its_regency_and_province(lapor):
    report = lapor()
    assert (report["given_region_name"], report["given_province_name"]) == ("Kabupaten Kendal", "Jawa Tengah")
    assert json.loads(report["extra_json"])["latitude"] == "-7.10"


def test_an_area_is_found_by_its_name_when_its_id_is_not(lapor):
    assert lapor(area="kecamatan boja", area_id="99")["given_region_name"] == "Kabupaten Kendal"


def test_an_area_that_the_file_does_not_know_stays_as_it_is_written(lapor):
    report = lapor(area="Kabupaten Antah", area_id="99")
    assert (report["given_region_name"], report["given_province_name"]) == ("Kabupaten Antah", None)


def test_areas_that_name_each_other_as_parents_come_to_an_end(lapor):
    assert lapor(area="Putaran", area_id="7")["given_region_name"] == "Putaran"


def test_a_changed_area_file_makes_the_reports_worth_reading_again(lapor, drop, entry_of):
    lapor()
    entry, complaints = entry_of(areas="areas.csv"), kind_module("complaints")

    def fingerprint() -> str:
        visit = type("Visit", (), {"as_of": datetime(2026, 11, 21)})
        (fetch,) = complaints.fetches(entry, visit)
        return fetch.open().fingerprint

    before = fingerprint()
    (drop / "areas.csv").write_text(AREAS.replace("Kendal", "Batang"))
    assert fingerprint() != before


def test_a_file_of_any_shape_is_mapped_with_its_process_times(drop, read, entry_of):
    (drop / "kota.csv").write_text(
        "No,Isi,Masuk,Diteruskan,Dijawab,Selesai,Tahap\n5,Got mampet,1/11/2026,2/11/2026,4/11/2026,,Dijawab\n"
    )
    columns = {"ref": "No", "text": "Isi", "published_at": "Masuk", "disposed_at": "Diteruskan", "answered_at": "Dijawab"}
    columns |= {"closed_at": "Selesai", "status": "Tahap"}
    (report,) = read(entry_of(path="kota.csv", columns=columns))["documents"]
    assert (report["answered_at"], report["closed_at"]) == (datetime(2026, 11, 3, 17), None)
    assert report["process_status"] == "Dijawab"


def test_an_area_file_that_is_not_there_is_refused(entry_of, drop):
    (drop / "lapor.csv").write_text(LAPOR)
    with pytest.raises(ValueError, match=r"there is no file .*wilayah\.csv"):
        entry_of(areas="wilayah.csv")
