"""Whether two texts are copies of one another: their likeness, and what makes look-alikes different news.

Works on hashes of words (`ml.duplicates.words`): equal numbers are equal words, and the low bits tell numbers, places and
turns of sense from other words. What the rules mean is written in docs/labelling-duplicates.md.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product

from ml.duplicates.evidence import Text, Words, chance, is_typing_error, likeness
from ml.duplicates.vocabulary import DAY_PARTS, DAY_WORDS, EDITION, FORM, NEGATIONS, NUMBER, PLACE, PLACE_CUES, SIDE, TURN
from ml.duplicates.words import KIND_MASK, word_hash

SHORTEST = 5
"""Words; shorter texts are only ever exact copies."""
LEAST_LIKENESS, LEAST_CHANCE = 0.4, 0.9
"""Of short texts: likeness below which nothing else is looked at; chance (`ml.duplicates.evidence`) of a copy below which
two texts stay apart. High, for what was joined once is never parted, and a copy that is missed is only counted twice."""
HEADLINE = 40
"""Words up to which a text is compared word by word; a longer one by its runs of three words."""
RUNS, LENGTH_RATIO = 0.75, 0.5
TOPIC_MENTIONS = 4
"""A word that comes so often in one long text and never in the other is what it is about."""
LONGEST_NAME = 3
LEAD = 25
EDITION_START = 3

_THIS = word_hash("ini")
_NEGATIONS = frozenset(map(word_hash, NEGATIONS))
_PLACE_CUES = frozenset(map(word_hash, PLACE_CUES))
_DAY_PARTS = frozenset(map(word_hash, DAY_PARTS))
_DAY_WORDS = frozenset(map(word_hash, DAY_WORDS))


def are_copies(one: Text, other: Text, days_apart: int) -> bool:
    """Whether one text was made from the other by small edits; equal words on different days may be two editions."""
    left, right = one.words, other.words
    if days_apart and min(len(left), len(right)) <= HEADLINE and (_names_its_day(left) or _names_its_day(right)):
        return False
    if list(left) == list(right):
        return True
    shorter, longer = sorted((len(left), len(right)))
    if shorter < SHORTEST or shorter < LENGTH_RATIO * longer:
        return False
    if longer <= HEADLINE:
        return _are_short_copies(one, other, days_apart)
    return _share_runs(left, right) and not (_tell_other_topics(left, right) or _are_editions(left[:LEAD], right[:LEAD]))


def _are_short_copies(left: Text, right: Text, days_apart: int) -> bool:
    if likeness(left.words, right.words) < LEAST_LIKENESS:
        return False
    if _exchange_roles(left.words, right.words):
        return False
    if days_apart <= 1 and not _begins_series(left.words, right.words) and is_typing_error(left, right):
        return True
    return not _tell_other_news(left.words, right.words, days_apart) and chance(left, right, days_apart) >= LEAST_CHANCE


def _names_its_day(words: Words) -> bool:
    return not _DAY_WORDS.isdisjoint(words) or any(
        word in _DAY_PARTS and following == _THIS for word, following in pairwise(words)
    )


def _tell_other_news(left: Words, right: Words, days_apart: int) -> bool:
    one, other = Counter(left), Counter(right)
    alone, alone_other = one - other, other - one
    kinds, kinds_other = _kinds(alone), _kinds(alone_other)
    either, both = kinds | kinds_other, kinds & kinds_other
    if SIDE in either or both & {NUMBER, PLACE, TURN, EDITION} or not _NEGATIONS.isdisjoint((alone | alone_other).keys()):
        return True
    if _name_a_place(left, alone) and _name_a_place(right, alone_other):
        return True
    if _swap_neighbours(*(tuple(word for word in words if word & KIND_MASK == NUMBER) for words in (left, right))):
        return True
    return _are_editions(left, right) or (days_apart > 1 and _begins_series(left, right))


def _name_a_place(words: Words, alone: Counter[int]) -> bool:
    return any(cue in _PLACE_CUES and word in alone for cue, word in pairwise(words))


def _are_editions(left: Words, right: Words) -> bool:
    """Whether both begin a series in the same words and differ in what an edition is about."""
    if not _begins_series(left, right):
        return False
    one, other = Counter(left), Counter(right)
    kinds, kinds_other = _kinds(one - other), _kinds(other - one)
    if PLACE in kinds | kinds_other or kinds & kinds_other & {NUMBER} or _swap_neighbours(left, right):
        return True
    return bool(kinds - {FORM, NUMBER} and kinds_other - {FORM, NUMBER})


def _begins_series(left: Words, right: Words) -> bool:
    """A word of series among the first words of both, or two of them anywhere; or a list of as many things."""
    if left[0] == right[0] and left[0] & KIND_MASK == NUMBER:
        return True
    common = {word for word in set(left) & set(right) if word & KIND_MASK == EDITION}
    return len(common) > 1 or not (common.isdisjoint(left[:EDITION_START]) and common.isdisjoint(right[:EDITION_START]))


def _swap_neighbours(left: Words, right: Words) -> bool:
    """Whether two words side by side stand the other way round: from A to B, and from B to A."""
    one, other = ([word for word in words if word & KIND_MASK != FORM] for words in (left, right))
    backwards = set(zip(other[1:], other, strict=False))
    return any(first != second and (first, second) in backwards for first, second in pairwise(one))


def _exchange_roles(left: Words, right: Words) -> bool:
    """Whether two names stand in each other's place with the same words between: A accuses B, and B accuses A."""
    one, other = ([word for word in words if word & KIND_MASK != FORM] for words in (left, right))
    if len(one) != len(other) or Counter(one) != Counter(other):
        return False
    differing = [place for place, (word, written) in enumerate(zip(one, other, strict=True)) if word != written]
    if not differing:
        return False
    one, other = (words[differing[0] : differing[-1] + 1] for words in (one, other))
    return any(
        one[:first] + one[first:-last] + one[-last:] == other[-first:] + other[last:-first] + other[:last]
        for first, last in product(range(1, LONGEST_NAME + 1), repeat=2)
        if first + last < len(one)
    )


def _kinds(words: Counter[int]) -> set[int]:
    return {word & KIND_MASK for word in words}


def _share_runs(left: Words, right: Words) -> bool:
    one, other = (set(zip(words, words[1:], words[2:], strict=False)) for words in (left, right))
    return len(one & other) >= RUNS * min(len(one), len(other))


def _tell_other_topics(left: Words, right: Words) -> bool:
    one, other = Counter(left), Counter(right)
    return any(
        count >= TOPIC_MENTIONS and word not in absent and word & KIND_MASK != FORM
        for mentioned, absent in ((one, other), (other, one))
        for word, count in mentioned.items()
    )
