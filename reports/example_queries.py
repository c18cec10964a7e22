"""The example queries of docs/queries, and the index of them in its README.

`python -m reports.example_queries` writes the index anew after a query was added or renamed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from warehouse.settings import ROOT

FOLDER = ROOT / "docs" / "queries"
PAGE = FOLDER / "README.md"
INDEX = re.compile(r"(?<=<!-- index -->\n).*(?=<!-- /index -->)", re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A query with what its first lines say of it, in Indonesian; `note` is empty where nothing is to be minded."""

    path: Path
    topic: str
    title: str
    question: str
    note: str


def read_examples() -> list[Example]:
    """By number; KeyError for a file whose head names no topic, title or question."""
    return [_example(path) for path in sorted(FOLDER.glob("*.sql"))]


def _example(path: Path) -> Example:
    head: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("-- "):
            break
        if named := re.match(r"-- (Topik|Judul|Pertanyaan|Catatan): ", line):
            name = named[1]
            head[name] = line[named.end() :]
        else:
            head[name] += line.removeprefix("--")
    return Example(path, head["Topik"], head["Judul"], head["Pertanyaan"], head.get("Catatan", ""))


def index(examples: list[Example]) -> str:
    """Markdown: a table for each topic, in the order of the numbers."""
    parts = []
    for topic, members in groupby(examples, key=lambda example: example.topic):
        rows = [f"| [{e.path.stem[:2]}]({e.path.name}) | {e.title} | {e.question} |" for e in members]
        parts.append("\n".join([f"### {topic}", "", "| | Judul | Pertanyaan |", "|---|---|---|", *rows, ""]))
    return "\n".join(["", *parts, ""])


def page() -> str:
    """The README with the index as it should be."""
    return INDEX.sub(lambda _: index(read_examples()), PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
