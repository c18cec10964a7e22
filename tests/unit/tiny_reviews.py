"""A home in which models have read a handful of published texts, ready to be reviewed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import duckdb
import orjson
import pyarrow as pa

from ml.classifiers.heads import UNSURE
from ml.classifiers.labelling import labels_folder
from ml.classifiers.registry import write_reader
from ml.classifiers.scoring import CLUSTER
from ml.reading import reader_folder, write_part
from warehouse.layout import Layout
from warehouse.publish import DATABASE, MANIFEST, make_current
from warehouse.schemas import LABELS

SNAPSHOT = "20260905T000000Z-1a2b3c4d"
SENSITIF = ("sensitif", "s1")
CLEANER = "c1"
WITHHELD = ("sara", "kekerasan", "pribadi")
TABLES = {
    "mart_documents": "document_id varchar, channel_slug varchar, family_id varchar, is_withheld boolean",
    "mart_document_labels": "document_id varchar, text_hash varchar, classifier_name varchar, model_version varchar, "
    "label_slug varchar, guess_slug varchar, score double, is_current boolean",
}


def text_hash(text: str) -> str:
    """As the cleaner makes it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def publish_texts(layout: Layout, texts: Mapping[str, str], families: Mapping[str, str] | None = None) -> None:
    """Clean texts by document_id, none of them withheld; a document that `families` does not name is a family of its own."""
    folder = layout.published / SNAPSHOT
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_bytes(orjson.dumps({"snapshot": SNAPSHOT}))
    make_current(layout, SNAPSHOT)
    with _snapshot(layout) as marts:
        for table, columns in TABLES.items():
            marts.execute(f"create table {table} ({columns})")
        rows = [(key, "pengaduan", (families or {}).get(key, key), False) for key in texts]
        marts.executemany("insert into mart_documents values (?, ?, ?, ?)", rows)
    clean(layout, texts)
    write_reader(layout, "cleaned", CLEANER)


def clean(layout: Layout, texts: Mapping[str, str], version: str = CLEANER) -> None:
    """A part of what a cleaner made of documents."""
    rows = [{"document_id": key, "text_hash": text_hash(text), "clean_text": text} for key, text in texts.items()]
    write_part(pa.Table.from_pylist(rows), reader_folder(layout, "cleaned", version))


def label(
    layout: Layout,
    column: tuple[str, str],
    texts: Mapping[str, str],
    readings: Mapping[str, tuple[str, float]],
    is_current: bool = True,
    is_sure: bool = True,
) -> None:
    """Publish (guess, score) by document_id; is_current as the marts tell it."""
    rows = [
        (key, text_hash(texts[key]), *column, guess if is_sure else UNSURE, guess, score, is_current)
        for key, (guess, score) in readings.items()
    ]
    with _snapshot(layout) as marts:
        marts.executemany("insert into mart_document_labels values (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def screen_texts(layout: Layout, texts: Mapping[str, str], guesses: Mapping[str, str], is_sure: bool = True) -> None:
    """Let `sensitif` have read documents: what it is sure of is withheld."""
    label(layout, SENSITIF, texts, {key: (guess, 0.9) for key, guess in guesses.items()}, is_sure=is_sure)
    withheld = [key for key, guess in guesses.items() if is_sure and guess in WITHHELD]
    with _snapshot(layout) as marts:
        marts.execute("update mart_documents set is_withheld = true where list_contains(?, document_id)", [withheld])


def cluster(layout: Layout, body: str, texts: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Clusters by document_id, beside the labels."""
    rows = [
        {
            "document_id": key,
            "text_hash": text_hash(texts[key]),
            "classifier_name": CLUSTER,
            "model_version": body,
            "label_slug": name,
            "guess_slug": name,
            "score": 0.9,
        }
        for key, name in names.items()
    ]
    write_part(pa.Table.from_pylist(rows, LABELS), labels_folder(layout, (CLUSTER, body)))


def _snapshot(layout: Layout) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(layout.published / SNAPSHOT / DATABASE))
