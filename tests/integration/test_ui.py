"""`pantau ui` as it is started: every page answers, Dagster beside them, and nothing stays when it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.error import URLError

import psutil
import pytest

from tests.fixtures.exhibit import SNAPSHOT, publish_exhibit
from tests.integration.conftest import ROOT, Home, make_home
from warehouse.dictionary_page import write_dictionary
from warehouse.layout import prepare_home

pytestmark = pytest.mark.integration

PAUSE_SECONDS, START_SECONDS, END_SECONDS = 0.5, 600, 60
COMMAND = [sys.executable, "-m", "orchestration.cli", "ui"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = make_home(tmp_path_factory.mktemp("ui"))
    layout = prepare_home(home.path)
    write_dictionary(publish_exhibit(layout) / "marts.duckdb")
    return home


@pytest.fixture
def port() -> int:
    """One that is free, and the next one, too."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first, suppress(OSError):
            port = first.getsockname()[1]
            with socket.create_server(("127.0.0.1", port + 1)):
                return port


@contextmanager
def open_site(home: Home, port: int) -> Iterator[subprocess.Popen]:
    """The command once it has said where it is; killed at the end, should it still be there."""
    environment = home.environment | {"PYTHONPATH": f"{home.environment['PYTHONPATH']}:{ROOT}"}
    command = [*COMMAND, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                if "Dagster" in line:
                    break
            yield process
        finally:
            process.kill()


def ask(port: int, path: str = "/") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read().decode()


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(int(START_SECONDS / PAUSE_SECONDS)):
        with suppress(URLError, ConnectionError):
            ask(port)
            return
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended with exit code {process.wait(PAUSE_SECONDS)}")
    pytest.fail(f"nothing answers on port {port}")


def test_every_page_answers_and_no_child_stays(shown: Home, port: int) -> None:
    with open_site(shown, port) as process:
        assert SNAPSHOT in ask(port)
        assert "mart_issues.parquet" in ask(port, "/tabel/")
        assert "mart_issues" in ask(port, "/kamus/")
        assert "Great Expectations" in ask(port, "/data-docs/")
        wait_for(port + 1, process)
        assert "Siap" in ask(port)
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) > 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(END_SECONDS) == 0
        _, alive = psutil.wait_procs(children, timeout=END_SECONDS)
        assert alive == []


def test_a_taken_port_is_told_before_anything_starts(home: Home, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        done = home.run("ui", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr
    assert not (home.path / "state" / "dagster.log").exists()
