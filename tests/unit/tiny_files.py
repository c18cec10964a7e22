"""Files of the small invented world of tiny_stream, and a home in which commands read them with its vectors."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from tiny_stream import opened_watch, stream

from orchestration import backtest_command, console, context, issues_command

IN_JAKARTA = timedelta(hours=7)


class TinyVectors:
    """Knows the texts of the rows it is given; any other is like nothing."""

    version = "tiny"

    def __init__(self, rows: Sequence[dict]):
        table, vectors = stream(rows)
        self.known = dict(zip(table["text"].to_pylist(), vectors, strict=True))
        self.width = vectors.shape[1]

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self.known.get(text, np.zeros(self.width, np.int8)) for text in texts])


def as_record(row: dict) -> dict:
    """A row of tiny_stream as a file has it: the time of Jakarta, its zone not stated."""
    local = row["published_at"] + IN_JAKARTA
    return {"terbit": local.isoformat(sep=" ", timespec="seconds"), "judul": row["text"], "outlet": row["voice"]}


def write_file(folder: Path, records: Iterable[dict], name: str = "berita.csv") -> Path:
    records, file = list(records), folder / name
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return file


def tiny_commands(folder: Path, patch: pytest.MonkeyPatch, rows: Sequence[dict]) -> io.StringIO:
    """From now on both commands know `rows`; what a person would see."""
    shown = io.StringIO()
    patch.setenv("PANTAU_HOME", str(folder / "home"))
    patch.setenv("PANTAU_AS_OF", "2026-11-21T05:00")
    patch.setattr(console.console, "file", shown)
    for module in (issues_command, backtest_command):
        patch.setattr(module, "open_vectors", lambda: TinyVectors(rows))
        patch.setattr(module, "open_watch", lambda budget, _width: opened_watch(budget))
    context.context.cache_clear()
    return shown
