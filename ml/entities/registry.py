"""The registries: people in office, organisations that are no agencies, and which agency a name of the state stands for."""

from __future__ import annotations

from datetime import date
from functools import cache

import pyarrow as pa

from ml.entities.officials import Officials
from ml.entities.scanning import Scan, scan_words
from ml.entities.words import PhraseBook, Words
from warehouse.seeds import read_seed

SEED_NAMES = ("officials", "organisations", "agencies", "agency_aliases", "regions", "region_aliases")


class Organisations:
    """`book` finds organisations by name; `describe` gives the columns of one."""

    def __init__(self, seed: pa.Table, agencies: pa.Table, aliases: pa.Table):
        rows = seed.to_pylist()
        self._names = {row["organisation_slug"]: row["organisation_name"] for row in rows}
        self._agencies = {row["alias"].lower(): row["agency_slug"] for row in aliases.to_pylist()}
        agency_rows = agencies.to_pylist()
        self._agencies |= {row["agency_name"].lower(): row["agency_slug"] for row in agency_rows}
        named = [
            (name, row["organisation_slug"]) for row in rows for name in [row["organisation_name"], *_split(row["aliases"])]
        ]
        self.book = PhraseBook(named)

    def describe(self, slug: str | None, text: str) -> dict[str, str | None]:
        """entity_name and agency_slug: as in the registry where it holds the name, as in the text otherwise."""
        name = self._names.get(slug, text) if slug else text
        return {"entity_name": name, "agency_slug": self._agencies.get(name.lower()) or self._agencies.get(text.lower())}


def _split(cell: str | None) -> list[str]:
    return cell.split("|") if cell else []


@cache
def officials() -> Officials:
    return Officials(read_seed("officials"))


@cache
def organisations() -> Organisations:
    return Organisations(read_seed("organisations"), read_seed("agencies"), read_seed("agency_aliases"))


def scan(words: Words, day: date | None) -> Scan:
    """Office-holders and organisations by registries and rules."""
    return scan_words(words, officials(), organisations().book, day)
