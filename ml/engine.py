"""A trained classifier as it reads: ONNX Runtime int8 body, logistic head, one text at a time.

One text at a time, for int8 activations are scaled over a whole batch: a text's score would depend on its neighbours. So
an interrupted run, a rerun and a daily run give a text the same score, at little cost, for nothing is padded
(docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from ml.text import model_text

BODY_FILE, TOKENIZER_FILE, HEAD_FILE = "body.onnx", "tokenizer.json", "head.npz"


class Engine:
    """Reads the folder of one model version. `score` gives probabilities, shape (texts, labels)."""

    def __init__(self, folder: Path, threads: int = 2):
        head = np.load(folder / HEAD_FILE)
        self.labels: list[str] = head["labels"].tolist()
        self.weights, self.bias = head["weights"], head["bias"]
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self.tokenizer.enable_truncation(int(head["token_limit"]))
        self.tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(folder / BODY_FILE, options, providers=["CPUExecutionProvider"])
        self.threads = threads

    def score(self, texts: Sequence[str]) -> np.ndarray:
        """Body and head see one text at a time: a product over a whole batch rounds by the batch's size."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch([model_text(t) for t in texts])]
        with ThreadPoolExecutor(self.threads) as pool:
            logits = np.vstack(list(pool.map(self._logits, ids)))
        exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
        return exponents / exponents.sum(axis=1, keepdims=True)

    def _logits(self, ids: list[int]) -> np.ndarray:
        vector = self.session.run(None, {"input_ids": np.array([ids], dtype=np.int64)})[0][0]
        return self.weights @ vector + self.bias

    def classify(self, texts: Sequence[str]) -> Iterator[tuple[str, float]]:
        """(label, probability) of each text."""
        for probabilities in self.score(texts):
            best = int(probabilities.argmax())
            yield self.labels[best], float(probabilities[best])


def save_head(folder: Path, labels: Sequence[str], weights: np.ndarray, bias: np.ndarray, token_limit: int) -> None:
    np.savez(
        folder / HEAD_FILE,
        labels=np.array(labels),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        token_limit=token_limit,
    )
