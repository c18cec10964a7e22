"""The watch: hour by hour, every document into a story and an issue, every issue against its baseline, states, alerts.

A backtest is the same watch over the past: what it writes of an hour never looks at a later one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
from threadpoolctl import ThreadpoolController

from ml.issues.alerts import AlertDesk
from ml.issues.analogues import Episode
from ml.issues.baseline import PROFILE_HOURS, Profile, expect, surprise
from ml.issues.calendar import Calendar
from ml.issues.grouping import IssueBook, Move
from ml.issues.identity import short_hash
from ml.issues.ledger import DAY, HISTORY_HOURS, SHORT, Heard, Ledger, day_measures
from ml.issues.naming import Name
from ml.issues.outlook import COLUMNS, Outlook, learn
from ml.issues.pairs import PairModel, documents_of
from ml.issues.phrases import Background, headline_of
from ml.issues.regions import region_rows
from ml.issues.rules import ALERTING, Rules
from ml.issues.states import StateBoard
from ml.issues.stories import StoryBook
from ml.issues.terms import Rarity, read_terms
from ml.issues.told import EVIDENCE, Told, name_by
from ml.issues.transitions import EPOCH, Transition, end_of, once_an_hour
from ml.vectors import unit_vectors
from warehouse.schemas import ISSUE_MOVES

WARM_UP_HOURS = 3 * 24
"""Before so much of a stream was heard, nothing can be told from the usual."""
LEVEL_HOURS = 14 * 24
LEAST_COUNT = 3
"""Documents in 24 hours below which an issue is not held against its baseline."""
OUTLOOK_HOURS, RELEARNED_HOURS = 120 * 24, 7 * 24
"""How far back the outlook is learned from, and how often."""
SHOWN_DOCUMENTS = 5
"""Documents from which an issue is shown: fewer are what people happen to say."""
NAMED_BY = 120
"""Latest headlines, or first words of others, that an issue is named by."""
RENAMED_FROM = 0.1
"""Share of what an issue is named by that must be new before it is named again; until headlines name it, whatever is new."""
MICROSECONDS = 3_600_000_000
REASONS = {
    "isu-pecah": "Tidak lagi mirip isu asalnya (kemiripan {likeness}).",
    "isu-lahir": "Tidak ada isu yang cukup mirip (kemiripan terdekat {likeness}).",
    "cerita-pindah": "Lebih mirip isu ini (kemiripan {likeness}).",
    "isu-gabung": "Kedua isu menjadi mirip (kemiripan {likeness}).",
}

Progress = Callable[[int, int], None]
in_one_thread = ThreadpoolController().wrap(limits=1, user_api="blas")
"""Products of an hour are small: threads wait for each other longer than they work, and sums would depend on the cores."""


@dataclass
class Seen:
    """What the watch wrote down: rows of ISSUE_DOCUMENTS (without version), moves, transitions, parts of ISSUE_ALERTS."""

    documents: list[dict] = field(default_factory=list)
    moves: list[dict] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    alerts: list[pa.Table] = field(default_factory=list)

    def join(self, later: Seen) -> Seen:
        for name in ("documents", "moves", "transitions", "alerts"):
            getattr(self, name).extend(getattr(later, name))
        return self


class Watch:
    def __init__(self, model: PairModel, rarity: Rarity, rules: Rules, calendar: Calendar, budget: int, width: int):
        self.calendar = calendar
        self.rarity = rarity
        self.stories = StoryBook(model, rarity)
        self.issues = IssueBook(width)
        self.ledger = Ledger()
        self.rules = rules
        self.board, self.desk = StateBoard(rules), AlertDesk(rules, budget)
        self.background = Background()
        self.names: dict[str, Name] = {}
        """As they are shown: a label stays while it fits, so that it depends on when issues were named."""
        self.alert_names: dict[str, Name] = {}
        """As alerts tell them, which follow from the stream alone, however it was cut into runs."""
        self.unnamed: Counter[str] = Counter()
        """How many documents that could name them issues got, or lost, since they were last named."""
        self.told: dict[str, Told] = {}
        self.placed: Mapping[str, str] = {}
        """document -> issue, as a former version told it: a rebuild keeps what it told."""
        self.gone: dict[str, str] = {}
        """Stories that went up in another, of the window."""
        self.profile = Profile.fit(np.zeros(0, np.int64), np.zeros(0), calendar)
        self.began: int | None = None
        self.hour: int | None = None
        self.episodes: list[Episode] = []
        self.open_since: dict[str, tuple[int, str]] = {}
        self.history: list[pd.DataFrame] = []
        """What was measured in each hour of OUTLOOK_HOURS, as ml.issues.outlook learns from it."""
        self.outlook: Outlook | None = None
        self.outlook_hour: int | None = None

    def take_rules(self, rules: Rules, budget: int) -> None:
        """Go on by rules and a budget that may have changed since the watch was put down."""
        self.rules = rules
        self.board = StateBoard.from_table(self.board.to_table(), rules)
        self.desk = AlertDesk.from_table(self.desk.to_table(), rules, budget)

    def replay(self, documents: pa.Table, vectors: np.ndarray, until: int, progress: Progress) -> Iterator[tuple[int, Seen]]:
        """(hour, what was seen) of every hour from the first document, or the hour after the last one seen, to `until`.

        `documents` STREAM rows ordered by published_at, `vectors` int8 (documents, width). Late ones count in the first hour.
        """
        hours = published_hours(documents)
        first = self.hour + 1 if self.hour is not None else int(hours.min())
        come = np.maximum(hours, first)
        bounds = np.searchsorted(come, np.arange(first, until + 2))
        for number, hour in enumerate(range(first, until + 1)):
            rows = slice(bounds[number], bounds[number + 1])
            yield hour, self.step(hour, documents.slice(rows.start, rows.stop - rows.start), vectors[rows])
            progress(number + 1, until + 1 - first)

    @in_one_thread
    def step(self, hour: int, documents: pa.Table, vectors: np.ndarray) -> Seen:
        seen = Seen()
        self.began = hour if self.began is None else self.began
        self.ledger.open_hour(hour)
        if hour % DAY == 0:
            self._tidy(hour)
        for move in self._group(hour, documents, vectors, seen) if documents.num_rows else []:
            if move.kind == "isu-gabung":
                seen.transitions += self._merge(hour, move.issue, move.other)
        if hour >= self.began + WARM_UP_HOURS:
            self._judge(hour, seen)
        seen.transitions = once_an_hour(seen.transitions)
        self.hour = hour
        return seen

    def _group(self, hour: int, documents: pa.Table, vectors: np.ndarray, seen: Seen) -> list[Move]:
        """Put the documents into stories and issues; what happened to issues."""
        rows = documents.to_pylist()
        titles, texts = ([row[name] or "" for row in rows] for name in ("title", "text"))
        meanings = unit_vectors(vectors)
        terms = read_terms(titles, texts)
        regions = region_rows([row["region_codes"] for row in rows])
        held = documents_of(terms, meanings, published_hours(documents), regions, self.rarity)
        placed, joined = self.stories.add(held, [row["document_id"] for row in rows], hour)
        self.rarity.add(terms.whole)
        self.background.add([headline_of(title, text) for title, text in zip(titles, texts, strict=True)])
        moves: list[Move] = []
        for number, (row, (key, likeness)) in enumerate(zip(rows, placed, strict=True)):
            story, words = story_name(key), slice(*held.whole.indptr[number : number + 2])
            weights = dict(zip(held.whole.indices[words].tolist(), held.whole.data[words].tolist(), strict=True))
            told = self.placed.get(row["document_id"])
            moves += self._follow(self.issues.take(story, meanings[number], weights, hour, told))
            self._count(hour, story, row, int(held.hours[number]))
            seen.documents.append(self._document(row, story, likeness))
        for left, gone in joined:
            moves += self._join(hour, story_name(left), story_name(gone))
        lefts = {story_name(left) for left, _ in joined}
        seen.moves += [self._told_join(hour, gone) for gone, left in self.gone.items() if left in lefts]
        seen.moves += [self._told_move(hour, move) for move in _once(moves)]
        return moves

    def _follow(self, moves: list[Move]) -> list[Move]:
        """Counts go along with a story that moved."""
        for move in moves:
            if move.kind == "cerita-pindah" and move.story in self.ledger.stories:
                self.ledger.move(move.story, move.other, move.issue)
                for issue in (move.issue, move.other):
                    self.unnamed[issue] += self.issues.stories[move.story].count
            elif move.kind == "isu-gabung":
                self.ledger.absorb(move.issue, move.other)
        return moves

    def _count(self, hour: int, story: str, row: dict, published: int) -> None:
        family = row["family_id"] or row["document_id"]
        heard = Heard(
            min(published, hour),
            story,
            row["voice"],
            self.ledger.is_original(family),
            *(row[name] for name in ("is_negative", "is_critical", "is_official", "province_code")),
        )
        self.ledger.take(heard, self.issues.issue_of[story], family, row["is_relevant"], hour)
        self.unnamed[self.issues.issue_of[story]] += heard.is_original and not row["is_withheld"]
        self.told.setdefault(story, Told()).take(row, heard.is_original)

    def _document(self, row: dict, story: str, likeness: float | None) -> dict:
        kept = {name: row[name] for name in ("document_id", "input_hash", "published_at")}
        return kept | {"story_id": story, "issue_id": self.issues.issue_of[story], "similarity": likeness}

    def _join(self, hour: int, left: str, gone: str) -> list[Move]:
        """`gone` went up in `left`; one that began in this very hour was never counted."""
        if gone not in self.issues.stories:
            return []
        old, was_told = self.issues.issue_of[gone], self.told[gone].documents[-1] in self.placed
        self.ledger.move(gone, old, self.issues.issue_of[left])
        if old != self.issues.issue_of[left]:
            self.unnamed[self.issues.issue_of[left]] += self.issues.stories[gone].count
        self.ledger.join_stories(left, gone)
        self.told[left].absorb(self.told.pop(gone))
        moves = self._follow(self.issues.join_stories(left, gone, hour, was_told))
        self.gone = {one: left if into == gone else into for one, into in self.gone.items()} | {gone: left}
        return moves

    def _merge(self, hour: int, left: str, gone: str) -> list[Transition]:
        self.desk.merge(gone, left)
        self.unnamed.pop(gone, None)
        for names in (self.names, self.alert_names):
            if gone in names:
                names.setdefault(left, names.pop(gone))
        if gone in self.open_since:
            self.open_since.setdefault(left, self.open_since.pop(gone))
        return self.board.merge(hour, gone, left)

    def _judge(self, hour: int, seen: Seen) -> None:
        """Hold issues against their baselines; what changes, and what analysts are told."""
        ids, measures = self._measure(hour)
        changes = self.board.advance(hour, ids, measures) if ids else []
        seen.transitions += changes
        if ids:
            self._remember(hour, ids, measures)
        self._keep_episodes(hour, seen.transitions)
        self.ledger.mark_alarmed([issue for issue in self.board.open_ids if self.board.state(issue) in ALERTING], hour)
        written = self.desk.advance(hour, seen.transitions, self.board.measured, self.describe)
        if written.num_rows:
            seen.alerts.append(written)

    def _measure(self, hour: int) -> tuple[list[str], dict[str, np.ndarray]]:
        active = {self.issues.issue_of[heard.story] for heard in self.ledger.recent}
        past, alarmed = self.ledger.past(sorted(active), hour)
        counts = past[:, -DAY:].sum(axis=1)
        is_open = set(self.board.open_ids)
        ids = [issue for issue, count in zip(sorted(active), counts, strict=True) if count >= LEAST_COUNT or issue in is_open]
        ids += sorted(is_open - active)
        if not ids:
            return [], {}
        past, alarmed = self.ledger.past(ids, hour)
        weights = self.profile.weights(np.arange(hour - HISTORY_HOURS + 1, hour + 1))
        measures = {"count_1h": past[:, -1], "count_6h": past[:, -SHORT:].sum(axis=1), "count_24h": past[:, -DAY:].sum(axis=1)}
        before = past[:, -2 * SHORT : -SHORT].sum(axis=1)
        measures["velocity"] = (measures["count_6h"] + 1) / (before + 1)
        for name, span in (("6h", SHORT), ("24h", DAY)):
            expected = expect(past[:, :-span], weights[:-span], weights[-span:], alarmed[:, :-span])
            measures[f"surprise_{name}"] = surprise(measures[f"count_{name}"], expected)
            measures[f"expected_{name}"] = expected.mean
        measures |= day_measures(self.ledger.recent, self.issues.issue_of, self.ledger.stories, ids, hour)
        measures["relevant_share"] = np.array([self._relevant(issue) for issue in ids])
        measures["coverage_share"] = np.full(len(ids), self.coverage(hour))
        del measures["expected_24h"]
        return ids, {name: values.astype(float) for name, values in measures.items()}

    def _remember(self, hour: int, ids: list[str], measures: dict[str, np.ndarray]) -> None:
        states = [self.board.state(issue) for issue in ids]
        known = {name: values.astype(np.float32) for name, values in measures.items() if name in COLUMNS}
        self.history.append(pd.DataFrame({"issue_id": ids, "hour": hour, "state": states, **known}))

    @in_one_thread
    def learn_outlook(self, states: pa.Table) -> None:
        """Once a week, from what was measured and `states`, the ISSUE_STATES of the same time under the watch's own ids."""
        if self.history and (self.outlook_hour is None or self.hour - self.outlook_hour >= RELEARNED_HOURS):
            self.outlook, self.outlook_hour = learn(pd.concat(self.history, ignore_index=True), states), self.hour

    def coverage(self, hour: int) -> float:
        """Heard in the last 24 hours of what the stream's own level lets expect, 0 to 1."""
        hours = np.arange(max(self.began, hour - LEVEL_HOURS), hour - DAY + 1)
        day = np.arange(hour - DAY + 1, hour + 1)
        weights = self.profile.weights(hours).sum()
        expected = self.ledger.totals(hours).sum() / max(weights, 1e-9) * self.profile.weights(day).sum()
        return float(min(1.0, self.ledger.totals(day).sum() / expected)) if expected else 1.0

    def _relevant(self, issue: str) -> float:
        counted = [self.ledger.stories[story] for story in self.issues.issues[issue].stories if story in self.ledger.stories]
        judged = sum(story.judged for story in counted)
        return sum(story.relevant for story in counted) / judged if judged else np.nan

    def describe(self, issue: str) -> tuple[str, list[str]]:
        """Label of an issue for an alert, and up to EVIDENCE documents of its largest stories of late."""
        self.alert_names[issue] = self.names[issue] = self._name(issue, self.alert_names.get(issue))
        documents = [document for told in self._told_of(issue) for document in told.documents]
        return self.names[issue].label, documents[-EVIDENCE:]

    def _name(self, issue: str, previous: Name | None) -> Name:
        self.unnamed.pop(issue, None)
        told = self._told_of(issue)
        headlines = [one for story in told for one in story.headlines][-NAMED_BY:]
        others = [one for story in told for one in story.others][-NAMED_BY:]
        return name_by(headlines, others, self.background, previous)

    def _told_of(self, issue: str) -> list[Told]:
        """Of its stories, those heard of last at the end."""
        stories = sorted(self.issues.issues[issue].stories, key=lambda one: (self._last_hour(one), one))
        return [self.told[story] for story in stories]

    def name_issues(self) -> None:
        """Name what is large enough to be shown and has grown enough for another name."""
        for issue in sorted(self.unnamed):
            if issue not in self.issues.issues:
                del self.unnamed[issue]
            elif self.issues.size(issue) >= SHOWN_DOCUMENTS and self._has_outgrown_name(issue):
                self.names[issue] = self._name(issue, self.names.get(issue))

    def _has_outgrown_name(self, issue: str) -> bool:
        known = self.names.get(issue)
        is_told = known is not None and known.is_headline
        return not is_told or self.unnamed[issue] >= RENAMED_FROM * min(NAMED_BY, self.issues.size(issue))

    def _last_hour(self, story: str) -> int:
        return max(self.ledger.stories[story].hours, default=0)

    def _keep_episodes(self, hour: int, changes: list[Transition]) -> None:
        for change in changes:
            issue = change.issue_id
            if change.to_slug == "normal":
                began, highest = self.open_since.pop(issue, (hour, "waspada"))
                if issue in self.issues.issues:
                    self.episodes.append(self.episode(issue, began, highest, hour))
            elif issue not in self.open_since:
                self.open_since[issue] = (hour, change.to_slug)
            elif ALERTING.index(self.open_since[issue][1]) < _rank(change.to_slug):
                self.open_since[issue] = (self.open_since[issue][0], change.to_slug)

    def episode(self, issue: str, began: int, highest: str, ended: int | None) -> Episode:
        """The stay above normal of an issue as `ml.issues.analogues` compares it; of a long one the last 28 days."""
        past, _ = self.ledger.past([issue], self.hour if ended is None else ended)
        known = self.issues.issues[issue]
        length = min(HISTORY_HOURS, (self.hour if ended is None else ended) - began + 1)
        return Episode(
            issue, began, past[0, -length:], known.vector / max(known.weight, 1e-9) - self.issues.mean, highest, ended
        )

    def _tidy(self, hour: int) -> None:
        """Once a day: what the stream is like now, and what has not been heard of for long."""
        hours = np.arange(max(self.began, hour - PROFILE_HOURS), hour)
        self.profile = Profile.fit(hours, self.ledger.totals(hours), self.calendar)
        closing = self.issues.closing(hour, set(self.board.open_ids))
        for issue in closing:
            if self.unnamed.pop(issue, 0) and self.issues.size(issue) >= SHOWN_DOCUMENTS:
                self.names[issue] = self._name(issue, self.names.get(issue))
        for issue, stories in self.issues.forget(closing).items():
            self.ledger.drop([issue])
            for story in stories:
                self.told.pop(story, None)
                self.ledger.stories.pop(story, None)
        self.history = [rows for rows in self.history if rows["hour"].iloc[0] > hour - OUTLOOK_HOURS]
        self.gone = {gone: left for gone, left in self.gone.items() if left in self.issues.issue_of}

    def _told_move(self, hour: int, move: Move) -> dict:
        reason = REASONS[move.kind].format(likeness=f"{move.likeness:.2f}".replace(".", ","))
        return _event(hour, move.kind, move.issue, other_issue_id=move.other, story_id=move.story, reason=reason)

    def _told_join(self, hour: int, gone: str) -> dict:
        left = self.gone[gone]
        reason = "Dokumen kedua cerita mengabarkan kejadian yang sama."
        return _event(hour, "cerita-gabung", self.issues.issue_of[left], story_id=gone, other_story_id=left, reason=reason)


def _once(moves: Iterable[Move]) -> list[Move]:
    """What an hour comes to: a story that moved twice left where it was before the hour, and went where it is after it."""
    found: dict[tuple, Move] = {}
    for move in moves:
        key = (move.kind, move.story or move.other)
        found[key] = replace(move, other=found.get(key, move).other)
    return [move for move in found.values() if move.issue != move.other]


def _event(hour: int, kind: str, issue: str, **others: str | None) -> dict:
    row = {**dict.fromkeys(ISSUE_MOVES.names), "seen_at": end_of(hour), "kind_slug": kind, "issue_id": issue, **others}
    return row | {"event_id": short_hash(" ".join(str(value) for value in row.values()))}


def _rank(state: str) -> int:
    return ALERTING.index(state) if state in ALERTING else -1


def story_name(key: str) -> str:
    """The id of the story that a document began."""
    return short_hash(f"cerita {key}")


def published_hours(documents: pa.Table) -> np.ndarray:
    """Hour numbers, int64."""
    return documents["published_at"].to_numpy().astype("datetime64[us]").astype(np.int64) // MICROSECONDS


def hour_of(time: datetime) -> int:
    """Number of the hour that a naive UTC time lies in."""
    return int((time - EPOCH).total_seconds() // 3600)
