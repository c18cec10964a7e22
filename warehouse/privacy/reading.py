"""One text, read for names of private persons.

A name stays where it is that of an office-holder, of a person in public life, or of a street, a building, a firm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from warehouse.privacy.cues import (
    AGED,
    BACK,
    CLOSE_ROLE,
    DEGREES,
    FAINT_CUE,
    FAMILY,
    HONORIFIC_CUE,
    HONORIFICS,
    LONGEST_NAME,
    NEIGHBOURHOOD,
    OPEN_CUE,
    PARENT_CUE,
    RESIDENT,
    ROLE_CUE,
    SELF_CUE,
    SPECIAL,
    STRONG_CUE,
    TITLED,
    TOKEN,
)
from warehouse.privacy.lexicon import lexicon
from warehouse.privacy.words import NAMED_AFTER, OFFICES, PLACE_ENDINGS, THINGS, is_inflected

Span = tuple[int, int]
VOWEL = re.compile(r"[aeiou]")
SPACE = re.compile(r"[ \t]{1,2}|(?<=\.)(?=[A-ZÀ-Þ])")
BEFORE = re.compile(r"[A-Za-zÀ-ÿ'’`.-]+\s?$")
TITLES = re.compile(rf"(?i)(?:(?:{HONORIFICS})(?![\w'’])\.?|(?:{TITLED})\.)[\s/]{{0,2}}")
TITLE = re.compile(rf"(?:{HONORIFICS}|{TITLED})")
SHORTENED = frozenset({"moh", "muh", "abd", "ach", "sit"})
OPENING = 200
"""Characters that show how a text is written."""
GENERAL = frozenset({"ketua", "kepala", "anggota", "wakil"})
"""Offices only with what follows them."""
OFFICE_SAID = re.compile(r"(?i)wali ?kota|walkot|bupati|gubernur|menteri|presiden|wapres")
OFFICE = "|".join(sorted(OFFICES))
PLAIN_OFFICE = "|".join(sorted(OFFICES - GENERAL - {"juru", "hakim", "kapten", "manajer"}))
OFFICE_BEHIND = re.compile(rf"(?i),?\s(?:(?:selaku|sebagai|mantan|eks)\s(?:{OFFICE})|{PLAIN_OFFICE})\b")


class Reading:
    """One text, read for names. Each method gives the spans that one kind of cue shows."""

    def __init__(self, text: str, is_public: bool):
        self.text, self.is_public, self.known = text, is_public, lexicon()

    @cached_property
    def shouts(self) -> bool:
        """Whether the text is written in capitals, so that a capital says nothing."""
        start = self.text[:OPENING]
        return sum(map(str.isupper, start)) > sum(map(str.islower, start))

    @cached_property
    def officials(self) -> frozenset[str]:
        """Names that mean one in office here: where an office is said, those too that others bear."""
        return self.known.shared if OFFICE_SAID.search(self.text) else self.known.officials

    def strong(self) -> Iterator[Span]:
        for cue in STRONG_CUE.finditer(self.text):
            span = self.run(self.behind_titles(cue.end()), any_case=True)
            if span and (not self.is_public or self.certain(span)):
                yield span

    def honorific(self) -> Iterator[Span]:
        for cue in HONORIFIC_CUE.finditer(self.text):
            span = self.run(self.behind_titles(cue.end()), any_case=False)
            is_sure = span and (self.certain(span) or not FAINT_CUE.match(self.text, cue.start()))
            if span and is_sure and not self.belongs(self.before_family(cue.start()), span):
                yield span

    def role(self) -> Iterator[Span]:
        for cue in ROLE_CUE.finditer(self.text):
            span = self.run(self.behind_titles(cue.end()), any_case=False)
            is_close = CLOSE_ROLE.match(self.text, cue.start()) is not None
            if span and self.is_person(span, is_close) and not self.belongs(cue.start(), span, beside_private_life=True):
                yield span

    def own(self) -> Iterator[Span]:
        """ "saya Budi", "saya budi santoso", "saya budi dari Rungkut"."""
        for cue in SELF_CUE.finditer(self.text):
            span = self.run(cue.end(), any_case=False)
            if span and (self.is_own(span) or RESIDENT.match(self.text, span[1])):
                yield span

    def is_own(self, span: Span) -> bool:
        """Whether nothing else need tell that it is a name: a sure one with a capital, or nothing but sure ones."""
        is_capital, count = self.text[span[0]].isupper(), len(self.text[slice(*span)].split())
        return self.certain(span) if is_capital else count > 1 and self.is_usual(span)

    def aged(self) -> Iterator[Span]:
        for cue in AGED.finditer(self.text):
            span = self.run_before(cue.start())
            if span and self.is_person(span, True) and not self.belongs(span[0], span, beside_private_life=True):
                yield span

    def parent(self) -> Iterator[Span]:
        for cue in PARENT_CUE.finditer(self.text):
            before, after = self.run_before(cue.start(), any_case=True), self.run(cue.end(), any_case=True)
            if before and after and self.certain((before[0], after[1])):
                yield before[0], after[1]

    def open(self) -> Iterator[Span]:
        for found in OPEN_CUE.finditer(self.text):
            tokens = list(TOKEN.finditer(self.text, found.start(), found.end()))
            i = 0
            while i < len(tokens):
                near = tokens[i : i + LONGEST_NAME]
                length = self.name_length([_plain(token) for token in near], [token[0] for token in near])
                if length:
                    span = self.with_degrees((tokens[i].start(), _end(tokens[i + length - 1])))
                    if not self.belongs(span[0], span):
                        yield span
                i += length or 1

    def name_length(self, words: list[str], written: list[str]) -> int:
        """How many of the words from the first are one name: two of the lexicon, one of them surely a name."""
        count, known, certain = 0, 0, 0
        for word, form in zip(words, written, strict=True):
            sure = word in self.known.certain
            if not (sure or word in self.known.doubtful):
                initial = len(word) == 1 and form[0].isupper()
                if not count or not (
                    initial
                    or word in SPECIAL
                    or (known > 1 and not self.known.is_word(word, form[0].isupper()) and not form.isupper())
                ):
                    break
            else:
                known, certain = known + 1, certain + sure
            count += 1
            if form.endswith(".") and len(word) > 3:
                break
        if known < 2 or not certain or (count == 2 and words[1] in PLACE_ENDINGS):
            return 0
        return count

    def run(self, start: int, any_case: bool) -> Span | None:
        """The name that begins at `start`. `any_case`: also an unknown word in lower case may be one."""
        end, position, taken = start, start, 0
        while taken < LONGEST_NAME and (token := TOKEN.match(self.text, position)):
            if not self.accepts(token, any_case, taken > 0):
                break
            end, taken = _end(token), taken + 1
            if end < token.end():
                break
            space = SPACE.match(self.text, end)
            if not space:
                break
            position = space.end()
        if not taken:
            return None
        return self.with_degrees((start, end))

    def run_before(self, end: int, any_case: bool = False) -> Span | None:
        """The name that ends at `end`."""
        start, taken, position = end, 0, end
        while taken < LONGEST_NAME and (token := BEFORE.search(self.text[max(0, position - 40) : position])):
            offset = max(0, position - 40)
            word = TOKEN.search(self.text, offset + token.start(), position)
            if not word or not self.accepts(word, any_case, True):
                break
            start, taken, position = word.start(), taken + 1, offset + token.start()
        return (start, end) if taken else None

    def accepts(self, token: re.Match, any_case: bool, is_later: bool) -> bool:
        form, word = token[0], _plain(token)
        if word in SPECIAL:
            return is_later
        if len(word) == 1:
            return form[0].isupper() and (is_later or form.endswith("."))
        if word in self.known.certain:
            return True
        is_capital = form[0].isupper() and (any_case or not form.isupper() or self.shouts or len(word) > 5)
        if word in self.known.doubtful:
            return is_capital or any_case
        if (
            word in THINGS
            or word in OFFICES
            or self.known.is_word(word, form[0].isupper() and not self.shouts and not self.is_public)
        ):
            return False
        if form[0].islower() and (len(word) < 3 or not VOWEL.search(word)):
            return False
        return (is_capital and not self.shouts) or any_case

    def is_person(self, span: Span, is_close: bool) -> bool:
        """Behind a role: a known name, or where people write of themselves two words that can only be one."""
        words = self.text[slice(*span)].lower().split()
        if self.certain(span):
            return not self.is_public or self.known.is_name(words[0])
        return is_close and not self.is_public and len(words) > 1 and not any(is_inflected(w, is_capital=False) for w in words)

    def certain(self, span: Span) -> bool:
        return any(_plain(token) in self.known.certain for token in TOKEN.finditer(self.text, *span))

    def before_family(self, position: int) -> int:
        family = FAMILY.search(self.text[max(0, position - 6) : position])
        return position - len(family[0]) if family else position

    def behind_titles(self, position: int) -> int:
        for _ in range(3):
            title = TITLES.match(self.text, position)
            if not title:
                break
            position = title.end()
        return position

    def with_degrees(self, span: Span) -> Span:
        found = DEGREES.match(self.text, span[1])
        return (span[0], found.end()) if found else span

    def belongs(self, start: int, span: Span, beside_private_life: bool = False) -> bool:
        """Whether the name is that of a thing or of a person in public life."""
        if self.is_said_of(self.known.famous, span):
            return True
        is_namesake = beside_private_life and not self.is_public and self.is_usual(span)
        if not is_namesake and self.is_said_of(self.officials, span):
            return True
        after = TOKEN.match(self.text, span[1] + 1)
        if after and _plain(after) in NAMED_AFTER:
            return True
        return OFFICE_BEHIND.match(self.text, span[1]) is not None or self.stands_behind(start)

    def is_usual(self, span: Span) -> bool:
        """Whether many bear such a name: beside a cue of private life it is not that of the one in office."""
        return all(_plain(token) in self.known.certain for token in TOKEN.finditer(self.text, *span))

    def is_said_of(self, persons: frozenset[str], span: Span) -> bool:
        """Whether the name, or two words of it, is that of one of these persons."""
        words = [_plain(token) for token in TOKEN.finditer(self.text, *span)]
        shortest = min(2, len(words))
        parts = (words[i:j] for i in range(len(words)) for j in range(i + shortest, len(words) + 1))
        return any(" ".join(part) in persons for part in parts)

    def stands_behind(self, start: int) -> bool:
        """Whether the words directly before lead back to a thing or an office."""
        position, steps, is_plain = start, 0, False
        while steps < 6 and (found := BACK.search(self.text[max(0, position - 30) : position])):
            form = found[0].strip()
            word = form.lower().strip(".,'’-")
            if (word in THINGS and steps < 3 and (steps == 0 or not is_plain)) or (word in OFFICES and word not in GENERAL):
                return True
            if word in GENERAL and steps:
                return not NEIGHBOURHOOD.search(self.text, position, start)
            is_abbreviated = not form.endswith(".") or len(word) < 5
            leads_on = form[0].isupper() or word in ("di", "kota", "ri", "raya") or steps == 0
            if not (is_abbreviated and leads_on) or form.endswith(","):
                return False
            is_plain = is_plain or (form[0].islower() and not TITLE.fullmatch(word))
            position, steps = max(0, position - 30) + found.start(), steps + 1
        return False

    def repeated(self, spans: list[Span]) -> Iterator[Span]:
        """The names once found, wherever else the text says them or a sure part of them."""
        names = {self.text[slice(*span)] for span in spans}
        firsts = {TOKEN.match(self.text, start)[0].rstrip(".") for start, _ in spans}
        words = {token[0].rstrip(".") for span in spans for token in TOKEN.finditer(self.text, *span)}
        words = firsts | {word for word in words if word.lower() in self.known.certain}
        sure = {word for word in words if len(word) > 3 and word[0].isupper() and word.lower() not in self.known.doubtful}
        names = sure | {name for name in names if " " in name}
        told = sorted(map(re.escape, names), key=len, reverse=True)
        if not told:
            return
        for found in re.finditer(rf"(?<![\w\[])(?:{'|'.join(told)})(?![\w\]])", self.text):
            if not self.stands_behind(found.start()):
                yield found.span()


def _plain(token: re.Match) -> str:
    return token[0].lower().rstrip(".").replace("’", "'").replace("`", "'")


def _end(token: re.Match) -> int:
    """Without the point that ends a sentence; that of an initial or a short title belongs to it."""
    return token.end() - (token[0].endswith(".") and len(token[0]) > 3 and _plain(token) not in SHORTENED)
