"""Slang, abbreviations and misspellings in their formal spelling, by the seed `slang` that analysts keep.

Only readings that hold without context are in the seed. Hashtags, handles and short words in capitals (PP, MK, BS) stay.
"""

from __future__ import annotations

import re

import pyarrow as pa

SUFFIXES = ("nya", "ny", "ku", "mu", "lah", "kah")
SHORTEST_STEM = 3
"""Of a suffix of three letters; the shorter ones (Teu-ku, Dan-ny) need a letter more."""
LONGEST_ACRONYM = 4
CACHED_WORDS = 200_000
"""Distinct words after which the memory of words begins anew."""

_TOKEN = re.compile(r"([#@\w]\w*(?:['’]\w+)*\.?)")
_TWICE = re.compile(r"([a-z]{3,})[2²](nya|an|ku|mu|lah)?")
_AMOUNT = re.compile(r"(\d+)(rb|rbu|jt|thn|bln|org|mnt)")
_UNITS = {"rb": "ribu", "rbu": "ribu", "jt": "juta", "thn": "tahun", "bln": "bulan", "org": "orang", "mnt": "menit"}
_NUMBERED = frozenset(
    "sd sdn smp smpn sma sman smk smkn mts min man tk bab gang blok lantai kelas tahap fase nomor poin liga zona kloter shift "
    "moto formula jalur jilid unit pasal ayat level grup covid rt rw pos km gate terminal peron bagian seri versi tipe babak "
    "seksi kav".split()
)
"""Words that a number counts: "kelas2" is no plural."""


class Normaliser:
    """Built from the seed's rows (slang, formal); normalises one text at a time and remembers the words it met."""

    def __init__(self, seed: pa.Table):
        self._formal = dict(zip(seed["slang"].to_pylist(), seed["formal"].to_pylist(), strict=True))
        self._known = frozenset(word for formal in self._formal.values() for word in formal.split())
        self._seen: dict[str, str | None] = {}

    def normalise(self, text: str) -> tuple[str, int]:
        """The text in formal spelling and the number of words that were replaced."""
        parts = _TOKEN.split(text)
        tokens = parts[1::2]
        try:
            formal = [self._seen[token] for token in tokens]
        except KeyError:
            self._learn(tokens)
            formal = [self._seen[token] for token in tokens]
        count = len(tokens) - formal.count(None)
        if count:
            parts[1::2] = [word or token for word, token in zip(formal, tokens, strict=True)]
        return "".join(parts) if count else text, count

    def _learn(self, tokens: list[str]) -> None:
        if len(self._seen) > CACHED_WORDS:
            self._seen = {}
        for token in tokens:
            if token not in self._seen:
                self._seen[token] = self._replacement(token)

    def _replacement(self, token: str) -> str | None:
        """What stands in place of the token; None where it stays."""
        if token.isupper() and len(token.rstrip(".")) <= LONGEST_ACRONYM:
            return None
        lower = token.lower()
        formal = self._formal.get(lower)
        if formal is None and lower.endswith("."):
            formal = self._formal_word(lower[:-1]) if lower != "dr." else None
            formal = formal and f"{formal}."
        else:
            formal = formal or self._formal_word(lower)
        return formal and _in_case_of(token, formal)

    def _formal_word(self, word: str) -> str | None:
        if formal := self._formal.get(word):
            return formal
        if twice := _TWICE.fullmatch(word):
            base = self._formal.get(twice[1], twice[1])
            return None if base in _NUMBERED or " " in base else f"{base}-{base}{twice[2] or ''}"
        if amount := _AMOUNT.fullmatch(word):
            return f"{amount[1]} {_UNITS[amount[2]]}"
        return self._formal_stem(word)

    def _formal_stem(self, word: str) -> str | None:
        """A word of the seed with a suffix: "jlnnya" as "jalannya", "rumahny" as "rumahnya"."""
        for suffix in SUFFIXES:
            stem = word.removesuffix(suffix)
            if stem == word or len(stem) < SHORTEST_STEM + (len(suffix) < 3):
                continue
            formal = self._formal.get(stem) or (stem if suffix == "ny" and stem in self._known else None)
            if formal and " " not in formal and "-" not in formal:
                return formal + ("nya" if suffix == "ny" else suffix)
        return None


def _in_case_of(token: str, formal: str) -> str:
    if token.isupper() and len(token) > 1:
        return formal.upper()
    return formal[0].upper() + formal[1:] if token[0].isupper() else formal
