"""Issues: what stories add up to, found by likeness alone; nobody names a word to watch for.

An issue is known by the decaying mean of its stories, in meaning and in words. A story is placed when it begins and again
whenever it has doubled, until it is settled; issues that grow towards each other become one, under the id of the older.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ml.issues.identity import short_hash

MEANING = 0.5
"""Weight of the cosine of meaning; the rest is that of words."""
JOINED, MERGED, MARGIN = 0.33, 0.5, 0.05
"""Likeness from which a story joins an issue, and two issues become one; by how much another issue must be nearer to move."""
LEAVES = 0.1
"""Likeness to its own issue below which a story that is like no other leaves it for an issue of its own."""
HALF_LIFE_HOURS, OPEN_HOURS, SINGLE_OPEN_HOURS = 30 * 24, 45 * 24, 14 * 24
"""An issue of one document is closed sooner: most documents begin nothing."""
SETTLED = 16
"""Documents from which a story stays where it is."""
CANDIDATES, PROFILE_TERMS = 20, 64

Terms = dict[int, float]


@dataclass
class Story:
    """Sums over its documents: unit vectors of meaning, float32 as there are many stories to put down, and of words."""

    vector: np.ndarray
    terms: Terms
    count: int = 1

    def add(self, vector: np.ndarray, terms: Terms, count: int) -> None:
        """New sums in place of the old: what a story of one document, as most are, added to its issue is those very objects."""
        self.vector = self.vector + vector
        self.terms = dict(self.terms)
        for term, weight in terms.items():
            self.terms[term] = self.terms.get(term, 0.0) + weight
        self.count += count


@dataclass
class Issue:
    """Sums over its stories, each weighing the root of its size and more the younger it is; `vector` in float64.

    `length` is that of `terms`.
    """

    number: int
    vector: np.ndarray
    terms: Terms
    weight: float
    last_hour: int
    length: float = 0.0
    stories: set[str] = field(default_factory=set)


class Share(NamedTuple):
    """What a story adds to its issue: `weight` times its mean vector (float32), and `scale` times its words."""

    mean: np.ndarray
    terms: Terms
    weight: float
    scale: float


@dataclass(frozen=True)
class Move:
    """`kind`: isu-lahir, isu-pecah, cerita-pindah, isu-gabung. `other` is the issue left, or gone up in `issue`."""

    kind: str
    issue: str
    other: str | None
    story: str | None
    likeness: float


def cosine(one: Terms, other: Terms, length: float, other_length: float) -> float:
    """Lengths are given: those of issues are kept, for they are asked far more often than they change."""
    if len(one) > len(other):
        one, other = other, one
    product = sum(weight * other[term] for term, weight in one.items() if term in other)
    return product / (length * other_length or 1.0)


def length_of(terms: Terms) -> float:
    return sum(weight * weight for weight in terms.values()) ** 0.5


def strongest(terms: Terms) -> Terms:
    if len(terms) <= 2 * PROFILE_TERMS:
        return terms
    return dict(sorted(terms.items(), key=lambda item: -item[1])[:PROFILE_TERMS])


class IssueBook:
    def __init__(self, width: int):
        self.stories: dict[str, Story] = {}
        self.issues: dict[str, Issue] = {}
        self.issue_of: dict[str, str] = {}
        self.shares: dict[str, Share] = {}
        """story → what it added to its issue."""
        self.mean, self.mean_weight = np.zeros(width), 0.0
        self.names: list[str] = []
        self.rows: dict[str, int] = {}
        self.matrix = np.zeros((0, width), np.float32)
        self.born = 0
        self.first_hour: int | None = None
        """Weights grow with the hours since this one: since 1970 their squares would be beyond any number."""

    def take(self, story: str, vector: np.ndarray, terms: Terms, hour: int, told: str | None = None) -> list[Move]:
        """One document more in `story`; `told`: the issue that a former version put the document into, which is kept."""
        self._move_mean(vector)
        known = self.stories.get(story)
        if known is None:
            self.stories[story] = known = Story(vector.astype(np.float32), dict(terms))
        else:
            known.add(vector, terms, 1)
        if known.count & (known.count - 1) == 0:
            return self._settle(story, hour) if told is None else self._keep(story, told, hour)
        self.issues[self.issue_of[story]].last_hour = hour
        return []

    def join_stories(self, left: str, gone: str, hour: int, is_told: bool = False) -> list[Move]:
        """`gone` went up in `left`: its documents are the other's now. `is_told`: a former version placed them."""
        one, other = self.stories[left], self.stories.pop(gone)
        one.add(other.vector, other.terms, other.count)
        issue = self._take_out(gone)
        moves = self._keep(left, self.issue_of[left], hour) if is_told else self._settle(left, hour)
        if issue in self.issues and not self.issues[issue].stories:
            moves += self._close(issue, self.issue_of[left], 1.0)
        return moves

    def _move_mean(self, vector: np.ndarray) -> None:
        self.mean_weight = min(self.mean_weight + 1, 50_000)
        self.mean += (vector - self.mean) / self.mean_weight

    def _keep(self, story: str, told: str, hour: int) -> list[Move]:
        """Where it was; a story that is new goes where its first document was told to belong."""
        name = self.issue_of.get(story, told)
        if story in self.issue_of:
            self._take_out(story)
        if name not in self.issues:
            self._found(name, hour)
        self._put_in(story, name, hour)
        return []

    def _settle(self, story: str, hour: int) -> list[Move]:
        """Into the nearest issue; a story of some size stays where it is."""
        known, old = self.stories[story], self.issue_of.get(story)
        if old is not None:
            self._take_out(story)
        others = self._nearest(known.vector / known.count, known.terms)
        likeness, nearest = max(others, default=(0.0, None))
        stay = {name: like for like, name in others}.get(old, 0.0)
        moves = []
        if old is None and likeness < JOINED:
            target = self._found(short_hash(f"isu {story}"), hour)
            moves.append(Move("isu-lahir", target, None, story, likeness))
        elif old is None or (known.count <= SETTLED and likeness >= max(JOINED, stay + MARGIN)):
            target = nearest
        elif known.count <= SETTLED and likeness < JOINED and stay < LEAVES and self.issues[old].stories:
            target = self._found(short_hash(f"isu {story} {hour}"), hour)
            moves.append(Move("isu-pecah", target, old, story, stay))
        else:
            target = old
        self._put_in(story, target, hour)
        if old is not None and target != old:
            moves.append(Move("cerita-pindah", target, old, story, likeness))
            if not self.issues[old].stories:
                moves += self._close(old, target, likeness)
        return moves + self._grow_together(target)

    def _found(self, name: str, hour: int) -> str:
        self.issues[name] = Issue(self.born, np.zeros(self.matrix.shape[1]), {}, 0.0, hour)
        self.born += 1
        return name

    def _put_in(self, story: str, name: str, hour: int) -> None:
        known, issue = self.stories[story], self.issues[name]
        self.first_hour = hour if self.first_hour is None else self.first_hour
        weight = 2.0 ** ((hour - self.first_hour) / HALF_LIFE_HOURS) * known.count**0.5
        scale = weight / (length_of(known.terms) or 1.0)
        mean = known.vector / known.count if known.count > 1 else known.vector
        share = Share(mean, known.terms, weight, scale)
        self.shares[story] = share
        self._add(issue, share, 1)
        issue.stories.add(story)
        issue.last_hour = max(issue.last_hour, hour)
        self.issue_of[story] = name
        self._refresh(name)

    def _take_out(self, story: str) -> str:
        name = self.issue_of.pop(story)
        issue = self.issues[name]
        self._add(issue, self.shares.pop(story), -1)
        issue.stories.discard(story)
        self._refresh(name)
        return name

    def _add(self, issue: Issue, share: Share, sign: int) -> None:
        issue.vector += np.multiply(share.mean, sign * share.weight, dtype=np.float64)
        issue.weight += sign * share.weight
        for term, value in share.terms.items():
            left = issue.terms.get(term, 0.0) + sign * (value * share.scale)
            if left > 1e-9:
                issue.terms[term] = left
            else:
                issue.terms.pop(term, None)
        issue.terms = strongest(issue.terms)
        issue.length = length_of(issue.terms)

    def _refresh(self, name: str) -> None:
        issue = self.issues[name]
        row = self.rows.get(name)
        if row is None:
            row = self.rows[name] = len(self.names)
            self.names.append(name)
            if row == len(self.matrix):
                self.matrix = np.concatenate([self.matrix, np.zeros((max(1024, row), self.matrix.shape[1]), np.float32)])
        if issue.stories or issue.weight > 1e-9:
            self.matrix[row] = self._centred(issue.vector / issue.weight)
        else:
            self.matrix[row] = 0

    def _centred(self, vector: np.ndarray) -> np.ndarray:
        apart = vector - self.mean
        return (apart / (np.linalg.norm(apart) or 1.0)).astype(np.float32)

    def _nearest(self, vector: np.ndarray, terms: Terms, but: str | None = None) -> list[tuple[float, str]]:
        count = len(self.names)
        if not count:
            return []
        near = self.matrix[:count] @ self._centred(vector)
        rows = np.argpartition(-near, CANDIDATES)[:CANDIDATES] if count > CANDIDATES else np.arange(count)
        found = [
            (float(near[row]), self.names[row]) for row in rows if self.names[row] in self.issues and self.names[row] != but
        ]
        near_by = [(meaning, name, self.issues[name]) for meaning, name in found if self.issues[name].stories]
        length = length_of(terms)
        return [
            (MEANING * meaning + (1 - MEANING) * cosine(terms, issue.terms, length, issue.length), name)
            for meaning, name, issue in near_by
        ]

    def _grow_together(self, name: str) -> list[Move]:
        issue = self.issues[name]
        size = len(issue.stories)
        if size < 2 or size & (size - 1):
            return []
        likeness, near = max(self._nearest(issue.vector / issue.weight, issue.terms, but=name), default=(0.0, name))
        if likeness < MERGED:
            return []
        left, gone = sorted((name, near), key=lambda one: self.issues[one].number)
        moves = []
        last = self.issues[gone].last_hour
        for story in sorted(self.issues[gone].stories):
            self._take_out(story)
            self._put_in(story, left, last)
            moves.append(Move("cerita-pindah", left, gone, story, likeness))
        return moves + self._close(gone, left, likeness)

    def _close(self, gone: str, left: str, likeness: float) -> list[Move]:
        del self.issues[gone]
        self.matrix[self.rows.pop(gone)] = 0
        return [Move("isu-gabung", left, gone, None, likeness)]

    def size(self, name: str) -> int:
        """Documents of the stories that it still has."""
        return sum(self.stories[story].count for story in self.issues[name].stories)

    def closing(self, hour: int, keep: set[str]) -> list[str]:
        """Issues of which nothing has been heard for long, but those in `keep`."""
        late = [name for name, issue in self.issues.items() if issue.last_hour < hour - SINGLE_OPEN_HOURS and name not in keep]
        return [name for name in late if self.size(name) == 1 or self.issues[name].last_hour < hour - OPEN_HOURS]

    def forget(self, names: Iterable[str]) -> dict[str, set[str]]:
        """Close them; the stories of each."""
        closed = {name: self.issues.pop(name).stories for name in names}
        for stories in closed.values():
            for story in stories:
                del self.stories[story], self.issue_of[story], self.shares[story]
        self.names = [name for name in self.names if name in self.issues]
        self.matrix = self.matrix[[self.rows[name] for name in self.names]]
        self.rows = {name: row for row, name in enumerate(self.names)}
        return closed
