from __future__ import annotations

import re
from datetime import date, datetime

import duckdb
import pyarrow as pa
import pytest

from ingestion import contract
from warehouse.expectations.running import run_suite
from warehouse.expectations.suites import CHANNELS, CLEANED, DOCUMENTS, RAW, labels_suite
from warehouse.layout import Layout, prepare_home, write_parquet
from warehouse.schemas import CLEANED as CLEANED_SCHEMA
from warehouse.schemas import DOCUMENTS as DOCUMENT_SCHEMA
from warehouse.schemas import LABELS as LABEL_SCHEMA
from warehouse.schemas import MODELS as MODEL_SCHEMA
from warehouse.settings import ROOT

TIME = datetime(2026, 9, 5, 6, 0)
RAW_ROW = dict.fromkeys(DOCUMENT_SCHEMA.names) | {
    "document_id": "d1",
    "source_slug": "koran",
    "channel_slug": "berita",
    "author_id": "0123456789abcdef",
    "title": "Jembatan desa dibuka",
    "text": "Warga menyurati [surel] dan menyebut [nomor-identitas].",
    "published_at": TIME,
    "content_hash": "c1",
}
DOCUMENT_ROW = {
    "document_id": "d1",
    "document_text": "Jembatan desa dibuka",
    "published_at": TIME,
    "published_on": date(2026, 9, 5),
}
LABEL_ROW = {
    "document_id": "d1", "text_hash": "h1", "classifier_name": "nada", "model_version": "v1",
    "label_slug": "marah", "guess_slug": "marah", "score": 0.5,
}  # fmt: skip
NADA = labels_suite("nada", ["marah", "senang"], "tidak-yakin")


@pytest.fixture
def layout(tmp_path) -> Layout:
    return prepare_home(tmp_path / "home")


def check_raw(layout: Layout, *changes: dict):
    rows = [RAW_ROW, *({**RAW_ROW, "document_id": f"d{i}", **change} for i, change in enumerate(changes, 2))]
    table = pa.Table.from_pylist(rows, DOCUMENT_SCHEMA)
    write_parquet(table, layout.raw_table("koran", "documents") / "loaded_on=2026-09-05" / "1.5.a.parquet")
    return run_suite(RAW, layout)


def check_documents(layout: Layout, rows: list[dict]):
    with duckdb.connect(str(layout.warehouse)) as connection:
        connection.execute(
            "create table int_documents (document_id varchar, document_text varchar, published_at timestamp, published_on date)"
        )
        for row in rows:
            connection.execute("insert into int_documents values (?, ?, ?, ?)", list(row.values()))
    return run_suite(DOCUMENTS, layout)


def check_labels(layout: Layout, *rows: dict, now: str = "v1"):
    """The labels of `nada`, of which version `now` is the one that counts."""
    models = pa.Table.from_pylist([{"reader_name": "nada", "model_version": now}], MODEL_SCHEMA)
    write_parquet(models, layout.ml_table("models") / "nada" / "model.parquet")
    write_parquet(pa.Table.from_pylist(list(rows), LABEL_SCHEMA), layout.ml_table("labels") / "nada-v1" / "part-000001.parquet")
    return run_suite(NADA, layout)


def test_sound_raw_documents_meet_every_expectation(layout):
    outcome = check_raw(layout, {"author_id": None, "text": None, "title": None})
    assert (outcome.passed, outcome.failures, outcome.row_count) == (True, (), 2)
    assert outcome.expectation_count == len(RAW.expectations)


def test_raw_documents_of_a_first_day_meet_every_expectation(layout):
    outcome = run_suite(RAW, layout)
    assert (outcome.passed, outcome.row_count) == (True, 0)


def test_raw_documents_that_are_wrong_are_told_each_by_its_column(layout):
    wrong = {
        "document_id": None,
        "published_at": None,
        "channel_slug": "koran",
        "author_id": "Budi Rekaan",
        "title": "x" * 1001,
    }
    outcome = check_raw(layout, {**wrong, "text": "tulis ke warga@contoh.id ya"}, {"text": "NIK saya 3201 0101 0101 0001"})
    assert not outcome.passed
    assert sorted(outcome.failures) == [
        "expect_column_value_lengths_to_be_between on title: 1 rows",
        "expect_column_values_to_be_in_set on channel_slug: 1 rows",
        "expect_column_values_to_match_regex on author_id: 1 rows",
        "expect_column_values_to_not_be_null on document_id: 1 rows",
        "expect_column_values_to_not_be_null on published_at: 1 rows",
        "expect_column_values_to_not_match_regex on text: 1 rows",
        "expect_column_values_to_not_match_regex on text: 1 rows",
    ]


def test_the_channels_of_the_suite_are_those_of_the_seed_and_the_contract():
    seed = (ROOT / "transforms" / "seeds" / "channels.csv").read_text().splitlines()[1:]
    assert set(CHANNELS) == set(contract.CHANNELS) == {line.split(",")[0] for line in seed}


