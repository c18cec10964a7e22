"""Forecasts of this home: made once a day, from the last whole day in Asia/Jakarta, and again when their basis changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ml.issues.calendar import UTC_OFFSETS, Calendar
from ml.issues.daily_series import COLUMNS, WHOLE, daily_series
from ml.issues.forecasts import forecast
from ml.issues.journal import code_shape
from ml.issues.running import INPUT
from ml.issues.summary import busiest
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import ISSUE_FORECAST_SCORES, ISSUE_FORECASTS, TIME

ISSUES, BUSY_DAYS = 200, 28
"""Issues with the most documents of so many days are foretold."""
IN_JAKARTA = timedelta(hours=UTC_OFFSETS["WIB"])
COME_LATE = 0.01
"""Share by which documents of the last day, or of all days, may grow or shrink before forecasts are due again."""


@dataclass(frozen=True)
class Basis:
    """What forecasts were made from: the last day (ISO), the version that placed documents, the code, and how many documents
    there were of that day and of all days up to it."""

    made_on: str
    version: str
    code: str
    last_day_count: int
    document_count: int

    def is_like(self, other: Basis) -> bool:
        counts = ((self.last_day_count, other.last_day_count), (self.document_count, other.document_count))
        told = (self.made_on, self.version, self.code)
        return told == (other.made_on, other.version, other.code) and all(
            abs(before - now) <= COME_LATE * before for before, now in counts
        )


def tell_forecasts(layout: Layout, placed: pa.Table, version: str, time: datetime) -> None:
    """Rewrite ISSUE_FORECASTS and ISSUE_FORECAST_SCORES where they are due; `time`: as of when, naive UTC."""
    made_on = (time + IN_JAKARTA).date() - timedelta(days=1)
    basis, file = _basis(layout, made_on, version), layout.state / "issues" / "forecasts.json"
    tables = [layout.rewritten_table(name) for name in ("issue_forecasts", "issue_forecast_scores")]
    before = _read_basis(file)
    if before and before.is_like(basis) and all(map(Path.is_file, tables)) and _all_stand(tables, placed):
        return
    for path, rows in zip(tables, _forecasts(layout, placed, made_on, time), strict=True):
        write_parquet(rows, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_bytes(orjson.dumps(basis))
    unfinished.replace(file)


def _read_basis(file: Path) -> Basis | None:
    """None where there is none, or one that another version of this code wrote."""
    if not file.is_file():
        return None
    content = orjson.loads(file.read_bytes())
    return Basis(**content) if content.keys() == Basis.__dataclass_fields__.keys() else None


def _all_stand(tables: list[Path], placed: pa.Table) -> bool:
    """Whether every issue that was foretold is still one: what went up in another has no forecast of its own."""
    foretold = {name for table in tables for name in pq.read_table(table, columns=["issue_id"])["issue_id"].to_pylist()}
    return foretold - {WHOLE} <= set(placed["issue_id"].to_pylist())


def _basis(layout: Layout, made_on: date, version: str) -> Basis:
    published = pq.read_table(layout.ml_input / INPUT, columns=["published_at"])["published_at"]
    begin = datetime(made_on.year, made_on.month, made_on.day) - IN_JAKARTA
    before, by_end = (pc.sum(pc.less(published, pa.scalar(at, TIME))).as_py() or 0 for at in (begin, begin + timedelta(days=1)))
    return Basis(made_on.isoformat(), version, code_shape(), by_end - before, by_end)


def _forecasts(layout: Layout, placed: pa.Table, made_on: date, time: datetime) -> tuple[pa.Table, pa.Table]:
    """Of the whole stream and of the issues that are busiest now."""
    chosen = set(busiest(placed, time - timedelta(days=BUSY_DAYS), ISSUES))
    stream = pq.read_table(layout.ml_input / INPUT).select([name for name in COLUMNS if name != "issue_id"])
    issues = dict(zip(placed["document_id"].to_pylist(), placed["issue_id"].to_pylist(), strict=True))
    found = [issues.get(document) for document in stream["document_id"].to_pylist()]
    stream = stream.append_column("issue_id", pa.array([one if one in chosen else None for one in found], pa.string()))
    stream = stream.filter(stream["document_id"].is_valid())
    calendar = Calendar.read()
    made = [forecast(series, calendar) for series in daily_series(stream, made_on)]
    told = pa.concat_tables([ISSUE_FORECASTS.empty_table(), *(one for one, _ in made)])
    return told, pa.concat_tables([ISSUE_FORECAST_SCORES.empty_table(), *(one for _, one in made)])
