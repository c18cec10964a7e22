"""Files that someone drops in a folder: CSV, TSV, JSON lines, Parquet and XLSX, read in bulk through Arrow."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationInfo, field_validator

from ingestion.catalog import Entry as CommonEntry
from ingestion.catalog import nearest
from ingestion.formats import READERS
from ingestion.kinds import Fetch


class Entry(CommonEntry):
    """`path` is a file or a glob, relative to the sources file; a plain file must be there, a glob may match nothing."""

    path: str
    delimiter: str | None = None

    @field_validator("path")
    @classmethod
    def _path_can_be_read(cls, value: str, others: ValidationInfo) -> str:
        suffix = Path(value).suffix.lower()
        if suffix not in READERS:
            what = suffix or "a file without suffix"
            raise ValueError(f"{value!r}: no reader for {what!r}{nearest(suffix, READERS)}")
        if not is_glob(value) and not (others.data["folder"] / value).is_file():
            raise ValueError(f"there is no file {others.data['folder'] / value}; put it there, or mend the path")
        return value


def is_glob(path: str) -> bool:
    return any(character in path for character in "*?[")


def fetches(entry: Entry) -> Iterator[Fetch]:
    """One fetch for each file that the path names, in name order."""
    pattern = Path(entry.path)
    base = Path(pattern.anchor) if pattern.is_absolute() else entry.folder
    relative = pattern.relative_to(pattern.anchor) if pattern.is_absolute() else pattern
    files = sorted(base.glob(str(relative))) if is_glob(entry.path) else [base / relative]
    fixed = base.joinpath(*itertools.takewhile(lambda part: not is_glob(part), relative.parent.parts))
    for file in files:
        yield _fetch(entry, file, address=str(file.relative_to(fixed)))


def _fetch(entry: Entry, file: Path, address: str) -> Fetch:
    def fingerprint() -> str:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    return Fetch(
        address=address,
        byte_count=file.stat().st_size if file.exists() else 0,
        fingerprint=fingerprint,
        read=lambda: READERS[file.suffix.lower()](file, entry.delimiter),
    )
