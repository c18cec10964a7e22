"""Which earlier document each new one copies: equal words first, then the likest of those that share a band."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml.duplicates.decision import LENGTH_RATIO, SHORTEST, are_copies
from ml.duplicates.evidence import Text, likeness
from ml.duplicates.window import DAYS

NEWEST = 8
"""Of the documents in one bucket, so many that were read last are looked at: a template fills buckets without end."""
ROW_BITS, ROW_MASK = np.uint64(32), np.uint64(0xFFFFFFFF)
FEWEST_SHARED = 0.45
"""Share of equal words, of any kind, below which no pair is weighed."""


class Match(NamedTuple):
    row: int
    similarity: float


COMPARED = ["document_id", "text_key", "word_hashes", "letter_hashes", "bands"]


class Pool:
    """Documents in the order of reading, the earlier ones first; a row's copy is sought among the rows before it.

    `rows`: the columns COMPARED; `days`: of publication, since 1970, shape (rows,).
    """

    def __init__(self, rows: pa.Table, days: np.ndarray):
        self.days = days
        self.ids: list[str] = rows["document_id"].to_pylist()
        self.keys: list[str] = rows["text_key"].to_pylist()
        self.lengths, self.words = _flat(rows["word_hashes"])
        self.ends = np.cumsum(self.lengths)
        self.letter_lengths, self.letters = _flat(rows["letter_hashes"])
        self.letter_ends = np.cumsum(self.letter_lengths)
        counts, self.bands = _flat(rows["bands"])
        self.owners = np.repeat(np.arange(len(days), dtype=np.uint64), counts)
        self.buckets = np.sort(self.bands.astype(np.uint64) << ROW_BITS | self.owners)
        self._sets: dict[int, frozenset[int]] = {}

    def match(self, start: int) -> dict[int, Match]:
        """The copied row of every row from `start` on that copies one."""
        found = self._match_equal(start)
        for own, other in self._propose(start, found):
            if self._share_words(own, other) < FEWEST_SHARED:
                continue
            left, right = self._text(own), self._text(other)
            score = likeness(left.words, right.words)
            best = found.get(own)
            if (best is None or score > best.similarity) and are_copies(left, right, self._days_apart(own, other)):
                found[own] = Match(other, score)
        return found

    def _match_equal(self, start: int) -> dict[int, Match]:
        """Rows whose words are those of an earlier row: of the last one near in time that is a copy.

        Of one day the last row says what all say: whether equal words are copies depends on the days between them alone, and
        a document that was read before needs no match.
        """
        sought, found, days = set(self.keys[start:]), {}, self.days.tolist()
        last: dict[str, dict[int, int]] = {}
        for row, (key, day) in enumerate(zip(self.keys, days, strict=True)):
            if key not in sought:
                continue
            known = last.setdefault(key, {})
            if known and row >= start and self.lengths[row]:
                near = [known[on] for on in range(day - DAYS, day + DAYS + 1) if on in known]
                copied = next((other for other in sorted(near, reverse=True) if self._is_copy(row, other)), None)
                if copied is not None:
                    found[row] = Match(copied, 1.0)
            known[day] = row
        return found

    def _is_copy(self, own: int, other: int) -> bool:
        return self.ids[own] != self.ids[other] and are_copies(self._text(own), self._text(other), self._days_apart(own, other))

    def _propose(self, start: int, done: dict[int, Match]) -> list[tuple[int, int]]:
        """(row, earlier row) that share a band, are long enough, of like length and near in time, and two documents."""
        own, other = self._in_one_bucket(start, done)
        lengths, others = self.lengths[own], self.lengths[other]
        enough = np.maximum(SHORTEST, LENGTH_RATIO * np.maximum(lengths, others))
        kept = (np.minimum(lengths, others) >= enough) & (np.abs(self.days[own] - self.days[other]) <= DAYS)
        pairs = zip(own[kept].tolist(), other[kept].tolist(), strict=True)
        return [(one, earlier) for one, earlier in pairs if self.ids[one] != self.ids[earlier]]

    def _in_one_bucket(self, start: int, done: dict[int, Match]) -> tuple[np.ndarray, np.ndarray]:
        """Rows from `start` on that are not done, and those of the rows before each that were put into its buckets last."""
        sought = (self.owners >= start) & ~np.isin(self.owners, np.fromiter(done, np.uint64, len(done)))
        keys, own = self.bands[sought].astype(np.uint64) << ROW_BITS, self.owners[sought]
        order = np.argsort(keys)
        keys, own = keys[order], own[order]
        ends = np.searchsorted(self.buckets, keys | own)
        counts = np.minimum(ends - np.searchsorted(self.buckets, keys), NEWEST)
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        other = self.buckets[np.repeat(ends, counts) - 1 - steps] & ROW_MASK
        pairs = np.unique(np.repeat(own, counts) << ROW_BITS | other)
        return (pairs >> ROW_BITS).astype(np.int64), (pairs & ROW_MASK).astype(np.int64)

    def _share_words(self, own: int, other: int) -> float:
        left, right = self._set(own), self._set(other)
        common = len(left & right)
        return common / (len(left) + len(right) - common)

    def _set(self, row: int) -> frozenset[int]:
        found = self._sets.get(row)
        if found is None:
            found = self._sets[row] = frozenset(self._listed(row))
        return found

    def _listed(self, row: int) -> list[int]:
        return self.words[self.ends[row] - self.lengths[row] : self.ends[row]].tolist()

    def _text(self, row: int) -> Text:
        end = self.letter_ends[row]
        return Text(self._listed(row), self.letters[end - self.letter_lengths[row] : end].tolist())

    def _days_apart(self, own: int, other: int) -> int:
        return abs(int(self.days[own]) - int(self.days[other]))


def _flat(lists: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Length of every list, and all their values one after another."""
    width = lists.type.value_type.to_pandas_dtype()
    lengths = [pc.list_value_length(chunk).to_numpy() for chunk in lists.chunks]
    values = [chunk.flatten().to_numpy() for chunk in lists.chunks]
    return np.concatenate([*lengths, np.empty(0, np.int32)]), np.concatenate([*values, np.empty(0, width)])
