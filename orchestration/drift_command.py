"""`pantau models drift`: what the champions say of the last days, and what comes in, against the weeks before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from rich.table import Table
from rich.text import Text

from ml.classifiers.drift import CURRENT_DAYS, LEAST_TEXTS, REFERENCE_DAYS, Drift, Window, embedding_drift, label_drift
from ml.classifiers.registry import Model, read_standing
from orchestration import readers
from orchestration.console import console
from orchestration.context import as_of, context
from orchestration.models import champion, classifiers
from warehouse.errors import InputError

IN_JAKARTA = timedelta(hours=7)
STYLES = {"drifted": "red", "stable": "green", "too few": "dim"}
COMMON = ("channel", "texts", "PSI", "by chance", "up to", "moved most")


def drift_command() -> None:
    """Print both tables; InputError where there is nothing to compare yet."""
    with console.status("counting"):
        labels, clusters = measured(label_drift), measured(embedding_drift)
    if not labels:
        raise InputError(
            f"Nothing to compare yet: it takes labels of more than {CURRENT_DAYS} days. Load more and `pantau run`."
        )
    _tell_windows(labels[0])
    table = Table("classifier", *COMMON, "mean score", "tidak-yakin", "state", box=None, header_style="bold")
    for row in labels:
        table.add_row(row.name, *_common(row), _both(row, "score"), _both(row, "unsure_share"), _state(row))
    console.print(table)
    table = Table("body", *COMMON, "nearness", "PSI to training", "state", box=None, header_style="bold")
    for row in clusters:
        table.add_row(row.version, *_common(row), _both(row, "score"), _number(row.training_psi), _state(row))
    console.print("\nEmbeddings, by cluster of the body's training texts:")
    console.print(table)


def measured(measure: Callable[..., list[Drift]]) -> list[Drift]:
    """What `label_drift` or `embedding_drift` finds in this home up to today, for the classifiers that have a champion."""
    day = (as_of() + IN_JAKARTA).date()
    return measure(context().layout, crowned(), readers.cleaner().version, day)


def crowned() -> list[Model]:
    """The champions there are; nothing is trained to have one."""
    return [champion(one) for one in classifiers().values() if read_standing(context().layout, one.name).champion]


def tell(row: Drift) -> str:
    """One line of a row that was judged."""
    return f"{row.name} in {row.channel_slug}: PSI {row.mix.psi:.2f} (by chance up to {row.mix.limit:.2f}), {_moved(row)}"


def _tell_windows(row: Drift) -> None:
    before, now = row.reference, row.current
    console.print(f"Different texts of {now.first_on} to {now.last_on} against {before.first_on} to {before.last_on}:")
    console.print(f"{CURRENT_DAYS} days with documents against up to {REFERENCE_DAYS}; judged from {LEAST_TEXTS} texts each.\n")


def _common(row: Drift) -> Sequence[str | Text]:
    texts = f"{row.reference.count:,} → {row.current.count:,}"
    figures = (row.mix.psi, row.mix.chance, row.mix.limit) if row.mix else (None, None, None)
    return Text(row.channel_slug), texts, *(_number(figure, 3) for figure in figures), _moved(row)


def _moved(row: Drift) -> str:
    return f"{row.moved_label} {row.mix.moved_by * 100:+.0f} points" if row.mix else "–"


def _both(row: Drift, name: str) -> str:
    return f"{_share(row.reference, name)} → {_share(row.current, name)}"


def _share(window: Window, name: str) -> str:
    return _number(getattr(window, name))


def _number(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _state(row: Drift) -> Text:
    return Text(row.state, style=STYLES[row.state])
