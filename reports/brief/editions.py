"""Editions of the brief: briefs/<day>/<audience>/<edition>/, the day being the snapshot's in WIB.

An edition stands for its facts and advice and for every snapshot of that day that gives them; others make the next edition,
which tells the difference. `briefs/current` points at the newest national edition.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from reports.brief.audience import NATIONAL, agency_audience, region_audience
from reports.brief.content import Content, as_json, make_page, read_content
from reports.brief.formats import BRIEF_FILES, render
from reports.brief.wording import WIB
from warehouse.access import manifest_of, open_marts
from warehouse.layout import Layout
from warehouse.publish import CURRENT, MANIFEST

FACTS = "facts.json"


@dataclass(frozen=True)
class Written:
    """A brief that stands in `folder` now."""

    folder: Path
    content: Content


def write_briefs(
    layout: Layout, agencies: Sequence[str] = (), regions: Sequence[str] = (), has_national: bool = True
) -> list[Written]:
    """Write the briefs of the current snapshot, the national one last; InputError before the first snapshot.

    `agencies`: slugs; `regions`: codes or names. InputError, before anything is written, for one that is not known.
    """
    with open_marts(layout) as marts:
        manifest = manifest_of(marts)
        audiences = [agency_audience(marts, slug) for slug in agencies]
        audiences += [region_audience(marts, place) for place in regions]
        contents = [read_content(marts, audience) for audience in (*audiences, *([NATIONAL] if has_national else []))]
    written = [Written(_write_edition(layout, manifest, content), content) for content in contents]
    if has_national:
        _make_current(layout, written[-1].folder)
    return written


def has_brief(layout: Layout, snapshot: str) -> bool:
    """Whether a whole national edition stands for the snapshot."""
    manifest = layout.published / snapshot / MANIFEST
    if not manifest.is_file():
        return False
    editions = _editions(_day_folder(layout, orjson.loads(manifest.read_bytes())["as_of"]) / NATIONAL.slug)
    return any(
        snapshot in kept["snapshots"] and all((folder / name).is_file() for name in BRIEF_FILES) for folder, kept in editions
    )


def _day_folder(layout: Layout, as_of: str) -> Path:
    return layout.home / "briefs" / f"{datetime.fromisoformat(as_of) + WIB:%Y-%m-%d}"


def _editions(folder: Path) -> list[tuple[Path, dict]]:
    """The editions there with what stands in their facts.json, oldest first."""
    files = sorted(folder.glob(f"[0-9]*/{FACTS}"), key=lambda file: int(file.parent.name))
    return [(file.parent, orjson.loads(file.read_bytes())) for file in files]


def _write_edition(layout: Layout, manifest: dict, content: Content) -> Path:
    folder = _day_folder(layout, manifest["as_of"]) / content.audience.slug
    editions, now = _editions(folder), as_json(content)
    number, snapshots = _edition_of(editions, now, manifest["snapshot"])
    before = next((kept for path, kept in editions if path.name == str(number - 1)), None)
    files = render(make_page(content, snapshots[0], number, before))
    kept = {"audience": content.audience.slug, "edition": number, "snapshots": snapshots, **now}
    files[FACTS] = orjson.dumps(kept, option=orjson.OPT_INDENT_2)
    for name, data in files.items():
        _replace(folder / str(number) / name, data)
    return folder / str(number)


def _edition_of(editions: list[tuple[Path, dict]], now: dict, snapshot: str) -> tuple[int, list[str]]:
    """The number of the edition for `now`, and the snapshots it stands for: one that is there, or the next."""
    equal = [(int(folder.name), kept["snapshots"]) for folder, kept in editions if now.items() <= kept.items()]
    for number, snapshots in equal:
        if snapshot in snapshots:
            return number, snapshots
    last = int(editions[-1][0].name) if editions else 0
    if equal and equal[-1][0] == last:
        return last, [*equal[-1][1], snapshot]
    return last + 1, [snapshot]


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    os.replace(unfinished, path)


def _make_current(layout: Layout, folder: Path) -> None:
    briefs = layout.home / "briefs"
    link = briefs / f".{CURRENT}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.relative_to(briefs))
    os.replace(link, briefs / CURRENT)
