"""The formats of a brief: Markdown and HTML by templates, PDF by typst. Each escapes all text itself."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import orjson
import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from reports.brief.page import Page

TEMPLATES = Path(__file__).parent / "templates"
BRIEF_FILES = ("brief.html", "brief.md", "brief.pdf")
BARS = "▁▂▃▄▅▆▇█"
MARKS = re.compile(r"([\\`*_\[\]<>#|~&$])")
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, and those that turn the reading direction of what comes after them."""
BLOCK_START = re.compile(r"^([-+=]|\d+(?=[.)]))")


def render(page: Page) -> dict[str, bytes]:
    """Bytes of each format by file name."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.j2"], default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"md": escape_markdown, "bars": text_bars}
    data = _seen(asdict(page))
    texts = {name: environment.get_template(f"{name}.j2").render(page=data) for name in ("brief.html", "brief.md")}
    return {name: text.encode() for name, text in texts.items()} | {"brief.pdf": _pdf(data)}


def escape_markdown(text: str) -> str:
    """`text` on one line, in which Markdown reads nothing."""
    plain = MARKS.sub(r"\\\1", " ".join(text.split()))
    return BLOCK_START.sub(lambda start: f"\\{start[0]}" if not start[0].isdigit() else f"{start[0]}\\", plain)


def text_bars(values: list[int]) -> str:
    """A sparkline of characters."""
    top = max(values) or 1
    return "".join(BARS[round(value / top * (len(BARS) - 1))] for value in values)


def _seen(value):
    """The same data without characters that no reader sees."""
    if isinstance(value, str):
        return UNSEEN.sub(" ", value)
    if isinstance(value, dict):
        return {key: _seen(one) for key, one in value.items()}
    return [_seen(one) for one in value] if isinstance(value, list | tuple) else value


def _pdf(page: dict) -> bytes:
    """The page goes to typst as data, so that no text in it is ever read as code; fonts are those within the package."""
    return typst.compile(
        str(TEMPLATES / "brief.typ"),
        ignore_system_fonts=True,
        sys_inputs={"page": orjson.dumps(page).decode()},
    )
