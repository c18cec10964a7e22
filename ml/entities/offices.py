"""Words of office and what follows them: "Bupati Pati Sudewo", "Kapolres Malang AKBP ...", "Menteri Keuangan ..."."""

from __future__ import annotations

from typing import NamedTuple

from ml.entities.lexicon import LISTS, PORTFOLIO, RANKS, common_words, names, places, region_names
from ml.entities.words import Words

_PORTFOLIO_OF = {
    "mendagri": "dalam negeri",
    "menlu": "luar negeri",
    "menhan": "pertahanan",
    "menag": "agama",
    "menkum": "hukum",
    "menkumham": "hukum",
    "menham": "hak asasi",
    "menimipas": "imigrasi",
    "menkeu": "keuangan",
    "mendikdasmen": "dasar",
    "mendiktisaintek": "tinggi",
    "mendikti": "tinggi",
    "mendikbud": "pendidikan",
    "mendikbudristek": "riset",
    "menbud": "kebudayaan",
    "menkes": "kesehatan",
    "mensos": "sosial",
    "menaker": "ketenagakerjaan",
    "menperin": "perindustrian",
    "mendag": "perdagangan",
    "menpu": "pekerjaan umum",
    "menpupr": "pekerjaan umum",
    "mendes": "desa",
    "mentrans": "transmigrasi",
    "menhub": "perhubungan",
    "menkomdigi": "digital",
    "menkominfo": "informatika",
    "mentan": "pertanian",
    "menhut": "kehutanan",
    "menkop": "koperasi",
    "menpar": "pariwisata",
    "menparekraf": "pariwisata",
    "menpora": "pemuda",
    "mensesneg": "sekretaris negara",
    "menpan": "aparatur",
    "menpanrb": "aparatur",
    "menekraf": "kreatif",
    "menhaj": "haji",
    "menlh": "lingkungan",
    "menpkp": "perumahan",
}
"""Short for "Menteri" and a portfolio; with "wa" in front, for the deputy."""
NOT_NOW = frozenset("mantan eks bekas calon bakal cabup cagub".split())
SPEECH = frozenset("kata ujar tutur ucap jelas ungkap tegas imbuh papar sebut terang tambah lanjut".split())
CONNECTORS = frozenset(("dan", "serta"))
HEAVY = frozenset({"kepala puskesmas", "camat", "lurah", "kades", "kepala desa", "kuwu", "keuchik", "kapolsek", "danramil"})
"""Offices of places that no list here holds: the word behind them is the place."""
LONGEST_NAME = 5
LONGEST_PORTFOLIO = 14


def _by_first(phrases: list[str]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True):
        found.setdefault(words[0], []).append(words)
    return found


TITLES = _by_first(
    (LISTS / "titles.txt").read_text(encoding="utf-8").splitlines()
    + list(_PORTFOLIO_OF)
    + [f"wa{short}" for short in _PORTFOLIO_OF]
)


class Office(NamedTuple):
    """An office named in words `start` to `end`; the name that stands beside it, if any, in `name_start` to `name_end`.

    `portfolio` is what follows the title, `region` the full names of the regions in it.
    """

    title: str
    start: int
    end: int
    portfolio: str
    region: str
    name_start: int
    name_end: int
    is_held: bool


def office_at(words: Words, index: int) -> Office | None:
    """The office that begins at word `index`."""
    for title in TITLES.get(words.lowers[index], ()):
        if tuple(words.lowers[index : index + len(title)]) == title:
            return _read(words, index, index + len(title), " ".join(title))
    return None


def _read(words: Words, start: int, after_title: int, title: str) -> Office:
    end = _after_portfolio(words, after_title, title)
    portfolio = " ".join(words.lowers[after_title:end])
    before = words.lowers[start - 1] if start and words.is_joined(start) else ""
    name_start, name_end = _name_after(words, end, before, start == 0 or words.opens_sentence(start))
    expanded = _PORTFOLIO_OF.get(title) or _PORTFOLIO_OF.get(title.removeprefix("wa")) or portfolio
    region = _regions(words, after_title, end)
    return Office(title, start, end, expanded, region, name_start, name_end, before not in NOT_NOW)


