"""How likely it is that one short text was made from another by small edits, reckoned from their words and letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

from ml.duplicates.vocabulary import EDITION, FORM, NEGATIONS, NUMBER, PLACE, SIDE
from ml.duplicates.words import KIND_MASK, word_hash

FORM_WEIGHT = 0.3
TYPING_ERROR = 6
"""Hashes of letters that one wrong, lost or swapped letter or space changes at most."""

Words = Sequence[int]

_NEGATIONS = frozenset(map(word_hash, NEGATIONS))


class Text(NamedTuple):
    """Hashes of the words and of the letters of one text, in order."""

    words: Words
    letters: Sequence[int]


class Evidence(NamedTuple):
    """Shares are 0 to 1, the rest counts; of two counts, one for each text, the lesser and the greater."""

    words_shared: float
    letters_shared: float
    words_contained: float
    in_one_order: bool
    longest_addition: int
    letters_alone_least: int
    letters_alone_most: int
    next_day: bool
    later: bool
    words_of_editions: int
    log_length: float


BIAS = -7.8
WEIGHTS = Evidence(
    words_shared=5.1,
    letters_shared=3.9,
    words_contained=2.0,
    in_one_order=0.53,
    longest_addition=-0.68,
    letters_alone_least=-0.037,
    letters_alone_most=-0.023,
    next_day=-0.71,
    later=-2.8,
    words_of_editions=-1.4,
    log_length=1.05,
)
"""Logistic regression (scikit-learn, C = 0.3, on standardised values) over the short pairs of the first three draws and of
tests/gold/duplicates.jsonl that no rule of `ml.duplicates.decision` settles: 411, of them 212 copies."""


def likeness(left: Words, right: Words) -> float:
    """Share of their words that two texts have in common, words of form weighing less; 0 to 1."""
    one, other = Counter(left), Counter(right)
    every = _weight(one | other)
    return _weight(one & other) / every if every else 0.0


def chance(left: Text, right: Text, days_apart: int) -> float:
    """Chance that the two are copies if nothing in them tells other news; 0 to 1."""
    found = weigh(left, right, days_apart)
    return 1 / (1 + exp(-BIAS - sum(weight * value for weight, value in zip(WEIGHTS, found, strict=True))))


def weigh(left: Text, right: Text, days_apart: int) -> Evidence:
    """What `chance` is reckoned from."""
    one, other = Counter(left.words), Counter(right.words)
    alone, alone_other = one - other, other - one
    weight, weight_other, both = _weight(alone), _weight(alone_other), _weight(one & other)
    letters, letters_left, letters_right = _compare_letters(left, right)
    common = {word for word in one.keys() & other.keys() if word & KIND_MASK != FORM}
    editions = sum(count for words in (alone, alone_other) for word, count in words.items() if word & KIND_MASK == EDITION)
    return Evidence(
        both / max(both + weight + weight_other, 1),
        letters / max(letters + letters_left + letters_right, 1),
        both / max(both + min(weight, weight_other), 1),
        first_mentions(left.words, common) == first_mentions(right.words, common),
        max(_longest_addition(left.words, alone), _longest_addition(right.words, alone_other)),
        min(letters_left, letters_right),
        max(letters_left, letters_right),
        days_apart == 1,
        days_apart > 1,
        editions,
        log(min(len(left.words), len(right.words))),
    )


def is_typing_error(left: Text, right: Text) -> bool:
    """Whether so few letters differ that one of the two was only mistyped; words that change the news are no mistake."""
    _, letters_left, letters_right = _compare_letters(left, right)
    if min(letters_left, letters_right) >= TYPING_ERROR or max(letters_left, letters_right) > TYPING_ERROR:
        return False
    alone, alone_other = Counter(left.words) - Counter(right.words), Counter(right.words) - Counter(left.words)
    kinds, kinds_other = ({word & KIND_MASK for word in words} for words in (alone, alone_other))
    if (kinds | kinds_other) & {NUMBER, SIDE} or PLACE in kinds & kinds_other:
        return False
    return _NEGATIONS.isdisjoint(alone | alone_other)


def first_mentions(words: Words, wanted: set[int]) -> list[int]:
    """`wanted` in the order in which they first come."""
    return list(dict.fromkeys(word for word in words if word in wanted))


def _weight(words: Counter[int]) -> float:
    return sum(count * (FORM_WEIGHT if word & KIND_MASK == FORM else 1.0) for word, count in words.items())


def _compare_letters(left: Text, right: Text) -> tuple[int, int, int]:
    """Hashes that both have, that the left has alone, and the right."""
    both = (Counter(left.letters) & Counter(right.letters)).total()
    return both, len(left.letters) - both, len(right.letters) - both


def _longest_addition(words: Words, alone: Counter[int]) -> int:
    """Most words of meaning one after another that the other text lacks."""
    longest = run = 0
    for word in words:
        if not alone[word]:
            run = 0
            continue
        alone[word] -= 1
        run += word & KIND_MASK != FORM
        longest = max(longest, run)
    return longest
