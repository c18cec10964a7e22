"""One asset for each entry of sources.yml."""

import dagster as dg
from dagster_dlt import DagsterDltResource, dlt_assets

from ingestion.catalog import Entry, read_catalog
from ingestion.pipeline import Run, build_pipeline, build_source, prepared_load
from orchestration.context import advance, as_of, context, finish
from orchestration.keys import RawKeys


def ingest_asset(entry: Entry) -> dg.AssetsDefinition:
    """The asset raw/<source>: one dlt load. Its source is built inside the op, for dagster-dlt changes its schema."""

    @dlt_assets(
        dlt_source=build_source(entry),
        dlt_pipeline=build_pipeline(context().layout, entry),
        name=f"ingest_{entry.slug}",
        dagster_dlt_translator=RawKeys(),
        op_tags={"kind": entry.kind},
        pool=f"raw_{entry.slug}",
    )
    def ingest(context_: dg.AssetExecutionContext, dlt: DagsterDltResource):
        shared, step = context(), f"raw/{entry.slug}"
        advance(step)
        run = Run(shared.layout, as_of(), shared.key, lambda _, count: advance(step, count))
        with prepared_load(entry, run) as (source, pipeline):
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
    entries = read_catalog(context().settings.sources).values()
    return dg.Definitions(assets=[ingest_asset(entry) for entry in entries], resources={"dlt": DagsterDltResource()})
