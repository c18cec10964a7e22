"""Adding an entry to a sources file: what is there stays, byte for byte, and nothing unsound is ever written."""

from __future__ import annotations

import io
import os
import shutil
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from ingestion.catalog import read_catalog
from warehouse.errors import InputError

INDENT = 2
HEAD = "sources:\n"


def entry_text(slug: str, fields: Mapping[str, Any], remark: str = "", indent: int = INDENT) -> str:
    """The entry as it is written; `remark` stands as a comment behind its `url`."""
    entry = CommentedMap(fields)
    if remark and "url" in fields:
        entry.yaml_add_eol_comment(remark, "url", column=INDENT + len(f"url: {fields['url']}  "))
    yaml, written = YAML(), io.StringIO()
    yaml.width = 120
    yaml.dump({slug: entry}, written)
    return textwrap.indent(written.getvalue(), " " * indent)


def append_entry(path: Path, slug: str, fields: Mapping[str, Any], remark: str = "") -> None:
    """Write the entry below those of `path`, which is made when it is not there.

    What would be written is read first; InputError, and the file as it was, when it is unsound or changes another entry.
    """
    is_new = not path.exists()
    before = {} if is_new else read_catalog(path)
    if slug in before:
        raise InputError(f"{path} has a source {slug!r} already; choose another name with --slug.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        written = HEAD.encode() if is_new else path.read_bytes()
        draft.write_bytes(_extended(written, entry_text(slug, fields, remark, INDENT if is_new else _indent(path))))
        _prove(draft, path, before, slug)
        if not is_new:
            shutil.copymode(path, draft)
        os.replace(draft, path.resolve())
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}. Name another file with --sources.") from error
    finally:
        draft.unlink(missing_ok=True)


def _extended(written: bytes, text: str) -> bytes:
    ending = "\r\n" if b"\r\n" in written else "\n"
    joint = b"" if written.endswith(b"\n") else ending.encode()
    return written + joint + text.replace("\n", ending).encode()


def _indent(path: Path) -> int:
    """How far the entries of a sources file are indented."""
    sources = YAML(typ="rt").load(path.read_text())["sources"]
    return sources.lc.key(next(iter(sources)))[1]


def _prove(draft: Path, path: Path, before: Mapping[str, Any], slug: str) -> None:
    try:
        after = read_catalog(draft)
    except InputError as error:
        raise InputError(
            f"{path} stays as it was, for with the entry below its last line it could not be read: "
            f"{str(error).replace(str(draft), str(path))}"
        ) from error
    if {name: entry for name, entry in after.items() if name != slug} != before or slug not in after:
        raise InputError(f"{path} stays as it was, for the entry below its last line would change others; add it by hand.")
