"""What texts mean, as vectors of the multilingual body as it comes, untuned: for grouping documents of one event.

The classifiers' body is of no use here: it was tuned to tell labels apart, and forgot the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa

from ml.base_model import Body
from ml.classifiers.bodies import CARD, new_folder, one_at_a_time
from ml.classifiers.engine import BodyEngine
from ml.classifiers.export import export_body
from ml.classifiers.tuning import Tuned
from ml.text import model_text
from warehouse.schemas import VECTORS

TOKEN_LIMIT, LEAD_CHARACTERS = 96, 240
STEPS = 127
PREFIX = "query: "
"""The body was trained on texts that begin so."""
LIBRARIES = ("transformers", "torch", "onnxruntime")


def obtain_reading_body(base: Body, models: Path) -> Path:
    """The folder of `base` as int8 ONNX, written once into the registry."""
    recipe = [base.digest, str(TOKEN_LIMIT), *(f"{library} {version(library)}" for library in LIBRARIES)]
    folder = models / "bodies" / f"untuned-{hashlib.sha256(' '.join(recipe).encode()).hexdigest()[:12]}"
    with one_at_a_time(folder):
        if not (folder / CARD).is_file():
            with new_folder(folder) as unfinished:
                export_body(_open(base), unfinished)
                (unfinished / CARD).write_bytes(orjson.dumps({"version": folder.name, "base": base.digest}))
    return folder


def _open(base: Body) -> Tuned:
    from transformers import AutoModel, AutoTokenizer

    return Tuned(AutoModel.from_pretrained(base.address), AutoTokenizer.from_pretrained(base.address), TOKEN_LIMIT, "float32")


class VectorReader:
    """A reader of cleaned documents: rows of VECTORS; equal beginnings of texts are read once a part."""

    def __init__(self, folder: Path):
        source = Path(__file__).read_bytes()
        self.version = hashlib.sha256(source + folder.name.encode()).hexdigest()[:12]
        self.engine = BodyEngine(folder)

    def read(self, documents: pa.Table) -> pa.Table:
        vectors = self.vectors(documents["clean_text"].to_pylist())
        rows = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1]).cast(pa.list_(pa.int8()))
        return pa.table(
            [documents["document_id"], documents["input_hash"], pa.repeat(self.version, documents.num_rows), rows],
            schema=VECTORS,
        )

    def vectors(self, texts: Sequence[str | None]) -> np.ndarray:
        """int8, shape (texts, width): STEPS at the largest number of each."""
        given = [PREFIX + model_text(text or "")[:LEAD_CHARACTERS] for text in texts]
        distinct = list(dict.fromkeys(given))
        read = dict(zip(distinct, self.engine.vectors(distinct), strict=True))
        exact = np.array([read[text] for text in given])
        return np.rint(exact / np.abs(exact).max(axis=1, keepdims=True, initial=1e-9) * STEPS).astype(np.int8)


def unit_vectors(rows: np.ndarray) -> np.ndarray:
    """float32 at length one, shape as given, of what `VectorReader.vectors` gave."""
    exact = rows.astype(np.float32)
    return exact / np.maximum(np.linalg.norm(exact, axis=1, keepdims=True), 1e-9)
