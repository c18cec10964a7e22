"""Labels for documents: each clean text once for each model version, and one pass over it for all models of a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from ml.classifiers.heads import Reading
from ml.classifiers.registry import Model
from ml.classifiers.scoring import CLUSTER, Clusters, Scorer, by_body, scorer_of
from ml.reading import Progress, batches, read_parts, reader_folder, write_part
from warehouse.layout import Layout
from warehouse.schemas import LABELS

PART_DOCUMENTS = 1_000
KEY = ["document_id", "text_hash"]

Column = tuple[str, str]
"""(name, version) of a classifier, or of the clusters of a body."""


def label_documents(layout: Layout, models: Sequence[Model], cleaned: str, progress: Progress) -> dict[str, int]:
    """Append labels of every document in version `cleaned` that a model has not read yet; how many were labelled, by name.

    A model below its floor labels nothing. Equal texts are scored once, whether they come together or years apart.
    """
    counts = {model.name: 0 for model in models}
    for group in by_body(model for model in models if model.is_passing).values():
        counts |= _label_with(layout, group, cleaned, progress)
    return counts


def labels_folder(layout: Layout, column: Column) -> Path:
    return layout.ml_table("labels") / "-".join(column)


def _label_with(layout: Layout, group: list[Model], cleaned: str, progress: Progress) -> dict[str, int]:
    """With models on one body; the cluster of a text is kept beside its labels."""
    body = group[0].body
    columns = {model.name: (model.name, model.version) for model in group} | {CLUSTER: (CLUSTER, body.version)}
    folder = reader_folder(layout, "cleaned", cleaned)
    documents = read_parts(folder, KEY)
    missing = {name: _missing(documents, labels_folder(layout, column)) for name, column in columns.items()}
    unread = _texts_of(folder, pa.concat_tables(missing.values()).group_by(KEY, use_threads=False).aggregate([]))
    counts = {model.name: missing[model.name].num_rows for model in group}
    if not unread.num_rows:
        return counts
    hashes = unread["text_hash"].combine_chunks()
    known = {name: _known_readings(labels_folder(layout, column), hashes) for name, column in columns.items()}
    scorer = replace(scorer_of(body, group), clusters=Clusters(body.clusters))
    progress(0, unread.num_rows)
    for number, batch in enumerate(batches(unread, PART_DOCUMENTS), 1):
        _learn(scorer, known, batch)
        for name, keys in missing.items():
            rows = batch.join(keys, keys=KEY, join_type="left semi").sort_by([(key, "ascending") for key in reversed(KEY)])
            if rows.num_rows:
                write_part(_rows(rows, known[name], columns[name]), labels_folder(layout, columns[name]))
        progress(min(number * PART_DOCUMENTS, unread.num_rows), unread.num_rows)
    return counts


def _missing(documents: pa.Table, folder: Path) -> pa.Table:
    """document_id and text_hash of what has no label yet."""
    labelled = read_parts(folder, KEY)
    return documents.join(labelled, keys=KEY, join_type="left anti") if labelled.num_rows else documents


def _texts_of(cleaned: Path, keys: pa.Table) -> pa.Table:
    """`keys` with clean_text, in order of the hash; of parts that hold none of them no text is read."""
    if not keys.num_rows:
        return keys
    wanted = keys["document_id"].combine_chunks()
    parts = [part for part in sorted(cleaned.glob("part-*.parquet")) if _holds(part, wanted)]
    texts = pa.concat_tables([pq.read_table(part, columns=[*KEY, "clean_text"]) for part in parts])
    texts = texts.join(keys, keys=KEY, join_type="left semi").group_by([*KEY, "clean_text"], use_threads=False).aggregate([])
    return texts.sort_by([("text_hash", "ascending"), ("document_id", "ascending")])


def _holds(part: Path, ids: pa.Array) -> bool:
    return pc.any(pc.is_in(pq.read_table(part, columns=["document_id"])["document_id"], value_set=ids)).as_py() or False


def _known_readings(folder: Path, hashes: pa.Array) -> dict[str, Reading]:
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        return {}
    columns = ["label_slug", "guess_slug", "score"]
    rows = ds.dataset(parts).to_table(columns=["text_hash", *columns], filter=pc.field("text_hash").isin(hashes))
    values = zip(*(rows[name].to_pylist() for name in columns), strict=True)
    return dict(zip(rows["text_hash"].to_pylist(), (Reading(*value) for value in values), strict=True))


def _learn(scorer: Scorer, known: dict[str, dict[str, Reading]], batch: pa.Table) -> None:
    """Read what some classifier has not read before; `known` takes it up."""
    texts = dict(zip(batch["text_hash"].to_pylist(), batch["clean_text"].to_pylist(), strict=True))
    new = {key: text for key, text in texts.items() if any(key not in readings for readings in known.values())}
    for key, found in zip(new, scorer.iterate(list(new.values())), strict=True):
        for name, reading in found.items():
            known[name].setdefault(key, reading._replace(score=round(reading.score, 6)))


def _rows(batch: pa.Table, known: dict[str, Reading], column: Column) -> pa.Table:
    name, version = column
    found = [known[key] for key in batch["text_hash"].to_pylist()]
    return pa.table(
        {
            "document_id": batch["document_id"],
            "text_hash": batch["text_hash"],
            "classifier_name": pa.repeat(pa.scalar(name), batch.num_rows),
            "model_version": pa.repeat(pa.scalar(version), batch.num_rows),
            "label_slug": pa.array([reading.label for reading in found], pa.string()),
            "guess_slug": pa.array([reading.guess for reading in found], pa.string()),
            "score": pa.array([reading.score for reading in found], pa.float64()),
        },
        schema=LABELS,
    )
