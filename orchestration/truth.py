"""How the published labels meet labels given by people, for every source that names a `truth` file."""

from __future__ import annotations

import orjson

from ingestion.catalog import Entry
from ml.classifiers.evaluation import Score, measure
from orchestration.models import classifiers
from warehouse.access import open_marts
from warehouse.layout import Layout

UNREAD = "belum-terbaca"
LABELS = """
    select d.source_slug, d.document_ref, l.classifier_name, l.label_slug
    from mart_documents as d
    left join mart_document_labels as l on d.document_id = l.document_id and l.is_current"""


def measure_truth(layout: Layout, entries: list[Entry]) -> dict[str, Score]:
    """End-to-end score by classifier; empty without truth files.

    A document without a published label counts as missed. So does one labelled tidak-yakin: that is an answer of its own, and
    no truth holds it.
    """
    published = _published_labels(layout)
    pairs: dict[str, list[tuple[str, str]]] = {name: [] for name in classifiers()}
    for entry in entries:
        for truth in _read_truth(entry):
            labels = published.get((entry.slug, truth["document_ref"]))
            if labels is not None:
                for name in pairs.keys() & truth.keys():
                    pairs[name].append((truth[name], labels.get(name, UNREAD)))
    return {name: measure(*zip(*found, strict=True)) for name, found in pairs.items() if found}


def _published_labels(layout: Layout) -> dict[tuple[str, str], dict[str, str]]:
    """Label by classifier of every published document, by its source and reference."""
    labels: dict[tuple[str, str], dict[str, str]] = {}
    with open_marts(layout) as marts:
        for source, ref, name, label in marts.execute(LABELS).fetchall():
            found = labels.setdefault((source, ref), {})
            if name is not None:
                found[name] = label
    return labels


def _read_truth(entry: Entry) -> list[dict]:
    if entry.truth is None:
        return []
    return [orjson.loads(line) for line in (entry.folder / entry.truth).read_bytes().splitlines()]
