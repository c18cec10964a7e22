"""Where a mart comes from: the models, seeds and tables behind it, as the SQL files of the dbt project name them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from warehouse.settings import ROOT

PROJECT = ROOT / "transforms"
LAYERS = ("marts", "intermediate", "ml_input", "issue_input", "staging", "seeds", "raw", "ml")
REFERENCE = re.compile(r"\bref\('(\w+)'\)|\b(raw|ml)_rows\('(\w+)'\)")


def lineage(names: list[str]) -> dict[str, list[str]]:
    """All that the models `names` are made of, themselves included, by layer from the marts down.

    The layers of models are folders of transforms/models; `raw` is what dlt wrote, `ml` what the models read in the texts.
    """
    waiting, seen = list(names), set(names)
    while waiting:
        new = _parents(waiting.pop()) - seen
        seen |= new
        waiting += new
    layered = {layer: sorted(name for name in seen if _layer(name) == layer) for layer in LAYERS}
    return {layer: found for layer, found in layered.items() if found}


def marts_in(query: str) -> list[str]:
    """The marts and dimensions that a query names."""
    words = set(re.findall(r"\w+", query))
    return sorted(name for name, file in _models().items() if name in words and file.parent.name == "marts")


def _parents(name: str) -> set[str]:
    file = _models().get(name)
    if file is None:
        return set()
    return {model or f"{room}.{table}" for model, room, table in REFERENCE.findall(file.read_text())}


def _layer(name: str) -> str:
    if "." in name:
        return name.split(".")[0]
    file = _models().get(name)
    return file.parent.name if file else "seeds"


@cache
def _models() -> dict[str, Path]:
    return {file.stem: file for file in (PROJECT / "models").rglob("*.sql")}
