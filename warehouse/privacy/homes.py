"""Where somebody lives: neighbourhood units (RT/RW) and house numbers. The street stays, for it is needed to act."""

from __future__ import annotations

import re
from collections.abc import Callable

from warehouse.privacy.mask import Group, Mask

HOME_HINT = (
    r"(?i:\b(?:r[. ]{0,2}[tw]\b|r\.?[tw]_?[0-9]|er ?[tw]e\b|rukun (?:tetangga|warga)\b)"
    r"|\b(?:no|nomor|nomer)\b\W{0,3}(?:rumah\W{0,3})?[0-9]|\bno[0-9]|\bblo?k\b)|\bJ(?:l|ln|alan|L|LN|ALAN)\b\.? ?[A-Z]"
    r"|# ?[0-9]|\b[A-Z]{1,2}-?[0-9]{0,2} ?[/-] ?[0-9]"
)
"""Stands wherever one of the masks may find something; for RE2."""

UNIT = r"(?:r[. ]{0,2}[tw](?![a-z])\.?|er ?[tw]e\b|rukun (?:tetangga|warga)\b)"
COUNT = (
    r"(?:[0-9]{1,3}(?![0-9])(?:[a-d](?![a-z0-9])|(?=r[. ]{0,2}[tw](?![a-z]))|(?![a-z]))|[ivx]{1,5}(?![a-z0-9])"
    r"|(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)\b)"
)
SPACE = r"[\s.:=/,&()_\u2010-\u2015-]{0,5}"
UNITS = re.compile(
    rf"(?i)(?<![a-z0-9@#])(?!(?<=[0-9]\s)rt-){UNIT}(?:\s?[/&-]\s?{UNIT})?{SPACE}(?:(?:no(?:mor)?|ke)\b{SPACE})?{COUNT}"
    rf"(?:{SPACE}(?:dan\s)?{UNIT}{SPACE}{COUNT}|\s?[/\u2010-\u2015-]\s?{COUNT}|(?:\sdan"
    rf"|\s?[,&])\s{COUNT}(?=[\s.,/]{{0,3}}{UNIT})){{0,4}}"
)

STREET = (
    r"(?:jl|jln|jalan|gg|gang|lorong|lrg|blo?k|perum(?:ahan|nas)?|komplek?s?|rusun(?:awa)?|apartemen|griya|rumah"
    r"|kav(?:ling|eling)?"
    r"|kampung|kp|dusun|kost?|ruko)\b|\[RT/RW\]"
)
OTHER_NUMBERS = (
    r"(?:uu|undang|perda|pasal|peraturan|perwali|perpres|pergub|permen\w*|pp|sk|surat|se|nomor|no|telp|hp|tiket|laporan"
    r"|aduan|km)\b"
)
HOUSE = re.compile(
    rf"(?i)((?:(?<![a-z])(?:{STREET}))(?:[\s.,/]{{1,3}}(?!{OTHER_NUMBERS})[\w'’&-]{{1,20}}){{0,6}}?[\s.,/]{{0,3}}\bno(?:mor"
    rf"|mer)?(?![a-z])[\s.:]{{0,3}}(?:rumah[\s.:]{{0,3}})?)"
    r"[0-9]{1,4}(?![0-9])(?:\s?[a-z]\b)?(?:\s?[/-]\s?[0-9]{1,3}[a-z]?\b)?(?!\s?(?:tahun|thn|th)\b|/)"
)
OWN_HOUSE = re.compile(r"(?i)(\bno(?:mor|mer)?\.?\s?rumah(?:nya|ku)?[\s.:]{0,3})[0-9]{1,4}(?:\s?[a-z]\b)?")
BLOCK = re.compile(r"(?i)(\bblo?k\s{0,2}[a-z]{1,2}-?[0-9]{0,2}\s?[/-]\s?)[0-9]{1,3}[a-z]?\b")
LANE = re.compile(
    r"(\b(?:J(?:l|ln|alan)|JL|JLN|JALAN)\b\.?\s?(?:[A-Z][\w.'’]*\s){1,4}[IVX]{1,5}\s?[/-]\s?)[0-9]{1,3}[A-Za-z]?\b(?:-[0-9]{1,3}\b)?(?!\s?/)"
)
"""The lanes of a street bear Roman numbers, their houses Arabic ones."""
SIGNED = re.compile(r"(?i)(\b(?:jl|jln|jalan|gg|gang)\b\.?\s?(?:[\w.'’]{1,20}\s){1,4}#\s?)[0-9]{1,3}[a-z]?\b")
ESTATE = re.compile(
    r"(\b(?i:perum(?:ahan|nas)?|komplek?s?|griya|cluster|villa|residence)\b\.?\s(?:[\w'’]{1,20},?\s){1,4}[A-Z]{1,2}-?[0-9]{0,2}"
    r"\s?[/-]\s?)[0-9]{1,3}[A-Za-z]?\b"
)
"""Blocks of an estate, where nobody writes the word."""
BESIDE_STREET = re.compile(
    r"(\b(?:J(?:l|ln|alan)|JL|JLN|JALAN)\.?\s?(?:[A-Z][\w.'’]*\s){0,3}(?!(?:Seksi|Ruas|Gang|Tahap|Paket|Lorong|Blok"
    r"|Kilometer)\b)[A-Z][A-Za-z'’]{2,}\s)"
    r"(?!(?:19|20)[0-9]{2})(?:[0-9]{2,4}[A-Za-z]?|[0-9][A-Za-z])(?=\s{0,2}(?:[,;)\n]|\.(?!\d)|$))"
)


def _by(pattern: re.Pattern) -> Callable[[str], str]:
    return lambda text: pattern.sub(r"\1[nomor-rumah]", text)


HOMES = Group(
    HOME_HINT,
    (
        Mask(r"(?i:\b(?:r[. ]{0,2}[tw]|er ?[tw]e|rukun))|\]r[tw]", lambda text: UNITS.sub("[RT/RW]", text)),
        Mask(r"(?i:\bno(?:mor|mer)?\W{0,3}(?:rumah\W{0,3})?[0-9])", _by(HOUSE)),
        Mask(r"(?i:\bno(?:mor|mer)?\W{0,2}rumah)", _by(OWN_HOUSE)),
        Mask(r"(?i:\bblo?k\b)", _by(BLOCK)),
        Mask(r"\bJ(?:l|ln|alan|L|LN|ALAN)\b", _by(BESIDE_STREET)),
        Mask(r"[IVX] ?[/-] ?[0-9]", _by(LANE)),
        Mask(r"# ?[0-9]", _by(SIGNED)),
        Mask(r"\b[A-Z]{1,2}-?[0-9]{0,2} ?[/-] ?[0-9]", _by(ESTATE)),
    ),
)
