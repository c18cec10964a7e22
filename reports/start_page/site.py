"""The site of `pantau ui`: start page, brief, dashboard, tables, data dictionary and Data Docs of the current snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from reports.start_page.brief_lead import read_lead
from reports.start_page.facts import newest_checks, read_facts, read_files
from reports.start_page.folders import CurrentFolder, DataDocs, NotThereYet
from reports.start_page.pages import COMMANDS, render, render_dictionary
from reports.start_page.security import SecurityHeaders
from warehouse.dictionary_page import PAGE
from warehouse.layout import Layout
from warehouse.publish import CURRENT

LOOKS = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Dagster:
    """Where Dagster listens, and what to say of it when a page is made, such as "Siap"."""

    port: int
    state: Callable[[], str]


@dataclass(frozen=True)
class Pages:
    """The pages that are made when they are asked for; NotThereYet where the home has nothing to show."""

    layout: Layout
    dagster: Dagster

    def start(self, request: Request) -> Response:
        page = render(
            "start",
            facts=read_facts(self.layout),
            lead=read_lead(self.briefs),
            commands=COMMANDS,
            dagster_url=str(request.url.replace(port=self.dagster.port, path="/")),
            dagster_state=self.dagster.state(),
        )
        return HTMLResponse(page)

    def files(self, _: Request) -> Response:
        snapshot = self.snapshot
        return HTMLResponse(render("files", snapshot=snapshot.name, files=read_files(snapshot)))

    def file(self, request: Request) -> Response:
        snapshot, name = self.snapshot, request.path_params["name"]
        if name not in {file.name for file in read_files(snapshot)}:
            raise HTTPException(404)
        return FileResponse(snapshot / name, filename=name)

    def checks(self, _: Request) -> Response:
        return HTMLResponse(render("checks", checks=newest_checks(self.snapshot / "data_docs")))

    def dictionary(self, _: Request) -> Response:
        path = self.snapshot / PAGE
        if not path.is_file():
            raise NotThereYet("Kamus data")
        return HTMLResponse(render_dictionary(path.read_text()))

    @property
    def briefs(self) -> Path:
        return self.layout.home / "briefs" / CURRENT

    @property
    def snapshot(self) -> Path:
        """The folder of the current snapshot itself, not the link: all of one answer comes from one snapshot."""
        folder = (self.layout.published / CURRENT).resolve()
        if not folder.is_dir():
            raise NotThereYet("Potret")
        return folder


def make_site(layout: Layout, dagster: Dagster, hosts: Sequence[str] = ("*",)) -> Starlette:
    """The site over a data home. `hosts`: names it may be asked under, so that a foreign page cannot read it by its own."""
    pages = Pages(layout, dagster)
    routes = [
        Route("/", pages.start),
        Route("/brief/", lambda _: RedirectResponse("/brief/brief.html")),
        Mount("/brief", CurrentFolder(lambda: pages.briefs, "Isu Hari Ini")),
        Mount("/dashboard", CurrentFolder(lambda: layout.home / "dashboards" / CURRENT, "Dasbor")),
        Route("/tabel/", pages.files),
        Route("/tabel/{name}", pages.file),
        Route("/kamus/", pages.dictionary),
        Route("/data-docs/", pages.checks),
        Mount("/data-docs", CurrentFolder(lambda: layout.published / CURRENT / "data_docs", "Data Docs", DataDocs)),
        Route("/favicon.ico", lambda _: FileResponse(LOOKS / "pantau.svg")),
        Mount("/gaya", StaticFiles(directory=LOOKS)),
    ]
    middleware = [Middleware(SecurityHeaders), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))]
    return Starlette(routes=routes, middleware=middleware, exception_handlers={NotThereYet: _not_there_yet, 404: _not_found})


def _not_there_yet(_: Request, missing: Exception) -> Response:
    return HTMLResponse(render("missing", title=f"{missing} belum ada", text="Jalankan", command="pantau run"), 404)


def _not_found(_: Request, __: Exception) -> Response:
    page = render("missing", title="Halaman tidak ditemukan", text="Mungkin potretnya sudah berganti.", command="")
    return HTMLResponse(page, 404)
