"""The closed vocabularies and registries of transforms/seeds, as Python rooms read them: the files that dbt loads."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv

from warehouse.errors import InputError
from warehouse.settings import ROOT

SEEDS = ROOT / "transforms" / "seeds"


def read_seed(name: str, folder: Path = SEEDS) -> pa.Table:
    """The seed's rows in the order of the file: every column a string, an empty cell null.

    InputError names the file and what is wrong with it: analysts edit seeds by hand.
    """
    path = folder / f"{name}.csv"
    try:
        header = path.read_text(encoding="utf-8-sig").split("\n", 1)[0].strip()
        types = {column.strip('"'): pa.string() for column in header.split(",")}
        options = csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""])
        return csv.read_csv(path, convert_options=options)
    except (OSError, UnicodeDecodeError, pa.ArrowInvalid) as error:
        raise InputError(f"The seed {path} cannot be read: {error}. Mend the line, or take the file back from git.") from error


def seeds_hash(*names: str, folder: Path = SEEDS) -> str:
    """Changes with any of the named seeds; part of the version of whatever reads by them."""
    return hashlib.sha256(b"\x1f".join((folder / f"{name}.csv").read_bytes() for name in names)).hexdigest()
