from __future__ import annotations

import csv
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny_engine import build_head, build_model
from tiny_home import Home, labelled, tiny_home

from ml.classifiers.bodies import TunedBody
from ml.classifiers.promotion import crown_first
from orchestration import models
from orchestration.context import as_of
from warehouse.errors import InputError


@pytest.fixture
def home(tmp_path, monkeypatch):
    with tiny_home(tmp_path, monkeypatch) as home:
        yield home


def crown(home: Home, name: str = "nada", **options) -> None:
    body = TunedBody("b1", home.registry / "bodies" / "b1")
    model = build_model(home.registry, name, head=build_head(threshold=0.8), body=body, **options)
    crown_first(home.layout, model, as_of())


def classify(home: Home, source: Path, *options: str, target: str = "hasil.csv") -> list[dict]:
    done = home.pantau("classify", "--input", source, "--column", "isi", "--output", home.folder / target, *options)
    if done.exception:
        raise done.exception
    return list(csv.DictReader((home.folder / target).open()))


def test_a_classifier_adds_its_label_its_guess_and_how_sure_it_is(home):
    crown(home)
    rows = classify(home, home.file([{"no": 1, "isi": "banjir rusak"}, {"no": 2, "isi": "jalan jalan"}]))
    assert list(rows[0]) == ["no", "isi", "nada", "nada_dugaan", "nada_skor"]
    assert [(row["nada"], row["nada_dugaan"]) for row in rows] == [("negatif", "negatif"), ("tidak-yakin", "netral")]
    assert float(rows[0]["nada_skor"]) > 0.8 > float(rows[1]["nada_skor"]) > 1 / 3


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl"])
def test_the_name_of_the_output_says_its_format(suffix, home):
    crown(home)
    source, target = home.file([{"isi": "banjir", "no": 1}]), home.folder / f"hasil{suffix}"
    assert home.pantau("classify", "--input", source, "--column", "isi", "--output", target).exit_code == 0
    read = {
        ".parquet": lambda: pq.read_table(target).to_pylist()[0],
        ".jsonl": lambda: orjson.loads(target.read_bytes()),
    }
    assert read[suffix]()["nada"] == "negatif"


def test_a_row_without_text_gets_nothing(home):
    crown(home)
    pq.write_table(pa.table({"isi": ["banjir", None, "  "]}), home.folder / "a.parquet")
    rows = classify(home, home.folder / "a.parquet")
    assert [(row["nada"], row["nada_dugaan"], row["nada_skor"]) for row in rows][1:] == [("", "", "")] * 2
    assert rows[0]["nada"] == "negatif"


def test_persons_are_masked_in_what_is_written(home):
    crown(home)
    classify(home, home.file([{"isi": "banjir, hubungi 0812-3456-7890", "catatan": "surel budi@contoh.id"}]))
    written = (home.folder / "hasil.csv").read_text()
    assert "7890" not in written
    assert "contoh.id" not in written


def test_names_of_public_life_stay_where_the_file_says_that_it_is_news(home):
    crown(home)
    rows = [{"isi": "Rapat Siti Rahmawati dan warga", "kanal": kanal} for kanal in ("berita", "pengaduan")]
    news, complaint = classify(home, home.file(rows))
    assert "Siti Rahmawati" in news["isi"]
    assert "Siti Rahmawati" not in complaint["isi"]


def test_a_column_of_the_file_keeps_its_name_beside_an_added_one(home):
    crown(home)
    (row,) = classify(home, home.file([{"isi": "banjir", "nada": "punya sendiri"}]))
    assert (row["nada"], row["pantau_nada"]) == ("punya sendiri", "negatif")


def test_a_classifier_that_was_trained_here_reads_when_it_is_named(home):
    crown(home)
    crown(home, "genangan")
    file = home.file([{"isi": "banjir", "no": 1}])
    assert "genangan" not in classify(home, file)[0]
    (row,) = classify(home, file, "--classifier", "genangan")
    assert (row["genangan"], "nada" in row) == ("negatif", False)


def test_the_first_use_trains_the_stated_version_and_says_that_it_happens_once(home, monkeypatch):
    tuned = models.shared_body

    def tune(classifiers, base, registry, progress):
        progress(1, 2)
        progress(2, 2)
        return tuned()

    monkeypatch.setattr(models, "shared_body", tune)
    (row,) = classify(home, home.file([{"isi": "banjir rusak", "no": 1}]))
    assert row["nada_dugaan"] == "negatif"
    assert home.shown.count("This happens once") == 1
    assert len(list((home.registry / "nada").glob("*/head.npz"))) == 1


def test_a_champion_below_its_floor_is_told(home):
    crown(home, macro_f1=0.3)
    classify(home, home.file([{"isi": "banjir", "no": 1}]))
    assert "nada: macro-F1 0.30 is below its floor 0.50" in home.shown


def test_lines_that_cannot_be_read_are_kept_aside_and_told(home):
    crown(home)
    file = home.folder / "aduan.jsonl"
    file.write_text('{"isi": "banjir"}\n{"isi": "rusak\n')
    assert len(classify(home, file)) == 1
    (aside,) = (home.folder / "hasil.csv.dikarantina.jsonl").read_bytes().splitlines()
    assert orjson.loads(aside)["record_number"] == 2
    assert "1 lines could not be read" in home.shown


def test_a_classifier_that_is_not_there_is_told_before_anything_is_done(home):
    source = home.file(labelled(1))
    with pytest.raises(InputError, match="no classifier 'nadda'; did you mean 'nada'"):
        classify(home, source, "--classifier", "nadda")
    assert not list(home.folder.glob("hasil*"))


@pytest.mark.parametrize("link", [None, "symlink_to", "hardlink_to"])
def test_the_input_is_never_replaced_by_whatever_name_it_goes(link, home):
    source = home.file([{"isi": "banjir", "no": 1}])
    before, target = source.read_bytes(), home.folder / "lain" / ".." / source.name
    target.parent.parent.mkdir()
    if link:
        target = home.folder / "hasil.csv"
        getattr(target, link)(source)
    done = home.pantau("classify", "--input", source, "--column", "isi", "--output", target)
    assert str(done.exception) == "The output would replace the input; give it a name of its own."
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "told"),
    [("folder.csv", "is a folder; name a file in it"), ("/proc/x/o.csv", "Name a folder that you may write")],
)
def test_an_output_that_cannot_be_written_is_refused_before_a_text_is_read(target, told, home, monkeypatch):
    monkeypatch.setattr("orchestration.classify_command.read_table", lambda _: pytest.fail("it was read"))
    (home.folder / "folder.csv").mkdir()
    with pytest.raises(InputError, match=told):
        classify(home, home.file([{"isi": "banjir", "no": 1}]), target=target)


def test_the_folder_of_the_output_is_made_and_holds_nothing_else(home):
    crown(home)
    classify(home, home.file([{"isi": "banjir", "no": 1}]), target="baru/dalam/hasil.csv")
    assert [file.name for file in (home.folder / "baru" / "dalam").iterdir()] == ["hasil.csv"]
