"""One source into raw with the real dlt: what lands, what lands once, what a killed load leaves, who is not named."""

from __future__ import annotations

import fcntl
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dlt.destinations.impl.filesystem.filesystem import FilesystemClient
from dlt.pipeline.exceptions import PipelineStepFailed

from ingestion.catalog import Entry
from ingestion.commits import committed_loads
from ingestion.pipeline import Run, build_pipeline, build_source, group_lock, prepared_load, read_group
from warehouse.layout import Layout

NAME, NIK, PHONE, EMAIL = "Ratna Wulandari", "3174011203900001", "081234567890", "ratna.w@contoh.id"
HEADER = "ref,title,author,published_at\n"


@dataclass(frozen=True)
class Source:
    """A source under test: load it, then look at what lies in raw."""

    home: Layout
    entry: Entry
    drop: Path
    as_of: datetime

    def load(self, later: timedelta = timedelta()) -> None:
        with prepared_load(self.entry.group, [self.entry], Run(self.home, self.as_of + later, b"kunci uji")) as (
            source,
            pipeline,
        ):
            pipeline.run(source, loader_file_format="parquet")

    def rows(self, table: str) -> list[dict]:
        files = sorted(self.home.raw_table(self.entry.group, table).glob("loaded_on=*/*.parquet"))
        return [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]

    @property
    def outcomes(self) -> list[tuple[str, str, int, int, int, int]]:
        """(file, state, read, loaded, duplicate, quarantined) of every fetch, in the order they were loaded."""
        counts = ("read_count", "loaded_count", "duplicate_count", "quarantined_count")
        rows = sorted(self.rows("outcomes"), key=lambda row: (float(row["_dlt_load_id"]), row["address"]))
        return [(row["address"], row["state_slug"], *(row[count] for count in counts)) for row in rows]

    def write(self, name: str, *records: str) -> None:
        (self.drop / name).write_text(HEADER + "".join(f"{record}\n" for record in records))


@pytest.fixture
def source_of(home, drop, as_of, entry_for) -> Callable[..., Source]:
    return lambda path="*.csv", **fields: Source(home, entry_for(path, **fields), drop, as_of)


def report(ref: int, title: str = "Lampu padam", published_at: str = "2026-11-20") -> str:
    return f"{ref},{title},Ratna,{published_at}"


# What lands


def test_a_record_seen_twice_lands_once(source_of):
    source = source_of()
    source.write("a.csv", report(1), report(1), report(2))
    source.load()
    source.write("a.csv", report(1), report(2), report(3))
    source.write("b.csv", report(2))
    source.load()
    assert sorted(row["document_ref"] for row in source.rows("documents")) == ["1", "2", "3"]
    assert source.outcomes == [
        ("a.csv", "baru", 3, 2, 1, 0),
        ("a.csv", "baru", 3, 1, 2, 0),
        ("b.csv", "tak-berubah", 1, 0, 1, 0),
    ]


def test_an_update_lands_as_a_new_version_of_the_same_document(source_of):
    source = source_of()
    source.write("a.csv", report(1, "Lampu padam"))
    source.load()
    source.write("a.csv", report(1, "Lampu menyala lagi"))
    source.load(timedelta(hours=1))
    first, second = sorted(source.rows("documents"), key=lambda row: row["collected_at"])
    assert first["document_id"] == second["document_id"]
    assert (first["title"], second["title"]) == ("Lampu padam", "Lampu menyala lagi")
    assert first["content_hash"] != second["content_hash"]


def test_what_is_missing_from_a_file_that_is_always_complete_was_deleted(source_of):
    source_of().write("a.csv", report(1), report(2))
    source = source_of("a.csv", is_complete=True)
    source.load()
    source.write("a.csv", report(2))
    source.load(timedelta(hours=1))
    (deleted,) = source.rows("deletions")
    assert deleted["document_id"] == next(row["document_id"] for row in source.rows("documents") if row["document_ref"] == "1")


