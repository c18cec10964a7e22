from __future__ import annotations

import dagster as dg
import dlt
import pytest
from dagster_dlt.translator import DltResourceTranslatorData

from orchestration import keys
from orchestration.keys import Lineage, RawKeys


def node(name: str, kind: str, folder: str, parents: list[str]) -> dict:
    """A node of dbt's manifest, as far as Dagster reads one."""
    return {
        "resource_type": kind,
        "name": name,
        "unique_id": f"{kind}.pantau.{name}",
        "fqn": ["pantau", folder, name],
        "depends_on": {"nodes": parents},
        "config": {"enabled": True},
        "description": "",
        "columns": {},
        "tags": [],
        "meta": {},
        "database": "warehouse",
        "schema": "main",
        "relation_name": name,
        "raw_code": "select 1",
        "original_file_path": f"models/{folder}/{name}.sql",
    }


def source(name: str, table: str) -> dict:
    own = {"unique_id": f"source.pantau.{name}.{table}", "source_name": name, "source_meta": {}}
    return node(table, "source", name, []) | own


@pytest.fixture
def manifest() -> dict:
    sources = [source("raw", "documents"), *(source("ml", table) for table in ("labels", "models", "places"))]
    nodes = [
        node("stg_documents", "model", "staging", ["source.pantau.raw.documents"]),
        node("stg_ml_labels", "model", "staging", ["source.pantau.ml.labels"]),
        node("stg_ml_models", "model", "staging", ["source.pantau.ml.models"]),
        node("stg_ml_places", "model", "staging", ["source.pantau.ml.places"]),
        node("mart_documents", "model", "marts", ["model.pantau.stg_documents", "seed.pantau.regions"]),
        node("regions", "seed", "regions", []),
    ]
    return {
        "nodes": {n["unique_id"]: n for n in nodes},
        "sources": {s["unique_id"]: s for s in sources},
        "metadata": {"project_name": "pantau", "adapter_type": "duckdb"},
        "parent_map": {}, "child_map": {}, "exposures": {}, "metrics": {}, "semantic_models": {}, "saved_queries": {},
    }  # fmt: skip


@pytest.fixture
def spec(manifest):
    lineage = Lineage(["koran", "radio"])
    return lambda unique_id: lineage.get_asset_spec(manifest, unique_id, None)


def parents(spec: dg.AssetSpec) -> set[str]:
    return {dep.asset_key.to_user_string() for dep in spec.deps}


def test_keys_tell_the_room_and_the_thing():
    assert keys.raw("koran").to_user_string() == "raw/koran"
    assert keys.model("nada").to_user_string() == "ml/nada/model"
    assert keys.LABELS.to_user_string() == "ml/labels"
    assert keys.reader("places").to_user_string() == "ml/places"
    assert keys.SNAPSHOT.to_user_string() == "published/snapshot"
    assert keys.BRIEF.to_user_string() == "published/brief"
    assert keys.DASHBOARD.to_user_string() == "published/dashboard"


def test_a_dlt_resource_is_a_raw_asset_with_nothing_above_it():
    resource = dlt.resource([], name="koran")
    found = RawKeys().get_asset_spec(DltResourceTranslatorData(resource=resource, pipeline=None))
    assert found.key == keys.raw("koran")
    assert list(found.deps) == []
    assert found.group_name == "raw"


def test_a_model_keeps_its_name_and_has_its_folder_as_group(spec):
    mart = spec("model.pantau.mart_documents")
    assert (mart.key, mart.group_name) == (dg.AssetKey("mart_documents"), "marts")
    assert spec("seed.pantau.regions").group_name == "seeds"


def test_a_model_on_a_raw_table_stands_on_every_source(spec):
    assert parents(spec("model.pantau.stg_documents")) == {"raw/koran", "raw/radio"}


def test_a_model_on_labels_stands_on_the_one_pass_that_labels(spec):
    assert parents(spec("model.pantau.stg_ml_labels")) == {"ml/labels"}


def test_a_model_on_the_readers_stands_on_all_that_read(spec):
    assert parents(spec("model.pantau.stg_ml_models")) == {"ml/labels"} | {f"ml/{what}" for what in keys.READERS}
    assert parents(spec("model.pantau.stg_ml_places")) == {"ml/places"}


def test_a_model_on_models_stands_on_them(spec):
    assert parents(spec("model.pantau.mart_documents")) == {"stg_documents", "regions"}
