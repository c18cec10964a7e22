"""Dialects: their files are checked, the right one is recognised, and a table is translated as it says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pydantic import ValidationError

from ingestion.dialects import Dialect, read_dialect, recognise
from ingestion.dialects.translation import translate

AS_OF = datetime(2026, 11, 21, 5)
SMALLEST = {
    "name": "alat",
    "title": "Alat",
    "signature": ["Tanggal", "Isi"],
    "columns": {"text": "Isi", "published_at": "Tanggal"},
}


def dialect(**fields) -> Dialect:
    return Dialect.model_validate({**SMALLEST, **fields})


def translated(dialect: Dialect, given: dict[str, str] | None = None, zone: str = "Asia/Jakarta", **columns) -> dict[str, list]:
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return translate(table, dialect, given or {}, zone, AS_OF).to_pydict()


def mapped(**columns) -> Dialect:
    return dialect(columns={**SMALLEST["columns"], **columns})


# Their files


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"columns": {"isi": "Isi", "published_at": "Tanggal"}}, "isi: no column of the contract"),
        ({"columns": {"text": "Isi"}}, "published_at, and title or text, must be told"),
        ({"columns": {"published_at": "Tanggal"}}, "published_at, and title or text, must be told"),
        ({"signature": []}, "signature"),
        ({"signature": ["Isi"]}, "signature"),
        ({"channel": "medsos"}, "medsos is no channel"),
        ({"channel": {"column": "Jenis", "values": {"X": "medsos"}}}, "medsos is no channel"),
        ({"channel": {"column": "Jenis", "values": {}, "otherwise": "lain"}}, "lain is no channel"),
        ({"time_zone": "WIB"}, "'WIB' is no time zone"),
        ({"escape": "\\\\"}, "escape"),
        ({"kolom": {}}, "kolom"),
        ({"columns": {"text": {"join": ["Isi"]}, "published_at": "Tanggal"}}, "columns"),
    ],
)
def test_a_dialect_that_is_wrong_is_told(fields, told):
    with pytest.raises(ValidationError, match=told):
        dialect(**fields)


@pytest.mark.parametrize("text", ["title: [", "- a\n- b\n", "", "title: Alat\nsignature: [a, b]\ncolumns: {}\n", "\xff"])
def test_a_file_that_is_no_dialect_is_told_with_its_path(tmp_path, text):
    (tmp_path / "alat.yml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ValueError, match=r"alat\.yml: "):
        read_dialect(tmp_path / "alat.yml")


def test_a_dialect_is_named_after_its_file_and_read_anew_when_it_changes(tmp_path):
    path = tmp_path / "alat_kota.yml"
    text = "title: {}\nsignature: [Tanggal, Isi]\ncolumns: {{text: Isi, published_at: Tanggal}}\n"
    path.write_text(text.format("Satu"))
    assert (read_dialect(path).name, read_dialect(path).title) == ("alat_kota", "Satu")
    path.write_text(text.format("Dua"))
    assert read_dialect(path).title == "Dua"


# Recognition


@pytest.mark.parametrize("header", [["Tanggal", "Isi"], [" tanggal", "ISI ", "Lain"], ["Lain", "Isi", "Tanggal", ""]])
def test_a_header_with_all_columns_of_the_signature_is_recognised(header):
    assert recognise(header, [[dialect()]]) == dialect()


@pytest.mark.parametrize("header", [[], ["Tanggal"], ["Isi", "Tanggal laporan"], ["TanggalIsi"]])
def test_a_header_that_lacks_one_is_not(header):
    assert recognise(header, [[dialect()]]) is None


def test_any_of_several_signatures_is_enough():
    either = dialect(signature=[["Tanggal", "Isi"], ["Waktu", "Teks"]])
    assert recognise(["Waktu", "Teks"], [[either]]) == recognise(["Isi", "Tanggal"], [[either]]) == either
    assert recognise(["Waktu", "Isi"], [[either]]) is None


def test_the_dialect_that_knows_most_of_a_header_wins_and_a_tie_is_nobodys():
    one, other = dialect(name="satu"), dialect(name="dua")
    longer = dialect(name="tiga", signature=["Tanggal", "Isi", "Kanal"])
    assert recognise(["Tanggal", "Isi", "Kanal"], [[one, other, longer]]) == longer
    assert recognise(["Tanggal", "Isi"], [[one, other, longer]]) is None


def test_the_first_shelf_that_knows_a_header_wins():
    own, shipped = dialect(name="sendiri"), dialect(name="bawaan", signature=["Tanggal", "Isi", "Kanal"])
    assert recognise(["Tanggal", "Isi", "Kanal"], [[own], [shipped]]) == own
    assert recognise(["Tanggal", "Isi", "Kanal"], [[], [shipped]]) == shipped


# Translation


def test_columns_get_the_contracts_names_and_others_go_along():
    told = translated(dialect(), Tanggal=["2026-11-20"], Isi=["Banjir"], Jangkauan=["12"])
    assert told == {"text": ["Banjir"], "published_at": ["2026-11-19 17:00:00.000000Z"], "Jangkauan": ["12"]}


def test_a_name_that_only_looks_like_the_contracts_is_set_apart():
    told = translated(dialect(), Tanggal=["2026-11-20"], Isi=["Banjir"], region=["Asia"], status=["200"])
    assert (told["asli_region"], told["asli_status"]) == (["Asia"], ["200"])
    assert not {"region", "status"} & set(told)


def test_of_several_columns_the_first_that_is_not_empty_counts():
    told = translated(
        mapped(text=["Isi", "Kutipan", "Tiada"]),
        Tanggal=["2026-11-20"] * 3,
        Isi=["penuh", " ", None],
        Kutipan=["potong", "kutip", None],
    )
    assert told["text"] == ["penuh", "kutip", None]
    assert set(told) == {"text", "published_at"}


def test_joined_columns_need_all_their_parts():
    told = translated(mapped(title={"join": ["A", "B"]}), Tanggal=["2026-11-20"] * 2, Isi=["x", "y"], A=["a", "a"], B=["b", ""])
    assert told["title"] == ["a b", None]


def test_the_first_column_that_is_a_time_is_the_date():
    told = translated(
        mapped(published_at=[{"join": ["Tanggal", "Jam"]}, "Tanggal"]),
        Tanggal=["21-Nov-2026 10:05AM", "21-Nov-2026", "21-Nov-2026", "entah"],
        Jam=["10:05 AM", "10:05 AM", "", "10:05 AM"],
        Isi=["a", "b", "c", "d"],
    )
    assert told["published_at"] == [
        "2026-11-21 03:05:00.000000Z",
        "2026-11-21 03:05:00.000000Z",
        "2026-11-20 17:00:00.000000Z",
        "entah 10:05 AM",
    ]


def test_a_time_is_in_the_zone_unless_it_names_its_own():
    told = translated(dialect(), zone="Asia/Jayapura", Tanggal=["2026-11-20 09:00", "20/11/2026 09.00 WIB"], Isi=["a", "b"])
    assert told["published_at"] == ["2026-11-20 00:00:00.000000Z", "2026-11-20 02:00:00.000000Z"]


def test_a_vendor_that_writes_the_month_first_is_read_so():
    month_first = dialect(time_format=["%m/%d/%Y %H:%M", "%m/%d/%Y"])
    told = translated(
        month_first, zone="UTC", Tanggal=["11/05/2026 08:00", "11/05/2026", "5 November 2026"], Isi=["a", "b", "c"]
    )
    assert [time[:16] for time in told["published_at"]] == ["2026-11-05 08:00", "2026-11-05 00:00", "2026-11-05 00:00"]


def test_the_channel_follows_what_a_column_says():
    by = {"column": "Jenis", "values": {"Twitter": "media-sosial", "NEWS": "berita"}, "otherwise": "rilis"}
    kinds = ["twitter", "NEWS,NEWS_OTHER", '["SOCIAL", "Twitter"]', "Twitter Nusantara", None]
    told = translated(dialect(channel=by), Tanggal=["2026-11-20"] * 5, Isi=["x"] * 5, Jenis=kinds)
    assert told["channel"] == ["media-sosial", "berita", "media-sosial", "rilis", "rilis"]
    assert told["Jenis"] == kinds


def test_a_channel_that_nothing_tells_is_left_to_the_entry():
    by = {"column": "Jenis", "values": {"Twitter": "media-sosial"}}
    told = translated(dialect(channel=by), Tanggal=["2026-11-20"] * 2, Isi=["x"] * 2, Jenis=["Twitter", "Lain"])
    assert told["channel"] == ["media-sosial", None]
    assert "channel" not in translated(dialect(channel=by), Tanggal=["2026-11-20"], Isi=["x"])


def test_what_is_to_be_dropped_is_gone_whatever_its_letters():
    told = translated(
        dialect(drop=["Bio", "foto profil"]), Tanggal=["2026-11-20"], Isi=["x"], bio=["y"], **{"Foto Profil ": ["z"]}
    )
    assert set(told) == {"text", "published_at"}


def test_columns_that_the_entry_names_win_over_the_dialects():
    told = translated(dialect(), {"text": "Kutipan"}, Tanggal=["2026-11-20"], Isi=["semua"], Kutipan=["potong"])
    assert (told["Kutipan"], told["Isi"]) == (["potong"], ["semua"])
    assert "text" not in told


# The files kind

EXPORT = "Tanggal;Isi;Kanal\n2026-11-20 08:00;Banjir;x\n"
OWN = "title: Alat kota\nsignature: [Tanggal, Isi, Kanal]\ncolumns: {text: Isi, published_at: Tanggal}\ntime_zone: UTC\n"


@pytest.fixture
def shelf(drop: Path) -> Path:
    """A folder with one export, and beside it the user's own dialect."""
    (drop / "dialects").mkdir()
    (drop / "dialects" / "alat_kota.yml").write_text(OWN)
    (drop / "a.csv").write_text(EXPORT)
    return drop


