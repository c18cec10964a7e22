"""A stream out of a file: it may be silent for years, or begin with a few stray documents of long ago."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa

from ml.issues.ledger import HISTORY_HOURS
from ml.issues.watch import Progress, Seen, Watch, published_hours


def replay_stretches(
    watch: Watch, stream: pa.Table, vectors: np.ndarray, until: int, progress: Progress
) -> Iterator[tuple[int, Seen]]:
    """Like `Watch.replay`; the watch warms up anew after a silence longer than its memory, for it knows no usual any more.

    Documents after hour `until` are not given; of a silence only the hours are replayed that the watch remembers.
    """
    hours = published_hours(stream)
    bounds = [0, *(np.flatnonzero(np.diff(hours) > HISTORY_HOURS) + 1).tolist(), len(hours)]
    ends = [int(hours[stop - 1]) + HISTORY_HOURS for stop in bounds[1:-1]] + [until]
    total = sum(end + 1 - int(hours[start]) for start, end in zip(bounds, ends, strict=False))
    done = 0
    for (start, stop), end in zip(pairwise(bounds), ends, strict=True):
        watch.began = watch.hour = None
        for hour, seen in watch.replay(stream.slice(start, stop - start), vectors[start:stop], end, lambda *_: None):
            yield hour, seen
            done += 1
            progress(done, total)
