"""Published labels against labels given by people."""

from __future__ import annotations

import orjson
import pytest
from tiny_marts import document, publish_marts

from ingestion.catalog import Entry
from orchestration.truth import measure_truth
from warehouse.layout import Layout, prepare_home


@pytest.fixture
def layout(tmp_path) -> Layout:
    return prepare_home(tmp_path / "home")


def entry(folder, *rows: dict, slug: str = "koran") -> Entry:
    """A source whose people gave `rows`; without any it has no truth."""
    (folder / "truth.jsonl").write_bytes(b"\n".join(orjson.dumps(row) for row in rows))
    fields = {"slug": slug, "kind": "files", "folder": folder, "channel": "berita", "description": "Koran"}
    return Entry(**fields, truth="truth.jsonl" if rows else None)


def test_each_classifier_that_a_truth_names_is_scored(layout, tmp_path):
    labels = [("d000", "sentimen", "negatif", True), ("d001", "sentimen", "netral", True), ("d000", "sikap", "menolak", True)]
    publish_marts(layout, [document(0), document(1)], labels)
    truth = [
        {"document_ref": "k-0", "sentimen": "negatif", "sikap": "menolak", "story": None},
        {"document_ref": "k-1", "sentimen": "positif"},
    ]
    scores = measure_truth(layout, [entry(tmp_path, *truth)])
    assert {name: (score.count, score.accuracy) for name, score in scores.items()} == {"sentimen": (2, 0.5), "sikap": (1, 1.0)}


@pytest.mark.parametrize("labels", [[], [("d000", "sentimen", "tidak-yakin", True)], [("d000", "sentimen", "negatif", False)]])
def test_unread_unsure_and_former_labels_are_missed(layout, tmp_path, labels):
    publish_marts(layout, [document(0), document(1)], [*labels, ("d001", "sentimen", "netral", True)])
    truth = [{"document_ref": "k-0", "sentimen": "negatif"}, {"document_ref": "k-1", "sentimen": "netral"}]
    score = measure_truth(layout, [entry(tmp_path, *truth)])["sentimen"]
    assert (score.count, score.accuracy, score.macro_f1) == (2, 0.5, 0.5)


def test_only_the_source_that_has_the_truth_is_scored_by_it(layout, tmp_path):
    labels = [("d000", "sentimen", "netral", True), ("d001", "sentimen", "negatif", True)]
    publish_marts(layout, [document(0, document_ref="k"), document(1, document_ref="k", source_slug="kanal")], labels)
    truth = [{"document_ref": "k", "sentimen": "netral"}, {"document_ref": "not published", "sentimen": "netral"}]
    assert measure_truth(layout, [entry(tmp_path, *truth)])["sentimen"].count == 1
    assert measure_truth(layout, [entry(tmp_path)]) == {}
