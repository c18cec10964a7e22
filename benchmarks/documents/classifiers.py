"""The champions of this home on rows labelled by two readers, and `sentimen` on sentences in twelve languages.

Bars are those that the project set itself for `gold_dev`; macro-F1 counts labels with eight rows or more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks.documents import Measure, needed
from ml.classifiers.evaluation import LEAST_ROWS, Report, report
from ml.classifiers.scoring import read_texts
from orchestration.models import champion, classifiers

BARS = {"relevan": 0.82, "sentimen": 0.76, "sikap": 0.74, "tindak": 0.74, "sektor": 0.76}
GAIN = 0.05
"""What abstaining on the least sure 15 % has to bring."""
CALIBRATION_BAR = 0.95
TONES = {"negative": "negatif", "neutral": "netral", "positive": "positif"}


def evaluate(data: Path, home: Path) -> list[Measure]:  # noqa: ARG001
    """Macro-F1, the same of the surest 85 %, and calibration as 1 − ECE, of each classifier; tone by language."""
    rows = pq.read_table(needed(data / "gold_dev.parquet")).to_pylist()
    models = [champion(classifier) for classifier in classifiers().values()]
    readings = list(read_texts(models, [row["text"] for row in rows]))
    sources = [row["source"] for row in rows]
    measures: list[Measure] = []
    for model in models:
        truth = [row[model.name] for row in rows]
        if _countable(truth) > 1:
            found = report(truth, [reading[model.name] for reading in readings], {"source": sources})
            measures += _measures(model.name, found)
    return [*measures, *_languages(data, [model for model in models if model.name == "sentimen"])]


def _countable(truth: Sequence[str]) -> int:
    return int((np.unique(truth, return_counts=True)[1] >= LEAST_ROWS).sum())


def _measures(name: str, found: Report) -> list[Measure]:
    score, bar = found.score, BARS.get(name)
    slices = ", ".join(f"{source} {figures['macro_f1']:.2f}" for source, figures in found.slices["source"].items())
    surest = found.coverage["0.85"]
    return [
        Measure(f"{name}: macro-F1", score.macro_f1, score.count, bar, f"[{score.low:.3f}, {score.high:.3f}]; {slices}"),
        Measure(f"{name}: macro-F1 of the surest 85 %", surest, round(score.count * 0.85), score.macro_f1 + GAIN),
        Measure(f"{name}: 1 − expected calibration error", 1 - found.ece, score.count, CALIBRATION_BAR),
        Measure(f"{name}: share labelled tidak-yakin", found.abstained_share, score.count),
    ]


def _languages(data: Path, models: list) -> list[Measure]:
    rows = pq.read_table(needed(data / "sentiment_nusax_valid.parquet")).to_pylist()
    readings = [found["sentimen"] for found in read_texts(models, [row["text"] for row in rows])]
    found = report([TONES[row["label"]] for row in rows], readings, {"language": [row["language"] for row in rows]})
    by_language = found.slices["language"].items()
    return [
        Measure("sentimen: macro-F1 on NusaX valid", found.score.macro_f1, found.score.count),
        *(Measure(f"sentimen: NusaX {name}", figures["macro_f1"], int(figures["count"]))
          for name, figures in by_language),
    ]  # fmt: skip
