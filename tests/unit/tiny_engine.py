"""Models small enough to compute by hand: seven words, one vector each, whose mean is the text's; heads of three directions.

`build_body` and `build_model` leave in a registry folder what tuning and training would leave there; `build_base` makes an
encoder that can be tuned in a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import orjson
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from ml.base_model import Body
from ml.classifiers.bodies import CARD, CLUSTERS_FILE, TunedBody
from ml.classifiers.evaluation import Report, Score
from ml.classifiers.export import BODY_FILE, TOKENIZER_FILE
from ml.classifiers.heads import Head, WordPart
from ml.classifiers.registry import Model, open_model
from ml.classifiers.words import WIDTH, fit_words

LABELS = ("negatif", "netral", "positif")
VECTORS = {
    "<s>": (0.0, 0.0, 0.0),
    "<unk>": (0.2, 0.3, 0.2),
    "rusak": (1.0, 0.0, 0.1),
    "banjir": (0.8, 0.3, 0.0),
    "rapat": (0.0, 1.0, 0.0),
    "jalan": (0.3, 0.5, 0.2),
    "tautan": (0.1, 0.9, 0.3),
    "lancar": (0.1, 0.2, 1.0),
    "bagus": (0.0, 0.1, 1.0),
}
"""Any other word is <unk>; <s> stands at both ends of a text and says nothing."""
WEIGHT = 4.0
"""Of a direction for its own label; 0 for the others."""
TOKEN_LIMIT = 8
"""Ids of a text with its two ends: six words."""


def unit_vector(text: str) -> np.ndarray:
    """What the engine must find for a text of at most six words."""
    mean = np.mean([VECTORS.get(word, VECTORS["<unk>"]) for word in text.lower().split()], axis=0)
    return mean / np.linalg.norm(mean)


SHARED = {"nada": "a", "lain": "b"}


def build_body(registry: Path, version: str = "b1", noise: int = 0, columns: Mapping[str, str] = SHARED) -> TunedBody:
    """A body version under `registry`, its clusters the three directions; `noise` widens vectors by random numbers.

    `columns`: digest of the examples of every classifier that it was tuned for.
    """
    folder = registry / "bodies" / version
    folder.mkdir(parents=True, exist_ok=True)
    more = np.random.default_rng(1).normal(size=(len(VECTORS), noise))
    table = np.hstack([np.array(list(VECTORS.values())), more]).astype(np.float32)
    _write_graph(folder / BODY_FILE, table)
    tokenizer = _tokenizer()
    tokenizer.enable_truncation(TOKEN_LIMIT)
    tokenizer.save(str(folder / TOKENIZER_FILE))
    fit_words(list(VECTORS)).save(folder)
    np.save(folder / CLUSTERS_FILE, np.eye(len(LABELS), table.shape[1], dtype=np.float32))
    card = {"version": version, "base": "tiny", "texts": len(VECTORS), "columns": {}}
    card["columns"] = {name: {"examples": digest} for name, digest in columns.items()}
    (folder / CARD).write_bytes(orjson.dumps(card))
    return TunedBody(version, folder)


def build_head(labels: Sequence[str] = LABELS, weight: float = WEIGHT, width: int = 3, **more) -> Head:
    """A direction for each label in their order; `more` may give temperature, threshold and words."""
    weights = np.eye(len(labels), width, dtype=np.float32) * weight
    return Head(tuple(labels), weights, np.zeros(len(labels), np.float32), **more)


def build_words(body: TunedBody, says: Mapping[str, str], sure_at: float = 0.9) -> WordPart:
    """Of a head over LABELS: a text of one word that `says` holds is of its label, others say nothing."""
    weights = np.zeros((len(body.words.rarity), len(LABELS)), np.float16)
    for word, label in says.items():
        said = body.words.of([word]).indices
        weights[said[said < WIDTH], LABELS.index(label)] = 5
    return WordPart(weights, np.zeros(len(LABELS), np.float32), sure_at=sure_at)


def build_model(
    registry: Path,
    name: str = "nada",
    version: str = "v1",
    *,
    body: TunedBody | None = None,
    head: Head | None = None,
    macro_f1: float = 0.8,
    floor: float = 0.7,
    local: int = 0,
) -> Model:
    """A version of a classifier under `registry`, on `body` or on the one of `build_body`."""
    body, head = body or build_body(registry), head or build_head()
    folder = registry / name / version
    folder.mkdir(parents=True, exist_ok=True)
    head.save(folder)
    score = Score(macro_f1, macro_f1 - 0.1, macro_f1 + 0.1, macro_f1, 40)
    card = {
        "name": name,
        "version": version,
        "description": "Nada teks.",
        "labels": head.labels,
        "body": body.version,
        "examples": {"count": 200, "local": local, "digest": "contoh"},
        "training_count": 160,
        "method": "held-out examples",
        "temperature": head.temperature,
        "threshold": head.threshold,
        "student": None,
        "report": Report(score, 0.03, 0.15, score, {"1.00": macro_f1}, {}, {}).as_dict(),
    }
    (folder / CARD).write_bytes(orjson.dumps(card))
    return replace(open_model(registry, name, version), floor=floor)


def build_base(folder: Path) -> Body:
    """A random BERT of under a thousand weights over the words of VECTORS, in a folder of transformers."""
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(0)
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    BertModel(BertConfig(vocab_size=len(VECTORS), max_position_embeddings=32, **sizes)).save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=_tokenizer(), pad_token="<s>", unk_token="<unk>").save_pretrained(folder)
    return Body(str(folder), "tiny")


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(VECTORS)}, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A <s>", special_tokens=[("<s>", 0)])
    return tokenizer


def _write_graph(path: Path, table: np.ndarray) -> None:
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
