"""How well documents are read, held against real sets and against gold of our own: one module for each part.

Every module has `evaluate(data, home)`: `data` is the folder of the measuring sets, `home` the data home, where labels that
must not enter the repository lie (`<home>/gold/`). It gives its measures, or raises `MissingSet`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class MissingSet(Exception):
    """A set that is measured on is not there; the message says which and where it was looked for."""


@dataclass(frozen=True)
class Measure:
    """`value` of the measure `name` on `count` held-out rows; `bar` is what it has to reach, None where there is none."""

    name: str
    value: float
    count: int
    bar: float | None = None
    note: str = ""


def needed(path: Path) -> Path:
    """`path`, if it is there; MissingSet otherwise."""
    if not path.exists():
        raise MissingSet(str(path))
    return path
