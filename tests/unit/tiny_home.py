"""A data home whose one stated classifier, `nada`, stands on the tiny body, and what a person sees of the commands there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from tiny_engine import LABELS, build_body
from typer.testing import CliRunner

from ml.base_model import Body
from ml.classifiers.bodies import CARD
from ml.classifiers.examples import Example
from ml.classifiers.specs import Classifier
from orchestration import cli, console, context, models
from warehouse.layout import Layout

WORDS = dict(zip(LABELS, ("rusak banjir", "rapat tautan", "bagus lancar"), strict=True))
"""What the tiny body knows of each label."""


@dataclass(frozen=True)
class Home:
    layout: Layout
    registry: Path
    folder: Path
    stream: io.StringIO

    @property
    def shown(self) -> str:
        return self.stream.getvalue()

    def pantau(self, *arguments: str | Path) -> Result:
        """An error of the input is in `exception`."""
        return CliRunner().invoke(cli.app, [str(one) for one in arguments])

    def file(self, rows: Iterable[dict], name: str = "berkas.csv") -> Path:
        rows, file = list(rows), self.folder / name
        with file.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return file


def labelled(count: int, labels: Iterable[str] = LABELS, start: int = 0) -> list[dict]:
    """`count` different texts of each label, easily told apart; with 60 of a label six or more are held out."""
    return [{"text": f"{WORDS[label]} nomor{i}", "label": label} for i in range(start, start + count) for label in labels]


@contextmanager
def tiny_home(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Home]:
    layout, registry, stream = Layout(folder / "home"), folder / "registry", io.StringIO()
    patch.setenv("PANTAU_HOME", str(layout.home))
    patch.setenv("PANTAU_MODELS", str(registry))
    patch.setattr(console.console, "file", stream)
    body = build_body(registry)
    settings = {"token_limit": 8}
    card = {
        "base": "tiny",
        "texts": 9,
        "columns": {"nada": {}, "lain": {}},
        "precision": "float32",
        "libraries": {"onnx": "1"},
        "settings": settings,
    }
    (body.folder / CARD).write_bytes(json.dumps(card).encode())
    examples = tuple(Example(**row) for row in labelled(60))
    nada = Classifier(name="nada", column="tone", description="Nada teks.", labels=LABELS, floor=0.5, examples=examples)
    patch.setattr(models, "read_classifiers", lambda **_: {"nada": nada})
    patch.setattr(models, "resolve_body", lambda *_: Body("tiny", "tiny"))
    patch.setattr(models, "shared_body", lambda *_: body)
    for known in (context.context, models.classifiers):
        known.cache_clear()
    try:
        yield Home(layout, registry, folder, stream)
    finally:
        for known in (context.context, models.classifiers):
            known.cache_clear()
