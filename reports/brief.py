"""The daily brief "Isu Hari Ini" in Indonesian: templates over measured facts of one snapshot, each figure with its query.

The same snapshot gives the same bytes: nothing here asks for the time or draws a random number.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from reports.queries import QUERIES
from warehouse.access import open_marts
from warehouse.layout import Layout
from warehouse.publish import read_manifest

TEMPLATES = Path(__file__).parent / "templates"
FORMATS = {"brief.md": "brief.md.j2", "brief.html": "brief.html.j2"}
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def brief_folder(layout: Layout, snapshot: str) -> Path:
    return layout.home / "briefs" / snapshot


def has_brief(layout: Layout, snapshot: str) -> bool:
    return all((brief_folder(layout, snapshot) / name).is_file() for name in FORMATS)


def write_brief(layout: Layout) -> Path:
    """Write the brief of the current snapshot as Markdown and HTML; returns its folder."""
    manifest = read_manifest(layout) or {}
    with open_marts(layout) as marts:
        facts = gather_facts(marts)
    folder = brief_folder(layout, manifest["snapshot"])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in render_brief(facts, manifest).items():
        unfinished = folder / f".{name}.{os.getpid()}"
        unfinished.write_text(text)
        os.replace(unfinished, folder / name)
    return folder


def gather_facts(marts: duckdb.DuckDBPyConnection) -> dict[str, list[dict]]:
    """Rows of every query by its id."""
    facts = {}
    for query_id, query in QUERIES.items():
        result = marts.execute(query)
        names = [column[0] for column in result.description]
        facts[query_id] = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return facts


def render_brief(facts: dict[str, list[dict]], manifest: dict) -> dict[str, str]:
    """Text of each format by file name."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.j2"], default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"tanggal": format_date, "angka": format_number, "persen": format_share, "satu_baris": one_line}
    return {
        name: environment.get_template(template).render(facts=facts, manifest=manifest, queries=QUERIES)
        for name, template in FORMATS.items()
    }


def format_date(day) -> str:
    return "–" if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def format_share(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def one_line(text: str | None, length: int = 110) -> str:
    """The start of a text, on one line, without characters that Markdown would read."""
    plain = " ".join((text or "").split()).replace("|", "/").replace("*", "").replace("_", " ").replace("`", "'")
    plain = plain.replace("<", "‹").replace(">", "›").replace("[", "(").replace("]", ")").replace("~", "-").replace("\\", "/")
    return plain if len(plain) <= length else plain[: length - 1].rsplit(" ", 1)[0] + "…"
