from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ml import reading
from ml.reading import (
    batches,
    clean_documents,
    follow_cleaned,
    read_parts,
    reader_folder,
    version_over,
    write_part,
)
from warehouse.layout import prepare_home, write_parquet

DAYS = {"d1": 3, "d2": 1, "d3": 2, "d4": 1}
INPUT = pa.schema([("document_id", pa.string()), ("input_hash", pa.string()), ("published_on", pa.date32())])


class Interrupted(BaseException):
    """Stands for the process that dies here."""


class Copying:
    """A reader that writes down what it was given."""

    def __init__(self, version: str = "v1"):
        self.version = version
        self.given: list[list[str]] = []

    def read(self, documents: pa.Table) -> pa.Table:
        self.given.append(documents["document_id"].to_pylist())
        version = pa.repeat(pa.scalar(self.version), documents.num_rows)
        return documents.select(["document_id", "input_hash", "published_on"]).append_column("reader_version", version)


class Choosy(Copying):
    """A reader that finds something in one document alone."""

    def read(self, documents: pa.Table) -> pa.Table:
        return super().read(documents).slice(0, 1)


def silent(done: int, total: int) -> None:
    """Nobody listens."""


def hand_over(layout, hashes: dict[str, str]) -> None:
    """ml_documents as dbt would write it."""
    rows = [{"document_id": key, "input_hash": text, "published_on": date(2026, 9, DAYS[key])} for key, text in hashes.items()]
    write_parquet(pa.Table.from_pylist(rows, INPUT), layout.ml_input / "ml_documents.parquet")


@pytest.fixture
def layout(tmp_path):
    layout = prepare_home(tmp_path)
    hand_over(layout, dict.fromkeys(DAYS, "h"))
    return layout


def rows(layout, what: str, version: str) -> list[str]:
    parts = sorted(reader_folder(layout, what, version).glob("part-*.parquet"))
    return [key for part in parts for key in pq.read_table(part)["document_id"].to_pylist()]


def test_all_that_is_handed_over_is_cleaned_by_date_of_publication(layout):
    cleaner = Copying()
    assert clean_documents(layout, cleaner, silent) == 4
    assert cleaner.given == [["d2", "d4", "d3", "d1"]]


def test_what_was_cleaned_is_not_cleaned_again(layout):
    clean_documents(layout, Copying(), silent)
    again = Copying()
    assert clean_documents(layout, again, silent) == 0
    assert again.given == []


def test_a_document_that_reads_otherwise_now_is_cleaned_again_and_alone(layout):
    clean_documents(layout, Copying(), silent)
    hand_over(layout, dict.fromkeys(DAYS, "h") | {"d3": "another"})
    assert clean_documents(layout, Copying(), silent) == 1
    assert rows(layout, "cleaned", "v1") == ["d2", "d4", "d3", "d1", "d3"]


def test_another_version_cleans_everything(layout):
    clean_documents(layout, Copying(), silent)
    assert clean_documents(layout, Copying("v2"), silent) == 4


def test_where_dbt_hands_over_nothing_its_row_of_nulls_is_no_document(layout):
    clean_documents(layout, Copying(), silent)
    write_parquet(pa.table({name: pa.nulls(1) for name in INPUT.names}).cast(INPUT), layout.ml_input / "ml_documents.parquet")
    assert clean_documents(layout, Copying(), silent) == 0
    assert rows(layout, "cleaned", "v1") == ["d2", "d4", "d3", "d1"]


def test_killed_between_parts_the_cleaner_goes_on_where_its_last_part_ends(layout, monkeypatch):
    monkeypatch.setattr(reading, "PART_DOCUMENTS", 2)

    def die(done: int, total: int) -> None:
        if done:
            raise Interrupted

    with pytest.raises(Interrupted):
        clean_documents(layout, Copying(), die)
    assert rows(layout, "cleaned", "v1") == ["d2", "d4"]
    again = Copying()
    assert clean_documents(layout, again, silent) == 2
    assert again.given == [["d3", "d1"]]


