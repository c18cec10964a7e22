from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ml.classifiers.specs import read_classifiers
from orchestration import inputs
from orchestration.inputs import CODE, fingerprint
from warehouse.layout import Layout, prepare_home
from warehouse.schemas import OUTCOMES
from warehouse.settings import ROOT


@pytest.fixture
def layout(tmp_path, monkeypatch) -> Layout:
    """A home where the source `koran` has loaded once."""
    monkeypatch.delenv("PANTAU_BASE_MODEL", raising=False)
    monkeypatch.setattr(inputs, "classifiers", read_classifiers)
    monkeypatch.setattr(inputs, "ROOT", tmp_path / "code")
    layout = prepare_home(tmp_path / "home")
    fetch(layout, 100, "baru", loaded_count=3)
    return layout


def fetch(layout: Layout, load: int, state: str, source: str = "koran", address: str = "a.csv", **counts: int) -> None:
    """The outcome of one fetch, as a load of dlt leaves it."""
    row = dict.fromkeys(OUTCOMES.names) | {"source_slug": source, "address": address, "state_slug": state}
    row |= {"read_count": sum(counts.values()), "loaded_count": 0, "duplicate_count": 0, "quarantined_count": 0, **counts}
    table = pa.Table.from_pylist([row], OUTCOMES).append_column("_dlt_load_id", pa.array([f"{load}.5"]))
    folder = layout.raw_table(source, "outcomes") / "loaded_on=2026-09-05"
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / f"{load}.5.{address}.parquet")


def test_an_empty_home_has_a_fingerprint(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "ROOT", tmp_path)
    assert fingerprint(prepare_home(tmp_path / "home")) == fingerprint(prepare_home(tmp_path / "other"))


def test_an_example_of_the_installation_changes_it(layout, monkeypatch, tmp_path):
    before = fingerprint(layout)
    (tmp_path / "sentimen.jsonl").write_text('{"text": "lampu jalan padam", "label": "netral"}')
    monkeypatch.setattr(inputs, "classifiers", lambda: read_classifiers(local=tmp_path))
    assert fingerprint(layout) != before


@pytest.mark.parametrize("state", ["tak-berubah", "kosong-sah"])
def test_a_fetch_that_brought_nothing_changes_nothing(layout, state):
    before = fingerprint(layout)
    fetch(layout, 101, state, duplicate_count=3)
    assert fingerprint(layout) == before


@pytest.mark.parametrize("count", ["loaded_count", "quarantined_count"])
def test_a_load_that_brought_something_changes_it(layout, count):
    before = fingerprint(layout)
    fetch(layout, 101, "baru", **{count: 1})
    assert fingerprint(layout) != before


def test_a_source_that_starts_failing_changes_it_once(layout):
    before = fingerprint(layout)
    fetch(layout, 101, "gagal-sementara")
    failing = fingerprint(layout)
    fetch(layout, 102, "gagal-sementara")
    assert before != failing == fingerprint(layout)


def test_a_source_that_answers_again_has_the_fingerprint_it_had(layout):
    before = fingerprint(layout)
    fetch(layout, 101, "gagal-tetap")
    fetch(layout, 102, "tak-berubah")
    assert fingerprint(layout) == before


def test_the_last_fetch_is_the_last_load_and_not_the_last_file_name(layout):
    fetch(layout, 99, "gagal-tetap")
    before = fingerprint(layout)
    fetch(layout, 1000, "gagal-tetap")
    assert fingerprint(layout) != before


def test_each_address_of_a_source_fails_by_itself(layout):
    fetch(layout, 101, "gagal-tetap", address="a.csv")
    before = fingerprint(layout)
    fetch(layout, 101, "gagal-tetap", address="b.csv")
    assert fingerprint(layout) != before


def test_a_file_that_failed_and_is_gone_fails_no_more(layout):
    before = fingerprint(layout)
    fetch(layout, 101, "gagal-tetap", address="b.csv")
    fetch(layout, 102, "tak-berubah", address="a.csv")
    assert fingerprint(layout) == before


def test_a_source_that_has_nothing_yet_changes_it(layout):
    before = fingerprint(layout)
    fetch(layout, 101, "kosong-sah", source="radio")
    assert fingerprint(layout) != before


@pytest.mark.parametrize("name", ["marts.sql", "regions.csv", "places.py", "brief.md.j2", "sektor.jsonl"])
@pytest.mark.parametrize("part", CODE)
def test_a_file_that_makes_the_marts_changes_it(layout, tmp_path, part, name):
    file = tmp_path / "code" / part / "deeper" / name
    file.parent.mkdir(parents=True)
    seen = {fingerprint(layout)}
    for text in ("one", "other"):
        file.write_text(text)
        seen.add(fingerprint(layout))
    assert len(seen) == 3


def test_a_file_that_python_made_by_itself_changes_nothing(layout, tmp_path):
    before = fingerprint(layout)
    (tmp_path / "code" / "ml").mkdir(parents=True)
    (tmp_path / "code" / "ml" / "places.pyc").write_bytes(b"")
    assert fingerprint(layout) == before


def test_every_folder_of_code_is_there():
    assert [part for part in CODE if not (ROOT / part).is_dir()] == []


def test_every_answer_to_an_alert_changes_it(layout):
    answers = layout.ml_table("issue_verdicts") / "verdicts"
    answers.mkdir()
    seen = {fingerprint(layout)}
    for name in ("part-3f2a.parquet", "part-9c01.parquet"):
        (answers / name).touch()
        seen.add(fingerprint(layout))
    assert len(seen) == 3


def test_another_body_changes_it(layout, monkeypatch):
    before = fingerprint(layout)
    monkeypatch.setenv("PANTAU_BASE_MODEL", "contoh/model")
    assert fingerprint(layout) != before
