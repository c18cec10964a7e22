"""What a word says about the language of its text, worked out once for each word and then looked up.

A word's evidence is log p(word | language) for every class, in whole numbers of 1/UNIT nats, so that sums over a document
are exact and do not depend on what else is read with it. p mixes how often the language's texts hold the word with how
its letters make it (`grams`), by the share of words that a language's texts bring anew (Witten-Bell). Regional languages
borrow from Indonesian, and all from English: the mixture with these keeps borrowed words from speaking against them.
"""

from __future__ import annotations

import numpy as np

from ml.languages.corpus import ENGLISH, INDONESIAN, NEAR_INDONESIAN
from ml.languages.grams import LetterModel
from ml.languages.words import fold

UNIT = 1024
INDONESIAN_SHARE = 0.35
"""Share of Indonesian words in everyday text of a regional language."""
NEAR_SHARE = 0.01
"""Share of words in Indonesian text that our Malay texts hold and our Indonesian ones happen not to; Betawi likewise."""
ENGLISH_SHARE = 0.02
ANY_SHARE = 0.02
"""Share of words that could be of any language: names, slips of the pen, brands."""
NAME_WEIGHT = 0.25
"""What a capitalised word counts that no text holds in small letters: most are names, and names travel."""
LATIN_ENDS = 0x24F
"""Last code point of the Latin blocks; letters beyond it are of another script once accents are folded."""
SCRIPT_NATS = 5.0
"""Nats that each letter of another script speaks against every language of ours."""
LETTERS_COUNTED = 10
MOST_WORDS = 400_000
"""Words remembered before the memory is emptied: about 50 MB."""


class WordEvidence:
    """`rows` of shape (words, classes), and `numbers` for the rows of words.

    `classes` are the languages in the order of `corpora`; the last column stands for other scripts.
    """

    def __init__(self, corpora: dict[str, dict[str, float]]):
        self.classes = [*corpora, "aksara"]
        self._counts = list(corpora.values())
        self._letters = LetterModel([dict.fromkeys(counts, 1.0) for counts in self._counts])
        self._totals = np.array([sum(counts.values()) for counts in self._counts])
        self._kinds = np.array([len(counts) for counts in self._counts], dtype=float)
        self._indonesian, self._english = self.classes.index(INDONESIAN), self.classes.index(ENGLISH)
        self._near = [self.classes.index(language) for language in NEAR_INDONESIAN]
        self._known = frozenset().union(*self._counts)
        self._forget()

    def numbers(self, words: list[str]) -> list[int]:
        """Row numbers of `words`, as written."""
        found = list(map(self._numbers.get, words))
        if None in found:
            found = [self._learn(word) if number is None else number for word, number in zip(words, found, strict=True)]
        return found

    def rows(self) -> np.ndarray:
        return self._rows[: len(self._numbers)]

    def make_room(self) -> None:
        """To be called between batches: row numbers given before no longer hold once the memory was emptied."""
        if len(self._numbers) > MOST_WORDS:
            self._forget()

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._rows = np.empty((1024, len(self.classes)), dtype=np.int32)

    def _learn(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self._numbers))
        if number == len(self._rows):
            self._rows = np.concatenate((self._rows, np.empty_like(self._rows)))
        self._rows[number] = np.rint(self._weigh(word) * UNIT)
        return number

    def _weigh(self, word: str) -> np.ndarray:
        folded = fold(word)
        evidence = np.zeros(len(self.classes))
        if ord(folded[0]) > LATIN_ENDS:
            evidence[:-1] = -SCRIPT_NATS * min(len(folded), LETTERS_COUNTED)
            return evidence
        evidence[:-1] = np.log(self._probabilities(folded))
        evidence -= evidence[:-1].max()
        evidence[-1] = -SCRIPT_NATS * LETTERS_COUNTED
        is_name = word[0].isupper() and folded not in self._known
        return evidence * NAME_WEIGHT if is_name else evidence

    def _probabilities(self, folded: str) -> np.ndarray:
        counted = np.array([counts.get(folded, 0.0) for counts in self._counts])
        by_letters = np.exp(self._letters.log_probabilities(folded).astype(float))
        own = (counted + self._kinds * by_letters) / (self._totals + self._kinds)
        indonesian, english = own[self._indonesian], own[self._english]
        near = NEAR_SHARE * own[self._near].sum()
        mixed = (1 - INDONESIAN_SHARE - ENGLISH_SHARE) * own + INDONESIAN_SHARE * indonesian + ENGLISH_SHARE * english
        mixed[self._indonesian] = (
            (1 - NEAR_SHARE * len(self._near) - ENGLISH_SHARE) * indonesian + near + ENGLISH_SHARE * english
        )
        mixed[self._english] = english
        return (1 - ANY_SHARE) * mixed + ANY_SHARE * own.mean()
