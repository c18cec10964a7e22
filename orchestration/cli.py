"""The `pantau` command. Modules that are slow to import are imported by the command that needs them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration import (
    agencies_command,
    alerts_command,
    brief_command,
    catalogue_commands,
    classifiers_command,
    dashboard_command,
    export_command,
    models_command,
    publish_command,
    replay_commands,
    review_command,
    sources_command,
)
from orchestration.options import Live, Sources, set_sources, set_variable
from warehouse.errors import InputError
from warehouse.settings import ROOT

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Pantau watches public issues: sources in, documented marts and a brief out. "
    "The data home is ./data beside the code, or PANTAU_HOME.",
)

app.add_typer(sources_command.app, name="sources")
app.add_typer(agencies_command.app, name="agencies")
app.add_typer(models_command.app, name="models")
app.add_typer(review_command.app, name="review")
app.add_typer(alerts_command.app, name="alerts")
app.add_typer(publish_command.app, name="publish")


@app.command()
def run(
    sources: Sources = None,
    live: Live = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As-of time of the run, for replays: 2026-11-21T06:00+07:00. Default: now.")
    ] = None,
) -> None:
    """Run everything: load the sources, build, train or fetch the models, label, check, publish, write brief and dashboard.

    Safe to repeat and safe to kill: a second run with nothing new adds nothing, a killed run goes on where it stopped.
    """
    from orchestration.run_command import run_command

    set_sources(sources, live)
    set_variable("PANTAU_AS_OF", as_of)
    raise typer.Exit(run_command())


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="A query over the published marts; `show tables` lists them.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="A file that holds the query, such as docs/queries/03-….sql.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV to standard output.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Rows to show at most (CSV is always whole).")] = 50,
) -> None:
    """Query the published marts, read-only.

    Example: pantau sql "select sector_slug, sum(document_count) as n from mart_sentiment_daily group by 1 order by n desc"
    """
    from orchestration.sql_command import sql_command
    from warehouse.queries import query_text

    sql_command(query_text(query, file), csv, limit)


@app.command(name="map")
def map_columns(
    file: Annotated[Path, typer.Argument(help="An export that no dialect knows: CSV, TSV, XLSX, JSON, Parquet.")],
    name: Annotated[str | None, typer.Option(help="Name of the dialect; default: asked, or made from the file's name.")] = None,
    sources: Sources = None,
    takes_all: Annotated[bool, typer.Option("--yes", help="Take all that is proposed, and ask nothing.")] = False,
) -> None:
    """Say once what the columns of an unknown export are; files like it are then recognised.

    The columns are shown with masked samples. You are asked which is what (Enter
    takes the proposal), see what of the first records would land, and the answers
    are saved as dialects/NAME.yml beside your sources file.

    Example: pantau map exports/pantauan-november.xlsx --sources sources.yml
    """
    from orchestration.map_command import map_command

    set_sources(sources)
    map_command(file, name, takes_all)


@app.command()
def enrich(
    source: Annotated[Path, typer.Option("--input", help="CSV, TSV, XLSX, JSON, JSON lines or Parquet.")],
    text: Annotated[str, typer.Option("--column", help="The column that holds the texts.")],
    target: Annotated[Path, typer.Option("--output", help="File to write: .csv, .tsv, .parquet or .jsonl.")],
    time: Annotated[
        str | None, typer.Option("--time-column", help="Time of each text: who held which office, and which texts are near.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region-column", help="Regency or city as the file states it; it wins over the text.")
    ] = None,
    channel: Annotated[
        str, typer.Option(help="What the texts are: berita, media-sosial, pengaduan, rilis or cek-fakta.")
    ] = "media-sosial",
) -> None:
    """Read any file of texts: clean text, language, copies, places, agencies and people in office, as columns beside it.

    Needs no data home and no run. Persons are masked in what is written. docs/documents.md tells what
    each new column means.

    Example: pantau enrich --input aduan.csv --column isi --output aduan-dibaca.parquet
    """
    from orchestration.enrich_command import enrich_command

    enrich_command(source, target, text, time, region, channel)


for _command in (
    classifiers_command.classify,
    classifiers_command.evaluate,
    classifiers_command.train,
    replay_commands.issues,
    replay_commands.backtest,
    catalogue_commands.why,
    catalogue_commands.dictionary,
    brief_command.brief,
    dashboard_command.dashboard,
    export_command.export,
):
    app.command()(_command)


@app.command()
def status(sources: Sources = None, live: Live = False) -> None:
    """Tell what ran last, what failed, and how fresh each source is."""
    from orchestration.status_command import status_command

    set_sources(sources, live)
    status_command()


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=1, max=65534, help="Port of the start page; Dagster takes the next one.")] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Open brief, dashboard, tables, data dictionary, Data Docs and Dagster from one start page; Ctrl-C ends it."""
    from orchestration.ui_command import ui_command

    ui_command(host, port)


@app.command()
def validate() -> None:
    """Load every Dagster definition and say what is wrong with it."""
    from orchestration.context import context, set_dagster_environment

    set_dagster_environment(context().layout)
    os.chdir(ROOT)
    executable = str(Path(sys.executable).with_name("dagster"))
    os.execv(executable, [executable, "definitions", "validate", "-m", "orchestration.definitions"])


def main() -> None:
    """Entry point: an error of the user's input is told in its own words and ends with exit code 2."""
    try:
        app()
    except InputError as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
