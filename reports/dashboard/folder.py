"""dashboards/<snapshot>/{index.html, style.css, app.js, app/, vendor/, data/*.js} and the link dashboards/current.

A dashboard is written beside its place and moved in whole. The same snapshot gives the same bytes.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from reports.dashboard.bundle import write_page
from reports.dashboard.core import gather_core
from reports.dashboard.cube import gather_agency_cubes, gather_cube
from reports.dashboard.files import write_data
from warehouse.access import manifest_of, open_marts
from warehouse.layout import Layout
from warehouse.publish import CURRENT, snapshots


def dashboard_folder(layout: Layout, snapshot: str) -> Path:
    return layout.home / "dashboards" / snapshot


def has_dashboard(layout: Layout, snapshot: str) -> bool:
    return (dashboard_folder(layout, snapshot) / "index.html").is_file()


def write_dashboard(layout: Layout) -> Path:
    """Write the dashboard of the current snapshot, make it current, and return its folder; InputError before the first one.

    Dashboards of snapshots that are no longer published are taken away.
    """
    with open_marts(layout) as marts:
        manifest = manifest_of(marts)
        target = dashboard_folder(layout, manifest["snapshot"])
        unfinished = _beside(target)
        shutil.rmtree(unfinished, ignore_errors=True)
        write_page(unfinished)
        _write_figures(unfinished, marts, manifest)
    _move_in(unfinished, target)
    _make_current(target)
    _prune(target.parent, {CURRENT, target.name, *snapshots(layout)})
    return target


def _write_figures(folder: Path, marts: duckdb.DuckDBPyConnection, manifest: dict) -> None:
    core = gather_core(marts, manifest)
    write_data(folder, "core", core)
    write_data(folder, "cube", gather_cube(marts, core))
    for name, cube in gather_agency_cubes(marts, core):
        write_data(folder, name, cube)


def _move_in(unfinished: Path, target: Path) -> None:
    if target.exists():
        retired = target.with_name(f".{target.name}.old.{os.getpid()}")
        os.replace(target, retired)
        shutil.rmtree(retired)
    os.replace(unfinished, target)


def _make_current(target: Path) -> None:
    link = target.with_name(f".{CURRENT}.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    os.replace(link, target.with_name(CURRENT))


def _prune(folder: Path, kept: set[str]) -> None:
    """Also what a killed run left behind."""
    for path in sorted(folder.iterdir()):
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}")
