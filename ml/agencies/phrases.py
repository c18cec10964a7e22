"""Phrases of a lexicon in a text: a dictionary by first word, the longest phrase first; words, never parts of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Generic, TypeVar

Value = TypeVar("Value")
_WORD = re.compile(r"[^\W_]+|&")


def split_words(text: str) -> list[str]:
    """The words of `text` as written; signs between them fall away, so "ATR/BPN" is two words."""
    return _WORD.findall(text)


def word_spans(text: str) -> list[tuple[int, int]]:
    """(first, last + 1) character of every word of `text`."""
    return [match.span() for match in _WORD.finditer(text)]


def keys(text: str) -> list[str]:
    """The words of `text` as they are compared."""
    words = _WORD.findall(text.lower())
    return ["dan" if word == "&" else word for word in words] if "&" in words else words


def phrase_key(text: str) -> tuple[str, ...]:
    return tuple(keys(text))


class Phrases(Generic[Value]):
    """Phrases with a value each. `find` walks a text once and takes the longest phrase at each word."""

    def __init__(self, phrases: dict[tuple[str, ...], Value]):
        self.by_first: dict[str, list[tuple[int, tuple[str, ...], Value]]] = {}
        for phrase, value in phrases.items():
            self.by_first.setdefault(phrase[0], []).append((len(phrase), phrase, value))
        for found in self.by_first.values():
            found.sort(key=lambda entry: (-entry[0], entry[1]))

    def at(self, words: list[str], i: int) -> Iterator[tuple[int, Value]]:
        """(number of words, value) of every phrase that begins at word i, the longest first."""
        for length, phrase, value in self.by_first.get(words[i], ()):
            if length == 1 or tuple(words[i : i + length]) == phrase:
                yield length, value

    def find(self, words: list[str]) -> Iterator[tuple[int, int, Value]]:
        """(first word, number of words, value) of the phrases in `words`, without overlap."""
        by_first, following = self.by_first, 0
        for i, word in enumerate(words):
            if i >= following and word in by_first:
                for length, value in self.at(words, i):
                    yield i, length, value
                    following = i + length
                    break
