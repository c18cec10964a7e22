"""How good labels are, and how far their scores can be believed, on rows that no example came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from sklearn.metrics import f1_score, precision_recall_fscore_support

from ml.classifiers.heads import Reading

RESAMPLES = 500
LEAST_ROWS = 8
"""Labels with fewer rows in the truth are shown, but do not count in macro-F1 of a report, unless all have fewer; a slice with
fewer is not shown."""
BINS = 10
COVERAGES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7)


@dataclass(frozen=True)
class Score:
    """Macro-F1 over the labels that count, accuracy, rows, and the 95 % bootstrap interval of macro-F1."""

    macro_f1: float
    low: float
    high: float
    accuracy: float
    count: int

    def __str__(self) -> str:
        return f"macro-F1 {self.macro_f1:.3f} [{self.low:.3f}, {self.high:.3f}], accuracy {self.accuracy:.3f}, n = {self.count}"


@dataclass(frozen=True)
class Report:
    """`score` over labels with enough rows; `ece`: expected calibration error; `coverage`: share kept → Score of the surest;
    `abstained_share`: labelled tidak-yakin, and `decided` the Score of the rest; `labels`, `slices`: figures by name."""

    score: Score
    ece: float
    abstained_share: float
    decided: Score | None
    coverage: dict[str, float]
    labels: dict[str, dict[str, float]]
    slices: dict[str, dict[str, dict[str, float]]]

    def as_dict(self) -> dict:
        return asdict(self)


def measure(truth: Sequence[str], guesses: Sequence[str], seed: int = 0, least_rows: int = 1) -> Score:
    """Compare two label columns of equal length over labels with `least_rows` in the truth; ValueError when there are none."""
    if not len(truth):
        raise ValueError("no rows to measure on")
    known, given = np.asarray(truth), np.asarray(guesses)
    return _score(known, given, counted_labels(known, least_rows), seed)


def _score(known: np.ndarray, given: np.ndarray, labels: np.ndarray, seed: int = 0) -> Score:
    (resampled,) = resampled_macro_f1(known, [given], labels, RESAMPLES, seed)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Score(macro_f1(known, given, labels), float(low), float(high), float((known == given).mean()), len(known))


def counted_labels(truth: np.ndarray, least_rows: int) -> np.ndarray:
    """Labels with enough rows; all of them where none has."""
    labels, counts = np.unique(truth, return_counts=True)
    enough = labels[counts >= least_rows]
    return enough if len(enough) else labels


def macro_f1(truth: np.ndarray, guesses: np.ndarray, labels: np.ndarray) -> float:
    """Over those of `labels` that `truth` holds."""
    present = labels[np.isin(labels, truth)]
    return float(f1_score(truth, guesses, labels=present, average="macro", zero_division=0)) if len(present) else 0.0


def resampled_macro_f1(
    truth: np.ndarray, columns: Sequence[np.ndarray], labels: np.ndarray, resamples: int, seed: int
) -> list[np.ndarray]:
    """`macro_f1` of each column of guesses on bootstrap resamples, shape (resamples,); all columns see the same resamples.

    Rows alike in truth and guesses are drawn together: the same as row by row, and hundreds of times faster.
    """
    rows, counts = np.unique(np.stack([truth, *columns]), axis=1, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(truth), counts / counts.sum(), size=resamples)
    known = rows[0] == labels[:, None]
    present = drawn @ known.T
    found = []
    for column in rows[1:]:
        given = column == labels[:, None]
        f1 = 2 * (drawn @ (known & given).T) / np.maximum(present + drawn @ given.T, 1)
        found.append((f1 * (present > 0)).sum(axis=1) / np.maximum((present > 0).sum(axis=1), 1))
    return found


def report(truth: Sequence[str], readings: Sequence[Reading], slices: Mapping[str, Sequence[str | None]]) -> Report:
    """Everything that a card or `pantau evaluate` tells; `slices` name a group for each row (None: in no group)."""
    known = np.asarray(truth)
    guesses = np.array([reading.guess for reading in readings])
    scores = np.array([reading.score for reading in readings])
    decided = np.array([reading.label == reading.guess for reading in readings])
    labels = counted_labels(known, LEAST_ROWS)
    return Report(
        score=_score(known, guesses, labels),
        ece=expected_calibration_error(known == guesses, scores),
        abstained_share=float(1 - decided.mean()),
        decided=_score(known[decided], guesses[decided], labels) if decided.any() else None,
        coverage={f"{share:.2f}": _surest(known, guesses, scores, labels, share) for share in COVERAGES},
        labels=_by_label(known, guesses),
        slices={name: _by_group(known, guesses, scores, np.asarray(groups, object)) for name, groups in slices.items()},
    )


def expected_calibration_error(is_right: np.ndarray, scores: np.ndarray) -> float:
    """Mean distance between score and share of right labels over BINS bins of equal width, weighted by their rows."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [abs(is_right[bins == b].mean() - scores[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(sum(gaps))


def _surest(known: np.ndarray, guesses: np.ndarray, scores: np.ndarray, labels: np.ndarray, share: float) -> float:
    kept = np.argsort(-scores, kind="stable")[: max(1, round(len(scores) * share))]
    return macro_f1(known[kept], guesses[kept], labels)


def _by_label(known: np.ndarray, guesses: np.ndarray) -> dict[str, dict[str, float]]:
    labels = np.unique(np.concatenate([known, guesses]))
    precision, recall, f1, counts = precision_recall_fscore_support(known, guesses, labels=labels, zero_division=0)
    rows = zip(labels.tolist(), precision, recall, f1, counts, strict=True)
    return {label: {"precision": float(p), "recall": float(r), "f1": float(f), "count": int(n)} for label, p, r, f, n in rows}


def _by_group(known: np.ndarray, guesses: np.ndarray, scores: np.ndarray, groups: np.ndarray) -> dict[str, dict[str, float]]:
    found = {}
    for group in sorted({one for one in groups.tolist() if one is not None}):
        rows = groups == group
        if rows.sum() >= LEAST_ROWS:
            is_right = known[rows] == guesses[rows]
            found[group] = {
                "macro_f1": macro_f1(known[rows], guesses[rows], counted_labels(known[rows], LEAST_ROWS)),
                "accuracy": float(is_right.mean()),
                "ece": expected_calibration_error(is_right, scores[rows]),
                "count": int(rows.sum()),
            }
    return found
