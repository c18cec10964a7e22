"""The files kind: what a path names, and what is refused before a run begins."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ingestion.catalog import Entry, read_catalog
from ingestion.kinds import Fetch, Visit, kind_module
from ingestion.quota import Books
from warehouse.errors import InputError

AS_OF = datetime(2026, 11, 21, 5)


def fetches_of(entry: Entry) -> list[Fetch]:
    visit = Visit(AS_OF, None, Books().ledger(entry.slug, AS_OF), {}, lambda _ref, _version: False)
    return list(kind_module("files").fetches(entry, visit))


@pytest.fixture
def laporan(drop) -> Path:
    path = drop / "laporan.csv"
    path.write_text("ref,title,published_at\n1,Banjir,2026-11-20\n")
    return path


def complaint(folder: Path, path: str) -> str:
    """What is told of a sources file whose line 3 names that path."""
    fields = f"{{kind: files, channel: pengaduan, description: Warga.,\n  path: {path}}}"
    (folder / "sources.yml").write_text(f"sources:\n  laporan: {fields}\n")
    with pytest.raises(InputError) as refused:
        read_catalog(folder / "sources.yml")
    return str(refused.value)


def test_a_file_that_is_not_there_is_refused_with_the_line_of_its_path_and_where_it_was_looked_for(drop):
    told = complaint(drop, "data/tak_ada.csv")
    assert told.startswith(f"{drop / 'sources.yml'}:3: laporan: path: ")
    assert str(drop / "data" / "tak_ada.csv") in told


@pytest.mark.parametrize("path", ["laporan.cvs", "laporan", "laporan.pdf", "."])
def test_a_file_that_no_reader_knows_is_refused_with_the_ones_there_are(drop, path):
    (drop / "laporan.pdf").touch()
    told = complaint(drop, path)
    assert told.startswith(f"{drop / 'sources.yml'}:3: laporan: path")
    assert ".csv" in told


def test_a_glob_may_match_nothing_yet(entry_for):
    assert fetches_of(entry_for("masuk/*.csv")) == []


def test_a_glob_lists_its_files_in_the_order_of_their_names(entry_for, drop):
    for name in ("c.csv", "a.csv", "b.csv", "d.tsv"):
        (drop / name).touch()
    assert [fetch.address for fetch in fetches_of(entry_for("?.csv"))] == ["a.csv", "b.csv", "c.csv"]


def test_a_path_may_be_absolute(entry_for, laporan):
    (fetch,) = fetches_of(entry_for(str(laporan)))
    assert (fetch.address, fetch.open().byte_count) == ("laporan.csv", laporan.stat().st_size)


def test_a_file_can_be_read_twice_under_one_fingerprint(entry_for, laporan):
    (fetch,) = fetches_of(entry_for("laporan.csv"))
    content = fetch.open()
    assert [sum(chunk.table.num_rows for chunk in content.read()) for _ in range(2)] == [1, 1]
    assert fetch.open().fingerprint == content.fingerprint


def test_content_that_changed_has_another_fingerprint(entry_for, laporan):
    (fetch,) = fetches_of(entry_for("laporan.csv"))
    before = fetch.open().fingerprint
    laporan.write_text("ref,title,published_at\n1,Surut,2026-11-20\n")
    assert fetch.open().fingerprint != before
