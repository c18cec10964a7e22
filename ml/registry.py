"""Trained models by name and version. A version that is there is taken; one that is not is trained.

Layout: <models>/<name>/<version>/{body.onnx, tokenizer.json, head.npz, card.json}. A version folder is moved in whole,
so that it is either complete or absent; nothing in it ever changes.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa

from ml.base_model import Body
from ml.specs import Classifier
from ml.training import Progress, train_classifier
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import MODELS

CARD = "card.json"


@dataclass(frozen=True)
class Model:
    """One version of a classifier. `macro_f1` is the engine's, on `holdout_count` held-out examples."""

    name: str
    version: str
    folder: Path
    macro_f1: float
    holdout_count: int
    floor: float
    is_new: bool

    @property
    def is_passing(self) -> bool:
        return self.macro_f1 >= self.floor


def obtain_model(classifier: Classifier, body: Body, models: Path, progress: Progress) -> Model:
    """The model of the classifier's present version, from the registry or freshly trained into it."""
    version = classifier.version(body)
    folder = models / classifier.name / version
    is_new = not (folder / CARD).is_file()
    if is_new:
        _train_into(classifier, body, folder, progress)
    card = orjson.loads((folder / CARD).read_bytes())
    score = card["holdout"]
    return Model(classifier.name, version, folder, score["macro_f1"], score["count"], classifier.floor, is_new)


def _train_into(classifier: Classifier, body: Body, folder: Path, progress: Progress) -> None:
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    result = train_classifier(classifier, body, unfinished, progress)
    card = {
        "name": classifier.name,
        "version": folder.name,
        "labels": classifier.labels,
        "body": body.digest,
        "training": classifier.training.model_dump(),
        "holdout": result.card(),
    }
    (unfinished / CARD).write_bytes(orjson.dumps(card, option=orjson.OPT_INDENT_2))
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(unfinished, folder)


def write_reader(layout: Layout, name: str, version: str, model: Model | None = None) -> None:
    """Say which version of a reader counts now; the marts take the labels of that version alone."""
    row = {
        "reader_name": name,
        "model_version": version,
        "macro_f1": model.macro_f1 if model else None,
        "holdout_count": model.holdout_count if model else None,
        "floor": model.floor if model else None,
        "is_passing": model.is_passing if model else True,
    }
    write_parquet(pa.Table.from_pylist([row], MODELS), layout.ml_table("models") / name / "model.parquet")
