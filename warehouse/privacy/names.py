"""Names of private persons, found by what stands beside them, and by the lexicon where two parts of a name adjoin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from warehouse.privacy import cues
from warehouse.privacy.mask import Group, Mask
from warehouse.privacy.reading import Reading, Span

MASK = "[nama]"
PRIVATE_LIFE = {
    cues.STRONG_HINT: Reading.strong,
    cues.PARENT_HINT: Reading.parent,
    cues.ROLE_HINT: Reading.role,
    cues.AGED_HINT: Reading.aged,
}
SPEAKING = {cues.HONORIFIC_HINT: Reading.honorific, cues.SELF_HINT: Reading.own, cues.OPEN_HINT: Reading.open}


def _mask(text: str, find: Callable, is_public: bool) -> str:
    """The text without the names that one kind of cue shows, and these wherever else it says them."""
    reading = Reading(text, is_public)
    spans = list(find(reading))
    return _without(text, [*spans, *reading.repeated(spans)]) if spans else text


def _without(text: str, spans: list[Span]) -> str:
    parts, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            parts += [text[end:start], MASK]
        end = max(end, stop)
    return "".join([*parts, text[end:]])


def _group(finders: dict[str, Callable], is_public: bool) -> Group:
    masks = tuple(Mask(hint, partial(_mask, find=find, is_public=is_public)) for hint, find in finders.items())
    return Group("|".join(finders), masks)


NAMES = _group({**PRIVATE_LIFE, **SPEAKING}, is_public=False)
"""Wherever a name stands."""
CUED_NAMES = _group(PRIVATE_LIFE, is_public=True)
"""Where a cue shows that a name is a private person's."""
