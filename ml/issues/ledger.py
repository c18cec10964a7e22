"""Who spoke of what in which hour: documents of each story, and from them the measures of issues.

Of copies (one family) the first counts. A story brings its counts along when it goes to another issue.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

HISTORY_HOURS = 28 * 24
DAY, SHORT = 24, 6
COPIES_FORGOTTEN_AFTER = 7 * 24
NOVEL_HOURS = 48
LONGEST_ALARM = 7 * 24
"""Hours in alert say nothing of the level; what lasts longer is the level."""


@dataclass(frozen=True)
class Heard:
    """One document as it is counted."""

    hour: int
    story: str
    voice: str | None
    is_original: bool
    is_negative: bool | None
    is_critical: bool | None
    is_official: bool
    province: str | None


@dataclass
class StoryCount:
    began: int
    hours: Counter = field(default_factory=Counter)
    documents: int = 0
    originals: int = 0
    relevant: int = 0
    judged: int = 0


class Ledger:
    def __init__(self):
        self.stories: dict[str, StoryCount] = {}
        self.rows: dict[str, int] = {}
        self.free: list[int] = []
        self.first_hour: int | None = None
        self.counts = np.zeros((0, 2 * HISTORY_HOURS), np.int16)
        self.alarmed = np.zeros((0, 2 * HISTORY_HOURS), bool)
        self.total: Counter = Counter()
        self.recent: deque[Heard] = deque()
        self.families: dict[str, int] = {}

    def open_hour(self, hour: int) -> None:
        """Make room for the hour, and forget what is older than any measure looks back."""
        if self.first_hour is None:
            self.first_hour = hour - HISTORY_HOURS
        while hour - self.first_hour >= 2 * HISTORY_HOURS:
            for table in (self.counts, self.alarmed):
                table[:, :HISTORY_HOURS] = table[:, HISTORY_HOURS:]
                table[:, HISTORY_HOURS:] = 0
            self.first_hour += HISTORY_HOURS
        self.recent = deque(heard for heard in self.recent if heard.hour > hour - DAY)  # late ones stand out of order
        if hour % DAY == 0:
            self.families = {family: seen for family, seen in self.families.items() if seen > hour - COPIES_FORGOTTEN_AFTER}

    def take(self, heard: Heard, issue: str, family: str, relevant: bool | None, now: int) -> None:
        story = self.stories.setdefault(heard.story, StoryCount(heard.hour))
        story.began = min(story.began, heard.hour)
        story.documents += 1
        if relevant is not None:
            story.judged += 1
            story.relevant += relevant
        self.families[family] = now
        self.total[heard.hour] += 1
        if heard.is_original:
            story.originals += 1
            story.hours[heard.hour] += 1
            self._count(issue, heard.hour, 1)
        if heard.hour > now - DAY:
            self.recent.append(heard)

    def is_original(self, family: str) -> bool:
        return family not in self.families

    def move(self, story: str, old: str, new: str) -> None:
        for hour, count in self.stories[story].hours.items():
            self._count(old, hour, -count)
            self._count(new, hour, count)

    def join_stories(self, left: str, gone: str) -> None:
        one, other = self.stories[left], self.stories.pop(gone)
        one.began = min(one.began, other.began)
        one.hours += other.hours
        for name in ("documents", "originals", "relevant", "judged"):
            setattr(one, name, getattr(one, name) + getattr(other, name))
        self.recent = deque(_renamed(heard, left, gone) for heard in self.recent)

    def absorb(self, left: str, gone: str) -> None:
        """Hours in which either was in alert say nothing of the level of the two together."""
        if gone in self.rows:
            row = self._row(left)
            self.alarmed[row] |= self.alarmed[self.rows[gone]]
            self.drop([gone])

    def drop(self, issues: Iterable[str]) -> None:
        for issue in issues:
            row = self.rows.pop(issue, None)
            if row is not None:
                self.counts[row], self.alarmed[row] = 0, False
                self.free.append(row)

    def past(self, issues: Sequence[str], hour: int) -> tuple[np.ndarray, np.ndarray]:
        """Hourly counts and hours in alert, shape (issues, HISTORY_HOURS), the last column being `hour`."""
        end = hour - self.first_hour + 1
        rows = [self._row(issue) for issue in issues]
        window = slice(end - HISTORY_HOURS, end)
        alarmed = self.alarmed[rows, window]
        alarmed[:, :-LONGEST_ALARM] = False
        return self.counts[rows, window], alarmed

    def mark_alarmed(self, issues: Iterable[str], hour: int) -> None:
        for issue in issues:
            row = self._row(issue)
            self.alarmed[row, hour - self.first_hour] = True

    def totals(self, hours: np.ndarray) -> np.ndarray:
        return np.array([self.total[hour] for hour in hours.tolist()], np.float64)

    def _row(self, issue: str) -> int:
        row = self.rows.get(issue)
        if row is None:
            row = self.rows[issue] = self.free.pop() if self.free else len(self.rows)
            if row >= len(self.counts):
                room = max(1024, len(self.counts))
                self.counts = np.concatenate([self.counts, np.zeros((room, self.counts.shape[1]), np.int16)])
                self.alarmed = np.concatenate([self.alarmed, np.zeros((room, self.alarmed.shape[1]), bool)])
        return row

    def _count(self, issue: str, hour: int, count: int) -> None:
        column = hour - self.first_hour
        if 0 <= column < 2 * HISTORY_HOURS:
            row = self._row(issue)
            self.counts[row, column] += count


def _renamed(heard: Heard, left: str, gone: str) -> Heard:
    return Heard(**{**heard.__dict__, "story": left}) if heard.story == gone else heard


def day_measures(
    recent: Iterable[Heard], issue_of: Mapping[str, str], began: Mapping[str, StoryCount], ids: Sequence[str], hour: int
) -> dict[str, np.ndarray]:
    """Measures of ml.issues.rules that look at who spoke in the last 24 hours, one number an issue; nan where not known."""
    groups: dict[str, list[Heard]] = defaultdict(list)
    wanted = set(ids)
    for heard in recent:
        issue = issue_of[heard.story]
        if issue in wanted:
            groups[issue].append(heard)
    rows = [_day_of(groups[issue], began, hour) for issue in ids]
    names = rows[0].keys() if rows else ()
    return {name: np.array([row[name] for row in rows], float) for name in names}


def _day_of(heard: Sequence[Heard], began: Mapping[str, StoryCount], hour: int) -> dict[str, float]:
    count = len(heard)
    stories = Counter(one.story for one in heard)
    voices = {one.voice for one in heard if one.hour > hour - SHORT and one.is_original and one.voice is not None}
    knows_voices = not heard or any(one.voice is not None for one in heard)
    fresh = sum(number for story, number in stories.items() if began[story].began > hour - NOVEL_HOURS)
    return {
        "voice_count_6h": len(voices) if knows_voices else np.nan,
        "story_share": max(stories.values()) / count if count else np.nan,
        "novelty": fresh / count if count else np.nan,
        "negative_share_24h": _share([one.is_negative for one in heard]),
        "critical_share_24h": _share([one.is_critical for one in heard]),
        "official_share_24h": _share([one.is_official for one in heard]),
        "province_count_24h": len({one.province for one in heard if one.province}),
    }


def _share(values: Sequence[bool | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else np.nan
