"""`pantau review`: what people should judge next, and what comes of it. Slow modules are imported by the command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from orchestration.console import console
from warehouse.errors import InputError

ROLES = Literal["analis", "penelaah-sensitif"]
FORMATS = (".xlsx", ".csv")

app = typer.Typer()


@app.callback(invoke_without_command=True)
def review(
    context: typer.Context,
    classifier: Annotated[str | None, typer.Option(help="The classifier to be judged: sektor, sikap, …")] = None,
    count: Annotated[int, typer.Option("--n", min=1, help="Texts in the queue, at most.")] = 50,
    target: Annotated[
        Path | None, typer.Option("--output", help="File to write, .xlsx or .csv; default: review-CLASSIFIER.xlsx.")
    ] = None,
    role: Annotated[ROLES, typer.Option(help="Who will judge. Sensitive texts are for penelaah-sensitif alone.")] = "analis",
) -> None:
    """Write a queue of texts for people to judge; `import` learns from what they say.

    First come texts that the champion is unsure of and that have many copies, from
    as many different corners as there are. Texts judged before do not come again.
    Give the file to one reviewer or several, have the column `jawaban` filled in,
    then read it with `pantau review import`. docs/review.md is the guide.

    Example: pantau review --classifier sektor --n 50

    Example: pantau review --classifier sektor --role penelaah-sensitif --output peka.xlsx
    """
    if context.invoked_subcommand is not None:
        return
    if classifier is None:
        raise InputError("Say which classifier: pantau review --classifier sektor --n 50 (`pantau review --help` tells more).")
    _write_queue(classifier, count, target, role)


@app.command(name="import")
def import_answers(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Filled queues of one classifier, one a reviewer.")],
) -> None:
    """Take filled queues: check them, show how far people agree, and train a challenger on what they said.

    Rows that cannot be taken are told and written beside the file, where they can
    be mended. Where reviewers differ the majority counts; ties are put aside.
    Corrections are kept, masked, in the data home, and shipped examples with them
    train a challenger, which is held against the champion on rows neither has
    learned from; that takes some five minutes. Nothing is promoted. Import all
    files of a round at once: a later import replaces what an earlier one said.

    Example: pantau review import sektor-ani.xlsx sektor-bima.xlsx
    """
    from orchestration.review_import import import_command

    import_command(files)


def _write_queue(name: str, count: int, target: Path | None, role: str) -> None:
    from ml.classifiers.corrections import extended
    from ml.classifiers.guideline import hints, settled_cases
    from ml.classifiers.review import Role, has_screen, queue
    from orchestration.context import context
    from orchestration.review_items import champion_of, classifier_of, masked
    from orchestration.review_sheet import cells_of, write_queue

    layout, classifier = context().layout, classifier_of(name)
    target = _free(target or Path(f"review-{name}{'' if role == Role.ANALYST else '-sensitif'}.xlsx"))
    is_screened = has_screen(layout)
    with console.status("choosing"):
        judged = {example.text for example in extended(classifier, layout.examples).examples}
        found = masked(queue(layout, champion_of(name), Role(role), is_screened, judged, count))
    found = [item for item in found if item.text not in judged]  # a mask may change a text that was stored
    if not found:
        raise InputError(_nothing(name, role, is_screened))
    write_queue([cells_of(item, name) for item in found], hints(classifier), settled_cases(name), target)
    if not is_screened:
        console.print("No label of sensitif counts here: sensitive texts may be among these.", style="bold yellow")
    console.print(
        f"{len(found)} texts for {role} in {target}; next: pantau review import {target}", markup=False, soft_wrap=True
    )


def _free(target: Path) -> Path:
    if target.suffix.lower() not in FORMATS:
        raise InputError(f"{target.name}: a queue is written as {' or '.join(FORMATS)}; name it so.")
    if target.exists():
        raise InputError(f"{target} is there already, and may hold answers; name another with --output, or move it away.")
    return target


def _nothing(name: str, role: str, is_screened: bool) -> str:
    if is_screened:
        return (
            f"There is nothing for {role} to judge: no published text that {name} and sensitif have both read is left for "
            "this role. `pantau run` lets the champions read what is new."
        )
    if role == "analis":
        return f"There is nothing to judge: {name} has read no published text that was not judged. Run `pantau run` first."
    return "No label of sensitif counts here, so no text is known to be sensitive. Run `pantau run` first."
