from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from reports.dashboard import dashboard_folder, has_dashboard, write_dashboard
from reports.dashboard.bundle import PAGE, write_page
from reports.dashboard.core import TILES, window
from reports.dashboard.cube import COUNTS, agency_file
from reports.dashboard.files import decode, write_data
from reports.dashboard.questions import QUERIES, WINDOW_DAYS, ask, read_questions, read_statement
from tests.fixtures.exhibit import SNAPSHOT, empty_exhibit, publish_exhibit
from tests.fixtures.exhibit_documents import HOSTILE, WITHHELD_WORDS
from warehouse.access import open_marts
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home
from warehouse.metrics import read_metrics

LATER = "20260906T000000Z-5e6f7a8b"
MENTION = "coalesce(relevance_slug, '') <> 'tidak'"


@pytest.fixture(scope="module")
def layout(tmp_path_factory) -> Layout:
    """A home with the dashboard of the exhibit; tests leave it as it is."""
    layout = prepare_home(tmp_path_factory.mktemp("exhibit") / "home")
    publish_exhibit(layout)
    write_dashboard(layout)
    return layout


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Layout:
    layout = prepare_home(tmp_path_factory.mktemp("empty") / "home")
    empty_exhibit(layout)
    write_dashboard(layout)
    return layout


@pytest.fixture(scope="module")
def core(layout) -> dict:
    return data_of(layout, "core")


@pytest.fixture(scope="module")
def cube(layout) -> dict[str, list]:
    return data_of(layout, "cube")["columns"]


def data_of(layout: Layout, name: str, snapshot: str = SNAPSHOT) -> dict:
    return decode((dashboard_folder(layout, snapshot) / "data" / f"{name}.js").read_text())


def sql(layout: Layout, query: str) -> list[dict]:
    with open_marts(layout) as marts:
        return ask(marts, query)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def summed(cube: dict[str, list], axis: str, measure: str, names: list) -> dict:
    """Sums of a measure by the names of an axis; what sums to nothing is left out."""
    sums: dict = {}
    for place, count in zip(cube[axis], cube[measure], strict=True):
        sums[names[place]] = sums.get(names[place], 0) + count
    return {name: total for name, total in sums.items() if total}


def test_a_dashboard_is_the_page_with_its_data_and_becomes_current(layout):
    folder = dashboard_folder(layout, SNAPSHOT)
    assert has_dashboard(layout, SNAPSHOT)
    assert {"index.html", "data/core.js", "data/cube.js", "vendor/echarts.common.min.js"} <= set(files_of(folder))
    assert (layout.home / "dashboards" / "current").resolve() == folder.resolve()


def test_the_scripts_of_the_page_are_one_file_in_the_order_of_its_head(tmp_path):
    write_page(tmp_path / "page")
    listed = re.findall(r'<script defer src="(app/[^"]+)">', (PAGE / "index.html").read_text(encoding="utf-8"))
    assert sorted(["app/theme.js", *listed]) == sorted(str(file.relative_to(PAGE)) for file in PAGE.glob("app/**/*.js"))
    page = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<script[^>]* src="([^"]+)">', page) == [
        "app/theme.js",
        "vendor/echarts.common.min.js",
        "app.js",
        "data/core.js",
        "data/cube.js",
    ]
    scripts = (tmp_path / "page" / "app.js").read_text(encoding="utf-8")
    assert scripts == "".join((PAGE / name).read_text(encoding="utf-8") for name in listed)


def test_the_core_has_every_section_that_the_page_reads(core):
    assert list(core) == (
        "meta dims coverage issues alerts sources forecasts claims complaints questions".split()
    )  # fmt: skip
    assert list(core["meta"]) == ["snapshot", "as_of", "first_on", "last_on", "days"]
    assert list(core["dims"]) == ["sectors", "provinces", "channels", "agencies", "states", "metrics"]
    assert set(core["issues"][0]) == set(
        "id label phrases state state_name since reason alert_level first_at last_at documents originals negative_share "
        "critical_share official_share outlets provinces sectors channels agencies lead heat spark outlook analogue".split()
    )
    assert set(core["forecasts"][0]) == set(
        "series label measure model made_on points history coverage naive_ratio".split()
    )  # fmt: skip
    assert set(core["alerts"][0]) == set(
        "id issue label level delivery raised_at ended_at edition reason verdict evidence".split()
    )  # fmt: skip


