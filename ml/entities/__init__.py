"""People in office and organisations that texts name: registries and rules, and where one is given a trained component.

Private persons are found (for masking and measuring) but never given out as rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import spacy
from spacy.language import Language

from ml.entities import registry
from ml.entities.component import load_component, obtain_component, read_spans
from ml.entities.lexicon import EXAMPLES, LISTS, TEXTS
from ml.entities.marking import join_spans, mark_text
from ml.entities.scanning import Mention
from ml.entities.words import Words, split_words
from ml.text import LONGEST
from warehouse.schemas import ENTITIES
from warehouse.seeds import seeds_hash

__all__ = ["EntityReader", "find_persons", "load_component", "obtain_component"]


class EntityReader:
    """Rows of ENTITIES for documents. `version` changes with the seeds, the lists, the rules and spaCy's words."""

    def __init__(self) -> None:
        self.version = _version()

    def read(self, documents: pa.Table) -> pa.Table:
        """ENTITIES rows of `documents` (document_id, input_hash, clean_text, published_on), in their order."""
        columns = (documents[name].to_pylist() for name in ("document_id", "input_hash", "clean_text", "published_on"))
        rows: list[dict[str, Any]] = []
        for document_id, input_hash, text, day in zip(*columns, strict=True):
            common = {"document_id": document_id, "input_hash": input_hash, "reader_version": self.version}
            rows += [{**common, **row} for row in self.find(text or "", day)]
        return pa.Table.from_pylist(rows, ENTITIES)

    def find(self, text: str, day: date | None) -> list[dict[str, Any]]:
        """The entity columns of one text: each person in office and each organisation once, by first mention."""
        words = split_words(text[:LONGEST])
        scan = registry.scan(words, day)
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for mention in sorted(scan.people + scan.organisations, key=lambda mention: mention.start):
            row = _row(words, mention, day)
            key = (row["entity_kind_slug"], row["entity_name"].casefold())
            found.setdefault(key, row)["mention_count"] += 1
        return list(found.values())


def find_persons(texts: Sequence[str], component: Language | None = None) -> list[list[tuple[int, int]]]:
    """For each text the character ranges of every person's name, in office or not, in their order.

    A trained `component` adds names that no list holds; it costs about a millisecond a text.
    """
    marked = [mark_text(text) for text in texts]
    if component:
        marked = [join_spans(spans, rules) for spans, rules in zip(read_spans(component, texts), marked, strict=True)]
    return [[(start, end) for start, end, label in spans if label == "PERSON"] for spans in marked]


def _row(words: Words, mention: Mention, day: date | None) -> dict[str, Any]:
    start, end = words.starts[mention.start], words.ends[mention.end - 1]
    row = {
        "entity_kind_slug": mention.kind,
        "entity_name": words.text[start:end],
        "official_slug": None,
        "agency_slug": None,
        "position_name": None,
        "basis_slug": "daftar" if mention.slug else "aturan",
        "mention_count": 0,
        "first_position": start,
    }
    if mention.kind == "organisasi":
        return row | registry.organisations().describe(mention.slug, row["entity_name"])
    if mention.slug:
        return row | registry.officials().describe(mention.slug, day)
    return row | {"position_name": words.text[words.starts[mention.office.start] : words.ends[mention.office.end - 1]]}


def _version() -> str:
    digest = hashlib.sha256(seeds_hash(*registry.SEED_NAMES).encode())
    sources = [*Path(__file__).parent.glob("*.py"), *LISTS.glob("*.txt"), *TEXTS.glob("*.txt"), *EXAMPLES.glob("*.jsonl")]
    for path in sorted(sources):
        digest.update(path.read_bytes())
    digest.update(spacy.__version__.encode())
    return digest.hexdigest()[:12]
