"""The snapshot that readers use, and the brief and the dashboard that are written from it."""

import dagster as dg

from orchestration import keys
from orchestration.context import advance, as_of, context, finish
from orchestration.dbt import published_tables
from orchestration.inputs import fingerprint
from reports.brief.editions import write_briefs
from reports.dashboard import write_dashboard
from warehouse.publish import publish_snapshot, snapshot_id


@dg.asset(key=keys.SNAPSHOT, group_name="published", deps=published_tables(), pool="warehouse")
def snapshot():
    shared, time = context(), as_of()
    advance("published/snapshot")
    inputs = fingerprint(shared.layout)
    facts = {"as_of": time.isoformat(), "inputs": inputs}
    folder = publish_snapshot(
        shared.layout, snapshot_id(time, inputs), published_tables(), facts, shared.settings.snapshots_kept
    )
    finish("published/snapshot", folder.name)
    return dg.MaterializeResult(metadata={"snapshot": folder.name})


@dg.asset(key=keys.BRIEF, group_name="published", deps=[keys.SNAPSHOT])
def brief():
    advance("published/brief")
    shared = context()
    written = write_briefs(shared.layout, shared.settings.brief_agencies, shared.settings.brief_regions)
    finish("published/brief", f"{len(written)} written")
    return dg.MaterializeResult(metadata={"folder": dg.MetadataValue.path(str(written[-1].folder))})


@dg.asset(key=keys.DASHBOARD, group_name="published", deps=[keys.SNAPSHOT])
def dashboard():
    advance("published/dashboard")
    folder = write_dashboard(context().layout)
    finish("published/dashboard", "index.html")
    return dg.MaterializeResult(metadata={"folder": dg.MetadataValue.path(str(folder))})


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(assets=[snapshot, brief, dashboard])
