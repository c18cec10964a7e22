"""Text as the models read it: cleaned in named steps, the same for training and scoring. The masked original stays elsewhere.

Cleaning goes on until nothing changes, so that a clean text stays as it is; a step that would leave no word is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ml.boilerplate import drop_links, drop_newsroom_marks, drop_prompts
from ml.characters import compose_characters, decode_markup, has_content, mend_encoding, set_emoji_apart, shorten_runs
from ml.datelines import drop_datelines, drop_suffixes

LONGEST = 2_000
"""Characters beyond which nothing reaches the models: far more than their token limit."""

_LINK = re.compile(r"[hH][tT][tT][pP][sS]?://\S+")
_WWW_LINK = re.compile(r"[wW]{3}\.[^\s.]\S*")
_BARE_LINK = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?:com|id|co|net|org|ly|me|gl|be|io|gd|app|link)/[^\s.]\S*", re.I
)
_BARE_HOST_END = re.compile(r"\.(?:com|id|co|net|org|ly|me|gl|be|io|gd|app|link)/")
_TRACKING = re.compile(r"[?&](?:amp;)?(?:utm_[a-z]{1,20}|fbclid|gclid|igshid|outputType|mc_[ce]id)=\S*")
_HANDLE = re.compile(r"@\w+")


def name_links(text: str) -> str:
    """Addresses as the word "tautan"."""
    if "://" in text:
        text = _LINK.sub("tautan", text)
    lower = text.lower()
    if "www." in lower:
        text = _WWW_LINK.sub("tautan", text)
    if "/" in text and _BARE_HOST_END.search(lower):
        text = _BARE_LINK.sub("tautan", text)
    return text.replace("[URL]", "tautan")


def drop_tracking(text: str) -> str:
    """Parameters that count visits, left over from an address."""
    return _TRACKING.sub("", text) if "=" in text else text


def name_handles(text: str) -> str:
    """Accounts, masked or not, as "@akun"."""
    return _HANDLE.sub("@akun", text) if "@" in text else text


STEPS: dict[str, Callable[[str], str]] = {
    "markah": decode_markup,
    "sandi-rusak": mend_encoding,
    "aksara": compose_characters,
    "tautan": name_links,
    "pelacak": drop_tracking,
    "akun": name_handles,
    "akhiran-judul": drop_suffixes,
    "garis-tanggal": drop_datelines,
    "baca-juga": drop_links,
    "ajakan": drop_prompts,
    "tanda-redaksi": drop_newsroom_marks,
    "emoji": set_emoji_apart,
    "pemanjangan": shorten_runs,
}
"""Cleaning steps by the name that documents carry, in their order."""


def clean(text: str) -> tuple[str, list[str]]:
    """The first LONGEST characters of the text, clean, and the names of the steps that changed it."""
    before, text, taken = None, text[:LONGEST], set()
    while text != before:
        before = text
        for name, step in STEPS.items():
            changed = step(text)
            if changed != text and (has_content(changed) or not has_content(text)):
                text = changed
                taken.add(name)
        text = text[:LONGEST].strip()
    return text, [name for name in STEPS if name in taken]


def clean_text(text: str) -> str:
    """The text without datelines, boilerplate and addresses; capitals, punctuation and line ends stay."""
    return clean(text)[0]


def model_text(text: str) -> str:
    """The clean text on one line."""
    return " ".join(clean_text(text).split())