def test_a_saved_dialect_is_recognised(shelf, read, entry_for):
    (document,) = read(entry_for("a.csv"))["documents"]
    assert (document["text"], document["published_at"]) == ("Banjir", datetime(2026, 11, 20, 8))


def test_the_time_zone_of_an_entry_wins(shelf, read, entry_for):
    (document,) = read(entry_for("a.csv", time_zone="Asia/Makassar"))["documents"]
    assert document["published_at"] == datetime(2026, 11, 20)


def test_columns_of_an_entry_or_none_leave_dialects_aside(shelf, read, entry_for):
    assert [r["reason_slug"] for r in read(entry_for("a.csv", dialect="none"))["quarantine"]] == ["tanpa-teks"]
    (document,) = read(entry_for("a.csv", columns={"title": "Isi", "published_at": "Tanggal"}))["documents"]
    assert (document["title"], document["text"]) == ("Banjir", None)
    assert document["published_at"] == datetime(2026, 11, 20, 1)


def test_a_dialect_that_is_named_needs_no_signature_and_takes_columns_on_top(shelf, read, entry_for):
    (shelf / "b.csv").write_text("Tanggal;Isi;Perihal\n2026-11-20 08:00;Banjir;Air\n")
    (document,) = read(entry_for("b.csv", dialect="alat_kota", columns={"title": "Perihal"}))["documents"]
    assert (document["title"], document["text"], document["extra_json"]) == ("Air", "Banjir", None)


