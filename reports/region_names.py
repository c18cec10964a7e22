"""What people call a region beside its official name: Jabar, DIY, NTT."""

from __future__ import annotations

from functools import cache

from warehouse.seeds import read_seed


@cache
def region_aliases() -> dict[str, str]:
    """Region code by further name; without the usual readings of a name that several regions bear."""
    rows = read_seed("region_aliases").to_pylist()
    return {row["alias"]: row["region_code"] for row in rows if row["usage_slug"] == "alias"}


def aliased_region(name: str) -> str | None:
    """The code of the region that people call so, capitals or not; None where none is."""
    codes = {alias.casefold(): code for alias, code in region_aliases().items()}
    return codes.get(name.strip().casefold())
