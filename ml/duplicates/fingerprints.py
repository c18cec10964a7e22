"""What texts are compared by, reckoned for a whole table at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ml.duplicates.bands import text_bands
from ml.duplicates.letters import hash_letters
from ml.duplicates.words import hash_words, split_words, text_key
from warehouse.schemas import DUPLICATES


def fingerprint(documents: pa.Table, version: str) -> pa.Table:
    """Rows of DUPLICATES, one a document, that belong to no family yet."""
    texts = [text or "" for text in documents["clean_text"].to_pylist()]
    words = [split_words(text) for text in texts]
    lengths = np.array([len(one) for one in words], dtype=np.int32)
    hashes = hash_words([word for one in words for word in one])
    bands, has_words = text_bands(hashes, lengths), lengths > 0
    columns = {
        "document_id": documents["document_id"],
        "input_hash": documents["input_hash"],
        "reader_version": pa.repeat(pa.scalar(version), len(texts)),
        "published_on": documents["published_on"],
        "text_key": pa.array([text_key(one, text) for one, text in zip(words, texts, strict=True)], pa.string()),
        "word_hashes": _lists(lengths, hashes),
        "letter_hashes": _lists(*hash_letters(words)),
        "bands": _lists(has_words * bands.shape[1], bands[has_words].ravel()),
    }
    missing = {field.name: pa.nulls(len(texts), field.type) for field in DUPLICATES if field.name not in columns}
    return pa.table([(columns | missing)[field.name] for field in DUPLICATES], schema=DUPLICATES)


def _lists(lengths: np.ndarray, values: np.ndarray) -> pa.ListArray:
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values))
