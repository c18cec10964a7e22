"""How likely each language makes a word, letter by letter: Witten-Bell interpolated character n-grams.

Witten and Bell (1991), "The zero-frequency problem"; the probability of a letter after its last four mixes the longest
context with all shorter ones, each context weighing by how often it came and with how many different letters.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count

import numpy as np

ORDER = 5
START, END = "^", "$"
LETTERS = 40
"""Size of the alphabet that the shortest context backs off to, evenly."""


class LetterModel:
    """`log_probabilities(word)`: natural logarithm of p(word | language), one float32 for each language."""

    def __init__(self, counts: list[dict[str, float]]):
        """`counts`: for each language, its words (folded) and their weights."""
        numbered: defaultdict[str, int] = defaultdict(count(2).__next__, {"": 0, START: 1})
        totals = _gram_counts(counts, numbered)
        self.index = dict(numbered)
        letters, escapes = _interpolate(totals, list(self.index), self.index)
        self._rows = np.log(np.vstack((letters, escapes))).astype(np.float32)
        self._escape = len(self.index)

    def log_probabilities(self, word: str) -> np.ndarray:
        index, escape, rows = self.index, self._escape, []
        marked = START + word + END
        for end in range(2, len(marked) + 1):
            start = max(0, end - ORDER)
            while start < end and marked[start:end] not in index:
                context = index.get(marked[start : end - 1])
                if context is not None:
                    rows.append(escape + context)
                start += 1
            rows.append(index[marked[start:end]])
        return self._rows[rows].sum(axis=0)


def _gram_counts(counts: list[dict[str, float]], index: defaultdict[str, int]) -> np.ndarray:
    """Weights of every n-gram, shape (n-grams, languages); `index` numbers those it does not hold yet."""
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for column, words in enumerate(counts):
        for word, weight in words.items():
            marked = START + word + END
            before = len(rows)
            for end in range(2, len(marked) + 1):
                rows += [index[marked[start:end]] for start in range(max(0, end - ORDER), end)]
            added = len(rows) - before
            columns += [column] * added
            weights += [weight] * added
    totals = np.zeros((len(index), len(counts)))
    np.add.at(totals, (rows, columns), weights)
    return totals


def _interpolate(totals: np.ndarray, grams: list[str], index: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """p(last letter | letters before it) and, for each gram as a context, the weight of what is shorter."""
    contexts = np.array([index[gram[:-1]] for gram in grams])
    suffixes = np.array([index[gram[1:]] for gram in grams])
    lengths = np.array([len(gram) for gram in grams])
    real = lengths > 0
    seen, kinds = np.zeros_like(totals), np.zeros_like(totals)
    np.add.at(seen, contexts[real], totals[real])
    np.add.at(kinds, contexts[real], (totals[real] > 0).astype(float))
    escapes = np.divide(kinds, seen + kinds, out=np.ones_like(seen), where=seen > 0)
    letters = np.full_like(totals, 1 / LETTERS)
    for length in range(1, ORDER + 1):
        rows = np.flatnonzero(lengths == length)
        before = seen[contexts[rows]]
        direct = np.divide(totals[rows], before + kinds[contexts[rows]], out=np.zeros_like(before), where=before > 0)
        letters[rows] = direct + escapes[contexts[rows]] * letters[suffixes[rows]]
    return letters, escapes
