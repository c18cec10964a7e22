"""What lists alone find in a text: the measure of what the rules add to them."""

from __future__ import annotations

from ml.entities import registry
from ml.entities.lexicon import places, strong_names
from ml.entities.marking import Span
from ml.entities.words import Words, split_words


def look_up(text: str) -> list[Span]:
    """Names of registries and lists wherever they stand, the first book that knows a word first."""
    words = split_words(text)
    books = ((registry.officials().strong, "PERSON"), (registry.organisations().book, "ORG"), (places(), "PLACE"))
    spans: list[Span] = []
    index = 0
    while index < len(words.forms):
        found = next(((book.at(words, index), label) for book, label in books if book.at(words, index)), None)
        end = index + len(found[0][0].words) if found else _names_end(words, index)
        if end > index:
            spans.append((words.starts[index], words.ends[end - 1], found[1] if found else "PERSON"))
        index = max(end, index + 1)
    return spans


def _names_end(words: Words, index: int) -> int:
    end = index
    while end < len(words.forms) and words.lowers[end] in strong_names() and (end == index or words.is_joined(end)):
        end += 1
    return end
