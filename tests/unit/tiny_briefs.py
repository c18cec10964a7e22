"""Homes whose current snapshot is the exhibit, changed as a test wants, and what briefs of them say."""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import orjson
from markdown_it import MarkdownIt

from tests.fixtures.exhibit import SNAPSHOT, empty_exhibit, publish_exhibit
from warehouse.layout import Layout, prepare_home
from warehouse.publish import DATABASE, MANIFEST, make_current

AS_OF = "2026-09-05T00:00:00"


@cache
def _exhibit(is_empty: bool) -> Path:
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    (empty_exhibit if is_empty else publish_exhibit)(prepare_home(Path(folder.name)))
    return Path(folder.name) / "published" / SNAPSHOT


def exhibit_home(home: Path, changes: str = "", is_empty: bool = False) -> Layout:
    """A home with the exhibit, or its tables without rows, `changes` (SQL) made to its marts."""
    layout = Layout(home)
    publish_again(layout, SNAPSHOT, changes, is_empty=is_empty)
    return layout


def publish_again(layout: Layout, snapshot: str, changes: str = "", as_of: str = AS_OF, is_empty: bool = False) -> None:
    """One more snapshot of the exhibit, which becomes the current one."""
    folder = layout.published / snapshot
    folder.mkdir(parents=True)
    shutil.copy(_exhibit(is_empty) / DATABASE, folder / DATABASE)
    with duckdb.connect(str(folder / DATABASE)) as marts:
        marts.execute(changes)
    (folder / MANIFEST).write_bytes(orjson.dumps({"snapshot": snapshot, "as_of": as_of}))
    make_current(layout, snapshot)


class Page(HTMLParser):
    """Names of all tags, and the text that a reader sees, with a break where an element ends."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        self.text += "\n"

    def handle_data(self, data):
        self.text += data


def rendered(markdown: str) -> Page:
    return Page(MarkdownIt("gfm-like", {"linkify": False}).render(markdown))
