"""What `pantau backtest` shows of what it wrote."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table
from rich.text import Text

from orchestration.alerts_command import STYLES
from orchestration.console import console

SHOWN = 15


def tell(found: dict, facts: dict, target: Path) -> None:
    """The episodes with the largest peaks, how many alerts were false, and how well was foretold."""
    table = Table("raised (WIB)", "level", "issue", "documents in its peak hour", "hours ahead of it", "verdict", box=None)
    episodes = sorted(found["episodes"], key=lambda one: -one["peak_count"])
    for one in episodes[:SHOWN]:
        level = Text(one["highest_level"], STYLES[one["highest_level"]])
        peak, lead = f"{one['peak_count']:,}", f"{one['lead_hours']:,}"
        table.add_row(one["raised_at"][:16].replace("T", " "), level, Text(one["label"]), peak, lead, one["verdict"] or "")
    if episodes:
        console.print(table)
    false = found["false_episodes"]
    console.print(
        f"{len(episodes):,} alerts in {facts['day_count']} days; of {false['judged_count']:,} judged {false['count']:,} false "
        f"and {false['late_count']:,} late: {_or_none(found['false_per_issue_month'])} false an issue-month, "
        f"{_or_none(found['false_per_month'])} a month in all.",
        soft_wrap=True,
    )
    for row in (row for row in found["forecasts"] if row["days_ahead"] == 1):
        console.print(
            f"{row['series']}: error of a day ahead {_or_none(row['naive_ratio'])} of the last value's over {row['count']:,} "
            f"forecasts, {row['coverage_share']:.0%} within the 80 % interval.",
            soft_wrap=True,
        )
    console.print(f"Written to {target}", markup=False, soft_wrap=True)


def _or_none(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"
