"""The page itself: nothing leaves the machine, nothing runs that is data, everyone can read it, and trouble is told."""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
from urllib.parse import urlsplit

import pytest

from reports.dashboard import write_dashboard
from reports.dashboard.bundle import PAGE
from tests.fixtures.exhibit import empty_exhibit
from tests.integration.dashboard.conftest import HOSTILE
from warehouse.layout import prepare_home

FIRST_VIEW_BYTES = 2_000_000
EVERYTHING = "hari=92&sektor=kesehatan&peta=negatif&hitungan=asli"


@pytest.mark.parametrize("way", ["file", "http"])
def test_the_page_asks_for_its_own_files_only_and_complains_of_nothing(open_page, server, folder, way):
    page = open_page(EVERYTHING, address=folder.as_uri() if way == "file" else server)
    agency = page.page.locator('select[name="instansi"] option').nth(1).get_attribute("value")
    page.choose("instansi", agency)
    page.page.get_by_role("button", name="Penjelasan dan SQL: D1 Volume").click()
    assert page.page.locator("dialog[open] pre").inner_text()
    homes = {"file": ("file", ""), "http": ("http", urlsplit(server).netloc)}
    asked = {(urlsplit(url).scheme, urlsplit(url).netloc) for url in page.requests if not url.startswith(("data:", "about:"))}
    assert asked == {homes[way]}
    assert page.complaints == []
    assert page.page.context.cookies() == []


@pytest.mark.parametrize("way", ["file", "http"])
def test_the_page_may_not_ask_for_anything_else(open_page, server, folder, way):
    page = open_page(address=folder.as_uri() if way == "file" else server)
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.setblocking(False)
        assert page.page.evaluate(ASKS, f"http://127.0.0.1:{outside.getsockname()[1]}/") == ["error"] * 3
        with pytest.raises(BlockingIOError):
            outside.accept()
    assert len(page.complaints) >= 3
    assert all("Content Security Policy" in line for line in page.complaints)


def test_the_first_view_is_small(open_page, folder):
    page = open_page()
    files = [folder / urlsplit(url).path.removeprefix(f"{folder}/") for url in set(page.requests) if url.startswith("file:")]
    assert sum(file.stat().st_size for file in files) <= FIRST_VIEW_BYTES
    assert {"core.js", "cube.js", "echarts.common.min.js", "style.css", "index.html"} <= {file.name for file in files}


def test_a_hostile_headline_is_text_and_a_hostile_address_no_link(open_page):
    page = open_page("hari=92")
    assert HOSTILE in page.page.locator("#panel-isu").inner_text()
    assert page.page.locator("main img, main b").count() == 0
    assert page.page.title() == "Pantau – Isu Publik"
    links = page.page.eval_on_selector_all(
        "main a", "all => all.map(link => [link.protocol, link.rel, link.target, link.title])"
    )
    assert links
    assert all(
        protocol in ("http:", "https:") and "noopener" in rel and target == "_blank" for protocol, rel, target, _ in links
    )
    assert {title for *_, title in links} == {"Membuka halaman di luar Pantau"}


@pytest.mark.parametrize("broken", ["core", "cube"])
@pytest.mark.parametrize("how", ["missing", "cut"])
def test_a_missing_or_broken_file_is_told(open_page, folder, tmp_path, broken, how):
    copy = shutil.copytree(folder, tmp_path / "copy")
    file = copy / "data" / f"{broken}.js"
    file.unlink() if how == "missing" else file.write_text(f'pantau.receive("{broken}", "7V1bc9s4sv4rKD");\n')
    page = open_page(address=copy.as_uri())
    assert f"data/{broken}.js" in page.text("#notice")
    assert "Buat ulang" in page.text("#notice")
    assert page.page.locator("main").is_hidden()


def test_a_missing_agency_leaves_the_page_and_is_told(open_page, folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    shutil.rmtree(copy / "data" / "agencies")
    page = open_page(address=copy.as_uri())
    before = page.figure("Penyebutan")
    page.page.select_option('select[name="instansi"]', index=1)
    page.page.wait_for_selector("#notice:not([hidden])")
    assert "data/agencies/" in page.text("#notice")
    assert page.figure("Penyebutan") == before


def test_an_empty_snapshot_says_so(open_page, tmp_path):
    layout = prepare_home(tmp_path / "home")
    empty_exhibit(layout)
    page = open_page(address=write_dashboard(layout).as_uri())
    assert "belum berisi penyebutan" in page.text("#notice")
    assert page.complaints == []


def test_the_link_with_its_filters_is_copied(open_page):
    page = open_page("sektor=kesehatan", permissions=["clipboard-read", "clipboard-write"])
    page.page.click("#copy-link")
    page.page.wait_for_function("() => document.getElementById('result').textContent.includes('disalin')")
    assert page.page.evaluate("navigator.clipboard.readText()").endswith("/index.html#sektor=kesehatan")


def test_every_panel_tells_its_question_its_statement_and_gives_its_rows(open_page, marts):
    page = open_page()
    questions = set()
    for section in page.page.locator(".panel").all():
        questions.add(section.locator(".question").inner_text())
        section.get_by_role("button", name="Penjelasan dan SQL").click()
        marts.execute(page.page.locator("dialog[open] pre").inner_text())
        page.page.get_by_role("button", name="Tutup").click()
        with page.page.expect_download() as download:
            section.get_by_role("button", name="Unduh CSV").click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert len(text.splitlines()) > 1
        assert not re.search(r"^[=+@]", text, re.MULTILINE)
    assert questions == {f"D{number}" for number in range(1, 11)}


def test_the_shipped_library_is_the_one_that_is_told():
    told = (PAGE / "vendor" / "README.md").read_text()
    assert hashlib.sha256((PAGE / "vendor" / "echarts.common.min.js").read_bytes()).hexdigest() in told


ASKS = """address => Promise.race([new Promise(done => setTimeout(done, 3000, 'asked')), Promise.all([
    new Promise(done => { const i = new Image(); i.onload = i.onerror = event => done(event.type); i.src = `${address}i`; }),
    new Promise(done => { const s = document.createElement('script'); s.onload = s.onerror = event => done(event.type);
        s.src = `${address}s`; document.head.append(s); }),
    fetch(`${address}f`).then(() => 'load', () => 'error'),
])])"""
