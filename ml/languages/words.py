"""Words as evidence of a language: small letters without accents, the parts of a doubled word each on their own."""

from __future__ import annotations

import re
import unicodedata

_ASCII_WORD = re.compile(r"[A-Za-z]+(?:['`][A-Za-z]+)*['`]?")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*['’ʼ`]?")
_NO_EVIDENCE = re.compile(r"(?:https?://|www\.)\S+|\[[a-z-]+\]|[@#]\w*|&\w+;")
_MAY_LACK_EVIDENCE = re.compile(r"[@#\[&]|http|www\.")
_OPENING_QUOTE = re.compile(r"(?:^|[\s(])['‘’]")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_ELONGATED = re.compile(r"(.)\1\1+")


def words(text: str) -> list[str]:
    """The words of `text` as written; links, accounts, hashtags, masks, numbers and emoji are left out.

    An apostrophe at the end of a word is a glottal stop, unless the text quotes with it.
    """
    if _MAY_LACK_EVIDENCE.search(text):
        text = _NO_EVIDENCE.sub(" ", text)
    found = (_ASCII_WORD if text.isascii() else _WORD).findall(text)
    if ("'" in text or "’" in text) and _OPENING_QUOTE.search(text):
        return [word.rstrip("'’") for word in found]
    return found


def fold(word: str) -> str:
    """`word` in small letters without accents; three or more equal letters in a row become one."""
    word = word.lower().translate(_APOSTROPHES)
    if not word.isascii():
        word = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return _ELONGATED.sub(r"\1", word)