def test_sound_documents_meet_every_expectation(layout):
    outcome = check_documents(layout, [DOCUMENT_ROW, {**DOCUMENT_ROW, "document_id": "d2"}])
    assert (outcome.passed, outcome.failures, outcome.row_count) == (True, (), 2)


def test_documents_that_are_wrong_are_told_each_by_its_column(layout):
    wrong = {**DOCUMENT_ROW, "published_on": None, "document_text": None}
    assert set(check_documents(layout, [DOCUMENT_ROW, wrong]).failures) == {
        "expect_column_values_to_be_unique on document_id: 2 rows",
        "expect_column_values_to_not_be_null on document_text: 1 rows",
        "expect_column_values_to_not_be_null on published_on: 1 rows",
    }


def test_no_documents_at_all_are_told(layout):
    assert check_documents(layout, []).failures == ("expect_table_row_count_to_be_between on table",)


def test_cleaned_documents_that_are_wrong_are_told_each_by_its_column(layout):
    sound = {"document_id": "d1", "input_hash": "h", "reader_version": "v", "text_hash": "0" * 32, "clean_text": "Jalan rusak"}
    sound |= {"language_slug": "indonesia", "language_score": 0.9, "code_mix_share": 0.0}
    wrong = {**sound, "text_hash": "short", "clean_text": None, "language_slug": None, "language_score": 1.5}
    table = pa.Table.from_pylist([sound, wrong], CLEANED_SCHEMA)
    write_parquet(table, layout.ml_table("cleaned") / "cleaned-v" / "part-000001.parquet")
    assert set(run_suite(CLEANED, layout).failures) == {
        "expect_compound_columns_to_be_unique on ['document_id', 'input_hash', 'reader_version']: 2 rows",
        "expect_column_values_to_not_be_null on clean_text: 1 rows",
        "expect_column_value_lengths_to_equal on text_hash: 1 rows",
        "expect_column_values_to_not_be_null on language_slug: 1 rows",
        "expect_column_values_to_be_between on language_score: 1 rows",
    }


def test_labels_of_one_classifier_are_held_against_its_own_suite(layout):
    unsure = {**LABEL_ROW, "document_id": "d2", "label_slug": "tidak-yakin"}
    other = {**LABEL_ROW, "classifier_name": "rasa", "label_slug": "pahit", "score": 7.0}
    outcome = check_labels(layout, LABEL_ROW, unsure, other, other)
    assert (outcome.passed, outcome.failures, outcome.row_count) == (True, (), 2)


def test_labels_of_a_first_day_meet_every_expectation(layout):
    outcome = run_suite(NADA, layout)
    assert (outcome.passed, outcome.row_count, outcome.expectation_count) == (True, 0, len(NADA.expectations))


def test_labels_that_are_wrong_are_told_each_by_its_column(layout):
    unlabelled = {**LABEL_ROW, "document_id": "d2", "label_slug": None, "guess_slug": None, "score": 1.5}
    strange = {**LABEL_ROW, "document_id": "d3", "label_slug": "bingung", "guess_slug": "tidak-yakin", "score": None}
    assert set(check_labels(layout, LABEL_ROW, LABEL_ROW, unlabelled, strange).failures) == {
        "expect_compound_columns_to_be_unique on ['document_id', 'text_hash']: 2 rows",
        "expect_column_values_to_not_be_null on label_slug: 1 rows",
        "expect_column_values_to_be_in_set on label_slug: 1 rows",
        "expect_column_values_to_not_be_null on guess_slug: 1 rows",
        "expect_column_values_to_be_in_set on guess_slug: 1 rows",
        "expect_column_values_to_not_be_null on score: 1 rows",
        "expect_column_values_to_be_between on score: 1 rows",
    }


def test_a_label_that_only_an_earlier_version_knew_is_no_fault(layout):
    earlier, now = {**LABEL_ROW, "label_slug": "geram", "guess_slug": "geram"}, {**LABEL_ROW, "model_version": "v2"}
    outcome = check_labels(layout, earlier, now, now="v2")
    assert (outcome.passed, outcome.row_count) == (True, 1)
    assert not check_labels(layout, earlier, now, now="v1").passed


def test_every_suite_has_its_own_pages(layout):
    check_raw(layout)
    check_labels(layout, LABEL_ROW)
    assert {page.parent.name for page in layout.data_docs.glob("*/index.html")} == {"raw", "labels-nada"}


def test_a_page_shows_the_last_check_and_no_earlier_one(layout):
    check_raw(layout, {"channel_slug": "koran"})
    assert shown_states(layout) == ["Failed"]
    check_raw(layout)
    assert shown_states(layout) == ["Succeeded"]


def shown_states(layout: Layout) -> list[str]:
    pages = (layout.data_docs / "raw" / "validations").rglob("*.html")
    return [re.search(r"Status:</span> <i [^>]*></i> (\w+)", page.read_text())[1] for page in pages]
