"""`pantau run`: ingest, then everything behind it, in this one process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime

import dagster as dg

from orchestration.context import AS_OF, as_of, set_dagster_environment
from orchestration.inputs import fingerprint
from reports.brief.editions import has_brief
from reports.dashboard import has_dashboard
from warehouse.layout import Layout
from warehouse.publish import current_snapshot, read_manifest

LAUNCHER = {"pantau/launcher": "cli"}
UNFINISHED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@dataclass(frozen=True)
class Report:
    """What a run did. `failures` holds one line a failed step; `is_new` is False when there was nothing to do."""

    as_of: datetime
    snapshot: str | None
    is_new: bool
    failures: tuple[str, ...]


def run_everything(layout: Layout) -> Report:
    """Ingest all sources, then build, read, check, publish and report, unless the snapshot already holds all of it.

    The caller holds the run lock of the home.
    """
    set_dagster_environment(layout)
    time = as_of()
    os.environ[AS_OF] = time.isoformat()
    with dg.DagsterInstance.get() as instance:
        close_orphans(instance)
        failures = _execute("ingest", instance)
        if is_up_to_date(layout):
            return Report(time, current_snapshot(layout), False, failures)
        failures += _execute("transform", instance)
        return Report(time, current_snapshot(layout), True, failures)


def is_up_to_date(layout: Layout) -> bool:
    manifest = read_manifest(layout)
    if not manifest or manifest["inputs"] != fingerprint(layout):
        return False
    return has_brief(layout, manifest["snapshot"]) and has_dashboard(layout, manifest["snapshot"])


def close_orphans(instance: dg.DagsterInstance) -> None:
    """End the runs that a killed process left open, and give back the pool slots they held."""
    for run in instance.get_runs(dg.RunsFilter(statuses=UNFINISHED, tags=LAUNCHER)):
        instance.report_run_failed(run, "The process of this run ended before the run did.")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)


def _execute(job: str, instance: dg.DagsterInstance) -> tuple[str, ...]:
    from orchestration.definitions import defs

    result = (
        defs()
        .resolve_job_def(job)
        .execute_in_process(
            instance=instance,
            raise_on_error=False,
            tags=LAUNCHER,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    )
    return tuple(_tell(event) for event in result.filter_events(lambda event: event.is_step_failure))


def _tell(event: dg.DagsterEvent) -> str:
    error = event.step_failure_data.error
    while error and error.cause:
        error = error.cause
    return f"{event.step_key}: {error.message.strip() if error else 'failed'}"
