from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ml.agencies import obtain_router
from orchestration import cli, context
from warehouse.errors import InputError
from warehouse.layout import Layout

STREETS = ("Melati", "Kenanga", "Mawar", "Dahlia", "Anggrek", "Cempaka", "Teratai", "Flamboyan")


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "home"))
    context.context.cache_clear()
    yield tmp_path / "home"
    context.context.cache_clear()


def write_complaints(folder: Path, count: int = 8) -> Path:
    file = folder / "aduan.csv"
    with file.open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["isi", "dinas"])
        for street in STREETS[:count]:
            rows.writerow([f"Lampu jalan di Jalan {street} padam setiap malam", "Dinas Lampu"])
            rows.writerow([f"Sampah di Jalan {street} tidak diangkut tiga hari", "Dinas Sampah"])
    return file


def learn(file: Path, *options: str):
    command = ["agencies", "learn", "--input", str(file), "--column", "isi", "--agency-column", "dinas", *options]
    return CliRunner().invoke(cli.app, command)


def test_past_dispositions_teach_which_agency_acts(tmp_path, home):
    done = learn(write_complaints(tmp_path), "--region", "Kota Surabaya")
    assert done.exit_code == 0, done.output
    router = obtain_router(Layout(home).routers)
    assert router.region_code == "35.78"
    assert router.rank(["lampu jalan mati"], top=1)[0][0][0] == "Dinas Lampu"


def test_learning_again_replaces_what_was_learned(tmp_path, home):
    learn(write_complaints(tmp_path))
    learn(write_complaints(tmp_path), "--region", "Jawa Timur")
    (file,) = Layout(home).routers.iterdir()
    assert obtain_router(file.parent).region_code == "35"


@pytest.mark.parametrize(
    ("options", "count", "told"),
    [
        ((), 7, "teaches nothing"),
        (("--region", "Antah Berantah"), 8, "no province, regency or city"),
        (("--column", "isii"), 8, "did you mean 'isi'"),
    ],
)
def test_what_cannot_teach_is_told(options, count, told, tmp_path, home):
    done = learn(write_complaints(tmp_path, count), *options)
    assert isinstance(done.exception, InputError)
    assert told in str(done.exception)
    assert not Layout(home).routers.exists()
