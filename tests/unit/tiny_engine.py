"""A model small enough to compute by hand: eight words, one vector each, whose mean is the text's vector."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from ml.engine import BODY_FILE, TOKENIZER_FILE, save_head

LABELS = ("negatif", "netral", "positif")
VECTORS = {
    "<unk>": (0.2, 0.3, 0.2),
    "rusak": (1.0, 0.0, 0.1),
    "banjir": (0.8, 0.3, 0.0),
    "rapat": (0.0, 1.0, 0.0),
    "jalan": (0.3, 0.5, 0.2),
    "tautan": (0.1, 0.9, 0.3),
    "lancar": (0.1, 0.2, 1.0),
    "bagus": (0.0, 0.1, 1.0),
}
WEIGHT = 4.0
"""Of a direction for its own label; 0 for the others."""
TOKEN_LIMIT = 6


def build_engine(folder: Path, weight: float = WEIGHT, noise: int = 0) -> Path:
    """The files of a model version in `folder`, as training would leave them; `noise` widens vectors by random numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(1)
    table = np.hstack([np.array(list(VECTORS.values())), random.normal(size=(len(VECTORS), noise))])
    head = np.hstack([np.eye(len(LABELS)) * weight, random.normal(size=(len(LABELS), noise))])
    _write_body(folder / BODY_FILE, table.astype(np.float32))
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(VECTORS)}, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / TOKENIZER_FILE))
    save_head(folder, LABELS, head, np.zeros(len(LABELS)), TOKEN_LIMIT)
    return folder


def _write_body(path: Path, table: np.ndarray) -> None:
    """Ids of a text in, the unit vector of its mean word vector out; takes several texts at once, would one give them."""
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["words"]),
            helper.make_node("ReduceMean", ["words"], ["mean"], axes=[1], keepdims=0),
            helper.make_node("LpNormalization", ["mean"], ["sentence_vector"], axis=1, p=2),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "length"])],
        [helper.make_tensor_value_info("sentence_vector", TensorProto.FLOAT, ["texts", table.shape[1]])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, path)
