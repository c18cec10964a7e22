"""`pantau models`: which versions there are, which of them labels, and who decided so."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from orchestration.console import console
from warehouse.errors import InputError

app = typer.Typer(no_args_is_help=True, help="Versions of the classifiers: see, compare, promote, roll back.")
Name = Annotated[str, typer.Argument(help="The classifier, as `pantau models list` names it.")]


@app.command(name="list")
def list_models() -> None:
    """List every classifier: champion, challenger, how many versions, and the champion's score.

    The last column says how it was measured: on held-out examples, or by
    cross-validation where these are few.
    """
    from ml.classifiers.registry import read_standing
    from orchestration import models
    from orchestration.context import context

    table = Table(
        "classifier", "champion", "challenger", "versions", "macro-F1", "n", "measured by", box=None, header_style="bold"
    )
    for name in models.names():
        standing = read_standing(context().layout, name)
        there = models.all_versions(name)
        best = next((model for model in there if model.version == standing.champion), None)
        figures = (f"{best.macro_f1:.3f}", f"{best.holdout_count:,}", best.card["method"]) if best else ("", "", "")
        table.add_row(name, standing.champion or "none yet", standing.challenger or "", str(len(there)), *figures)
    console.print(table)


@app.command()
def show(
    name: Name,
    version: Annotated[str, typer.Argument(help="A version, or champion or challenger.")] = "champion",
) -> None:
    """Show the card of a version: what it learned from, how it was measured, where it is weak.

    Example: pantau models show sektor challenger
    """
    from orchestration.cards import show_card
    from orchestration.models import find_version

    show_card(find_version(name, version))


@app.command()
def compare(name: Name) -> None:
    """Compare challenger and champion on held-out rows that neither has seen; nothing is decided."""
    from orchestration.challengers import contest

    comparison = contest(name)
    console.print(str(comparison), soft_wrap=True)
    console.print("It would be promoted." if comparison.is_won else f"It would not be promoted: {_condition()}")


@app.command()
def promote(
    name: Name,
    reason: Annotated[str | None, typer.Option(help="Why it is promoted all the same; the history keeps it.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Promote whatever the comparison says; needs --reason.")] = False,
) -> None:
    """Make the challenger the champion, if it is no worse on held-out rows that neither has seen.

    A refusal ends with exit code 1 and is kept in the history, too.

    Example: pantau models promote sektor
    """
    from orchestration import challengers

    if force != bool(reason):
        raise InputError("--force and --reason go together: `--force --reason TEXT` promotes without the comparison's word.")
    if force:
        standing = challengers.force(name, reason)
        console.print(f"{standing.champion} is the champion of {name}, by force. {_effect(name)}", soft_wrap=True)
        return
    comparison = challengers.promote(name)
    console.print(str(comparison), soft_wrap=True)
    if not comparison.is_won:
        console.print(f"Not promoted: {_condition()}", style="yellow", soft_wrap=True)
        raise typer.Exit(1)
    console.print(f"{comparison.challenger} is the champion of {name}. {_effect(name)}", soft_wrap=True)


def _effect(name: str) -> str:
    from orchestration.models import classifiers

    if name not in classifiers():
        return "`pantau classify` reads with it from now on."
    return "Its labels count from the next `pantau run` on; labels of earlier versions stay."


def _condition() -> str:
    from ml.classifiers.promotion import TOLERANCE

    return f"who wins scores no lower, and the interval of the difference begins above {-TOLERANCE:+.3f}."


@app.command()
def rollback(name: Name) -> None:
    """Let the champion before the present one count again; the present one becomes the challenger."""
    from ml.classifiers.promotion import roll_back
    from orchestration.context import as_of, context
    from orchestration.lock import run_lock
    from orchestration.models import check_name

    check_name(name)
    with run_lock(context().layout):
        standing = roll_back(context().layout, context().settings.models, name, as_of())
    console.print(f"{standing.champion} is the champion of {name} again. {_effect(name)}", soft_wrap=True)


@app.command()
def history(name: Name) -> None:
    """Tell every decision on a classifier, oldest first."""
    from ml.classifiers.registry import read_standing
    from orchestration.context import context
    from orchestration.models import check_name

    check_name(name)
    table = Table("at (UTC)", "decision", "version", "champion then", "because", box=None, header_style="bold")
    for entry in read_standing(context().layout, name).history:
        table.add_row(*_told(entry))
    console.print(table if table.row_count else f"Nothing was decided on {name} yet.")


@app.command()
def drift() -> None:
    """Tell whether what comes in, and what the champions say of it, still looks like the weeks before."""
    from orchestration.drift_command import drift_command

    drift_command()


def _told(entry: dict) -> tuple[str | Text, ...]:
    """A decision as a row; a comparison tells macro-F1 of champion and challenger."""
    version = entry.get("version") or entry["challenger"]
    because = f"{entry['by']} took its place" if "by" in entry else entry.get("reason", "")
    if "low" in entry:
        gain = f"[{entry['low']:+.3f}, {entry['high']:+.3f}]"
        because = (
            f"macro-F1 {entry['champion_f1']:.3f} → {entry['challenger_f1']:.3f}, difference {gain}, n = {entry['count']:,}"
        )
    decision = f"{entry['event']} by force" if "reason" in entry else entry["event"]
    return entry["at"][:16].replace("T", " "), decision, version, entry.get("champion", ""), Text(because)
