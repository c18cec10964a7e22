"""What an hour's increment costs the watch against building the whole archive, in CPU seconds of one run, and its memory.

    python -m benchmarks.issue_growth HEADLINES.parquet [--rows N] [--increment 2000]

The archive is read into vectors and watched from its first hour; then `increment` documents (the wordings of an old day, under
new ids) come in the hour after its end, and the watch goes on. Both sides include vectors,
names and all tables; forecasts, which are made once a day, are the archive's, as in 23 hours of 24.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa

from ml.issues.stream import STREAM
from ml.places import PlaceReader
from ml.places.resolution import Given
from ml.reading import reader_folder, version_over
from warehouse.layout import write_parquet
from warehouse.schemas import VECTORS

FIRST = pd.Timestamp("2025-10-05", tz="UTC")


def read_stream(file: Path, rows: int | None) -> pd.DataFrame:
    frame = pd.read_parquet(file, columns=["published_at", "outlet", "title"])
    frame["published_at"] = pd.to_datetime(frame["published_at"], utc=True, format="mixed")
    frame = frame[frame["published_at"] >= FIRST].sort_values("published_at", kind="stable").head(rows or len(frame))
    places = PlaceReader()
    named = [list(places.find(title, Given())) for title in frame["title"]]
    return frame.assign(document_id=[f"{row:07d}" for row in range(len(frame))], region_codes=named)


def as_stream(frame: pd.DataFrame) -> pa.Table:
    given = {
        "document_id": frame["document_id"].tolist(),
        "input_hash": frame["document_id"].tolist(),
        "published_at": frame["published_at"].dt.tz_localize(None).to_numpy().astype("datetime64[us]"),
        "channel_slug": ["berita"] * len(frame),
        "voice": frame["outlet"].tolist(),
        "family_id": frame["document_id"].tolist(),
        "title": frame["title"].tolist(),
        "text": frame["title"].tolist(),
        "is_official": [False] * len(frame),
        "region_codes": frame["region_codes"].tolist(),
    }
    empty = pa.nulls(len(frame))
    return pa.table(
        {
            field.name: pa.array(given[field.name], field.type) if field.name in given else empty.cast(field.type)
            for field in STREAM
        }
    )


def grow(frame: pd.DataFrame, increment: int) -> pd.DataFrame:
    """Wordings of the last documents but `increment`, as new documents of the hour after the end."""
    new = frame.iloc[-2 * increment : -increment].copy()
    last = frame["published_at"].max().floor("h") + timedelta(hours=1)
    new["published_at"] = last + pd.to_timedelta(np.linspace(0, 3599, len(new)).astype(int), unit="s")
    return new.assign(document_id=[f"n{row:07d}" for row in range(len(new))])


def cpu_of(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(file: Path, rows: int | None, increment: int, models: str) -> None:
    with TemporaryDirectory() as home:
        os.environ |= {"PANTAU_HOME": home, "PANTAU_MODELS": models}
        from ml.issues.running import INPUT
        from orchestration import context, watching
        from orchestration.readers import cleaner, vector_reader

        layout, reader = context.context().layout, vector_reader()
        folder = reader_folder(layout, "vectors", version_over(reader, cleaner().version))

        def hear(frame: pd.DataFrame, new: pd.DataFrame, part: int) -> None:
            vectors = pa.FixedSizeListArray.from_arrays(pa.array(reader.vectors(new["title"].tolist()).ravel()), 384)
            ids = new["document_id"].tolist()
            columns = [ids, ids, ["x"] * len(ids), vectors.cast(pa.list_(pa.int8()))]
            write_parquet(pa.table(columns, schema=VECTORS), folder / f"part-{part:06d}.parquet")
            write_parquet(as_stream(frame), layout.ml_input / INPUT)
            end = frame["published_at"].max().floor("h") + timedelta(hours=1)
            os.environ[context.AS_OF] = end.isoformat()
            watching.watch_home(lambda _done, _total: None)

        archive = read_stream(file, rows)
        build = cpu_of(lambda: hear(archive, archive, 1))
        new = grow(archive, increment)
        hour = cpu_of(lambda: hear(pd.concat([archive, new]), new, 2))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"archive of {len(archive):,}: {build:.0f} CPU s; hour of {increment:,}: {hour:.1f} CPU s; 1/{build / hour:.0f}")
        print(f"peak memory {peak:.1f} GiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headlines", type=Path)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--increment", type=int, default=2_000)
    parser.add_argument("--models", default=os.environ.get("PANTAU_MODELS", "data/models"), help="folder of trained models")
    given = parser.parse_args()
    main(given.headlines, given.rows, given.increment, given.models)
