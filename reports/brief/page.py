"""A brief before it has a format: sections of plain text. Formats escape it, so nothing here knows any markup."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A sentence or two. `lead`: words that stand out before it; `refs`: queries that its figures come from."""

    text: str
    refs: tuple[str, ...] = ()
    lead: str = ""
    kind: str = "line"


@dataclass(frozen=True)
class Bullets:
    lines: list[Line]
    kind: str = "bullets"


@dataclass(frozen=True)
class Table:
    """`numeric`: positions of the columns that hold numbers."""

    caption: str
    header: list[str]
    rows: list[list[str]]
    numeric: list[int] = field(default_factory=list)
    refs: tuple[str, ...] = ()
    kind: str = "table"


@dataclass(frozen=True)
class Spark:
    """Counts of days that follow one another. `label`: the same in words."""

    values: list[int]
    label: str
    refs: tuple[str, ...] = ()
    kind: str = "spark"


Block = Line | Bullets | Table | Spark


@dataclass(frozen=True)
class Section:
    """`kind` is "first" for what stands out, "issue" for one below the section before it, else plain."""

    title: str
    blocks: list[Block]
    kind: str = "plain"


@dataclass(frozen=True)
class Page:
    """`note`: which snapshot, days and edition it is; `queries`: id, title and sql of each."""

    title: str
    note: str
    sections: list[Section]
    queries: list[dict[str, str]]
