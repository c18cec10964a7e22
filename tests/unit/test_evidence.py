"""What of the Evidence project can be held without node: its metrics, and what its packages come with."""

from __future__ import annotations

import json

import pytest

from warehouse.metrics import read_metrics
from warehouse.settings import ROOT

PROJECT = ROOT / "reports" / "evidence"
LOCK = json.loads((PROJECT / "package-lock.json").read_text())["packages"]


@pytest.mark.parametrize("slug", ["penyebutan", "porsi-negatif", "cakupan"])
def test_metrics_are_computed_as_the_catalogue_says(slug: str) -> None:
    assert read_metrics()[slug].expression_sql in (PROJECT / "pages" / "index.md").read_text()


def test_every_package_is_pinned_by_its_hash_and_by_no_registry() -> None:
    packages = [facts for name, facts in LOCK.items() if name]
    assert packages
    assert all("integrity" in facts or "inBundle" in facts for facts in packages)
    assert not any("resolved" in facts for facts in packages)


@pytest.mark.parametrize("package", ["@evidence-dev/universal-sql", "@duckdb/duckdb-wasm"])
def test_what_the_patch_changes_is_there_once(package: str) -> None:
    assert [name for name in LOCK if name.endswith(package)] == [f"node_modules/{package}"]
