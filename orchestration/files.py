"""Files of one's own: read whole, in any format and encoding that sources may have, and written with columns beside them.

Whatever is written is masked first.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

import duckdb
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.catalog import nearest
from ingestion.contract import PUBLIC_CHANNELS
from ingestion.kinds import Broken
from ingestion.reading.formats import READERS, format_of
from orchestration.console import console
from warehouse import privacy
from warehouse.errors import InputError

CHANNEL_COLUMNS = ("channel", "channel_slug", "kanal")
HIDDEN = "[pribadi]"
WRITERS = {
    ".csv": "(format csv, header)",
    ".tsv": "(format csv, header, delimiter '\t')",
    ".parquet": "(format parquet, compression zstd)",
    ".jsonl": "(format json)",
}


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


def channel_column(table: pa.Table, source: Path) -> pa.Array | None:
    """The channel of each row, where the file has a column for it."""
    named = [name for name in CHANNEL_COLUMNS if name in table.column_names]
    return privacy.mask_texts(text_column(table, named[0], source)) if named else None


def masked_texts(table: pa.Table, name: str, source: Path) -> pa.Array:
    """The column as text without persons, as a run has it: names of public life stay where the file says its channel is."""
    channels = channel_column(table, source)
    is_public = False if channels is None else pc.is_in(channels, value_set=pa.array(PUBLIC_CHANNELS))
    return privacy.mask_texts(text_column(table, name, source), is_public=is_public)


def check_target(source: Path, target: Path) -> None:
    """InputError for a format that cannot be written, and for what `check_place` refuses."""
    if target.suffix.lower() not in WRITERS:
        raise InputError(f"{target.name}: the output is written as {', '.join(WRITERS)}; name it so.")
    check_place(source, target)


def check_place(source: Path, target: Path) -> None:
    """InputError for an output that would replace the input, or for a place where none can be written.

    The folder is made and tried now: once every text was read is late to hear of it.
    """
    try:
        if _is_same(source, target):
            raise InputError("The output would replace the input; give it a name of its own.")
        if target.is_dir():
            raise InputError(f"{target} is a folder; name a file in it.")
        if target.exists() and not os.access(target, os.W_OK):
            raise InputError(f"{target} may not be written to; give the output another name.")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file() or not target.exists():  # a pipe or a device needs nothing of its folder
            with TemporaryFile(dir=target.parent):
                pass
    except (OSError, RuntimeError) as error:  # links that lead to one another are a RuntimeError
        raise InputError(f"{target} cannot be written: {error}. Name a folder that you may write to.") from error


def _is_same(source: Path, target: Path) -> bool:
    """Whether both name one file, however they are spelled or linked."""
    return source.resolve() == target.resolve() or (source.exists() and target.exists() and source.samefile(target))


def write_beside(table: pa.Table, text: str, masked: pa.Array, added: pa.Table, target: Path) -> None:
    """The file's columns without persons, `masked` in place of column `text`, and `added` beside them.

    It is written beside the target, then moved in; a column of the file that bears the name of an added one keeps its place.
    """
    for position, name in enumerate(table.column_names):
        table = table.set_column(position, name, masked if name == text else _masked_column(name, table[name]))
    for name, column in zip(added.column_names, added.columns, strict=True):
        table = table.append_column(_free_name(name, table.column_names), column)
    unfinished = target.with_name(f".{target.name}.part")
    with duckdb.connect() as connection:
        connection.register("result", table)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy result to $target {WRITERS[target.suffix.lower()]}", {"target": str(unfinished)})
            unfinished.replace(target)
        except (duckdb.Error, OSError) as error:
            unfinished.unlink(missing_ok=True)
            raise InputError(f"{target} cannot be written: {error}") from error


def _masked_column(name: str, column: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Texts as texts; numbers keep their type unless one of them may be a person's; anything else as masked JSON."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if privacy.is_personal_column(name):
        return pc.if_else(column.is_valid(), pa.scalar(HIDDEN), pa.scalar(None, pa.string()))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return privacy.mask_texts(column.cast(pa.string()).combine_chunks())
    if pa.types.is_temporal(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind):
        return column
    values = column.to_pylist()
    safe = [privacy.mask_value(value) for value in values]
    if safe == values and not pa.types.is_nested(kind) and not pa.types.is_binary(kind):
        return column
    written = [
        value if value is None or isinstance(value, str) else orjson.dumps(value, default=str).decode() for value in safe
    ]
    return pa.array(written, pa.string())


def _free_name(name: str, taken: list[str]) -> str:
    """`name`, with pantau_ before it as often as it takes: DuckDB tells no capitals apart."""
    lower = {one.lower() for one in taken}
    while name.lower() in lower:
        name = f"pantau_{name}"
    return name


def keep_aside(broken: Sequence[Broken], target: Path) -> None:
    """Tell of lines that would not read, in a file beside the target; one of an earlier time goes."""
    aside = target.with_name(f"{target.name}.dikarantina.jsonl")
    aside.unlink(missing_ok=True)
    if broken:
        # nothing tells which part of such a line names a person
        rows = [{"record_number": b.number, "reason": b.reason, "length": len(str(b.content))} for b in broken]
        aside.write_bytes(b"\n".join(orjson.dumps(row) for row in rows) + b"\n")
        console.print(
            f"{len(broken):,} lines could not be read; they are in {aside}", style="yellow", markup=False, soft_wrap=True
        )
