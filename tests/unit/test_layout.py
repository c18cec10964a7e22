"""The data home: folders with their zero-row schema files, files that are whole or absent, and a clear word otherwise."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home, write_parquet
from warehouse.schemas import ML_TABLES, RAW_TABLES


def files(layout: Layout) -> dict[str, tuple[int, int]]:
    """Every file of the home with its identity and time of change."""
    found = [path for path in layout.home.rglob("*") if path.is_file()]
    return {str(path.relative_to(layout.home)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_a_new_home_has_its_folders(home):
    for folder in (home.raw, home.ml_input, home.ml, home.published, home.data_docs, home.state):
        assert folder.is_dir()
        assert folder.parent == home.home
    assert not home.warehouse.exists()


@pytest.mark.parametrize("table", RAW_TABLES)
def test_every_raw_table_can_be_queried_before_the_first_load(home, table):
    found = duckdb.sql(
        f"from read_parquet('{home.raw}/*/{table}/*/*.parquet', union_by_name = true, hive_partitioning = false)"
    )
    assert found.fetchall() == []
    assert found.columns == [*RAW_TABLES[table].names, "_dlt_load_id"]


@pytest.mark.parametrize("table", ML_TABLES)
def test_every_ml_table_can_be_queried_before_the_first_model(home, table):
    found = duckdb.sql(f"from read_parquet('{home.ml_table(table)}/*/*.parquet', union_by_name = true)")
    assert (found.fetchall(), found.columns) == ([], ML_TABLES[table].names)


def test_commit_records_can_be_queried_before_the_first_load(home):
    columns = "columns = {load_id: 'varchar', status: 'bigint'}"
    found = duckdb.sql(f"from read_json('{home.raw}/*/_dlt_loads/*.jsonl', format = 'newline_delimited', {columns})")
    assert found.fetchall() == []


def test_preparing_a_home_again_leaves_every_data_file_alone(home):
    before = {name: mark for name, mark in files(home).items() if name.endswith(".parquet")}
    prepare_home(home.home)
    assert {name: mark for name, mark in files(home).items() if name.endswith(".parquet")} == before


def test_a_schema_that_grew_is_written_anew(home):
    path = home.ml_table("labels") / "_schema" / "schema.parquet"
    write_parquet(pa.table({"lama": pa.array([], pa.string())}), path)
    prepare_home(home.home)
    assert pq.read_schema(path).equals(ML_TABLES["labels"])


def test_a_torn_schema_file_is_written_anew(home):
    path = home.ml_table("labels") / "_schema" / "schema.parquet"
    path.write_bytes(b"")
    prepare_home(home.home)
    assert pq.read_schema(path).equals(ML_TABLES["labels"])


@pytest.mark.parametrize("home", ["berkas", "berkas/data"])
def test_a_home_that_cannot_be_written_is_told_with_the_way_out(tmp_path, home):
    (tmp_path / "berkas").touch()
    with pytest.raises(InputError, match=r"cannot be written \(.+\)\. Choose another with PANTAU_HOME"):
        prepare_home(tmp_path / home)


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "a" / "b.parquet"
    for value in (1, 2):
        write_parquet(pa.table({"x": [value]}), path)
    assert pq.read_table(path).to_pylist() == [{"x": 2}]
    assert [file.name for file in path.parent.iterdir()] == ["b.parquet"]


def test_a_reader_of_the_old_file_is_not_disturbed(tmp_path):
    path = tmp_path / "b.parquet"
    write_parquet(pa.table({"x": [1]}), path)
    with pq.ParquetFile(path) as reader:
        write_parquet(pa.table({"x": [2]}), path)
        assert reader.read().to_pylist() == [{"x": 1}]


def test_every_column_of_every_table_is_described():
    fields = [field for schema in (*RAW_TABLES.values(), *ML_TABLES.values()) for field in schema]
    assert [field.name for field in fields if not (field.metadata or {}).get(b"description")] == []


def test_times_are_naive_utc_with_microseconds():
    fields = [field for schema in (*RAW_TABLES.values(), *ML_TABLES.values()) for field in schema]
    times = [field for field in fields if pa.types.is_temporal(field.type)]
    assert {field.type for field in times if not field.name.endswith("_on")} == {pa.timestamp("us")}
    assert {field.type for field in times if field.name.endswith("_on")} == {pa.date32()}
    assert {field.name[-3:] for field in times} == {"_at", "_on"}