def test_days_are_every_date_of_the_data_up_to_92(core, layout):
    ends = sql(layout, f"select min(published_on) as f, max(published_on) as l from mart_documents where {MENTION}")[0]
    assert [core["meta"]["first_on"], core["meta"]["last_on"]] == [ends["f"].isoformat(), ends["l"].isoformat()]
    assert len(core["meta"]["days"]) == (ends["l"] - ends["f"]).days + 1
    days = [ends["l"].fromordinal(number) for number in range(1000, 1200)]
    assert window(days) == days[-WINDOW_DAYS:]


@pytest.mark.parametrize(
    ("axis", "measure", "column", "condition"),
    [
        ("day", "mention", "published_on", "true"),
        ("sector", "negative", "coalesce(sector_slug, 'belum-terbaca')", "sentiment_slug = 'negatif'"),
        ("province", "original", "coalesce(province_code, '00')", "duplicate_of is null"),
        ("channel", "opposing", "channel_slug", "stance_slug = 'menolak'"),
        ("channel", "positive_original", "channel_slug", "sentiment_slug = 'positif' and duplicate_of is null"),
    ],
)
def test_sums_of_the_cube_equal_counts_of_documents(layout, core, cube, axis, measure, column, condition):
    dims = core["dims"]
    names = {
        "day": core["meta"]["days"],
        "sector": [sector["slug"] for sector in dims["sectors"]],
        "province": [province["code"] for province in dims["provinces"]],
        "channel": [channel["slug"] for channel in dims["channels"]],
    }[axis]
    counted = sql(
        layout,
        f"select cast({column} as varchar) as k, count(*) as n from mart_documents where {MENTION} and {condition} group by 1",
    )
    assert summed(cube, axis, measure, names) == {row["k"]: row["n"] for row in counted}


def test_the_cube_sums_to_the_totals_of_the_questions(layout, cube):
    questions = {question.id: sql(layout, question.sql) for question in read_questions()}
    total = sum(cube["mention"])
    assert total == sum(row["mention_count"] for row in questions["D1"])
    assert total == sum(row["mention_count"] for row in questions["D2"])
    assert total == sum(row["mention_count"] for row in questions["D4"])
    assert sum(row["voice_share"] for row in questions["D2"]) == pytest.approx(1)


def test_the_cube_of_an_agency_counts_the_documents_that_concern_it(layout, core):
    counted = {
        row["agency_slug"]: row["n"]
        for row in sql(
            layout,
            "select agency_slug, count(distinct document_id) as n from mart_document_agencies inner join mart_documents "
            f"using (document_id) where (role_slug = 'disebut' or rank = 1) and {MENTION} group by 1",
        )
    }
    assert {agency["slug"]: agency["mentions"] for agency in core["dims"]["agencies"]} == counted
    for agency in core["dims"]["agencies"]:
        own = data_of(layout, agency["file"].removeprefix("data/").removesuffix(".js"))["columns"]
        assert sum(own["mention"]) == agency["mentions"]
        assert set(own) == {"day", "sector", "province", "channel", *COUNTS}


def test_this_week_stands_against_the_week_before(layout):
    rows = sql(layout, next(question.sql for question in read_questions() if question.id == "D2"))
    counted = sql(
        layout,
        "with d as (select *, (select max(published_on) from mart_documents) - published_on as age from mart_documents) "
        "select sector_slug, count(*) filter (where age < 7) as this, count(*) filter (where age between 7 and 13) as last "
        f"from d where {MENTION} group by 1",
    )
    shown = {row["sector_slug"]: (row["this_week_count"], row["last_week_count"]) for row in rows}
    assert shown == {row["sector_slug"]: (row["this"], row["last"]) for row in counted}
    assert any(this for this, _ in shown.values())


def test_complaints_are_counted_with_and_without_copies(layout, core):
    rows = sql(layout, next(question.sql for question in read_questions() if question.id == "D10"))
    shown = {
        row["sector_slug"]: (row["this_week_count"], row["this_week_original_count"])
        for row in rows
        if row["channel_slug"] == "pengaduan"
    }
    counted = sql(
        layout,
        "select coalesce(sector_slug, 'semua') as k, count(*) as n, count(*) filter (where duplicate_of is null) as o "
        f"from mart_documents where {MENTION} and channel_slug = 'pengaduan' "
        "and published_on > (select max(published_on) - 7 from mart_documents) group by rollup (sector_slug)",
    )
    assert shown == {row["k"]: (row["n"], row["o"]) for row in counted}
    rises = [sector["this_week"] - sector["last_week"] for sector in core["complaints"]["sectors"]]
    assert rises == sorted(rises, reverse=True)


