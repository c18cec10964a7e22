"""One walk over the words of a text: who is named with an office, and which organisations."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ml.entities.lexicon import common_words, given_names, names, places, strong_names
from ml.entities.offices import TITLES, Office, office_at
from ml.entities.officials import Officials
from ml.entities.organisations import STARTS, organisation_end
from ml.entities.words import Phrase, PhraseBook, Words

NAMED_AFTER = frozenset(
    "jalan jl jln bandara stadion gelora gedung jembatan tol monumen museum taman bundaran universitas rsud rs rumkit "
    "lanud masjid makam perumahan gor waduk bendungan kri kapal piala sirkuit alun-alun pasar kampung".split()
)
"""A person's name behind one of these is the name of a place or a house."""
PERSON_SBY = frozenset(
    "demokrat ahy cikeas yudhoyono presiden kristiani ibas pak mantan era rezim pidato museum jokowi megawati".split()
)


FAMILIAR = frozenset("pak bu mas mbak bang kang om tante neng".split())


class Mention(NamedTuple):
    """Words `start` to `end` name something. `slug` is its registry's; `office` stands beside a person that a rule found."""

    kind: str
    start: int
    end: int
    slug: str | None
    office: Office | None


class Scan(NamedTuple):
    people: list[Mention]
    organisations: list[Mention]


def scan_words(words: Words, officials: Officials, registry: PhraseBook, day: date | None) -> Scan:
    """Office-holders and organisations, in the order of the text; no word counts twice."""
    people = _people(words, officials, day)
    taken = {position for mention in people for position in range(mention.start, mention.end)}
    return Scan(people, _organisations(words, registry, taken))


def _people(words: Words, officials: Officials, day: date | None) -> list[Mention]:
    titled = [index for index, lower in enumerate(words.lowers) if lower in TITLES and not is_named_after(words, index)]
    offices = [office for index in titled if (office := office_at(words, index))]
    found: dict[int, Mention] = {}
    index = 0
    while index < len(words.forms):
        mention = _strong_at(words, index, officials) if words.lowers[index] in officials.strong else None
        if mention:
            found[index] = mention
        index = mention.end if mention else index + 1
    for office in offices:
        _add_beside(words, office, officials, day, found)
    _add_repeated(words, officials, found)
    return [found[start] for start in sorted(found)]


def _strong_at(words: Words, index: int, officials: Officials) -> Mention | None:
    for phrase in officials.strong.at(words, index):
        end = index + len(phrase.words)
        if is_named_after(words, index):
            return None
        if phrase.words == ("sby",) and not PERSON_SBY & set(words.lowers):
            return None
        if len(phrase.words) > 1 or stands_alone(words, index, end):
            return Mention("pejabat", index, end, phrase.key, None)
    return None


def is_named_after(words: Words, index: int) -> bool:
    return index > 0 and words.lowers[index - 1] in NAMED_AFTER and words.is_joined(index)


def stands_alone(words: Words, start: int, end: int) -> bool:
    """No further name before or behind, which would make it another person's."""
    if start and words.gap(start) == " ":
        before = words.lowers[start - 1]
        if before in strong_names() and _like(words, start - 1):
            return False
        if before in FAMILIAR and words.lowers[start] in given_names():
            return False
    return not goes_on(words, end)


def goes_on(words: Words, end: int) -> bool:
    """Word `end` carries the name on: in a sentence any capital may, in a headline only what is known as a name."""
    if end >= len(words.forms) or words.gap(end) != " " or not _like(words, end):
        return False
    lower = words.lowers[end]
    if words.styles[end] != "kalimat":
        return lower in strong_names()
    return lower in names() or not (
        lower.endswith("kan") or lower in common_words() or places().at(words, end) or words.forms[end].isupper()
    )


def _like(words: Words, index: int) -> bool:
    return words.is_capital(index) or words.styles[index] == "kecil"


