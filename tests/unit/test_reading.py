from __future__ import annotations

import pyarrow as pa
import pytest

from ml.reading import batches, read_parts, unread_documents, write_part
from warehouse.layout import prepare_home, write_parquet

COLUMNS = ["document_id", "text_hash"]


def documents(*rows: tuple[str, str]) -> pa.Table:
    """(document_id, text) of each row; the text is its own hash."""
    return pa.table(
        {
            "document_id": [document_id for document_id, _ in rows],
            "text_hash": [text for _, text in rows],
            "document_text": [text for _, text in rows],
        }
    )


@pytest.fixture
def layout(tmp_path):
    layout = prepare_home(tmp_path)
    write_parquet(documents(("d1", "c"), ("d2", "a"), ("d3", "b"), ("d4", "a")), layout.ml_input / "ml_documents.parquet")
    return layout


@pytest.fixture
def folder(layout):
    return layout.ml_table("labels") / "nada-1"


def test_a_version_that_read_nothing_has_everything_to_read_in_order_of_the_hash(layout, folder):
    unread = unread_documents(layout, folder)
    assert unread["document_id"].to_pylist() == ["d2", "d4", "d3", "d1"]
    assert unread.column_names == ["document_id", "text_hash", "document_text"]


def test_what_lies_in_a_part_is_not_read_again(layout, folder):
    write_part(documents(("d2", "a"), ("d3", "b")), folder)
    assert unread_documents(layout, folder)["document_id"].to_pylist() == ["d4", "d1"]


def test_a_document_whose_text_changed_is_unread(layout, folder):
    write_part(documents(("d1", "earlier text"), ("d2", "a"), ("d3", "b"), ("d4", "a")), folder)
    assert unread_documents(layout, folder)["document_id"].to_pylist() == ["d1"]


def test_parts_of_another_version_do_not_count(layout, folder):
    write_part(documents(("d1", "c")), folder.with_name("nada-2"))
    assert unread_documents(layout, folder).num_rows == 4


def test_a_document_that_is_gone_leaves_its_rows_where_they_are(layout, folder):
    write_part(documents(("d1", "c"), ("d9", "z")), folder)
    assert unread_documents(layout, folder)["document_id"].to_pylist() == ["d2", "d4", "d3"]
    assert read_parts(folder, COLUMNS).num_rows == 2


def test_parts_are_numbered_one_after_the_other(folder):
    for _ in range(3):
        write_part(documents(("d1", "c")), folder)
    assert sorted(part.name for part in folder.iterdir()) == [f"part-00000{i}.parquet" for i in (1, 2, 3)]


def test_a_new_part_never_takes_the_place_of_another(folder):
    write_part(documents(("d1", "c")), folder)
    write_part(documents(("d2", "a")), folder)
    (folder / "part-000001.parquet").unlink()
    write_part(documents(("d3", "b")), folder)
    assert read_parts(folder, COLUMNS)["document_id"].to_pylist() == ["d2", "d3"]


def test_what_a_killed_write_left_behind_is_not_read(layout, folder):
    folder.mkdir()
    (folder / ".part-000001.parquet.4711").write_bytes(b"PAR1 and no end")
    assert read_parts(folder, COLUMNS).num_rows == 0
    assert unread_documents(layout, folder).num_rows == 4


def test_rows_that_lie_in_two_parts_count_once(folder):
    write_part(documents(("d1", "c")), folder)
    write_part(documents(("d1", "c"), ("d2", "a")), folder)
    assert sorted(read_parts(folder, ["document_id"])["document_id"].to_pylist()) == ["d1", "d2"]


def test_batches_cover_a_table_in_order():
    table = pa.table({"n": range(7)})
    assert [batch["n"].to_pylist() for batch in batches(table, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batches(table.slice(0, 0), 3)) == []
