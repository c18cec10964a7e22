"""Districts that a text names: by a word beside the name, by its region in the text, or by a name that is theirs alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ml.places.gazetteer import District
from ml.places.meanings import Meaning
from ml.places.mentions import Mention
from ml.places.signals import AREA, DISTRICT, VILLAGE, bears_the_name
from ml.places.tokens import Tokens

_LONG = 6
"""Letters from which on a single name may tell a district without its region; shorter ones are too often names of persons."""


class Chosen(NamedTuple):
    mention: Mention
    district: District
    basis_slug: str


def choose_districts(
    tokens: Tokens, districts: list[Mention], meanings: list[Meaning], given_codes: Iterable[str]
) -> list[Chosen]:
    """The mentions that name a district, each with it; `given_codes` are region and province as the source states them."""
    codes = {region.code for meaning in meanings for region in meaning.candidates}.union(given_codes)
    spans = {(meaning.mention.first, meaning.mention.stop) for meaning in meanings}
    chosen = []
    for mention in districts:
        is_told = tokens.before(mention.first) in DISTRICT
        if is_told:
            district = _told(mention.name.districts, codes)
        elif any(first <= mention.first and mention.stop <= stop for first, stop in spans):
            district = None
        else:
            district = _untold(tokens, mention, codes, any(first == mention.stop for first, _ in spans))
        if district:
            chosen.append(Chosen(mention, district, _basis(mention, district, is_told)))
    return chosen


def _told(districts: tuple[District, ...], codes: set[str]) -> District | None:
    """Of several with one name the one whose region is told, else the one whose province is."""
    fitting = (
        [d for d in districts if d.region_code in codes] or [d for d in districts if d.province_code in codes] or districts
    )
    return fitting[0] if len(fitting) == 1 else None


def _untold(tokens: Tokens, mention: Mention, codes: set[str], is_followed: bool) -> District | None:
    """`is_followed`: the name of a region stands right behind ("di Gambir Jakarta Pusat")."""
    before = tokens.before(mention.first)
    if before in VILLAGE or bears_the_name(tokens, mention):
        return None
    is_capital = tokens.has_case and tokens.is_capital(mention.first)
    is_led = is_capital and before in AREA
    within = [d for d in mention.name.districts if d.region_code in codes]
    if within:
        is_named = within[0].standing_slug != "kata" or (is_led and is_followed)
        return within[0] if len(within) == 1 and is_named else None
    if not is_capital:
        return None
    within = [d for d in mention.name.districts if d.province_code in codes and d.standing_slug != "kata"]
    if len(within) == 1 and (is_led or (within[0].standing_slug == "khas" and _is_long(tokens, mention))):
        return within[0]
    return _alone(tokens, mention, is_led)


def _alone(tokens: Tokens, mention: Mention, is_led: bool) -> District | None:
    """A district that the name mostly means: with a word of place before it, or in two words that nothing else bears."""
    district = mention.name.districts[0]
    if len(mention.name.districts) > 1 or district.standing_slug in ("kata", "berulang"):
        return None
    is_phrase = mention.stop - mention.first > 1
    is_told = (is_led and _is_long(tokens, mention)) or (is_phrase and district.standing_slug == "khas")
    return district if is_told else None


def _is_long(tokens: Tokens, mention: Mention) -> bool:
    return tokens.ends[mention.stop - 1] - tokens.starts[mention.first] >= _LONG


def _basis(mention: Mention, district: District, is_told: bool) -> str:
    if is_told:
        return "isyarat"
    return "nama" if len(mention.name.districts) == 1 and district.standing_slug == "khas" else "konteks"
