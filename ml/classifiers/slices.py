"""Groups of texts that a classifier is measured on apart: by length, slang and language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ml.languages import LanguageReader
from ml.slang import Normaliser
from ml.text import clean_text
from warehouse.seeds import read_seed

SHORT, LONG = 8, 30
"""Words: below the first a text is short, from the second on long."""
SLANG_SHARE = 0.15
"""Share of slang words from which a text counts as slang."""


@cache
def _readers() -> tuple[Normaliser, LanguageReader]:
    return Normaliser(read_seed("slang")), LanguageReader()


def slices(texts: Sequence[str], channels: Sequence[str | None] | None = None) -> dict[str, list[str | None]]:
    """For each kind of slice the group of every text; `kanal` only where channels are known."""
    normaliser, languages = _readers()
    clean = [clean_text(text) for text in texts]
    counts = [len(text.split()) for text in clean]
    slang = [normaliser.normalise(text)[1] for text in clean]
    found: dict[str, list[str | None]] = {
        "panjang": ["pendek" if n < SHORT else "panjang" if n >= LONG else "sedang" for n in counts],
        "slang": ["slang" if n and s / n >= SLANG_SHARE else "biasa" for s, n in zip(slang, counts, strict=True)],
        "bahasa": [reading.language_slug for reading in languages.read(clean)],
    }
    if channels and any(channels):
        found["kanal"] = list(channels)
    return found
