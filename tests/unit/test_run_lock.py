from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from orchestration.lock import run_lock
from orchestration.running import LAUNCHER, close_orphans
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home
from warehouse.settings import ROOT

HOLDER = """
import sys
from pathlib import Path
from orchestration.lock import run_lock
from warehouse.layout import Layout
with run_lock(Layout(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def layout(tmp_path) -> Layout:
    return prepare_home(tmp_path / "home")


def test_a_second_run_in_the_same_home_is_refused(layout):
    with run_lock(layout), pytest.raises(InputError, match="Another `pantau run` is at work") as told, run_lock(layout):
        pass
    assert str(layout.home) in str(told.value)


def test_a_run_that_is_over_gives_the_lock_back(layout):
    for _ in range(2):
        with run_lock(layout):
            assert (layout.state / "run.lock").is_file()


def test_a_run_that_fails_gives_the_lock_back(layout):
    with pytest.raises(ZeroDivisionError), run_lock(layout):
        raise ZeroDivisionError
    with run_lock(layout):
        assert (layout.state / "run.lock").is_file()


def test_runs_in_different_homes_do_not_meet(layout, tmp_path):
    other = prepare_home(tmp_path / "other")
    with run_lock(layout), run_lock(other):
        assert (other.state / "run.lock").is_file()


def test_a_process_that_is_killed_gives_the_lock_back(layout):
    with _holder(layout.home) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(InputError), run_lock(layout):
            pass
        process.kill()
        assert process.wait() == -signal.SIGKILL
    with run_lock(layout):
        assert (layout.state / "run.lock").is_file()


def _holder(home: Path) -> subprocess.Popen:
    command = [sys.executable, "-c", HOLDER, str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_runs_that_a_killed_process_left_open_are_ended():
    with dg.DagsterInstance.ephemeral() as instance:
        left = instance.create_run_for_job(_job(), status=dg.DagsterRunStatus.STARTED, tags=LAUNCHER)
        foreign = instance.create_run_for_job(_job(), status=dg.DagsterRunStatus.STARTED)
        done = instance.create_run_for_job(_job(), status=dg.DagsterRunStatus.SUCCESS, tags=LAUNCHER)
        close_orphans(instance)
        states = [instance.get_run_by_id(run.run_id).status for run in (left, foreign, done)]
    assert states == [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.SUCCESS]


def _job() -> dg.JobDefinition:
    @dg.op
    def nothing():
        """An op for a run to have."""

    @dg.job
    def empty():
        nothing()

    return empty
