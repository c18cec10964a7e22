"""What a snapshot was made from, as one hash: equal inputs need no new snapshot."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from ml.classifiers.examples import examples_digest
from ml.classifiers.registry import read_standing
from orchestration.models import classifiers
from warehouse.layout import Layout
from warehouse.settings import ROOT, read_settings

CODE = ("transforms/models", "transforms/macros", "transforms/seeds", "ml", "warehouse", "reports/brief", "reports/dashboard")
CODE_SUFFIXES = {".py", ".sql", ".yml", ".csv", ".jsonl", ".j2", ".typ", ".html", ".css", ".js"}
HEALTHY = frozenset({"baru", "tak-berubah", "kosong-sah"})


def fingerprint(layout: Layout) -> str:
    """Hash over loads that brought something, sources that fail now, the code that makes marts, champions, the installation's
    examples, the answers to alerts, and the body named.

    Where sources are polled, the hour counts, too: that nothing new came is then itself what the marts have to tell.
    """
    digest = hashlib.sha256()
    for part in (*_loads(layout), *_code(), *_champions(layout), *_answers(layout), read_settings().base_model or ""):
        digest.update(part.encode() + b"\x1f")
    return digest.hexdigest()


def _loads(layout: Layout) -> list[str]:
    columns = "source_slug, address, state_slug, loaded_count, quarantined_count, fetched_at, next_due_at, _dlt_load_id"
    files = [str(file) for file in layout.raw.glob("*/outcomes/loaded_on=*/*.parquet")]
    query = f"""
        select {columns}
        from read_parquet($files, union_by_name = true, hive_partitioning = false)
        order by cast(_dlt_load_id as double)"""
    with duckdb.connect() as connection:
        rows = connection.execute(query, {"files": files}).to_arrow_table().to_pylist()
    telling = [f"{r['source_slug']} {r['_dlt_load_id']}" for r in rows if r["loaded_count"] or r["quarantined_count"]]
    last_load = {r["source_slug"]: r["_dlt_load_id"] for r in rows}
    failing = [
        f"{r['source_slug']} {r['address']} {r['state_slug']}"
        for r in rows
        if r["state_slug"] not in HEALTHY and r["_dlt_load_id"] == last_load[r["source_slug"]]
    ]
    polled = [f"{r['fetched_at']:%Y-%m-%dT%H}" for r in rows if r["next_due_at"]][-1:]
    return sorted(telling) + sorted(failing) + sorted(last_load) + polled


def _champions(layout: Layout) -> list[str]:
    return [
        f"{name} {read_standing(layout, name).champion} {examples_digest([e for e in classifier.examples if e.is_local])}"
        for name, classifier in sorted(classifiers().items())
    ]


def _answers(layout: Layout) -> list[str]:
    """Their names alone: an answer is a file of its own and never changes."""
    return sorted(part.name for part in layout.ml_table("issue_verdicts").rglob("part-*.parquet"))


def _code() -> list[str]:
    files = sorted(f for part in CODE for f in (ROOT / part).rglob("*") if f.suffix in CODE_SUFFIXES)
    files += sorted((ROOT / "transforms").glob("*.yml"))
    return [f"{f.relative_to(ROOT)} {_hash(f)}" for f in files]


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
