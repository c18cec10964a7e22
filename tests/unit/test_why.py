"""From a number to its reasons: the value is the mart's, the documents are those counted, nothing withheld is listed."""

from __future__ import annotations

import io
import re
from datetime import date

import duckdb
import pytest
import typer
from rich.console import Console
from tiny_briefs import exhibit_home
from tiny_marts import document, publish_marts
from typer.testing import CliRunner

from orchestration import why_command
from orchestration.catalogue_commands import why
from reports.brief.editions import write_briefs
from reports.filters import read_filters
from reports.lineage import lineage, marts_in
from reports.why import Answer, explain_metric, explain_query, find_metric
from reports.why_queries import find_query, query_files, query_id
from tests.fixtures.exhibit import SNAPSHOT, publish_exhibit
from warehouse.access import OTHER_VERSION, open_marts
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home
from warehouse.metrics import read_metrics

METRICS = read_metrics()
DAYS = "day=2026-08-20..2026-09-02"


@pytest.fixture(scope="module")
def layout(tmp_path_factory) -> Layout:
    layout = prepare_home(tmp_path_factory.mktemp("exhibit") / "home")
    publish_exhibit(layout)
    return layout


@pytest.fixture
def marts(layout) -> duckdb.DuckDBPyConnection:
    with open_marts(layout) as connection:
        yield connection


def explained(marts: duckdb.DuckDBPyConnection, slug: str, *filters: str, by: str | None = None, limit: int = 10) -> Answer:
    return explain_metric(marts, METRICS[slug], filters, by, limit)


def number(answer: Answer) -> float | None:
    (row,) = answer.result.rows
    return row[-1]


# Value and documents


@pytest.mark.parametrize(
    "filters",
    [
        [],
        [DAYS],
        ["sector=kesehatan"],
        ["province=Jawa Timur", DAYS],
        ["province=00"],
        ["channel=pengaduan", "sector=infrastruktur-permukiman"],
        ["agency=kemenkes"],
        ["agency=kemenkes", "channel=berita", DAYS],
    ],
    ids=" ".join,
)
def test_the_documents_behind_a_number_are_those_that_it_counts(marts, filters):
    mentions = explained(marts, "penyebutan", *filters)
    assert mentions.items.count == number(mentions) > 0
    for slug in ("porsi-negatif", "porsi-menolak"):
        answer = explained(marts, slug, *filters)
        assert answer.items.part_count / answer.items.count == pytest.approx(number(answer))


def test_the_heat_of_an_issue_is_led_back_to_its_originals(marts):
    answer = explained(marts, "panas", "issue=i-air", limit=1_000)
    hours = marts.execute("select sum(original_count) from mart_issue_hours where issue_id = 'i-air'").fetchall()[0][0]
    assert answer.items.count == hours
    assert number(answer) > 0


def test_the_query_that_is_shown_gives_the_number(marts):
    answer = explained(marts, "porsi-suara", "sector=kesehatan", DAYS)
    assert marts.execute(answer.result.query).fetchall() == answer.result.rows
    mentions = {key: number(explained(marts, "penyebutan", *key)) for key in ((DAYS,), (DAYS, "sector=kesehatan"))}
    assert number(answer) == pytest.approx(mentions[DAYS, "sector=kesehatan"] / mentions[DAYS,])


def test_a_value_for_each_group(marts):
    rows = explained(marts, "penyebutan", DAYS, by="channel").result.rows
    assert sum(count for _, count in rows) == number(explained(marts, "penyebutan", DAYS))
    assert len(rows) > 3


def test_a_relative_metric_by_day_compares_the_groups_of_that_day(marts):
    answer = explained(marts, "porsi-suara", "sector=kesehatan", "day=2026-09-02", by="day")
    assert answer.result.rows == [
        (date(2026, 9, 2), "kesehatan", number(explained(marts, "porsi-suara", "sector=kesehatan", "day=2026-09-02")))
    ]


