"""What must be true of raw documents, of cleaned documents, and of labels. One suite a table; no GX import at load.

Each expectation is a pair: the name of a GX expectation class and its arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def labels_suite(classifier: str, labels: Sequence[str], unsure: str) -> Suite:
    """What must be true of the labels that count now: an earlier version may have known others.

    `labels` are those of the classifier, `unsure` is what it says where it abstains.
    """
    return Suite(
        f"labels-{classifier}",
        "select document_id, text_hash, label_slug, guess_slug, score from ml_labels as l "
        "inner join ml_models as m on l.classifier_name = m.reader_name and l.model_version = m.model_version "
        f"where l.classifier_name = '{classifier}'",
        (
            ("ExpectCompoundColumnsToBeUnique", {"column_list": ["document_id", "text_hash"]}),
            ("ExpectColumnValuesToNotBeNull", {"column": "label_slug"}),
            ("ExpectColumnValuesToBeInSet", {"column": "label_slug", "value_set": [*labels, unsure]}),
            ("ExpectColumnValuesToNotBeNull", {"column": "guess_slug"}),
            ("ExpectColumnValuesToBeInSet", {"column": "guess_slug", "value_set": list(labels)}),
            ("ExpectColumnValuesToNotBeNull", {"column": "score"}),
            ("ExpectColumnValuesToBeBetween", {"column": "score", "min_value": 0, "max_value": 1}),
        ),
    )
