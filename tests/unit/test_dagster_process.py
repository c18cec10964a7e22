"""A child that never outlives its parent, and whose end is told."""

from __future__ import annotations

import io
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pytest

from orchestration import dagster_process
from orchestration.dagster_process import running_beside, state_of
from warehouse.settings import ROOT

ANSWER_SECONDS = 30
CHILD = """
import os, signal, subprocess, sys
alive = os.open(sys.argv[1], os.O_WRONLY)
if "with-child" in sys.argv:
    subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], pass_fds=[alive])
os.write(alive, b"up")
signal.pause()
"""
PARENT = """
import os, signal, sys
from pathlib import Path
from orchestration.dagster_process import running_beside
with running_beside(sys.argv[2:], Path(sys.argv[1])), open(sys.argv[-1], "rb", buffering=0) as pipe:
    assert pipe.read(2) == b"up"
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A child holds it open for as long as it lives."""
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    monkeypatch.setattr(dagster_process.errors, "file", stream)
    return stream


def everyone_is_gone(reader: BinaryIO) -> bool:
    ready, _, _ = select.select([reader], [], [], ANSWER_SECONDS)
    return bool(ready) and reader.read(1) == b""


def test_the_child_and_its_children_end_with_the_block(pipe: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(pipe), "with-child"]
    with running_beside(command, tmp_path / "log"):
        reader = pipe.open("rb", buffering=0)
        assert reader.read(2) == b"up"
    with reader:
        assert everyone_is_gone(reader)


def test_it_ends_with_the_block_when_that_fails(pipe: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(pipe)]
    with suppress(KeyboardInterrupt), running_beside(command, tmp_path / "log"):
        reader = pipe.open("rb", buffering=0)
        assert reader.read(2) == b"up"
        raise KeyboardInterrupt
    with reader:
        assert everyone_is_gone(reader)


def test_the_child_ends_when_its_parent_is_killed(pipe: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "log"), sys.executable, "-c", CHILD, str(pipe)]
    writer = os.open(pipe, os.O_RDWR)
    reader = pipe.open("rb", buffering=0)
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    os.close(writer)
    with reader:
        assert everyone_is_gone(reader)


def test_a_child_that_ends_by_itself_is_told_and_the_block_goes_on(told: io.StringIO, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running_beside([sys.executable, "-c", "print('no such module'); raise SystemExit(3)"], log) as child:
        assert child.wait(ANSWER_SECONDS) == 3
        for thread in threading.enumerate():
            if thread.name == dagster_process.WATCHER:
                thread.join(ANSWER_SECONDS)
        assert "Dagster has ended (exit code 3); the other pages go on" in told.getvalue()
        assert str(log) in told.getvalue()
        assert log.read_text() == "no such module\n"
        assert state_of(child, "127.0.0.1", 9) == "Berhenti"


def test_an_end_that_was_asked_for_is_not_told(told: io.StringIO, pipe: Path, tmp_path: Path) -> None:
    with running_beside([sys.executable, "-c", CHILD, str(pipe)], tmp_path / "log"):
        watchers = [thread for thread in threading.enumerate() if thread.name == dagster_process.WATCHER]
        pipe.open("rb").close()
    for thread in watchers:
        thread.join(ANSWER_SECONDS)
    assert told.getvalue() == ""


def test_the_state_tells_whether_its_port_answers(pipe: Path, tmp_path: Path) -> None:
    with (
        running_beside([sys.executable, "-c", CHILD, str(pipe)], tmp_path / "log") as child,
        pipe.open("rb"),
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        port = listener.getsockname()[1]
        assert state_of(child, "127.0.0.1", port) == "Siap"
        listener.close()
        assert state_of(child, "127.0.0.1", port) == "Sedang dimulai"
