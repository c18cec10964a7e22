"""All Dagster definitions: every module of `defs/` adds its own."""

from warehouse import settings  # isort: skip  (first: it switches telemetry off)
import dagster as dg

from orchestration.context import context, set_dagster_environment


@dg.definitions
def defs() -> dg.Definitions:
    set_dagster_environment(context().layout)
    return dg.load_from_defs_folder(path_within_project=settings.ROOT / "orchestration" / "defs")