def test_of_several_files_none_is_complete(source_of):
    with pytest.raises(ValueError, match="none is complete"):
        source_of("*.csv", is_complete=True)


def test_an_unchanged_file_is_not_read_again(source_of):
    source = source_of()
    source.write("a.csv", report(1), report(2, published_at="31/02/2026"))
    source.load()
    source.load()
    assert source.outcomes == [("a.csv", "baru", 2, 1, 0, 1), ("a.csv", "tak-berubah", 0, 0, 0, 0)]
    assert len(source.rows("quarantine")) == 1


def test_a_change_of_the_entry_makes_a_file_worth_reading_again(source_of):
    source_of().write("a.csv", report(1))
    source_of(time_zone="Asia/Jakarta").load()
    moved = source_of(time_zone="Asia/Jayapura")
    moved.load()
    assert [state for _, state, *_ in moved.outcomes] == ["baru", "baru"]


def test_a_file_that_failed_is_tried_again_and_lands_when_it_is_mended(source_of):
    source = source_of()
    (source.drop / "a.csv").write_bytes(b"\xff\xfe\x00")
    source.load()
    source.load()
    source.write("a.csv", report(1))
    source.load()
    assert [state for _, state, *_ in source.outcomes] == ["gagal-tetap", "gagal-tetap", "baru"]


def test_a_broken_file_stops_neither_the_others_nor_the_source(source_of):
    source = source_of("*.csv")
    source.write("a.csv", report(1))
    (source.drop / "b.csv").write_bytes(b"\xff\xfe\x00")
    (source.drop / "c.csv").write_bytes(bytes(range(256)) * 40)  # each line is a broken record
    (source.drop / "d.csv").touch()
    source.write("e.csv")
    source.write("f.csv", report(6))
    source.load()
    assert [(address, state) for address, state, *_ in source.outcomes] == [
        ("a.csv", "baru"),
        ("b.csv", "gagal-tetap"),
        ("c.csv", "baru"),
        ("d.csv", "gagal-tetap"),
        ("e.csv", "kosong-sah"),
        ("f.csv", "baru"),
    ]
    assert sorted(row["document_ref"] for row in source.rows("documents")) == ["1", "6"]


@pytest.mark.parametrize("make", [lambda path: path.symlink_to(path.parent / "tak-ada"), lambda path: path.mkdir()])
def test_a_name_that_is_no_file_is_an_outcome_and_stops_nothing(read, entry_for, drop, make):
    make(drop / "a.csv")
    (drop / "b.csv").write_text(HEADER + report(1) + "\n")
    rows = read(entry_for("*.csv"))
    assert [outcome["state_slug"] for outcome in rows["outcomes"]] == ["gagal-sementara", "baru"]
    assert [row["document_ref"] for row in rows["documents"]] == ["1"]


def test_a_source_without_files_still_has_its_entry(source_of):
    source = source_of(tier=2, province="Jawa Barat", terms="Bebas dipakai.")
    source.load()
    (row,) = source.rows("sources")
    assert (row["source_slug"], row["channel_slug"], row["tier"]) == ("laporan_warga", "pengaduan", 2)
    assert source.outcomes == []


def test_files_of_one_name_in_two_folders_are_two_addresses(source_of):
    source = source_of("*/a.csv")
    for folder in ("barat", "timur"):
        (source.drop / folder).mkdir()
        source.write(f"{folder}/a.csv", report(1, folder))
    source.load()
    source.load()
    states = [(address, state) for address, state, *_ in source.outcomes]
    assert states == [
        ("barat/a.csv", "baru"),
        ("timur/a.csv", "baru"),
        ("barat/a.csv", "tak-berubah"),
        ("timur/a.csv", "tak-berubah"),
    ]


