"""Words of a text with their characters' positions; the words of a hashtag in camel case are told apart."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\w+?(?=[A-Z])|\w+")
_JOINTS = frozenset({"", " ", "-", ".", ". ", "\u00a0", "'", "’", " - ", "–", " – "})
"""What may stand between the words of one name, or between a name and the word that tells what it is."""


def name_key(name: str) -> str:
    """Lower-case words with single spaces between: names are looked up by it."""
    return " ".join(_WORD.findall(name.lower()))


def words_of(text: str) -> list[str]:
    """The words as they stand; hashtags whole. The cheap look before a text is taken apart."""
    return _WORD.findall(text)


class Tokens:
    """`lows` are the words in lower case, `starts` and `ends` their positions in `text`."""

    __slots__ = ("ends", "has_case", "lows", "starts", "text")

    def __init__(self, text: str):
        spans = [m.span() for m in _WORD.finditer(text)]
        if "#" in text:
            spans = [part for span in spans for part in _hashtag_parts(text, *span)]
        self.text = text
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.lows = [text[start:end].lower() for start, end in spans]
        self.has_case = not (text.islower() or text.isupper())

    def gap(self, index: int) -> str:
        """The characters between word `index` - 1 and word `index`; a full stop where there is no such word."""
        if not 0 < index < len(self.lows):
            return "\n"
        return self.text[self.ends[index - 1] : self.starts[index]]

    def is_joined(self, first: int, stop: int) -> bool:
        """Whether nothing but blanks, hyphens and abbreviation points stands between the words `first` to `stop` - 1."""
        return all(self.gap(index) in _JOINTS for index in range(first + 1, stop))

    def before(self, index: int) -> str:
        """The word that leads to word `index` without a break; empty if there is none."""
        return self.lows[index - 1] if self.gap(index) in _JOINTS else ""

    def after(self, stop: int) -> str:
        """The word that follows word `stop` - 1 without a break; empty if there is none."""
        return self.lows[stop] if self.gap(stop) in _JOINTS else ""

    def is_capital(self, index: int) -> bool:
        return self.text[self.starts[index]].isupper()


def _hashtag_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if start == 0 or text[start - 1] != "#":
        return [(start, end)]
    return [m.span() for m in _CAMEL.finditer(text, start, end)]
