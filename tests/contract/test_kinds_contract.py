"""What every kind of source must keep. A module in ingestion/kinds joins by itself; its smallest entry goes in `SMALLEST`."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ingestion.catalog import Entry, read_catalog
from ingestion.kinds import Fetch, kind_module, kind_names
from warehouse.errors import InputError

SMALLEST = {"files": {"path": "laporan.csv"}}
"""Fields that a kind needs beside those of every source; the folder holds laporan.csv with one record."""
COMMON = {"channel": "pengaduan", "description": "Laporan warga."}
every_kind = pytest.mark.parametrize("kind", kind_names())


@pytest.fixture
def catalog(tmp_path: Path):
    """Writes a sources file with one entry of a kind, line 4 on, and reads it."""
    (tmp_path / "laporan.csv").write_text("ref,title,published_at\n1,Banjir,2026-11-20\n")

    def read(kind: str, **fields) -> Entry:
        entry = {"kind": kind, **COMMON, **SMALLEST[kind], **fields}
        with (tmp_path / "sources.yml").open("w") as file:
            file.write("# Satu sumber.\n\n")
            YAML().dump({"sources": {"laporan": {name: value for name, value in entry.items() if value is not None}}}, file)
        return read_catalog(tmp_path / "sources.yml")["laporan"]

    return read


def line_of(folder: Path, word: str) -> int:
    lines = (folder / "sources.yml").read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(word))


def complaint(catalog, kind: str, **fields) -> str:
    with pytest.raises(InputError) as refused:
        catalog(kind, **fields)
    return str(refused.value)


def test_every_kind_has_its_smallest_entry_here():
    assert sorted(SMALLEST) == kind_names()


@every_kind
def test_a_kind_says_what_it_is_and_has_an_entry_and_fetches(kind):
    module = kind_module(kind)
    assert module.__doc__
    assert issubclass(module.Entry, Entry)
    assert list(inspect.signature(module.fetches).parameters) == ["entry"]


@every_kind
def test_the_smallest_entry_is_sound_and_lists_its_fetches(catalog, kind):
    entry = catalog(kind)
    fetches = list(kind_module(kind).fetches(entry))
    assert entry.kind == kind
    assert fetches
    assert all(isinstance(fetch, Fetch) for fetch in fetches)


@every_kind
def test_addresses_of_one_source_differ_and_tell_no_place_on_this_machine(catalog, kind, tmp_path):
    addresses = [fetch.address for fetch in kind_module(kind).fetches(catalog(kind))]
    assert len(set(addresses)) == len(addresses)
    assert [address for address in addresses if str(tmp_path) in address or not address] == []


@every_kind
def test_a_fetch_has_a_stable_fingerprint_and_can_be_read_twice(catalog, kind):
    (fetch, *_) = kind_module(kind).fetches(catalog(kind))
    assert fetch.fingerprint() == fetch.fingerprint()
    one, again = (sum(chunk.table.num_rows for chunk in fetch.read()) for _ in range(2))
    assert one == again == 1


@every_kind
def test_content_that_changed_has_another_fingerprint(catalog, kind, tmp_path):
    (fetch, *_) = kind_module(kind).fetches(catalog(kind))
    before = fetch.fingerprint()
    (tmp_path / "laporan.csv").write_text("ref,title,published_at\n1,Surut,2026-11-20\n")
    (fetch, *_) = kind_module(kind).fetches(catalog(kind))
    assert fetch.fingerprint() != before


@every_kind
@pytest.mark.parametrize("field", ["channel", "description"])
def test_an_entry_that_lacks_a_field_is_refused_with_file_line_and_field(catalog, kind, field, tmp_path):
    told = complaint(catalog, kind, **{field: None})
    assert told.startswith(f"{tmp_path / 'sources.yml'}:{line_of(tmp_path, 'laporan:')}: laporan: {field}: ")


@every_kind
def test_an_entry_that_lacks_what_its_kind_needs_is_refused_with_file_line_and_field(catalog, kind, tmp_path):
    for field in SMALLEST[kind]:
        told = complaint(catalog, kind, **{field: None})
        assert told.startswith(f"{tmp_path / 'sources.yml'}:{line_of(tmp_path, 'laporan:')}: laporan: {field}: ")


@every_kind
def test_a_field_with_a_typo_is_refused_with_its_line_and_the_nearest_name(catalog, kind, tmp_path):
    for field in (*COMMON, *SMALLEST[kind]):
        told = complaint(catalog, kind, **{field: None, f"{field}s": "x"})
        assert told.startswith(f"{tmp_path / 'sources.yml'}:{line_of(tmp_path, f'{field}s:')}: ")
        assert f"did you mean {field!r}?" in told


def test_a_file_that_is_not_there_is_refused_with_the_line_of_its_path_and_where_it_was_looked_for(catalog, tmp_path):
    told = complaint(catalog, "files", path="data/tak_ada.csv")
    assert told.startswith(f"{tmp_path / 'sources.yml'}:{line_of(tmp_path, 'path:')}: laporan: path: ")
    assert str(tmp_path / "data" / "tak_ada.csv") in told


@pytest.mark.parametrize("path", ["laporan.cvs", "laporan", "laporan.pdf", "."])
def test_a_file_that_no_reader_knows_is_refused_with_the_ones_there_are(catalog, tmp_path, path):
    (tmp_path / "laporan.pdf").touch()
    told = complaint(catalog, "files", path=path)
    assert told.startswith(f"{tmp_path / 'sources.yml'}:{line_of(tmp_path, 'path:')}: laporan: path")
    assert ".csv" in told


def test_a_glob_may_match_nothing_yet(catalog):
    assert list(kind_module("files").fetches(catalog("files", path="masuk/*.csv"))) == []


def test_a_glob_lists_its_files_in_the_order_of_their_names(catalog, tmp_path):
    for name in ("c.csv", "a.csv", "b.csv", "d.tsv"):
        (tmp_path / name).touch()
    addresses = [fetch.address for fetch in kind_module("files").fetches(catalog("files", path="?.csv"))]
    assert addresses == ["a.csv", "b.csv", "c.csv"]


def test_a_path_may_be_absolute(catalog, tmp_path):
    (fetch,) = kind_module("files").fetches(catalog("files", path=str(tmp_path / "laporan.csv")))
    assert (fetch.address, fetch.byte_count) == ("laporan.csv", (tmp_path / "laporan.csv").stat().st_size)
