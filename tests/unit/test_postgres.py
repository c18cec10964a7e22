"""What is sent to PostgreSQL, as far as it shows without one; the rest is in tests/integration/postgres."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest

from warehouse.dictionary import Column, Table, model_tables
from warehouse.errors import InputError
from warehouse.postgres.connecting import connected
from warehouse.postgres.keys import Keys, declared_keys
from warehouse.postgres.loading import CsvStream, as_csv
from warehouse.postgres.swapping import check_name
from warehouse.postgres.tables import TYPES, column_comment


def test_an_empty_text_and_none_are_told_apart():
    assert as_csv(pa.record_batch({"isi": ["", None, 'a "b"']})) == b'""\n\n"a ""b"""\n'


def test_values_are_written_as_postgresql_reads_them():
    row = {"a": [True], "b": [date(2026, 9, 4)], "c": [datetime(2026, 9, 4, 5)], "d": [0.1], "e": [-3]}
    assert as_csv(pa.record_batch(row)) == b"true,2026-09-04,2026-09-04 05:00:00.000000,0.1,-3\n"


def test_an_empty_batch_does_not_end_the_stream():
    batches, told = [pa.record_batch({"n": pa.array(rows, pa.int64())}) for rows in ([1], [], [2, 3])], []
    stream = CsvStream(batches, told.append)
    assert [stream.read(1) for _ in range(4)] == [b"1\n", b"2\n3\n", b"", b""]
    assert sum(told) == 3


def test_every_column_of_every_mart_has_a_type():
    assert {column.type for table in model_tables() for column in table.columns} <= set(TYPES)


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("mart_documents", Keys(primary=("document_id",))),
        ("mart_issue_days", Keys(unique=(("issue_id", "published_on"),))),
        ("dim_labels", Keys(unique=(("classifier_name", "label_slug"), ("classifier_name", "sort_order")))),
        ("mart_issue_documents", Keys(unique=(("document_id",),))),
    ],
)
def test_keys_are_what_the_model_tests_to_be_unique(table, keys):
    (found,) = (each for each in model_tables() if each.name == table)
    assert declared_keys(found) == keys


def test_a_key_whose_columns_an_older_snapshot_lacks_is_passed_over():
    assert declared_keys(Table("mart_documents", "", (Column("title", "varchar", ""),))) == Keys()


def test_a_table_that_is_no_model_has_no_key():
    assert declared_keys(Table("tabel_lain", "", (Column("document_id", "varchar", ""),))) == Keys()


@pytest.mark.parametrize(
    ("kind", "description", "comment"),
    [
        ("timestamp", "When it was published, UTC.", "When it was published, UTC."),
        ("timestamp", "When it ended.", "When it ended. Time in UTC."),
        ("timestamp", "", "Time in UTC."),
        ("date", "The day.", "The day."),
    ],
)
def test_a_time_says_that_it_is_utc(kind, description, comment):
    assert column_comment(Column("x", kind, description)) == comment


NO_NAMES = ["", "Pantau", "pg_pantau", 'pantau"; drop', "1pantau", "p" * 41, "pantau_next", "pantau_old", "pantau_old_2"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_name_that_is_none_for_a_schema_is_refused(name):
    with pytest.raises(InputError, match="no name for a schema"):
        check_name(name)


@pytest.mark.parametrize("url", ["", "mysql://a:s3sandi@b/c", "postgresql://a:s3sandi/x@b/c", "postgresql://a:x@s3sandi@b/c"])
def test_an_address_that_is_none_is_refused_and_not_repeated(url):
    with pytest.raises(InputError, match="%40") as refused, connected(url):
        pass
    assert "s3sandi" not in str(refused.value)
