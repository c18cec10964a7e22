from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tiny_marts import SNAPSHOT, document, publish_marts

from reports.brief import brief_folder, format_date, format_number, format_share, has_brief, one_line, write_brief
from reports.queries import QUERIES
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home

WEEK = [
    *(document(i, sentiment_slug="negatif", stance_slug="menolak" if i else "tidak-berlaku") for i in range(3)),
    document(3, sentiment_slug="positif"),
    document(4, days_ago=8),
    *(document(i, channel_slug="pengaduan", sector_slug="perhubungan", province_code="35") for i in (5, 6)),
    document(7, days_ago=9, channel_slug="pengaduan", sector_slug="perhubungan", province_code="35"),
    document(8, channel_slug="cek-fakta", sector_slug="lainnya", title="Vaksin berisi magnet itu keliru", outlet_name=None),
    document(9, sentiment_slug=None, sector_slug=None, province_code=None),
]
TRICKS = "# Judul | kolom ` *tebal* _miring_ [tautan](x) <script>alert('x')</script> &amp; \\ ~~coret~~\nbaris dua"


@pytest.fixture
def layout(tmp_path) -> Layout:
    return prepare_home(tmp_path / "home")


def brief_of(layout: Layout, documents: list[dict]) -> dict[str, str]:
    publish_marts(layout, documents)
    folder = write_brief(layout)
    return {file.name: file.read_text() for file in folder.iterdir()}


