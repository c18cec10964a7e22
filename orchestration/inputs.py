"""What a snapshot was made from, as one hash: equal inputs need no new snapshot."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq

from warehouse.layout import Layout
from warehouse.settings import ROOT, read_settings

CODE = ("transforms/models", "transforms/macros", "transforms/seeds", "ml", "warehouse", "reports")
CODE_SUFFIXES = {".py", ".sql", ".yml", ".csv", ".jsonl", ".j2"}
FAILING = frozenset({"gagal-sementara", "gagal-tetap"})


def fingerprint(layout: Layout) -> str:
    """Hash over loads that brought something, sources that fail now, the code that makes marts, and the body named."""
    digest = hashlib.sha256()
    for part in (*_loads(layout), *_code(), read_settings().base_model or ""):
        digest.update(part.encode() + b"\x1f")
    return digest.hexdigest()


def _loads(layout: Layout) -> list[str]:
    columns = ["source_slug", "address", "state_slug", "loaded_count", "quarantined_count", "_dlt_load_id"]
    rows = [
        row
        for file in layout.raw.glob("*/outcomes/loaded_on=*/*.parquet")
        for row in pq.read_table(file, columns=columns, partitioning=None).to_pylist()
    ]
    rows.sort(key=lambda row: float(row["_dlt_load_id"]))
    telling = [f"{r['source_slug']} {r['_dlt_load_id']}" for r in rows if r["loaded_count"] or r["quarantined_count"]]
    last_load = {r["source_slug"]: r["_dlt_load_id"] for r in rows}
    failing = [
        f"{r['source_slug']} {r['address']} {r['state_slug']}"
        for r in rows
        if r["state_slug"] in FAILING and r["_dlt_load_id"] == last_load[r["source_slug"]]
    ]
    return sorted(telling) + sorted(failing) + sorted(last_load)


def _code() -> list[str]:
    files = sorted(f for part in CODE for f in (ROOT / part).rglob("*") if f.suffix in CODE_SUFFIXES)
    files += sorted((ROOT / "transforms").glob("*.yml"))
    return [f"{f.relative_to(ROOT)} {_hash(f)}" for f in files]


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