def test_what_is_withheld_is_counted_and_never_listed(marts):
    answer = explained(marts, "penyebutan", limit=10_000)
    withheld = marts.execute(
        "select count(*) from mart_documents where is_withheld and relevance_slug is distinct from 'tidak'"
    )
    assert answer.items.withheld_count == withheld.fetchall()[0][0] > 0
    assert len(answer.items.rows) == answer.items.count - answer.items.withheld_count


def test_the_part_of_a_share_is_listed_first_and_the_newest_of_it_first(marts):
    tones = explained(marts, "porsi-negatif", "sector=kesehatan", limit=1_000).items.rows
    negative = [row for row in tones if row[5] == "negatif"]
    assert tones[: len(negative)] == negative
    assert len(negative) < len(tones)
    assert [row[0] for row in negative] == sorted((row[0] for row in negative), reverse=True)


def test_no_more_documents_are_listed_than_asked_for(marts):
    assert len(explained(marts, "penyebutan", limit=3).items.rows) == 3


# Coverage and origin


def test_coverage_is_that_of_the_days_and_of_the_province_asked_for(marts):
    everything, province = explained(marts, "penyebutan", "province=32", DAYS).coverage
    assert everything.day_count == province.day_count == 14
    days = "published_on between date '2026-08-20' and date '2026-09-02'"
    for found, scope in ((everything, "semua"), (province, "32")):
        low = marts.execute(
            f"select published_on, state_slug from mart_coverage_daily where scope_value = '{scope}' and {days} "
            "and state_slug in ('kurang', 'sunyi') order by 1"
        ).fetchall()
        assert found.low_days == low
    assert province.share == number(explained(marts, "cakupan", "province=32", DAYS))


def test_days_without_documents_still_tell_how_much_was_heard(marts):
    answer = explained(marts, "porsi-negatif", "day=2027-01-01")
    assert (number(answer), answer.items.count, answer.items.rows) == (None, 0, [])
    assert [(found.share, found.day_count) for found in answer.coverage] == [(None, 0)]
    assert explained(marts, "porsi-negatif", "province=Papua Barat").coverage == []


def test_a_mart_is_led_back_through_the_models_to_what_was_loaded():
    layers = lineage(["mart_mentions_daily"])
    assert list(layers) == ["marts", "intermediate", "staging", "seeds", "raw", "ml"]
    assert layers["marts"] == ["mart_documents", "mart_mentions_daily"]
    assert "int_documents" in layers["intermediate"]
    assert "stg_documents" in layers["staging"]
    assert "raw.documents" in layers["raw"]
    assert "ml.labels" in layers["ml"]
    assert "regions" in layers["seeds"]


def test_the_lineage_is_of_the_mart_that_was_asked(marts):
    assert "mart_agency_mentions_daily" in explained(marts, "penyebutan", "agency=kemenkes").lineage["marts"]
    assert "mart_agency_mentions_daily" not in explained(marts, "penyebutan").lineage["marts"]


def test_a_query_names_its_marts():
    assert marts_in("select * from mart_issues as i join dim_sectors on true -- int_issues") == ["dim_sectors", "mart_issues"]


# Filters


@pytest.mark.parametrize(
    "text", ["province=32", "province=Jawa Barat", "province= jawa barat ", "province=wa bar", "province=Jabar"]
)
def test_a_value_is_known_by_code_name_or_a_part_that_is_its_own(marts, text):
    (found,) = read_filters(METRICS["penyebutan"], [text], marts).values()
    assert found.conditions == {"province_code": "province_code = '32'"}


