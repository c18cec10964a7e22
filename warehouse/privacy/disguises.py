"""Letters and digits in disguise: full-width and styled ones, invisible ones between them, and those written as entities.

Plain ones take their place before any other mask looks: what cleaning would bring to light must be masked before.
"""

from __future__ import annotations

import html
import re
import unicodedata

from warehouse.privacy.mask import Group, Mask

STYLED = "\uff01-\uff5e\U0001d400-\U0001d7ff"
INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|nbsp|shy|zwnj|zwj);?"

_ENTITY = re.compile(ENTITY)
_INVISIBLE = re.compile(rf"(?<=\w)[{INVISIBLE}]+|[{INVISIBLE}]+(?=\w)")
_SPACES = re.compile(f"[{SPACES}]")
_STYLED = re.compile(f"[{STYLED}]+")


def undisguise(text: str) -> str:
    """The text in plain letters; invisible ones stay where they join emoji."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


HINT = f"[{STYLED}{INVISIBLE}{SPACES}]|{ENTITY}"
DISGUISES = Group(HINT, (Mask(HINT, undisguise),))
