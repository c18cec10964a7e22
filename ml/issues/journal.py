"""Where the watch stopped: the hour up to which its parts count, and the watch itself as it stood then."""

from __future__ import annotations

import gc
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

import orjson

from ml.issues.watch import Watch

LIBRARIES = ("numpy", "scipy", "pandas", "pyarrow", "scikit-learn")


@dataclass
class Journal:
    """`version` wrote up to `hour`; `redirects`: issues that a rebuild left without documents, and where they lead."""

    version: str
    hour: int | None = None
    redirects: dict[str, str] = field(default_factory=dict)


def read_journal(folder: Path) -> Journal | None:
    file = folder / "journal.json"
    return Journal(**orjson.loads(file.read_bytes())) if file.is_file() else None


def read_watch(folder: Path, journal: Journal) -> Watch | None:
    """The watch as it stood at the journal's hour; None where there is none."""
    file = _file(folder, journal)
    if not file.is_file():
        return None
    with _without_collector(), file.open("rb") as stream:
        return pickle.load(stream)


def save(folder: Path, journal: Journal, watch: Watch) -> None:
    """The watch first: it counts once the journal names it."""
    folder.mkdir(parents=True, exist_ok=True)
    with _without_collector():
        content = pickle.dumps(watch, protocol=pickle.HIGHEST_PROTOCOL)
    _write(_file(folder, journal), content)
    _write(folder / "journal.json", orjson.dumps(journal))
    for old in folder.glob("watch-*.pickle"):
        if old != _file(folder, journal):
            old.unlink()


@contextmanager
def _without_collector() -> Iterator[None]:
    """It would look through the millions of objects again and again while they come or go, and find nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _file(folder: Path, journal: Journal) -> Path:
    return folder / f"watch-{journal.version}-{journal.hour}-{code_shape()}.pickle"


@cache
def code_shape() -> str:
    """Stands for the code and libraries of the watch: others could not read its pickle, or would misread it."""
    sources = [file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))]
    sources += [f"{library} {version(library)}".encode() for library in LIBRARIES]
    return hashlib.sha256(b"\x1f".join(sources)).hexdigest()[:8]


def _write(file: Path, content: bytes) -> None:
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_bytes(content)
    unfinished.replace(file)
