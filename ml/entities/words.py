"""A text as words with their places in it, and phrases looked up among them: everything here walks words, never characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_SHORT = re.compile(r"[ .&'’/+-]{0,3}")
_VERB = re.compile(r"(me|di|ber|ter)\w{4}|\w+kan$")
_ENDS = re.compile(r"[.!?;\n]")
SMALL_WORDS = frozenset(
    "untuk yang pada dengan dari dalam hingga sampai soal oleh saat usai atas bagi tidak akan agar demi tanpa antara "
    "karena sejak seperti tentang sebagai juga atau serta bukan bisa jadi lalu kepada terhadap setelah sebelum ketika "
    "selama".split()
)
"""Words that headlines leave without a capital."""
LONGEST_ABBREVIATION = 5
SHORTENED = frozenset("prof dr drs dra ir pt cv rs rsud h hj kh st jl sdr kab kec kel no tbk".split())
"""What a full stop may shorten inside a name: "Prof. ...", "PT. ..."."""
SHORTEST_SENTENCE = 4


class Words(NamedTuple):
    """The words of `text`: as written, in lower case, and between which characters they stand."""

    text: str
    forms: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]
    styles: list[str]

    def gap(self, index: int) -> str:
        """What stands between word `index - 1` and word `index`; a line end before the first and after the last."""
        if 0 < index < len(self.forms):
            return self.text[self.ends[index - 1] : self.starts[index]]
        return "\n"

    def is_joined(self, index: int) -> bool:
        """Nothing but spaces and marks of abbreviation before word `index`: one name may run across."""
        gap = self.gap(index)
        if gap == " ":
            return True
        if _SHORT.fullmatch(gap) is None:
            return False
        return ". " not in gap or len(self.forms[index - 1]) == 1 or self.lowers[index - 1] in SHORTENED

    def opens_sentence(self, index: int) -> bool:
        gap = self.gap(index)
        return any(sign in gap for sign in '.!?:;\n"“—-')

    def is_capital(self, index: int) -> bool:
        return self.forms[index][0].isupper()


def split_words(text: str) -> Words:
    found = list(_WORD.finditer(text))
    forms = [match.group() for match in found]
    lowers = [form.lower().replace("’", "'").replace("`", "'") for form in forms]
    starts, ends = [match.start() for match in found], [match.end() for match in found]
    return Words(text, forms, lowers, starts, ends, _styles(text, forms, starts, ends))


def _styles(text: str, forms: list[str], starts: list[int], ends: list[int]) -> list[str]:
    """For each word how its sentence is written: a headline's capitals tell nothing about a word."""
    styles: list[str] = []
    begin = 0
    for index in range(1, len(forms) + 1):
        is_end = index == len(forms) or (
            index - begin >= SHORTEST_SENTENCE and _ENDS.search(text, ends[index - 1], starts[index])
        )
        if is_end:
            styles += [_style(forms[begin:index])] * (index - begin)
            begin = index
    return styles


def _style(forms: list[str]) -> str:
    """`kecil` without a capital, `besar` in capitals alone, `judul` where nearly every longer word has one, else `kalimat`."""
    capitals = [form for form in forms if form[0].isupper()]
    if not capitals:
        return "kecil"
    if len(forms) >= SHORTEST_SENTENCE and all(form.isupper() or form[0].isdigit() for form in forms):
        return "besar"
    lower = [form for form in forms if len(form) > 3 and form[0].islower() and form not in SMALL_WORDS]
    is_headline = len(capitals) > 3 and len(lower) * 8 <= len(capitals) and not any(map(_VERB.match, lower))
    return "judul" if is_headline else "kalimat"


class Phrase(NamedTuple):
    words: tuple[str, ...]
    forms: tuple[str, ...]
    key: str


class PhraseBook:
    """Names by their words. The longest one at a word wins; an abbreviation in capitals counts in capitals alone."""

    def __init__(self, names: Iterable[tuple[str, str]]):
        self._by_first: dict[str, list[Phrase]] = {}
        for name, key in sorted(set(names)):
            words = split_words(name)
            if words.forms:
                phrase = Phrase(tuple(words.lowers), tuple(words.forms), key)
                self._by_first.setdefault(words.lowers[0], []).append(phrase)
        for phrases in self._by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))

    def __contains__(self, first: str) -> bool:
        return first in self._by_first

    def at(self, words: Words, index: int) -> list[Phrase]:
        """Every phrase that stands at word `index`, the longest first."""
        return [phrase for phrase in self._by_first.get(words.lowers[index], ()) if _stands(phrase, words, index)]


def _stands(phrase: Phrase, words: Words, index: int) -> bool:
    size = len(phrase.words)
    if size > 1:
        if tuple(words.lowers[index : index + size]) != phrase.words:
            return False
        return all(words.is_joined(position) for position in range(index + 1, index + size))
    form = phrase.forms[0]
    if len(form) <= LONGEST_ABBREVIATION and sum(letter.isupper() for letter in form) > 1:
        is_plain = words.styles[index] == "kecil" and len(form) > 3
        return is_plain or (words.forms[index] == form and words.styles[index] != "besar")
    if sum(letter.isupper() for letter in form) > 1 and words.styles[index] == "kalimat":
        return words.forms[index] in (form, form.upper())
    return words.is_capital(index) or words.styles[index] == "kecil"
