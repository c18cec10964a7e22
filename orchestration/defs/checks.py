"""Great Expectations suites as blocking asset checks: what fails one is not published."""

import dagster as dg

from ml.specs import read_classifiers
from orchestration import keys
from orchestration.context import advance, context, finish
from warehouse.expectations.running import run_suite
from warehouse.expectations.suites import DOCUMENTS, RAW, Suite, labels_suite

ML_DOCUMENTS = dg.AssetKey("ml_documents")
"""The last table before the models: what the suites block stands right behind it."""


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


@dg.definitions
def defs() -> dg.Definitions:
    of_labels = [suite_check(labels_suite(name), keys.labels(name)) for name in read_classifiers()]
    return dg.Definitions(asset_checks=[suite_check(RAW, ML_DOCUMENTS), suite_check(DOCUMENTS, ML_DOCUMENTS), *of_labels])
