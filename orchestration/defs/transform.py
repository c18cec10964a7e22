"""dbt in three steps: up to what the models read, from what they wrote to the marts, and what the watch made of those."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from ingestion.catalog import groups
from orchestration.context import advance, finish
from orchestration.context import context as shared
from orchestration.dbt import dbt_project, dbt_resource, models_hash
from orchestration.keys import Lineage
from orchestration.readers import CLEANER_VERSION, cleaner

ML_INPUT = "+path:models/ml_input"
ISSUES = "source:ml.issue*+"
WAREHOUSE = "warehouse"
PARSED = "partial_parse.msgpack"
BUILD = ("build", "--exclude-resource-type", "unit_test")
"""Unit tests hold models against rows of their own: they are for whoever changes a model, not for every run."""


def build(step: str, dbt: DbtCliResource, context: dg.AssetExecutionContext) -> Iterator:
    """`dbt build` of one step's models, seeds and data tests; from scratch when the project has changed since the last one."""
    advance(step)
    count = 0
    artifacts = shared().layout.state / step
    _share_parsed(artifacts)
    built, wanted = artifacts / "models.hash", models_hash()
    is_known = built.is_file() and built.read_text() == wanted
    command = [*BUILD] if is_known else [*BUILD, "--full-refresh"]
    for count, event in enumerate(dbt.cli(command, context=context, target_path=artifacts).stream(), 1):
        advance(step, count)
        yield event
    built.write_text(wanted)
    finish(step, f"{count} models, seeds and tests")


def _share_parsed(artifacts: Path) -> None:
    """Begin a step's first build with what another step has parsed: parsing the project takes dbt longer than most builds."""
    parsed = next(artifacts.parent.glob(f"*/{PARSED}"), None)
    if parsed and not (artifacts / PARSED).exists():
        artifacts.mkdir(exist_ok=True)
        shutil.copy(parsed, artifacts / PARSED)


@dg.definitions
def defs() -> dg.Definitions:
    project = dbt_project()
    lineage = Lineage(list(groups(shared().entries())))
    options = {"manifest": project.manifest_path, "project": project, "dagster_dbt_translator": lineage, "pool": WAREHOUSE}

    @dbt_assets(name="dbt_documents", select=ML_INPUT, **options)
    def documents(context: dg.AssetExecutionContext, dbt: DbtCliResource):
        os.environ[CLEANER_VERSION] = cleaner().version
        yield from build("dbt/documents", dbt, context)

    @dbt_assets(name="dbt_marts", exclude=f"{ML_INPUT} {ISSUES}", **options)
    def marts(context: dg.AssetExecutionContext, dbt: DbtCliResource):
        yield from build("dbt/marts", dbt, context)

    @dbt_assets(name="dbt_issues", select=ISSUES, **options)
    def issues(context: dg.AssetExecutionContext, dbt: DbtCliResource):
        yield from build("dbt/issues", dbt, context)

    return dg.Definitions(assets=[documents, marts, issues], resources={"dbt": dbt_resource()})
