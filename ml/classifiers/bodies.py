"""Tuned bodies: the encoder that all classifiers of classifiers.yml share, or one tuned for a single classifier.

Layout: <models>/bodies/<version>/{body.onnx, tokenizer.json, words.npz, clusters.npy, weights.safetensors, card.json}. A folder
is moved in whole, so that it is either complete or absent; nothing in it ever changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import orjson
from filelock import FileLock

from ml.base_model import Body
from ml.classifiers.examples import Example, examples_digest, split_examples
from ml.classifiers.export import export_body
from ml.classifiers.tuning import Progress, Settings, tune
from ml.classifiers.words import WordFeatures, fit_words, open_words
from ml.text import model_text

CARD, CLUSTERS_FILE = "card.json", "clusters.npy"
CLUSTER_COUNT = 32
FIRST_DRAWN = 100
"""Texts of every label that are drawn before any others: chance would leave too few of a rare one to learn from."""
ROOM = Path(__file__).parent
RECIPE = (
    *(ROOM / name for name in ("bodies.py", "tuning.py", "export.py", "engine.py", "examples.py", "words.py")),
    *(ROOM.parent / name for name in ("text.py", "boilerplate.py", "characters.py", "datelines.py")),
)
LIBRARIES = ("transformers", "torch", "scikit-learn", "onnxruntime")


@dataclass(frozen=True)
class TunedBody:
    version: str
    folder: Path

    @property
    def clusters(self) -> np.ndarray:
        """Unit vectors of the middles of its training texts' clusters, shape (CLUSTER_COUNT, width)."""
        return np.load(self.folder / CLUSTERS_FILE)

    @property
    def is_of_one(self) -> bool:
        """Whether it was tuned for one classifier alone."""
        return len(orjson.loads((self.folder / CARD).read_bytes())["columns"]) == 1

    @property
    def words(self) -> WordFeatures:
        """How rare n-grams are in its training texts."""
        return open_words(self.folder)


def digest(parts: object) -> str:
    """12 hex digits that stand for `parts`."""
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


def body_version(
    base: Body, columns: Mapping[str, Sequence[Example]], settings: Settings, start: TunedBody | None = None
) -> str:
    """Stands for base weights, the body begun with, examples, settings, recipe and libraries."""
    return digest(
        {
            "base": base.digest,
            "start": start.version if start else None,
            "columns": {name: examples_digest(examples) for name, examples in columns.items()},
            "settings": asdict(settings),
            "recipe": [hashlib.sha256(file.read_bytes()).hexdigest() for file in RECIPE],
            "libraries": [f"{library} {version(library)}" for library in LIBRARIES],
        }
    )


def obtain_body(
    base: Body,
    columns: Mapping[str, Sequence[Example]],
    models: Path,
    progress: Progress,
    settings: Settings | None = None,
    start: TunedBody | None = None,
) -> TunedBody:
    """The body tuned on the training side of `columns` (examples by classifier), from the registry or freshly tuned into it.

    Tuning begins with the weights of `start`, a body of the same base.
    """
    settings = settings or Settings()
    number = body_version(base, columns, settings, start)
    folder = models / "bodies" / number
    with one_at_a_time(folder):
        if not (folder / CARD).is_file():
            with new_folder(folder) as unfinished:
                _tune_into(unfinished, base, columns, settings, progress, start)
    return TunedBody(number, folder)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Whoever wants to make the same folder waits, and then finds it made; a killed process leaves no lock behind."""
    if (folder / CARD).is_file():
        yield
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f".{folder.name}.lock")):
        yield


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` that takes its place, whole, when the block ends well."""
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    yield unfinished
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(unfinished, folder)


def _tune_into(
    folder: Path,
    base: Body,
    columns: Mapping[str, Sequence[Example]],
    settings: Settings,
    progress: Progress,
    start: TunedBody | None,
) -> None:
    training = {name: {e.text: e.label for e in split_examples(examples)[0]} for name, examples in columns.items()}
    texts = sorted({text for labels in training.values() for text in labels})
    fit_words([model_text(text) for text in texts]).save(folder)
    local = {e.text for examples in columns.values() for e in examples if e.is_local}
    shipped = [text for text in texts if text not in local]
    drawn = _draw(shipped, training.values(), settings.text_limit) + sorted(local.intersection(texts))
    judged = {name: [labels.get(text) for text in drawn] for name, labels in training.items()}
    read = [model_text(text) for text in drawn]
    tuned = tune(base.address, read, judged, settings, progress, start.folder if start else None)
    export_body(tuned, folder)
    tuned.save_weights(folder)
    middles, counts = _clusters(tuned.embed(read), settings.seed)
    np.save(folder / CLUSTERS_FILE, middles)
    card = {
        "version": folder.name.lstrip(".").split(".")[0],
        "base": base.digest,
        "start": start.version if start else None,
        "columns": {
            name: {"texts": len(labels), "examples": examples_digest(columns[name])} for name, labels in training.items()
        },
        "texts": len(texts),
        "tuned_texts": len(drawn),
        "cluster_counts": counts,
        "settings": asdict(settings),
        "precision": tuned.precision,
        "libraries": {library: version(library) for library in LIBRARIES},
    }
    (folder / CARD).write_bytes(orjson.dumps(card, option=orjson.OPT_INDENT_2))


def _draw(texts: Iterable[str], columns: Iterable[Mapping[str, str]], limit: int) -> list[str]:
    """So many of the texts, mixed; FIRST_DRAWN of every label of a column (label by text) come first."""
    mixed = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())
    first = set()
    for labels in columns:
        counts = Counter()
        for text in mixed:
            label = labels.get(text)
            if label is not None and counts[label] < FIRST_DRAWN:
                counts[label] += 1
                first.add(text)
    return sorted(mixed, key=lambda text: text not in first)[:limit]


def _clusters(vectors: np.ndarray, seed: int) -> tuple[np.ndarray, list[int]]:
    """Middles of where training texts lie, and how many lie there: drift is told by how full they are later on."""
    from sklearn.cluster import KMeans

    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centres = KMeans(min(CLUSTER_COUNT, len(unit)), n_init=1, random_state=seed).fit(unit).cluster_centers_
    centres = (centres / np.linalg.norm(centres, axis=1, keepdims=True)).astype(np.float32)
    return centres, np.bincount((unit @ centres.T).argmax(axis=1), minlength=len(centres)).tolist()
