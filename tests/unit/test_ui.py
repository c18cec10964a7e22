"""The site of `pantau ui`: what stands where, always of the current snapshot, and nothing but what is published."""

from __future__ import annotations

import re
import shlex
import shutil

import duckdb
import pytest
from starlette.testclient import TestClient

from orchestration import ui_command
from reports.brief.editions import write_briefs
from reports.start_page.brief_lead import read_lead
from reports.start_page.pages import COMMANDS, TEMPLATES, format_size, render_dictionary
from reports.start_page.site import Dagster, make_site
from tests.fixtures.exhibit import SNAPSHOT, publish_exhibit
from warehouse.access import open_marts
from warehouse.dictionary_page import write_dictionary
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home
from warehouse.publish import DATABASE, MANIFEST, make_current

HERE = "http://127.0.0.1:3000"
LINKS = re.findall(r'href="(/[^"{]*/)"', (TEMPLATES / "start.html.j2").read_text())
DAGSTER = Dagster(3001, lambda: "Siap")


def visit(layout: Layout) -> TestClient:
    return TestClient(make_site(layout, DAGSTER, ui_command.HERE), base_url=HERE)


def fill(layout: Layout, snapshot: str) -> None:
    """What a run writes around a snapshot."""
    write_dictionary(layout.published / snapshot / "marts.duckdb")
    page = layout.published / snapshot / "data_docs/raw/validations/raw/__none__/20260905T000000Z/raw.html"
    page.parent.mkdir(parents=True)
    page.write_text('<html><head><link href="https://cdn.example/b.css"></head><body>raw: Succeeded</body></html>')
    dashboard = layout.home / "dashboards" / snapshot
    dashboard.mkdir(parents=True)
    (dashboard / "index.html").write_text(f"<title>Dasbor {snapshot}</title>")
    (dashboard.parent / "current").symlink_to(snapshot)


def publish_again(layout: Layout, home: Layout, changes: str, snapshot: str = SNAPSHOT) -> TestClient:
    """The exhibit of `layout` as a snapshot of `home`, with `changes` to its marts."""
    folder = home.published / snapshot
    shutil.copytree(layout.published / SNAPSHOT, folder)
    with duckdb.connect(str(folder / DATABASE)) as marts:
        marts.execute(changes)
    manifest = (folder / MANIFEST).read_text().replace(SNAPSHOT, snapshot)
    (folder / MANIFEST).write_text(manifest)
    make_current(home, snapshot)
    return visit(home)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = prepare_home(tmp_path_factory.mktemp("ui") / "home")
    publish_exhibit(layout)
    fill(layout, SNAPSHOT)
    write_briefs(layout)
    return layout


@pytest.fixture
def site(layout: Layout) -> TestClient:
    return visit(layout)


def test_the_start_page_tells_snapshot_time_alerts_and_sources(layout: Layout, site: TestClient) -> None:
    page = site.get("/").text
    with open_marts(layout) as marts:
        alerts = marts.execute("select label from mart_alerts where is_open").fetchall()
        source_count = marts.execute("select count(*) from mart_source_health").fetchall()[0][0]
    assert alerts
    assert f"Peringatan terbuka: {len(alerts)}" in page
    assert all(label in page for (label,) in alerts)
    assert re.search(rf"Sumber sehat: \d+ dari {source_count}", page)
    assert SNAPSHOT in page
    assert "5 September 2026 pukul 07.00 WIB" in page


def test_the_start_page_begins_the_brief(layout: Layout, site: TestClient) -> None:
    lead = read_lead(layout.home / "briefs" / "current")
    assert lead is not None
    assert lead.text
    page = site.get("/").text
    assert "5 September 2026, edisi 1" in page
    assert lead.text in page


def test_the_command_lines_of_the_start_page_can_be_run(layout: Layout, site: TestClient) -> None:
    queries = [shlex.split(command)[2] for command in COMMANDS.values() if command.startswith("pantau sql")]
    assert queries
    with open_marts(layout) as marts:
        assert all(marts.execute(query).fetchall() for query in queries)


@pytest.mark.parametrize("path", LINKS)
def test_every_link_of_the_start_page_leads_somewhere(site: TestClient, path: str) -> None:
    assert site.get(path).status_code == 200


def test_dagster_is_linked_under_the_name_the_page_was_asked_under(layout: Layout) -> None:
    site = TestClient(make_site(layout, DAGSTER, ui_command.HERE), base_url="http://localhost:3000")
    assert 'href="http://localhost:3001/"' in site.get("/").text


def test_the_brief_and_the_dashboard_are_those_of_current(site: TestClient) -> None:
    assert "Isu Hari Ini" in site.get("/brief/").text
    assert site.get("/brief/brief.pdf").headers["content-type"] == "application/pdf"
    assert site.get("/dashboard/").text == f"<title>Dasbor {SNAPSHOT}</title>"


def test_a_new_snapshot_is_shown_at_the_next_request(layout: Layout, home: Layout) -> None:
    first, second = "20260905T000000Z-00000001", "20260905T010000Z-00000002"
    site = publish_again(layout, home, "", first)
    assert first in site.get("/").text
    publish_again(layout, home, "delete from mart_alerts", second)
    assert second in site.get("/").text
    assert "Peringatan terbuka: 0" in site.get("/").text
    assert second in site.get("/tabel/").text


