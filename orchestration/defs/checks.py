"""Checks beside those of dbt: suites of Great Expectations, which block; silent sources and drift, which are told."""

from collections.abc import Callable

import dagster as dg

from ml.classifiers.drift import Drift, embedding_drift, label_drift
from ml.classifiers.heads import UNSURE
from orchestration import keys
from orchestration.context import advance, context, finish
from orchestration.drift_command import measured, tell
from orchestration.models import classifiers
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


def drift_check(name: str, measure: Callable[..., list[Drift]]) -> dg.AssetChecksDefinition:
    """Drift is told and blocks nothing: it may be the world that has changed."""

    @dg.asset_check(asset=keys.LABELS, name=name)
    def check() -> dg.AssetCheckResult:
        step = f"check/{name}"
        advance(step)
        rows = measured(measure)
        drifted = [row for row in rows if row.state == "drifted"]
        judged_count = sum(row.state != "too few" for row in rows)
        finish(step, "; ".join(map(tell, drifted[:TOLD])) or f"as before; {judged_count} of {len(rows)} have enough texts")
        metadata = {
            "drifted": len(drifted),
            "judged": judged_count,
            "too_few": len(rows) - judged_count,
            "figures": dg.MetadataValue.json([row.as_dict() for row in rows]),
        }
        return dg.AssetCheckResult(passed=not drifted, severity=dg.AssetCheckSeverity.WARN, metadata=metadata)

    return check


@dg.definitions
def defs() -> dg.Definitions:
    found = classifiers().values()
    of_labels = [suite_check(labels_suite(one.name, one.labels, UNSURE), keys.LABELS) for one in found]
    of_drift = [drift_check("label_mix_is_stable", label_drift), drift_check("embeddings_are_stable", embedding_drift)]
    of_documents = [(RAW, ML_DOCUMENTS), (DOCUMENTS, ML_DOCUMENTS), (CLEANED, keys.reader("cleaned"))]
    suites = [suite_check(suite, asset) for suite, asset in of_documents]
    return dg.Definitions(asset_checks=[*suites, *of_labels, *of_drift, every_source_is_heard])
