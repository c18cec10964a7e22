"""The models' own unit tests, which a run leaves out, against the tables of a home that a run has filled."""

import subprocess

import pytest

from orchestration.dbt import PROJECT_FOLDER, dbt_executable

pytestmark = pytest.mark.integration


def test_every_model_does_what_its_unit_tests_say(copied, tmp_path):
    project = ["--project-dir", str(PROJECT_FOLDER), "--profiles-dir", str(PROJECT_FOLDER), "--target-path", str(tmp_path)]
    command = [dbt_executable(), "test", "--select", "test_type:unit", *project]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=copied.environment)
    assert done.returncode == 0, done.stdout
    assert "Completed successfully" in done.stdout
