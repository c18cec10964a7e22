"""Letters and digits in disguise: styled ones, invisible ones between them, entities, tags, a broken encoding.

Plain ones take their place before any other mask looks: what cleaning would bring to light must be masked before.
"""

from __future__ import annotations

import html
import re
import unicodedata

from warehouse.privacy.mask import Group, Mask

STYLED = "\uff01-\uff5e\U0001d400-\U0001d7ff"
INVISIBLE = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3"
SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
ENTITY = r"&(?:(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|nbsp|shy|zwnj|zwj);?|[A-Za-z][A-Za-z0-9]{1,31};)"
TAG = r"(?i:</?(?:p|br|b|i|u|a|s|em|strong|div|span|img|h[1-6]|[ou]l|li|blockquote|figure|figcaption)(?:\s[^<>]{0,300})?/?>)"
MANGLED = "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
"""UTF-8 that was read as Windows-1252."""

_ENTITY, _TAG, _MANGLED = re.compile(ENTITY), re.compile(TAG), re.compile(MANGLED)
_INVISIBLE = re.compile(rf"(?<=\w)[{INVISIBLE}]+|[{INVISIBLE}]+(?=\w)")
_SPACES = re.compile(f"[{SPACES}]")
_STYLED = re.compile(f"[{STYLED}]+")


def undisguise(text: str) -> str:
    """The text in plain letters, where one disguise lies under another, too; invisible ones stay where they join emoji."""
    before = None
    while text != before:
        before = text
        text = _TAG.sub(" ", _ENTITY.sub(lambda found: html.unescape(found[0]), text))
        text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _MANGLED.sub(_decoded_again, text))
        text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return text


def _decoded_again(found: re.Match[str]) -> str:
    raw = b"".join(bytes([ord(c)]) if ord(c) < 256 else c.encode("cp1252", "ignore") for c in found[0])
    for length in range(len(found[0]), 1, -1):
        try:
            return raw[:length].decode() + found[0][length:]
        except UnicodeDecodeError:
            continue
    return found[0]


HINT = f"[{STYLED}{INVISIBLE}{SPACES}]|{ENTITY}|{MANGLED}|(?i:</?[a-z])"
DISGUISES = Group(HINT, (Mask(HINT, undisguise),))
