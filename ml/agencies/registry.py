"""The dated registry of agencies: transforms/seeds/agencies.csv, and the regional governments that regions.csv implies.

A regional office is a type ("dinas-kesehatan"); the office of one region is that type at a region: "dinas-kesehatan@35.78".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from warehouse.seeds import read_seed

SEEDS = ("agencies", "agency_aliases", "agency_mandates", "regions", "region_aliases", "sectors")
"""What the reader of agencies reads; part of its version."""
REGIONAL_OFFICE = "perangkat-daerah"
MINISTRIES = frozenset({"kementerian", "kemenko"})


@dataclass(frozen=True)
class Agency:
    """One agency; `valid_from` and `valid_to` are its first and last day, None where they lie outside the registry."""

    slug: str
    name: str
    short_name: str
    level_slug: str
    type_slug: str
    predecessor_slug: str | None
    successor_slug: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """One province, regency or city."""

    code: str
    name: str
    short_name: str
    type_slug: str

    @property
    def government_slug(self) -> str:
        return f"pemprov-{self.code}" if self.type_slug == "provinsi" else f"pemda-{self.code}"

    @property
    def government_name(self) -> str:
        return f"Pemerintah Provinsi {self.name}" if self.type_slug == "provinsi" else f"Pemerintah {self.name}"


class Registry:
    """Agencies by slug, regions by code, and who an agency is on a day."""

    def __init__(self):
        self.agencies = {row["agency_slug"]: _agency(row) for row in read_seed("agencies").to_pylist()}
        self.last_change = max(agency.valid_from for agency in self.agencies.values() if agency.valid_from)
        rows = read_seed("regions").to_pylist()
        self.regions = {
            row["region_code"]: Region(row["region_code"], row["region_name"], row["short_name"], row["region_type_slug"])
            for row in rows
        }

    def on(self, slug: str, day: dt.date | None) -> str | None:
        """The agency that holds the office of `slug` on `day`: its successor after its end (itself where none is known),
        its predecessor before its start (None where none is known). Without a day: the present one."""
        agency = self.agencies[slug]
        if day is None or (agency.valid_to and day > agency.valid_to):
            follows = agency.valid_to and agency.successor_slug
            return self.on(agency.successor_slug, day) if follows else slug
        if agency.valid_from and day < agency.valid_from:
            return self.on(agency.predecessor_slug, day) if agency.predecessor_slug else None
        return slug

    def name(self, slug: str) -> str:
        """The full name, with the region where the slug has one; the slug itself where the registry does not hold it."""
        kind, _, code = slug.partition("@")
        if code:
            return f"{self.name(kind)} {self.regions[code].name}"
        if slug.startswith(("pemda-", "pemprov-")):
            return self.regions[slug.split("-", 1)[1]].government_name
        return self.agencies[slug].name if slug in self.agencies else slug


def _agency(row: dict) -> Agency:
    return Agency(
        slug=row["agency_slug"],
        name=row["agency_name"],
        short_name=row["short_name"],
        level_slug=row["level_slug"],
        type_slug=row["type_slug"],
        predecessor_slug=row["predecessor_slug"],
        successor_slug=row["successor_slug"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        sectors=tuple((row["sector_slugs"] or "").split("|")),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
