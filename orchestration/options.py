"""Options that several commands share. They are handed on in the environment, which child processes read, too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from warehouse.errors import InputError
from warehouse.settings import DEFAULT_SOURCES, read_settings

Sources = Annotated[Path | None, typer.Option("--sources", help="Sources file; default: PANTAU_SOURCES or the bundled one.")]
Live = Annotated[
    bool, typer.Option("--live", help="Read the sources marked `only: live` instead of the sample; also PANTAU_LIVE=1.")
]


def set_sources(sources: Path | None, live: bool = False) -> None:
    set_variable("PANTAU_SOURCES", sources and str(sources.expanduser().absolute()))
    set_variable("PANTAU_LIVE", "1" if live else None)


def set_variable(name: str, value: str | None) -> None:
    if value:
        os.environ[name] = value


def own_sources() -> Path:
    """The user's sources file, to write into it or beside it; InputError when only the bundled one is known."""
    path = read_settings().sources
    if not os.environ.get("PANTAU_SOURCES") or path.resolve() == DEFAULT_SOURCES.resolve():
        raise InputError(
            "Say which sources file is yours, with --sources FILE or PANTAU_SOURCES; it need not be there yet. Nothing is "
            "written to the bundled one, which the next version of Pantau replaces."
        )
    return path
