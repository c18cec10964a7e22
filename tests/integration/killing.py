"""Runs that die: `pantau run` in a forked process that sends itself SIGKILL at a named point.

The server that forks has imported the heavy libraries once; each run still starts with none of Pantau's own state.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HEAVY = ["dagster", "dagster_dbt", "dagster_dlt", "dbt.adapters.duckdb", "spacy", "onnxruntime", "sklearn.metrics"]


DLT_FILES = "dlt.destinations.impl.filesystem.filesystem:FilesystemClient"


@dataclass(frozen=True)
class Point:
    """The `call`-th call of `target` ("module:name" or "module:Class.name"): killed before it, or after it when `after`."""

    stage: str
    target: str
    call: int = 1
    after: bool = False

    def __str__(self) -> str:
        return f"{self.stage}: {'after' if self.after else 'before'} call {self.call} of {self.target}"


LIVES = {
    "reading": [
        Point("ingest, files in place but not committed", f"{DLT_FILES}.complete_load"),
        Point("cleaning, one part written, nothing read of it", "ml.reading:write_part", call=1, after=True),
        Point("scoring, one part written", "ml.classifiers.labelling:write_part", call=2),
    ],
    "dbt": [Point("dbt, on the way to the marts", "orchestration.defs.transform:advance", call=80)],
    "publish": [Point("publish, half of the marts copied", "warehouse.publish:_copy_comments", call=4)],
}
"""Where the runs of one home die, one after the other. Steps that a run never does again may share a home: what the next
run does not mend stays wrong to the end. dbt and publish begin anew each time, and could mend what an earlier run did not."""


def run_in_fork(environment: dict[str, str], point: Point | None, has_data_tests: bool) -> int:
    """Exit code of a run with `environment`; -9 when it died at `point`."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(HEAVY)
    process = server.Process(target=_run, args=(environment, point, has_data_tests))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _run(environment: dict[str, str], point: Point | None, has_data_tests: bool) -> None:
    os.environ.clear()
    os.environ.update(environment)
    import ml.classifiers.labelling
    import ml.reading
    from orchestration.cli import main
    from orchestration.defs import transform

    ml.classifiers.labelling.PART_DOCUMENTS = ml.reading.PART_DOCUMENTS = 10
    if not has_data_tests:
        transform.BUILD = (*transform.BUILD, "--exclude-resource-type", "test")
    if point:
        _arm(point)
    sys.argv = ["pantau", "run"]
    main()


def _arm(point: Point) -> None:
    module, _, name = point.target.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, attribute = name.split(".")
    for part in classes:
        owner = getattr(owner, part)
    setattr(owner, attribute, _deadly(getattr(owner, attribute), point))


def _deadly(function: Callable, point: Point) -> Callable:
    calls = [0]

    def wrapper(*arguments, **options):
        calls[0] += 1
        if calls[0] == point.call and not point.after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **options)
        if calls[0] == point.call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapper
