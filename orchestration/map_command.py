"""`pantau map`: asks what the columns of an unknown export are, shows what would land, and saves it as a dialect."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from ingestion import dialects
from ingestion.adding.sources_file import entry_text
from ingestion.contract import CHANNELS
from ingestion.kinds.files import Entry
from ingestion.mapping import Proposal, propose, save, still_missing
from ingestion.mapping.rehearsal import Rehearsal, rehearse
from orchestration.console import console
from orchestration.context import as_of, context
from orchestration.map_questions import SHOWN, ask_channel, ask_columns, ask_name
from orchestration.options import own_sources
from orchestration.wording import local_time, reason_counts, told_counts
from warehouse.errors import InputError

REACTIONS = {"likes", "shares", "replies", "views"}
WIDEST = 100


def map_command(file: Path, name: str | None, takes_all: bool) -> None:
    """InputError when the file cannot be read, a needed column is missing, or no record of it would pass the contract."""
    sources, now = own_sources(), as_of()
    proposal = _proposal(file, sources.parent, now)
    if proposal.dialect:
        typer.echo(f"The header of {file.name} is known as the dialect {proposal.dialect!r}; there is nothing to map.")
        return _show_entry(_slug(file), file, sources, _channel(proposal.chosen))
    _show_columns(proposal)
    rehearsal = rehearse(proposal, _entry(file, sources.parent), now)
    chosen = proposal.chosen if takes_all else ask_columns(rehearsal)
    if missing := still_missing(chosen):
        needed = "; ".join(" or ".join(group) for group in missing)
        raise InputError(f"{file.name}: no column was found for {needed}. Without --yes you are asked which it is.")
    channel = _channel(chosen)
    if not takes_all:
        channel = ask_channel(channel)
    _show_documents(rehearsal, chosen)
    if not takes_all and not name:
        name = ask_name(_slug(file), sources.parent)
    try:
        saved = save(proposal, sources.parent, name or _slug(file), chosen)
    except ValueError as error:
        raise InputError(f"Nothing was saved: {error}") from error
    typer.echo(f"Saved in {saved}. Files with this header are recognised from now on.")
    return _show_entry(saved.stem, file, sources, channel, saved.stem)


def _proposal(file: Path, folder: Path, now: datetime) -> Proposal:
    if not file.is_file():
        raise InputError(f"There is no file {file}.")
    try:
        proposal = propose(file, now, folder)
    except Exception as error:
        raise InputError(f"{file} cannot be read: {error}") from error
    if len(proposal.header) < 2:
        raise InputError(f"{file} has one column alone, {proposal.header[0]!r}: no delimiter ( , ; tab | ) was found in it.")
    return proposal


def _entry(file: Path, folder: Path) -> Entry:
    return Entry(
        slug="rehearsal",
        kind="files",
        folder=folder,
        path=glob.escape(str(file.absolute())),
        channel=CHANNELS[0],
        description="",
        dialect=dialects.NONE,
    )


def _show_columns(proposal: Proposal) -> None:
    written = ", ".join(filter(None, (proposal.encoding, proposal.delimiter and f"delimiter {proposal.delimiter!r}")))
    typer.echo(f"{proposal.path.name}{f' ({written})' if written else ''} holds these columns; samples are masked:")
    proposed = {guess.column: f"{contract} ({guess.reason})" for contract, guess in proposal.guesses.items()}
    table = Table("", "column", "looks like", "samples", "proposed as", box=None, header_style="bold")
    for number, column in enumerate(proposal.columns, 1):
        samples = " · ".join(_cut(sample, WIDEST // SHOWN) for sample in column.samples)
        table.add_row(str(number), Text(column.name), column.shape, Text(samples), proposed.get(column.name, ""))
    console.print(table)


def _show_documents(rehearsal: Rehearsal, chosen: Mapping[str, str]) -> None:
    batch, looked_at = rehearsal.land(chosen, context().key), rehearsal.table.num_rows
    aside, zone = told_counts(reason_counts(batch.quarantine)), rehearsal.entry.time_zone
    if not batch.documents.num_rows:
        raise InputError(f"Of the first {looked_at} records none would pass: {aside}. Nothing was saved.")
    rest = f"; put aside: {aside}" if aside else ""
    typer.echo(f"Of the first {looked_at} records {batch.documents.num_rows} would land{rest}.")
    for document in batch.documents.slice(0, SHOWN).to_pylist():
        typer.echo(f"  {local_time(document['published_at'], zone)}  {document['title'] or ''}")
        for name in ("text", "author_id", "url", "outlet_name", "given_region_name", "given_agency_name", "extra_json"):
            if document[name]:
                typer.echo(f"    {name}: {_cut(document[name], WIDEST)}")


def _show_entry(slug: str, file: Path, sources: Path, channel: str, dialect: str | None = None) -> None:
    fields = {
        "kind": "files",
        "path": glob.escape(os.path.relpath(file, sources.parent)),
        "channel": channel,
        "description": f"Ekspor {file.stem}.",
        **({"dialect": dialect} if dialect else {}),
    }
    typer.echo(f"To read it, add this below `sources:` in {sources}; a path like exports/*.csv reads later exports, too:")
    typer.echo(entry_text(slug, fields))


def _channel(chosen: Mapping[str, str]) -> str:
    """What the columns tell of the channel."""
    if {"agency", "status"} & set(chosen):
        return "pengaduan"
    return "media-sosial" if REACTIONS & set(chosen) else "berita"


def _slug(file: Path) -> str:
    words = "_".join(re.findall("[a-z0-9]+", file.stem.lower()))
    return words if words[:1].isalpha() else f"ekspor_{words}".rstrip("_")


def _cut(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