def test_every_fetch_reconciles(source_of):
    source = source_of()
    source.write(
        "a.csv", report(1), report(1), report(2, published_at="2031-01-01"), "3,kurang", report(4, "<html>" + "x" * 30_000)
    )
    source.write("b.csv", report(1), report(5), "6,terlalu,banyak,kolom,ini")
    source.load()
    source.write("b.csv", report(5), report(7))
    source.load()
    assert [read - loaded - duplicate - aside for _, _, read, loaded, duplicate, aside in source.outcomes] == [0] * 4
    assert sum(loaded for _, _, _, loaded, _, _ in source.outcomes) == len(source.rows("documents"))
    assert sum(aside for *_, aside in source.outcomes) == len(source.rows("quarantine"))


def test_a_file_that_breaks_half_way_reconciles_too(read, entry_for, drop):
    body = "".join(report(n, "Jalan berlubang " + "panjang sekali " * 30) + "\n" for n in range(60_000))
    (drop / "a.csv.gz").write_bytes(gzip.compress((HEADER + body).encode(), compresslevel=0)[:-1_000])
    rows = read(entry_for("a.csv.gz"))
    (outcome,) = rows["outcomes"]
    assert outcome["state_slug"] == "gagal-tetap"
    assert 0 < outcome["read_count"] == outcome["loaded_count"] == len(rows["documents"])


def test_progress_tells_how_many_records_were_read(home, entry_for, drop, as_of):
    (drop / "a.csv").write_text(HEADER + report(1) + "\n" + report(2) + "\n")
    heard: list[tuple[str, int]] = []
    run = Run(home, as_of, b"", lambda source, count: heard.append((source, count)))
    list(read_group([entry_for("a.csv")], run, {}))
    assert heard == [("laporan_warga", 2)]


# What a killed load leaves


@pytest.fixture
def interrupted(source_of, monkeypatch) -> Source:
    """A source whose second load was killed when all its files lay in raw, right before its commit."""
    source = source_of()
    source.write("a.csv", report(1))
    source.load()

    def die(*arguments, **options):
        raise KeyboardInterrupt

    source.write("b.csv", report(2))
    with monkeypatch.context() as patch:
        patch.setattr(FilesystemClient, "complete_load", die)
        with pytest.raises(PipelineStepFailed, match="KeyboardInterrupt"):
            source.load()
    return source


def test_a_load_that_was_killed_before_its_commit_has_files_that_do_not_count(interrupted):
    assert len(interrupted.rows("documents")) == 2
    assert len(committed_loads(interrupted.home, "laporan_warga")) == 1


def test_files_of_a_killed_load_are_swept_and_its_records_land_once(interrupted):
    interrupted.load()
    assert sorted(row["document_ref"] for row in interrupted.rows("documents")) == ["1", "2"]
    assert {row["_dlt_load_id"] for row in interrupted.rows("documents")} <= committed_loads(interrupted.home, "laporan_warga")


def test_a_pending_package_is_dropped(source_of, as_of):
    source = source_of()
    source.write("a.csv", report(1))
    pipeline = build_pipeline(source.home, source.entry.group)
    run = Run(source.home, as_of, b"kunci uji")
    pipeline.extract(build_source(source.entry.group, read_group([source.entry], run, {})), loader_file_format="parquet")
    assert pipeline.has_pending_data
    with prepared_load(source.entry.group, [source.entry], run) as (_, prepared):
        assert not prepared.has_pending_data
    source.load()
    assert source.outcomes == [("a.csv", "baru", 1, 1, 0, 0)]


def test_a_lost_working_folder_of_dlt_costs_nothing(source_of):
    source = source_of()
    source.write("a.csv", report(1))
    source.load()
    (source.home.state / "dlt").rename(source.home.state / "hilang")
    source.load()
    assert source.outcomes == [("a.csv", "baru", 1, 1, 0, 0), ("a.csv", "tak-berubah", 0, 0, 0, 0)]


def test_one_process_at_a_time_loads_a_source(home):
    lock = home.state / "locks" / "laporan.lock"
    with group_lock(home, "laporan"), lock.open() as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with lock.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Who is not named


