"""How the published labels meet labels given by people, for every source that names a `truth` file."""

from __future__ import annotations

import orjson

from ingestion.catalog import Entry
from ml.evaluation import Score, measure
from warehouse.access import open_marts
from warehouse.layout import Layout

COLUMNS = {"sentimen": "sentiment_slug", "sektor": "sector_slug"}
"""Label column of a truth file → column of mart_documents."""


def measure_truth(layout: Layout, entries: list[Entry]) -> dict[str, Score]:
    """End-to-end score by classifier; a document without a published label counts as missed. Empty without truth files."""
    with open_marts(layout) as marts:
        rows = marts.execute("select source_slug, document_ref, sentiment_slug, sector_slug from mart_documents").fetchall()
    labels = {(source, ref): {"sentiment_slug": tone, "sector_slug": sector} for source, ref, tone, sector in rows}
    pairs: dict[str, list[tuple[str, str]]] = {name: [] for name in COLUMNS}
    for entry in entries:
        for truth in _read_truth(entry):
            published = labels.get((entry.slug, truth["document_ref"]))
            if published:
                for name in COLUMNS.keys() & truth.keys():
                    pairs[name].append((truth[name], published[COLUMNS[name]] or "belum-terbaca"))
    return {name: measure(*zip(*found, strict=True)) for name, found in pairs.items() if found}


def _read_truth(entry: Entry) -> list[dict]:
    if entry.truth is None:
        return []
    return [orjson.loads(line) for line in (entry.folder / entry.truth).read_bytes().splitlines()]
