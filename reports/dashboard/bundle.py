"""The page of the dashboard in few files, for a browser waits for each: scripts, which stand apart to be read, become one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

PAGE = Path(__file__).parent / "page"
BUNDLE = "app.js"
_SCRIPT = r'<script defer src="(app/[^"]+)"></script>'
_SCRIPTS = re.compile(rf"(?:{_SCRIPT}\s*)+(?=<)")


def write_page(folder: Path) -> None:
    """Copy the page to `folder`, which may not exist yet; scripts of app/ that its head loads in a row become one, in order.

    Each of them is a block of its own under "use strict", so that one after the other they mean the same.
    """
    shutil.copytree(PAGE, folder)
    index = folder / "index.html"
    page = index.read_text(encoding="utf-8")
    row = _SCRIPTS.search(page)[0]
    parts = [folder / name for name in re.findall(_SCRIPT, row)]
    (folder / BUNDLE).write_text("".join(part.read_text(encoding="utf-8") for part in parts), encoding="utf-8")
    for part in parts:
        part.unlink()
    index.write_text(page.replace(row, f'<script defer src="{BUNDLE}"></script>\n  '), encoding="utf-8")
    (folder / "app" / "panels").rmdir()
