"""dbt in two steps: up to what the models read, and from what they wrote to the marts."""

from collections.abc import Iterator

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from ingestion.catalog import read_catalog
from ml.specs import read_classifiers
from orchestration.context import advance, context, finish
from orchestration.dbt import dbt_project, dbt_resource
from orchestration.keys import Lineage

ML_INPUT = "+path:models/ml_input"
WAREHOUSE = "warehouse"


def build(step: str, dbt: DbtCliResource, context: dg.AssetExecutionContext) -> Iterator:
    """`dbt build` of one step's models, seeds and tests."""
    advance(step)
    count = 0
    for count, event in enumerate(dbt.cli(["build"], context=context).stream(), 1):
        advance(step, count)
        yield event
    finish(step, f"{count} models, seeds and tests")


@dg.definitions
def defs() -> dg.Definitions:
    project = dbt_project()
    lineage = Lineage(list(read_catalog(context().settings.sources)), list(read_classifiers()))
    shared = {"manifest": project.manifest_path, "project": project, "dagster_dbt_translator": lineage, "pool": WAREHOUSE}

    @dbt_assets(name="dbt_documents", select=ML_INPUT, **shared)
    def documents(context: dg.AssetExecutionContext, dbt: DbtCliResource):
        yield from build("dbt/documents", dbt, context)

    @dbt_assets(name="dbt_marts", exclude=ML_INPUT, **shared)
    def marts(context: dg.AssetExecutionContext, dbt: DbtCliResource):
        yield from build("dbt/marts", dbt, context)

    return dg.Definitions(assets=[documents, marts], resources={"dbt": dbt_resource()})
