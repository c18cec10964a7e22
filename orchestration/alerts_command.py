"""`pantau alerts`: what was alerted, and what analysts say of it."""

from __future__ import annotations

import difflib
import getpass
import hashlib
import os
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import typer
from rich.table import Table
from rich.text import Text

from orchestration.console import console
from orchestration.wording import local_time
from warehouse import privacy
from warehouse.errors import InputError
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import ISSUE_ALERTS, VERDICTS

SHOWN = 20
ZONE = "Asia/Jakarta"
STYLES = {"waspada": "yellow", "siaga": "bold yellow", "krisis": "bold red"}

app = typer.Typer()


@app.callback(invoke_without_command=True)
def alerts(
    command: typer.Context,
    shows_all: Annotated[bool, typer.Option("--all", help=f"Every alert, not the newest {SHOWN} alone.")] = False,
) -> None:
    """List the alerts, the newest first, each as it stands now; `answer` says what became of one.

    Example: pantau alerts --all
    """
    if command.invoked_subcommand is not None:
        return
    from orchestration.context import context

    layout = context().layout
    rows, verdicts = standing_alerts(layout), last_verdicts(layout)
    table = Table("raised (WIB)", "level", "delivery", "until (WIB)", "issue and reason", "verdict", "alert_id", box=None)
    for row in rows if shows_all else rows[:SHOWN]:
        table.add_row(*_told(row, verdicts.get(row["alert_id"], "")))
    console.print(table if rows else "There is no alert yet: `pantau run` watches the issues.")
    if len(rows) > SHOWN and not shows_all:
        console.print(f"{len(rows) - SHOWN:,} older alerts; --all shows them.")


@app.command()
def answer(
    alert_id: Annotated[str, typer.Argument(help="The alert, as `pantau alerts` lists it.")],
    verdict: Annotated[
        Literal["benar", "palsu", "terlambat"], typer.Argument(help="It was right, it was false, or it came too late.")
    ],
    note: Annotated[str | None, typer.Option(help="Why; persons in it are masked.")] = None,
) -> None:
    """Say whether an alert was right; the weekly precision is made of these answers. The last answer counts.

    Example: pantau alerts answer 3f2a9c01d4e5b678 benar --note "Ramai sejak pagi, sudah ditanggapi."
    """
    from orchestration.context import as_of, context

    found = {row["alert_id"] for row in standing_alerts(context().layout)}
    if alert_id not in found:
        close = difflib.get_close_matches(alert_id, found, n=1)
        way_out = f"did you mean {close[0]}?" if close else "`pantau alerts --all` lists them."
        raise InputError(f"There is no alert {alert_id}; {way_out}")
    analyst, given_at = privacy.pseudonym(_user(), context().key), as_of()
    verdict_id = hashlib.sha256(f"{alert_id}\x1f{analyst}\x1f{given_at.isoformat()}".encode()).hexdigest()[:16]
    row = {"verdict_id": verdict_id, "alert_id": alert_id, "verdict_slug": verdict, "analyst_id": analyst}
    row |= {"note": privacy.mask_text(note) if note else None, "given_at": given_at}
    # named by its id, not by number: two analysts may answer in the same moment
    part = context().layout.ml_table("issue_verdicts") / "verdicts" / f"part-{verdict_id}.parquet"
    write_parquet(pa.Table.from_pylist([row], VERDICTS), part)
    console.print(f"{alert_id}: {verdict}. It counts from the next `pantau run` on.", soft_wrap=True)


def _user() -> str:
    """In a container a user may be a bare number, without a name."""
    try:
        return getpass.getuser()
    except KeyError:
        return str(os.getuid())


def standing_alerts(layout: Layout) -> list[dict]:
    """The highest edition of every alert, the newest alert first."""
    rows = sorted(_rows(layout.ml_table("issue_alerts"), ISSUE_ALERTS), key=lambda row: row["edition"])
    found = {row["alert_id"]: row for row in rows}
    return sorted(found.values(), key=lambda row: (row["raised_at"], row["alert_id"]), reverse=True)


def last_verdicts(layout: Layout) -> dict[str, str]:
    """The verdict that was given last, by alert."""
    rows = sorted(_rows(layout.ml_table("issue_verdicts"), VERDICTS), key=lambda row: row["verdict_id"], reverse=True)
    rows.sort(key=lambda row: row["given_at"])  # of two in one second the one that mart_alerts takes
    return {row["alert_id"]: row["verdict_slug"] for row in rows}


def _rows(folder: Path, schema: pa.Schema) -> list[dict]:
    parts = sorted(folder.rglob("part-*.parquet"))
    return [row for part in parts for row in pq.read_table(part, schema=schema).to_pylist()]


def _told(row: dict, verdict: str) -> tuple[str | Text, ...]:
    level = Text(row["level_slug"], STYLES[row["level_slug"]])
    until = local_time(row["ended_at"], ZONE) if row["ended_at"] else ""
    told = Text.assemble((row["label"] or "", "bold"), "\n", row["reason"] or "")
    return local_time(row["raised_at"], ZONE), level, row["delivery_slug"], until, told, verdict, row["alert_id"]
