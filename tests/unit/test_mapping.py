"""Guided mapping: what is proposed for an unknown file, that it shows nothing private, and that what is saved is recognised."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from ingestion.mapping import Proposal, propose, save, still_missing
from ingestion.mapping.shapes import HIDDEN, is_month_first

AS_OF = datetime(2026, 11, 21, 5)
AGENCY = """\
No;Nama Pelapor;Judul Laporan;Isi Laporan;Tanggal Masuk;Kab/Kota;Instansi Tujuan;Nomor HP;Kategori;Komentar;Tautan
1;Siti Rahma;Lampu padam;Lampu depan SDN 4 padam, hubungi 0812 9876 5432 supaya cepat;16/11/2026 19:20;Kota Bandung;Dishub;\
0812-3456-7890;Fasilitas;3;https://lapor.example/1
2;Dedi K.;Sampah;Sampah belum diangkut, tanya ke dedi@contoh.id atau @dedi_kota;17/11/2026 07:05;Kota Bandung;DLH;;Kebersihan;\
1;https://lapor.example/2
"""


@pytest.fixture
def proposal(drop: Path):
    """Writes a file and proposes a mapping of it."""

    def of(content: str | bytes, name: str = "ekspor.csv") -> Proposal:
        (drop / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return propose(drop / name, AS_OF)

    return of


def table(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows)


# What is proposed


def test_columns_of_an_agencys_export_are_found_by_their_names(proposal):
    assert proposal(AGENCY).chosen == {
        "published_at": "Tanggal Masuk",
        "title": "Judul Laporan",
        "text": "Isi Laporan",
        "url": "Tautan",
        "ref": "No",
        "author": "Nama Pelapor",
        "region": "Kab/Kota",
        "agency": "Instansi Tujuan",
        "topic": "Kategori",
        "replies": "Komentar",
    }


@pytest.mark.parametrize("header", ["judulBerita,isi_berita,tanggalTerbit", "JUDUL BERITA,ISI-BERITA,TANGGAL TERBIT"])
def test_names_are_known_however_they_are_spelt(proposal, header):
    told = proposal(table(header, "Banjir,Air naik,2026-11-20", "Longsor,Jalan putus,2026-11-21"))
    assert list(told.chosen) == ["published_at", "title", "text"]


def test_columns_with_names_that_say_nothing_are_found_by_their_values(proposal):
    told = proposal(
        table(
            "a,b,c,d",
            "20 November 2026,Jalan poros kembali berlubang setelah hujan semalam,https://contoh.id/1,7",
            "21 November 2026,Perbaikan jalan poros dijanjikan pekan depan oleh dinas,https://contoh.id/2,8",
        )
    )
    assert {contract: (guess.column, guess.reason) for contract, guess in told.guesses.items()} == {
        "published_at": ("a", "every value reads as a time"),
        "url": ("c", "every value is an address"),
        "text": ("b", "the longest text"),
    }


def test_a_name_is_not_believed_against_the_values(proposal):
    told = proposal(
        table(
            "komentar,tanggal,suka", "Air mati lagi sejak subuh,2026-11-20,banyak", "Sudah pulih siang tadi,2026-11-21,sedikit"
        )
    )
    assert told.chosen == {"text": "komentar", "published_at": "tanggal"}


@pytest.mark.parametrize("ids", [("1", "1"), ("1", "")])
def test_an_id_that_is_missing_or_stands_there_twice_is_no_reference(proposal, ids):
    told = proposal(table("id,isi,tanggal", f"{ids[0]},Banjir,2026-11-20", f"{ids[1]},Longsor,2026-11-21"))
    assert "ref" not in told.chosen


def test_a_channel_is_proposed_only_where_it_says_one(proposal):
    rows = "kanal,isi,tanggal", "{},Banjir di desa,2026-11-20", "berita,Longsor di bukit,2026-11-21"
    assert "channel" in proposal(table(*rows).format("media-sosial")).chosen
    assert "channel" not in proposal(table(*rows).format("Twitter")).chosen


def test_what_is_still_missing_is_told(proposal):
    told = proposal(table("x,y", "1,2", "3,4"))
    assert still_missing(told.chosen) == [("text", "title"), ("published_at",)]
    assert still_missing({"title": "x"}) == [("published_at",)]
    assert still_missing({"text": "x", "published_at": "y"}) == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", AGENCY.encode("utf-16"), ("utf-16-le", ";")),
        ("a.csv", AGENCY.replace("Lampu", "Café").encode("cp1252"), ("windows-1252", ";")),
        ("a.txt", AGENCY.replace(",", " ").replace(";", "\t").encode(), ("utf-8", "\t")),
        ("a.jsonl", json.dumps({"isi": "Banjir", "tanggal": "2026-11-20"}).encode(), (None, None)),
    ],
)
def test_encoding_and_delimiter_are_told(proposal, name, content, told):
    seen = proposal(content, name)
    assert (seen.encoding, seen.delimiter) == told


def test_a_header_that_is_known_already_is_told(proposal):
    assert proposal(AGENCY).dialect is None
    assert proposal("id,thread_id,author,body,timestamp\n1,1,yosef,Banjir,2026-11-20\n").dialect == "fourcat"


@pytest.mark.parametrize(("name", "content"), [("a.pdf", "x"), ("a.csv", "isi,tanggal\n"), ("a.csv", ""), ("a.json", "3")])
def test_a_file_without_records_is_refused(proposal, name, content):
    with pytest.raises(ValueError, match=r"reader|record|Empty|array"):
        proposal(content, name)


# What is shown


def test_three_different_values_of_a_column_are_shown(proposal):
    told = proposal(table("kota,tanggal", *(f"Kota {n // 2},2026-11-20" for n in range(12))))
    assert told.columns[0].samples == ("Kota 0", "Kota 1", "Kota 2")


def test_nothing_private_is_shown(proposal):
    told = proposal(AGENCY)
    shown = {column.name: column.samples for column in told.columns}
    assert shown["Nama Pelapor"] == (HIDDEN, HIDDEN)
    assert shown["Nomor HP"] == (HIDDEN,)
    assert "[telepon]" in shown["Isi Laporan"][0]
    written = str(told.columns)
    assert [word for word in ("Siti", "Dedi K.", "0812", "dedi@contoh.id", "dedi_kota") if word in written] == []


def test_values_of_the_column_that_is_taken_for_the_author_are_hidden(proposal):
    told = proposal(table("influencer,isi,tanggal", "Ratna Wulandari,Banjir,2026-11-20"))
    assert told.chosen["author"] == "influencer"
    assert told.columns[0].samples == (HIDDEN,)


# Months first


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["11/05/2026", "11/20/2026"], True),
        (["11/05/2026 08:00", "11/20/2026 1:05 PM"], True),
        (["11/05/2026", "12/06/2026"], False),
        (["20/11/2026", "11/20/2026"], False),
        (["2026-11-20"], False),
        ([], False),
    ],
)
def test_the_month_is_first_when_a_second_number_can_be_none(dates, told):
    assert is_month_first(dates) is told


def test_dates_with_the_month_first_are_saved_so_and_read_so(proposal, drop, read, entry_for):
    told = proposal(table("isi,tanggal", "Banjir,11/05/2026 08:00", "Longsor,11/20/2026 13:30"))
    save(told, drop, "alat_luar")
    assert [row["published_at"] for row in read(entry_for("ekspor.csv"))["documents"]] == [
        datetime(2026, 11, 5, 1),
        datetime(2026, 11, 20, 6, 30),
    ]


# What is saved


def test_a_saved_proposal_is_recognised_and_gives_documents(proposal, drop, read, entry_for):
    path = save(proposal(AGENCY), drop, "kota_bandung")
    assert path == drop / "dialects" / "kota_bandung.yml"
    assert propose(drop / "ekspor.csv", AS_OF, drop).dialect == "kota_bandung"
    first, second = read(entry_for("ekspor.csv"))["documents"]
    assert (first["document_ref"], first["title"], first["given_agency_name"]) == ("1", "Lampu padam", "Dishub")
    assert second["published_at"] == datetime(2026, 11, 17, 0, 5)
    assert "Siti" not in str(first)


def test_choices_win_over_the_proposal(proposal, drop, read, entry_for):
    told = proposal(AGENCY)
    save(told, drop, "kota_bandung", {"text": "Judul Laporan", "published_at": "Tanggal Masuk"})
    (first, _) = read(entry_for("ekspor.csv"))["documents"]
    assert (first["text"], first["title"]) == ("Lampu padam", None)


@pytest.mark.parametrize(
    ("name", "chosen", "told"),
    [
        ("Kota Bandung", None, "cannot name a dialect"),
        ("none", None, "cannot name a dialect"),
        ("../keluar", None, "cannot name a dialect"),
        ("kota", {"text": "Isi Laporan"}, "still missing: published_at"),
        ("kota", {"published_at": "Tanggal Masuk"}, "still missing: text or title"),
        ("kota", {"text": "Isi", "published_at": "Tanggal Masuk"}, "no such column: Isi"),
        ("kota", {"text": "Isi Laporan", "published_at": "Tanggal Masuk", "isi": "No"}, "no such column: isi"),
    ],
)
def test_what_cannot_be_a_dialect_is_not_saved(proposal, drop, name, chosen, told):
    with pytest.raises(ValueError, match=told):
        save(proposal(AGENCY), drop, name, chosen)
    assert not (drop / "dialects").exists()


def test_a_saved_dialect_is_not_overwritten(proposal, drop):
    told = proposal(AGENCY)
    path = save(told, drop, "kota")
    before = path.read_text()
    with pytest.raises(ValueError, match="is there already"):
        save(told, drop, "kota", {"text": "No", "published_at": "Tanggal Masuk"})
    assert path.read_text() == before
