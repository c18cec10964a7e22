"""Names of provinces, regencies, cities and districts, with what each may stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyarrow as pa

from ml.places.tokens import name_key
from warehouse.seeds import read_seed

SEEDS = ("regions", "region_aliases", "districts", "district_aliases", "place_words")
_SPLIT_AFTER = tuple(
    "banjar batu bojong gunung karang kedung labuhan muara padang pangkal parung pematang pulau tanjung".split()
)
"""First parts of names that are written with and without a space behind them (Gunungkidul, Tanjung Pinang)."""
_SHORTEST_JOINED = 8
_WHOLE_COUNTRY = ("sabang sampai merauke", "sabang sampe merauke", "sabang hingga merauke", "sabang merauke")
_HILLS, _HILLS_REGION = "puncak bogor", "32.01"
"""The resort lies in the regency, though Bogor alone usually means the city."""


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    province_code: str
    type_slug: str


@dataclass(frozen=True, slots=True)
class District:
    code: str
    region_code: str
    province_code: str
    standing_slug: str


@dataclass(slots=True)
class Name:
    """What one name may stand for. `reading` is how it is to be read (place_words), `usual` what it mostly means."""

    regions: tuple[Region, ...] = ()
    districts: tuple[District, ...] = ()
    reading: str = ""
    usual: Region | None = None


@dataclass(slots=True)
class Gazetteer:
    names: dict[str, Name] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """First word → word counts of the names that begin with it, longest first."""
    regions: dict[str, Region] = field(default_factory=dict)


def read_gazetteer() -> Gazetteer:
    """The gazetteer of the seeds; InputError if a seed cannot be read."""
    regions, aliases, districts, district_aliases, words = (read_seed(name) for name in SEEDS)
    gazetteer = Gazetteer()
    _add_regions(gazetteer, regions, aliases)
    _add_districts(gazetteer, districts, district_aliases)
    for row in words.to_pylist():
        gazetteer.names.setdefault(row["name_key"], Name()).reading = row["reading_slug"]
    for key in _WHOLE_COUNTRY:
        gazetteer.names.setdefault(key, Name()).reading = "bukan"
    _add_region(gazetteer.names, _HILLS, gazetteer.regions[_HILLS_REGION])
    gazetteer.lengths = _lengths(gazetteer.names)
    return gazetteer


def _add_regions(gazetteer: Gazetteer, regions: pa.Table, aliases: pa.Table) -> None:
    for row in regions.to_pylist():
        region = Region(row["region_code"], row["province_code"], row["region_type_slug"])
        gazetteer.regions[region.code] = region
        names = {row["short_name"]} | ({row["region_name"]} if region.type_slug == "provinsi" else set())
        for key in {key for name in names for key in _spellings(name)}:
            _add_region(gazetteer.names, key, region)
    for row in aliases.to_pylist():
        region, key = gazetteer.regions[row["region_code"]], name_key(row["alias"])
        _add_region(gazetteer.names, key, region)
        if row["usage_slug"] == "bawaan":
            gazetteer.names[key].usual = region


def _add_region(names: dict[str, Name], key: str, region: Region) -> None:
    name = names.setdefault(key, Name())
    if region not in name.regions:
        name.regions += (region,)


def _add_districts(gazetteer: Gazetteer, districts: pa.Table, aliases: pa.Table) -> None:
    known: dict[str, District] = {}
    for row in districts.to_pylist():
        region = gazetteer.regions[row["region_code"]]
        district = District(row["district_code"], region.code, region.province_code, row["standing_slug"])
        known[district.code] = district
        for key in _spellings(row["district_name"]):
            gazetteer.names.setdefault(key, Name()).districts += (district,)
    for row in aliases.to_pylist():
        district = replace(known[row["district_code"]], standing_slug="berulang")
        gazetteer.names.setdefault(name_key(row["alias"]), Name()).districts += (district,)


def _spellings(name: str) -> set[str]:
    """The name as it is, joined (gunungkidul) and parted (gunung kidul)."""
    key = name_key(name)
    joined = key.replace(" ", "")
    keys = {key} | ({joined} if len(joined) >= _SHORTEST_JOINED and key.count(" ") == 1 else set())
    return keys | set(_parted(key))


def _parted(key: str) -> Iterator[str]:
    for part in _SPLIT_AFTER:
        rest = key.removeprefix(part)
        if rest != key and len(rest.split(" ")[0]) > 3 and not rest.startswith(" "):
            yield f"{part} {rest}"


def _lengths(names: dict[str, Name]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for key in names:
        words = key.split(" ")
        lengths.setdefault(words[0], set()).add(len(words))
    return {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}
