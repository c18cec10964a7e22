"""Two jobs, each with its schedule: a dead source never stops the marts. `pantau run` runs one after the other."""

import dagster as dg

RAW = dg.AssetSelection.groups("raw")

ingest = dg.define_asset_job("ingest", RAW, executor_def=dg.in_process_executor)
transform = dg.define_asset_job("transform", dg.AssetSelection.all() - RAW, executor_def=dg.in_process_executor)


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(
        jobs=[ingest, transform],
        schedules=[
            dg.ScheduleDefinition(name="ingest_hourly", job=ingest, cron_schedule="5 * * * *", execution_timezone="Asia/Jakarta"),
            dg.ScheduleDefinition(name="transform_daily", job=transform, cron_schedule="30 5 * * *", execution_timezone="Asia/Jakarta"),
        ],
    )
