"""The router of an installation on disk: one npz file, named by the hash of its content; reading it executes nothing."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ml.agencies.routing import SEEDS, Router, packed_router
from warehouse.errors import InputError
from warehouse.seeds import seeds_hash


def save_router(router: Router, folder: Path) -> Path:
    """Write `<folder>/router-<version>.npz` in the place of an earlier one; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"router-{router.version}.npz"
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(packed_router(router))
    os.replace(unfinished, path)
    for earlier in set(folder.glob("router-*.npz")) - {path}:
        earlier.unlink()
    return path


def load_router(path: Path) -> Router:
    """The router that `save_router` wrote; InputError when the file is not one."""
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {field.name: file[field.name] for field in fields(Router)}
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise InputError(f"The router {path} cannot be read: {error}. Delete it, and learn it again.") from error
    found |= {
        "agencies": tuple(found["agencies"].tolist()),
        "region_code": str(found["region_code"]) or None,
        "seeds": str(found["seeds"]),
    }
    return Router(**found)


def obtain_router(folder: Path) -> Router | None:
    """The router in `folder`. None where none was learned, or where the mandates changed since: its weights count the
    words of mandates as they were, so that until it is learned again the rules speak alone."""
    found = [load_router(path) for path in sorted(folder.glob("router-*.npz"))]
    current = [router for router in found if router.seeds == seeds_hash(*SEEDS)]
    return current[-1] if current else None
