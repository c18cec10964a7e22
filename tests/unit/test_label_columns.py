"""What dbt says of the classifiers is what classifiers.yml says."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from ml.classifiers.specs import CLASSIFIERS
from warehouse.seeds import read_seed
from warehouse.settings import ROOT

TRANSFORMS = ROOT / "transforms"


def read(file) -> dict:
    return YAML(typ="safe").load(file.read_text())


STATED = read(CLASSIFIERS)


def columns_of(model: str) -> dict[str, dict]:
    (file,) = (TRANSFORMS / "models").rglob(f"{model}.yml")
    return {column["name"]: column for column in read(file)["models"][0]["columns"]}


def test_the_columns_of_the_marts_are_those_of_the_classifiers():
    assert read(TRANSFORMS / "dbt_project.yml")["vars"]["classifiers"] == {name: of["column"] for name, of in STATED.items()}


@pytest.mark.parametrize("model", ["int_documents_labelled", "mart_documents"])
def test_every_classifier_has_its_columns_described(model):
    wanted = {f"{of['column']}_{what}" for of in STATED.values() for what in ("slug", "score", "version")}
    assert wanted <= columns_of(model).keys()


@pytest.mark.parametrize("name", sorted(STATED.keys() - {"sektor"}))
def test_a_mart_accepts_the_labels_of_a_classifier_and_no_other(name):
    tests = columns_of("mart_documents")[f"{STATED[name]['column']}_slug"]["data_tests"]
    (accepted,) = [test["accepted_values"]["arguments"]["values"] for test in tests if "accepted_values" in test]
    assert accepted == [*STATED[name]["labels"], "tidak-yakin"]


def test_every_label_has_a_name_to_show_in_the_order_of_its_classifier():
    seed = read_seed("labels").to_pylist()
    found = {name: [row for row in seed if row["classifier_name"] == name] for name in STATED if name != "sektor"}
    assert sum(map(len, found.values())) == len(seed)
    for name, rows in found.items():
        assert [row["label_slug"] for row in sorted(rows, key=lambda row: int(row["sort_order"]))] == STATED[name]["labels"]
    assert {row["sector_slug"] for row in read_seed("sectors").to_pylist()} == set(STATED["sektor"]["labels"])
