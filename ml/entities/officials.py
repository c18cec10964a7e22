"""The registry of people in office: who a name means, and what office that person held on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from ml.entities.offices import Office
from ml.entities.words import PhraseBook

_KINDS = (
    ("Wakil Menteri", ("wakil menteri", "wamen", "wakil menko")),
    ("Menteri", ("menteri", "menko", "men")),
    ("Wakil Presiden", ("wakil presiden", "wapres")),
    ("Presiden Partai", ("presiden", "presiden partai")),
    ("Presiden", ("presiden",)),
    ("Wakil Gubernur", ("wakil gubernur", "wagub")),
    ("Gubernur", ("gubernur",)),
    ("Penjabat Gubernur", ("pj", "penjabat", "gubernur")),
    ("Wakil Wali Kota", ("wakil wali kota", "wakil walikota", "wawali", "wawalkot")),
    ("Wali Kota", ("wali kota", "walikota", "walkot")),
    ("Wakil Bupati", ("wakil bupati", "wabup")),
    ("Bupati", ("bupati",)),
    ("Kepala Kepolisian Negara", ("kapolri",)),
    ("Wakil Kepala Kepolisian Negara", ("wakapolri",)),
    ("Kepala Kepolisian Daerah", ("kapolda",)),
    ("Panglima", ("panglima",)),
    ("Kepala Staf TNI Angkatan Darat", ("ksad", "kepala staf")),
    ("Kepala Staf TNI Angkatan Laut", ("ksal", "kepala staf")),
    ("Kepala Staf TNI Angkatan Udara", ("ksau", "kepala staf")),
    ("Kepala", ("kepala",)),
    ("Sekretaris Kabinet", ("seskab", "sekretaris kabinet")),
    ("Sekretaris Jenderal", ("sekjen", "sekretaris jenderal")),
    ("Jaksa Agung", ("jaksa agung",)),
    ("Juru Bicara", ("juru bicara", "jubir")),
    ("Direktur Utama", ("dirut", "direktur utama")),
    ("Ketua Umum", ("ketua umum", "ketum")),
    ("Wakil Ketua", ("wakil ketua", "pimpinan")),
    ("Ketua", ("ketua",)),
    ("Pelaksana Tugas", ("plt", "pelaksana tugas")),
)


IDLE = frozenset(("dan", "kota", "republik", "indonesia"))
"""Words of a portfolio that tell nothing about whose it is."""


@dataclass(frozen=True)
class Term:
    """One office of one person; `until` is the day of handing over."""

    position: str
    agency: str | None
    since: date
    until: date | None

    def is_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Official:
    slug: str
    name: str
    terms: tuple[Term, ...]

    def terms_on(self, day: date | None) -> list[Term]:
        """What the person held on `day`, offices of the state first; nothing where no day is known."""
        held = [term for term in self.terms if day and term.is_on(day)]
        return sorted(held, key=lambda term: (term.agency is None, term.since, term.position))


class Officials:
    """`strong` names mean one person wherever they stand; `cued` ones only beside the office, or once the person was named."""

    def __init__(self, seed: pa.Table):
        rows = seed.to_pylist()
        terms: dict[str, list[Term]] = {}
        for row in rows:
            until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
            term = Term(row["position_name"], row["agency_slug"], date.fromisoformat(row["valid_from"]), until)
            terms.setdefault(row["official_slug"], []).append(term)
        people = {row["official_slug"]: row for row in rows}
        self.by_slug = {slug: Official(slug, row["person_name"], tuple(terms[slug])) for slug, row in people.items()}
        cued = [(alias, slug) for slug, row in people.items() for alias in _split(row["cued_aliases"])]
        named = [(alias, slug) for slug, row in people.items() for alias in [row["person_name"], *_split(row["aliases"])]]
        self.strong = PhraseBook(set(named) - set(cued))
        self.cued = PhraseBook(cued)

    def describe(self, slug: str, day: date | None) -> dict[str, str | None]:
        """The columns of ENTITIES that the registry knows: name, slug, and what the person held on `day`."""
        official = self.by_slug[slug]
        terms = official.terms_on(day)
        return {
            "entity_name": official.name,
            "official_slug": slug,
            "agency_slug": next((term.agency for term in terms if term.agency), None),
            "position_name": "; ".join(term.position for term in terms) or None,
        }

    def beside(self, slug: str, office: Office, day: date | None) -> bool:
        """Whether a name beside `office` can mean the person of `slug`; the day decides between namesakes."""
        terms = [term for term in self.by_slug[slug].terms if _is_of(term.position, office)]
        return any(term.is_on(day) for term in terms) if day else bool(terms)


def _split(cell: str | None) -> list[str]:
    return cell.split("|") if cell else []


def _is_of(position: str, office: Office) -> bool:
    kinds = next((titles for start, titles in _KINDS if position.startswith(start)), ())
    if not any(office.title == kind or office.title.startswith(kind) for kind in kinds):
        return False
    stated = [word for word in office.portfolio.split() if len(word) > 2 and word not in IDLE]
    if not stated or all(word in position.lower() for word in stated):
        return True
    return bool(office.region and office.region in position.lower()) or _is_short_for(stated, position)


def _is_short_for(stated: list[str], position: str) -> bool:
    """ "Kepala BGN" for "Kepala Badan Gizi Nasional"."""
    initials = "".join(word[0] for word in position.lower().split()[1:] if word[0].isalpha())
    return all(word in initials for word in stated)
