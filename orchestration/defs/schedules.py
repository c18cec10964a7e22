"""Two jobs, each with its schedule: a dead source never stops the marts. `pantau run` runs one after the other."""

import dagster as dg

RAW = dg.AssetSelection.groups("raw")

RETRIES = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL)

ingest = dg.define_asset_job("ingest", RAW, executor_def=dg.in_process_executor, op_retry_policy=RETRIES)
transform = dg.define_asset_job("transform", dg.AssetSelection.all() - RAW, executor_def=dg.in_process_executor)


def _schedule(name: str, job, cron: str) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(name=name, job=job, cron_schedule=cron, execution_timezone="Asia/Jakarta")


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(
        jobs=[ingest, transform],
        schedules=[_schedule("ingest_due", ingest, "*/10 * * * *"), _schedule("transform_daily", transform, "30 5 * * *")],
    )
