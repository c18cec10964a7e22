"""Labels for documents: each clean text once for each model version."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from ml.engine import Engine
from ml.reading import Progress, batches, read_parts, reader_folder, write_part
from ml.registry import Model
from warehouse.layout import Layout
from warehouse.schemas import LABELS

PART_DOCUMENTS = 1_000
KEY = ["document_id", "text_hash"]


def label_documents(layout: Layout, model: Model, cleaned: str, progress: Progress) -> int:
    """Append labels of every document in version `cleaned` that this model has not read yet; returns how many were labelled.

    A model below its floor labels nothing. Equal texts are scored once, whether they come together or years apart.
    """
    if not model.is_passing:
        return 0
    folder = layout.ml_table("labels") / f"{model.name}-{model.version}"
    unread = _unlabelled(reader_folder(layout, "cleaned", cleaned), folder)
    if not unread.num_rows:
        return 0
    known = _known_labels(folder, unread["text_hash"].combine_chunks())
    engine = Engine(model.folder)
    progress(0, unread.num_rows)
    for number, batch in enumerate(batches(unread, PART_DOCUMENTS), 1):
        texts = dict(zip(batch["text_hash"].to_pylist(), batch["clean_text"].to_pylist(), strict=True))
        new = {key: text for key, text in texts.items() if key not in known}
        known.update(zip(new, engine.classify(list(new.values())), strict=True) if new else ())
        write_part(_rows(batch, known, model), folder)
        progress(min(number * PART_DOCUMENTS, unread.num_rows), unread.num_rows)
    return unread.num_rows


def _unlabelled(cleaned: Path, folder: Path) -> pa.Table:
    """document_id, text_hash and clean_text of what has no label yet, in order of the hash; of other parts no text is read."""
    documents = read_parts(cleaned, KEY)
    labelled = read_parts(folder, KEY)
    missing = documents.join(labelled, keys=KEY, join_type="left anti") if labelled.num_rows else documents
    if not missing.num_rows:
        return missing
    wanted = missing["document_id"].combine_chunks()
    parts = [part for part in sorted(cleaned.glob("part-*.parquet")) if _holds(part, wanted)]
    texts = pa.concat_tables([pq.read_table(part, columns=[*KEY, "clean_text"]) for part in parts])
    texts = texts.join(missing, keys=KEY, join_type="left semi").group_by([*KEY, "clean_text"], use_threads=False).aggregate([])
    return texts.sort_by([("text_hash", "ascending"), ("document_id", "ascending")])


def _holds(part: Path, ids: pa.Array) -> bool:
    return pc.any(pc.is_in(pq.read_table(part, columns=["document_id"])["document_id"], value_set=ids)).as_py() or False


def _known_labels(folder: Path, hashes: pa.Array) -> dict[str, tuple[str, float]]:
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        return {}
    columns = ["text_hash", "label_slug", "score"]
    rows = ds.dataset(parts).to_table(columns=columns, filter=pc.field("text_hash").isin(hashes))
    values = zip(rows["label_slug"].to_pylist(), rows["score"].to_pylist(), strict=True)
    return dict(zip(rows["text_hash"].to_pylist(), values, strict=True))


def _rows(batch: pa.Table, known: dict[str, tuple[str, float]], model: Model) -> pa.Table:
    hashes = batch["text_hash"].to_pylist()
    return pa.table(
        {
            "document_id": batch["document_id"],
            "text_hash": batch["text_hash"],
            "classifier_name": pa.repeat(pa.scalar(model.name), batch.num_rows),
            "model_version": pa.repeat(pa.scalar(model.version), batch.num_rows),
            "label_slug": pa.array([known[key][0] for key in hashes], pa.string()),
            "score": pa.array([round(known[key][1], 6) for key in hashes], pa.float64()),
        },
        schema=LABELS,
    )
