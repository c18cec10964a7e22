"""`pantau brief`: the daily brief of the current snapshot, for everybody or for agencies and regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reports.brief.editions import Written


def brief(
    agency: Annotated[
        list[str] | None, typer.Option(help="Slug of an agency, as in mart_document_agencies; may be given more than once.")
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option(help="Code or name of a province, regency or city; may be given more than once.")
    ] = None,
) -> None:
    """Write the brief "Isu Hari Ini" of the current snapshot (HTML, Markdown, PDF), and tell what it begins with.

    National, unless agencies or regions are named. The same snapshot gives the same bytes; other facts on
    the same day give a new edition, with the difference. docs/brief.md tells more.

    Example: pantau brief --agency kemenkes --region 35.73
    """
    from orchestration.context import context
    from reports.brief.editions import write_briefs

    has_national = not (agency or region)
    for written in write_briefs(context().layout, agency or (), region or (), has_national):
        _tell(written)


def _tell(written: Written) -> None:
    from orchestration.console import console

    content = written.content
    console.print(f"{content.audience.name}, edisi {written.folder.name}", style="bold", markup=False)
    for bullets in content.recommendation.blocks:
        for line in bullets.lines:
            console.print(f"  – {f'{line.lead} {line.text}'.strip()}", markup=False, soft_wrap=True)
    for file in sorted(written.folder.glob("brief.*")):
        console.print(f"  {file}", markup=False, soft_wrap=True)
