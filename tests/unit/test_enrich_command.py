from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from tiny_readers import entity, place, tiny_enricher

from ml.enrichment import COLUMNS
from orchestration import console as console_module
from orchestration import enrich_command, files
from warehouse.errors import InputError

PLACES = {"Jalan rusak di Kota Rekaan": [place("35.78", "kota")], "Kota Rekaan": [place("35.78", "kota")]}
PEOPLE = {"Jalan rusak di Kota Rekaan": [entity("Sari Rekaan", "pejabat", 0, "Wali Kota")]}


@pytest.fixture
def shown(monkeypatch) -> io.StringIO:
    """What a person would see, with readers that know two texts."""
    stream = io.StringIO()
    for module in (enrich_command, files, console_module):
        monkeypatch.setattr(module, "console", Console(file=stream, width=200, highlight=False))
    monkeypatch.setattr(enrich_command, "enricher", lambda: tiny_enricher(PLACES, entities=PEOPLE))
    return stream


def enrich(source: Path, target: Path, **options) -> list[dict]:
    """The rows of what was written, as text."""
    chosen = {"text": "isi", "time": None, "region": None, "channel": "pengaduan", **options}
    enrich_command.enrich_command(source, target, **chosen)
    if target.suffix == ".parquet":
        return pq.read_table(target).to_pylist()
    return list(csv.DictReader(target.open()))


def write_csv(folder: Path, *rows: dict) -> Path:
    file = folder / "aduan.csv"
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_a_csv_comes_back_with_its_columns_and_the_new_ones_beside_them(tmp_path, shown):
    file = write_csv(tmp_path, {"no": 7, "isi": "Jalan rusak di Kota Rekaan"}, {"no": 8, "isi": "lampu mati"})
    rows = enrich(file, tmp_path / "hasil.csv")
    assert list(rows[0]) == ["no", "isi", *COLUMNS]
    assert [(row["no"], row["region_code"], row["officials"]) for row in rows] == [
        ("7", "35.78", "Sari Rekaan (Wali Kota)"),
        ("8", "", ""),
    ]
    assert "2 rows" in shown.getvalue()


@pytest.mark.parametrize("suffix", [".tsv", ".parquet", ".jsonl"])
def test_the_name_of_the_output_says_its_format(suffix, tmp_path, shown):
    file = write_csv(tmp_path, {"isi": "lampu mati", "no": 1})
    target = tmp_path / f"hasil{suffix}"
    enrich_command.enrich_command(file, target, "isi", None, None, "pengaduan")
    read = {
        ".tsv": lambda: next(csv.DictReader(target.open(), delimiter="\t")),
        ".parquet": lambda: pq.read_table(target).to_pylist()[0],
        ".jsonl": lambda: orjson.loads(target.read_bytes()),
    }
    assert read[suffix]()["clean_text"] == "lampu mati"


def test_parquet_keeps_the_types_of_the_file(tmp_path, shown):
    pq.write_table(pa.table({"isi": ["lampu mati"], "suka": pa.array([5], pa.int32())}), tmp_path / "a.parquet")
    enrich(tmp_path / "a.parquet", tmp_path / "b.parquet")
    assert pq.read_schema(tmp_path / "b.parquet").field("suka").type == pa.int32()


def test_persons_are_masked_in_every_column_that_is_written(tmp_path, shown):
    file = write_csv(tmp_path, {"isi": "hubungi 0812-3456-7890", "catatan": "surel budi@contoh.id"})
    enrich(file, tmp_path / "hasil.csv")
    written = (tmp_path / "hasil.csv").read_text()
    assert "7890" not in written
    assert "contoh.id" not in written
    assert "[telepon]" in written
    assert "[surel]" in written


def test_a_stated_region_wins_over_the_text(tmp_path, shown):
    file = write_csv(tmp_path, {"isi": "lampu mati", "kota": "Kota Rekaan"}, {"isi": "lampu mati juga", "kota": ""})
    rows = enrich(file, tmp_path / "hasil.csv", region="kota")
    assert [(row["region_code"], row["place_basis_slug"]) for row in rows] == [("35.78", "diberikan"), ("", "")]


def test_a_text_that_is_missing_is_a_row_all_the_same(tmp_path, shown):
    pq.write_table(pa.table({"isi": ["lampu mati", None]}), tmp_path / "a.parquet")
    assert [row["clean_text"] for row in enrich(tmp_path / "a.parquet", tmp_path / "b.parquet")] == ["lampu mati", ""]


def test_a_column_of_the_file_keeps_its_name_beside_an_added_one(tmp_path, shown):
    file = write_csv(tmp_path, {"isi": "lampu mati", "clean_text": "punya sendiri"})
    (row,) = enrich(file, tmp_path / "hasil.csv")
    assert (row["clean_text"], row["pantau_clean_text"]) == ("punya sendiri", "lampu mati")