def _after_portfolio(words: Words, index: int, title: str) -> int:
    limit = min(index + LONGEST_PORTFOLIO, len(words.forms))
    if title in HEAVY and index < limit and words.is_joined(index):
        index = _behind_place(words, index)
    while index < limit and (words.is_joined(index) or (words.gap(index) == ", " and words.lowers[index] in PORTFOLIO)):
        place = places().at(words, index)
        if place:
            index += len(place[0].words)
        elif words.lowers[index] in PORTFOLIO or words.lowers[index] in TITLES:
            index += 1
        else:
            break
    while words.lowers[index - 1] in CONNECTORS:
        index -= 1
    return index


def _regions(words: Words, index: int, end: int) -> str:
    found = []
    while index < end:
        place = places().at(words, index)
        if place:
            found.append(region_names().get(place[0].key, ""))
        index += len(place[0].words) if place else 1
    return " ".join(found)


def _behind_place(words: Words, index: int) -> int:
    """Behind a place that no list holds: one word, or up to three that are no names where a rank or a comma ends them."""
    for end in range(index + 1, min(index + 4, len(words.forms))):
        if words.lowers[end - 1] in names() or not words.is_capital(end - 1):
            break
        if words.gap(end) == ", " or words.lowers[end] in RANKS:
            return end
        if not words.is_joined(end):
            break
    return index + 1


def _name_after(words: Words, index: int, before: str, opens: bool) -> tuple[int, int]:
    """The name that begins at word `index`, behind ranks.

    Behind a comma it may be anyone's ("Di depan Bupati Brebes, Karsinah ..."): there the office has to open the sentence and
    another mark to close the name, or a word of speech to stand before.
    """
    is_apposed = words.gap(index) == ", "
    if index >= len(words.forms) or not (is_apposed or words.is_joined(index)) or set("-/&+") & set(words.gap(index)):
        return index, index
    while index < len(words.forms) and words.lowers[index] in RANKS and _joins(words, index + 1):
        index += 1
    end = name_end(words, index)
    if is_apposed and not (before in SPEECH or (opens and words.gap(end)[:1] in ",.(")):
        return index, index
    return index, end


def _joins(words: Words, index: int) -> bool:
    return words.is_joined(index) or words.gap(index) in (" (", ") ", ". ")


def name_end(words: Words, index: int) -> int:
    """Behind the last word of the name that begins at word `index`; `index` itself where none does."""
    end = index
    while end < len(words.forms) and end - index < LONGEST_NAME:
        if end > index and not words.is_joined(end):
            break
        if not _is_name_word(words, end, is_first=end == index):
            break
        end += 1
    return end


def _is_name_word(words: Words, index: int, is_first: bool) -> bool:
    form, lower = words.forms[index], words.lowers[index]
    if form[0].isdigit() or lower in TITLES:
        return False
    if words.styles[index] == "kecil":
        return lower in names() and lower not in common_words()
    if not words.is_capital(index):
        return False
    if words.styles[index] in ("judul", "besar"):
        return lower in names() or (not is_first and (len(form) == 1 or _is_between(words, index)))
    return lower in names() or (not lower.endswith("kan") and lower not in common_words() and not _is_abbreviation(form))


def _is_between(words: Words, index: int) -> bool:
    """In a headline a word that no list holds is part of a name where a known name follows; else it may be a verb."""
    following = index + 1
    if following >= len(words.forms) or not words.is_joined(following) or words.lowers[index] in common_words():
        return False
    return words.lowers[following] in names() and words.lowers[following] not in common_words()


def _is_abbreviation(form: str) -> bool:
    return len(form) > 2 and form.isupper()


def looks_verbal(lower: str) -> bool:
    """Verbs of headlines: "Tinjau" no list can hold, "Meninjau", "Ditinjau" and "Serahkan" show themselves."""
    return len(lower) > 5 and (lower.startswith(("me", "di", "ber", "ter", "pe")) or lower.endswith(("kan", "nya")))