def test_heat_is_the_metric_of_the_catalogue_and_the_hottest_comes_first(layout, core):
    heat = read_metrics()["panas"].expression_sql
    expected = sql(layout, f"select issue_id, {heat} as heat from mart_issue_hours group by 1 order by 2 desc, 1 limit 60")
    shown = [(issue["id"], issue["heat"]) for issue in core["issues"]]
    assert shown == [(row["issue_id"], round(row["heat"], 4)) for row in expected]


def test_sparklines_have_a_count_for_every_day(layout, core):
    counted = {row["issue_id"]: row["n"] for row in sql(layout, "select issue_id, document_count as n from mart_issues")}
    assert {issue["id"]: sum(issue["spark"]) for issue in core["issues"]} == counted
    assert {len(issue["spark"]) for issue in core["issues"]} == {len(core["meta"]["days"])}


def test_an_issue_tells_where_it_is_spoken_of(layout, core):
    issue = core["issues"][0]
    members = f"from mart_issue_documents inner join mart_documents using (document_id) where issue_id = '{issue['id']}'"
    channels = sql(layout, f"select mart_documents.channel_slug as k, count(*) as n {members} group by 1")
    assert issue["channels"] == {row["k"]: row["n"] for row in channels}
    provinces = sql(layout, f"select distinct province_code as k {members} and province_code is not null")
    assert set(issue["provinces"]) == {row["k"] for row in provinces}
    assert set(issue["agencies"]) <= {agency["slug"] for agency in core["dims"]["agencies"]}


def test_days_of_low_coverage_are_marked(layout, core):
    low = sql(
        layout,
        "select published_on from mart_coverage_daily where scope_slug = 'semua' and state_slug in ('kurang', 'sunyi')",
    )
    marked = {core["meta"]["days"][place] for place in core["coverage"]["low_days"]}
    assert marked == {row["published_on"].isoformat() for row in low} & set(core["meta"]["days"])
    assert len(core["coverage"]["share"]) == len(core["meta"]["days"])


def test_only_forecasts_that_are_shown_are_given_with_what_went_before(layout, core):
    shown = sql(layout, "select issue_id from mart_issue_forecast_scores where is_shown and is_latest")
    assert {forecast["series"] for forecast in core["forecasts"]} == {row["issue_id"] for row in shown}
    first = core["forecasts"][0]
    assert first["series"] == "semua"
    assert [point["on"] for point in first["points"]] == sorted(point["on"] for point in first["points"])
    assert max(day["on"] for day in first["history"]) <= first["made_on"] < first["points"][0]["on"]


def test_alerts_come_newest_first_with_evidence(core):
    raised = [alert["raised_at"] for alert in core["alerts"]]
    assert raised == sorted(raised, reverse=True)
    assert all(time.endswith("Z") for time in raised)
    assert any(alert["evidence"] for alert in core["alerts"])


def test_what_is_withheld_is_counted_and_never_listed(tmp_path):
    layout = prepare_home(tmp_path / "home")
    secret = f"'{WITHHELD_WORDS}'"
    publish_exhibit(
        layout,
        changes=f"update mart_alert_documents set title = {secret} where is_withheld; "
        f"update mart_alert_documents set is_withheld = true, title = {secret} where position = 2; "
        f"update mart_claims set is_withheld = true, title = {secret}, url = {secret} where document_id in "
        "(select document_id from mart_claims order by published_on desc limit 3); "
        f"update mart_documents set title = {secret}, url = {secret} where is_withheld",
    )
    folder = write_dashboard(layout)
    told = [json.dumps(decode(file.read_text()), ensure_ascii=False) for file in (folder / "data").rglob("*.js")]
    assert not any(WITHHELD_WORDS in text for text in told)
    withheld = sql(layout, f"select count(*) as n from mart_documents where is_withheld and {MENTION}")[0]["n"]
    assert withheld
    everything = sql(layout, f"select count(*) as n from mart_documents where {MENTION}")[0]["n"]
    assert sum(data_of(layout, "cube")["columns"]["mention"]) == everything


def test_a_hostile_title_cannot_leave_its_string(tmp_path):
    tricky = '</script><script>alert("x")</script>\u2028\\"' + HOSTILE
    file = write_data(tmp_path, "core", {"title": tricky})
    assert re.fullmatch(r'pantau\.receive\("core", "[A-Za-z0-9+/=]*"\);\n', file.read_text())
    assert decode(file.read_text()) == {"title": tricky}