def test_a_dialect_that_does_not_exist_is_told_with_the_nearest(shelf, entry_for):
    with pytest.raises(ValidationError, match="'meltwatr' is no dialect; did you mean 'meltwater'"):
        entry_for("a.csv", dialect="meltwatr")
    with pytest.raises(ValidationError, match="'alat_kotta' is no dialect; did you mean 'alat_kota'"):
        entry_for("a.csv", dialect="alat_kotta")


def test_a_saved_dialect_that_is_wrong_is_told_before_anything_is_read(shelf, entry_for):
    (shelf / "dialects" / "alat_kota.yml").write_text(OWN.replace("text: Isi", "teks: Isi"))
    with pytest.raises(ValidationError, match=r"alat_kota\.yml: columns: teks: no column of the contract"):
        entry_for("a.csv")


def test_a_mended_dialect_makes_the_same_file_worth_reading_again(shelf, read, entry_for):
    def fingerprint() -> str:
        return read(entry_for("a.csv"))["outcomes"][0]["fingerprint"]

    before = fingerprint()
    assert fingerprint() == before
    (shelf / "dialects" / "alat_kota.yml").write_text(OWN.replace("UTC", "Asia/Jakarta"))
    assert fingerprint() != before


def test_records_of_one_file_are_read_alike_though_later_ones_lack_a_column(shelf, read, entry_for, monkeypatch):
    monkeypatch.setattr("ingestion.reading.formats.CHUNK_ROWS", 1)
    lines = ['{"Tanggal": "2026-11-20 08:00", "Isi": "a", "Kanal": "x"}', '{"Tanggal": "2026-11-20 08:00", "Isi": "b"}']
    (shelf / "a.jsonl").write_text("\n".join(lines))
    assert [row["text"] for row in read(entry_for("a.jsonl"))["documents"]] == ["a", "b"]