class Page(HTMLParser):
    """Names of all tags, and the text that a reader sees, with a break where an element ends."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        self.text += "\n"

    def handle_data(self, data):
        self.text += data


def markdown_shape(text: str) -> list[str]:
    """The tags of a rendered Markdown page, in order."""
    return Page(MarkdownIt("gfm-like", {"linkify": False}).render(text)).tags


def test_a_brief_is_markdown_and_html_of_the_current_snapshot(layout):
    files = brief_of(layout, WEEK)
    assert set(files) == {"brief.md", "brief.html"}
    assert all(SNAPSHOT in text for text in files.values())
    assert brief_folder(layout, SNAPSHOT).is_dir()


def test_a_brief_is_there_once_both_its_files_are(layout):
    publish_marts(layout, WEEK)
    assert not has_brief(layout, SNAPSHOT)
    folder = write_brief(layout)
    assert has_brief(layout, SNAPSHOT)
    (folder / "brief.html").unlink()
    assert not has_brief(layout, SNAPSHOT)


def test_the_same_snapshot_gives_the_same_bytes(layout, tmp_path):
    first = brief_of(layout, WEEK)
    write_brief(layout)
    assert {file.name: file.read_text() for file in brief_folder(layout, SNAPSHOT).iterdir()} == first
    assert brief_of(prepare_home(tmp_path / "other"), WEEK[::-1]) == first


def test_every_query_is_shown_by_its_id_beside_a_figure_and_in_full(layout):
    files = brief_of(layout, WEEK)
    shown = Page(files["brief.html"]).text
    for query_id, query in QUERIES.items():
        assert re.search(rf"\[([^\]]*, )?{query_id}[,\]]", files["brief.md"]), query_id
        assert f"- **{query_id}**: `{query}`" in files["brief.md"]
        assert len(re.findall(rf"\b{query_id}\b", shown)) >= 2
        assert query in shown


def test_figures_count_this_week_against_the_week_before(layout):
    text = brief_of(layout, WEEK)["brief.md"]
    assert "Kesehatan: 3 dari 4 dokumen pekan ini bernada negatif (pekan lalu 1 dokumen)" in text
    assert "| Kesehatan | 4 | 1 | 75 % | 67 % | 1 |" in text
    assert "| Perhubungan | 2 | 1 | 0 % | 0 % | 1 |" in text
    assert "| Jawa Barat | 5 | 1 | 60 % |" in text
    assert "- Perhubungan: 2 pengaduan, pekan lalu 1" in text
    assert re.search(r"^- .?Vaksin berisi magnet itu keliru.? \(cek fakta, 4 September 2026\)$", text, re.MULTILINE)
    assert "10 dokumen dari 1 sumber; 1 tanpa provinsi, 1 belum terbaca model, 0 kurang pasti nadanya." in text
    assert "| koran | sehat | 12 | 1 |" in text


def test_the_sector_with_the_most_negative_documents_comes_first_and_not_the_largest(layout):
    largest = [document(i, sector_slug="perhubungan") for i in range(5)]
    text = brief_of(layout, [*largest, *(document(i, sentiment_slug="negatif") for i in (5, 6))])["brief.md"]
    assert "**Yang perlu ditindak dahulu:** Kesehatan" in text
    assert text.index("| Perhubungan |") < text.index("| Kesehatan |")


def test_a_week_ends_with_the_last_document_and_has_seven_days(layout):
    text = brief_of(layout, [document(days_ago, days_ago=days_ago) for days_ago in (0, 6, 7, 14)])["brief.md"]
    assert "pekan ini: 29 Agustus 2026 – 4 September 2026" in text
    assert "| Kesehatan | 2 | 1 |" in text


def test_what_the_models_are_unsure_of_is_no_sector_and_no_tone(layout):
    unsure = [document(i, sentiment_slug="tidak-yakin", stance_slug="tidak-yakin") for i in range(3)]
    nowhere = [document(i, sector_slug="tidak-yakin", channel_slug="pengaduan") for i in (3, 4)]
    files = brief_of(layout, [*unsure, *nowhere, document(5, sentiment_slug="negatif", stance_slug="menolak")])
    assert "| Kesehatan | 4 | 0 | 100 % | 100 % | 1 |" in files["brief.md"]
    assert "| Jawa Barat | 6 | 0 | 33 % |" in files["brief.md"]
    assert "3 kurang pasti nadanya" in files["brief.md"]
    assert "Tidak ada sektor yang pengaduannya naik." in files["brief.md"]
    assert not any("Tidak yakin" in text for text in files.values())


def test_what_is_no_public_issue_is_left_out_and_told(layout):
    sport = {"relevance_slug": "tidak", "title": "Final liga malam ini"}
    channels = ("berita", "berita", "pengaduan", "cek-fakta")
    others = [document(i, channel_slug=channel, **sport) for i, channel in enumerate(channels)]
    open_ones = [document(4, relevance_slug="tidak-yakin"), document(5, relevance_slug=None)]
    text = brief_of(layout, [*others, *open_ones])["brief.md"]
    assert "| Kesehatan | 2 | 0 |" in text
    assert "| Jawa Barat | 2 | 0 |" in text
    assert "Final liga" not in text
    assert "6 dokumen dari 1 sumber" in text
    assert "4 dokumen bukan isu publik dan tidak masuk hitungan di atas" in text


def test_what_is_withheld_is_counted_and_never_listed(layout):
    withheld = {"is_withheld": True, "title": "Usir mereka semua"}
    documents = [document(0, **withheld), document(1, channel_slug="cek-fakta", **withheld), document(2)]
    files = brief_of(layout, documents)
    assert "| Kesehatan | 3 | 0 |" in files["brief.md"]
    assert "2 dokumen peka dihitung tanpa ditampilkan" in files["brief.md"]
    assert "Puskesmas ke-2 dibuka" in files["brief.md"]
    assert not any("Usir mereka" in text for text in files.values())


def test_both_formats_show_the_same_figures(layout):
    files = brief_of(layout, WEEK)
    figures = re.compile(r"\b\d+ %|\b\d+ dokumen|\b\d+ pengaduan|pekan lalu \d+")
    rendered = Page(MarkdownIt("gfm-like", {"linkify": False}).render(files["brief.md"])).text
    assert sorted(figures.findall(rendered)) == sorted(figures.findall(Page(files["brief.html"]).text))


def shape_of(home: Path, **fields) -> list[str]:
    """The Markdown page of a news item and a fact check that both have `fields`."""
    return markdown_shape(
        brief_of(prepare_home(home), [document(0, **fields), document(1, channel_slug="cek-fakta", **fields)])["brief.md"]
    )


@pytest.mark.parametrize("field", ["title", "outlet_name"])
def test_characters_that_markdown_reads_do_no_harm(tmp_path, field):
    assert shape_of(tmp_path / "tricky", **{field: TRICKS}) == shape_of(tmp_path / "plain", **{field: "Judul"})


@pytest.mark.parametrize("start", ["# ", "- ", "> ", "1. ", "+ ", "```", "---", "===", "    "])
def test_a_title_that_begins_like_a_block_stays_a_title(tmp_path, start):
    assert shape_of(tmp_path / "tricky", title=f"{start}Judul") == shape_of(tmp_path / "plain", title="Judul")


def test_html_shows_a_script_in_a_title_and_does_not_run_it(layout, tmp_path):
    plain = brief_of(layout, [document(0)])
    tricky = brief_of(prepare_home(tmp_path / "other"), [document(0, title=TRICKS, outlet_name="<b>Kabar</b>")])
    page = Page(tricky["brief.html"])
    assert page.tags == Page(plain["brief.html"]).tags
    assert "script" not in page.tags
    assert "<script>alert('x')</script>" in page.text
    assert "<b>Kabar</b>" in page.text


def test_empty_marts_give_a_brief_that_says_so(layout):
    files = brief_of(layout, [])
    assert "Pekan ini belum ada dokumen isu publik yang terbaca." in files["brief.md"]
    assert "0 dokumen dari 0 sumber" in files["brief.html"]


def test_documents_that_nothing_has_read_give_a_brief(layout):
    nothing = dict.fromkeys(["relevance_slug", "sentiment_slug", "stance_slug", "sector_slug", "province_code", "title"])
    unread = [document(i, **nothing) for i in range(3)]
    text = brief_of(layout, unread)["brief.md"]
    assert "3 dokumen dari 1 sumber; 3 tanpa provinsi, 3 belum terbaca model, 0 kurang pasti nadanya." in text
    assert "None" not in text


def test_before_the_first_snapshot_there_is_no_brief_to_write(layout):
    with pytest.raises(InputError, match="Nothing is published"):
        write_brief(layout)


def test_a_brief_loads_nothing_from_elsewhere(layout):
    page = brief_of(layout, WEEK)["brief.html"]
    assert not re.search(r"""(src|href)\s*=|url\(|@import|https?://""", page)


def test_dates_numbers_and_shares_are_written_the_indonesian_way():
    assert format_date(date(2026, 8, 1)) == "1 Agustus 2026"
    assert format_number(1234567) == "1.234.567"
    assert (format_share(0.125), format_share(1.0), format_share(None)) == ("12 %", "100 %", "–")


def test_a_long_title_is_cut_between_words():
    text = one_line("kata " * 60)
    assert len(text) <= 110
    assert text.endswith("kata…")


def test_a_title_without_spaces_is_cut_all_the_same():
    assert len(one_line("x" * 500)) <= 110
