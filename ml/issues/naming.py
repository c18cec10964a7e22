"""What an issue is called: the phrases that set its headlines apart, and a label of three to six words.

Phrases are weighed by their log-odds against the whole stream with the stream as informative prior (Monroe, Colaresi and
Quinn 2008, doi:10.1093/pan/mpn018).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from ml.issues.labels import as_written, find, label_around, worth
from ml.issues.phrases import Background, Segment, is_edge, phrases, segments

MOST_HEADLINES = 100
"""Headlines that are read of a large issue, evenly spaced: the cost of a name is bounded."""
MOST_PHRASES = 8
RAREST = 0.03
"""Share of headlines that a key phrase stands in at least; and in two at least, where any does."""
PRIOR = 10.0
"""Headlines that the stream counts for beside those of the issue."""
MOSTLY = 0.5
"""A phrase that stands in a longer one this often is part of it."""
LONGEST_NAME = 5
ALWAYS = 0.8
"""A word that stands beside a phrase this often belongs to it."""
KEPT = 0.7
"""A label stays while its words bring this share of what those of the best label would bring."""
NAMELESS = "Isu tanpa judul yang dapat ditampilkan"


class ByWord(dict[str, list[Segment]]):
    """The segments with a word, found when they are asked for: few words are."""

    def __init__(self, cut: Iterable[list[Segment]]):
        super().__init__()
        self._segments = list(chain.from_iterable(cut))

    def __missing__(self, word: str) -> list[Segment]:
        self[word] = found = [segment for segment in self._segments if word in segment.words]
        return found


class Name(NamedTuple):
    """`is_headline`: told by headlines; without any, the first words of posts, complaints and checks have to do."""

    label: str
    key_phrases: list[str]
    is_headline: bool = True


def name_issue(headlines: Sequence[str], background: Background, previous: Name | None = None) -> Name:
    """Label and up to eight key phrases, the strongest first; the label of `previous` stays while it still fits."""
    cut = [segments(headline) for headline in headlines[:: math.ceil(len(headlines) / MOST_HEADLINES) or 1]]
    counts = Counter(chain.from_iterable(map(phrases, cut)))
    if not counts:
        return previous or Name(NAMELESS, [])
    fewest = min(max(2, RAREST * len(cut)), max(counts.values()))
    strengths = _strengths(counts, fewest, len(cut), background)
    by_word = ByWord(cut)
    chosen = _choose(counts, fewest, strengths, by_word)
    key_phrases = [as_written(phrase, by_word[phrase.split()[0]]) for phrase in chosen]
    best = label_around(chosen[0], strengths, by_word[chosen[0].split()[0]])
    if previous and _still_fits(previous.label, best or " ".join(chosen[:2]), strengths):
        return Name(previous.label, key_phrases)
    label = as_written(best, by_word[best.split()[0]]) if best else ", ".join(key_phrases[:2])
    return Name(label[0].upper() + label[1:], key_phrases)


def _strengths(counts: Counter[str], fewest: float, total: int, background: Background) -> dict[str, float]:
    """z-score of the log-odds of every word, and of every phrase that is common enough, in shares of the strongest word."""
    found = {}
    for phrase, count in counts.items():
        if count >= fewest or " " not in phrase:
            usual = background.share(phrase)
            seen = count + PRIOR * usual
            odds = seen / (total + PRIOR - seen) * (1 - usual) / usual
            found[phrase] = math.log(odds) * math.sqrt(seen)
    strongest = max(max(value for phrase, value in found.items() if " " not in phrase), 1.0)
    return {phrase: value / strongest for phrase, value in found.items()}


def _choose(counts: Counter[str], fewest: float, strengths: dict[str, float], by_word: ByWord) -> list[str]:
    """The strongest phrases that say something new, one at least; of nested ones the longest that stands for the others."""
    common = [phrase for phrase in strengths if counts[phrase] >= fewest]
    nested = {part for phrase in common for part in _parts(phrase) if counts[phrase] >= MOSTLY * counts[part]}
    whole = [phrase for phrase in common if phrase not in nested]
    whole.sort(key=lambda phrase: (-strengths[phrase] * math.log2(2 + phrase.count(" ")), phrase))
    chosen: list[str] = []
    said: set[str] = set()
    for phrase in whole:
        words = set(filter(is_edge, phrase.split()))
        if not chosen or (strengths[phrase] > 0 and len(words - said) * 2 > len(words)):
            chosen.append(_grown(_without_overlap(phrase, chosen), by_word))
            said.update(chosen[-1].split(), words)
        if len(chosen) == MOST_PHRASES:
            break
    return chosen


def _grown(phrase: str, by_word: ByWord) -> str:
    """With the words that nearly always stand beside it: names may be longer than the phrases that are counted."""
    while phrase.count(" ") < LONGEST_NAME - 1:
        core = phrase.split()
        total, longer = _longer(core, by_word[core[0]])
        best = max(longer, key=lambda name: (longer[name], name), default="")
        if longer[best] < max(2, ALWAYS * total):
            break
        phrase = best
    return phrase


def _longer(core: list[str], every: list[Segment]) -> tuple[int, Counter[str]]:
    """How often the words stand in the headlines, and with which one word more in front or behind."""
    total, longer = 0, Counter()
    for _, words, begins, ends in every:
        for at in find(core, words):
            total, end = total + 1, at + len(core)
            if at and begins[at - 1]:
                longer[" ".join(words[at - 1 : end])] += 1
            if end < len(words) and ends[end]:
                longer[" ".join(words[at : end + 1])] += 1
    return total, longer


def _parts(phrase: str) -> Iterator[str]:
    """The shorter phrases within a phrase."""
    words = phrase.split()
    for size in range(1, len(words)):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _without_overlap(phrase: str, chosen: Sequence[str]) -> str:
    """Without a first word that another phrase ends in, or a last one that another begins with, and words of form there."""
    words = phrase.split()
    if words[0] in {other.split()[-1] for other in chosen}:
        words = words[1:]
    if words[-1] in {other.split()[0] for other in chosen}:
        words = words[:-1]
    edges = [at for at, word in enumerate(words) if is_edge(word)]
    return " ".join(words[edges[0] : edges[-1] + 1])


def _still_fits(label: str, best: str, strengths: dict[str, float]) -> bool:
    words = [word for segment in segments(label) for word in segment.words]
    return worth(words, strengths) >= KEPT * worth(best.split(), strengths)
