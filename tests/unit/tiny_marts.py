"""A published snapshot with the columns that readers use, and as few rows as a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import duckdb
import orjson

from warehouse.layout import Layout
from warehouse.publish import DATABASE, MANIFEST, make_current

SNAPSHOT = "20260905T000000Z-1a2b3c4d"
LAST_DAY = datetime(2026, 9, 4, 5, 0, tzinfo=UTC).replace(tzinfo=None)

TABLES = {
    "mart_documents": "document_id varchar, source_slug varchar, document_ref varchar, channel_slug varchar, "
    "outlet_name varchar, title varchar, text varchar, published_at timestamp, published_on date, province_code varchar, "
    "relevance_slug varchar, sentiment_slug varchar, stance_slug varchar, sector_slug varchar, is_withheld boolean",
    "mart_document_labels": "document_id varchar, classifier_name varchar, label_slug varchar, is_current boolean",
    "mart_source_health": "source_slug varchar, state_slug varchar, document_count bigint, quarantined_count bigint, "
    "last_published_at timestamp, last_error varchar",
    "dim_sectors": "sector_slug varchar, sector_name varchar",
    "dim_regions": "region_code varchar, province_name varchar",
}
SECTORS = [
    ("kesehatan", "Kesehatan"),
    ("perhubungan", "Perhubungan"),
    ("lainnya", "Lainnya"),
    ("tidak-yakin", "Tidak yakin"),
]
REGIONS = [("32", "Jawa Barat"), ("35", "Jawa Timur")]
HEALTH = [("koran", "sehat", 12, 1, LAST_DAY, None)]


def document(number: int, days_ago: int = 0, **fields) -> dict:
    """A read and placed news item about health, unless `fields` say otherwise."""
    published = LAST_DAY - timedelta(days=days_ago, minutes=number)
    return {
        "document_id": f"d{number:03}",
        "source_slug": "koran",
        "document_ref": f"k-{number}",
        "channel_slug": "berita",
        "outlet_name": "Kabar Desa",
        "title": f"Puskesmas ke-{number} dibuka",
        "text": None,
        "published_at": published,
        "published_on": published.date(),
        "province_code": "32",
        "relevance_slug": "ya",
        "sentiment_slug": "netral",
        "stance_slug": "netral",
        "sector_slug": "kesehatan",
        "is_withheld": False,
        **fields,
    }


Label = tuple[str, str, str, bool]
"""document_id, classifier_name, label_slug, is_current."""


def publish_marts(layout: Layout, documents: list[dict], labels: Sequence[Label] = (), snapshot: str = SNAPSHOT) -> None:
    """Write the snapshot and make it current."""
    folder = layout.published / snapshot
    folder.mkdir(parents=True)
    rows = {
        "mart_documents": [tuple(row.values()) for row in documents],
        "mart_document_labels": labels,
        "mart_source_health": HEALTH if documents else [],
        "dim_sectors": SECTORS,
        "dim_regions": REGIONS,
    }
    with duckdb.connect(str(folder / DATABASE)) as connection:
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
            for row in rows[table]:
                connection.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)
    (folder / MANIFEST).write_bytes(orjson.dumps({"snapshot": snapshot, "as_of": "2026-09-05T00:00:00"}))
    make_current(layout, snapshot)
