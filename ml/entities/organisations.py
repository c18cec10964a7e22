"""Organisations by the registry and by the words that begin their names: "PT ...", "Universitas ...", "SMAN 1 ..."."""

from __future__ import annotations

from ml.entities.lexicon import FIRM_WORDS, PORTFOLIO, RANKS, common_words, places, strong_names
from ml.entities.offices import TITLES, looks_verbal
from ml.entities.words import Words

NUMBERED = frozenset("sman smpn sdn smkn mtsn sma smp sd smk mts slb man min mi tk".split())
WORDLIKE = frozenset("man min mi tk".split())
"""Of them, what is a word or an initial as well: only a number tells."""
"""Schools: a number may follow, then the place."""
FIRST_WORDS = frozenset(
    "pt cv perumda pdam yayasan universitas institut politeknik akademi stikes uin iain stain stie stmik unika "
    "partai persatuan ikatan asosiasi serikat federasi konfederasi himpunan perhimpunan aliansi koalisi forum "
    "paguyuban perkumpulan perserikatan gerakan lembaga komite dewan majelis dinas kementerian ditjen bappeda dprd "
    "dpd dpw dpc dpp lbh rsud rsup rsia rsi rs rsj puskesmas pesantren ponpes koperasi kopdes bumdes bank klub ormas "
    "lsm bem sppg pemkot pemkab pemprov polda polres polresta polrestabes polsek kejari kejati kodim korem kodam bpbd "
    "satpol komunitas jaringan front laskar solidaritas konsorsium kopma pwnu pcnu dinkes disdik dishub dinsos ud".split()
)
TWO_WORDS = frozenset(
    {
        "rumah sakit", "sekolah tinggi", "pondok pesantren", "direktorat jenderal", "pengadilan negeri", "pengadilan tinggi",
        "pengadilan agama", "kejaksaan negeri", "kejaksaan tinggi", "karang taruna", "kamar dagang", "lembaga bantuan",
        "badan eksekutif", "pimpinan pusat", "pengurus besar", "badan nasional", "badan pengawas", "komisi nasional",
        "pemerintah kota", "pemerintah kabupaten", "pemerintah provinsi", "bank pembangunan", "grup musik", "satgas mbg",
    }
)  # fmt: skip
STARTS = FIRST_WORDS | NUMBERED | {pair.split()[0] for pair in TWO_WORDS}
LOOSE = frozenset(
    "forum gerakan lembaga dewan majelis komite koalisi aliansi jaringan komunitas front bank koperasi klub perkumpulan".split()
)
"""Words of the language too: they begin a name only with a capital, and with one behind them."""
STATE = frozenset("dinas kementerian lembaga direktorat badan komisi".split())
"""Heads whose names run over "dan": "Dinas Sumber Daya Air dan Bina Marga"."""
LOCAL = frozenset(
    "dinas dinkes disdik dishub dinsos dprd polda polres polresta polrestabes polsek pemkot pemkab pemprov kejari kejati "
    "satpol ormas bpbd kodim korem kodam".split()
)
"""Heads that a place or a word of ministries follows, and seldom anything else."""
STREETS = frozenset("jalan jl jln gang gg rt rw kecamatan kelurahan terkait setempat".split())
SAINTS = frozenset("dr prof h hj kh".split())
"""Titles that houses bear before a name: "RSUD Dr Soetomo"."""
LONGEST = 7


def organisation_end(words: Words, index: int, taken: set[int]) -> int:
    """Behind the last word of the organisation that begins at word `index` by its first word; `index` where none does."""
    lower = words.lowers[index]
    if lower not in STARTS:
        return index
    head = _head(words, index)
    if not head or (words.styles[index] != "kecil" and not words.is_capital(index)) or words.styles[index] == "besar":
        return index
    if lower in LOOSE and words.styles[index] in ("kecil", "judul"):
        return index
    if lower in WORDLIKE and not (index + 1 < len(words.forms) and words.forms[index + 1][0].isdigit()):
        return index
    end = _extend(words, index + head, lower, taken)
    return end if end > index + head or (head == 1 and _has_number(words, index)) else index


def _head(words: Words, index: int) -> int:
    lower = words.lowers[index]
    if index + 1 < len(words.forms) and f"{lower} {words.lowers[index + 1]}" in TWO_WORDS and words.is_joined(index + 1):
        return 2
    return 1 if lower in FIRST_WORDS or lower in NUMBERED else 0


def _has_number(words: Words, index: int) -> bool:
    return any(letter.isdigit() for letter in words.forms[index])


def _extend(words: Words, index: int, first: str, taken: set[int]) -> int:
    end, is_placed = index, False
    while end < len(words.forms) and end - index < LONGEST and words.is_joined(end) and end not in taken:
        place = places().at(words, end)
        if place:
            end += len(place[0].words)
            is_placed = True
        elif _is_person(words, end, is_first=end == index):
            break
        elif _is_known(words, end) if is_placed else _belongs(words, end, first, is_first=end == index):
            end += 1
        elif first in STATE and words.lowers[end] == "dan" and _goes_on(words, end + 1):
            end += 2
        else:
            break
    return end


def _goes_on(words: Words, index: int) -> bool:
    if index >= len(words.forms) or words.styles[index] != "kalimat" or words.lowers[index] in STARTS:
        return False
    return words.is_joined(index) and words.is_capital(index)


def _is_person(words: Words, index: int, is_first: bool) -> bool:
    """Two words of a person's name end the organisation's: "Direktur PT Cahaya Laut Biru Hendro Gunarto"."""
    following = index + 1
    if is_first or following >= len(words.forms) or not words.is_joined(following):
        return False
    pair = words.lowers[index : following + 1]
    if any(lower in common_words() or lower in FIRM_WORDS for lower in pair) or not (
        words.is_capital(index) and words.is_capital(following)
    ):
        return False
    return any(lower in strong_names() for lower in pair)


def _is_known(words: Words, index: int) -> bool:
    return (words.lowers[index] in PORTFOLIO or words.forms[index].isupper()) and words.is_capital(index)


def _belongs(words: Words, index: int, first: str, is_first: bool) -> bool:
    form, lower = words.forms[index], words.lowers[index]
    if form[0].isdigit():
        return first in NUMBERED
    if lower in TITLES or lower in (RANKS - SAINTS if is_first else RANKS) or lower in STARTS or lower in STREETS:
        return False
    if words.styles[index] == "kecil":
        return lower in PORTFOLIO and lower not in ("dan", "serta")
    if not words.is_capital(index):
        return False
    is_known = _is_known(words, index)
    if words.styles[index] == "kalimat":
        return is_known or first not in LOCAL or lower not in common_words()
    return is_known or (is_first and first not in LOCAL and lower not in common_words() and not looks_verbal(lower))
