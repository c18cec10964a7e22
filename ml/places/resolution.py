"""Which of the places that bear a name a text means: words beside it, other places of the text, what the source gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ml.places.districts import choose_districts
from ml.places.gazetteer import Region
from ml.places.meanings import Meaning, find_meanings
from ml.places.mentions import Mention
from ml.places.tokens import Tokens

_STRENGTH = {"bawaan": 0, "konteks": 1, "isyarat": 2, "nama": 3}


class Given(NamedTuple):
    """What the source states; None where it states nothing."""

    province_code: str | None = None
    region_code: str | None = None


@dataclass(slots=True)
class Found:
    """One place of a text; of several bases the strongest, the position that of the first mention in characters."""

    type_slug: str
    basis_slug: str
    mention_count: int
    first_position: int


@dataclass(slots=True)
class _Reading:
    """The places of one text, gathered name by name."""

    tokens: Tokens
    given: Given
    found: dict[str, Found] = field(default_factory=dict)

    def add(self, code: str, type_slug: str, basis_slug: str, mention: Mention) -> None:
        position = self.tokens.starts[mention.first]
        place = self.found.get(code)
        if place is None:
            self.found[code] = Found(type_slug, basis_slug, 1, position)
            return
        place.mention_count += 1
        place.first_position = min(place.first_position, position)
        if _STRENGTH[basis_slug] > _STRENGTH[place.basis_slug]:
            place.basis_slug = basis_slug


def resolve(
    tokens: Tokens, regions: list[Mention], districts: list[Mention], given: Given, types: dict[str, str]
) -> dict[str, Found]:
    """Region code → what was found; `types` gives the type of every region."""
    reading = _Reading(tokens, given)
    meanings = find_meanings(tokens, regions, given.region_code)
    chosen = choose_districts(tokens, districts, meanings, [code for code in given if code])
    spans = [(mention.first, mention.stop) for mention, _, _ in chosen]
    meanings = [m for m in meanings if not any(a <= m.mention.first and m.mention.stop <= b for a, b in spans)]
    shared = _add_certain(reading, meanings)
    for mention, district, basis in chosen:
        reading.add(district.code, "kecamatan", basis, mention)
    _add_shared(reading, shared, {district.region_code for _, district, _ in chosen})
    named = set(reading.found)
    for mention, district, _ in chosen:
        if district.region_code not in named:
            reading.add(district.region_code, types[district.region_code], "konteks", mention)
    return reading.found


def _add_certain(reading: _Reading, meanings: list[Meaning]) -> list[Meaning]:
    """Adds what needs no other place of the text; gives what does."""
    shared = []
    for meaning in meanings:
        certain = _certain(meaning)
        for region in certain:
            reading.add(region.code, region.type_slug, _basis(meaning), meaning.mention)
        if not certain:
            shared.append(meaning)
    return shared


def _certain(meaning: Meaning) -> tuple[Region, ...]:
    """The regions that the mention stands for without more: one of each told type, the only one, or the province."""
    candidates = meaning.candidates
    if meaning.types and len({region.type_slug for region in candidates}) == len(candidates):
        return candidates
    if len(candidates) == 1:
        return candidates if meaning.mention.name.reading != "provinsi" else ()
    return tuple(region for region in candidates if region.type_slug == "provinsi")


def _basis(meaning: Meaning) -> str:
    is_word = meaning.mention.name.reading in ("kata", "sebutan", "preposisi", "tokoh")
    is_told = len(meaning.types) > 1 or len(meaning.candidates) < len(meaning.mention.name.regions)
    return "isyarat" if is_word or is_told else "nama"


def _add_shared(reading: _Reading, shared: list[Meaning], parents: set[str]) -> None:
    named = set(reading.found)
    for meaning in shared:
        region, basis = _resolved(meaning, named, parents, reading.given)
        if region:
            reading.add(region.code, region.type_slug, basis, meaning.mention)
            continue
        owners = {region.province_code for region in meaning.candidates}
        if len(owners) == 1:
            reading.add(owners.pop(), "provinsi", "nama", meaning.mention)


def _resolved(meaning: Meaning, named: set[str], parents: set[str], given: Given) -> tuple[Region | None, str]:
    """The one of several that the text told elsewhere, whose district it names, that is given, or that is usual."""
    if meaning.mention.name.reading == "provinsi":
        return None, ""
    for codes in (named, parents, {given.region_code}):
        fitting = [region for region in meaning.candidates if region.code in codes]
        if len(fitting) == 1:
            return fitting[0], "konteks"
    provinces = named | {given.province_code}
    fitting = [region for region in meaning.candidates if region.province_code in provinces]
    if len(fitting) == 1:
        return fitting[0], "konteks"
    return (None, "") if meaning.is_area else (meaning.mention.name.usual, "bawaan")
