"""classifiers.yml and the examples: what a classifier is, and the version that stands for all that makes it."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ml.base_model import Body
from warehouse.errors import InputError

ROOM = Path(__file__).parent
CLASSIFIERS, EXAMPLES = ROOM / "classifiers.yml", ROOM / "examples"
RECIPE_FILES = ("text.py", "boilerplate.py", "characters.py", "datelines.py", "training.py", "engine.py")
RECIPE_LIBRARIES = ("setfit", "sentence-transformers", "transformers", "torch", "scikit-learn", "onnxruntime")


class Training(BaseModel):
    """Settings of one training; `token_limit` cuts texts, in training and scoring alike."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    epochs: int
    batch_size: int
    learning_rate: float
    token_limit: int
    seed: int


class Example(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    label: str


class Classifier(BaseModel):
    """One entry of classifiers.yml with its examples."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    description: str
    labels: tuple[str, ...]
    floor: float
    training: Training
    examples: tuple[Example, ...]

    def version(self, body: Body) -> str:
        """First 12 hex digits of a hash over labels, settings, examples, body weights, recipe and libraries."""
        parts = {
            "name": self.name,
            "labels": self.labels,
            "training": self.training.model_dump(),
            "examples": [(e.text, e.label) for e in self.examples],
            "body": body.digest,
            "recipe": [hashlib.sha256((ROOM / file).read_bytes()).hexdigest() for file in RECIPE_FILES],
            "libraries": [f"{library} {version(library)}" for library in RECIPE_LIBRARIES],
        }
        return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


def read_classifiers(file: Path = CLASSIFIERS, examples: Path = EXAMPLES) -> dict[str, Classifier]:
    """All classifiers by name; InputError naming the file when an entry or an example is wrong."""
    try:
        entries = YAML(typ="safe").load(file.read_text())
    except YAMLError as error:
        raise InputError(f"{file}: not valid YAML: {error}") from error
    if not isinstance(entries, dict) or not all(isinstance(fields, dict) for fields in entries.values()):
        raise InputError(f"{file}: expected one mapping of fields for each classifier.")
    return {name: _classifier(name, fields, file, examples / f"{name}.jsonl") for name, fields in entries.items()}


def _classifier(name: str, fields: dict, file: Path, examples: Path) -> Classifier:
    if not examples.is_file():
        raise InputError(f"{file}: {name}: its examples are missing: {examples}")
    try:
        classifier = Classifier.model_validate({"name": name, **fields, "examples": read_examples(examples)})
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors())
        raise InputError(f"{file}: {name}: {problems}") from error
    strange = {e.label for e in classifier.examples} ^ set(classifier.labels)
    if strange:
        raise InputError(f"{file}: {name}: labels and examples disagree on {', '.join(sorted(strange))} ({examples})")
    return classifier


def read_examples(file: Path) -> list[Example]:
    """Examples of a JSON-lines file; InputError with the line that is wrong."""
    examples = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            examples.append(Example.model_validate_json(line))
        except ValidationError as error:
            raise InputError(f'{file}:{number}: expected {{"text": …, "label": …}}: {error.errors()[0]["msg"]}') from error
    return examples


def split_examples(examples: tuple[Example, ...], holdout_share: float = 0.2) -> tuple[list[Example], list[Example]]:
    """(training, held-out), label by label and by the hash of the text: an example never changes sides."""
    training: list[Example] = []
    heldout: list[Example] = []
    by_hash = sorted(examples, key=lambda e: hashlib.sha256(e.text.encode()).hexdigest())
    for label in sorted({e.label for e in examples}):
        of_label = [e for e in by_hash if e.label == label]
        cut = round(len(of_label) * holdout_share)
        heldout += of_label[:cut]
        training += of_label[cut:]
    return training, heldout
