"""Agencies that a text names: full names and aliases, regional governments, and the region beside a regional office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ml.agencies.phrases import Phrases, keys, phrase_key, split_words, word_spans
from ml.agencies.places import PlacesBeside
from ml.agencies.registry import REGIONAL_OFFICE, Registry
from warehouse.seeds import read_seed

GOVERNMENTS = {
    "pemkot": "kota", "pemerintah kota": "kota", "wali kota": "kota", "walikota": "kota", "wawali": "kota",
    "wakil wali kota": "kota", "pemkab": "kabupaten", "pemerintah kabupaten": "kabupaten", "bupati": "kabupaten",
    "wakil bupati": "kabupaten", "wabup": "kabupaten", "pemprov": "provinsi", "pemerintah provinsi": "provinsi",
    "gubernur": "provinsi", "wakil gubernur": "provinsi", "wagub": "provinsi", "pemda": None, "pemerintah daerah": None,
}  # fmt: skip
"""Words for a regional government and the type of region they tell."""
FOREIGN = frozenset(
    "as amerika malaysia singapura thailand filipina vietnam kamboja myanmar australia jepang china tiongkok taiwan korea "
    "korsel korut india pakistan israel iran irak palestina arab saudi mesir turki turkiye rusia ukraina inggris prancis "
    "jerman italia spanyol belanda belgia swiss swedia kanada brasil meksiko suriah lebanon yaman qatar uea timor".split()
)
"""After the name of a ministry or court: it is another country's."""
INITIALS = frozenset({"inisial", "berinisial", "alias", "bernama"})
_AGE = re.compile(r"\s*\(\d")
SHOUTING = 0.7
"""Share of capitals above which capitals tell nothing."""


@dataclass(frozen=True)
class Alias:
    """What a phrase stands for: `slug` an agency, or None for the government of a region of `region_type`.

    `regional_slug` is the office it stands for instead where a region follows: "PUPR Banten".
    """

    slug: str | None
    spelling: tuple[str, ...] | None = None
    is_capitalised: bool = False
    region_type: str | None = None
    regional_slug: str | None = None


class Mention(NamedTuple):
    """An agency as the text names it, before dates are looked at; `codes` are regions that its name may mean."""

    slug: str | None
    written: str
    position: int
    codes: tuple[str, ...]


class Words:
    """A text as words; what few texts need is made when it is first asked for."""

    def __init__(self, text: str):
        self.text, self.lower = text, keys(text)

    @cached_property
    def written(self) -> list[str]:
        return split_words(self.text)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return word_spans(self.text)

    @cached_property
    def is_shouted(self) -> bool:
        return _is_shouted(self.text)


class NameFinder:
    """Finds mentions in a text."""

    def __init__(self, registry: Registry):
        phrases = {phrase_key(agency.name): Alias(slug) for slug, agency in registry.agencies.items()}
        phrases |= {phrase_key(row["alias"]): _alias(row) for row in read_seed("agency_aliases").to_pylist()}
        phrases |= {phrase_key(words): Alias(None, region_type=kind) for words, kind in GOVERNMENTS.items()}
        for place in ("kecamatan", "kelurahan"):
            # with a name behind it, it is a place; aliases tell the office
            del phrases[(place,)]
        self.phrases = Phrases(phrases)
        self.offices = frozenset(s for s, agency in registry.agencies.items() if agency.type_slug == REGIONAL_OFFICE)
        office_words = {word for key, alias in phrases.items() if alias.slug in self.offices for word in key}
        self.places = PlacesBeside(registry, frozenset(office_words))

    def find(self, text: str) -> list[Mention]:
        """The mentions in the order of the text."""
        words = Words(text)
        found, end = [], 0
        for i, word in enumerate(words.lower):
            if i < end or word not in self.phrases.by_first:
                continue
            for length, alias in self.phrases.at(words.lower, i):
                if self._is_meant(alias, words, i, i + length):
                    mention, end = self._mention(alias, words, i, i + length)
                    found.append(mention)
                    break
        return found

    def _is_meant(self, alias: Alias, words: Words, i: int, after: int) -> bool:
        if alias.is_capitalised and not words.written[i][0].isupper():
            return False
        if alias.spelling and not _is_spelled(alias.spelling, words, i, after):
            return False
        if alias.slug is None or alias.slug in self.offices:
            return True
        return not (after < len(words.lower) and words.lower[after] in FOREIGN and words.written[after][0].isupper())

    def _mention(self, alias: Alias, words: Words, i: int, after: int) -> tuple[Mention, int]:
        start, end, slug, codes = words.spans[i][0], words.spans[after - 1][1], alias.slug, ()
        if slug is None or slug in self.offices or alias.regional_slug:
            beside = self.places.after(words.lower, words.written, after, alias.region_type)
            if beside:
                codes, after = beside
                slug = alias.regional_slug or slug
        return Mention(slug, words.text[start:end], start, codes), after


def _is_spelled(spelling: tuple[str, ...], words: Words, i: int, after: int) -> bool:
    """In capitals as the alias has it, in a text that is not all capitals, and no person's initials: "MA (34)"."""
    if tuple(words.written[i:after]) != spelling or words.is_shouted:
        return False
    is_person = (i and words.lower[i - 1] in INITIALS) or _AGE.match(words.text, words.spans[after - 1][1])
    return not is_person


def _alias(row: dict) -> Alias:
    spelling = tuple(split_words(row["alias"])) if row["case_slug"] == "kapital" else None
    return Alias(row["agency_slug"], spelling, row["case_slug"] == "awal", regional_slug=row["regional_slug"])


def _is_shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(map(str.isupper, letters)) > SHOUTING * len(letters) and len(letters) > 12
