"""Whether one machine keeps up with thousands of feeds: so many due at once, served on loopback, fetched and landed.

    .venv/bin/python benchmarks/many_feeds.py [--feeds 600] [--items 40]

Every feed has a host of its own (127.1.x.y), so pacing, robots.txt and conditional requests act as they do outside. Three
rounds: all of it new; an hour later, with a third of the items new; once more with nothing new, so that every host answers 304.
6,000 feeds an hour are 600 in six minutes: a round of 600 has to take less than 360 s of wall time.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import tempfile
import time
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

START = datetime(2026, 11, 22, 3)
PORT = 18080
WORDS = "banjir jalan warga bantuan sekolah harga pasar dinas rapat bupati perbaikan lampu air listrik panen pupuk".split()
FRESH_SHARE = 3


def host_of(feed: int) -> str:
    return f"127.1.{feed // 250}.{feed % 250 + 1}"


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, items: int, round_: multiprocessing.Value
) -> None:
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            lines = request.decode().split("\r\n")
            feed = writer.get_extra_info("sockname")[0]
            state = min(round_.value, 1)
            known = any(line.lower().startswith("if-none-match:") and f'"{state}"' in line for line in lines)
            if "/robots.txt" in lines[0]:
                head, body = "200 OK", b"User-agent: *\nDisallow: /admin\n"
            elif known:
                head, body = "304 Not Modified", b""
            else:
                head, body = f'200 OK\r\nContent-Type: application/rss+xml\r\nETag: "{state}"', _feed(feed, items, state)
            writer.write(f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _feed(host: str, items: int, round_: int) -> bytes:
    first = round_ * (items // FRESH_SHARE)
    told = "".join(_item(host, number) for number in range(first, first + items))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar {host}</title>{told}</channel></rss>'.encode()


def _item(host: str, number: int) -> str:
    words = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(3, 60))
    time_ = format_datetime(START - timedelta(minutes=number))
    return (
        f"<item><guid>https://{host}/{number}</guid><link>https://{host}/{number}</link>"
        f"<title>Kabar {number} dari {host}</title>"
        f"<description>{words}</description><pubDate>{time_}</pubDate></item>"
    )


def serve(feeds: int, items: int, round_: multiprocessing.Value, is_up: multiprocessing.Event) -> None:
    async def main() -> None:
        hosts = [host_of(feed) for feed in range(feeds)]
        server = await asyncio.start_server(lambda reader, writer: _answer(reader, writer, items, round_), hosts, PORT)
        is_up.set()
        await server.serve_forever()

    asyncio.run(main())


def fetch(feeds: int, round_: int, home: Path) -> dict:
    """One round: wall and CPU seconds, and what the outcomes say."""
    from ingestion.kinds import kind_module
    from ingestion.pipeline import Run, prepared_load
    from ingestion.web import Web
    from warehouse.layout import prepare_home

    fields = {"kind": "rss", "group": "umpan", "channel": "berita", "description": "Umpan.", "folder": home, "tier": 3}
    urls = {f"umpan{feed}": f"http://{host_of(feed)}:{PORT}/rss" for feed in range(feeds)}
    entries = [kind_module("rss").Entry(slug=slug, url=url, outlet=slug, **fields) for slug, url in urls.items()]
    web = Web(private_hosts=frozenset(f"{host_of(feed)}:{PORT}" for feed in range(feeds)))
    layout = prepare_home(home)
    as_of = START + timedelta(days=round_)
    started, before = time.monotonic(), os.times()
    with prepared_load("umpan", entries, Run(layout, as_of, b"kunci", web=web)) as (source, pipeline):
        pipeline.run(source, loader_file_format="parquet")
    wall, after = time.monotonic() - started, os.times()
    rows = [
        row
        for file in layout.raw_table("umpan", "outcomes").glob("*/*.parquet")
        for row in pq.read_table(file, partitioning=None).to_pylist()
        if row["fetched_at"].replace(tzinfo=None) == as_of
    ]
    return {
        "wall": wall,
        "cpu": after.user + after.system - before.user - before.system,
        "loaded": sum(row["loaded_count"] for row in rows),
        "duplicate": sum(row["duplicate_count"] for row in rows),
        "states": ", ".join(
            f"{state} {sum(r['state_slug'] == state for r in rows)}" for state in sorted({r["state_slug"] for r in rows})
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=600)
    parser.add_argument("--items", type=int, default=40)
    given = parser.parse_args()
    round_, is_up = multiprocessing.Value("i", 0), multiprocessing.Event()
    server = multiprocessing.Process(target=serve, args=(given.feeds, given.items, round_, is_up), daemon=True)
    server.start()
    is_up.wait()
    table = Table("round", "wall s", "CPU s", "feeds/hour at this pace", "loaded", "duplicate", "outcomes")
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(("all new", "a third new", "nothing new")):
            round_.value = number
            found = fetch(given.feeds, number, Path(folder))
            pace = f"{given.feeds / found['wall'] * 3600:,.0f}"
            counts = (f"{found['loaded']:,}", f"{found['duplicate']:,}", found["states"])
            table.add_row(name, f"{found['wall']:.1f}", f"{found['cpu']:.1f}", pace, *counts)
    Console(width=150).print(table)
    server.terminate()


if __name__ == "__main__":
    main()
