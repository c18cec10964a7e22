"""People, places and organisations of a text by gazetteer and rules alone, as character spans."""

from __future__ import annotations

from collections.abc import Iterator

from ml.entities.landmarks import landmark_end
from ml.entities.persons import person_spans
from ml.entities.registry import scan
from ml.entities.scanning import Scan
from ml.entities.words import Words, split_words

Span = tuple[int, int, str]
"""First character, behind the last, and PERSON, PLACE or ORG."""


def mark_text(text: str) -> list[Span]:
    words = split_words(text)
    return mark_words(words, scan(words, None))


def mark_words(words: Words, scan: Scan) -> list[Span]:
    """Every span that lists and rules find, none over another, in order."""
    ranges = [(mention.start, mention.end, "PERSON") for mention in scan.people]
    ranges += [(mention.start, mention.end, "ORG") for mention in scan.organisations]
    taken = {position for start, end, _ in ranges for position in range(start, end)}
    for start, end in person_spans(words, taken):
        ranges.append((start, end, "PERSON"))
        taken.update(range(start, end))
    ranges += [(start, end, "PLACE") for start, end in _places(words, taken)]
    return sorted((words.starts[start], words.ends[end - 1], label) for start, end, label in ranges)


def _places(words: Words, taken: set[int]) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(words.forms):
        end = index if index in taken else landmark_end(words, index)
        if end > index and not taken.intersection(range(index, end)):
            yield index, end
        index = max(end, index + 1)


def join_spans(first: list[Span], second: list[Span]) -> list[Span]:
    """All of `first`, and what of `second` lies beside it."""
    beside = [span for span in second if not any(span[0] < end and start < span[1] for start, end, _ in first)]
    return sorted(first + beside)
