"""What `pantau map` asks, and which answers it takes: one that cannot be right is told why, and asked again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import typer

from ingestion import dialects
from ingestion.catalog import nearest
from ingestion.contract import CHANNELS
from ingestion.mapping import NAME
from ingestion.mapping.rehearsal import Rehearsal
from orchestration.wording import local_time

NONE = "-"
QUESTIONS = {
    "title": "title (headline, subject)",
    "text": "text (what is said)",
    "published_at": "date and time of publication",
    "ref": "reference, its own to each record",
    "author": "author (becomes a pseudonym)",
    "url": "address",
    "outlet": "outlet",
    "region": "regency or city",
    "agency": "agency",
}
"""Asked of every file; other columns of the contract only where one is proposed."""
SHOWN = 3


def ask_columns(rehearsal: Rehearsal) -> dict[str, str]:
    """The column of the file by contract column, as the person says."""
    typer.echo(f"Which column is it? Enter takes what is proposed; a name or number another one; {NONE} none.")
    guesses, chosen = rehearsal.proposal.guesses, {}
    for contract in dict.fromkeys([*QUESTIONS, *guesses]):
        proposed = guesses[contract].column if contract in guesses else NONE
        answer = partial(_column, rehearsal, contract, chosen)
        column = typer.prompt(f"  {QUESTIONS.get(contract, contract)}", default=proposed, value_proc=answer)
        if column != NONE:
            chosen[contract] = column
    return chosen


def _column(rehearsal: Rehearsal, contract: str, chosen: Mapping[str, str], answer: str) -> str:
    """The column that an answer means; BadParameter, so that it is asked again, when it can be none for `contract`."""
    header = rehearsal.proposal.header
    if answer.strip() == NONE and NONE not in header:
        if contract == "published_at" or (contract == "text" and "title" not in chosen):
            raise typer.BadParameter("a record needs a date, and a title or a text")
        return NONE
    column = answer if answer in header else header[int(answer) - 1] if _is_number(answer, len(header)) else None
    if column is None:
        raise typer.BadParameter(f"there is no column {answer!r}{nearest(answer, header)}")
    if contract == "published_at":
        _check_dates(rehearsal, column)
    return column


def _is_number(answer: str, highest: int) -> bool:
    return answer.strip().isdecimal() and 1 <= int(answer) <= highest


def _check_dates(rehearsal: Rehearsal, column: str) -> None:
    dates = rehearsal.read_dates(column)
    if not any(time for _, time in dates):
        samples = next(known.samples for known in rehearsal.proposal.columns if known.name == column)
        seen = ", ".join(map(repr, samples)) or "nothing"
        raise typer.BadParameter(f"{column!r} says {seen}, which reads as no date; choose another column")
    zone = rehearsal.entry.time_zone
    for written, time in dates[:SHOWN]:
        typer.echo(f"    {written} → {local_time(time, zone) if time else 'cannot be read; such records are put aside'}")


def ask_channel(proposed: str) -> str:
    return typer.prompt(f"channel: {', '.join(CHANNELS)}", default=proposed, value_proc=_known_channel)


def ask_name(proposed: str, folder: Path) -> str:
    """A name that no dialect in `folder`, that of the sources file, has yet."""
    return typer.prompt("name of the dialect", default=proposed, value_proc=partial(_free_name, folder))


def _known_channel(answer: str) -> str:
    if answer not in CHANNELS:
        raise typer.BadParameter(f"{answer!r} is no channel{nearest(answer, CHANNELS)}")
    return answer


def _free_name(folder: Path, answer: str) -> str:
    if not NAME.fullmatch(answer):
        raise typer.BadParameter("small letters, digits and single underscores, a letter first")
    if (folder / dialects.SHIPPED.name / f"{answer}.yml").exists():
        raise typer.BadParameter(f"there is a dialect {answer!r} already")
    return answer
