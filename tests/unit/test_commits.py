"""What counts as loaded: only what stands in a whole commit record; the rest is swept."""

from __future__ import annotations

from datetime import datetime

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.commits import Known, committed_loads, read_known, sweep
from warehouse.schemas import OUTCOMES

FIRST, SECOND, THIRD = "1780000000.1", "1780000500.25", "1780001000.75"


@pytest.fixture
def load(home):
    """Writes what one load leaves in raw: a Parquet file a table, and its commit record unless it was killed before."""

    def write(load_id: str, source: str = "laporan", status: int | None = 0, **tables: list[dict]) -> None:
        for table, rows in tables.items():
            folder = home.raw_table(source, table) / "loaded_on=2026-11-21"
            folder.mkdir(parents=True, exist_ok=True)
            rows = [
                {"source_slug": source, "document_id": row.get("content_hash"), **row, "_dlt_load_id": load_id} for row in rows
            ]
            pq.write_table(pa.Table.from_pylist(rows), folder / f"{load_id}.abc123.parquet")
        if status is not None:
            record = home.raw / source / "_dlt_loads" / f"{source}__{load_id}.jsonl"
            record.parent.mkdir(parents=True, exist_ok=True)
            record.write_bytes(orjson.dumps({"load_id": load_id, "schema_name": source, "status": status}))

    return write


def outcome(address: str, state: str, fetched_at: datetime) -> dict:
    return {
        **dict.fromkeys(OUTCOMES.names),
        "source_slug": "laporan",
        "address": address,
        "state_slug": state,
        "fetched_at": fetched_at,
    }


def parquet_files(home, source: str = "laporan") -> list[str]:
    return sorted(path.name for path in (home.raw / source).rglob("*.parquet"))


def test_a_source_that_was_never_loaded_has_no_past(home):
    assert committed_loads(home, "laporan") == set()
    assert sweep(home, "laporan") == 0
    previous = read_known(home, "laporan").get("laporan", Known())
    assert (previous.hashes, previous.outcomes) == (set(), {})


def test_files_of_committed_loads_stay(home, load):
    load(FIRST, documents=[{"content_hash": "a"}], quarantine=[{"x": 1}])
    load(SECOND, documents=[{"content_hash": "b"}])
    assert sweep(home, "laporan") == 0
    assert committed_loads(home, "laporan") == {FIRST, SECOND}
    assert len(parquet_files(home)) == 3


def test_files_of_a_load_that_was_never_committed_are_swept(home, load):
    load(FIRST, documents=[{"content_hash": "a"}])
    load(SECOND, status=None, documents=[{"content_hash": "b"}], outcomes=[outcome("x.csv", "baru", datetime(2026, 11, 21))])
    assert sweep(home, "laporan") == 2
    assert parquet_files(home) == [f"{FIRST}.abc123.parquet"]
    assert read_known(home, "laporan").get("laporan", Known()).hashes == {"a"}


def test_a_load_with_another_status_does_not_count(home, load):
    load(FIRST, status=1, documents=[{"content_hash": "a"}])
    assert committed_loads(home, "laporan") == set()
    assert sweep(home, "laporan") == 2


@pytest.mark.parametrize("written", [b"", b'{"load_id": "17800', b"\x00\x00"])
def test_a_torn_commit_record_takes_its_load_with_it(home, load, written):
    load(FIRST, documents=[{"content_hash": "a"}])
    load(SECOND, documents=[{"content_hash": "b"}])
    (home.raw / "laporan" / "_dlt_loads" / f"laporan__{SECOND}.jsonl").write_bytes(written)
    assert sweep(home, "laporan") == 2
    assert committed_loads(home, "laporan") == {FIRST}
    assert parquet_files(home) == [f"{FIRST}.abc123.parquet"]


def test_half_a_file_of_a_killed_load_is_swept_unread(home, load):
    load(FIRST, documents=[{"content_hash": "a"}])
    torn = home.raw_table("laporan", "documents") / "loaded_on=2026-11-21" / f"{SECOND}.abc123.parquet"
    torn.write_bytes(b"PAR1")
    assert sweep(home, "laporan") == 1
    assert read_known(home, "laporan").get("laporan", Known()).hashes == {"a"}


def test_sweeping_leaves_other_sources_and_the_schema_files_alone(home, load):
    load(FIRST, source="aduan", status=None, documents=[{"content_hash": "a"}])
    schema_files = parquet_files(home, "_schema")
    assert sweep(home, "laporan") == 0
    assert parquet_files(home, "aduan") == [f"{FIRST}.abc123.parquet"]
    assert parquet_files(home, "_schema") == schema_files


def test_sweeping_again_finds_nothing(home, load):
    load(FIRST, status=None, documents=[{"content_hash": "a"}])
    assert [sweep(home, "laporan"), sweep(home, "laporan")] == [1, 0]


def test_hashes_of_all_loads_are_remembered(home, load):
    load(FIRST, documents=[{"content_hash": "a"}, {"content_hash": "b"}])
    load(SECOND, documents=[{"content_hash": "c"}])
    assert read_known(home, "laporan").get("laporan", Known()).hashes == {"a", "b", "c"}


def test_the_last_outcome_of_each_address_is_remembered(home, load):
    morning, noon = datetime(2026, 11, 21, 6), datetime(2026, 11, 21, 12)
    load(THIRD, outcomes=[outcome("a.csv", "gagal-tetap", noon)])
    load(FIRST, outcomes=[outcome("a.csv", "baru", morning), outcome("b.csv", "baru", morning)])
    states = {
        address: row["state_slug"] for address, row in read_known(home, "laporan").get("laporan", Known()).outcomes.items()
    }
    assert states == {"a.csv": "gagal-tetap", "b.csv": "baru"}


def test_of_two_outcomes_at_one_time_the_later_load_counts(home, load):
    """Load ids are numbers written as text: 1780001000.75 is later than 1780000500.25, and than 999999999.5."""
    noon = datetime(2026, 11, 21, 12)
    for load_id, state in ((THIRD, "tak-berubah"), (SECOND, "baru"), ("999999999.5", "gagal-tetap")):
        load(load_id, outcomes=[outcome("a.csv", state, noon)])
    assert read_known(home, "laporan").get("laporan", Known()).outcomes["a.csv"]["state_slug"] == "tak-berubah"
