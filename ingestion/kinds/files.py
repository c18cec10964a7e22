"""Files that someone drops in a folder: text in columns, JSON, Parquet and XLSX, read in bulk through Arrow.

Exports of other vendors' tools are recognised by their header, see `ingestion/dialects`.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
from pydantic import Field, ValidationInfo, field_validator

from ingestion import dialects
from ingestion.catalog import Entry as CommonEntry
from ingestion.catalog import nearest
from ingestion.dialects import Dialect
from ingestion.dialects.translation import translate
from ingestion.kinds import Chunk, Content, Fetch, Visit
from ingestion.reading.formats import READERS, format_of


class Entry(CommonEntry):
    """`path` is a file or a glob, relative to the sources file; a plain file must be there, a glob may match nothing."""

    path: str
    delimiter: str | None = None
    is_complete: bool = False
    """The file always holds all that the source has, so that what is missing from its next edition was deleted."""
    dialect: str | None = Field(default=None, validate_default=True)
    """An export's name, or `none`; by default it is recognised, unless `columns` says what is what."""

    @field_validator("path")
    @classmethod
    def _path_can_be_read(cls, value: str, others: ValidationInfo) -> str:
        suffix = format_of(Path(value))
        if suffix not in READERS:
            what = suffix or "a file without suffix"
            raise ValueError(f"{value!r}: no reader for {what!r}{nearest(suffix, READERS)}")
        if not is_glob(value) and not (others.data["folder"] / value).is_file():
            raise ValueError(f"there is no file {others.data['folder'] / value}; put it there, or mend the path")
        return value

    @field_validator("is_complete")
    @classmethod
    def _one_file_is_complete(cls, value: bool, others: ValidationInfo) -> bool:
        if value and is_glob(others.data.get("path", "")):
            raise ValueError("of several files none is complete; name one in `path`")
        return value

    @field_validator("dialect")
    @classmethod
    def _dialect_is_known(cls, value: str | None, others: ValidationInfo) -> str | None:
        names = [dialect.name for shelf in dialects.saved_and_shipped(others.data["folder"]) for dialect in shelf]
        if value not in (None, dialects.NONE, *names):
            raise ValueError(f"{value!r} is no dialect{nearest(value, [dialects.NONE, *names])}")
        return value


def is_glob(path: str) -> bool:
    return any(character in path for character in "*?[")


def fetches(entry: Entry, visit: Visit) -> Iterator[Fetch]:
    """One fetch for each file that the path names, in name order."""
    pattern = Path(entry.path)
    base = Path(pattern.anchor) if pattern.is_absolute() else entry.folder
    relative = pattern.relative_to(pattern.anchor) if pattern.is_absolute() else pattern
    files = sorted(base.glob(str(relative))) if is_glob(entry.path) else [base / relative]
    fixed = base.joinpath(*itertools.takewhile(lambda part: not is_glob(part), relative.parent.parts))
    for file in files:
        yield _fetch(entry, file, str(file.relative_to(fixed)), visit.as_of)


def _fetch(entry: Entry, file: Path, address: str, as_of: datetime) -> Fetch:
    def open_file() -> Content:
        shelves = _shelves(entry)
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
        for dialect in itertools.chain(*shelves):
            digest.update(dialect.model_dump_json().encode())  # a mended dialect reads the same file anew
        return Content(
            digest.hexdigest(),
            file.stat().st_size,
            read=lambda: _read(entry, file, shelves, as_of),
            is_complete=entry.is_complete,
        )

    return Fetch(address, open_file)


def _shelves(entry: Entry) -> Sequence[Sequence[Dialect]]:
    """The dialects that may be recognised in the files of an entry; the one that it names stands alone."""
    if entry.dialect == dialects.NONE or (entry.dialect is None and entry.columns):
        return ()
    saved, shipped = dialects.saved_and_shipped(entry.folder)
    if entry.dialect is None:
        return saved, shipped
    return ([dialect for dialect in (*saved, *shipped) if dialect.name == entry.dialect],)


def _read(entry: Entry, file: Path, shelves: Sequence[Sequence[Dialect]], as_of: datetime) -> Iterator[Chunk]:
    """The chunks of a file; what its first records tell of the dialect holds for all of them."""
    recognise = partial(dialects.recognise, shelves=shelves)
    dialect = shelves[0][0] if entry.dialect not in (None, dialects.NONE) else None
    is_told = dialect is not None
    for chunk in READERS[format_of(file)](file, entry.delimiter, recognise):
        if not is_told and chunk.table.num_rows:
            dialect, is_told = recognise(chunk.table.column_names), True
        yield replace(chunk, table=_translated(chunk.table, entry, dialect, as_of)) if dialect else chunk


def _translated(table: pa.Table, entry: Entry, dialect: Dialect, as_of: datetime) -> pa.Table:
    is_zone_given = "time_zone" in entry.model_fields_set
    zone = entry.time_zone if is_zone_given else dialect.time_zone or entry.time_zone
    return translate(table, dialect, entry.columns, zone, as_of)
