"""The run of three to six words out of an issue's headlines that says best what it is about: grammatical, as written."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from ml.duplicates import vocabulary
from ml.issues.phrases import Segment, is_edge

SHORTEST, LONGEST = 3, 6
"""Words of a label."""
WORD_COST = 0.2
"""What each word of a label has to bring, as a share of the strongest word."""
WHOLE = 0.35
"""What it is worth that a label begins, and that it ends, where its headlines pause; what it costs to tear a phrase there."""
COMMON = 0.1
"""What it is worth that a label stands in e times as many headlines."""
LINKS = frozenset("di ke dari dan untuk dengan pada dalam akibat soal bagi oleh atas vs".split())
"""Words of form that cost nothing."""


def worth(words: Iterable[str], strengths: dict[str, float]) -> float:
    """What the words of a label bring together; `strengths` in shares of the strongest word. A repeated word brings nothing."""
    return sum(_worths(words, strengths))


def _worths(words: Iterable[str], strengths: dict[str, float]) -> Iterator[float]:
    met = set()
    for word in words:
        new = strengths.get(word, 0.0) if word not in met and is_edge(word) else 0.0
        met.add(word)
        yield new - (word not in LINKS) * WORD_COST


def label_around(phrase: str, strengths: dict[str, float], headlines: Iterable[Segment]) -> str | None:
    """The run around `phrase` (lower case) whose words bring most and that cuts least off; None where none is long enough."""
    core = phrase.split()
    counts: dict[str, int] = {}
    worths: dict[str, float] = {}
    for segment in headlines:
        if at := find(core, segment.words):
            sums = list(accumulate(_worths(segment.words, strengths), initial=0.0))
            opens, closes = _cuts(segment.words, strengths)
            for start, end in _runs(segment, at[0], at[0] + len(core)):
                run = " ".join(segment.words[start:end])
                counts[run] = counts.get(run, 0) + 1
                worths[run] = worths.get(run, 0.0) + sums[end] - sums[start] + WHOLE * (opens[start] + closes[end])
    return max(counts, key=lambda run: (worths[run] / counts[run] + COMMON * math.log(counts[run]), run), default=None)


def _cuts(words: list[str], strengths: dict[str, float]) -> tuple[list[int], list[int]]:
    """How well a run begins, and ends, between two words: 1 where the headline pauses, -1 where a stronger phrase is torn."""
    opens, closes = [1], []
    for one, other in pairwise(words):
        together = strengths.get(f"{one} {other}", 0.0)
        opens.append((one in vocabulary.FORM_WORDS) - (together > strengths.get(other, 0.0)))
        closes.append((other in vocabulary.FORM_WORDS) - (together > strengths.get(one, 0.0)))
    return opens, [0, *closes, 1]


def find(core: list[str], words: list[str]) -> list[int]:
    """Where `core` begins within `words`."""
    first, size = core[0], len(core)
    if first not in words:
        return []
    return [at for at, word in enumerate(words) if word == first and words[at : at + size] == core]


def _runs(segment: Segment, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Every (first, last + 1) around start and end that is as long as a label and begins and ends in a word of meaning."""
    for first in range(max(0, end - LONGEST), start + 1):
        for last in range(max(end, first + SHORTEST), min(first + LONGEST, len(segment.words)) + 1):
            if segment.begins[first] and segment.ends[last - 1]:
                yield first, last


def as_written(phrase: str, headlines: Iterable[Segment]) -> str:
    """A phrase of the headlines (lower case) in its commonest writing; one that shouts only where no other is."""
    core = phrase.split()
    writings = Counter(
        " ".join(segment.written[at : at + len(core)]) for segment in headlines for at in find(core, segment.words)
    )
    best = max(writings, key=lambda text: (not text.isupper(), writings[text], text))
    places = vocabulary.place_names()
    return " ".join(word.capitalize() if word in places else word for word in best.split(" "))
