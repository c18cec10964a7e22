"""One module per kind of source. A kind declares `Entry`, its fields in sources.yml, and `fetches(entry)`.

`fetches` lists what would be read, cheaply; each `Fetch` is then read by itself, so that one that fails stops no other.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType

import pyarrow as pa


@dataclass(frozen=True)
class Broken:
    """A record that could not even be read as one: its position from 1, what it said, and why.

    What it said is never written: nothing tells which part of it names a person. Address and position lead to it.
    """

    number: int
    content: str
    reason: str


@dataclass(frozen=True)
class Chunk:
    """Records as the source names them (any Arrow types), the position of each from 1, and those that would not read."""

    table: pa.Table
    numbers: Sequence[int]
    broken: list[Broken] = field(default_factory=list)


@dataclass(frozen=True)
class Fetch:
    """One file or page. `fingerprint` is the hash of its content; `read` yields its records in chunks."""

    address: str
    byte_count: int
    fingerprint: Callable[[], str]
    read: Callable[[], Iterator[Chunk]]


def kind_names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def kind_module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
