"""What is known of names: given names and families, persons in public life, places. Read from the seeds on first use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from warehouse.privacy.words import COMMON, is_inflected
from warehouse.seeds import read_seed


class Lexicon(NamedTuple):
    """All in lower case. `certain` names are hardly anything else, `doubtful` ones are words or places, too; `shared` ones
    office-holders have in common with others."""

    certain: frozenset[str]
    doubtful: frozenset[str]
    officials: frozenset[str]
    shared: frozenset[str]
    famous: frozenset[str]
    places: frozenset[str]

    def is_name(self, word: str) -> bool:
        return word in self.certain or word in self.doubtful

    def is_word(self, word: str, is_capital: bool) -> bool:
        """Whether it is anything but a name, as far as is known here. `is_capital`: it was written with one."""
        return not self.is_name(word) and (word in COMMON or word in self.places or is_inflected(word, is_capital))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    names = read_seed("given_names").to_pylist()
    certain = {row["name"] for row in names if row["kind_slug"] in ("depan", "marga")}
    doubtful = {row["name"] for row in names if row["kind_slug"] in ("bermakna", "gelar")}
    places = {word for row in read_seed("regions").to_pylist() for word in _words(row["short_name"])}
    places |= {word for row in read_seed("districts").to_pylist() for word in _words(row["district_name"])}
    return Lexicon(
        frozenset(certain - COMMON),
        frozenset(doubtful - COMMON),
        _officials("aliases"),
        _officials("cued_aliases"),
        _famous(),
        frozenset(places),
    )


def _officials(*columns: str) -> frozenset[str]:
    rows = read_seed("officials").to_pylist()
    aliases = [name for row in rows for column in columns for name in (row[column] or "").split("|")]
    return _keys([*(row["person_name"] for row in rows), *aliases])


def _famous() -> frozenset[str]:
    """Of heroes and artists the whole names alone: a neighbour may bear a part of one."""
    rows = read_seed("public_names").to_pylist()
    return _keys(row["public_name"] for row in rows if row["field_slug"] == "politik" or " " in row["public_name"])


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(_words(name)) for name in names) - {""}


def _words(name: str) -> list[str]:
    return re.findall(r"[a-zà-ÿ'’-]+", name.lower())
