"""Asset keys, and how dbt's sources lead back to the assets that write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject
from dagster_dlt import DagsterDltTranslator

from warehouse.schemas import ML_TABLES, RAW_TABLES

SNAPSHOT = dg.AssetKey(["published", "snapshot"])
BRIEF = dg.AssetKey(["published", "brief"])
DASHBOARD = dg.AssetKey(["published", "dashboard"])
BODY = dg.AssetKey(["ml", "body"])
LABELS = dg.AssetKey(["ml", "labels"])
ISSUES = dg.AssetKey(["ml", "issues"])
ISSUE_TABLES = tuple(table for table in ML_TABLES if table.startswith("issue"))
READERS = tuple(table for table in ML_TABLES if table not in ("models", "labels", *ISSUE_TABLES))


def raw(group: str) -> dg.AssetKey:
    return dg.AssetKey(["raw", group])


def model(classifier: str) -> dg.AssetKey:
    return dg.AssetKey(["ml", classifier, "model"])


def reader(what: str) -> dg.AssetKey:
    return dg.AssetKey(["ml", what])


class RawKeys(DagsterDltTranslator):
    """dlt resources are assets raw/<source>, with nothing above them in the graph."""

    def get_asset_spec(self, data) -> dg.AssetSpec:
        return super().get_asset_spec(data).replace_attributes(key=raw(data.resource.name), deps=[], group_name="raw")


class Lineage(DagsterDbtTranslator):
    """dbt models keep their names; a dbt source stands for every asset that writes its folder."""

    def __init__(self, groups: list[str]):
        super().__init__()
        every_raw = [raw(group) for group in groups]
        self.writers: dict[tuple[str, ...], list[dg.AssetKey]] = {
            **{("raw", table): every_raw for table in RAW_TABLES},
            **{("ml", what): [reader(what)] for what in READERS},
            ("ml", "labels"): [LABELS],
            **{("ml", what): [ISSUES] for what in ISSUE_TABLES},
            ("ml", "models"): [LABELS, *(reader(what) for what in READERS)],
        }

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id)
        if node is None:
            return spec
        keys = [key for dep in spec.deps for key in self.writers.get(tuple(dep.asset_key.path), [dep.asset_key])]
        return spec.replace_attributes(key=dg.AssetKey(node["name"]), deps=keys, group_name=_layer(node))


def _layer(node: Mapping[str, Any]) -> str:
    """Folder of the model: staging, intermediate, ml_input, marts; seeds are their own."""
    return "seeds" if node["resource_type"] == "seed" else node["fqn"][1]
