"""Outlets that sign a text: datelines before it, suffixes behind its headline.

Outlets are those of the seed `outlets`; an address beside a city ("MALANG, Kabar.co.id -") tells an unlisted one.
"""

from __future__ import annotations

import re
from functools import cache

from warehouse.seeds import read_seed

HEAD_CHARACTERS = 400
"""A dateline stands at the beginning, or right after the headline that was put before the body."""
LONGEST_DATELINE = 60
SHORTEST_HEADLINE = 20
"""Characters before a programme's name: less is a list of names."""

_HOST = re.compile(r"[a-z][a-z0-9-]{1,30}(?:\.(?:com|co|id|net|news|tv|org|go))?\.(?:com|id|co|net|news|tv|org)", re.I)
_MARK = re.compile(r"[-–—:)](?:-|(?<=\))\s?(?:--?|–|—))?\s+|(?<=[A-Z])—(?=[A-Z\"“])|(?i:(?<=\.com)|(?<=\.id))[-–—](?=[A-Z\"“])")
_LAST_BOUNDARY = re.compile(r".*(?:[.!?\"”]\s|\n)", re.S)
_MARKS = ("- ", "– ", "—", ".com-", ".com–", ".id-", ".id–", ".COM-", ".ID-", ": ", ") ", "m, ", "d, ", "o, ")
_HOST_COMMA = re.compile(r"\.(?:com|co|id), ", re.I)
_HOST_AND_CITY = re.compile(r"(?:^|(?<=[.!?] )|(?<=\n))([\w-]+(?:\.[\w-]+)+), ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_CITY_AND_POINT = re.compile(r"[A-Z]{3,}(?: [A-Z]{3,})?\. ")
_BARE = re.compile(r"([A-Z]{3,}(?: [A-Z]{3,}){0,2})(?: [-–] | ?— ?)(?=([A-Z][a-z]+)(?: ([A-Z][a-z]+))?)")
_DATE = re.compile(r"\(?\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\)?")
_PARTS = re.compile(r"[,/|()]")
_PLACE = re.compile(r"[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}")
_LOCAL_DETIK = re.compile(r"detik[A-Z][A-Za-z]{2,}")
_AREAS = frozenset(
    "kabupaten kab kab. kota provinsi prov prov. kecamatan kec kec. kelurahan desa pemkab pemkot pemprov".split()
)
_SUFFIX_MARKS = (" - ", " | ", " – ", " — ", " : ", " -- ")
_PROGRAMME = re.compile(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2}")
_SUFFIX = re.compile(r" (\||-{1,2}|–|—|:) ((?:(?! - )[^\n|–—]){2,40}?)(?=$|\n|\. )")


@cache
def outlet_keys() -> frozenset[str]:
    """Names and hosts of the outlets, lower case without spaces."""
    seed = read_seed("outlets")
    return frozenset(_key(name) for column in ("outlet_name", "domain") for name in seed[column].to_pylist())


@cache
def region_names() -> frozenset[str]:
    """Names of provinces, regencies and cities, lower case, without the word that tells which of these."""
    return frozenset(name.lower() for name in read_seed("regions")["short_name"].to_pylist()) | {"jakarta"}


def _key(name: str) -> str:
    return name.lower().replace(" ", "")


def _is_listed(name: str) -> bool:
    return _key(name) in outlet_keys() or _LOCAL_DETIK.fullmatch(name.strip()) is not None


def _is_brand(name: str) -> bool:
    """Whether the spelling alone tells an outlet: "Kompas.com", "VIVA", "detikcom", unlike the first name Fajar."""
    return "." in name or not name.istitle()


def _is_dateline(chunk: str) -> bool:
    if not chunk[:1].isupper() and not chunk.startswith("(") and not _is_listed(chunk):
        return False
    parts = [part for part in (p.strip() for p in _PARTS.split(_DATE.sub("", chunk))) if part]
    if not 0 < len(parts) <= 4:
        return False
    listed = [part for part in parts if _is_listed(part)]
    outlets = listed or [part for part in parts if _HOST.fullmatch(part)]
    places = [part for part in parts if part not in outlets]
    if not outlets or not all(_PLACE.fullmatch(part) for part in places):
        return False
    return bool(places) or (bool(listed) and (_is_brand(listed[0]) or chunk.startswith("(")))


def _sentence_start(text: str, end: int) -> int | None:
    """Where the sentence or line that runs up to `end` begins; None where it is too long for a dateline."""
    low = max(0, end - LONGEST_DATELINE)
    found = _LAST_BOUNDARY.match(text[low:end])
    return low + found.end() if found else (0 if low == 0 else None)


def _find_dateline(text: str) -> tuple[int, int] | None:
    """Start and end of the first dateline."""
    if (bare := _BARE.match(text)) and _is_bare_dateline(bare):
        return 0, bare.end()
    for mark in _MARK.finditer(text, 0, HEAD_CHARACTERS):
        end = mark.start() + (mark[0][0] == ")")
        start = _sentence_start(text, end)
        if start is not None and _is_dateline(text[start:end]):
            city = _CITY_AND_POINT.match(text, mark.end())
            return start, city.end() if city else mark.end()
    found = _HOST_AND_CITY.search(text, 0, HEAD_CHARACTERS) if _HOST_COMMA.search(text) else None
    if found and _key(found[1]) in outlet_keys() and (city_end := _city_end(found)):
        return found.start(), city_end
    return None


def _is_bare_dateline(found: re.Match[str]) -> bool:
    """ "JAKARTA - Menteri meninjau", unlike "Jakarta - Bandung macet": small letters may be a headline's or a list's place."""
    following = {found[2].lower(), f"{found[2]} {found[3]}".lower()}
    return found[1].lower() in region_names() and following.isdisjoint(region_names())


def _city_end(found: re.Match[str]) -> int | None:
    """Where the city after "Liputan6.com, " ends, when a region has its name: of two words or of one."""
    for name in (found[2], found[2].split(" ")[0]):
        if name.lower() in region_names():
            return found.start(2) + len(name) + 1
    return None


def drop_datelines(text: str) -> str:
    """ "JAKARTA, KOMPAS.com – Warga" is "Warga"; so are "Jakarta (ANTARA) - Warga" and "TEMPO.CO, Jakarta - Warga"."""
    while any(map(text.__contains__, _MARKS)) and (found := _find_dateline(text)) and found[1] < len(text):
        text = text[: found[0]] + text[found[1] :]
    return text


def _without_suffix(found: re.Match[str]) -> str:
    mark, name = found[1], found[2].strip()
    is_outlet = _is_listed(name) and (mark == "|" or _is_brand(name))
    is_channel = mark in "|:" and _key(name.rpartition(" ")[0]) in outlet_keys()
    is_programme = mark == "|" and found.start() > SHORTEST_HEADLINE and _is_programme(name)
    return "" if is_outlet or is_channel or is_programme else found[0]


def _is_programme(name: str) -> bool:
    is_area = name.lower() in region_names() or name.lower().partition(" ")[0] in _AREAS
    return not is_area and _PROGRAMME.fullmatch(name) is not None


def drop_suffixes(text: str) -> str:
    """The outlet or programme after a headline: " - Kompas.com", " | Kabar Malam", " : Okezone News"."""
    if not any(map(text.__contains__, _SUFFIX_MARKS)):
        return text
    return _SUFFIX.sub(_without_suffix, text)
