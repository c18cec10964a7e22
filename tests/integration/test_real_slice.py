"""The whole path on real input: over 2,000 headlines, complaints and posts each, of one old stretch. Needs PANTAU_REAL_DATA."""

import json
import os
from pathlib import Path

import duckdb
import pytest

from tests.integration.conftest import Home

pytestmark = pytest.mark.integration

DATA = Path(os.environ["PANTAU_REAL_DATA"])

SOURCES = {
    "berita_nasional": ("news_headlines", "berita", {}, ("published_at", "2026-01-10", "2026-01-14")),
    "pengaduan_surabaya": (
        "complaints_surabaya",
        "pengaduan",
        {"published_at": "created_at"},
        ("created_at", "2022-01-01", "2022-04-01"),
    ),
    "unggahan_mbg": (
        "posts_free_meals_2025",
        "media-sosial",
        {"published_at": "created_at", "ref": "post_id", "shares": "retweets"},
        ("created_at", "2025-02-01", "2025-03-01"),
    ),
    "unggahan_ppn": (
        "posts_vat_2024",
        "media-sosial",
        {"published_at": "created_at", "ref": "post_id", "likes": "favorite_count", "shares": "retweet_count"},
        ("created_at", "2024-09-01", "2025-01-01"),
    ),
}
"""Source → file, channel, columns, and the stretch of time that is taken of it."""


@pytest.fixture(scope="module")
def slice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the slice and its sources.yml."""
    folder = tmp_path_factory.mktemp("slice")
    entries = {}
    for slug, (name, channel, columns, (time, first, end)) in SOURCES.items():
        path = folder / f"{name}.parquet"
        stretch = f"{time}::timestamp >= '{first}' and {time}::timestamp < '{end}'"
        duckdb.sql(f"copy (from '{DATA}/{name}.parquet' where {stretch}) to '{path}'")
        entries[slug] = {"kind": "files", "path": str(path), "channel": channel, "description": slug, "columns": columns}
    entries["pengaduan_surabaya"]["province"] = "Jawa Timur"
    (folder / "sources.yml").write_text(json.dumps({"sources": entries}))
    return folder


@pytest.fixture(scope="module")
def real(slice_folder: Path, sample, make_session_home) -> Home:
    home = make_session_home("real")
    run = home.run("run", "--sources", str(slice_folder / "sources.yml"))
    assert run.returncode == 0, run.stdout + run.stderr
    print(run.stdout)  # noqa: T201  (the figures belong into the log of the run)
    return home


def test_every_record_of_the_slice_is_accounted_for(real, slice_folder):
    with real.marts() as marts:
        found = {
            slug: counts
            for slug, *counts in marts.execute(
                "select source_slug, read_count, loaded_count + duplicate_count + quarantined_count, "
                "loaded_count, document_count from mart_source_health"
            ).fetchall()
        }
    for slug, entry in json.loads((slice_folder / "sources.yml").read_text())["sources"].items():
        rows = duckdb.sql(f"select count(*) from '{entry['path']}'").fetchall()[0][0]
        read, accounted, loaded, documents = found[slug]
        assert rows > 2_000
        assert (read, accounted) == (rows, rows)
        assert loaded >= documents > 0.9 * rows


def test_every_document_of_the_slice_is_labelled_and_counted_once(real):
    with real.marts() as marts:
        documents, ids, unread = marts.execute(
            "select count(*), count(distinct document_id), count(*) filter (where sector_slug is null) from mart_documents"
        ).fetchall()[0]
        counted = marts.execute("select sum(document_count) from mart_sentiment_daily").fetchall()[0][0]
    assert documents == ids == counted
    assert unread == 0