def texts_under(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder, and all it says: values of Parquet files and sheets, and the bytes of every file."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        values = str(pq.read_table(path, partitioning=None).to_pylist()) if content[:4] == b"PAR1" else ""
        yield (
            str(path.relative_to(folder)),
            f"{path.name} {values} {content.decode(errors='replace')} {content.replace(bytes(1), b'')}",
        )


def named_in(folder: Path) -> list[tuple[str, str]]:
    """(file, secret) for everything below a folder that names the author or gives a number or address of hers."""
    secrets = ("wulandari", NIK, PHONE, "1234567890", "ratna.w@")
    return [(name, secret) for name, text in texts_under(folder) for secret in secrets if secret in text.lower()]


def records() -> list[dict]:
    """One sound record and one for quarantine, each with the person in every place that a record has."""
    contact = f"NIK {NIK}, hp {PHONE}, surel {EMAIL}"
    record = {
        "ref": "K-1",
        "title": f"Aduan ({contact})",
        "text": f"Mohon kabari saya di {contact}.",
        "pengirim": NAME,
        "url": "https://x.com/ratna_wulandari/status/17",
        "outlet": contact,
        "region": contact,
        "province": contact,
        "agency": contact,
        "published_at": "2026-11-20",
        "nama_lengkap": NAME,
        "catatan": contact,
    }
    return [record, {**record, "ref": "K-2", "published_at": f"kata {EMAIL}"}]


def write_everywhere(drop: Path) -> None:
    """The records in every format, and broken ones beside them."""
    names, rows = list(records()[0]), [list(record.values()) for record in records()]
    delimited = [";".join(map(str, row)) for row in (names, *rows, [NAME, PHONE])]
    (drop / "a.csv").write_text("\n".join(delimited))
    (drop / "b.csv").write_bytes("\n".join([*delimited, f"Café;{NAME}"]).encode("latin-1"))
    lines = [json.dumps(record) for record in records()]
    (drop / "c.jsonl").write_text("\n".join([*lines, f'{{"pengirim": "{NAME}", "text": "{PHONE}']))
    (drop / "d.jsonl").write_text("\n".join(lines), encoding="utf-16")
    pq.write_table(pa.Table.from_pylist(records()), drop / "e.parquet")
    workbook = openpyxl.Workbook()
    for row in (names, *rows):
        workbook.active.append(row)
    workbook.save(drop / "f.xlsx")


def test_an_author_and_her_numbers_are_in_no_file_of_the_data_home(source_of):
    for number, path in enumerate(("*.csv", "*.jsonl", "*.parquet", "*.xlsx")):
        source = source_of(path, slug=f"sumber_{number}", columns={"author": "pengirim"})
        write_everywhere(source.drop)
        source.load()
        assert source.rows("outcomes")
    assert named_in(source.home.home) == []


def test_a_person_is_found_where_she_is_named(tmp_path):
    """The search above would see what it looks for."""
    pq.write_table(pa.table({"a": [f"hp {PHONE}"]}), tmp_path / "a.parquet", compression="zstd")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(NAME.encode()))
    (tmp_path / "c.bin").write_bytes(EMAIL.encode("utf-16"))
    assert {name for name, _ in named_in(tmp_path)} == {"a.parquet", "b.jsonl.gz", "c.bin"}


def test_an_error_does_not_quote_the_file(read, entry_for, drop):
    (drop / "a.json").write_text(f'[{{"ref": "1", "author": "{NAME}", "title"')
    (outcome,) = read(entry_for("a.json"))["outcomes"]
    assert outcome["state_slug"] == "gagal-tetap"
    assert NAME not in outcome["error"]


def test_an_error_does_not_tell_where_the_folder_lies(read, entry_for, drop):
    (drop / "a.csv").mkdir()
    (outcome,) = read(entry_for("*.csv"))["outcomes"]
    assert str(drop) not in outcome["error"]
