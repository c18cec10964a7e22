"""A text as hashes of its words: accounts, links, repost marks, part numbers and the hashtags around it left out.

A hash is 29 bits of CRC-32 over the word in lower case and one spelling, and the word's kind in the three low bits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from ml.duplicates import vocabulary

KIND_BITS = 3
KIND_MASK = (1 << KIND_BITS) - 1
LONGEST = 6_000
"""Characters beyond which nothing is compared."""

ENCLITIC, LONG_WORD = "nya", 6
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
_LEFT_OUT = re.compile(r"https?://\S+|www\.\S+|@[\w.]*|\btautan\b")
_DOUBLED = re.compile(r"\b([^\W\d_]+)-\1\b")
_JOINED_SUM = re.compile(r"\brp\.?(?=\d)")
_SHORT_SUM = re.compile(r"(?<=\d)\s?(m|t|jt|rb)\b")
_MAGNITUDES = {"m": " miliar", "t": " triliun", "jt": " juta", "rb": " ribu"}
_REPOST = re.compile(r"^\W*rt\b(?!\s*\d)|^\W*\d{1,2}/\d{1,2}\b(?!/)|\(?\b\d{1,2}/\d{1,2}\)?\W*$")
_AROUND = re.compile(r"^(?:\W*#\w+)+(?=\s)|(?:\s*#\w+[^\w#]*)+$")


class _Hashes(dict[str, int]):
    """Hash of each word, reckoned once."""

    def __missing__(self, word: str) -> int:
        if word.endswith(ENCLITIC) and len(word) > LONG_WORD:
            value = self[word] = self[word.removesuffix(ENCLITIC)]
            return value
        kind = vocabulary.NUMBER if word[0].isdigit() or len(word) == 1 else vocabulary.kinds().get(word, vocabulary.WORD)
        value = (crc32(word.encode()) << KIND_BITS & 0xFFFFFFFF) | kind
        if len(self) < 2_000_000:
            self[word] = value
        return value


_HASHES = _Hashes()


def word_hash(word: str) -> int:
    """The hash of one word in lower case and one spelling."""
    return _HASHES[word]


def split_words(text: str) -> list[str]:
    """The words that make a text what it says, in order, lower case, one spelling each.

    Hashtags and numbers are words where nothing else is left; a text of links and accounts alone has none, for they stand for
    what may differ.
    """
    text = text[:LONGEST].lower()
    stripped = text
    if "@" in text or "http" in text or "www." in text or "tautan" in text:
        stripped = _LEFT_OUT.sub(" ", stripped)
    if "#" in text:
        stripped = _AROUND.sub(" ", stripped)
    if "rt" in text[:6] or "/" in text:
        stripped = _REPOST.sub(" ", stripped)
    if "-" in text:
        stripped = _DOUBLED.sub(r"\1", stripped)
    if "rp" in text:
        stripped = _JOINED_SUM.sub("rp ", stripped)
    stripped = _SHORT_SUM.sub(_write_out, stripped)
    if ".000" in text:
        stripped = stripped.replace(".000.000", " juta").replace(".000", " ribu")
    words = _WORD.findall(stripped) or _WORD.findall(_LEFT_OUT.sub(" ", text))
    return words if _SPELLED.isdisjoint(words) else _spell(words)


def _write_out(found: re.Match[str]) -> str:
    return _MAGNITUDES[found[1]]


_SPELLED = frozenset(vocabulary.SPELLINGS)


def _spell(words: list[str]) -> list[str]:
    spelled: list[str] = []
    for word in words:
        spelled += vocabulary.SPELLINGS[word].split() if word in _SPELLED else (word,)
    return spelled


def hash_words(words: Sequence[str]) -> np.ndarray:
    """uint32, shape (words,)."""
    return np.fromiter(map(_HASHES.__getitem__, words), np.uint32, len(words))


def text_key(words: Sequence[str], text: str) -> str:
    """32 hex digits, equal for equal words; of the text itself where it has no words."""
    known = " ".join(words) if words else text.strip()
    return hashlib.md5(known.encode(), usedforsecurity=False).hexdigest()
