"""What all readers share: which documents are still unread by a version, and part files that only ever get appended.

dbt hands over the documents that the cleaner has not read; the cleaner appends them to ml/cleaned/cleaned-<version>/. Every
other reader follows it part by part: what lies in its own folder under the name of a cleaned part is read. So a run costs
what is new, not what is there, and a run that was killed goes on where its last whole part ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from warehouse.layout import Layout, write_parquet

PART_DOCUMENTS = 5_000
KEY = ["document_id", "input_hash"]
INPUT = "ml_documents.parquet"

Progress = Callable[[int, int], None]
"""Called with (documents read, documents to read)."""


class Reader(Protocol):
    """`version` changes with everything that changes what is read out of a document; `read` gives rows in document order."""

    version: str

    def read(self, documents: pa.Table) -> pa.Table: ...


def reader_folder(layout: Layout, what: str, version: str) -> Path:
    return layout.ml_table(what) / f"{what}-{version}"


def version_over(reader: Reader, cleaned: str) -> str:
    """The version of what `reader` makes of the texts of one version of the cleaner, 12 hex digits."""
    return hashlib.sha256(f"{reader.version}\x1f{cleaned}".encode()).hexdigest()[:12]


def clean_documents(layout: Layout, cleaner: Reader, progress: Progress) -> int:
    """Append what dbt handed over and this cleaner has not read; returns how many documents were read."""
    folder = reader_folder(layout, "cleaned", cleaner.version)
    unread = _unread(pq.read_table(layout.ml_input / INPUT), folder)
    progress(0, unread.num_rows)
    for number, batch in enumerate(batches(unread, PART_DOCUMENTS), 1):
        write_part(cleaner.read(batch), folder)
        progress(min(number * PART_DOCUMENTS, unread.num_rows), unread.num_rows)
    return unread.num_rows


def follow_cleaned(layout: Layout, what: str, reader: Reader, cleaned: str, progress: Progress) -> int:
    """Read every cleaned part that `reader` has not read; returns how many documents were read."""
    folder = reader_folder(layout, what, version_over(reader, cleaned))
    read = {part.name for part in folder.glob("part-*.parquet")}
    parts = [p for p in sorted(reader_folder(layout, "cleaned", cleaned).glob("part-*.parquet")) if p.name not in read]
    total = sum(pq.read_metadata(part).num_rows for part in parts)
    done = 0
    progress(done, total)
    for part in parts:
        documents = pq.read_table(part)
        write_parquet(stamped(reader.read(documents), version_over(reader, cleaned)), folder / part.name)
        done += documents.num_rows
        progress(done, total)
    return done


def stamped(rows: pa.Table, version: str) -> pa.Table:
    """The rows with `version` as their reader_version."""
    position = rows.schema.get_field_index("reader_version")
    return rows.set_column(position, rows.schema.field(position), pa.repeat(pa.scalar(version), rows.num_rows))


def read_parts(folder: Path, columns: list[str], where: pc.Expression | None = None) -> pa.Table:
    """The rows that lie in `folder`, distinct in `columns`; no string columns of none when there is no part."""
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    return ds.dataset(parts).to_table(columns=columns, filter=where).group_by(columns, use_threads=False).aggregate([])


def write_part(table: pa.Table, folder: Path) -> None:
    """Append one part."""
    numbers = [int(part.stem.removeprefix("part-")) for part in folder.glob("part-*.parquet")]
    write_parquet(table, folder / f"part-{max(numbers, default=0) + 1:06d}.parquet")


def batches(table: pa.Table, size: int) -> Iterator[pa.Table]:
    for offset in range(0, table.num_rows, size):
        yield table.slice(offset, size)


def _unread(documents: pa.Table, folder: Path) -> pa.Table:
    """What lies in no part, by date of publication: a part then covers few days, and a search by date opens few parts.

    Where there is nothing to hand over, dbt-duckdb writes a row of nulls.
    """
    documents = documents.filter(documents["document_id"].is_valid())
    ids = documents["document_id"].combine_chunks()
    read = read_parts(folder, KEY, pc.field("document_id").isin(ids))
    if read.num_rows:
        documents = documents.join(read, keys=KEY, join_type="left anti")
    return documents.sort_by([("published_on", "ascending"), ("document_id", "ascending")])
