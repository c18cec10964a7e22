"""The dashboard of the exhibit, opened in a real browser: from its folder, and from a web server on loopback."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from reports.dashboard import write_dashboard
from tests.fixtures.browser import MISSING, browser, find_chromium
from tests.fixtures.exhibit import publish_exhibit
from tests.integration.dashboard.reading import Dashboard
from warehouse.layout import Layout, prepare_home
from warehouse.publish import CURRENT, DATABASE

HOSTILE = "<img src=x onerror=\"document.title='hacked'\"><b>tebal</b>"
CHANGES = f"""
    update mart_issues set label = '{HOSTILE.replace("'", "''")}'
    where issue_id = (select min(issue_id) from mart_issues where state_slug = 'krisis');
    update mart_claims set url = 'javascript:document.title=1' where document_id = (select min(document_id) from mart_claims);
    update mart_coverage_daily set state_slug = 'kurang', compared_count = 1, coverage_share = 0.05
    where scope_slug = 'semua' and published_on = date '2026-08-20'
"""
"""What the exhibit lacks: a headline that would run, an address that would, and a day on which too little was heard."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        (pytest.fail if os.environ.get("PANTAU_TEST_ALL") else pytest.skip)(MISSING)
    with browser(program) as running:
        yield running


@pytest.fixture(scope="session")
def exhibit(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = prepare_home(tmp_path_factory.mktemp("exhibit") / "home")
    publish_exhibit(layout, changes=CHANGES)
    return layout


@pytest.fixture(scope="session")
def folder(exhibit: Layout) -> Path:
    return write_dashboard(exhibit)


@pytest.fixture(scope="session")
def marts(exhibit: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(exhibit.published / CURRENT / DATABASE), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture
def open_page(chromium: Browser, folder: Path) -> Iterator[Callable[..., Dashboard]]:
    """Opens the dashboard: open_page("sektor=kesehatan", width=360, color_scheme="dark", address="http://…")."""
    opened: list[Dashboard] = []

    def make(chosen: str = "", *, address: str = folder.as_uri(), **options) -> Dashboard:
        dashboard = Dashboard(chromium, address, **options)
        opened.append(dashboard)
        return dashboard.open(chosen)

    yield make
    for dashboard in opened:
        dashboard.context.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Requests are seen by the browser."""
