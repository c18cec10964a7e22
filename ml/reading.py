"""What all readers share: which texts are still unread by a version, and part files that only ever get appended.

A version's rows lie in ml/<what>/<reader>-<version>/part-<number>.parquet. A part is whole or absent, so a run that was
killed goes on where its last whole part ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from warehouse.layout import Layout, write_parquet

Progress = Callable[[int, int], None]
"""Called with (documents read, documents to read)."""


def unread_documents(layout: Layout, folder: Path) -> pa.Table:
    """document_id, text_hash and document_text of what has no row in `folder` yet, in order of the hash."""
    documents = pq.read_table(layout.ml_input / "ml_documents.parquet")
    read = read_parts(folder, ["document_id", "text_hash"])
    if read.num_rows:
        documents = documents.join(read, keys=["document_id", "text_hash"], join_type="left anti")
    return documents.sort_by([("text_hash", "ascending"), ("document_id", "ascending")])


def read_parts(folder: Path, columns: list[str]) -> pa.Table:
    """The rows that lie in `folder`, distinct in `columns`."""
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    return ds.dataset(parts).to_table(columns=columns).group_by(columns, use_threads=False).aggregate([])


def write_part(table: pa.Table, folder: Path) -> None:
    """Append one part."""
    numbers = [int(part.stem.removeprefix("part-")) for part in folder.glob("part-*.parquet")]
    write_parquet(table, folder / f"part-{max(numbers, default=0) + 1:06d}.parquet")


def batches(table: pa.Table, size: int) -> Iterator[pa.Table]:
    for offset in range(0, table.num_rows, size):
        yield table.slice(offset, size)
