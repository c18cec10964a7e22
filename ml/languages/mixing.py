"""Code-mix: which words of a text belong to another language than the text.

A word does when it speaks for that language, and so do its neighbours taken with it, by more than a margin: on its own, a
word looks like anything.
"""

from __future__ import annotations

import numpy as np

REACH = 2
"""Neighbours on each side that are taken with a word."""
LEAST_WORDS = 2
"""A language with fewer words in a text is not mixed into it."""


def count_mixed(evidence: np.ndarray, sizes: np.ndarray, text_languages: np.ndarray, margins: np.ndarray) -> np.ndarray:
    """For each text, its words of other languages.

    `evidence`: whole numbers, shape (words of all texts, languages); `sizes`: words of each text; `text_languages`: column
    of each text's own language; `margins`: for each language, the evidence that it takes to leave the text's for it.
    """
    at = np.arange(len(evidence))
    text = np.repeat(np.arange(len(sizes)), sizes)
    own = text_languages[text]
    around = _sum_around(evidence, sizes, text)
    other = around.argmax(axis=1)
    is_mixed = around[at, other] - around[at, own] > margins[other]
    is_mixed &= evidence[at, other] > evidence[at, own]
    kinds = evidence.shape[1]
    counts = np.bincount((text * kinds + other)[is_mixed], minlength=len(sizes) * kinds).reshape(-1, kinds)
    return np.where(counts >= LEAST_WORDS, counts, 0).sum(axis=1)


def _sum_around(evidence: np.ndarray, sizes: np.ndarray, text: np.ndarray) -> np.ndarray:
    """For each word, the evidence of it and its neighbours in the same text."""
    at = np.arange(len(evidence))
    ends = np.cumsum(sizes)
    first = np.maximum(at - REACH, (ends - sizes)[text])
    last = np.minimum(at + REACH + 1, ends[text])
    sums = np.zeros((len(evidence) + 1, evidence.shape[1]), dtype=np.int64)
    np.cumsum(evidence, axis=0, out=sums[1:])
    return sums[last] - sums[first]
