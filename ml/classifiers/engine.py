"""A tuned body as it reads: ONNX Runtime int8, one text at a time, once for all heads that stand on it.

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

from ml.classifiers.export import BODY_FILE, TOKENIZER_FILE

CHUNK = 512


class BodyEngine:
    """Reads the folder of one body version."""

    def __init__(self, folder: Path, threads: int = 2):
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(folder / BODY_FILE, options, providers=["CPUExecutionProvider"])
        self.threads = threads

    def vectors(self, texts: Sequence[str]) -> Iterator[np.ndarray]:
        """The unit vector of each text, in their order; texts are those of `ml.text.model_text`."""
        with ThreadPoolExecutor(self.threads) as pool:
            for start in range(0, len(texts), CHUNK):
                ids = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts[start : start + CHUNK]))]
                yield from pool.map(self._vector, ids)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """All vectors, shape (texts, width)."""
        return np.vstack(list(self.vectors(texts)))

    def _vector(self, ids: list[int]) -> np.ndarray:
        return self.session.run(None, {"input_ids": np.array([ids], dtype=np.int64)})[0][0]
