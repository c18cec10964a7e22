"""Every person that a text names, in office or not: for masking, and for measuring. None of this is stored."""

from __future__ import annotations

from collections.abc import Iterator

from ml.entities.lexicon import RANKS, common_words, names, places, strong_names
from ml.entities.offices import SPEECH, TITLES, name_end
from ml.entities.organisations import STARTS
from ml.entities.words import Words

CALLED = frozenset(
    "pak nenek kakek mak mbok mbah bapak bpk bu ibu mas mbak mba bang abang kang teh neng om tante sdr sdri saudara saudari "
    "tn ny nyonya almarhum almarhumah alm ustaz ustad ustadz ustadzah kiai kyai gus habib romo pendeta pdt pastor suster bidan "
    "guru dokter dr bunda cak ning nyai aktris aktor penyanyi pelatih striker kiper bek gelandang pebulutangkis "
    "petinju pembalap bernama inisial nama".split()
)
"""Behind one of these a capital begins a name."""


def person_spans(words: Words, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Word ranges of names outside `taken`, in order."""
    index = 0
    while index < len(words.forms):
        end = index if index in taken else _person_end(words, index)
        if end > index and not taken.intersection(range(index, end)):
            yield index, end
            index = end
        else:
            index += 1


def _person_end(words: Words, index: int) -> int:
    lower = words.lowers[index]
    if (
        lower in TITLES
        or lower in STARTS
        or _ends_title(words, index)
        or (places().at(words, index) and lower not in strong_names())
    ):
        return index
    if index and words.is_joined(index) and _is_cued(words, index):
        return max(name_end(words, index), index + (words.styles[index] == "kecil" and _is_short_name(words, index)))
    if not (words.is_capital(index) or words.styles[index] == "kecil"):
        return index
    end = name_end(words, index)
    return end if _is_name(words, index, end) else index


def _ends_title(words: Words, index: int) -> bool:
    """ "Agung" of "Jaksa Agung"."""
    titles = TITLES.get(words.lowers[index - 1], ()) if index else ()
    return any(title[1:2] == (words.lowers[index],) for title in titles)


def _is_cued(words: Words, index: int) -> bool:
    before = words.lowers[index - 1]
    if before in CALLED or before in RANKS:
        return words.styles[index] == "kalimat" or words.lowers[index] in names() or words.lowers[index] not in common_words()
    if before.isdigit() and index > 1:
        return words.lowers[index - 2] in ("rt", "rw") and words.is_capital(index)
    return before in SPEECH and words.styles[index] == "kalimat" and words.lowers[index] not in common_words()


def _is_short_name(words: Words, index: int) -> bool:
    """ "bu tini": in lower case the word behind the call is the name, if it is no other word."""
    lower = words.lowers[index]
    return lower in names() or (lower not in common_words() and len(lower) > 2)


def _is_name(words: Words, start: int, end: int) -> bool:
    """One word has to be known as a name and as nothing else; of several, one has to be known and one no other word."""
    lowers = words.lowers[start:end]
    if len(lowers) == 1:
        return lowers[0] in strong_names()
    return any(lower in names() for lower in lowers[:2]) and any(lower not in common_words() for lower in lowers)
