"""What must be true of raw documents, of cleaned documents, and of labels. One suite a table; no GX import at load.

Each expectation is a pair: the name of a GX expectation class and its arguments.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.privacy import EMAIL, IDENTITY_NUMBERS

Expectation = tuple[str, dict]


@dataclass(frozen=True)
class Suite:
    """`query` selects the columns needed, against the views that `warehouse.expectations.running` opens."""

    name: str
    query: str
    expectations: tuple[Expectation, ...]


CHANNELS = ["berita", "media-sosial", "pengaduan", "rilis", "cek-fakta"]

RAW = Suite(
    "raw",
    "select document_id, source_slug, channel_slug, title, text, author_id, published_at, content_hash from raw_documents",
    (
        ("ExpectColumnValuesToNotBeNull", {"column": "document_id"}),
        ("ExpectColumnValuesToNotBeNull", {"column": "published_at"}),
        ("ExpectColumnValuesToBeInSet", {"column": "channel_slug", "value_set": CHANNELS}),
        ("ExpectColumnValuesToMatchRegex", {"column": "author_id", "regex": r"^[0-9a-f]{16}$"}),
        ("ExpectColumnValuesToNotMatchRegex", {"column": "text", "regex": EMAIL[0]}),
        ("ExpectColumnValuesToNotMatchRegex", {"column": "text", "regex": IDENTITY_NUMBERS[0]}),
        ("ExpectColumnValueLengthsToBeBetween", {"column": "title", "min_value": 1, "max_value": 1000}),
    ),
)

DOCUMENTS = Suite(
    "documents",
    "select document_id, document_text, published_at, published_on from int_documents",
    (
        ("ExpectTableRowCountToBeBetween", {"min_value": 1}),
        ("ExpectColumnValuesToBeUnique", {"column": "document_id"}),
        ("ExpectColumnValuesToNotBeNull", {"column": "document_text"}),
        ("ExpectColumnValuesToNotBeNull", {"column": "published_on"}),
    ),
)

CLEANED = Suite(
    "cleaned",
    "select document_id, input_hash, reader_version, text_hash, clean_text, language_slug, language_score, code_mix_share "
    "from ml_cleaned",
    (
        ("ExpectCompoundColumnsToBeUnique", {"column_list": ["document_id", "input_hash", "reader_version"]}),
        ("ExpectColumnValuesToNotBeNull", {"column": "clean_text"}),
        ("ExpectColumnValueLengthsToEqual", {"column": "text_hash", "value": 32}),
        ("ExpectColumnValuesToNotBeNull", {"column": "language_slug"}),
        ("ExpectColumnValuesToBeBetween", {"column": "language_score", "min_value": 0, "max_value": 1}),
        ("ExpectColumnValuesToBeBetween", {"column": "code_mix_share", "min_value": 0, "max_value": 1}),
    ),
)


def labels_suite(classifier: str) -> Suite:
    """What must be true of the labels that a classifier has given, in all its versions."""
    return Suite(
        f"labels-{classifier}",
        "select document_id, text_hash, model_version, label_slug, score from ml_labels "
        f"where classifier_name = '{classifier}'",
        (
            ("ExpectCompoundColumnsToBeUnique", {"column_list": ["document_id", "text_hash", "model_version"]}),
            ("ExpectColumnValuesToNotBeNull", {"column": "label_slug"}),
            ("ExpectColumnValuesToBeBetween", {"column": "score", "min_value": 0, "max_value": 1}),
        ),
    )
