"""How probable it is that an issue reaches siaga within 24 hours, learned from past issue-hours and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from ml.issues.calendar import local_hours

AHEAD_HOURS = 24
REACHED = ("siaga", "krisis")
LEAST_EPISODES = 30
BLOCKS = 5
"""Stretches of time; each is foretold by what was learned from the others, for neighbouring hours are nearly the same hour."""
COUNTS = ("surprise_6h", "surprise_24h", "count_6h", "voice_count_6h")
COLUMNS = ("issue_id", "hour", "state", *COUNTS, "velocity", "novelty")
"""Of a history: issue, hour number, state at the end of the hour, and measures of rules.MEASURES."""
LEAST_GAIN = 0.02
"""Share of the usual rate's squared error that must be gone; noise alone may take less than that away."""
BINS = np.array([0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0])


@dataclass(frozen=True)
class Outlook:
    """`brier` is the mean squared error of hours foretold from other stretches of time, `base_brier` that of always telling
    the usual rate; `reliability` has a row for each step of BINS: row_count, told, came."""

    episode_count: int
    brier: float
    base_brier: float
    reliability: pd.DataFrame
    _model: Pipeline
    _calibrator: LogisticRegression

    def probability(self, measures: Mapping[str, np.ndarray]) -> np.ndarray:
        """Of issue-hours given as equally long COLUMNS (issue_id is not looked at); NaN for issues that are there already."""
        there = np.isin(measures["state"], REACHED)
        if not len(there):
            return np.zeros(0)
        return np.where(there, np.nan, _calibrated(self._calibrator, self._model.decision_function(features(measures))))


def learn(history: pd.DataFrame, states: pa.Table) -> Outlook | None:
    """Learn from `history` (COLUMNS, a row for each hour in which an issue was measured) and all its ISSUE_STATES.

    None with fewer than LEAST_EPISODES, with a stretch of time that has none, or where it gains less than LEAST_GAIN.
    """
    entries = _entries(states)
    past = ~history["state"].isin(REACHED) & (history["hour"] + AHEAD_HOURS <= history["hour"].max())
    rows = history[past].sort_values(["hour", "issue_id"], ignore_index=True)
    came = comes(rows, entries)
    blocks = pd.qcut(rows["hour"], BLOCKS, labels=False, duplicates="drop").to_numpy() if len(rows) else np.array([])
    if len(entries) < LEAST_EPISODES or any(len(set(came[blocks == block])) < 2 for block in range(BLOCKS)):
        return None
    return _learned(features(rows), came, rows["hour"].to_numpy(), blocks, len(entries))


def comes(rows: pd.DataFrame, entries: pd.DataFrame) -> np.ndarray:
    """Whether the issue of each row (by ascending hour) reaches siaga in the AHEAD_HOURS after it, as bool."""
    next_entry = pd.merge_asof(
        rows[["issue_id", "hour"]], entries, on="hour", by="issue_id", direction="forward", allow_exact_matches=False
    )
    return (next_entry["entry_hour"] - next_entry["hour"] <= AHEAD_HOURS).to_numpy()


def features(measures: Mapping[str, np.ndarray]) -> np.ndarray:
    """Rows x features; counts and surprises in logarithms, what is not known as nothing."""
    state = np.asarray(measures["state"])
    turn = 2 * np.pi * (local_hours(np.asarray(measures["hour"]), "WIB") % 24) / 24
    columns = [np.log1p(_known(measures[name])) for name in COUNTS]
    columns += [np.log(np.maximum(_known(measures["velocity"], 1.0), 0.01)), _known(measures["novelty"])]
    return np.column_stack([*columns, state == "waspada", state == "pasca", np.sin(turn), np.cos(turn)]).astype(float)


def _known(values: np.ndarray, otherwise: float = 0.0) -> np.ndarray:
    return np.nan_to_num(np.asarray(values, float), nan=otherwise)


def _entries(states: pa.Table) -> pd.DataFrame:
    """The hours in which issues came to siaga or krisis from below, by hour."""
    frame = states.select(["issue_id", "changed_at", "from_slug", "to_slug"]).to_pandas()
    frame = frame[frame["to_slug"].isin(REACHED) & ~frame["from_slug"].isin(REACHED)]
    hour = frame["changed_at"].to_numpy().astype("datetime64[h]").astype(np.int64) - 1
    return pd.DataFrame({"issue_id": frame["issue_id"], "hour": hour, "entry_hour": hour}).sort_values("hour")


def _learned(rows: np.ndarray, came: np.ndarray, hours: np.ndarray, blocks: np.ndarray, episodes: int) -> Outlook | None:
    """Scores from other stretches of time calibrate, and calibrated from other stretches again they are judged."""
    scores, told, usual = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows))
    for block in range(BLOCKS):
        inside, apart = blocks == block, _apart(hours, blocks == block)
        scores[inside] = _fit(rows[apart], came[apart]).decision_function(rows[inside])
        usual[inside] = came[apart].mean()
    for block in range(BLOCKS):
        inside, apart = blocks == block, _apart(hours, blocks == block)
        told[inside] = _calibrated(_calibrate(scores[apart], came[apart]), scores[inside])
    brier, base = float(np.mean((told - came) ** 2)), float(np.mean((usual - came) ** 2))
    if brier > (1 - LEAST_GAIN) * base:
        return None
    return Outlook(episodes, brier, base, reliability(told, came), _fit(rows, came), _calibrate(scores, came))


def _apart(hours: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Rows whose 24 hours ahead do not meet those of the rows inside."""
    return (hours < hours[inside].min() - AHEAD_HOURS) | (hours > hours[inside].max() + AHEAD_HOURS)


def _fit(rows: np.ndarray, came: np.ndarray) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(rows, came)


def _calibrate(scores: np.ndarray, came: np.ndarray) -> LogisticRegression:
    """Platt's: isotonic steps would follow single episodes, for there are few and each gives up to 24 rows."""
    return LogisticRegression(C=np.inf).fit(scores[:, None], came)


def _calibrated(calibrator: LogisticRegression, scores: np.ndarray) -> np.ndarray:
    return calibrator.predict_proba(scores[:, None])[:, 1]


def reliability(told: np.ndarray, came: np.ndarray) -> pd.DataFrame:
    """What was told against what came, by steps of BINS; steps that hold no rows are left out."""
    step = pd.cut(told, BINS, include_lowest=True)
    table = pd.DataFrame({"told": told, "came": came.astype(float), "step": step}).groupby("step", observed=True)
    return table.agg(row_count=("told", "size"), told=("told", "mean"), came=("came", "mean"))
