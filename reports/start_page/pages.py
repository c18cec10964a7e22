"""The pages that the site writes itself, in Indonesian: start, files, checks, data dictionary, and what is not there yet."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from reports.brief.wording import format_date, format_number, format_time

TEMPLATES = Path(__file__).parent / "templates"
COMMANDS = {
    "Sektor yang paling banyak disebut": 'pantau sql "select sector_slug, sum(mention_count) as penyebutan '
    'from mart_mentions_daily group by sector_slug order by penyebutan desc"',
    "Semua isu sebagai buku kerja Excel": "pantau export mart_issues --output isu.xlsx",
    "Peringatan, dan apa jawaban analis": "pantau alerts",
}
UNITS = ("B", "KB", "MB", "GB", "TB")

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def render(template: str, **facts: object) -> str:
    """The page as HTML; every value is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"angka": format_number, "tanggal": format_date, "waktu": format_time, "ukuran": format_size}
    return environment.get_template(f"{template}.html.j2").render(**facts)


def render_dictionary(text: str) -> str:
    """The data dictionary, Markdown, as a page with an anchor at every heading; HTML in it is shown, not taken."""
    tokens = _markdown.parse(text)
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", words.content)
    return render("dictionary", body=_markdown.renderer.render(tokens, _markdown.options, {}))


def format_size(size: float) -> str:
    """Bytes as people read them: 224,4 KB."""
    unit = 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.{min(unit, 1)}f} {UNITS[unit]}".replace(".", ",")
