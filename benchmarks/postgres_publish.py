"""Ways to bring a large mart into PostgreSQL, each in turn in one run, into a server of its own on loopback.

    .venv/bin/python -m benchmarks.postgres_publish [--rows 1000000] [--rounds 3]

The table is invented: documents of 18 columns, half a kilobyte each. Every way loads it into an empty table of the same
types, without keys, and commits; then all of it is read once. Seconds are the best of the rounds, ratios are to the first way.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import adbc_driver_postgresql.dbapi as adbc
import duckdb
import psycopg2
from rich.console import Console
from rich.table import Table as Shown

from tests.fixtures.postgres import MISSING, cluster, find_programs
from warehouse.dictionary import Table, database_tables
from warehouse.postgres.loading import BATCH_ROWS, copy_rows, create_table

ROWS = """
create table mart_documents as select
    md5(i::varchar) as document_id, 'sumber_' || i % 40 as source_slug, 'berita' as channel_slug,
    'Kabar ' || i % 900 as outlet_name,
    'Warga keluhkan jalan rusak nomor ' || i as title,
    repeat('warga mengeluh "jalan rusak" di simpang ' || i || ', ', 6) as text,
    'https://contoh.id/berita/' || i as url,
    timestamp '2026-01-01' + interval (i * 20) second as published_at, date '2026-01-01' + (i // 4320)::integer as published_on,
    i % 5000 as like_count, nullif(i % 7, 0) as share_count, md5((i // 3)::varchar) as family_id, i % 3 = 0 as is_exact_copy,
    lpad((i % 38)::varchar, 2, '0') as province_code, case when i % 9 > 0 then 'sektor-' || i % 20 end as sector_slug,
    (i * 7919 % 1000003) / 1000003 as sector_score, 'v1' as sector_version, i % 50 = 0 as is_withheld
from range({rows}) as r (i)
"""


def by_frozen_csv(marts: duckdb.DuckDBPyConnection, url: str, table: Table) -> None:
    """What `pantau publish postgres` does."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        create_table(cursor, "public", table)
        copy_rows(cursor, "public", table, marts, lambda _: None)


def by_csv_file(marts: duckdb.DuckDBPyConnection, url: str, table: Table) -> None:
    """DuckDB writes a file, psycopg2 sends it."""
    with tempfile.TemporaryDirectory() as folder, psycopg2.connect(url) as connection, connection.cursor() as cursor:
        create_table(cursor, "public", table)
        file = Path(folder) / "rows.csv"
        marts.execute(f"copy {table.name} to '{file}' (format csv, header false)")
        with file.open("rb") as stream:
            cursor.copy_expert(f"copy {table.name} from stdin with (format csv, freeze)", stream, 1 << 20)


def by_adbc(marts: duckdb.DuckDBPyConnection, url: str, table: Table) -> None:
    """ADBC sends Arrow batches in COPY's binary form; it has no way to ask for frozen rows."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        create_table(cursor, "public", table)
    with adbc.connect(url) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest(table.name, marts.execute(f"from {table.name}").to_arrow_reader(BATCH_ROWS), mode="append")
        connection.commit()


WAYS = {"CSV of Arrow batches, frozen": by_frozen_csv, "CSV file of DuckDB, frozen": by_csv_file, "ADBC, binary": by_adbc}
Measured = dict[str, tuple[float, float, float]]


def measure(way: Callable, marts: duckdb.DuckDBPyConnection, url: str, table: Table) -> tuple[float, float, float]:
    """Seconds of loading, CPU seconds of this process meanwhile, seconds of the first read."""
    ask(url, f"drop table if exists {table.name}")
    ask(url, "checkpoint")
    start, cpu = time.perf_counter(), time.process_time()
    way(marts, url, table)
    loaded, cpu = time.perf_counter(), time.process_time() - cpu
    ask(url, f"select sum(length(text)) from {table.name}")
    return loaded - start, cpu, time.perf_counter() - loaded


def ask(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def show(measured: Measured, rows: int) -> None:
    base = next(iter(measured.values()))[0]
    shown = Shown("way", "seconds", "ratio", "own CPU s", "first read s", title=f"{rows:,} rows")
    for title, (seconds, cpu, read) in measured.items():
        shown.add_row(title, f"{seconds:.1f}", f"{seconds / base:.2f}", f"{cpu:.1f}", f"{read:.2f}")
    Console(width=120).print(shown)


def main(rows: int, rounds: int) -> None:
    programs = find_programs()
    if programs is None:
        raise SystemExit(MISSING)
    with cluster(programs) as server, duckdb.connect() as marts:
        marts.execute(ROWS.format(rows=rows))
        (table,) = database_tables(marts)
        found = [{title: measure(way, marts, server.url(), table) for title, way in WAYS.items()} for _ in range(rounds)]
    show({title: min(each[title] for each in found) for title in WAYS}, rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    main(given.rows, given.rounds)
