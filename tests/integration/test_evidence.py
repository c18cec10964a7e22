"""The Evidence pages, built from the published Parquet: their figures are those of the marts, and nothing asks the internet.

Only where its node packages are (`make evidence`), or where PANTAU_TEST_EVIDENCE says that they must be.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fixtures.exhibit import SNAPSHOT, publish_exhibit
from tests.integration.conftest import ROOT
from warehouse.layout import prepare_home
from warehouse.publish import DATABASE

PROJECT = ROOT / "reports" / "evidence"
PACKAGES = PROJECT / "node_modules"
CHROMIUM = "/usr/bin/chromium"
LOAD_MILLISECONDS = 60_000
LAST_WEEK = "where published_on > (select max(published_on) from mart_mentions_daily) - interval 7 day"

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not (PACKAGES / "ready").exists() and not os.environ.get("PANTAU_TEST_EVIDENCE"),
        reason="the node packages of Evidence are not installed (make evidence)",
    ),
]


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_exhibit(prepare_home(tmp_path_factory.mktemp("evidence") / "home"))


@pytest.fixture(scope="module")
def address(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of the built pages on loopback; they are built in a copy, so that those of the user stay."""
    project = tmp_path_factory.mktemp("evidence") / "project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("node_modules", "build", ".evidence"))
    (project / "node_modules").symlink_to(PACKAGES.resolve())
    environment = os.environ | {"EVIDENCE_VAR__published": str(published), "npm_config_offline": "true"}
    built = subprocess.run(["npm", "run", "build"], cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(project / "build")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that notes what it asks of others and what fails; neither may be."""
    page, asked, errors = browser.new_page(base_url=address), [], []
    page.set_default_timeout(LOAD_MILLISECONDS)
    page.on("request", lambda request: None if request.url.startswith(address) else asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert asked == []
    assert errors == []


@pytest.fixture
def marts(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published / DATABASE), read_only=True) as marts:
        yield marts


def shows_mentions(page: Page, count: int) -> None:
    """Waits until it does: a figure is computed anew in the browser."""
    figure = re.compile(rf"Penyebutan, tujuh hari terakhir\s*{count}\b")
    expect(page.locator("main")).to_contain_text(figure, timeout=LOAD_MILLISECONDS)


def test_the_overview_shows_the_figures_of_the_marts(page: Page, marts: duckdb.DuckDBPyConnection) -> None:
    (mentions,) = marts.execute(f"select sum(mention_count) from mart_mentions_daily {LAST_WEEK}").fetchall()[0]
    labels = [label for (label,) in marts.execute("select label from mart_issues").fetchall()]
    assert labels
    page.goto("/", wait_until="networkidle")
    shows_mentions(page, mentions)
    shown = page.inner_text("main")
    assert SNAPSHOT in shown
    assert [label for label in labels if label not in shown] == []


def test_a_chosen_sector_is_computed_in_the_browser(page: Page, marts: duckdb.DuckDBPyConnection) -> None:
    name, mentions = marts.execute(
        "select sector_name, sum(mention_count) as mentions "
        f"from mart_mentions_daily inner join dim_sectors using (sector_slug) {LAST_WEEK} "
        "group by sector_name order by mentions desc, sector_name limit 1"
    ).fetchall()[0]
    page.goto("/", wait_until="networkidle")
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name=name, exact=True).click()
    shows_mentions(page, mentions)


def test_the_provinces_are_those_of_the_last_week(page: Page, marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select distinct province_name from mart_provinces_weekly inner join dim_regions using (province_code) "
        "where week_on = (select max(week_on) from mart_provinces_weekly)"
    ).fetchall()
    assert rows
    page.goto("/provinsi/", wait_until="networkidle")
    shown = page.inner_text("main")
    assert [name for (name,) in rows if name not in shown] == []
