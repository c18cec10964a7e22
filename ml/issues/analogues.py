"""Past episodes that looked as a developing issue looks now, in content and in course, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from warehouse.schemas import ISSUE_ANALOGUES

CONTENT_WEIGHT, SHAPE_WEIGHT = 0.6, 0.4
"""What it is about tells more of what follows than its first hours do, of which there may be few."""
HOUR = 3_600_000_000
"""Microseconds."""
LONGEST_IN_HOURS = 72
"""A longer episode is told in days."""


@dataclass(frozen=True)
class Episode:
    """One stay of one issue above normal.

    `counts` are documents an hour from `began_hour` on, shape (hours,); `vector` is what its documents say, any numbers of one
    length; `ended_hour` is the hour in which it was over, None while it lasts.
    """

    issue_id: str
    began_hour: int
    counts: np.ndarray
    vector: np.ndarray
    highest_slug: str
    ended_hour: int | None


def nearest(current: Episode, past: Sequence[Episode], k: int = 3) -> pa.Table:
    """Rows of ISSUE_ANALOGUES: the `k` past episodes most like `current`, of those that ended before it began.

    Shape is compared over the hours that `current` has run so far; of equals the latest comes first.
    """
    known = [episode for episode in past if episode.ended_hour is not None and episode.ended_hour <= current.began_hour]
    content = _likeness(current.vector, known)
    shape = _shape_likeness(current.counts, known)
    similarity = CONTENT_WEIGHT * content + SHAPE_WEIGHT * shape
    order = sorted(range(len(known)), key=lambda at: (-similarity[at], -known[at].began_hour, known[at].issue_id))[:k]
    rows = [
        {
            "issue_id": current.issue_id,
            "rank": rank,
            "similarity": float(similarity[at]),
            "content_similarity": float(content[at]),
            "shape_similarity": float(shape[at]),
            **_outcome(known[at]),
        }
        for rank, at in enumerate(order, 1)
    ]
    return pa.Table.from_pylist(rows, schema=ISSUE_ANALOGUES)


def _likeness(vector: np.ndarray, known: Sequence[Episode]) -> np.ndarray:
    """Cosines, 0 to 1: what points away is as unlike as what has nothing in common."""
    vector = vector.astype(float)
    others = np.array([episode.vector for episode in known], dtype=float).reshape(len(known), len(vector))
    lengths = np.linalg.norm(others, axis=1) * np.linalg.norm(vector)
    return np.clip(np.divide(others @ vector, lengths, out=np.zeros(len(known)), where=lengths > 0), 0.0, 1.0)


def _shape_likeness(current: np.ndarray, known: Sequence[Episode]) -> np.ndarray:
    """1 less the largest gap between two cumulative courses (Kolmogorov-Smirnov) over the hours of `current`."""
    so_far = np.zeros((1 + len(known), len(current)))
    for row, counts in zip(so_far, [current, *(episode.counts for episode in known)], strict=True):
        row[: len(counts)] = counts[: len(row)]
    courses = np.cumsum(so_far, axis=1)
    courses /= np.maximum(so_far.sum(axis=1, keepdims=True), 1)
    return 1.0 - np.abs(courses[1:] - courses[0]).max(axis=1, initial=0.0)


def _outcome(episode: Episode) -> dict:
    assert episode.ended_hour is not None
    lasted, peak = episode.ended_hour - episode.began_hour, int(episode.counts.max(initial=0))
    length = f"{lasted} jam" if lasted <= LONGEST_IN_HOURS else f"{round(lasted / 24)} hari"
    return {
        "analogue_issue_id": episode.issue_id,
        "began_at": episode.began_hour * HOUR,
        "lasted_hours": lasted,
        "peak_count": peak,
        "highest_slug": episode.highest_slug,
        "what_followed": f"reda setelah {length}, puncak {peak} dokumen per jam, sampai {episode.highest_slug}",
    }
