"""Mentions of regions that are meant as places, with the regions that each may stand for."""

from __future__ import annotations

from dataclasses import dataclass

from ml.places.gazetteer import Region
from ml.places.mentions import Mention
from ml.places.namesakes import is_meant
from ml.places.signals import DISTRICT, PREPOSITIONS, bears_the_name, told_types
from ml.places.tokens import Tokens

_TO_PROVINCE = (", ", " (", " ")
"""What stands between a place and its province."""


@dataclass(slots=True)
class Meaning:
    """`types` is what a word beside the name tells; `is_area`: "Raya" follows, the city and what lies around it."""

    mention: Mention
    types: frozenset[str]
    candidates: tuple[Region, ...]
    is_area: bool


def find_meanings(tokens: Tokens, regions: list[Mention], given_region_code: str | None) -> list[Meaning]:
    """What the mentions of regions mean, in the order of the text; those that mean no region are left out."""
    meanings: list[Meaning] = []
    stops = {mention.stop for mention in regions}
    for mention in regions:
        types = _fitting(told_types(tokens, mention), mention) or _carried(tokens, mention, meanings)
        is_apart = mention.first not in stops
        if not types and ((is_apart and bears_the_name(tokens, mention)) or _is_district(tokens, mention, given_region_code)):
            continue
        is_backed = _is_placed(tokens, mention, regions) or _is_province_behind(tokens, mention, meanings)
        if is_meant(tokens, mention, types) or is_backed or _is_repeated(tokens, mention, meanings):
            candidates = tuple(r for r in mention.name.regions if r.type_slug in types) or mention.name.regions
            meanings.append(Meaning(mention, types, candidates, tokens.after(mention.stop) == "raya"))
    return [meaning for meaning in meanings if not _is_island(meaning, meanings)]


def _is_district(tokens: Tokens, mention: Mention, given_region_code: str | None) -> bool:
    """Whether the district of the name is meant: a word before tells it, or it lies in the region that the source states."""
    if not mention.name.districts:
        return False
    if tokens.before(mention.first) in DISTRICT:
        return True
    is_given = any(region.code == given_region_code for region in mention.name.regions)
    return not is_given and any(district.region_code == given_region_code for district in mention.name.districts)


def _fitting(types: frozenset[str], mention: Mention) -> frozenset[str]:
    """`types` as far as a region of the name is of one of them: "Polda Metro" tells nothing of Kota Metro."""
    return types & {region.type_slug for region in mention.name.regions}


def _carried(tokens: Tokens, mention: Mention, meanings: list[Meaning]) -> frozenset[str]:
    """ "Kabupaten Bogor, Bekasi, dan Karawang": the word before the first of a list holds for the others."""
    if not meanings or not meanings[-1].types or len(mention.name.regions) < 2:
        return frozenset()
    between = tokens.lows[meanings[-1].mention.stop : mention.first]
    is_listed = between in (["dan"], ["serta"]) or (not between and tokens.gap(mention.first) == ", ")
    return meanings[-1].types if is_listed else frozenset()


def _is_placed(tokens: Tokens, mention: Mention, regions: list[Mention]) -> bool:
    """ "Kuningan, Jawa Barat": the province right behind tells that the place is meant."""
    is_named = tokens.is_capital(mention.first) or tokens.before(mention.first) in PREPOSITIONS
    if not is_named or tokens.gap(mention.stop) not in _TO_PROVINCE:
        return False
    provinces = {region.province_code for region in mention.name.regions}
    behind = [m for m in regions if m.first == mention.stop]
    return any(region.code in provinces for m in behind for region in m.name.regions)


def _is_province_behind(tokens: Tokens, mention: Mention, meanings: list[Meaning]) -> bool:
    """ "di serang banten": the province of the place right before, however it is written."""
    if not meanings or meanings[-1].mention.stop != mention.first or tokens.gap(mention.first) not in _TO_PROVINCE:
        return False
    provinces = {region.province_code for region in meanings[-1].candidates}
    return any(region.code in provinces for region in mention.name.regions)


def _is_repeated(tokens: Tokens, mention: Mention, meanings: list[Meaning]) -> bool:
    """ "Bupati Pati ... Warga Pati": a name that was meant as a place before, with a capital again."""
    if not tokens.has_case or not tokens.is_capital(mention.first):
        return False
    return any(meaning.mention.name is mention.name for meaning in meanings)


def _is_island(meaning: Meaning, meanings: list[Meaning]) -> bool:
    """ "Nabire, Papua": the island, where the text names a place in another of its provinces."""
    if meaning.mention.name.reading != "pulau" or meaning.types:
        return False
    own = meaning.candidates[0].code
    others = (region.province_code for other in meanings for region in other.candidates)
    return any(code != own and code[0] == own[0] for code in others)