def test_a_follower_reads_each_cleaned_part_once(layout):
    cleaner, follower = Copying(), Copying("p1")
    clean_documents(layout, cleaner, silent)
    assert follow_cleaned(layout, "places", follower, cleaner.version, silent) == 4
    hand_over(layout, dict.fromkeys(DAYS, "h") | {"d3": "another"})
    clean_documents(layout, cleaner, silent)
    assert follow_cleaned(layout, "places", follower, cleaner.version, silent) == 1
    assert follow_cleaned(layout, "places", follower, cleaner.version, silent) == 0
    assert follower.given == [["d2", "d4", "d3", "d1"], ["d3"]]


def test_a_part_in_which_little_was_found_is_read_all_the_same(layout):
    clean_documents(layout, Copying(), silent)
    follower = Choosy("p1")
    follow_cleaned(layout, "places", follower, "v1", silent)
    assert follow_cleaned(layout, "places", Choosy("p1"), "v1", silent) == 0


def test_what_a_follower_writes_bears_the_version_of_both(layout):
    clean_documents(layout, Copying(), silent)
    follower = Copying("p1")
    follow_cleaned(layout, "places", follower, "v1", silent)
    version = version_over(follower, "v1")
    (part,) = reader_folder(layout, "places", version).glob("part-*.parquet")
    assert set(pq.read_table(part)["reader_version"].to_pylist()) == {version}


def test_a_follower_reads_everything_again_after_another_version_of_the_cleaner(layout):
    follower = Copying("p1")
    assert version_over(follower, "v1") != version_over(follower, "v2") != version_over(Copying("p2"), "v2")
    for cleaner in (Copying("v1"), Copying("v2")):
        clean_documents(layout, cleaner, silent)
        assert follow_cleaned(layout, "places", follower, cleaner.version, silent) == 4


def test_followers_tell_how_far_they_are(layout, monkeypatch):
    monkeypatch.setattr(reading, "PART_DOCUMENTS", 3)
    heard: list[tuple[int, int]] = []
    clean_documents(layout, Copying(), lambda done, total: heard.append((done, total)))
    follow_cleaned(layout, "places", Copying("p1"), "v1", lambda done, total: heard.append((done, total)))
    assert heard == [(0, 4), (3, 4), (4, 4), (0, 4), (3, 4), (4, 4)]


def documents(*keys: str) -> pa.Table:
    return pa.table({"document_id": list(keys), "text_hash": ["h"] * len(keys)})


@pytest.fixture
def folder(layout):
    return layout.ml_table("labels") / "nada-1"


def test_parts_are_numbered_one_after_the_other(folder):
    for _ in range(3):
        write_part(documents("d1"), folder)
    assert sorted(part.name for part in folder.iterdir()) == [f"part-00000{i}.parquet" for i in (1, 2, 3)]


def test_a_new_part_never_takes_the_place_of_another(folder):
    write_part(documents("d1"), folder)
    write_part(documents("d2"), folder)
    (folder / "part-000001.parquet").unlink()
    write_part(documents("d3"), folder)
    assert read_parts(folder, ["document_id"])["document_id"].to_pylist() == ["d2", "d3"]


def test_what_a_killed_write_left_behind_is_not_read(folder):
    folder.mkdir()
    (folder / ".part-000001.parquet.4711").write_bytes(b"PAR1 and no end")
    assert read_parts(folder, ["document_id"]).num_rows == 0


def test_rows_that_lie_in_two_parts_count_once(folder):
    write_part(documents("d1"), folder)
    write_part(documents("d1", "d2"), folder)
    assert sorted(read_parts(folder, ["document_id"])["document_id"].to_pylist()) == ["d1", "d2"]


def test_batches_cover_a_table_in_order():
    table = pa.table({"n": range(7)})
    assert [batch["n"].to_pylist() for batch in batches(table, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batches(table.slice(0, 0), 3)) == []
