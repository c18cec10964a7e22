"""What both ways of `pantau review` start from: a classifier, its champion, and items as they may be written."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.catalog import nearest
from ingestion.contract import PUBLIC_CHANNELS
from ml.classifiers.registry import Model, open_model, read_standing
from ml.classifiers.review import Item
from ml.classifiers.specs import Classifier
from orchestration.context import context
from orchestration.models import classifiers, names
from warehouse import privacy
from warehouse.errors import InputError


def classifier_of(name: str) -> Classifier:
    """InputError where it reads in no run, and with the nearest name where there is none of that name."""
    if name not in classifiers():
        if name in names():
            raise InputError(
                f"{name} was made by `pantau train` and labels nothing in a run, so that no text can be queued for it. "
                f"Judge rows of a file of your own, and train it again: pantau train {name} --examples FILE"
            )
        raise InputError(f"There is no classifier {name!r}{nearest(name, classifiers())}")
    return classifiers()[name]


def champion_of(name: str) -> Model:
    """InputError before the first run."""
    version = read_standing(context().layout, name).champion
    if version is None:
        raise InputError(f"{name} has no champion in {context().layout.home} yet: run `pantau run` first, or set PANTAU_HOME.")
    return open_model(context().settings.models, name, version)


def masked(items: Iterable[Item]) -> list[Item]:
    """As they may be written to a file."""
    items = list(items)
    public = pc.is_in(pa.array([item.channel for item in items], pa.string()), value_set=pa.array(PUBLIC_CHANNELS))
    texts = privacy.mask_texts(pa.array([item.text for item in items], pa.string()), is_public=public)
    return [item._replace(text=text) for item, text in zip(items, texts.to_pylist(), strict=True)]
