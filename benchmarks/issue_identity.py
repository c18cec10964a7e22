"""Whether issues keep their ids through a regrouping: of those that are open, the share that does.

    .venv/bin/python -m benchmarks.issue_identity OLD.parquet NEW.parquet [--documents 5]

Both files: document_id, published_at, issue_id; OLD with public ids, NEW as it was grouped again, before it inherits. An issue
is open whose last document came within 14 days of the end. Three readings, the mildest first: its id is still an issue's; the
issue that holds most of its documents bears it; the one that holds most of its documents of those 14 days does.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from rich.console import Console

from ml.issues.identity import OPEN, Inheritance, inherit

COLUMNS = ["document_id", "published_at", "issue_id"]
BAR = 0.99


def main() -> int:
    """Exit code: 0 when at least 99 % of open issues keep their id with most of their documents, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--documents", type=int, default=5, help="least documents of an issue that counts")
    arguments = parser.parse_args()
    old, new = (pq.read_table(path, columns=COLUMNS) for path in (arguments.old, arguments.new))
    started = time.process_time()
    found = inherit(old, new, "issue_id", max(new["published_at"].to_pylist()))
    spent = time.process_time() - started
    kept = kept_issues(old.to_pandas(), new.to_pandas(), found, arguments.documents)
    console, shares = Console(), kept.mean()
    is_merged = kept.index.isin(list(found.redirects))
    lost = (~kept.is_alive & ~is_merged).mean()
    console.print(f"{len(kept):,} open issues of {arguments.documents} documents and more; inherited in {spent:.2f} CPU s")
    console.print(f"ids still an issue's: {shares.is_alive:.2%}, redirected: {is_merged.mean():.2%}, lost: {lost:.2%}")
    console.print(f"kept with most documents: {shares.has_most:.2%}, with most of the newest: {shares.has_newest:.2%}")
    return 0 if shares.has_most >= BAR else 1


def kept_issues(old: pd.DataFrame, new: pd.DataFrame, found: Inheritance, least: int) -> pd.DataFrame:
    """One row an open issue of `old`: is_alive, has_most, has_newest (the three readings), indexed by its id."""
    opened = old.published_at.max() - OPEN
    by_issue = old.groupby("issue_id").published_at
    issues = by_issue.max().index[(by_issue.max() >= opened) & (by_issue.size() >= least)]
    rows = old.assign(public_id=old.document_id.map(new.set_index("document_id").issue_id.map(found.public)))
    readings = {
        "is_alive": issues.isin(list(found.public.values())),
        "has_most": issues.isin(_holding_most(rows)),
        "has_newest": issues.isin(_holding_most(rows[rows.published_at >= opened])),
    }
    return pd.DataFrame(readings, index=issues)


def _holding_most(rows: pd.DataFrame) -> pd.Series:
    """Old issues of whose documents no other issue holds more than the one that bears the id now."""
    shared = rows.groupby(["issue_id", "public_id"]).size().reset_index(name="count")
    is_most = shared["count"] == shared.groupby("issue_id")["count"].transform("max")
    return shared.issue_id[is_most & (shared.issue_id == shared.public_id)]


if __name__ == "__main__":
    raise SystemExit(main())
