"""The files of the dashboard: the page as it stands, and its data as scripts that a browser also loads from a folder.

A data file is one call, pantau.receive("<name>", "<base64 of raw deflate of JSON>"): a page opened from a disk may load scripts
but may not fetch, and in base64 no title can end a string or a script.
"""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import orjson

RAW_DEFLATE = -15
UTC = orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z
"""Times end in Z, so that a browser does not take them for its own."""


def write_data(folder: Path, name: str, content: dict) -> Path:
    """Write `content` as data/<name>.js below `folder`; `name` may lead into a folder."""
    path = folder / "data" / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'pantau.receive("{name}", "{encode(content)}");\n', encoding="ascii")
    return path


def encode(content: dict) -> str:
    """Equal content gives equal text, with one version of zlib. Level 7: the last 6 % would take ten times as long."""
    packer = zlib.compressobj(level=7, wbits=RAW_DEFLATE, memLevel=9)
    packed = packer.compress(orjson.dumps(content, option=UTC)) + packer.flush()
    return base64.b64encode(packed).decode("ascii")


def decode(script: str) -> dict:
    """What a data file holds: the way back, as the page goes it."""
    return orjson.loads(zlib.decompress(base64.b64decode(script.split('"')[3]), wbits=RAW_DEFLATE))
