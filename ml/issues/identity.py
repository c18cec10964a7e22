"""Ids that outlive a regrouping: a story or an issue that is made anew takes over the id of the old one it continues.

Old and new are compared by the documents they share, newer ones counting more. The largest shares are given first, an id to
one and one to an id. So an issue keeps its id wherever it holds more than half of the old and of the new, and what happens
to other issues cannot take it away; the largest sum of shares (an optimal assignment) does not grant that.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa

from warehouse.errors import InputError

OPEN = timedelta(days=14)
"""An issue is open for as long after its last document; at this age a document counts half as much as a new one."""
WHOLE = 1_000_000  # weight of a new document; whole numbers, so that sums do not depend on the order of rows
SUBSTANTIAL_SHARE = 0.25  # of an old issue's largest part: less than that neither takes over its id nor is a split


@dataclass(frozen=True)
class Link:
    """What an old and a new one share. `share`: its weight over that of the old one's largest part, 0 to 1."""

    old_id: str
    new_id: str
    document_count: int
    old_count: int
    share: float


@dataclass(frozen=True)
class Inheritance:
    """What became of every id: each old one is in `public` as a value, in `redirects` as a key, or in `ended`.

    `public`: new internal id -> public id, for every new one, no two alike. `redirects`: an old id that is left -> the public
    id that holds most of it, those of before included, chains resolved. `ended`: old ids of which no document was read again;
    they stay as they were. `links`: the largest first.
    """

    public: dict[str, str]
    redirects: dict[str, str]
    ended: frozenset[str]
    links: tuple[Link, ...]


def inherit(old: pa.Table, new: pa.Table, column: str, at: datetime, past: Mapping[str, str] | None = None) -> Inheritance:
    """Public ids for the new grouping; `column` is story_id or issue_id.

    old: document_id, `column` (public ids); new: document_id, published_at, `column` (internal ids); of a document's rows the
    last counts. `at`: how far the stream was read, UTC. `past`: redirects of before. InputError where those go in a circle.
    """
    past = resolved(past or {})
    before = {document: past.get(group, group) for document, group in _rows(old, "document_id", column)}
    olds = {past.get(group, group) for group in old[column].unique().to_pylist()}
    links = _links(before, new, column, at)
    heirs = _heirs(links)
    own = _own_ids(set(new[column].to_pylist()) - heirs.keys(), {*olds, *past, *past.values()})
    public, kept = heirs | own, set(heirs.values())
    # the largest link of an id comes first and so is written last
    left = {link.old_id: public[link.new_id] for link in reversed(links) if link.old_id not in kept}
    return Inheritance(public, resolved(past | left), frozenset(olds - kept - left.keys()), tuple(links))


def resolved(redirects: Mapping[str, str]) -> dict[str, str]:
    """Every redirected id -> where its chain ends. InputError where a chain goes in a circle."""
    ends = {}
    for name in redirects:
        chain = [name]
        while (following := redirects.get(chain[-1])) is not None:
            if following in chain:
                raise InputError(f"Redirects of ids go in a circle at {following}. Take out one of: {', '.join(chain)}.")
            chain.append(following)
        ends[name] = chain[-1]
    return ends


def unused_id(internal: str, taken: Collection[str]) -> str:
    """`internal` itself where it is free, else the first free one of its chain of hashes."""
    while internal in taken:
        internal = short_hash(internal)
    return internal


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _rows(table: pa.Table, *columns: str) -> Iterator[tuple]:
    return zip(*(table[column].to_pylist() for column in columns), strict=True)


def _links(before: Mapping[str, str], new: pa.Table, column: str, at: datetime) -> list[Link]:
    last = {row[1]: row for row in _rows(new, "published_at", "document_id", column)}
    weights, counts, sizes, largest = Counter(), Counter(), Counter(before.values()), {}
    for published, document, group in sorted(last.values()):
        if (old := before.get(document)) is not None:
            weights[old, group] += round(WHOLE * (OPEN / (OPEN + max(at - published, timedelta()))))
            counts[old, group] += 1
    # of equal weights the one that began first is in front, however the new ones are named
    ordered = ((*pair, weight, largest.setdefault(pair[0], weight)) for pair, weight in weights.most_common())
    return [Link(old, group, counts[old, group], sizes[old], weight / most) for old, group, weight, most in ordered]


def _heirs(links: Iterable[Link]) -> dict[str, str]:
    """New internal id -> the old id that it takes over."""
    heirs, given = {}, set()
    for link in links:
        if link.share >= SUBSTANTIAL_SHARE and link.old_id not in given and link.new_id not in heirs:
            heirs[link.new_id] = link.old_id
            given.add(link.old_id)
    return heirs


def _own_ids(internals: Iterable[str], names: set[str]) -> dict[str, str]:
    """Ids of those that continue nothing; an id that ever stood for another is not given again."""
    own, taken = {}, set(names)
    for internal in sorted(internals):
        own[internal] = unused_id(internal, taken)
        taken.add(own[internal])
    return own
