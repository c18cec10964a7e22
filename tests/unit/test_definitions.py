from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration import keys
from orchestration.context import context
from orchestration.definitions import defs
from orchestration.keys import ISSUE_TABLES, READERS
from warehouse.schemas import RAW_TABLES
from warehouse.settings import ROOT

SOURCES = """
sources:
  koran: {kind: files, path: koran.csv, channel: berita, description: Koran rekaan.}
  keluhan: {kind: files, path: "keluhan*.csv", channel: pengaduan, description: Keluhan rekaan.}
"""
EVERY_RAW = {"raw/koran", "raw/keluhan"}
CLASSIFIERS = ("relevan", "sentimen", "sikap", "tindak", "sektor", "sensitif")
EVERY_MODEL = {f"ml/{name}/model" for name in CLASSIFIERS}
EVERY_READER = {f"ml/{what}" for what in READERS}
ENVIRONMENT = ("DAGSTER_HOME", "PANTAU_HOME")
"""What loading the definitions sets for dagster and dbt."""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def definitions(home) -> Iterator[dg.Definitions]:
    """All definitions over a home of its own and two sources that have nothing yet."""
    (home / "koran.csv").write_text("ref,title,published_at\n")
    (home / "sources.yml").write_text(SOURCES)
    with pytest.MonkeyPatch.context() as patch:
        for name in ENVIRONMENT:
            patch.setenv(name, str(home / "data"))
        patch.setenv("PANTAU_SOURCES", str(home / "sources.yml"))
        context.cache_clear()
        yield defs()
    context.cache_clear()


@pytest.fixture(scope="module")
def graph(definitions) -> dg.AssetGraph:
    return definitions.resolve_asset_graph()


@pytest.fixture(scope="module")
def parents(graph):
    return lambda name: {key.to_user_string() for key in graph.get(dg.AssetKey(name.split("/"))).parent_keys}


def model_names(folder: str) -> set[str]:
    return {file.stem for file in (ROOT / "transforms" / "models" / folder).rglob("*.sql")}


def test_every_definition_can_be_loaded(definitions):
    dg.Definitions.validate_loadable(definitions)


def test_the_definitions_keep_to_their_home(definitions, home):
    assert context().layout.home == home / "data"
    assert (home / "data" / "raw").is_dir()


def test_there_is_an_asset_for_every_source_model_classifier_and_result(graph):
    names = {key.to_user_string() for key in graph.materializable_asset_keys}
    ml = {"ml/body", "ml/labels", "ml/issues"} | EVERY_MODEL | EVERY_READER
    seeds = {file.stem for file in (ROOT / "transforms" / "seeds").glob("*.csv")}
    published = {f"published/{what}" for what in ("snapshot", "brief", "dashboard")}
    assert names == EVERY_RAW | ml | model_names(".") | seeds | published


def test_nothing_in_the_graph_comes_from_nowhere(graph):
    assert graph.external_asset_keys == set()


def test_every_raw_model_stands_on_every_source(parents):
    raw_models = {name for name in model_names("staging") if not name.startswith("stg_ml_")}
    assert raw_models == {f"stg_{table}" for table in RAW_TABLES}
    for name in raw_models:
        assert parents(name) == EVERY_RAW, name


def test_the_labels_table_stands_on_the_one_pass_that_labels(parents):
    assert parents("stg_ml_labels") == {"ml/labels"}
    assert parents("stg_ml_models") == {"ml/labels"} | EVERY_READER
    for what in set(READERS) - {"vectors"}:
        assert parents(f"stg_ml_{what}") == {f"ml/{what}"}


def test_the_watch_stands_between_the_marts_of_documents_and_those_of_issues(parents):
    assert parents("ml/issues") == {"ml_issue_documents", "ml/vectors"}
    for table in ISSUE_TABLES:
        assert parents(f"stg_ml_{table}") == {"ml/issues"}


def test_labels_stand_on_every_model_and_on_what_they_read(parents):
    assert parents("ml/labels") == EVERY_MODEL | {"ml/cleaned"}
    for name in EVERY_MODEL:
        assert parents(name) == {"ml/body"}, name
    assert parents("ml/body") == set()


def test_readers_stand_on_the_cleaned_documents_and_those_on_what_dbt_hands_over(parents):
    assert parents("ml/cleaned") == {"ml_documents"}
    for name in EVERY_READER - {"ml/cleaned"}:
        assert parents(name) == {"ml/cleaned"}, name


