"""Guided mapping: what a file of an unknown tool holds, which column may be what, and the dialect that is saved of it.

Nothing here asks or prints; `pantau map` does, on top of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ruamel.yaml import YAML

from ingestion import dialects
from ingestion.contract import MAPPABLE, PERSON_COLUMNS
from ingestion.mapping.column_names import exact_names, names_within
from ingestion.mapping.shapes import HIDDEN, MONTH_FIRST_FORMATS, TIMES, Column, fits, is_month_first, look
from ingestion.reading.charsets import SAMPLE_BYTES, describe_encoding, open_text
from ingestion.reading.delimited import layout_of, read_delimited
from ingestion.reading.formats import READERS, format_of
from ingestion.values import as_text

REQUIRED = (("text", "title"), ("published_at",))
"""Of each group one must be told; everything else may be missing."""
LOOKED_AT = 200
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True)
class Guess:
    """The column that is proposed for one of the contract, and why."""

    column: str
    reason: str


@dataclass(frozen=True)
class Proposal:
    """What a file seems to be. `guesses` is by contract column; `dialect` is set when the header is known already.

    `encoding` and `delimiter` are None for formats that have none. `time_format` is set when dates put the month first.
    """

    path: Path
    encoding: str | None
    delimiter: str | None
    columns: tuple[Column, ...]
    guesses: Mapping[str, Guess]
    time_format: tuple[str, ...] = ()
    dialect: str | None = None

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def chosen(self) -> dict[str, str]:
        """The proposed column by contract column, as `save` takes it."""
        return {contract: guess.column for contract, guess in self.guesses.items()}


def still_missing(chosen: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Groups of contract columns of which one must still be told."""
    return [group for group in REQUIRED if not set(group) & set(chosen)]


def propose(path: Path, as_of: datetime, folder: Path | None = None, delimiter: str | None = None) -> Proposal:
    """Look at the first records of a file. `as_of` is naive UTC; `folder` holds the sources file and saved dialects.

    ValueError when the file has no reader, or no record that could be read.
    """
    read = READERS.get(format_of(path))
    if read is None:
        raise ValueError(f"{path.name}: no reader; there are readers for {', '.join(sorted(READERS))}")
    table = next((chunk.table for chunk in read(path, delimiter) if chunk.table.num_rows), None)
    if table is None:
        raise ValueError(f"{path.name}: no record in it that could be read")
    values = {name: as_text(table.column(name).slice(0, LOOKED_AT).combine_chunks()).to_pylist() for name in table.column_names}
    columns = {name: look(name, texts, as_of) for name, texts in values.items()}
    guesses = _guess(columns)
    persons = {guesses[contract].column for contract in PERSON_COLUMNS if contract in guesses}
    dates = [text for name, guess in guesses.items() if name in TIMES for text in values[guess.column] if text]
    known = dialects.recognise(list(values), dialects.saved_and_shipped(folder or path.parent))
    return Proposal(
        path,
        *(_writing(path, delimiter) if read is read_delimited else (None, None)),
        columns=tuple(_hidden(column) if name in persons else column for name, column in columns.items()),
        guesses=guesses,
        time_format=MONTH_FIRST_FORMATS if is_month_first(dates) else (),
        dialect=known and known.name,
    )


def save(proposal: Proposal, folder: Path, name: str, chosen: Mapping[str, str] | None = None) -> Path:
    """Write `dialects/<name>.yml` into `folder`, that of the sources file; files with this header are then recognised.

    `chosen` maps contract columns to those of the file, by default as proposed. ValueError for a name that cannot be one or
    is taken, for columns that are not there, and when text or title, or the date, is missing.
    """
    chosen = proposal.chosen if chosen is None else dict(chosen)
    path = folder / dialects.SHIPPED.name / f"{name}.yml"
    if not NAME.fullmatch(name) or name == dialects.NONE:
        raise ValueError(f"{name!r} cannot name a dialect: small letters, digits and single underscores, a letter first")
    if path.exists():
        raise ValueError(f"{path} is there already; choose another name, or remove it")
    if missing := still_missing(chosen):
        raise ValueError("still missing: " + "; ".join(" or ".join(group) for group in missing))
    if unknown := sorted({*chosen} - {*MAPPABLE}) + sorted({*chosen.values()} - {*proposal.header}):
        raise ValueError(f"no such column: {', '.join(unknown)}")
    document = {
        "title": f"As mapped from {proposal.path.name}",
        "signature": [column for column in proposal.header if column.strip()],
        "columns": chosen,
        **({"time_format": list(proposal.time_format)} if proposal.time_format else {}),
    }
    dialects.Dialect.model_validate({**document, "name": name})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(document, file)
    return path


def _writing(path: Path, delimiter: str | None) -> tuple[str, str]:
    """The encoding, in words, and the delimiter of a text."""
    with path.open("rb") as file:
        encoding = describe_encoding(file.read(SAMPLE_BYTES))
    with open_text(path) as stream:
        return encoding, layout_of(stream, path, delimiter).delimiter


def _hidden(column: Column) -> Column:
    return replace(column, samples=(HIDDEN,) * len(column.samples))


def _guess(columns: Mapping[str, Column]) -> dict[str, Guess]:
    """One column at most for each of the contract: by its name if the values fit it, else, for what is needed, by values."""
    guesses: dict[str, Guess] = {}
    free = dict(columns)

    def take(contract: str, name: str, reason: str) -> None:
        if contract not in guesses and name in free:
            guesses[contract] = Guess(name, reason)
            del free[name]

    for contract, name in exact_names(list(columns)):
        if fits(contract, columns[name]) or columns[name].shape == "blank":
            take(contract, name, "its name")
    for contract, name, word in names_within(list(columns)):
        if fits(contract, columns[name]):
            take(contract, name, f"its name holds {word!r}")
    for contract, reason in (("published_at", "every value reads as a time"), ("url", "every value is an address")):
        if found := _of_shape(free, "time" if contract in TIMES else "address"):
            take(contract, found[0].name, reason)
    if long := _of_shape(free, "text"):
        take("text", max(long, key=lambda column: column.length).name, "the longest text")
    return guesses


def _of_shape(columns: Mapping[str, Column], shape: str) -> Sequence[Column]:
    return [column for column in columns.values() if column.shape == shape]
