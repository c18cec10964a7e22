"""Each metric has one definition: over tables so small that the figure is known, and beside marts that carry the same one."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from reports.why_evidence import find_items
from tests.fixtures import dbt_models
from tests.fixtures.exhibit import publish_exhibit
from warehouse.errors import InputError
from warehouse.layout import prepare_home
from warehouse.metrics import DAY, Metric, metric_query, read_metrics
from warehouse.publish import DATABASE
from warehouse.seeds import read_seed
from warehouse.settings import ROOT

METRICS = read_metrics()
SHARES = ["porsi-negatif", "porsi-menolak"]
NO_COUNTS = dict.fromkeys(
    ("negative_count", "neutral_count", "positive_count", "supporting_count", "opposing_count", "stance_neutral_count"), 0
)


def mentions(connection: duckdb.DuckDBPyConnection, *rows: dict, mart: str = "mart_mentions_daily") -> None:
    common = {"published_on": "2026-09-01", "sector_slug": "kesehatan", "province_code": "32", "channel_slug": "berita"}
    dbt_models.put(connection, mart, [common | NO_COUNTS | {"mention_count": 1} | row for row in rows])


def value(connection: duckdb.DuckDBPyConnection, slug: str, **where: str) -> float | None:
    conditions = {column: f"{column} = '{wanted}'" for column, wanted in where.items()}
    return connection.execute(metric_query(METRICS[slug], (), conditions)).fetchall()[0][0]


def values(connection: duckdb.DuckDBPyConnection, slug: str, *by: str, **where: str) -> list[tuple]:
    conditions = {column: f"{column} = '{wanted}'" for column, wanted in where.items()}
    return connection.execute(metric_query(METRICS[slug], by, conditions)).fetchall()


@pytest.fixture
def tables() -> duckdb.DuckDBPyConnection:
    with duckdb.connect() as connection:
        yield connection


# The catalogue


def test_the_six_metrics_are_there_and_every_column_of_the_seed_is_a_field():
    assert list(METRICS) == ["penyebutan", "porsi-suara", "porsi-negatif", "porsi-menolak", "cakupan", "panas"]
    assert read_seed("metrics").column_names == [field.name for field in fields(Metric)]


def test_the_dimension_has_the_columns_of_the_seed():
    assert list(dbt_models.contract("dim_metrics")) == read_seed("metrics").column_names


def test_the_guide_tells_of_every_metric():
    guide = (ROOT / "docs" / "metrics.md").read_text()
    assert [slug for slug in METRICS if f"| `{slug}` |" not in guide] == []


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_a_definition_stands_on_columns_that_its_marts_have(metric, tables):
    for mart in filter(None, (metric.mart_name, metric.agency_mart_name)):
        dbt_models.put(tables, mart, [])
    for column in metric.filter_columns:
        assert values(tables, metric.metric_slug, column) == []


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_only_a_relative_definition_has_a_window_and_it_has_one(metric):
    assert metric.expression_sql.count("over ()") == metric.is_relative
    assert metric.expression_sql.lower().count(" over ") == metric.is_relative


# What each one says


def test_mentions_are_summed_and_nothing_is_zero(tables):
    mentions(tables, {"mention_count": 3}, {"mention_count": 4, "sector_slug": "perhubungan"})
    assert value(tables, "penyebutan") == 7
    assert value(tables, "penyebutan", sector_slug="kesehatan") == 3
    assert value(tables, "penyebutan", sector_slug="pendidikan") == 0


def test_a_share_of_voice_is_among_all_groups_also_when_one_is_asked_for(tables):
    mentions(tables, {"mention_count": 1}, {"mention_count": 3, "sector_slug": "perhubungan"})
    assert values(tables, "porsi-suara", "sector_slug") == [("kesehatan", 0.25), ("perhubungan", 0.75)]
    assert values(tables, "porsi-suara", "sector_slug", sector_slug="kesehatan") == [("kesehatan", 0.25)]


def test_a_share_of_voice_is_within_what_else_is_asked_for(tables):
    mentions(tables, {}, {"sector_slug": "perhubungan"}, {"sector_slug": "perhubungan", "province_code": "35"})
    assert values(tables, "porsi-suara", "sector_slug", province_code="35") == [("perhubungan", 1.0)]
    assert values(tables, "porsi-suara", "sector_slug", sector_slug="kesehatan", province_code="32") == [("kesehatan", 0.5)]


def test_a_share_of_voice_by_day_is_among_that_day(tables):
    mentions(tables, {}, {"sector_slug": "perhubungan"}, {DAY: "2026-09-02", "mention_count": 8})
    shares = values(tables, "porsi-suara", DAY, "sector_slug", sector_slug="kesehatan")
    assert [share for _, _, share in shares] == [0.5, 1.0]


def test_the_negative_share_is_among_tones_that_are_sure(tables):
    mentions(
        tables,
        {"mention_count": 9, "negative_count": 1, "neutral_count": 1},
        {"mention_count": 4, "negative_count": 2, "positive_count": 1},
    )
    assert value(tables, "porsi-negatif") == pytest.approx(3 / 5)


def test_the_critical_share_is_among_stances_that_are_sure_and_concern_somebody(tables):
    mentions(
        tables,
        {"mention_count": 9, "opposing_count": 1, "stance_neutral_count": 2},
        {"mention_count": 4, "opposing_count": 2, "supporting_count": 3, "negative_count": 4},
    )
    assert value(tables, "porsi-menolak") == pytest.approx(3 / 8)


@pytest.mark.parametrize("slug", SHARES)
def test_a_share_of_nothing_is_no_share(tables, slug):
    mentions(tables, {"mention_count": 9})
    assert value(tables, slug) is None


def test_agencies_are_answered_by_their_own_mart(tables):
    mentions(tables, {"mention_count": 100, "negative_count": 50, "neutral_count": 50})
    rows = [{"agency_slug": "kemenkes", "mention_count": 2, "negative_count": 2}, {"agency_slug": "bgn", "neutral_count": 1}]
    mentions(tables, *rows, mart="mart_agency_mentions_daily")
    assert value(tables, "porsi-negatif", agency_slug="kemenkes") == 1.0
    assert values(tables, "penyebutan", "agency_slug") == [("bgn", 1), ("kemenkes", 2)]


def coverage(connection: duckdb.DuckDBPyConnection, *rows: tuple) -> None:
    names = ("published_on", "scope_slug", "scope_value", "compared_count", "expected_count")
    dbt_models.put(connection, "mart_coverage_daily", [dict(zip(names, row, strict=True)) for row in rows])


def test_coverage_is_of_everything_unless_a_scope_is_asked_for(tables):
    coverage(tables, ("2026-09-01", "semua", "semua", 8, 10), ("2026-09-01", "provinsi", "32", 1, 4))
    assert value(tables, "cakupan") == 0.8
    assert value(tables, "cakupan", scope_slug="provinsi", scope_value="32") == 0.25


def test_a_day_of_plenty_makes_no_silent_day_good(tables):
    coverage(tables, ("2026-09-01", "semua", "semua", 30, 10), ("2026-09-02", "semua", "semua", 0, 10))
    assert value(tables, "cakupan") == 0.5


def test_coverage_is_not_known_without_an_expectation(tables):
    coverage(tables, ("2026-09-01", "semua", "semua", 7, None), ("2026-09-02", "semua", "semua", 5, 20))
    assert value(tables, "cakupan", published_on="2026-09-01") is None
    assert value(tables, "cakupan") == 0.25


def test_heat_halves_with_every_day_since_the_last_hour_that_was_heard(tables):
    hours = [
        ("a", "2026-09-04 10:00", 4),
        ("a", "2026-09-03 22:00", 2),
        ("a", "2026-09-03 10:00", 6),
        ("b", "2026-09-02 10:00", 8),
    ]
    rows = [{"issue_id": issue, "hour_at": hour, "original_count": n, "document_count": 99} for issue, hour, n in hours]
    dbt_models.put(tables, "mart_issue_hours", rows)
    assert value(tables, "panas", issue_id="a") == pytest.approx(4 + 2 * 0.5**0.5 + 6 * 0.5)
    assert value(tables, "panas", issue_id="b") == pytest.approx(8 * 0.25)


# Beside marts that carry the same figure


def documents(connection: duckdb.DuckDBPyConnection, relevance: str) -> None:
    tones = ["negatif", "negatif", "netral", "tidak-yakin", None]
    stances = ["menolak", "mendukung", "netral", "tidak-berlaku", None]
    common = {"published_on": "2026-09-01", "channel_slug": "berita", "is_withheld": False}
    read = zip(tones, stances, strict=True)
    rows = [common | {"sentiment_slug": tone, "stance_slug": stance, "relevance_slug": "ya"} for tone, stance in read]
    off_topic = common | {"sentiment_slug": "negatif", "stance_slug": "menolak", "relevance_slug": relevance}
    dbt_models.put(connection, "mart_documents", [*rows, off_topic])
    for mart in ("mart_mentions_daily", "mart_sentiment_daily", "mart_stance_daily"):
        dbt_models.build(connection, mart)


@pytest.mark.parametrize(
    ("slug", "carried"),
    [("porsi-negatif", "mart_sentiment_daily.negative_share"), ("porsi-menolak", "mart_stance_daily.critical_share")],
)
@pytest.mark.parametrize(("relevance", "agrees"), [("ya", True), ("tidak-yakin", True), ("tidak", False)])
def test_shares_are_those_of_the_daily_marts_but_for_what_is_no_public_issue(tables, slug, carried, relevance, agrees):
    documents(tables, relevance)
    mart, column = carried.split(".")
    assert (value(tables, slug) == tables.execute(f"select {column} from {mart}").fetchall()[0][0]) is agrees
    assert carried in METRICS[slug].caveat


@pytest.fixture(scope="module")
def exhibit(tmp_path_factory) -> Path:
    return publish_exhibit(prepare_home(tmp_path_factory.mktemp("exhibit") / "home")) / DATABASE


@pytest.fixture
def marts(exhibit) -> duckdb.DuckDBPyConnection:
    with duckdb.connect(str(exhibit), read_only=True) as connection:
        yield connection


def test_coverage_of_one_day_and_scope_is_the_marts_own(marts):
    shares = values(marts, "cakupan", DAY, "scope_slug", "scope_value")
    own = marts.execute(
        "select published_on, scope_slug, scope_value, coverage_share from mart_coverage_daily order by 1, 2, 3"
    )
    assert [share for *_, share in shares] == pytest.approx([share for *_, share in own.fetchall()])
    assert len(shares) > 500


@pytest.mark.parametrize(("slug", "column"), [("porsi-negatif", "negative_share"), ("porsi-menolak", "critical_share")])
def test_the_shares_of_an_issue_are_the_metrics_of_its_documents(exhibit, slug, column):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{exhibit}' as marts (read_only)")
        issues = connection.execute(f"select issue_id, {column} from marts.mart_issues where document_count > 9").fetchall()
        for issue, share in issues:
            connection.execute(
                "create or replace table mart_documents as from marts.mart_documents where document_id in "
                "(select document_id from marts.mart_issue_documents where issue_id = ?)",
                [issue],
            )
            connection.execute("drop table if exists mart_mentions_daily")
            dbt_models.build(connection, "mart_mentions_daily")
            assert value(connection, slug) == pytest.approx(share)
    assert issues


def test_the_heat_of_all_issues_is_the_sum_of_each(marts):
    assert value(marts, "panas") == pytest.approx(sum(heat for _, heat in values(marts, "panas", "issue_id")))


def test_the_documents_behind_a_figure_give_it(marts):
    """The condition over mart_documents counts what the mart counted."""
    assert find_items(marts, METRICS["penyebutan"], [], 1).count == value(marts, "penyebutan") > 1_000
    for slug in SHARES:
        items = find_items(marts, METRICS[slug], [], 1)
        assert items.part_count / items.count == pytest.approx(value(marts, slug))
    heard = "select sum(heard_count) from mart_coverage_daily where scope_slug = 'semua'"
    assert find_items(marts, METRICS["cakupan"], [], 1).count == marts.execute(heard).fetchall()[0][0]
    hot = "select sum(original_count) from mart_issue_hours"
    assert find_items(marts, METRICS["panas"], [], 1).count == marts.execute(hot).fetchall()[0][0]


# The query


def test_a_column_that_the_metric_does_not_know_is_refused_with_those_it_does():
    with pytest.raises(InputError, match=r"penyebutan .* issue_id: its columns are published_on, sector_slug"):
        metric_query(METRICS["penyebutan"], ["issue_id"])
    with pytest.raises(InputError, match=r"panas .* sector_slug"):
        metric_query(METRICS["panas"], [], {"sector_slug": "sector_slug = 'kesehatan'"})
