"""The `pantau` command in a temporary home. Models are trained once a checkout and kept in .cache, by their version."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / ".cache" / "models"
AS_OF = "2026-10-16T06:00:00+07:00"
KEY = "a key for tests alone"

# models are trained and the sample is run beside the dashboard, which needs neither; what takes seconds fills up the end
ORDER = ("test_whole_path", "dashboard/", "test_killed_runs", "test_real_slice", "test_live_sources", "test_issues")

collect_ignore = [] if os.environ.get("PANTAU_REAL_DATA") else ["test_real_slice.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((at for at, name in enumerate(ORDER) if f"integration/{name}" in item.nodeid), len(ORDER)))


@dataclass(frozen=True)
class Home:
    """A data home and what it takes to run in it."""

    path: Path
    network_log: Path

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`pantau <arguments>` as a process of its own that cannot leave the machine."""
        command = [sys.executable, "-m", "orchestration.cli", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env=self.environment | environment, cwd=self.path.parent
        )

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PANTAU_", "DAGSTER_"))}
        return clean | {
            "PANTAU_HOME": str(self.path),
            "PANTAU_MODELS": str(MODELS),
            "PANTAU_PSEUDONYM_KEY": KEY,
            "PANTAU_TEST_NETWORK_LOG": str(self.network_log),
            "PYTHONPATH": str(ROOT / "tests" / "fixtures" / "offline"),
        }

    def marts(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.path / "published" / "current" / "marts.duckdb"), read_only=True)

    def tables(self) -> dict[str, list[tuple]]:
        """Every published table with its rows, in order."""
        with self.marts() as marts:
            names = [name for (name,) in marts.execute("select table_name from duckdb_tables() order by 1").fetchall()]
            return {name: marts.execute(f"select * from {name} order by all").fetchall() for name in names}


def make_home(folder: Path) -> Home:
    return Home(folder / "home", folder / "network.log")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


@pytest.fixture(scope="session")
def make_session_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Home]:
    return lambda name: make_home(tmp_path_factory.mktemp(name))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, subprocess.CompletedProcess[str]]:
    """A home after one run on the bundled sample, and what the run said. All workers read this one; none may change it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    home, told = make_home(folder), folder / "run.pickle"
    with FileLock(f"{folder}.lock"):
        if not told.exists():
            folder.mkdir(exist_ok=True)
            told.write_bytes(pickle.dumps(home.run("run", "--as-of", AS_OF)))
    return home, pickle.loads(told.read_bytes())


@pytest.fixture(scope="module")
def copied(sample, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of the sample, to be changed."""
    home, run = sample
    assert run.returncode == 0, run.stdout + run.stderr
    path = tmp_path_factory.mktemp("copied") / "home"
    shutil.copytree(home.path, path, symlinks=True)
    return replace(home, path=path)
