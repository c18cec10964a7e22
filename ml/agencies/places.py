"""Regions of offices: the one whose name stands beside ("Dishub Kota Surabaya"), or the only one that a text names."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from ml.agencies.phrases import Phrases, phrase_key
from ml.agencies.registry import Region, Registry
from warehouse.seeds import read_seed

TYPE_CUES = {
    "kota": "kota", "pemkot": "kota", "walikota": "kota", "wawali": "kota", "kabupaten": "kabupaten", "kab": "kabupaten",
    "pemkab": "kabupaten", "bupati": "kabupaten", "wabup": "kabupaten", "provinsi": "provinsi", "prov": "provinsi",
    "pemprov": "provinsi", "gubernur": "provinsi", "wagub": "provinsi",
}  # fmt: skip
FILLERS = frozenset("daerah di wilayah administrasi dan serta".split())
"""Words that may stand between an office and its region, apart from the words that office names are made of."""
FARTHEST = 9
SURE_LENGTH = 6
"""A name in small letters that is shorter is as likely a word ("batu", "serang")."""


class Beside(NamedTuple):
    """A region, or the several that share the name where no word tells them apart."""

    codes: tuple[str, ...]
    end: int


class PlacesBeside:
    """Finds the region after an office. `office_words` may stand between the two: "Dinas Perumahan dan Permukiman Kota X"."""

    def __init__(self, registry: Registry, office_words: frozenset[str]):
        self.between = (office_words | FILLERS) - TYPE_CUES.keys()
        by_name: dict[tuple[str, ...], list[Region]] = {}
        for region in registry.regions.values():
            by_name.setdefault(phrase_key(region.short_name), []).append(region)
        for row in read_seed("region_aliases").to_pylist():
            names = by_name.setdefault(phrase_key(row["alias"]), [])
            names.append(registry.regions[row["region_code"]])
        self.names = Phrases(by_name)

    def after(self, words: list[str], written: list[str], i: int, type_slug: str | None = None) -> Beside | None:
        """The region named from word i on, with at most FARTHEST other words before it; `type_slug` if it is known."""
        for j in range(i, min(i + FARTHEST, len(words))):
            if words[j] in TYPE_CUES:
                type_slug = TYPE_CUES[words[j]]
                continue
            for length, regions in self.names.at(words, j):
                if written[j][0].isupper() or len("".join(words[j : j + length])) >= SURE_LENGTH:
                    return _choose(regions, type_slug, j + length)
            if words[j] not in self.between:
                return None
        return None


def _choose(regions: list[Region], type_slug: str | None, end: int) -> Beside | None:
    of_type = {region.code: None for region in regions if type_slug in (None, region.type_slug)}
    return Beside(tuple(of_type), end) if of_type else None


def regions_read(places: pa.Table | None) -> dict[str, set[str]]:
    """Of rows of PLACES: document → the provinces, regencies and cities that it names; a district names its regency."""
    named: dict[str, set[str]] = {}
    if places is not None:
        for document, code in zip(places["document_id"].to_pylist(), places["region_code"].to_pylist(), strict=True):
            if code:
                named.setdefault(document, set()).add(code[:5])
    return named


def only_region(codes: set[str], province: str | None = None) -> str | None:
    """The only regency or city of `codes`, the only province where there is none of them; only those of `province` if given."""
    within = {code for code in codes if province in (None, code[:2])}
    local = {code for code in within if "." in code} or within
    return next(iter(local)) if len(local) == 1 else None