def test_parquet_files_come_as_published(layout: Layout, site: TestClient) -> None:
    assert '<a href="/tabel/mart_issues.parquet" download>' in site.get("/tabel/").text
    answer = site.get("/tabel/mart_issues.parquet")
    assert answer.content == (layout.published / SNAPSHOT / "mart_issues.parquet").read_bytes()
    assert "attachment" in answer.headers["content-disposition"]


def test_the_dictionary_has_an_anchor_for_every_table(site: TestClient) -> None:
    page = site.get("/kamus/").text
    linked = set(re.findall(r'href="#([^"]+)"', page))
    assert "mart_issues" in linked
    assert linked <= set(re.findall(r' id="([^"]+)"', page))


def test_html_in_the_dictionary_is_shown_not_taken() -> None:
    assert "&lt;script&gt;" in render_dictionary("Arti <script>alert(1)</script>")


def test_data_docs_list_the_last_validation_and_wear_our_style(site: TestClient) -> None:
    (path,) = re.findall(r'href="(/data-docs/[^"]+)"', site.get("/data-docs/").text)
    page = site.get(path)
    assert "raw: Succeeded" in page.text
    assert '<link rel="stylesheet" href="/gaya/data-docs.css"></head>' in page.text


def test_before_the_first_run_every_page_says_what_to_do(home: Layout) -> None:
    site = visit(home)
    assert site.get("/").status_code == 200
    assert "pantau run" in site.get("/").text
    for path in ("/brief/", "/dashboard/", "/tabel/", "/kamus/", "/data-docs/", "/tabel/mart_issues.parquet"):
        answer = site.get(path)
        assert answer.status_code == 404
        assert "belum ada" in answer.text
        assert "pantau run" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/..%2f..%2fstate/pseudonym.key",
        "/dashboard/%2e%2e/%2e%2e/state/pseudonym.key",
        "/brief/..%2f..%2f..%2f..%2fstate%2fpseudonym.key",
        "/tabel/..%2f..%2f..%2fstate%2fpseudonym.key",
        "/tabel/manifest.json",
        "/data-docs/..%2fmanifest.json",
        "/dashboard/rahasia",
        "/state/pseudonym.key",
        "/gaya/..%2fsite.py",
    ],
)
def test_nothing_beside_what_is_published_can_be_reached(layout: Layout, site: TestClient, path: str) -> None:
    key = layout.state / "pseudonym.key"
    key.write_text("rahasia sekali")
    link = layout.home / "dashboards" / SNAPSHOT / "rahasia"
    link.unlink(missing_ok=True)
    link.symlink_to(key)
    answer = site.get(path)
    assert answer.status_code == 404
    assert "rahasia sekali" not in answer.text


def test_every_answer_keeps_to_itself(site: TestClient) -> None:
    for path in ("/", "/dashboard/", "/tabel/mart_issues.parquet", "/gaya/pantau.css", "/tidak-ada"):
        headers = site.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "http" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-cache"


def test_a_page_of_another_name_cannot_read_it(layout: Layout) -> None:
    site = TestClient(make_site(layout, DAGSTER, ui_command.HERE), base_url="http://jahat.example:3000")
    assert site.get("/").status_code == 400


def test_text_of_the_snapshot_is_escaped(layout: Layout, home: Layout) -> None:
    site = publish_again(layout, home, "update mart_alerts set label = '<script>alert(1)</script>'")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in site.get("/").text


def test_failing_and_silent_sources_are_named(layout: Layout, home: Layout) -> None:
    silence = "update mart_source_health set silence_state_slug = 'sunyi' where source_slug = 'kabar_nusa'"
    page = publish_again(layout, home, silence).get("/").text
    assert "kabar_nusa: sunyi" in page
    assert "radar_losari: gagal" in page


def test_a_source_ails_by_its_last_whole_day(layout: Layout, home: Layout) -> None:
    set_health = "update mart_source_health set {} where source_slug = '{}'"
    changes = [
        set_health.format("silence_yesterday_state_slug = 'kurang'", "kabar_nusa"),
        set_health.format("silence_yesterday_state_slug = 'cukup', silence_state_slug = 'sunyi'", "warta_negeri"),
        set_health.format("state_slug = 'tidak-dikonfigurasi'", "linimasa"),
    ]
    page = publish_again(layout, home, "; ".join(changes)).get("/").text
    assert "kabar_nusa: kurang" in page
    assert "warta_negeri:" not in page
    assert "linimasa:" not in page


def test_sizes_read_like_sizes() -> None:
    assert [format_size(size) for size in (512, 224_421, 11_022_336)] == ["512 B", "224,4 KB", "11,0 MB"]


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with ui_command.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"Port {port} is taken.*--port {port + 100}"):
            ui_command.listen("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(InputError, match=r"Nothing can listen on 192\.0\.2\.1, port 3000"):
        ui_command.listen("192.0.2.1", 3000)


def test_the_start_message_warns_where_others_can_read() -> None:
    assert "http://127.0.0.1:3000/dashboard/" in "\n".join(ui_command.where_it_is("127.0.0.1", 3000))
    assert "No password" not in "\n".join(ui_command.where_it_is("127.0.0.1", 3000))
    assert "No password" in "\n".join(ui_command.where_it_is("0.0.0.0", 3000))
