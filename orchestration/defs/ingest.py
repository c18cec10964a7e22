"""One asset for each group of sources; a source that names no group is its own."""

import dagster as dg
from dagster_dlt import DagsterDltResource, dlt_assets

from ingestion.catalog import Entry, groups
from ingestion.pipeline import Run, build_pipeline, build_source, prepared_load
from ingestion.web import Web
from orchestration.context import advance, as_of, context, finish
from orchestration.keys import RawKeys


def ingest_asset(group: str, entries: list[Entry]) -> dg.AssetsDefinition:
    """The asset raw/<group>: one dlt load. Its source is built inside the op, for dagster-dlt changes its schema."""

    @dlt_assets(
        dlt_source=build_source(group),
        dlt_pipeline=build_pipeline(context().layout, group),
        name=f"ingest_{group}",
        dagster_dlt_translator=RawKeys(),
        op_tags={"kind": ", ".join(sorted({entry.kind for entry in entries}))},
        pool=f"raw_{group}",
    )
    def ingest(context_: dg.AssetExecutionContext, dlt: DagsterDltResource):
        shared, step = context(), f"raw/{group}"
        advance(step)
        read: dict[str, int] = {}

        def progress(source: str, count: int) -> None:
            read[source] = count
            advance(step, sum(read.values()))

        run = Run(shared.layout, as_of(), shared.key, progress, Web(private_hosts=shared.settings.private_hosts))
        with prepared_load(group, entries, run) as (source, pipeline):
            yield from dlt.run(
                context=context_,
                dlt_source=source,
                dlt_pipeline=pipeline,
                dagster_dlt_translator=RawKeys(),
                loader_file_format="parquet",
            )
        finish(step, "read")

    return ingest


@dg.definitions
def defs() -> dg.Definitions:
    found = groups(context().entries())
    return dg.Definitions(assets=[ingest_asset(*group) for group in found.items()], resources={"dlt": DagsterDltResource()})