@pytest.mark.parametrize(
    ("slug", "filters", "told"),
    [
        ("penyebutan", ["sector=nowhere"], r"no sector 'nowhere' .* kesehatan \(Kesehatan\)"),
        ("penyebutan", ["province=Jawa"], r"more than one province 'Jawa' .*: 32 \(Jawa Barat\), 33 .*Jawa Timur\)\."),
        ("penyebutan", ["channel=radio"], r"pengaduan \("),
        ("penyebutan", ["agency=kementerian sihir"], r"kemenkes \(Kementerian Kesehatan\)"),
        ("penyebutan", ["issue=i-air"], r"knows no 'issue'.*sector, province, channel, agency, day"),
        ("panas", ["issue=x"], r"i-air \("),
        ("panas", ["sector=kesehatan"], r"knows no 'sector'.* issue\."),
        ("penyebutan", ["mood=x"], r"knows no 'mood'"),
        ("penyebutan", ["kesehatan"], r"write key=value"),
        ("penyebutan", ["sector="], r"write key=value"),
        ("penyebutan", ["day=kemarin"], r"'kemarin' is no day"),
        ("penyebutan", ["day=2026-09-03..2026-09-01"], r"ends before it begins"),
        ("penyebutan", [DAYS, DAYS], r"given twice"),
        ("porsi-suara", [DAYS], r"say which with --by, one of sector, province, channel, agency"),
        ("porsi-suara", ["sector=kesehatan", "province=32"], r"one of sector, province\."),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(marts, slug, filters, told):
    with pytest.raises(InputError, match=told):
        explained(marts, slug, *filters)


def test_an_unknown_group_is_refused(marts):
    with pytest.raises(InputError, match="knows no 'colour'"):
        explained(marts, "penyebutan", by="colour")


def test_a_metric_that_is_none_is_refused_with_metrics_and_queries():
    with pytest.raises(InputError, match=r"penyebutan, .*panas\. Queries: B1, .*B14, D1, .*D10"):
        find_metric("suasana")


@pytest.mark.parametrize("value", ["x' or '1'='1", "'; drop table mart_documents; --", "%", "' union select 1 --"])
@pytest.mark.parametrize("key", ["sector", "province", "channel", "agency", "day"])
def test_no_value_enters_a_query_that_the_snapshot_does_not_hold(marts, key, value):
    with pytest.raises(InputError):
        explained(marts, "penyebutan", f"{key}={value}")


def test_a_name_with_a_quote_is_a_value_like_any_other():
    with duckdb.connect() as tables:
        tables.execute("create table dim_sectors as select 'jum''at' as sector_slug, 'Jum''at' as sector_name")
        (found,) = read_filters(METRICS["penyebutan"], ["sector=Jum'at"], tables).values()
        assert tables.execute(f"select count(*) from dim_sectors where {found.conditions['sector_slug']}").fetchall() == [(1,)]


# Named queries


def test_every_query_beside_a_figure_can_be_led_back(marts):
    assert list(query_files()) == [*(f"B{number}" for number in range(1, 15)), *(f"D{number}" for number in range(1, 11))]
    for name in query_files():
        query = find_query(marts, name)
        result, layers = explain_query(marts, query)
        assert (query.id, query.title in query.file.read_text()) == (name, True)
        assert "{{" not in query.sql
        assert result.rows or name == "B5", "no official has spoken of the issues that are shown"
        assert layers["marts"]


def test_a_query_of_the_brief_is_that_of_the_national_one(marts, layout):
    brief = (write_briefs(layout)[0].folder / "brief.md").read_text()
    for name in ("B1", "B2", "B9"):
        assert find_query(marts, name).sql in brief


@pytest.mark.parametrize("written", ["B2", "b2", "b02", "B02", " b2 "])
def test_an_id_is_known_however_it_is_written(written):
    assert query_id(written) == "B2"


@pytest.mark.parametrize("written", ["B0", "B15", "D11", "b", "2", "B-2", "panas", ""])
def test_what_is_no_id_is_none(written):
    assert query_id(written) is None


def test_a_query_about_issues_is_not_there_while_the_brief_has_none(tmp_path):
    home = exhibit_home(tmp_path / "home", is_empty=True)
    with open_marts(home) as marts, pytest.raises(InputError, match="B3 asks about the issues of the brief, and B2 gives none"):
        find_query(marts, "B3")


# The command


@pytest.fixture
def shown(layout, monkeypatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setenv("PANTAU_HOME", str(layout.home))
    monkeypatch.setattr(why_command, "console", Console(file=stream, width=120, highlight=False))
    return stream


def pantau(*arguments: str) -> int:
    app = typer.Typer()
    app.command()(why)
    done = CliRunner().invoke(app, list(arguments))
    if isinstance(done.exception, InputError):
        raise done.exception
    return done.exit_code


def test_the_command_shows_value_meaning_query_documents_coverage_and_snapshot(shown, marts):
    assert pantau("porsi-negatif", "--filter", "sector=kesehatan", "--filter", DAYS, "--limit", "2") == 0
    text = shown.getvalue()
    share = number(explained(marts, "porsi-negatif", "sector=kesehatan", DAYS))
    for part in (f"{share:.4f} ({share:.1%})", "Nada adalah nada teks", "behind it", "all sources:", "raw.documents", SNAPSHOT):
        assert part in text
    assert "2026-09-05 07:00 WIB" in text
    assert len(re.findall(r"https://", text)) == 2


def test_the_query_can_be_copied_from_the_screen_and_run(shown, marts):
    pantau("porsi-negatif", "--filter", DAYS)
    query = shown.getvalue().split("pantau sql runs it)\n")[1].split("\n\nDocuments")[0]
    assert max(map(len, query.splitlines())) > 120
    assert marts.execute(query).fetchall() == [(number(explained(marts, "porsi-negatif", DAYS)),)]


def test_words_of_documents_are_shown_as_they_stand(shown):
    pantau("penyebutan", "--limit", "1000")
    assert "[tautan]" in shown.getvalue()


@pytest.mark.parametrize(
    ("written", "title", "file", "mart"),
    [
        ("d03", "D3: Provinsi mana", "reports/dashboard/queries/d03_provinsi.sql", "mart_provinces_weekly"),
        ("b11", "B11: Sektor yang pengaduannya naik", "reports/brief/queries/b11_pengaduan.sql", "mart_complaints"),
    ],
)
def test_a_named_query_is_shown_with_its_file_and_the_snapshot(shown, written, title, file, mart):
    assert pantau(written) == 0
    for part in (title, file, mart, SNAPSHOT):
        assert part in shown.getvalue()


def test_a_result_of_many_columns_is_shown_row_by_row(shown):
    pantau("B2")
    assert re.search(r"^ +issue_id +i-air *$", shown.getvalue(), re.MULTILINE)
    assert re.search(r"^ +document_count +98 *$", shown.getvalue(), re.MULTILINE)


@pytest.mark.parametrize("asked", [("D1",), ("D6",), ("penyebutan", "--by", "day")])
def test_rows_that_are_not_shown_are_counted(shown, monkeypatch, marts, asked):
    monkeypatch.setattr(why_command, "ROWS_SHOWN", 1)
    pantau(*asked)
    assert re.search(r"… \d+ more rows", shown.getvalue())


def test_a_named_query_can_be_copied_from_the_screen_and_run(shown, marts):
    pantau("b2")
    query = shown.getvalue().split("pantau sql runs it)\n")[1].split("\n\nMade of")[0]
    assert marts.execute(query).fetchall() == marts.execute(find_query(marts, "B2").sql).fetchall()


def test_a_named_query_stands_as_it_is(shown):
    with pytest.raises(InputError, match="D3 is a query as it stands"):
        pantau("D3", "--by", "sector")


def test_a_snapshot_of_before_is_told(tmp_path, monkeypatch, shown):
    home = prepare_home(tmp_path / "home")
    publish_marts(home, [document(1)])
    monkeypatch.setenv("PANTAU_HOME", str(home.home))
    with pytest.raises(InputError, match=OTHER_VERSION):
        pantau("penyebutan")


def test_before_the_first_snapshot_the_way_to_one_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PANTAU_HOME", str(prepare_home(tmp_path / "home").home))
    with pytest.raises(InputError, match="pantau run"):
        pantau("penyebutan")
