"""Files of one's own that a command reads whole: any format and encoding that sources may have."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from ingestion.catalog import nearest
from ingestion.kinds import Broken
from ingestion.reading.formats import READERS, format_of
from warehouse.errors import InputError


def read_table(source: Path) -> tuple[pa.Table, list[Broken]]:
    """The records of the file, and the lines that would not read; InputError when there is nothing to work with."""
    reader = READERS.get(format_of(source))
    if not source.is_file():
        raise InputError(f"There is no file {source}.")
    if reader is None:
        raise InputError(f"{source.name}: no reader for this kind of file; there are {', '.join(READERS)}.")
    try:
        chunks = list(reader(source, None))
    except Exception as error:
        raise InputError(f"{source} cannot be read: {error}") from error
    tables = [chunk.table for chunk in chunks if chunk.table.num_rows]
    names = tables[0].column_names if tables else []
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"{source.name} has more than one column named {', '.join(twice)}; give each a name of its own.")
    broken = [one for chunk in chunks for one in chunk.broken]
    if not tables:
        raise InputError(f"{source} holds no record that can be read" + (f" ({broken[0].reason})." if broken else "."))
    return pa.concat_tables(tables, promote_options="permissive").combine_chunks(), broken


def text_column(table: pa.Table, name: str, source: Path) -> pa.Array:
    """The column as text; InputError with the nearest name where the file has none of that name."""
    if name not in table.column_names:
        raise InputError(f"{source.name} has no column {name!r}{nearest(name, table.column_names)}")
    try:
        return table[name].cast(pa.string()).combine_chunks()
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise InputError(f"{source.name}: the column {name!r} holds {table[name].type}, not text.") from error
