"""Text as the models read it."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_HANDLE = re.compile(r"@\w+")
LONGEST = 2_000
"""Characters beyond which nothing reaches the models: far more than their token limit."""


def model_text(text: str) -> str:
    """Composed characters, single spaces, links and handles as plain words; the same for training and scoring."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    return _SPACE.sub(" ", _HANDLE.sub("@akun", _LINK.sub("tautan", text))).strip()