def _add_beside(words: Words, office: Office, officials: Officials, day: date | None, found: dict[int, Mention]) -> None:
    """The person whose office stands right before or right behind the name."""
    if not office.is_held or any(mention.start < office.name_end and office.end < mention.end for mention in found.values()):
        return
    at = office.name_start
    if at < len(words.forms) and (office.name_end > at or words.gap(at) != ", "):
        for phrase in officials.cued.at(words, at):
            if officials.beside(phrase.key, office, day) and _is_whole(words, phrase, at):
                found[at] = Mention("pejabat", at, at + len(phrase.words), phrase.key, office)
                return
    before = _name_before(words, office, officials, day)
    if before and before.start not in found:
        found[before.start] = before
    elif office.name_end > at and words.styles[at] in ("kalimat", "judul") and _is_office_name(words, office):
        found[at] = Mention("pejabat", at, office.name_end, None, office)


def _is_whole(words: Words, phrase: Phrase, at: int) -> bool:
    return not goes_on(words, at + len(phrase.words))


def _is_office_name(words: Words, office: Office) -> bool:
    """Headlines in capitals throughout prove nothing by a capital: there a name has to be known as one."""
    lowers = words.lowers[office.name_start : office.name_end]
    if any(lower in TITLES or lower in STARTS for lower in lowers):
        return False
    if words.styles[office.name_start] != "kalimat":
        return lowers[0] in strong_names()
    if any(lower in strong_names() for lower in lowers):
        return True
    is_marked = office.name_start > office.end or words.gap(office.name_start) == ", "
    return len(lowers) > 1 or is_marked or lowers[0] in names()


def _name_before(words: Words, office: Office, officials: Officials, day: date | None) -> Mention | None:
    """ "Sanusi, Bupati Malang" and "Sanusi selaku Bupati Malang"."""
    end = office.start
    if end and words.lowers[end - 1] in ("selaku", "sebagai"):
        end -= 1
    elif words.gap(end) != ", ":
        return None
    for start in range(max(0, end - 4), end):
        for phrase in officials.cued.at(words, start):
            if (
                start + len(phrase.words) == end
                and officials.beside(phrase.key, office, day)
                and stands_alone(words, start, end)
            ):
                return Mention("pejabat", start, end, phrase.key, office)
    return None


def _add_repeated(words: Words, officials: Officials, found: dict[int, Mention]) -> None:
    """Once a person was named, the short name means the same one."""
    known = {mention.slug for mention in found.values() if mention.slug}
    if not known:
        return
    taken = {position for mention in found.values() for position in range(mention.start, mention.end)}
    for index, lower in enumerate(words.lowers):
        if lower not in officials.cued or index in taken:
            continue
        for phrase in officials.cued.at(words, index):
            if phrase.key in known and stands_alone(words, index, index + len(phrase.words)) and words.is_capital(index):
                found[index] = Mention("pejabat", index, index + len(phrase.words), phrase.key, None)
                break


def _organisations(words: Words, registry: PhraseBook, taken: set[int]) -> list[Mention]:
    found: list[Mention] = []
    index = 0
    while index < len(words.forms):
        mention = None
        lower = words.lowers[index]
        if index not in taken and (lower in STARTS or lower in registry):
            mention = _organisation_at(words, index, registry, taken)
        if mention and not taken.intersection(range(mention.start, mention.end)):
            found.append(mention)
            index = mention.end
        else:
            index += 1
    return found


def _organisation_at(words: Words, index: int, registry: PhraseBook, taken: set[int]) -> Mention | None:
    by_rule = organisation_end(words, index, taken)
    for phrase in registry.at(words, index):
        end = index + len(phrase.words)
        if _is_meant(words, index, phrase) and (by_rule <= end or words.styles[index] != "kalimat"):
            return Mention("organisasi", index, end, phrase.key, None)
    return Mention("organisasi", index, by_rule, None, None) if by_rule > index else None


def _is_meant(words: Words, index: int, phrase: Phrase) -> bool:
    """A name that is a word too ("Tempo") counts with a capital that no sentence gives it; none does behind a person's name."""
    if len(phrase.words) > 1 or not phrase.forms[0][1:].islower():
        return True
    if index and words.gap(index) == " " and words.lowers[index - 1] in strong_names() and _like(words, index - 1):
        return False
    if phrase.words[0] not in common_words():
        return True
    return words.styles[index] == "kalimat" and not words.opens_sentence(index)
