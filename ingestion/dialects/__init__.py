"""Exports of other vendors' tools: one YAML file for each tells its header, and which column is what to the contract.

    title: Alat Pantau
    signature: [Tanggal, Judul, Isi]        # all in the header, upper or lower case; or a list of such lists, any of which
    columns:
      text: [Isi, Ringkasan]                # the first that is not empty
      published_at: {join: [Tanggal, Jam]}  # both, with a space between; nothing when one is empty
    channel: berita                         # or {column: Jenis, values: {Twitter: media-sosial}, otherwise: berita}
    account_class: media
    time_zone: UTC                          # of times that name none, unless the entry in sources.yml does
    time_format: ["%m/%d/%Y %H:%M"]         # of vendors that write what the contract would not read, or not rightly
    zones: {EST: "-05:00"}                  # words behind a time that are no zone to the contract
    escape: '\\'
    drop: [Bio]                             # columns that are never kept

What is no column of the contract goes along as it is; a name that only looks like one of the contract's gets `asli_` before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ingestion.contract import CHANNELS, MAPPABLE

SHIPPED = Path(__file__).parent
NONE = "none"
"""As the dialect of an entry: recognise nothing."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Join(Model):
    """Several columns as one text."""

    join: Annotated[tuple[str, ...], Field(min_length=2)]


Source = str | Join


class ChannelBy(Model):
    """The channel of each record by what a column says; a value may hold several words between commas."""

    column: str
    values: dict[str, str]
    otherwise: str | None = None


class Dialect(Model):
    """One vendor's export. `signature` holds alternatives: a header that has all columns of one is this dialect's."""

    name: str
    title: str
    url: str | None = None
    signature: Annotated[tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...], Field(min_length=1)]
    columns: dict[str, tuple[Source, ...]]
    channel: str | ChannelBy | None = None
    account_class: str | None = None
    time_zone: str | None = None
    time_format: tuple[str, ...] = ()
    zones: dict[Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")], Annotated[str, Field(pattern=r"^[+-]\d\d:\d\d$")]] = {}
    escape: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    drop: tuple[str, ...] = ()

    @field_validator("signature", mode="before")
    @classmethod
    def _one_signature_is_enough(cls, value: Any) -> Any:
        return [value] if isinstance(value, list) and all(isinstance(column, str) for column in value) else value

    @field_validator("columns", mode="before")
    @classmethod
    def _one_source_is_enough(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {contract: told if isinstance(told, list) else [told] for contract, told in value.items()}

    @field_validator("columns")
    @classmethod
    def _columns_are_the_contracts(cls, value: dict[str, Any]) -> dict[str, Any]:
        if unknown := sorted(set(value) - set(MAPPABLE)):
            raise ValueError(f"{', '.join(unknown)}: no column of the contract; known: {', '.join(sorted(MAPPABLE))}")
        return value

    @field_validator("time_zone")
    @classmethod
    def _time_zone_is_known(cls, value: str | None) -> str | None:
        try:
            return value and ZoneInfo(value).key
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone (Asia/Jakarta, UTC, …)") from error

    @model_validator(mode="after")
    def _it_gives_documents(self) -> Dialect:
        if "published_at" not in self.columns or not {"title", "text"} & set(self.columns):
            raise ValueError("columns: published_at, and title or text, must be told")
        by = self.channel
        named = [by] if isinstance(by, str) else [*by.values.values(), by.otherwise or CHANNELS[0]] if by else []
        if unknown := sorted(set(named) - set(CHANNELS)):
            raise ValueError(f"channel: {', '.join(unknown)} is no channel; known: {', '.join(CHANNELS)}")
        return self


def plain(name: str) -> str:
    """A column name as dialects compare it."""
    return name.strip().casefold()


def read_dialect(path: Path) -> Dialect:
    """The dialect of a YAML file, named after it; ValueError with the file and what is wrong in it."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> Dialect:
    try:
        fields = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return Dialect.model_validate({**fields, "name": path.stem} if isinstance(fields, dict) else fields)
    except (YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not valid YAML: {getattr(error, 'problem', None) or error}") from error
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg'].removeprefix('Value error, ')}" for p in error.errors())
        raise ValueError(f"{path}: {told}") from error


def read_dialects(folder: Path) -> list[Dialect]:
    """The dialects in a folder by name; none when it is not there."""
    return [read_dialect(path) for path in sorted(folder.glob("*.yml"))]


def saved_and_shipped(folder: Path) -> tuple[list[Dialect], list[Dialect]]:
    """The user's own dialects, which lie in `dialects` beside the sources file, and those that come with Pantau."""
    saved = read_dialects(folder / SHIPPED.name)
    return saved, [dialect for dialect in read_dialects(SHIPPED) if dialect.name not in {own.name for own in saved}]


def recognise(header: Sequence[str], shelves: Iterable[Iterable[Dialect]]) -> Dialect | None:
    """The dialect of a header: of the first shelf that knows it, the one with most columns in it; none when two are level."""
    columns = {plain(name) for name in header}
    for shelf in shelves:
        found = {dialect.name: (count, dialect) for dialect in shelf if (count := _matched(dialect, columns))}
        best = max((count for count, _ in found.values()), default=0)
        winners = [dialect for count, dialect in found.values() if count == best]
        if winners:
            return winners[0] if len(winners) == 1 else None
    return None


def _matched(dialect: Dialect, columns: set[str]) -> int:
    """How many columns of a signature stand in a header that has them all."""
    wanted = ({plain(name) for name in signature} for signature in dialect.signature)
    return max((len(names) for names in wanted if names <= columns), default=0)
