"""A report on a classifier as a person reads it: the whole, what is left after the unsure, labels, slices."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from ml.classifiers.evaluation import LEAST_ROWS, Score
from orchestration.console import console


def show_report(report: dict) -> None:
    """`report` as `ml.classifiers.evaluation.Report.as_dict` gives it, or as a card keeps it."""
    for line in _lines(report):
        console.print(line, markup=False, soft_wrap=True)
    coverage = _table("share kept", "macro-F1")
    for share, score in report["coverage"].items():
        coverage.add_row(f"{float(share):.0%}", f"{score:.3f}")
    labels = _table("label", "precision", "recall", "F1", "n")
    for label, of in report["labels"].items():
        labels.add_row(Text(label), *(f"{of[name]:.2f}" for name in ("precision", "recall", "f1")), f"{of['count']:,}")
    slices = _table("slice", "group", "macro-F1", "accuracy", "ECE", "n")
    for name, groups in report["slices"].items():
        for group, of in groups.items():
            figures = (f"{of[one]:.2f}" for one in ("macro_f1", "accuracy", "ece"))
            slices.add_row(Text(name), Text(group), *figures, f"{of['count']:,}")
    for table in (coverage, labels, slices):
        if table.row_count:
            console.print()
            console.print(table)


def _lines(report: dict) -> Iterator[str]:
    yield f"{Score(**report['score'])} (interval at 95 %{_counted(report['labels'])})"
    yield f"calibration error (ECE) {report['ece']:.3f}"
    rest = f"; of the rest: {Score(**report['decided'])}" if report["decided"] else ""
    yield f"tidak-yakin {report['abstained_share']:.1%}{rest}"


def _counted(labels: dict) -> str:
    """Which labels macro-F1 is over, where that is not simply all that have rows enough."""
    counts = [of["count"] for of in labels.values()]
    if min(counts, default=LEAST_ROWS) >= LEAST_ROWS:
        return ""
    if max(counts) < LEAST_ROWS:
        return f"; no label has {LEAST_ROWS} rows, so all that occur count"
    return f"; labels with fewer than {LEAST_ROWS} rows do not count"


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold")
    for name in columns:
        table.add_column(name, justify="left" if name in ("label", "slice", "group") else "right")
    return table
