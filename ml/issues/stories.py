"""Stories: documents of one event within seven days, put together as they come.

A document goes to the story whose documents it is likeliest one event with (the mean of the LINKS likeliest pairs); two
stories that grow towards each other become one, under the id of the older.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ml.issues.candidates import likely_pairs
from ml.issues.pairs import Documents, PairModel
from ml.issues.terms import Rarity

WINDOW_HOURS = 7 * 24
LINKS, JOINED, MERGED = 4, 0.5, 0.7
"""Pairs that speak for a story; the mean probability from which a document joins it, and from which two become one."""
ASKED = 30
"""Of a large story so many of the latest documents are asked whether it belongs to another."""


@dataclass
class StoryBook:
    """`keys[row]` names the document in row of the window; `story_of` and `members` know every document of the window."""

    model: PairModel
    rarity: Rarity
    window: Documents | None = None
    around: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    keys: list[str] = field(default_factory=list)
    story_of: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """document → (document → probability), both ways, of the window."""
    born: dict[str, tuple[int, int]] = field(default_factory=dict)
    """story → the hour of its first document, and how many stories there were before it."""
    count: int = 0
    told: Mapping[str, str] = field(default_factory=dict)
    """document → issue, as a former version told it: documents of different ones make no story."""

    def add(self, new: Documents, keys: list[str], hour: int) -> tuple[list[tuple[str, float | None]], list[tuple[str, str]]]:
        """(story, similarity) of each new document, in order; and the stories that went up in another: (left, gone)."""
        self._forget(hour)
        past = self.window if self.window is not None else new.take(slice(0, 0))
        pairs, around = likely_pairs(new, past, self.around, self.rarity, self.model)
        every = self.keys + keys
        found, merged = [], []
        bounds = np.searchsorted(pairs.i, np.arange(len(keys) + 1))
        for row, key in enumerate(keys):
            near = slice(bounds[row], bounds[row + 1])
            self._link(key, [every[j] for j in pairs.j[near]], pairs.probability[near])
            found.append(self._place(key, hour))
            merged += self._grow_together(key, hour)
        self.window, self.around, self.keys = past.join(new), np.concatenate([self.around, around]), every
        return [(self.story_of[key], likeness) for key, (_, likeness) in zip(keys, found, strict=True)], merged

    def _link(self, key: str, others: list[str], probabilities: np.ndarray) -> None:
        for other, probability in zip(others, probabilities.tolist(), strict=True):
            self.links[key][other] = probability
            self.links[other][key] = probability

    def _place(self, key: str, hour: int) -> tuple[str, float | None]:
        by_story: dict[str, list[float]] = defaultdict(list)
        for other, probability in self.links[key].items():
            if self._is_open(self.story_of[other], hour) and self._may_share(key, other):
                by_story[self.story_of[other]].append(probability)
        likeness, story = max(
            ((self._mean(values, len(self.members[story])), story) for story, values in by_story.items()), default=(0.0, key)
        )
        if likeness < JOINED:
            likeness, story = None, key
            self.born[story] = (hour, self.count)
            self.count += 1
        self.story_of[key] = story
        self.members.setdefault(story, []).append(key)
        return story, likeness

    def _mean(self, probabilities: list[float], size: int) -> float:
        """Of the LINKS likeliest; a pair that was not looked at counts as impossible."""
        asked = min(LINKS, size)
        return sum(sorted(probabilities)[-asked:]) / asked

    def _grow_together(self, key: str, hour: int) -> list[tuple[str, str]]:
        """Join stories that the new document speaks for to its own, as long as one is near enough; (left, gone) of each."""
        merged = []
        spoken = [other for other, probability in self.links[key].items() if probability >= JOINED]
        while True:
            story = self.story_of[key]
            near_by = {self.story_of[other] for other in spoken if self._may_share(key, other)} - {story}
            others = {other for other in near_by if self._is_open(other, hour)}
            likeness, near = max(((self._likeness(story, other), other) for other in others), default=(0.0, story))
            if likeness < MERGED:
                return merged
            left, gone = sorted((story, near), key=self.born.__getitem__)
            self.born.pop(gone)
            for member in self.members.pop(gone):
                self.story_of[member] = left
                self.members[left].append(member)
            merged.append((left, gone))

    def _likeness(self, story: str, other: str) -> float:
        """Mean over the smaller story's documents of their likeness to the larger."""
        small, large = sorted((story, other), key=lambda one: (len(self.members[one]), one))
        asked = self.members[small][-ASKED:]
        of_large = ([p for near, p in self.links[key].items() if self.story_of[near] == large] for key in asked)
        return sum(self._mean(found, len(self.members[large])) for found in of_large) / len(asked)

    def _may_share(self, key: str, other: str) -> bool:
        issues = {self.told[one] for one in (key, other, self.members[self.story_of[other]][0]) if one in self.told}
        return len(issues) < 2

    def _is_open(self, story: str, hour: int) -> bool:
        """An event is told for so long; what comes later is a story of its own, of the same issue."""
        return self.born[story][0] >= hour - WINDOW_HOURS

    def _forget(self, hour: int) -> None:
        """Documents that fell out of the window, and stories of which none is left."""
        if self.window is None:
            return
        kept = np.flatnonzero(self.window.hours >= hour - WINDOW_HOURS)
        if len(kept) == len(self.keys):
            return
        gone = set(self.keys) - {self.keys[row] for row in kept}
        for key in gone:
            for other in self.links.pop(key, {}):
                self.links.get(other, {}).pop(key, None)
            story = self.story_of.pop(key)
            self.members[story].remove(key)
            if not self.members[story]:
                del self.members[story], self.born[story]
        self.keys = [self.keys[row] for row in kept]
        self.window, self.around = self.window.take(kept), self.around[kept]
