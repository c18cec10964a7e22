"""Checks beside those of dbt: suites of Great Expectations, which block what fails them, and whether all sources are heard."""

import dagster as dg

from ml.specs import read_classifiers
from orchestration import keys
from orchestration.context import advance, context, finish
from warehouse.coverage import unusual_sources
from warehouse.expectations.running import run_suite
from warehouse.expectations.suites import CLEANED, DOCUMENTS, RAW, Suite, labels_suite

ML_DOCUMENTS = dg.AssetKey("ml_documents")
"""The last table before the models: what the suites block stands right behind it."""
TOLD = 5


def suite_check(suite: Suite, asset: dg.AssetKey) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=asset, name=f"{suite.name.replace('-', '_')}_meets_expectations", blocking=True, pool="warehouse")
    def check() -> dg.AssetCheckResult:
        step = f"check/{suite.name}"
        advance(step)
        outcome = run_suite(suite, context().layout)
        finish(step, "; ".join(outcome.failures) or f"{outcome.expectation_count} expectations met")
        metadata = {"rows": outcome.row_count, "expectations": outcome.expectation_count, "failures": list(outcome.failures)}
        return dg.AssetCheckResult(passed=outcome.passed, metadata=metadata)

    return check


@dg.asset_check(asset=dg.AssetKey("mart_coverage_daily"), pool="warehouse")
def every_source_is_heard() -> dg.AssetCheckResult:
    """Silence, and a new regime of volume, are told and block nothing: what was heard is still to be published."""
    advance("check/coverage")
    rows = unusual_sources(context().layout)
    finish("check/coverage", "; ".join(_tell(row) for row in rows[:TOLD]) or "every source as usual")
    metadata = {"sources": len(rows), "unusual": dg.MetadataValue.json(rows)}
    return dg.AssetCheckResult(passed=not rows, severity=dg.AssetCheckSeverity.WARN, metadata=metadata)


def _tell(row: dict) -> str:
    return f"{row['source_slug']} {row['state_slug']}: {row['heard_count']} of {row['expected_count']:g}"


@dg.definitions
def defs() -> dg.Definitions:
    of_labels = [suite_check(labels_suite(name), keys.labels(name)) for name in read_classifiers()]
    of_documents = [(RAW, ML_DOCUMENTS), (DOCUMENTS, ML_DOCUMENTS), (CLEANED, keys.reader("cleaned"))]
    suites = [suite_check(suite, asset) for suite, asset in of_documents]
    return dg.Definitions(asset_checks=[*suites, *of_labels, every_source_is_heard])
