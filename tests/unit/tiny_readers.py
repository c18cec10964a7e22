"""Readers that find what a test tells them: the whole of enrichment without a single model."""

from __future__ import annotations

import pyarrow as pa

from ml.enrichment import Enricher
from warehouse.schemas import AGENCIES, CLEANED, DUPLICATES, ENTITIES, PLACES


class Cleaner:
    version = "c1"

    def read(self, documents: pa.Table) -> pa.Table:
        rows = [
            {**row, "clean_text": row["document_text"].strip(), "language_slug": "indonesia", "code_mix_share": 0.0}
            for row in documents.to_pylist()
        ]
        return pa.Table.from_pylist(rows, CLEANED)


class Telling:
    """Finds the rows that `found` holds for a text."""

    def __init__(self, schema: pa.Schema, found: dict[str, list[dict]]):
        self.version, self.schema, self.found = "t1", schema, found

    def read(self, documents: pa.Table) -> pa.Table:
        pairs = zip(documents["document_id"].to_pylist(), documents["clean_text"].to_pylist(), strict=True)
        rows = [{"document_id": key, **row} for key, text in pairs for row in self.found.get(text, [])]
        return pa.Table.from_pylist(rows, self.schema)


class Equals:
    """Takes equal texts for copies."""

    version = "e1"

    def __init__(self) -> None:
        self.first: dict[str, str] = {}

    def read(self, documents: pa.Table) -> pa.Table:
        rows = []
        for key, text in zip(documents["document_id"].to_pylist(), documents["clean_text"].to_pylist(), strict=True):
            family = self.first.setdefault(text.lower(), key)
            is_copy = family != key
            rows.append(
                {"document_id": key, "family_id": family, "text_key": text, "similarity": 1.0 if is_copy else None}
            )  # fmt: skip
        return pa.Table.from_pylist(rows, DUPLICATES)


def place(code: str, kind: str, count: int = 1, position: int = 0) -> dict:
    return {
        "region_code": code, "region_type_slug": kind, "basis_slug": "nama", "mention_count": count, "first_position": position,
    }  # fmt: skip


def agency(slug: str, role: str, rank: int, reason: str = "disebut") -> dict:
    return {"agency_slug": slug, "role_slug": role, "rank": rank, "score": 0.5, "reason": reason}


def entity(name: str, kind: str, position: int, office: str | None = None) -> dict:
    return {"entity_name": name, "entity_kind_slug": kind, "first_position": position, "position_name": office}


def tiny_enricher(places: dict | None = None, agencies: dict | None = None, entities: dict | None = None) -> Enricher:
    return Enricher(
        Cleaner(),
        Telling(PLACES, places or {}),
        Telling(AGENCIES, agencies or {}),
        Telling(ENTITIES, entities or {}),
        Equals(),
    )
