"""Settings from the environment: sensible without any, absolute in any case, and a clear word for a wrong one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.errors import InputError
from warehouse.settings import DEFAULT_SOURCES, QUIET_ENVIRONMENT, ROOT, read_settings


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch):
    for name in [name for name in os.environ if name.startswith("PANTAU_")]:
        monkeypatch.delenv(name)


def test_without_any_variable_the_stack_runs_on_the_bundled_sample():
    settings = read_settings()
    assert (settings.home, settings.models, settings.sources) == (ROOT / "data", ROOT / "data" / "models", DEFAULT_SOURCES)
    assert (settings.base_model, settings.pseudonym_key, settings.snapshots_kept) == (None, None, 5)
    assert settings.sources.is_file()


def test_models_lie_in_the_home_unless_they_are_shared(monkeypatch, tmp_path):
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "rumah"))
    assert read_settings().models == tmp_path / "rumah" / "models"
    monkeypatch.setenv("PANTAU_MODELS", str(tmp_path / "model"))
    assert (read_settings().home, read_settings().models) == (tmp_path / "rumah", tmp_path / "model")


@pytest.mark.parametrize("variable", ["PANTAU_HOME", "PANTAU_MODELS", "PANTAU_SOURCES"])
def test_paths_become_absolute(monkeypatch, tmp_path, variable):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, "a/b")
    field = variable.removeprefix("PANTAU_").lower()
    assert getattr(read_settings(), field) == tmp_path / "a" / "b"


def test_a_tilde_is_the_users_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PANTAU_HOME", "~/pantau")
    assert read_settings().home == tmp_path / "pantau"


@pytest.mark.parametrize(
    "variable", ["PANTAU_HOME", "PANTAU_MODELS", "PANTAU_SOURCES", "PANTAU_BASE_MODEL", "PANTAU_PSEUDONYM_KEY"]
)
def test_an_empty_variable_is_one_that_is_not_set(monkeypatch, variable):
    unset = read_settings()
    monkeypatch.setenv(variable, "")
    assert read_settings() == unset


def test_what_is_set_is_read(monkeypatch):
    monkeypatch.setenv("PANTAU_BASE_MODEL", "./model-dasar")
    monkeypatch.setenv("PANTAU_PSEUDONYM_KEY", "rahasia")
    monkeypatch.setenv("PANTAU_SNAPSHOTS_KEPT", "12")
    settings = read_settings()
    assert (settings.base_model, settings.pseudonym_key, settings.snapshots_kept) == ("./model-dasar", "rahasia", 12)


@pytest.mark.parametrize("kept", ["0", "-1", "lima", "1.5", " ", "²", "1e3"])
def test_a_count_of_snapshots_that_is_no_number_from_one_on_is_told(monkeypatch, kept):
    monkeypatch.setenv("PANTAU_SNAPSHOTS_KEPT", kept)
    with pytest.raises(InputError, match=r"PANTAU_SNAPSHOTS_KEPT is .*: give a whole number from 1 on"):
        read_settings()


def test_the_bundled_sources_lie_beside_the_code():
    assert Path(DEFAULT_SOURCES).is_relative_to(ROOT)


def test_importing_the_settings_switches_telemetry_off_and_keeps_what_the_user_chose():
    show = "import os, warehouse.settings; print(os.environ['DAGSTER_DISABLE_TELEMETRY'], os.environ['DO_NOT_TRACK'])"
    clean = {name: value for name, value in os.environ.items() if name not in QUIET_ENVIRONMENT}
    environment = {**clean, "DO_NOT_TRACK": "ya"}
    told = subprocess.run([sys.executable, "-c", show], env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["yes", "ya"]


def test_the_examples_of_an_installation_lie_in_a_folder_that_is_there(monkeypatch, tmp_path):
    assert read_settings().examples is None
    monkeypatch.setenv("PANTAU_EXAMPLES", str(tmp_path))
    assert read_settings().examples == tmp_path
    monkeypatch.setenv("PANTAU_EXAMPLES", str(tmp_path / "salah"))
    with pytest.raises(InputError, match=r"PANTAU_EXAMPLES .*salah.*no folder"):
        read_settings()
