"""Where a text names something of the gazetteer: the longest names, regions and districts each for themselves."""

from __future__ import annotations

from typing import NamedTuple

from ml.places.gazetteer import Gazetteer, Name
from ml.places.tokens import Tokens


class Mention(NamedTuple):
    """`name` stands in the words `first` to `stop` - 1."""

    first: int
    stop: int
    name: Name


def find_mentions(tokens: Tokens, gazetteer: Gazetteer) -> tuple[list[Mention], list[Mention]]:
    """Mentions of regions and mentions of districts, in the order of the text.

    A phrase that place_words gives as no place ("nasi padang") hides what lies in it.
    """
    regions: list[Mention] = []
    districts: list[Mention] = []
    free_region = free_district = 0
    for first, word in enumerate(tokens.lows):
        for length in gazetteer.lengths.get(word, ()):
            mention = _mention(tokens, gazetteer, first, length)
            if mention is None:
                continue
            stop = first + length
            if mention.name.reading == "bukan" and first >= free_region:
                free_region, free_district = stop, max(free_district, stop)
            if mention.name.regions and first >= free_region:
                regions.append(mention)
                free_region = stop
            if mention.name.districts and first >= free_district:
                districts.append(mention)
                free_district = stop
    return regions, districts


def _mention(tokens: Tokens, gazetteer: Gazetteer, first: int, length: int) -> Mention | None:
    lows = tokens.lows
    name = gazetteer.names.get(lows[first] if length == 1 else " ".join(lows[first : first + length]))
    if name is None or not tokens.is_joined(first, first + length):
        return None
    return Mention(first, first + length, name)
