"""`pantau issues` and `pantau backtest`: what the command line says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

VOICE = "Who speaks: outlet or account. Default: the column `outlet`, where there is one."
CHANNEL = (
    "What the texts are: berita, media-sosial, pengaduan, rilis or cek-fakta. Default: the column `channel` or `kanal`; where "
    "there is none, berita for a file with a column `outlet`, else media-sosial."
)


def issues(
    source: Annotated[Path, typer.Option("--input", help="CSV, TSV, XLSX, JSON, JSON lines or Parquet.")],
    time: Annotated[str, typer.Option("--time-column", help="When each text was published; without a zone it is Jakarta's.")],
    text: Annotated[str, typer.Option("--text-column", help="The column that holds the texts, or the headlines.")],
    target: Annotated[Path, typer.Option("--output", help="File to write: .csv, .tsv, .parquet or .jsonl.")],
    voice: Annotated[str | None, typer.Option("--voice-column", help=VOICE)] = None,
    channel: Annotated[str | None, typer.Option(help=CHANNEL)] = None,
) -> None:
    """Find the stories and issues of any dated file: ids, labels and states, as columns beside it.

    Needs no run before. Rows without a time or a text keep empty cells; only issues of five documents and
    more have a label, and states need more than three days of documents. Persons are masked in what is
    written. docs/issues.md tells what the columns mean.

    Example: pantau issues --input berita.csv --time-column terbit --text-column judul --output berita-isu.parquet
    """
    from orchestration.issues_command import issues_command

    issues_command(source, target, time, text, voice, channel)


def backtest(
    source: Annotated[Path, typer.Option("--input", help="CSV, TSV, XLSX, JSON, JSON lines or Parquet.")],
    time: Annotated[str, typer.Option("--time-column", help="When each text was published; without a zone it is Jakarta's.")],
    text: Annotated[str, typer.Option("--text-column", help="The column that holds the texts, or the headlines.")],
    first: Annotated[str, typer.Option("--from", help="First day to alert in; documents before it are learned from.")],
    last: Annotated[str, typer.Option("--to", help="Last day.")],
    target: Annotated[Path, typer.Option("--json", help="File to write.")],
    voice: Annotated[str | None, typer.Option("--voice-column", help=VOICE)] = None,
    channel: Annotated[str | None, typer.Option(help=CHANNEL)] = None,
) -> None:
    """Replay a dated file as it would have been known at each hour: alerts, how early they came, which were false, forecasts.

    Nothing that was published later is looked at. docs/track-record.md tells what is written, and what
    it gives on real files.

    Example: pantau backtest --input berita.parquet --time-column published_at --text-column title
    --from 2026-01-01 --to 2026-03-31 --json rekam-jejak.json
    """
    from orchestration.backtest_command import backtest_command

    backtest_command(source, target, time, text, first, last, voice, channel)
