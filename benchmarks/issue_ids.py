"""How many open issues keep their id when their stream is watched anew: the same way, with another model, or by other limits.

    python -m benchmarks.issue_ids HEADLINES.parquet --other-body FOLDER [--rows 24000]

Headlines are watched in a home of their own. Then each change lets that home replay its whole stream, on what the one before
has left: state lost, vectors of another body, stricter and looser limits of stories and of issues. An open issue (a document
in the last 14 days) keeps its id if the issue that now holds most of its documents bears it; an id is orphaned if it neither
stands nor leads to an issue that does. Told of issues with as many documents as marts show, and of all.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pandas as pd
import pyarrow as pa

from benchmarks.issue_growth import as_stream, read_stream
from ml.issues import grouping, stories
from ml.issues.identity import resolved
from ml.issues.placing import merged_issues, moves_of, standing
from ml.issues.running import INPUT, Followed, follow_stream
from ml.issues.watch import SHOWN_DOCUMENTS
from ml.reading import reader_folder
from ml.vectors import VectorReader, obtain_reading_body
from orchestration.context import context
from orchestration.readers import base_body
from orchestration.watching import resume
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import VECTORS

OPEN = timedelta(days=14)
ALERTS_PER_DAY, WIDTH = 10, 384
LIMITS: tuple[tuple[str, ModuleType, dict[str, float]], ...] = (
    ("stricter limits of stories", stories, {"LINKS": 5, "JOINED": 0.65}),
    ("looser limits of stories", stories, {"LINKS": 3, "JOINED": 0.4}),
    ("stricter limits of issues", grouping, {"JOINED": 0.4, "MERGED": 0.6}),
    ("looser limits of issues", grouping, {"JOINED": 0.28, "MERGED": 0.42}),
)


class Home:
    """A stream in a data home, and what the last look at it has found."""

    def __init__(self, layout: Layout, frame: pd.DataFrame):
        self.layout, self.frame = layout, frame
        self.end = (frame["published_at"].max().floor("h") + timedelta(hours=1)).tz_localize(None).to_pydatetime()
        write_parquet(as_stream(frame), layout.ml_input / INPUT)

    def read(self, body: Path) -> str:
        """Read the stream into vectors; their version."""
        reader, ids = VectorReader(body), self.frame["document_id"].tolist()
        vectors = pa.FixedSizeListArray.from_arrays(pa.array(reader.vectors(self.frame["title"].tolist()).ravel()), WIDTH)
        columns = [ids, ids, [reader.version] * len(ids), vectors.cast(pa.list_(pa.int8()))]
        folder = reader_folder(self.layout, "vectors", reader.version)
        write_parquet(pa.table(columns, schema=VECTORS), folder / "part-000001.parquet")
        return reader.version

    def watch(self, vectors: str) -> tuple[pd.DataFrame, set[str]]:
        """(documents as they stand after a replay from the first hour, ids that stand or lead to one that does)."""
        for state in (self.layout.state / "issues").glob("watch-*.pickle"):
            state.unlink()
        followed = follow_stream(
            self.layout, lambda stopped: resume(stopped, ALERTS_PER_DAY, WIDTH), vectors, self.end, _silent
        )
        placed = standing(self.layout, followed.version, followed.journal.redirects).to_pandas()
        return placed, set(placed["issue_id"]) | self._leading(followed, set(placed["issue_id"]))

    def _leading(self, followed: Followed, standing_ids: set[str]) -> set[str]:
        leads = {**followed.journal.redirects, **merged_issues(moves_of(self.layout, followed.version))}
        ends = resolved({gone: left for gone, left in leads.items() if gone != left})
        return {gone for gone, left in ends.items() if left in standing_ids}


def _silent(_done: int, _total: int) -> None:
    pass


def keeping(before: pd.DataFrame, after: pd.DataFrame, least: int) -> tuple[int, int]:
    """(open issues that keep their id, open issues), of those with `least` documents and more."""
    issues = before.groupby("issue_id")["published_at"]
    is_open = issues.transform("max") >= before["published_at"].max() - OPEN
    was_open = before[is_open & (issues.transform("size") >= least)]
    issue_of = dict(zip(after["document_id"], after["issue_id"], strict=True))
    holders: dict[str, Counter[str]] = {}
    for document, issue in zip(was_open["document_id"], was_open["issue_id"], strict=True):
        holders.setdefault(issue, Counter())[issue_of[document]] += 1
    return sum(found.most_common(1)[0][0] == issue for issue, found in holders.items()), len(holders)


def tell(change: str, home: Home, vectors: str, before: pd.DataFrame) -> pd.DataFrame:
    """Watch the stream anew and print how many ids came through; documents as they stand after it."""
    after, known = home.watch(vectors)
    lost = len(set(before["issue_id"]) - known)
    kept = [keeping(before, after, least) for least in (SHOWN_DOCUMENTS, 1)]
    told = "; ".join(f"{one:,} of {count:,} ({one / count:.2%})" for one, count in kept)
    print(f"{change}: of {SHOWN_DOCUMENTS} documents and more, and of any, keep their id {told}; {lost} orphaned", flush=True)
    return after


@contextmanager
def limits_of(room: ModuleType, limits: dict[str, float]) -> Iterator[None]:
    usual = {name: getattr(room, name) for name in limits}
    vars(room).update(limits)
    yield
    vars(room).update(usual)


def main(file: Path, other_body: Path, rows: int, models: str) -> None:
    with TemporaryDirectory() as folder:
        os.environ |= {"PANTAU_HOME": folder, "PANTAU_MODELS": models}
        home = Home(context().layout, read_stream(file, rows))
        own = home.read(obtain_reading_body(base_body(), context().settings.models))
        stands, _ = home.watch(own)
        print(f"{len(stands):,} headlines, {stands['issue_id'].nunique():,} issues", flush=True)
        stands = tell("full rebuild", home, own, stands)
        other = home.read(other_body)
        stands = tell("vectors of another body", home, other, stands)
        for change, room, limits in LIMITS:
            with limits_of(room, limits):
                stands = tell(change, home, other, stands)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headlines", type=Path)
    parser.add_argument("--other-body", type=Path, required=True, help="folder of another body: PANTAU_MODELS/bodies/VERSION")
    parser.add_argument("--rows", type=int, default=24_000)
    parser.add_argument("--models", default=os.environ.get("PANTAU_MODELS", "data/models"), help="folder of trained models")
    given = parser.parse_args()
    main(given.headlines, given.other_body, given.rows, given.models)
