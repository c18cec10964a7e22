"""What the texts of a file mean, as vectors: minutes for a large one, so a bar is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.vectors import VectorReader
from orchestration.console import Bars, quiet_libraries
from orchestration.context import context
from orchestration.readers import vector_reader

STEP = "vectors"
TEXTS_AT_ONCE = 256


def open_vectors() -> VectorReader:
    """The reader of vectors; what libraries say while it is built goes to a log of the home."""
    with quiet_libraries(context().layout.state / "vectors.log"):
        return vector_reader()


def read_vectors(reader: VectorReader, texts: Sequence[str], bars: Bars) -> np.ndarray:
    """int8 (texts, width)."""
    found = []
    bars.advance(STEP, 0, len(texts))
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        found.append(reader.vectors(texts[start : start + TEXTS_AT_ONCE]))
        bars.advance(STEP, min(start + TEXTS_AT_ONCE, len(texts)), len(texts))
    bars.finish(STEP, f"{len(texts):,} texts")
    return np.concatenate(found)
