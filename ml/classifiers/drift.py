"""Whether what comes in, and what the champions make of it, still looks like the weeks before.

Different texts are counted by day of publication: the last 7 days that have documents against the 28 such days before. A
text that was copied a hundred times is one reading. Labels are those of one version, so a new champion is no drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ml.classifiers.bodies import CARD, TunedBody
from ml.classifiers.heads import UNSURE
from ml.classifiers.labelling import Column, labels_folder
from ml.classifiers.registry import Model
from ml.classifiers.scoring import CLUSTER, UNREAD
from ml.classifiers.stability import Stability, psi, stability
from ml.reading import read_parts, reader_folder
from warehouse.layout import Layout

CURRENT_DAYS, REFERENCE_DAYS = 7, 28
LEAST_TEXTS = 200
ALL = "semua"


@dataclass(frozen=True)
class Window:
    """`score`: mean calibrated probability (of clusters: cosine); `unsure_share`: labelled tidak-yakin. None: no text."""

    first_on: date
    last_on: date
    count: int
    score: float | None
    unsure_share: float | None


@dataclass(frozen=True)
class Drift:
    """One column in one channel, or in ALL with the channels as they come now. `mix` is None where there are too few texts.

    `moved_label` is the one that changed its share the most. `training_psi`: of clusters, against how full they were at
    training; never judged, for examples are chosen, and not drawn.
    """

    name: str
    version: str
    channel_slug: str
    reference: Window
    current: Window
    mix: Stability | None = None
    moved_label: str | None = None
    training_psi: float | None = None

    @property
    def state(self) -> str:
        if self.mix is None:
            return "too few"
        return "drifted" if self.mix.is_drift else "stable"

    def as_dict(self) -> dict:
        """Plain values, dates as ISO text."""
        return orjson.loads(orjson.dumps({**asdict(self), "state": self.state}))


def label_drift(layout: Layout, models: Iterable[Model], cleaned: str, on: date) -> list[Drift]:
    """Drift of the labels of `models` on the documents that version `cleaned` read, published up to `on`."""
    texts = _texts(layout, cleaned, on)
    return [row for model in models if model.is_passing for row in _drift(layout, (model.name, model.version), texts)]


def embedding_drift(layout: Layout, models: Iterable[Model], cleaned: str, on: date) -> list[Drift]:
    """The same of the clusters of each body that `models` stand on."""
    texts = _texts(layout, cleaned, on)
    bodies = {model.body.version: model.body for model in models if model.is_passing}
    return [row for body in bodies.values() for row in _drift(layout, (CLUSTER, body.version), texts, _training_counts(body))]


def _training_counts(body: TunedBody) -> np.ndarray | None:
    """Training texts of each cluster; None where the card does not tell."""
    counts = orjson.loads((body.folder / CARD).read_bytes()).get("cluster_counts")
    return None if counts is None else np.array(counts)


def _texts(layout: Layout, cleaned: str, on: date) -> pd.DataFrame:
    """text_hash, channel_slug, published_on and is_current of both windows; empty where one of them would have no day."""
    folder, columns = reader_folder(layout, "cleaned", cleaned), ["text_hash", "channel_slug", "published_on"]
    known = read_parts(folder, ["published_on"])["published_on"].drop_null().to_pylist()
    days = sorted(day for day in known if day <= on)[-CURRENT_DAYS - REFERENCE_DAYS :]
    if len(days) <= CURRENT_DAYS:
        return pd.DataFrame(columns=[*columns, "is_current"])
    published_on = pc.field("published_on")
    texts = read_parts(folder, columns, (published_on >= days[0]) & (published_on <= days[-1])).to_pandas()
    return texts.assign(is_current=texts["published_on"] >= days[-CURRENT_DAYS])


def _drift(layout: Layout, column: Column, texts: pd.DataFrame, training: np.ndarray | None = None) -> list[Drift]:
    """ALL first, then channel by channel."""
    if texts.empty:
        return []
    readings = read_parts(labels_folder(layout, column), ["text_hash", "label_slug", "score"], _among(texts["text_hash"]))
    days = {is_current: (days.min(), days.max()) for is_current, days in texts.groupby("is_current")["published_on"]}
    read = texts.drop(columns="published_on").drop_duplicates().merge(readings.to_pandas(), on="text_hash")
    sides = read.groupby("channel_slug")["is_current"].transform("nunique")
    groups = [(ALL, read[sides == 2]), *read.groupby("channel_slug")]
    return [_compare(column, channel, rows, days, training) for channel, rows in groups]


def _among(hashes: Sequence[str]) -> pc.Expression:
    return pc.field("text_hash").isin(pa.array(hashes, pa.string()).unique())


def _compare(column: Column, channel: str, rows: pd.DataFrame, days: dict, training: np.ndarray | None) -> Drift:
    before, now = (_window(rows[rows["is_current"] == is_current], *days[is_current]) for is_current in (False, True))
    drift = Drift(*column, channel, before, now)
    if min(before.count, now.count) < LEAST_TEXTS:
        return drift
    counts = rows.groupby(["is_current", "channel_slug", "label_slug"]).size().unstack(fill_value=0)
    mix = stability(counts.loc[False].to_numpy(), counts.loc[True].to_numpy())
    since_training = None if training is None else _psi_since_training(training, rows[rows["is_current"]])
    return replace(drift, mix=mix, moved_label=counts.columns[mix.moved], training_psi=since_training)


def _psi_since_training(training: np.ndarray, rows: pd.DataFrame) -> float:
    clusters = rows["label_slug"][rows["label_slug"] != UNREAD].astype(int)
    return float(psi(training, np.bincount(clusters, minlength=len(training))))


def _window(rows: pd.DataFrame, first_on: date, last_on: date) -> Window:
    scores = rows["score"][rows["label_slug"] != UNREAD]
    mean_score = float(scores.mean()) if len(scores) else None
    unsure_share = float((rows["label_slug"] == UNSURE).mean()) if len(rows) else None
    return Window(first_on, last_on, len(rows), mean_score, unsure_share)
