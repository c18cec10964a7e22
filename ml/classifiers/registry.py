"""Versions of classifiers, and which of them counts in a data home.

Versions are artefacts: <models>/<name>/<version>/{head.npz, learned.json, card.json} on a body of <models>/bodies; several
homes may share them, and nothing in them ever changes. Which version is champion (its labels count) or challenger is a
decision of one home: <home>/state/models/<name>.json, with the history of all decisions (docs/decisions/0020 tells why not
MLflow).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

import orjson
import pyarrow as pa

from ml.base_model import Body
from ml.classifiers.bodies import CARD, TunedBody, digest, new_folder, obtain_body, one_at_a_time
from ml.classifiers.corrections import Correction
from ml.classifiers.engine import BodyEngine
from ml.classifiers.examples import examples_digest
from ml.classifiers.heads import Head, open_head
from ml.classifiers.specs import Classifier
from ml.classifiers.training import Result, Sight, train_head
from ml.classifiers.tuning import Progress
from warehouse.errors import InputError
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import MODELS

HEAD_RECIPE = "3"
"""Changes with how heads are fitted, calibrated and measured."""
LEARNED_FILE = "learned.json"
"""Hashes of the texts that a head was fitted on; versions of before this file was written lack it."""


@dataclass(frozen=True)
class Model:
    """One version of a classifier, with what its card says."""

    name: str
    version: str
    folder: Path
    card: dict
    floor: float = 0.0
    is_new: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.card["labels"])

    @property
    def macro_f1(self) -> float:
        return self.card["report"]["score"]["macro_f1"]

    @property
    def holdout_count(self) -> int:
        return self.card["report"]["score"]["count"]

    @property
    def has_local(self) -> bool:
        """Whether it has learned from texts of an installation."""
        return self.card["examples"].get("local", 0) > 0

    @property
    def is_passing(self) -> bool:
        return self.macro_f1 >= self.floor

    @property
    def body(self) -> TunedBody:
        """InputError where it is gone; asked only when it is needed, for a lost champion may still be followed by another."""
        body = TunedBody(self.card["body"], self.folder.parents[1] / "bodies" / self.card["body"])
        if not (body.folder / CARD).is_file():
            raise InputError(
                f"{self.name} {self.version} stands on the body {body.version}, which is missing: {body.folder}. Put that "
                f"folder back, or make a version anew: `pantau run`, or `pantau train {self.name}` where that made it."
            )
        return body

    def head(self) -> Head:
        return open_head(self.folder)


@dataclass(frozen=True)
class Standing:
    """Which versions of a classifier count in a home; `history` holds one entry a decision, oldest first."""

    champion: str | None = None
    challenger: str | None = None
    history: list[dict] = field(default_factory=list)

    def has_considered(self, version: str) -> bool:
        return any(version in (entry.get("version"), entry.get("challenger")) for entry in self.history)


def model_version(classifier: Classifier, body: TunedBody) -> str:
    """Stands for labels, examples, calibration, body and recipe."""
    return digest(
        {
            "name": classifier.name,
            "labels": classifier.labels,
            "examples": examples_digest(classifier.examples),
            "temperature": classifier.temperature,
            "word_weight": classifier.word_weight,
            "abstaining_share": classifier.abstaining_share,
            "body": body.version,
            "recipe": HEAD_RECIPE,
            **({"label_counts": classifier.label_counts} if classifier.label_counts else {}),
        }
    )


def shared_body(classifiers: Sequence[Classifier], base: Body, models: Path, progress: Progress) -> TunedBody:
    """The body tuned on the examples of all `classifiers`."""
    return obtain_body(base, {classifier.name: classifier.examples for classifier in classifiers}, models, progress)


@cache
def _sight_of(body: TunedBody) -> Sight:
    return Sight(BodyEngine(body.folder), body.words)


def _is_alone(classifier: Classifier, body: TunedBody) -> bool:
    """Whether the body was tuned for these very examples alone; corrections may have come since."""
    column = orjson.loads((body.folder / CARD).read_bytes())["columns"].get(classifier.name)
    return body.is_of_one and column is not None and column["examples"] == examples_digest(classifier.examples)


def obtain_model(classifier: Classifier, body: TunedBody, models: Path) -> Model:
    """The version of the classifier as it stands now, from the registry or freshly trained into it."""
    version = model_version(classifier, body)
    folder = models / classifier.name / version
    with one_at_a_time(folder):
        is_new = not (folder / CARD).is_file()
        if is_new:
            with new_folder(folder) as unfinished:
                result = train_head(classifier, _sight_of(body), _is_alone(classifier, body))
                result.head.save(unfinished)
                hashes = sorted({_text_hash(text) for text in result.learned})
                (unfinished / LEARNED_FILE).write_bytes(orjson.dumps(hashes))
                card = orjson.dumps(_card(classifier, body, version, result), option=orjson.OPT_INDENT_2)
                (unfinished / CARD).write_bytes(card)
    return replace(open_model(models, classifier.name, version), floor=classifier.floor, is_new=is_new)


def _text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def has_learned(model: Model, texts: Iterable[str]) -> list[bool]:
    """Of each text whether the head was fitted on it; of none where the version does not tell."""
    file = model.folder / LEARNED_FILE
    hashes = set(orjson.loads(file.read_bytes())) if file.is_file() else set()
    return [_text_hash(text) in hashes for text in texts]


def _card(classifier: Classifier, body: TunedBody, version: str, result: Result) -> dict:
    return {
        "name": classifier.name,
        "version": version,
        "description": classifier.description,
        "labels": classifier.labels,
        "body": body.version,
        "examples": {
            "count": len(classifier.examples),
            "local": sum(e.is_local for e in classifier.examples),
            "corrections": sum(isinstance(e, Correction) for e in classifier.examples),
            "digest": examples_digest(classifier.examples),
        },
        "training_count": result.training_count,
        "method": result.method,
        "temperature": result.head.temperature,
        "word_weight": result.head.word_weight,
        "threshold": result.head.threshold,
        "student": asdict(result.student) if result.student else None,
        "report": result.report.as_dict(),
    }


def open_model(models: Path, name: str, version: str) -> Model:
    """A version that is there; InputError naming those that are where it is not."""
    folder = models / name / version
    if not (folder / CARD).is_file():
        there = ", ".join(model.version for model in versions(models, name)) or "none"
        raise InputError(f"There is no version {version} of {name}; there are: {there}.")
    return Model(name, version, folder, orjson.loads((folder / CARD).read_bytes()))


def is_whole(models: Path, name: str, version: str) -> bool:
    """Whether the files of a version and of the body it stands on are there."""
    card = models / name / version / CARD
    return card.is_file() and (models / "bodies" / orjson.loads(card.read_bytes())["body"] / CARD).is_file()


def versions(models: Path, name: str) -> list[Model]:
    """Every whole version, oldest first."""
    cards = sorted((models / name).glob(f"[!.]*/{CARD}"), key=lambda card: (card.stat().st_mtime, card.parent.name))
    return [Model(name, card.parent.name, card.parent, orjson.loads(card.read_bytes())) for card in cards]


def standing_file(layout: Layout, name: str) -> Path:
    return layout.state / "models" / f"{name}.json"


def read_standing(layout: Layout, name: str) -> Standing:
    file = standing_file(layout, name)
    return Standing(**orjson.loads(file.read_bytes())) if file.is_file() else Standing()


def write_standing(layout: Layout, name: str, standing: Standing) -> None:
    """In one move: whoever reads sees the old decision or the new one."""
    file = standing_file(layout, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_bytes(orjson.dumps(vars(standing), option=orjson.OPT_INDENT_2))
    os.replace(unfinished, file)


def write_reader(layout: Layout, name: str, version: str, model: Model | None = None) -> None:
    """Say which version of a reader counts now; the marts take the rows of that version alone."""
    row = {
        "reader_name": name,
        "model_version": version,
        "macro_f1": model.macro_f1 if model else None,
        "holdout_count": model.holdout_count if model else None,
        "floor": model.floor if model else None,
        "is_passing": model.is_passing if model else True,
    }
    write_parquet(pa.Table.from_pylist([row], MODELS), layout.ml_table("models") / name / "model.parquet")
