"""The watch over issues, between the marts of documents and those of issues."""

from functools import partial

import dagster as dg

from orchestration import keys
from orchestration.context import advance, finish
from orchestration.watching import watch_home, watched_until

STEP = keys.ISSUES.to_user_string()


@dg.asset(key=keys.ISSUES, group_name="ml", deps=[dg.AssetKey("ml_issue_documents"), keys.reader("vectors")], pool="watch")
def issues():
    """Stories, issues, states, alerts and forecasts, up to the last whole hour."""
    advance(STEP)
    followed = watch_home(partial(advance, STEP))
    open_count = len(followed.watch.board.open_ids)
    finish(STEP, f"{followed.document_count} read, {open_count} issues above normal")
    until = watched_until(followed)
    metadata = {"read_count": followed.document_count, "open_count": open_count, "until": until.isoformat() if until else ""}
    return dg.MaterializeResult(data_version=dg.DataVersion(followed.version), metadata=metadata)


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(assets=[issues])
