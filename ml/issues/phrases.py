"""The phrases of headlines: runs of one to three words that begin and end in a word of meaning, and how common they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple, Self

import pyarrow as pa

from ml.duplicates import vocabulary
from warehouse.seeds import read_seed

MOST_PHRASES = 250_000
"""Phrases that a background remembers; beyond them the rarest are forgotten."""
LONGEST_PHRASE = 3
FEWEST_WORDS = 4
"""A shorter first sentence of a post is a greeting."""
MOST_WORDS = 25
"""Words of a post that stand for a headline."""

MANNERS = frozenset(
    "mohon tolong minta terima terimakasih kasih makasih assalamualaikum wassalamualaikum waalaikumsalam wr wb selamat "
    "permisi maaf yth lapor melaporkan min admin kak bang mas mbak izin ijin dear halo hai selaku".split()
)
"""Words of address and thanks: complaints begin with them, whatever they are about."""
_GREETING = re.compile(
    r"w?ass?alamm?u?(['’`]?ala[iy]k[uo]m\w*)?|(wa['’`]?)?ala[iy]k[uo]m\w*|wa?rr?[ao]h?matull?ah\w*|waba[rw]o?a?k\w+"
)
"""The greeting of Muslims and its answer, as people spell it."""
BETWEEN = frozenset(
    "vs versus per the of and in to tapi tetapi namun maupun agar supaya usah jangan jangan-jangan "
    "paling lebih sangat semakin kian terlalu amat cukup hampir sekitar".split()
)
"""Words that stand only between others."""
NEGATIONS = frozenset(vocabulary.NEGATIONS) | {
    word for word, formal in vocabulary.SPELLINGS.items() if formal in vocabulary.NEGATIONS
}
"""What follows one of them would say the opposite without it."""
_KINDS_INSIDE = (vocabulary.FORM, vocabulary.NUMBER, vocabulary.SIDE)
_TOKEN = re.compile(r"\[[^\]]*\]|(?:https?://|www\.|@)\S+|([^\W_]+(?:[-'’/&][^\W_]+|(?<=\d)[.,]\d+)*)|[^\w\s'\"‘’“”#]")
"""A mask, a link or handle, a word (the group), or a mark that is no quotation mark."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


class Segment(NamedTuple):
    """The words between two breaks of a headline: as written, in lower case, and whether a phrase may begin or end there."""

    written: list[str]
    words: list[str]
    begins: list[bool]
    ends: list[bool]


@cache
def _inside() -> frozenset[str]:
    words = {word for word, kind in vocabulary.kinds().items() if kind in _KINDS_INSIDE}
    words |= {word for word, formal in vocabulary.SPELLINGS.items() if formal.isdigit()}
    words |= {*vocabulary.FORM_WORDS, *vocabulary.DAY_WORDS, *vocabulary.DAY_PARTS, *NEGATIONS, *MANNERS, *BETWEEN}
    slang = read_seed("slang").to_pylist()
    return frozenset(words | {row["slang"] for row in slang if words.issuperset(row["formal"].split())})


@lru_cache(200_000)
def is_edge(word: str) -> bool:
    """Whether a phrase may begin or end in this word (lower case): none of form, of side, no number, no single letter."""
    return word not in _inside() and len(word) > 1 and not word[0].isdigit() and not is_greeting(word)


def is_greeting(word: str) -> bool:
    """Whether a word (lower case) belongs to "assalamu'alaikum warahmatullahi wabarakatuh" or its answer."""
    return _GREETING.fullmatch(word) is not None


def segments(headline: str) -> list[Segment]:
    """A headline cut at its punctuation, masks ([nama]), links and handles; quotation marks are left out."""
    runs: list[list[str]] = [[]]
    for word in _TOKEN.findall(headline):
        if word:
            runs[-1].append(word)
        else:
            runs.append([])
    return [_segment(run) for run in runs if run]


def _segment(written: list[str]) -> Segment:
    words = list(map(str.lower, written))
    ends = list(map(is_edge, words))
    if NEGATIONS.isdisjoint(words):
        return Segment(written, words, ends, ends)
    begins = [edge and before not in NEGATIONS for edge, before in zip(ends, ["", *words], strict=False)]
    return Segment(written, words, begins, ends)


def phrases(cut: Iterable[Segment]) -> set[str]:
    """Every phrase of one headline, lower case."""
    found = set()
    for _, words, begins, ends in cut:
        for start, may_begin in enumerate(begins):
            if may_begin:
                phrase = words[start]
                found.add(phrase)
                for end in range(start + 1, min(start + LONGEST_PHRASE, len(words))):
                    phrase = f"{phrase} {words[end]}"
                    if ends[end]:
                        found.add(phrase)
    return found


def headline_of(title: str | None, text: str) -> str:
    """The title; without one, the first sentence of the text that is more than a greeting, cut to 25 words."""
    if title:
        return title
    sentences = [sentence.split() for sentence in _SENTENCE.split(text)]
    first = next((words for words in sentences if len(words) >= FEWEST_WORDS), text.split())
    return " ".join(first[:MOST_WORDS])


class Background:
    """In how many headlines of the whole stream each phrase stands."""

    def __init__(self) -> None:
        self.headline_count = 0
        self._counts: dict[str, int] = {}

    def add(self, headlines: Iterable[str]) -> None:
        counts = self._counts
        for headline in headlines:
            self.headline_count += 1
            for phrase in phrases(segments(headline)):
                counts[phrase] = counts.get(phrase, 0) + 1
        floor = 1
        while len(self._counts) > MOST_PHRASES:  # lossy counting: what is forgotten was rare so far
            self._counts = {phrase: count for phrase, count in self._counts.items() if count > floor}
            floor += 1

    def share(self, phrase: str) -> float:
        """Share of headlines with the phrase, above 0 and below 1: half a headline for one that was never met."""
        return (self._counts.get(phrase, 0) + 0.5) / (self.headline_count + 1)

    def to_table(self) -> pa.Table:
        """Columns phrase and headline_count; the empty phrase holds the number of headlines."""
        names = ["", *self._counts]
        counts = [self.headline_count, *self._counts.values()]
        return pa.table({"phrase": pa.array(names, pa.string()), "headline_count": pa.array(counts, pa.int64())})

    @classmethod
    def from_table(cls, table: pa.Table) -> Self:
        """What `to_table` gave."""
        background = cls()
        counts = zip(table["phrase"].to_pylist(), table["headline_count"].to_pylist(), strict=True)
        background._counts = dict(counts)
        background.headline_count = background._counts.pop("")
        return background
