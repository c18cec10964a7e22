"""The state of every issue, hour by hour, by the rules of seed `issue_rules`; the board can be put down and taken up again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from ml.issues.rules import STATES, Rules
from ml.issues.transitions import MERGE, Transition

CODES = {slug: code for code, slug in enumerate(STATES)}
NORMAL, PASCA = CODES["normal"], CODES["pasca"]
RANKS = {"normal": 0, "pasca": 1, "waspada": 2, "siaga": 3, "krisis": 4}
"""How grave a state is."""

BOARD = pa.schema(
    [
        ("issue_id", pa.string()),
        ("state_slug", pa.string()),
        ("since_hour", pa.int64()),
        ("seen_hour", pa.int64()),
        ("peak_count_24h", pa.float64()),
        ("held_hours", pa.map_(pa.string(), pa.int32())),
    ]
)


class StateBoard:
    """Hours are hour numbers. An issue that was never seen is normal."""

    def __init__(self, rules: Rules):
        self.rules = rules.transitions
        self._start = np.array([CODES[rule.from_slug] for rule in self.rules], "i1")
        self._end = np.array([CODES[rule.to_slug] for rule in self.rules], "i1")
        self._needed = np.array([rule.for_hours for rule in self.rules], "i4")
        kinds = [("state", "i1"), ("since", "i8"), ("seen", "i8"), ("peak", "f8"), ("held", "i4", (len(self.rules),))]
        self._board = np.zeros(0, kinds)
        self._rows: dict[str, int] = {}
        self._seen, self._measures = np.zeros(0, "i8"), {}

    @property
    def open_ids(self) -> list[str]:
        """Issues that are not normal: `advance` must see them in every hour."""
        ids = list(self._rows)
        return [ids[row] for row in np.flatnonzero(self._board["state"][: len(ids)])]

    def state(self, issue_id: str) -> str:
        row = self._rows.get(issue_id)
        return STATES[NORMAL if row is None else self._board["state"][row]]

    def measured(self, issue_id: str) -> dict[str, float]:
        """What is known of the issue's measures in the hour that was seen last, those of the board among them."""
        places = np.flatnonzero(self._seen == self._rows.get(issue_id, -1))[:1]
        found = {name: float(value) for name, values in self._measures.items() for value in values[places]}
        return {name: value for name, value in found.items() if not math.isnan(value)}

    def advance(self, hour: int, ids: Sequence[str], measures: Mapping[str, np.ndarray]) -> list[Transition]:
        """One hour on: different issues, and arrays of rules.MEASURES as long as `ids`; a missing measure is not known.

        An issue changes its state at most once an hour. One that was left out the hour before counts its hours anew.
        """
        rows = self._rows_of(ids)
        board = self._board[rows]
        known = {**measures, **_peaks(board, measures["count_24h"])}
        self._seen, self._measures = rows, known
        holds = np.stack([rule.holds(known) for rule in self.rules], axis=1) & (board["state"][:, None] == self._start)
        before = np.where((board["seen"] == hour - 1)[:, None], board["held"], 0)
        board["held"], board["seen"], board["peak"] = (
            np.where(holds, before + 1, 0),
            hour,
            np.nan_to_num(known["peak_count_24h"]),
        )
        fires = (board["held"] >= self._needed) & (board["since"] != hour)[:, None]
        changed, firing = np.flatnonzero(fires.any(axis=1)), fires.argmax(axis=1)
        found = [self._transition(hour, ids[place], int(firing[place])) for place in changed]
        self._board[rows] = board
        self._change(hour, rows[changed], self._end[firing[changed]], measures["count_24h"][changed])
        return found

    def merge(self, hour: int, absorbed_id: str, into_id: str) -> list[Transition]:
        """`absorbed_id` went up in `into_id`, which takes over its state where that is graver. Call it before `advance`."""
        absorbed, into = self._rows_of([absorbed_id, into_id])
        before, other = self.state(absorbed_id), self.state(into_id)
        found = [] if before == "normal" else [Transition(absorbed_id, hour, before, "normal", MERGE)]
        if RANKS[before] > RANKS[other]:
            self._board[into] = self._board[absorbed]
            self._board["since"][into] = hour
            found.append(Transition(into_id, hour, other, before, MERGE))
        self._board[absorbed] = np.zeros(1, self._board.dtype)
        self._board["since"][absorbed] = hour
        return found

    def to_table(self) -> pa.Table:
        """What has to be known to go on, as BOARD: an issue that is normal and counts no hours is left out."""
        board = self._board[: len(self._rows)]
        kept = np.flatnonzero((board["state"] != NORMAL) | board["held"].any(axis=1))
        ids, slugs = list(self._rows), [rule.slug for rule in self.rules]
        held = [
            [(slug, count) for slug, count in zip(slugs, row, strict=True) if count] for row in board["held"][kept].tolist()
        ]
        states = [STATES[code] for code in board["state"][kept]]
        columns = [[ids[row] for row in kept], states, board["since"][kept], board["seen"][kept], board["peak"][kept], held]
        return pa.table([pa.array(column, kind) for column, kind in zip(columns, BOARD.types, strict=True)], BOARD)

    @classmethod
    def from_table(cls, table: pa.Table, rules: Rules) -> StateBoard:
        """The board of `to_table`; a rule that was changed under the same name goes on counting, a new one begins."""
        board = cls(rules)
        rows = board._rows_of(table["issue_id"].to_pylist())
        for row, was in zip(rows, table.to_pylist(), strict=True):
            held = dict(was["held_hours"])
            counts = tuple(held.get(rule.slug, 0) for rule in board.rules)
            board._board[row] = (CODES[was["state_slug"]], was["since_hour"], was["seen_hour"], was["peak_count_24h"], counts)
        return board

    def _rows_of(self, ids: Sequence[str]) -> np.ndarray:
        rows = np.array([self._rows.setdefault(issue_id, len(self._rows)) for issue_id in ids], "i8")
        if len(self._rows) > len(self._board):
            self._board = np.concatenate([self._board, np.zeros(len(self._rows), self._board.dtype)])
        return rows

    def _transition(self, hour: int, issue_id: str, rule: int) -> Transition:
        fired = self.rules[rule]
        looked_at = tuple(condition.measure for condition in fired.conditions)
        return Transition(issue_id, hour, fired.from_slug, fired.to_slug, fired.slug, self.measured(issue_id), looked_at)

    def _change(self, hour: int, rows: np.ndarray, ends: np.ndarray, counts: np.ndarray) -> None:
        """An episode begins where alert is reached from outside; its peak begins with it and ends with normal."""
        was = self._board["state"][rows]
        begins = ((was == NORMAL) | (was == PASCA)) & (ends != NORMAL) & (ends != PASCA)
        peaks = np.where(begins, counts, self._board["peak"][rows])
        self._board["peak"][rows] = np.where(ends == NORMAL, 0, peaks)
        self._board["state"][rows], self._board["since"][rows] = ends, hour


def _peaks(board: np.ndarray, counts: np.ndarray) -> dict[str, np.ndarray]:
    """The peak so far and the share of it that is left; nan where an issue is normal."""
    peaks = np.where(board["state"] == NORMAL, np.nan, np.fmax(board["peak"], counts))
    return {"peak_count_24h": peaks, "peak_share": np.divide(counts, peaks, out=np.full(len(counts), np.nan), where=peaks > 0)}
