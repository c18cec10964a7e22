"""The dbt project as Dagster sees it; its manifest is parsed again whenever a file of the project is newer."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from dagster_dbt import DbtCliResource, DbtProject

from warehouse.settings import ROOT

PROJECT_FOLDER = ROOT / "transforms"
PARTS = ("models", "macros", "seeds", "tests")


def dbt_executable() -> str:
    """The dbt beside the running Python, so that no activated environment is needed; it ends with its parent."""
    return str(Path(sys.executable).with_name("pantau-dbt"))


def published_tables() -> list[str]:
    """Every mart and dimension: a table is named like its file."""
    return sorted(file.stem for file in (PROJECT_FOLDER / "models" / "marts").glob("*.sql"))


def models_hash() -> str:
    """Changes with any model, macro or seed: incremental tables built by others must then be built anew."""
    digest = hashlib.sha256()
    for file in sorted(f for part in ("models", "macros", "seeds") for f in (PROJECT_FOLDER / part).rglob("*") if f.is_file()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def dbt_project() -> DbtProject:
    project = DbtProject(project_dir=PROJECT_FOLDER, profiles_dir=PROJECT_FOLDER)
    if _is_stale(project.manifest_path):
        _parse()
    return project


def dbt_resource() -> DbtCliResource:
    return DbtCliResource(project_dir=dbt_project(), profiles_dir=str(PROJECT_FOLDER), dbt_executable=dbt_executable())


def _is_stale(manifest: Path) -> bool:
    if not manifest.is_file():
        return True
    files = [*PROJECT_FOLDER.glob("*.yml"), *(f for part in PARTS for f in (PROJECT_FOLDER / part).rglob("*") if f.is_file())]
    return max(f.stat().st_mtime for f in files) > manifest.stat().st_mtime


def _parse() -> None:
    folder = str(PROJECT_FOLDER)
    command = [dbt_executable(), "--quiet", "parse", "--project-dir", folder, "--profiles-dir", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ.copy())
    if done.returncode:
        raise RuntimeError(f"dbt cannot parse {PROJECT_FOLDER}:\n{done.stdout}{done.stderr}")
