"""Complaints of citizens from files: the SP4N-LAPOR shape, which is recognised, or any other with `columns`.

The times of the process (published_at is when it was received; disposed_at, answered_at, closed_at) and its status go along,
so that a complaint that moves on is a new version of the same document. LAPOR keeps its areas in a file of their own
(`parent_id;area_name;latitude;longitude`, with an id where there is one); named in `areas`, it turns the area of a complaint
into its regency or city and its province.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ValidationInfo, field_validator

from ingestion.kinds import Chunk, Content, Fetch, Visit, files
from ingestion.reading.formats import READERS, format_of
from ingestion.values import clean_column

AREA_ID = "AreaID"
DEEPEST = 8
"""Steps from a village up to its province, and some to spare: a file may hold a loop."""


class Entry(files.Entry):
    """`areas` is the area file, relative to the sources file."""

    channel: str = "pengaduan"
    areas: str | None = None

    @field_validator("areas")
    @classmethod
    def _areas_are_there(cls, value: str | None, others: ValidationInfo) -> str | None:
        if value is not None and not (others.data["folder"] / value).is_file():
            raise ValueError(f"there is no file {others.data['folder'] / value}; put it there, or mend the path")
        return value


@dataclass(frozen=True)
class Area:
    """One row of the area file."""

    name: str
    parent: str | None
    latitude: str | None
    longitude: str | None


class Areas:
    """The area file; areas are found by id, or by name where two do not share it."""

    def __init__(self, rows: list[dict[str, str | None]]):
        self._by_id: dict[str, Area] = {}
        named: dict[str, list[Area]] = {}
        for row in rows:
            fields = {name.strip().lower(): value for name, value in row.items()}
            if not (name := fields.get("area_name")):
                continue
            area = Area(name, fields.get("parent_id"), fields.get("latitude"), fields.get("longitude"))
            if own := fields.get("id") or fields.get("area_id") or fields.get("areaid"):
                self._by_id[own] = area
            named.setdefault(name.lower(), []).append(area)
        self._by_name = {name: found[0] for name, found in named.items() if len(found) == 1}

    def find(self, own_id: str | None, name: str | None) -> dict[str, str | None]:
        """Region, province and coordinates, as far as the file knows them."""
        area = self._by_id.get(own_id or "") or self._by_name.get((name or "").lower())
        line = self._line(area)
        regions = [one.name for one in line if one.name.lower().startswith(("kabupaten ", "kota ", "kab. "))]
        provinces = [
            one.name for one in line if one.name.lower().startswith(("provinsi ", "daerah khusus ", "daerah istimewa "))
        ]
        return {
            "region": regions[0] if regions else name,
            "province": provinces[0].removeprefix("Provinsi ") if provinces else None,
            "latitude": area and area.latitude,
            "longitude": area and area.longitude,
        }

    def _line(self, area: Area | None) -> list[Area]:
        """The area and those above it."""
        line: list[Area] = []
        while area and len(line) < DEEPEST:
            line.append(area)
            area = self._by_id.get(area.parent or "")
        return line


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each file, as of files; with `areas`, every record finds its place."""
    for fetch in files.fetches(entry, visit):
        yield replace(fetch, open=partial(_open, entry, fetch)) if entry.areas else fetch


def _open(entry: Entry, fetch: Fetch) -> Content:
    path = entry.folder / str(entry.areas)
    areas, content = Areas(_rows(path)), fetch.open()
    return replace(
        content,
        fingerprint=f"{content.fingerprint} {hashlib.sha256(path.read_bytes()).hexdigest()}",
        read=lambda: (_placed(chunk, entry, areas) for chunk in content.read()),
    )


def _rows(path: Path) -> list[dict[str, str | None]]:
    return [row for chunk in READERS[format_of(path)](path, None) for row in chunk.table.to_pylist()]


def _placed(chunk: Chunk, entry: Entry, areas: Areas) -> Chunk:
    table, count = chunk.table, chunk.table.num_rows
    own = {field: entry.columns.get(field, field) for field in ("region", "province", "latitude", "longitude")}
    keys = (name if name in table.column_names else None for name in (AREA_ID, own["region"]))
    found = [areas.find(*key) for key in zip(*(clean_column(table, name, count).to_pylist() for name in keys), strict=True)]
    for field, name in own.items():
        values = pa.array([place[field] for place in found], pa.string())
        if name in table.column_names:
            values = pc.coalesce(values, clean_column(table, name, count))
            table = table.drop_columns([name])
        table = table.append_column(name, values)
    return replace(chunk, table=table)
