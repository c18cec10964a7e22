"""Folders that the site serves: where each lies is asked anew at every request, and nothing beside it can be reached."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

OUR_STYLE = b'<link rel="stylesheet" href="/gaya/data-docs.css"></head>'


class NotThereYet(Exception):
    """What was asked for is made by a run that was not made yet; the message says what it is."""


@dataclass(frozen=True)
class CurrentFolder:
    """Serves the folder that `find` names, its links followed once a request; NotThereYet(`name`) where there is none."""

    find: Callable[[], Path]
    name: str
    files: type[StaticFiles] = StaticFiles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        folder = self.find().resolve()
        if not folder.is_dir():
            raise NotThereYet(self.name)
        await self.files(directory=folder, html=True)(scope, receive, send)


class DataDocs(StaticFiles):
    """Pages of Great Expectations with our stylesheet: theirs lie on the internet, which is not asked."""

    def file_response(self, full_path, stat_result: os.stat_result, scope: Scope, status_code: int = 200) -> Response:
        page = Path(full_path)
        if page.suffix != ".html":
            return super().file_response(full_path, stat_result, scope, status_code)
        return HTMLResponse(page.read_bytes().replace(b"</head>", OUR_STYLE, 1), status_code)
