"""The example queries of docs/queries, run on the exhibit."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from statistics import median

import duckdb
import pytest

from reports import example_queries
from reports.example_queries import FOLDER, PAGE, page, read_examples
from tests.fixtures.exhibit import publish_exhibit
from tests.fixtures.exhibit_documents import LAST_DAY
from warehouse.layout import prepare_home
from warehouse.metrics import read_metrics
from warehouse.publish import DATABASE

QUERIES = sorted(FOLDER.glob("*.sql"))
SECRET = "isi yang ditahan"
LEAK = f"""
update mart_documents set is_withheld = true where document_id in (
    select document_id from mart_claims order by published_at desc limit 3
);
update mart_documents set title = '{SECRET}', text = '{SECRET}', clean_text = '{SECRET}', url = '{SECRET}' where is_withheld;
update mart_claims set is_withheld = true, title = '{SECRET}', claim_text = '{SECRET}', url = '{SECRET}'
where document_id in (select document_id from mart_documents where is_withheld);
update mart_document_families set is_withheld = true, first_title = '{SECRET}'
where family_id in (select max(family_id) from mart_document_families);
update mart_document_versions set title = '{SECRET}', text = '{SECRET}' where is_withheld;
update mart_alert_documents set title = '{SECRET}' where is_withheld;
"""
"""What is withheld gets words that a query would show if it listed them."""
EVERY = pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def marts(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    folder = publish_exhibit(prepare_home(tmp_path_factory.mktemp("exhibit") / "home"), changes=LEAK)
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def empty_marts(marts) -> duckdb.DuckDBPyConnection:
    """Marts as before the first document, dimensions as they are."""
    [(database,)] = marts.execute("select path from duckdb_databases() where not internal").fetchall()
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"attach '{database}' as full_marts (read_only)")
        for (table,) in marts.execute("select table_name from duckdb_tables()").fetchall():
            rows = 0 if table.startswith("mart_") else 10_000
            connection.execute(f"create table {table} as select * from full_marts.{table} limit {rows}")
        yield connection


def numbered(number: int) -> str:
    (path,) = FOLDER.glob(f"{number:02}-*.sql")
    return path.read_text()


def answers(marts: duckdb.DuckDBPyConnection, number: int, key: str, value: str) -> dict:
    found = marts.sql(numbered(number)).select(key, value).fetchall()
    return {one: None if other is None else float(other) for one, other in found}


def test_there_are_fifty_numbered_from_one():
    assert [path.name[:3] for path in QUERIES] == [f"{number:02}-" for number in range(1, 51)]


@EVERY
def test_a_query_gives_rows_under_names_of_its_own(marts, query):
    result = marts.sql(query.read_text())
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in result.columns)
    assert len(set(result.columns)) == len(result.columns)
    assert result.fetchone() is not None


@EVERY
def test_a_query_runs_before_the_first_document(empty_marts, query):
    empty_marts.sql(query.read_text()).fetchall()


@EVERY
def test_a_query_lists_nothing_that_is_withheld(marts, query):
    rows = marts.sql(query.read_text()).fetchall()
    withheld = marts.execute("select document_id from mart_documents where is_withheld").fetchall()
    families = marts.execute("select family_id from mart_document_families where is_withheld").fetchall()
    assert withheld
    assert families
    assert not {SECRET, *(one for (one,) in withheld + families)} & {cell for row in rows for cell in row}


@EVERY
def test_a_query_reads_neither_persons_nor_the_clock(query):
    words = set(re.findall(r"\w+", query.read_text().lower()))
    assert not words & {"author_id", "claimant_id", "person_name", "official_slug"}
    assert not words & {"now", "current_date", "current_timestamp", "today"}


@EVERY
def test_a_query_keeps_to_sql_that_postgresql_has_too(query):
    words = set(re.findall(r"\w+\(?|::", query.read_text().lower()))
    assert not words & {"::", "qualify", "median(", "exclude", "double"}


def test_each_query_tells_what_it_shows_and_what_it_answers():
    for example in read_examples():
        assert example.topic
        assert len(example.title) > 5
        assert example.question.endswith("?")


@pytest.mark.parametrize("part", ["title", "question"])
def test_no_two_queries_tell_the_same(part):
    assert max(Counter(getattr(example, part) for example in read_examples()).values()) == 1


def test_no_two_queries_are_the_same():
    assert len({re.sub(r"^--.*\n|\s", "", path.read_text(), flags=re.M) for path in QUERIES}) == len(QUERIES)


def test_a_note_may_take_several_lines(tmp_path: Path, monkeypatch):
    head = "-- Topik: Isu\n-- Judul: Coba\n-- Pertanyaan: Apa?\n-- Catatan: Satu baris\n-- dan satu lagi.\n"
    (tmp_path / "01-coba.sql").write_text(f"{head}select 1 as n\n-- bukan kepala\n")
    monkeypatch.setattr(example_queries, "FOLDER", tmp_path)
    (example,) = read_examples()
    assert (example.title, example.note) == ("Coba", "Satu baris dan satu lagi.")


def test_the_index_is_the_generated_one():
    assert PAGE.read_text() == page(), "write it anew: python -m reports.example_queries"


def test_a_query_that_was_added_would_change_the_index(tmp_path: Path, monkeypatch):
    (tmp_path / "51-baru.sql").write_text("-- Topik: Isu\n-- Judul: Baru\n-- Pertanyaan: Apa?\nselect 1 as n\n")
    monkeypatch.setattr(example_queries, "FOLDER", tmp_path)
    assert "| [51](51-baru.sql) | Baru | Apa? |" in page()


SECTORS = "from mart_mentions_daily inner join dim_sectors using (sector_slug)"
HOURS = "from (select h.*, i.label from mart_issue_hours as h inner join mart_issues as i using (issue_id))"
CATALOGUE = [
    # query, its key and value, metric, and where the catalogue's definition is to be applied
    (3, "sector_name", "voice_share", "porsi-suara", SECTORS, 7),
    (6, "sector_name", "negative_share", "porsi-negatif", SECTORS, 30),
    (7, "sector_name", "critical_share", "porsi-menolak", SECTORS, 30),
    (5, "published_on", "negative_share", "porsi-negatif", "from mart_mentions_daily", 30),
    (13, "agency_name", "critical_share", "porsi-menolak", "from mart_agency_mentions_daily", 30),
    (24, "label", "heat", "panas", HOURS, None),
    (39, "published_on", "coverage_share", "cakupan", "from mart_coverage_daily", 30),
]


@pytest.mark.parametrize(("number", "key", "value", "slug", "source", "days"), CATALOGUE)
def test_a_figure_of_the_catalogue_is_defined_as_there(marts, number, key, value, slug, source, days):
    metric = read_metrics()[slug]
    conditions = [metric.whole_sql or "true"]
    if days:
        conditions.append(f"published_on > date '{LAST_DAY - timedelta(days=days)}'")
    query = f"select {key}, {metric.expression_sql} {source} where {' and '.join(conditions)} group by {key}"
    expected = dict(marts.execute(query).fetchall())
    found = answers(marts, number, key, value)
    assert len(found) > 1
    assert found == {name: pytest.approx(expected[name], abs=0.051 if slug == "panas" else 0.00051) for name in found}


def test_the_volume_of_a_day_counts_documents_on_public_issues(marts):
    days = marts.execute("select published_on from mart_documents where relevance_slug is distinct from 'tidak'").fetchall()
    expected = Counter(day for (day,) in days)
    assert answers(marts, 1, "date_on", "mention_count") == dict(expected)
    week = [expected[LAST_DAY - timedelta(days=back)] for back in range(7)]
    assert answers(marts, 1, "date_on", "weekly_mean_count")[LAST_DAY] == pytest.approx(sum(week) / 7, abs=0.051)


def test_answers_take_their_median_hours(marts):
    rows = marts.execute("select given_agency_name, hours_to_answer from mart_complaints").fetchall()
    given = {name: [hours for other, hours in rows if other == name and hours is not None] for name, _ in rows}
    expected = {name: pytest.approx(median(hours), abs=0.051) for name, hours in given.items()}
    assert answers(marts, 16, "given_agency_name", "median_hours_to_answer") == expected


def test_waiting_complaints_are_parted_by_age_without_gap_or_overlap(marts):
    rows = marts.sql(numbered(17)).fetchall()
    assert sum(row[1] for row in rows) == sum(sum(row[2:6]) for row in rows)
    waiting = marts.execute("select count(*) from mart_complaints where answered_at is null and closed_at is null").fetchall()
    assert sum(row[1] for row in rows) == waiting[0][0]


def test_a_first_complaint_comes_before_the_news(marts):
    rows = marts.sql(numbered(27)).select("label", "first_complaint_at", "first_news_at").fetchall()
    assert {label for label, _, _ in rows} == {"air keran keruh Malang", "antrean solar nelayan Makassar"}
    assert all(complaint < news for _, complaint, news in rows)


def test_open_alerts_come_highest_first(marts):
    levels = [level for (level,) in marts.sql(numbered(32)).select("level_slug").fetchall()]
    assert levels == ["krisis", "siaga", "waspada", "waspada"]
