from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
import typst
from tiny_briefs import Page, exhibit_home, rendered

from reports.brief import formats
from reports.brief.editions import write_briefs
from reports.brief.formats import escape_markdown, render, text_bars
from reports.brief.page import Bullets, Line, Section, Spark, Table
from reports.brief.page import Page as BriefPage

TRICKS = [
    "# Judul | kolom ` *tebal* _miring_ [tautan](javascript:x) <script>alert('x')</script> &amp; \\ ~~coret~~ $x$\nbaris dua",
    '#set text(red) #panic("typst") <label> @acuan $ x $ // komentar /* */ ``` {kurung}',
    '"><img src=x onerror=alert(1)>',
    *("# Judul", "- butir", "> kutip", "1. satu", "2) dua", "+ tambah", "```", "---", "===", "    kode", "|", "\\"),
    "emoji 😀, عربى, ꦗꦮ, 中文, \x00 dan \x07, \u202e terbalik",
]


def page_of(text: str) -> BriefPage:
    """A page with `text` in every place where a text of others may stand."""
    blocks = [
        Line(text, ("B1",), text),
        Bullets([Line(text), Line(text, ("B1",))]),
        Table(text, [text, "Angka"], [[text, "1"], [text, text]], [1], ("B1",)),
        Spark([0, 3, 1], text, ("B1",)),
    ]
    return BriefPage("Isu Hari Ini", text, [Section(text, blocks, "first"), Section(text, blocks, "issue")], [])


@cache
def files_of(text: str) -> dict[str, bytes]:
    return render(page_of(text))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The national brief of the exhibit."""
    return write_briefs(exhibit_home(tmp_path_factory.mktemp("formats")))[0].folder


def headings(page: BriefPage) -> list:
    """The headings that typst reads in the page."""
    compiler = typst.Compiler(
        str(formats.TEMPLATES / "brief.typ"),
        ignore_system_fonts=True,
        sys_inputs={"page": orjson.dumps(formats._seen(formats.asdict(page))).decode()},
    )
    return orjson.loads(compiler.query("heading", field="body"))


@pytest.mark.parametrize("text", TRICKS)
def test_characters_that_markdown_reads_do_no_harm(text):
    tricky, plain = (rendered(files_of(words)["brief.md"].decode()) for words in (text, "Judul"))
    assert tricky.tags == plain.tags


@pytest.mark.parametrize("text", TRICKS)
def test_html_shows_markup_in_a_text_and_does_not_follow_it(text):
    tricky, plain = (Page(files_of(words)["brief.html"].decode()) for words in (text, "Judul"))
    assert tricky.tags == plain.tags
    assert "script" not in tricky.tags


@pytest.mark.parametrize("text", TRICKS)
def test_typst_reads_no_text_as_code(text):
    page = page_of(text)
    shown = headings(page)
    assert len(shown) == 3
    assert shown[0] == {"func": "text", "text": formats._seen(text)}
    assert files_of(text)["brief.pdf"].startswith(b"%PDF-")


def test_the_pdf_is_the_same_bytes_and_tells_no_date():
    first, again = (render(page_of("Judul"))["brief.pdf"] for _ in range(2))
    assert first == again
    assert b"CreationDate" not in first
    assert b"/Lang" in first


def test_all_formats_show_the_same_figures(folder):
    figures = re.compile(r"\d[\d.]* (?:%|dokumen|pengaduan|penyebutan|klaim|jam|hari)|pukul [\d.]+ WIB|\[B[\dB, ]+\]")
    markdown = rendered((folder / "brief.md").read_text()).text
    html = re.sub(r"\n(?=[,\]])", "", Page((folder / "brief.html").read_text().split("<main>")[1]).text)
    assert sorted(figures.findall(markdown)) == sorted(figures.findall(html))
    assert len(figures.findall(html)) > 100


def test_a_page_loads_nothing_from_elsewhere(folder):
    page = (folder / "brief.html").read_text()
    assert not re.search(r"""src\s*=|href\s*=\s*["'](?!#)|url\(|@import|https?://|<script|<link""", page)


def test_a_page_can_be_read_by_ear(folder):
    page = (folder / "brief.html").read_text()
    assert '<html lang="id">' in page
    assert page.count("<svg") == page.count('<svg role="img" aria-label="Dokumen per hari')
    assert page.count("<table>") == page.count("<caption>") == page.count("<thead>")
    levels = [int(level) for level in re.findall(r"<h(\d)>", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_links_lead_to_the_query_of_a_figure(folder):
    page = (folder / "brief.html").read_text()
    assert set(re.findall(r'href="#(B\d+)"', page)) == set(re.findall(r'id="(B\d+)"', page))


@pytest.mark.parametrize(("values", "bars"), [([0, 1, 2], "▁▅█"), ([0, 0], "▁▁"), ([5], "█")])
def test_a_sparkline_of_characters_is_as_high_as_its_values(values, bars):
    assert text_bars(values) == bars


def test_a_plain_sentence_is_left_alone_by_markdown():
    assert escape_markdown("Harga naik 3,5 persen, kata warga (Malang).") == "Harga naik 3,5 persen, kata warga (Malang)."