def test_the_snapshot_has_every_mart_above_it_and_the_reports_the_snapshot(parents):
    assert parents("published/snapshot") == model_names("marts")
    assert parents("published/brief") == parents("published/dashboard") == {"published/snapshot"}


def test_sources_have_nothing_above_them(parents):
    assert [parents(name) for name in sorted(EVERY_RAW)] == [set(), set()]


def test_every_asset_tells_what_it_is_by_a_group_or_a_description(graph):
    for node in graph.asset_nodes:
        assert node.group_name != "default" or node.description, node.key


def test_every_model_of_dbt_has_a_description(graph):
    untold = [name for name in model_names(".") if not graph.get(dg.AssetKey(name)).description]
    assert untold == []


def test_groups_follow_the_rooms(graph):
    groups = {node.key.to_user_string(): node.group_name for node in graph.asset_nodes}
    assert {groups[name] for name in EVERY_RAW} == {"raw"}
    assert {groups[name] for name in model_names("marts")} == {"marts"}
    assert {groups[name] for name in EVERY_MODEL | EVERY_READER | {"ml/body", "ml/labels"}} == {"ml"}


@pytest.mark.parametrize(
    ("name", "job", "cron"),
    [("ingest_due", "ingest", r"\*/10 \* \* \* \*"), ("transform_daily", "transform", r"\d+ \d+ \* \* \*")],
)
def test_each_job_has_its_schedule_in_jakarta_time(definitions, name, job, cron):
    schedule = definitions.get_repository_def().get_schedule_def(name)
    assert schedule.job_name == job
    assert schedule.execution_timezone == "Asia/Jakarta"
    assert re.fullmatch(cron, schedule.cron_schedule)


def test_there_are_two_jobs_and_two_schedules(definitions):
    repository = definitions.get_repository_def()
    assert {job.name for job in repository.get_all_jobs() if not job.name.startswith("__")} == {"ingest", "transform"}
    assert {schedule.name for schedule in repository.schedule_defs} == {"ingest_due", "transform_daily"}


def test_ingest_runs_the_sources_and_transform_all_that_stands_behind_them(definitions, graph):
    def selected(job: str) -> set[str]:
        return {key.to_user_string() for key in definitions.resolve_job_def(job).asset_layer.executable_asset_keys}

    everything = {key.to_user_string() for key in graph.materializable_asset_keys}
    assert selected("ingest") == EVERY_RAW
    assert selected("transform") == everything - EVERY_RAW


def test_steps_that_open_the_warehouse_share_one_pool(definitions, graph):
    steps = {node.key.to_user_string(): definitions.resolve_assets_def(node.key).op.pool for node in graph.asset_nodes}
    warehouse = {name for name, pool in steps.items() if pool == "warehouse"}
    seeds = {file.stem for file in (ROOT / "transforms" / "seeds").glob("*.csv")}
    assert warehouse == model_names(".") | seeds | {"published/snapshot"}
    assert {steps[name] for name in EVERY_RAW} == {"raw_koran", "raw_keluhan"}


def test_what_fails_an_expectation_stops_what_stands_behind_it(graph):
    checks = {check.name: check for check in (graph.get_check_spec(key) for key in graph.asset_check_keys)}
    gates = {name: check.asset_key.to_user_string() for name, check in checks.items() if check.blocking}
    assert {name: asset for name, asset in gates.items() if name.endswith("_meets_expectations")} == {
        "raw_meets_expectations": "ml_documents",
        "documents_meets_expectations": "ml_documents",
        "cleaned_meets_expectations": "ml/cleaned",
        **{f"labels_{name}_meets_expectations": "ml/labels" for name in CLASSIFIERS},
    }


def test_drift_is_told_and_stops_nothing(graph):
    for name in ("label_mix_is_stable", "embeddings_are_stable"):
        check = graph.get_check_spec(dg.AssetCheckKey(keys.LABELS, name))
        assert not check.blocking


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_every_model_tells_whether_it_is_at_its_floor(graph, name):
    assert dg.AssetCheckKey(keys.model(name), "macro_f1_at_floor") in graph.asset_check_keys


def test_tests_of_dbt_are_checks_of_their_assets(graph):
    checked = {key.asset_key.to_user_string() for key in graph.asset_check_keys}
    assert checked >= {"stg_documents", "int_documents", "mart_documents", "mart_sentiment_daily", "mart_source_health"}
