"""What changed since the edition before: figure by figure, and what came or went of issues, statements, claims, sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.brief.page import Block, Bullets, Line, Section, Table
from reports.brief.wording import format_number, format_share, format_slug, one_line


@dataclass(frozen=True)
class Figures:
    """Columns of a query that are compared, in words. `key` tells rows apart, `name` is what a row is called; None: one row."""

    query_id: str
    columns: dict[str, tuple[str, Callable]]
    key: str | None = None
    name: str | None = None


FIGURES = (
    Figures(
        "B1",
        {
            "mention_count": ("penyebutan pekan ini", format_number),
            "last_week_count": ("penyebutan pekan sebelumnya", format_number),
            "negative_share": ("nada negatif", format_share),
            "critical_share": ("sikap menolak", format_share),
        },
    ),
    Figures(
        "B2",
        {
            "state_name": ("status", str),
            "document_count": ("dokumen", format_number),
            "original_count": ("dokumen asli", format_number),
            "release_count": ("siaran pers", format_number),
            "check_count": ("cek fakta", format_number),
            "complaint_count": ("pengaduan", format_number),
            "negative_share": ("nada negatif", format_share),
            "critical_share": ("sikap menolak", format_share),
            "siaga_probability": ("peluang siaga", format_share),
        },
        key="issue_id",
        name="label",
    ),
    Figures(
        "B11",
        {
            "this_week_count": ("pengaduan pekan ini", format_number),
            "last_week_count": ("pengaduan pekan sebelumnya", format_number),
        },
        key="sector_name",
        name="sector_name",
    ),
    Figures("B12", {"coverage_share": ("cakupan", format_share)}, key="scope_slug", name="scope_slug"),
    Figures(
        "B14",
        {
            "document_count": ("dokumen pekan ini", format_number),
            "source_count": ("sumber", format_number),
            "unread_count": ("belum terbaca", format_number),
            "withheld_count": ("peka", format_number),
        },
    ),
)
LISTS = {
    "B2": ("issue_id", "label", "isu"),
    "B5": ("title", "title", "pernyataan resmi"),
    "B10": ("title", "title", "klaim"),
    "B13": ("source_slug", "source_slug", "sumber yang terganggu"),
}
COUNTED_WHERE_GONE = ("B5", "B10")
"""Lists whose titles may have gone because they are withheld by now, and so are not told again."""


def changes_section(edition: int, before: dict, now: dict) -> Section:
    """The difference of two contents as content.as_json gives them; `edition` is the number of the one before."""
    rows = [row for figures in FIGURES for row in _changed(figures, before["facts"], now["facts"])]
    lines = [line for query_id in LISTS for line in _came_and_went(query_id, before["facts"], now["facts"])]
    lines += _advice(before, now)
    told = {reference for row in rows for reference in row[-1:]} | {ref for line in lines for ref in line.refs}
    others = [query_id for query_id in now["facts"] if _differs(query_id, before, now) and query_id not in told]
    if others:
        lines.append(Line("Rincian lain berubah.", tuple(others)))
    header = ["Angka", f"Edisi {edition}", "Sekarang", "Kueri"]
    table: list[Block] = [Table("Angka yang berubah", header, rows, [1, 2])] if rows else []
    return Section(f"Yang berubah sejak edisi {edition}", [*table, *([Bullets(lines)] if lines else [])])


def _differs(query_id: str, before: dict, now: dict) -> bool:
    return before["facts"].get(query_id) != now["facts"][query_id]


def _changed(figures: Figures, before: dict, now: dict) -> list[list[str]]:
    """Rows in both editions whose figures differ as they are shown: name, old, new, query."""
    old = _by_key(figures.key, before.get(figures.query_id, []))
    changed = []
    for key, row in _by_key(figures.key, now[figures.query_id]).items():
        start = f"{format_slug(one_line(row[figures.name], 60))}: " if figures.name else ""
        for column, (words, shown) in figures.columns.items():
            if key in old and shown(old[key].get(column)) != shown(row[column]):
                changed.append([start + words, shown(old[key].get(column)), shown(row[column]), figures.query_id])
    return changed


def _by_key(key: str | None, rows: list[dict]) -> dict:
    return {row[key] if key else None: row for row in rows}


def _came_and_went(query_id: str, before: dict, now: dict) -> list[Line]:
    key, name, words = LISTS[query_id]
    old, new = ({row[key]: row[name] for row in rows if row[key]} for rows in (before.get(query_id, []), now[query_id]))
    came = [Line(f"“{one_line(new[k])}”", (query_id,), f"Masuk, {words}:") for k in new if k not in old]
    gone = [f"“{one_line(old[k])}”" for k in old if k not in new]
    if gone and query_id in COUNTED_WHERE_GONE:
        gone = [format_number(len(gone))]
    return came + [Line(text, (query_id,), f"Keluar, {words}:") for text in gone]


def _advice(before: dict, now: dict) -> list[Line]:
    """By rule and issue: hours that went by make no new advice."""
    old, new = ({(a["rule"], a["subject"]): a for a in content["advice"]} for content in (before, now))
    came = [Line(new[key]["text"], tuple(new[key]["refs"]), "Saran baru:") for key in new if key not in old]
    return came + [Line(old[key]["text"], tuple(old[key]["refs"]), "Saran gugur:") for key in old if key not in new]
