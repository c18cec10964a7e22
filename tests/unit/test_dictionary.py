"""Every published table and column is told in words: in the docs, and in each snapshot from what its tables carry."""

from __future__ import annotations

from pathlib import Path

import duckdb
import orjson
import pytest

from orchestration.catalogue_commands import dictionary
from warehouse.dictionary import MARTS, Column, Table, database_tables, model_tables
from warehouse.dictionary_page import FILE, GROUPS, PAGE, render_dictionary, table_group, write_dictionary
from warehouse.errors import InputError
from warehouse.settings import ROOT

MODELS = model_tables()


@pytest.fixture
def database(tmp_path) -> Path:
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table mart_coverage_daily (published_on date, coverage_share double)")
        connection.execute("comment on table mart_coverage_daily is 'One row per day: what''s heard.'")
        connection.execute("comment on column mart_coverage_daily.coverage_share is 'Heard | expected, <= 1.'")
    return path


# The docs


def test_every_published_table_has_a_description():
    files = {file.stem for file in MARTS.glob("*.sql")}
    assert {table.name for table in MODELS} == files
    assert [table.name for table in MODELS if not table.description.startswith("One row per ")] == []


@pytest.mark.parametrize("table", MODELS, ids=lambda table: table.name)
def test_every_published_column_has_a_description(table):
    assert table.columns
    assert [column.name for column in table.columns if not (column.type and column.description)] == []


def test_the_dictionary_in_the_docs_is_the_generated_one():
    written = (ROOT / "docs" / "data-dictionary.md").read_text()
    assert written == render_dictionary(MODELS), "run `pantau dictionary --output docs/data-dictionary.md`"


def test_the_command_writes_the_page_or_prints_it(tmp_path, capsys):
    dictionary(tmp_path / "kamus.md")
    dictionary(None)
    assert (tmp_path / "kamus.md").read_text() == capsys.readouterr().out == render_dictionary(MODELS)


def test_a_page_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        dictionary(tmp_path / "tiada" / "kamus.md")


# The page


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("mart_documents", "Documents"),
        ("mart_document_labels", "Documents"),
        ("mart_issues", "Issues"),
        ("mart_issue_forecast_scores", "Alerts and forecasts"),
        ("mart_alerts", "Alerts and forecasts"),
        ("mart_sentiment_daily", "Counts by day, week and month"),
        ("mart_quota_daily", "Sources and coverage"),
        ("dim_metrics", "Dimensions"),
    ],
)
def test_a_table_is_in_the_group_of_its_subject(name, group):
    assert table_group(name) == group


def test_every_group_has_tables_and_every_table_is_on_the_page_once():
    page = render_dictionary(MODELS)
    assert {table_group(table.name) for table in MODELS} == set(GROUPS)
    assert [table.name for table in MODELS if page.count(f"\n### {table.name}\n") != 1] == []


def test_metrics_end_the_page_with_the_sql_that_defines_them():
    metrics = render_dictionary(MODELS).split("\n## Metrics\n")[1]
    assert metrics.count("```sql\n") == 6
    assert "sum(negative_count + neutral_count + positive_count)" in metrics
    assert "## Metrics" not in render_dictionary([Table("dim_sectors", "One row per sector.", ())])


def test_signs_of_markdown_in_a_description_stay_words():
    page = render_dictionary([Table("dim_a", "One row per a.", (Column("a", "varchar", "x | y, <b>"),))])
    assert r"| `a` | varchar | x \| y, &lt;b> |" in page


# A snapshot


def test_what_the_comments_say_is_what_the_snapshot_tells(database):
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = (Column("published_on", "date", ""), Column("coverage_share", "double", "Heard | expected, <= 1."))
        assert database_tables(connection) == [Table("mart_coverage_daily", "One row per day: what's heard.", columns)]


def test_a_snapshot_has_the_page_and_the_same_as_json(database):
    write_dictionary(database)
    facts = orjson.loads(database.with_name(FILE).read_bytes())
    assert [(table["name"], table["group"]) for table in facts["tables"]] == [("mart_coverage_daily", "Sources and coverage")]
    assert facts["tables"][0]["columns"][1] == {
        "name": "coverage_share",
        "type": "double",
        "description": "Heard | expected, <= 1.",
    }
    assert [metric["metric_slug"] for metric in facts["metrics"]] == ["cakupan"]
    assert facts["metrics"][0]["sql"].endswith("where scope_slug = 'semua'")
    assert "One row per day: what's heard." in database.with_name(PAGE).read_text()


def test_equal_tables_give_an_equal_dictionary(database):
    pages = []
    for _ in range(2):
        write_dictionary(database)
        pages.append((database.with_name(FILE).read_bytes(), database.with_name(PAGE).read_bytes()))
    assert pages[0] == pages[1]
