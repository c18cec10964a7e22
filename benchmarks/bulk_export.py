"""What the contract costs on a large export: the whole way into raw against DuckDB's `read_json` of the same file.

    .venv/bin/python benchmarks/bulk_export.py [--rows 1000000]

Both sides run in one go, each as a process of its own, so that CPU time (user + system) and peak memory are theirs alone.
The export is invented: posts as a listening tool writes them, 26 columns, about one record in thirty with a phone or
e-mail address in its text, one in a hundred with a date that cannot be, one in a thousand cut off in the middle.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

WORDS = (
    "jalan lampu padam banjir warga pasar harga beras naik antre solar sekolah makan gratis guru puskesmas obat kosong bantuan "
    "belum cair lurah camat bupati dinas rapat janji perbaiki got mampet sampah menumpuk air mati macet kereta telat kapal "
    "ombak nelayan pupuk langka sawah kering hujan deras longsor jembatan putus listrik pajak kendaraan parkir liar trotoar"
).split()
CITIES = ("Kota Bandung", "Kota Surabaya", "Kabupaten Sleman", "Kota Medan", "Kabupaten Lombok Timur", "Kota Jayapura")
START = datetime(2026, 1, 1, tzinfo=UTC)
ACCOUNTS = 200_000
SIDES = {
    "DuckDB read_json into a table": "duckdb",
    "Pantau: contract, masks, pseudonyms, quarantine, dlt": "pantau",
}


def write_export(path: Path, rows: int) -> None:
    """JSON lines; the same seed gives the same file."""
    chance = random.Random(7)
    with path.open("w") as file:
        for number in track(range(rows), description="writing the export"):
            line = json.dumps(_record(number, chance), ensure_ascii=False)
            file.write((line[: len(line) // 2] if chance.random() < 0.001 else line) + "\n")


def _record(number: int, chance: random.Random) -> dict:
    words = chance.choices(WORDS, k=chance.randint(8, 40))
    if chance.random() < 0.02:
        words.append(f"hubungi 0812{chance.randint(10_000_000, 99_999_999)}")
    if chance.random() < 0.01:
        words.append(f"atau surel warga{number}@contoh.id")
    time_ = START + timedelta(seconds=number * 20)
    account = f"warga_{chance.randint(0, ACCOUNTS)}"
    return {
        "id": f"18{number:017d}",
        "account": account,
        "body": " ".join(words),
        "published": "segera" if chance.random() < 0.01 else time_.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "url": f"https://contoh.id/{account}/status/18{number:017d}",
        "city": chance.choice(CITIES),
        "domain": "contoh.id",
        "pageType": chance.choice(("twitter", "forum", "blog")),
        "language": "id",
        "country": "Indonesia",
        "sentiment": chance.choice(("positive", "neutral", "negative")),
        "likes": chance.randint(0, 5_000),
        "shares": chance.randint(0, 900),
        "replies": chance.randint(0, 90),
        "views": chance.randint(0, 100_000),
        "reach": chance.randint(0, 100_000),
        "impressions": chance.randint(0, 100_000),
        "impact": round(chance.random() * 100, 2),
        "queryName": "layanan publik",
        "queryId": 1999123456,
        "categories": ["layanan", chance.choice(("air", "jalan", "listrik"))],
        "tags": [],
        "isVerified": chance.random() < 0.05,
        "followers": chance.randint(0, 100_000),
        "threadId": f"t{number // 7}",
        "device": chance.choice(("android", "ios", "web", None)),
    }


def run_duckdb(export: Path, folder: Path) -> dict:
    import duckdb

    with duckdb.connect(str(folder / "plain.duckdb")) as connection:
        connection.execute("create table export as select * from read_json($path, ignore_errors = true)", {"path": str(export)})
        return {"rows": connection.execute("select count(*) from export").fetchall()[0][0]}


def run_pantau(export: Path, folder: Path) -> dict:
    import pyarrow.parquet as pq

    from ingestion.kinds import kind_module
    from ingestion.pipeline import Run, prepared_load
    from warehouse.layout import prepare_home

    columns = {
        "ref": "id", "author": "account", "text": "body", "published_at": "published", "region": "city", "topic": "queryName",
    }  # fmt: skip
    entry = kind_module("files").Entry(
        slug="ekspor", kind="files", folder=export.parent, path=export.name, channel="media-sosial", description="Ekspor.",
        columns=columns,
    )  # fmt: skip
    layout = prepare_home(folder / "home")
    with prepared_load("ekspor", [entry], Run(layout, datetime(2026, 11, 22), b"kunci")) as (source, pipeline):
        pipeline.run(source, loader_file_format="parquet")
    (outcome,) = (
        row
        for file in layout.raw_table("ekspor", "outcomes").glob("*/*.parquet")
        for row in pq.read_table(file, partitioning=None).to_pylist()
    )
    return {name: outcome[f"{name}_count"] for name in ("read", "loaded", "duplicate", "quarantined")} | {
        "state": outcome["state_slug"]
    }


def measure(side: str, export: Path) -> dict:
    """CPU and wall seconds, peak memory in GiB, and what the side says of its rows."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        command = [sys.executable, __file__, "--side", side, "--export", str(export), "--folder", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"{side} ended with {os.waitstatus_to_exitcode(status)}")
        cpu = usage.ru_utime + usage.ru_stime
        return {
            "cpu": cpu,
            "wall": time.monotonic() - started,
            "peak": usage.ru_maxrss / 2**20,
            "told": json.loads(told.splitlines()[-1]),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--side", choices=SIDES.values(), help=argparse.SUPPRESS)
    parser.add_argument("--export", type=Path, help="use (or make) this file")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        run = {"duckdb": run_duckdb, "pantau": run_pantau}[given.side]
        print(json.dumps(run(given.export, given.folder)))
        return
    with tempfile.TemporaryDirectory() as folder:
        export = given.export or Path(folder) / "export.jsonl"
        if not export.exists():
            write_export(export, given.rows)
        measured = {title: measure(side, export) for title, side in SIDES.items()}
        size = export.stat().st_size
    base = next(iter(measured.values()))["cpu"]
    table = Table("side", "CPU s", "ratio", "wall s", "peak GiB", "rows", title=f"{size / 2**20:,.0f} MiB of JSON lines")
    for title, found in measured.items():
        numbers = (f"{found['cpu']:.1f}", f"{found['cpu'] / base:.2f}", f"{found['wall']:.1f}", f"{found['peak']:.2f}")
        table.add_row(title, *numbers, ", ".join(f"{name} {value}" for name, value in found["told"].items()))
    Console(width=180).print(table)


if __name__ == "__main__":
    main()
