"""Dagster's web server and daemon beside another server: a child that never outlives it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from orchestration.console import errors
from warehouse.settings import ROOT

SET_PARENT_DEATH_SIGNAL = 1  # linux/prctl.h, PR_SET_PDEATHSIG
PATIENCE_SECONDS = 20
WATCHER = "tells when Dagster ends"
DAGSTER = Path(sys.executable).with_name("dagster")


def dagster_command(host: str, port: int) -> list[str]:
    return [str(DAGSTER), "dev", "-m", "orchestration.definitions", "-h", host, "-p", str(port)]


@contextmanager
def running_beside(command: list[str], log: Path) -> Iterator[subprocess.Popen]:
    """`command` in a process group of its own, what it prints in `log`, until the block ends, however it ends.

    Should it end before, that is told on standard error, and the block goes on.
    """
    with log.open("w") as file:
        child = subprocess.Popen(
            command, cwd=ROOT, stdout=file, stderr=file, start_new_session=True, preexec_fn=_end_with_parent
        )
    is_over = Event()
    Thread(target=_tell_end, args=(child, log, is_over), name=WATCHER, daemon=True).start()
    try:
        yield child
    finally:
        is_over.set()
        _end(child)


def state_of(child: subprocess.Popen, host: str, port: int) -> str:
    """In Indonesian, for the start page: ready, starting, or ended."""
    if child.poll() is not None:
        return "Berhenti"
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return "Sedang dimulai"
    return "Siap"


def _end_with_parent() -> None:
    """In the child: SIGTERM comes once the parent is gone, killed too; Dagster takes it as Ctrl-C, which it must not ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a script's background job starts with it ignored
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _tell_end(child: subprocess.Popen, log: Path, is_over: Event) -> None:
    code = child.wait()
    if not is_over.is_set():
        errors.print(
            f"Dagster has ended (exit code {code}); the other pages go on. Its log: {log}", soft_wrap=True, markup=False
        )


def _end(child: subprocess.Popen) -> None:
    """Ask it to end, wait for it, and take away whatever of its group is left."""
    child.terminate()
    try:
        with suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE_SECONDS)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
