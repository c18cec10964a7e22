"""Places that a text names, of any kind: to tell them from people, and for measuring. Regions proper are read elsewhere."""

from __future__ import annotations

from ml.entities.lexicon import common_words, places, strong_names
from ml.entities.words import Words

KINDS = frozenset(
    "desa kelurahan kecamatan kabupaten kota provinsi dusun kampung nagari jalan jl jln gunung sungai pulau danau "
    "laut selat teluk tanjung pantai bandara pelabuhan stasiun terminal stadion pasar museum candi masjid gereja pura "
    "taman bukit air kepulauan distrik benua samudra semenanjung gedung hotel waduk bendungan jembatan kelenteng "
    "vihara bundaran perumahan rt kec kab kel ds".split()
)
"""Words that begin the name of a place."""
MARKED = frozenset("kota kabupaten provinsi kecamatan kelurahan desa distrik dusun kec kab kel ds".split())
LONGEST = 3


def landmark_end(words: Words, index: int) -> int:
    """Behind the last word of the place that begins at word `index`; `index` where none does."""
    known = places().at(words, index)
    if known:
        return index + len(known[0].words)
    if words.lowers[index] not in KINDS or not (words.is_capital(index) or words.styles[index] == "kecil"):
        return index
    end = index + 1
    while end < len(words.forms) and end - index <= LONGEST and words.is_joined(end) and _belongs(words, end):
        end += 1
    return end if end > index + 1 else index


def _belongs(words: Words, index: int) -> bool:
    form, lower = words.forms[index], words.lowers[index]
    if words.styles[index] == "kecil":
        return not form[0].isdigit() and lower not in common_words() and lower not in strong_names()
    return words.is_capital(index) and (words.styles[index] == "kalimat" or lower not in common_words())
