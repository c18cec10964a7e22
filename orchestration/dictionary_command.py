"""`pantau dictionary`: every published table and column in words."""

from __future__ import annotations

from pathlib import Path

import typer

from warehouse.dictionary import model_tables
from warehouse.dictionary_page import render_dictionary
from warehouse.errors import InputError


def dictionary_command(target: Path | None) -> None:
    """Write the page to `target`, or print it; InputError where it cannot be written."""
    page = render_dictionary(model_tables())
    if target is None:
        typer.echo(page, nl=False)
        return
    try:
        target.write_text(page)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}.") from error
