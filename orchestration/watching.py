"""The watch of this home: what came since it last looked, and the tables that it leaves."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from ml.classifiers.registry import write_reader
from ml.issues.opening import open_watch
from ml.issues.placing import merged_issues, moves_of, standing
from ml.issues.rule_seed import read_rules
from ml.issues.running import HISTORY, READER, Followed, follow_stream
from ml.issues.summary import analogues_table, issues_table, outlooks_table
from ml.issues.transitions import end_of
from ml.issues.watch import Watch
from ml.reading import Progress, version_over
from orchestration.context import as_of, context
from orchestration.forecasting import tell_forecasts
from orchestration.readers import cleaner, vector_reader
from warehouse.layout import Layout, write_parquet


def watch_home(progress: Progress) -> Followed:
    """Follow the stream to the last whole hour, then rewrite what describes issues as they stand."""
    shared = context()
    reader = vector_reader()
    time = as_of()
    width = reader.vectors(["lebar"]).shape[1]
    followed = follow_stream(
        shared.layout,
        lambda stopped: resume(stopped, shared.settings.alerts_per_day, width),
        version_over(reader, cleaner().version),
        time,
        progress,
    )
    _describe(shared.layout, followed, time)
    write_reader(shared.layout, READER, followed.version)
    return followed


def resume(stopped: Watch | None, budget: int, width: int) -> Watch:
    """A watch goes on by the rules and the budget of today; where there is none, a fresh one is opened."""
    if stopped is None:
        return open_watch(budget, width)
    stopped.take_rules(read_rules(), budget)
    return stopped


def _describe(layout: Layout, followed: Followed, time: datetime) -> None:
    watch, journal = followed.watch, followed.journal
    placed = standing(layout, journal.version, journal.redirects)
    merged = {**journal.redirects, **merged_issues(moves_of(layout, journal.version))}
    _write(layout, "issues", issues_table(placed, merged, watch.names, journal.version))
    _write(layout, "issue_analogues", analogues_table(watch))
    _append(layout, "issue_outlooks", outlooks_table(watch), watch)
    tell_forecasts(layout, placed, journal.version, time)


def _write(layout: Layout, table: str, rows: pa.Table) -> None:
    """The whole table anew."""
    write_parquet(rows, layout.rewritten_table(table))


def _append(layout: Layout, table: str, rows: pa.Table, watch: Watch) -> None:
    if rows.num_rows:
        write_parquet(rows, layout.ml_table(table) / HISTORY / f"part-{watch.hour:08d}.parquet")


def watched_until(followed: Followed) -> datetime | None:
    """End of the last hour that was looked at, naive UTC."""
    return end_of(followed.watch.hour) if followed.watch.hour is not None else None
