"""Great Expectations suites as blocking asset checks: what fails one is not published."""

import dagster as dg

from orchestration.context import advance, context, finish
from warehouse.expectations.running import run_suite
from warehouse.expectations.suites import SUITES, Suite

CHECKED = {"raw": "stg_documents", "documents": "int_documents", "labels": "stg_ml_labels"}


def suite_check(suite: Suite) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=dg.AssetKey(CHECKED[suite.name]), name=f"{suite.name}_meet_expectations", blocking=True, pool="warehouse")
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
    return dg.Definitions(asset_checks=[suite_check(suite) for suite in SUITES.values()])