def test_the_same_snapshot_gives_the_same_bytes(layout, tmp_path):
    other = prepare_home(tmp_path / "home")
    publish_exhibit(other)
    assert files_of(write_dashboard(other)) == files_of(dashboard_folder(layout, SNAPSHOT))
    assert files_of(write_dashboard(other)) == files_of(dashboard_folder(layout, SNAPSHOT))


def test_an_empty_snapshot_gives_an_empty_dashboard(empty):
    core = data_of(empty, "core")
    assert core["meta"]["days"] == []
    assert core["meta"]["last_on"] is None
    assert not any(core[section] for section in "issues alerts sources forecasts claims".split())
    assert not any(data_of(empty, "cube")["columns"].values())
    assert core["dims"]["sectors"]


def test_dashboards_go_with_their_snapshots_and_what_a_killed_run_left_goes_too(tmp_path):
    layout = prepare_home(tmp_path / "home")
    publish_exhibit(layout)
    first = write_dashboard(layout)
    (first.parent / ".20260905T000000Z-1a2b3c4d.1").mkdir()
    publish_exhibit(layout, LATER)
    write_dashboard(layout)
    assert {path.name for path in first.parent.iterdir()} == {SNAPSHOT, LATER, "current"}
    (layout.published / SNAPSHOT).rename(tmp_path / "gone")
    write_dashboard(layout)
    assert {path.name for path in first.parent.iterdir()} == {LATER, "current"}
    assert (first.parent / "current").readlink() == Path(LATER)


def test_before_the_first_snapshot_there_is_no_dashboard_to_write(tmp_path):
    layout = prepare_home(tmp_path / "home")
    with pytest.raises(InputError, match="Nothing is published"):
        write_dashboard(layout)
    assert not has_dashboard(layout, SNAPSHOT)


def test_there_are_ten_questions_each_with_a_title_and_rows(layout):
    assert [question.id for question in read_questions()] == [f"D{number}" for number in range(1, 11)]
    for question in read_questions():
        assert question.title.endswith("?"), question.id
        assert sql(layout, question.sql), question.id


def test_every_statement_runs_on_its_own_and_names_its_purpose(layout):
    for file in QUERIES.glob("*.sql"):
        statement = read_statement(file.stem)
        assert statement.startswith("-- "), file.stem
        sql(layout, statement)


def test_shares_are_those_of_the_catalogue():
    metrics = read_metrics()
    sectors, agencies = read_statement("d02_sektor"), read_statement("d05_instansi")
    assert all(metrics[slug].expression_sql in sectors for slug in ("penyebutan", "porsi-suara", "porsi-negatif"))
    assert all(metrics[slug].expression_sql in agencies for slug in ("penyebutan", "porsi-negatif", "porsi-menolak"))


def test_every_province_has_a_tile_of_its_own(layout, core):
    tiles = [province for province in core["dims"]["provinces"] if province["code"] != "00"]
    codes = {row["region_code"] for row in sql(layout, "from dim_regions where region_type_slug = 'provinsi'")}
    assert {tile["code"] for tile in tiles} == codes
    assert len({(tile["row"], tile["col"]) for tile in tiles}) == len({tile["short"] for tile in tiles}) == 38
    assert TILES.read_text().count("\n") == 39


def test_agencies_never_share_a_file():
    slugs = ["dinas-sosial@31", "dinas-sosial-31", "Dinas Sosial/31", "../dinas", "é" * 200, "x" * 200, "x" * 201]
    files = [agency_file(slug) for slug in slugs]
    assert len(set(files)) == len(slugs)
    assert all(re.fullmatch(r"agencies/[a-z0-9-]{1,80}", file) for file in files)


def test_a_snapshot_of_before_is_told_with_the_way_out(tmp_path):
    layout = prepare_home(tmp_path / "home")
    publish_exhibit(layout)
    file = layout.published / "current" / "marts.duckdb"
    with duckdb.connect(str(file)) as marts:
        marts.execute("drop table mart_mention_totals_daily")
    with pytest.raises(InputError, match="pantau run"):
        write_dashboard(layout)


def test_a_stray_file_beside_dashboards_stops_nothing(tmp_path):
    layout = prepare_home(tmp_path / "home")
    empty_exhibit(layout)
    write_dashboard(layout)
    (layout.home / "dashboards" / ".DS_Store").write_text("x")
    write_dashboard(layout)
    assert sorted(path.name for path in (layout.home / "dashboards").iterdir()) == sorted([SNAPSHOT, "current"])
