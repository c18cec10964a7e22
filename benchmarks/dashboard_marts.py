"""A warehouse of invented documents at any size, with the marts that the dashboard asks, built by the SQL of their dbt models.

92 days; sectors, provinces, channels, agencies and issues are as uneven as in use: few have most. Nothing is drawn anew: the
same number of documents gives the same rows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from tests.fixtures import dbt_models

DAYS, ISSUES, SOURCES, AGENCIES = 92, 3_000, 60, 2_000
FIRST = np.datetime64("2026-06-05T00:00:00", "s")
CHANNELS = {"berita": 0.42, "media-sosial": 0.42, "pengaduan": 0.11, "rilis": 0.03, "cek-fakta": 0.02}
RELEVANCE = {"ya": 0.78, "tidak": 0.15, "tidak-yakin": 0.07}
TONES = {"negatif": 0.34, "netral": 0.42, "positif": 0.14, "tidak-yakin": 0.1}
STANCES = {"menolak": 0.18, "mendukung": 0.12, "netral": 0.3, "tidak-berlaku": 0.3, "tidak-yakin": 0.1}
FLAGS = {"is_placed": 0.7, "is_copy": 0.15, "is_withheld": 0.01, "is_official": 0.08, "has_second": 0.7, "has_third": 0.3}
PARAGRAPHS = 5_000
WORDS = "warga jalan air harga sekolah dinas puskesmas banjir kota antrean petugas pasar listrik aduan desa izin".split()
MARTS = (
    "mart_mentions_daily mart_agency_mentions_daily mart_mention_totals_daily mart_agency_days mart_provinces_weekly "
    "mart_sentiment_daily mart_issues mart_issue_days mart_issue_heats "
    "mart_issue_hours mart_issue_documents mart_issue_outlooks mart_issue_analogues mart_issue_forecasts "
    "mart_issue_forecast_scores mart_alerts mart_alert_documents mart_claims mart_agency_responses "
    "dim_sectors dim_regions dim_channels dim_issue_states"
).split()
GIVEN = (
    "mart_documents mart_document_agencies mart_coverage_daily mart_source_health mart_complaints int_documents int_issues "
    "int_issue_documents stg_outcomes stg_ml_issue_states stg_ml_issue_alerts stg_ml_issue_verdicts stg_ml_issue_forecasts "
    "stg_ml_issue_forecast_scores stg_ml_issue_outlooks stg_ml_issue_analogues"
).split()
RECORDS = Path(__file__).parent / "dashboard" / "records"


def build_marts(connection: duckdb.DuckDBPyConnection, documents: int) -> None:
    """Invent `documents` documents and build every mart of the dashboard, rows in the order in which they are published."""
    draw = np.random.default_rng(7)
    dbt_models.put_seeds(connection)
    for table in GIVEN:
        dbt_models.put(connection, table, [])
    connection.register("given", _invent(connection, draw, documents))
    connection.register("paragraphs", _paragraphs(draw))
    for file in sorted(RECORDS.glob("*.sql")):
        connection.execute(file.read_text())
    _build(connection, set(MARTS))


def _build(connection: duckdb.DuckDBPyConnection, wanted: set[str]) -> None:
    """The wanted marts and all between them and what is given, each once what it refers to is there."""
    there = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    for model in sorted(wanted - there):
        if model not in there:
            _build(connection, set(dbt_models.references(model)))
            connection.execute(f"create table {model} as from ({dbt_models.model_sql(model)}) order by all")
            there = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}


def _invent(connection: duckdb.DuckDBPyConnection, draw: np.random.Generator, size: int) -> pa.Table:
    """What is drawn for each document. A third belong to issues: each begins somewhere and fades within days."""
    sectors = _column(connection, "select sector_slug from sectors order by all")
    provinces = _column(connection, "select region_code from regions where length(region_code) = 2 order by bps_code")
    issue = np.where(draw.random(size) < 0.34, _uneven(draw, ISSUES, size, 0.8), -1)
    begins = draw.random(ISSUES) * (DAYS - 1)
    day = np.where(issue < 0, draw.random(size) * DAYS, begins[issue] + draw.gamma(1.5, 2.5, size))
    seconds = (np.minimum(day, DAYS - 0.001) * 86_400).astype("timedelta64[s]")
    return pa.table(
        {
            "number": np.arange(size),
            "issue": issue,
            "published_at": FIRST - np.timedelta64(7, "h") + seconds,
            "sector": _named(_uneven(draw, len(sectors), size), sectors),
            "province": _named(_uneven(draw, len(provinces), size), provinces),
            "channel": _chosen(draw, CHANNELS, size),
            "relevance": _chosen(draw, RELEVANCE, size),
            "tone": _chosen(draw, TONES, size),
            "stance": _chosen(draw, STANCES, size),
            "source": _uneven(draw, SOURCES, size),
            **{name: draw.random(size) < share for name, share in FLAGS.items()},
            **{f"agency_{rank}": _uneven(draw, AGENCIES, size) for rank in (1, 2, 3)},
        }
    )


def _paragraphs(draw: np.random.Generator) -> pa.Table:
    return pa.table({"place": np.arange(PARAGRAPHS), "words": [" ".join(draw.choice(WORDS, 45)) for _ in range(PARAGRAPHS)]})


def _uneven(draw: np.random.Generator, kinds: int, size: int, steepness: float = 1.0) -> np.ndarray:
    """Numbers below `kinds`, the low ones most often (Zipf)."""
    weights = 1 / np.arange(1, kinds + 1) ** steepness
    return draw.choice(kinds, size, p=weights / weights.sum()).astype(np.int32)


def _chosen(draw: np.random.Generator, shares: dict[str, float], size: int) -> pa.Array:
    return _named(draw.choice(len(shares), size, p=list(shares.values())).astype(np.int32), list(shares))


def _named(places: np.ndarray, names: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(places, names).dictionary_decode()


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> list:
    return [row[0] for row in connection.execute(query).fetchall()]
