"""Steps of cleaning that look at characters: markup, broken encodings, invisible signs, emoji, runs of one letter.

Each takes a text and gives it back; cheap tests of the whole text go before every pattern.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|a|s|em|strong|div|span|img|h[1-6]|[ou]l|li|blockquote|figure|figcaption)(?:\s[^<>]{0,300})?/?>", re.I
)
_MANGLED = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}")
_JOINED_SIGN = re.compile(r"\u200d[♀♂]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3]"
)
_STYLED = re.compile(r"[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_SKIN_TONES = "\U0001f3fb-\U0001f3ff"
_HIGH = re.compile("[\u203c-\U0010ffff]")
"""From the first emoji on."""
PICTURE = (
    "\u203c\u2049\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
)
_FLAG = "\U0001f1e6-\U0001f1ff"
_EMOJI = re.compile(f"([{PICTURE}{_FLAG}](?:(?<=[{_FLAG}])[{_FLAG}])?)[{_SKIN_TONES}]*(?: *\\1[{_SKIN_TONES}]*)*")
_CONTENT = re.compile(f"[^\\W_]|[{PICTURE}{_FLAG}]")
_MARKS = re.compile(r"([!?.,*=_~#-])\1{3,}")
_LAUGH = re.compile(r"(?<![^\W_])(?:([hwx][aeiou]|wk|kw)\1+[hwxk]|([hwx][aeiou]|wk|kw)\2{2,}[hwxk]?)(?![^\W_])", re.I)
_LAUGHS = ("haha", "hehe", "hihi", "huhu", "hoho", "wkwk", "kwkw", "xixi", "wawa", "wowo")
_THRICE = re.compile(r"(.)\1\1")
_DOUBLED = frozenset("maaf saat taat manfaat jamaah".split())
"""Words that keep two letters of a run."""


def has_content(text: str) -> bool:
    """Whether a letter, a digit or an emoji is left."""
    return _CONTENT.search(text) is not None


def decode_markup(text: str) -> str:
    """Entities as their characters, tags as spaces."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return _TAG.sub(" ", text) if "<" in text else text


def mend_encoding(text: str) -> str:
    """UTF-8 that was read as Windows-1252, where its bytes are valid UTF-8 again."""
    return text if text.isascii() else _MANGLED.sub(_decode_again, text)


def _decode_again(found: re.Match[str]) -> str:
    raw = b"".join(bytes([ord(c)]) if ord(c) < 256 else c.encode("cp1252", "ignore") for c in found[0])
    for length in range(len(found[0]), 1, -1):
        try:
            return raw[:length].decode() + found[0][length:]
        except UnicodeDecodeError:
            continue
    return found[0]


def compose_characters(text: str) -> str:
    """Composed characters, styled letters as plain ones, nothing invisible, single spaces, no empty lines."""
    if not text.isascii():
        if _HIGH.search(text):
            text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = _INVISIBLE.sub("", _JOINED_SIGN.sub("", text) if "\u200d" in text else text)
        text = unicodedata.normalize("NFC", text)
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def set_emoji_apart(text: str) -> str:
    """Emoji between spaces, without skin tones; the same one after itself once."""
    if text.isascii() or not _HIGH.search(text):
        return text
    return _EMOJI.sub(_apart, text)


def _apart(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    before = " " if start and not text[start - 1].isspace() else ""
    after = " " if end < len(text) and not text[end].isspace() and not _EMOJI.match(text, end) else ""
    return f"{before}{found[1]}{after}"


def shorten_runs(text: str) -> str:
    """ "bangettttt" as "banget", "hahahaha" as "haha", "!!!!!!" as "!!!"; PPPK, PPP, III and www stay."""
    lower = text.lower()
    if thrice := set(_THRICE.findall(lower)):
        letters = "".join(sorted(thrice.intersection(ascii_lowercase)))
        text = _run_pattern(letters).sub(_shorter, text) if letters else text
        text = _MARKS.sub(r"\1\1\1", text) if len(letters) < len(thrice) else text
    return _LAUGH.sub(lambda found: found[0][:4], text) if any(map(lower.__contains__, _LAUGHS)) else text


@lru_cache(maxsize=1024)
def _run_pattern(letters: str) -> re.Pattern[str]:
    return re.compile("|".join(f"[{letter}{letter.upper()}]{{3,}}" for letter in letters))


def _shorter(found: re.Match[str]) -> str:
    run, letter = found[0], found[0][0]
    before, after = _word_around(found)
    if (before + letter * 2 + after).lower() in _DOUBLED:
        return run[:2]
    is_roman = run.lower() == "iii" and not after and set(before.lower()) <= set("xvlc")
    if is_roman or (run.lower() == "www" and not before + after):
        return run
    is_abbreviation = run.isupper() and len(run) == 3 and (letter not in "AEOU" or not before + after)
    return run if is_abbreviation and (after or len(before) < 3) else letter


def _word_around(found: re.Match[str]) -> tuple[str, str]:
    """What stands right before and right after the run in its word, 20 characters at most."""
    text, start, end = found.string, found.start(), found.end()
    left, right = start, end
    while left > 0 and start - left < 20 and text[left - 1].isalnum():
        left -= 1
    while right < len(text) and right - end < 20 and text[right].isalnum():
        right += 1
    return text[left:start], text[end:right]