def test_times_become_dates_in_jakarta(tmp_path):
    moment = pa.scalar(datetime(2026, 10, 1, 20, 30, tzinfo=UTC)).cast(pa.timestamp("us", "UTC"))
    times = pa.array([str(moment.cast(pa.string())), "2026-10-01T20:30:00Z", "2 Oktober 2026", "2026-10-02", "entah", None])
    dates = enrich_command._dates(times).to_pylist()
    assert [str(day) for day in dates] == ["2026-10-02"] * 4 + ["None"] * 2


def test_lines_that_cannot_be_read_are_kept_aside_and_told(tmp_path, shown):
    file = tmp_path / "aduan.jsonl"
    file.write_text('{"isi": "lampu mati"}\n{"isi": "rusak\n')
    enrich(file, tmp_path / "hasil.csv")
    (aside,) = [orjson.loads(line) for line in (tmp_path / "hasil.csv.dikarantina.jsonl").read_bytes().splitlines()]
    assert aside["record_number"] == 2
    assert "1 lines could not be read" in shown.getvalue()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"text": "isii"}, "no column 'isii'; did you mean 'isi'?"),
        ({"time": "waktu"}, "no column 'waktu'"),
        ({"channel": "pengaduann"}, "did you mean 'pengaduan'?"),
    ],
)
def test_what_is_not_there_is_told_with_what_there_is(options, told, tmp_path, shown):
    file = write_csv(tmp_path, {"isi": "lampu mati", "no": 1})
    with pytest.raises(InputError, match=told.replace("?", r"\?")):
        enrich(file, tmp_path / "hasil.csv", **options)


def test_files_that_cannot_be_read_or_written_are_told_before_anything_is_done(tmp_path, shown):
    with pytest.raises(InputError, match="There is no file"):
        enrich(tmp_path / "tidak-ada.csv", tmp_path / "hasil.csv")
    with pytest.raises(InputError, match=r"written as \.csv"):
        enrich(write_csv(tmp_path, {"isi": "a", "no": 1}), tmp_path / "hasil.docx")
    (tmp_path / "surat.docx").write_text("x")
    with pytest.raises(InputError, match="no reader"):
        enrich(tmp_path / "surat.docx", tmp_path / "hasil.csv")


def test_columns_of_any_kind_are_masked_and_those_that_name_persons_hidden(tmp_path, shown):
    secret = "hubungi 081234567890 nama saya Budi Santoso"
    table = pa.table(
        {
            "isi": ["lampu mati"],
            "jenis": pa.array([secret]).dictionary_encode(),
            "daftar": [[secret]],
            "rinci": [{"catatan": secret}],
            "nomor": pa.array([3578012345678901], pa.int64()),
            "nama_pelapor": ["Waluyo"],
            "jumlah": pa.array([12], pa.int64()),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    (row,) = enrich(tmp_path / "a.parquet", tmp_path / "b.parquet")
    written = repr(row)
    for secret in ("7890", "Santoso", "3578012345678901", "Waluyo"):
        assert secret not in written
    assert (row["nama_pelapor"], row["jumlah"]) == ("[pribadi]", 12)


def test_ones_own_output_can_be_read_again(tmp_path, shown):
    file = write_csv(tmp_path, {"isi": "lampu mati", "Clean_Text": "punya sendiri"})
    enrich(file, tmp_path / "satu.csv")
    (row,) = enrich(tmp_path / "satu.csv", tmp_path / "dua.csv")
    assert (row["Clean_Text"], row["pantau_clean_text"], row["pantau_pantau_clean_text"]) == (
        "punya sendiri",
        *["lampu mati"] * 2,
    )


def test_a_time_beyond_the_calendar_is_no_date(tmp_path):
    assert enrich_command._dates(pa.array(["9999-12-31T20:00:00Z"])).to_pylist() == [None]


def test_odd_files_are_told_in_words(tmp_path, shown):
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["isi", "isi"])
    pq.write_table(twice, tmp_path / "twice.parquet")
    with pytest.raises(InputError, match="more than one column named isi"):
        enrich(tmp_path / "twice.parquet", tmp_path / "hasil.csv")
    pq.write_table(pa.table({"isi": [["a", "b"]]}), tmp_path / "list.parquet")
    with pytest.raises(InputError, match="not text"):
        enrich(tmp_path / "list.parquet", tmp_path / "hasil.csv")
    file = write_csv(tmp_path, {"isi": "a", "no": 1})
    with pytest.raises(InputError, match="would replace the input"):
        enrich(file, file)
