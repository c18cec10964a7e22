"""Forecasts of this home: made once a day, from the last whole day in Asia/Jakarta, and again when their basis changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ml.issues.calendar import Calendar
from ml.issues.daily_series import COLUMNS, daily_series
from ml.issues.forecasts import forecast
from ml.issues.journal import code_shape
from ml.issues.running import INPUT
from ml.issues.summary import busiest
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import ISSUE_FORECAST_SCORES, ISSUE_FORECASTS, TIME

ISSUES, BUSY_DAYS = 200, 28
"""Issues with the most documents of so many days are foretold."""
PART = "part-000001.parquet"
IN_JAKARTA = timedelta(hours=7)
COME_LATE = 0.01
"""Share of the documents of whole days by which late ones, or a history that was loaded, make forecasts due again."""


@dataclass(frozen=True)
class Basis:
    """What forecasts were made from: the last day (ISO), the version that placed documents, the code, documents to that day."""

    made_on: str
    version: str
    code: str
    document_count: int

    def is_like(self, other: Basis) -> bool:
        told = (self.made_on, self.version, self.code)
        few = COME_LATE * self.document_count
        return told == (other.made_on, other.version, other.code) and abs(self.document_count - other.document_count) <= few


def tell_forecasts(layout: Layout, placed: pa.Table, version: str, time: datetime) -> None:
    """Rewrite ISSUE_FORECASTS and ISSUE_FORECAST_SCORES where they are due; `time`: end of the last hour heard, naive UTC."""
    made_on = (time + IN_JAKARTA).date() - timedelta(days=1)
    basis, file = _basis(layout, made_on, version), layout.state / "issues" / "forecasts.json"
    tables = [layout.ml_table(name) / "current" / PART for name in ("issue_forecasts", "issue_forecast_scores")]
    if all(path.is_file() for path in (*tables, file)) and Basis(**orjson.loads(file.read_bytes())).is_like(basis):
        return
    for path, rows in zip(tables, _forecasts(layout, placed, made_on, time), strict=True):
        write_parquet(rows, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(orjson.dumps(basis))


def _basis(layout: Layout, made_on: date, version: str) -> Basis:
    published = pq.read_table(layout.ml_input / INPUT, columns=["published_at"])["published_at"]
    end = datetime(made_on.year, made_on.month, made_on.day) + timedelta(days=1) - IN_JAKARTA
    count = pc.sum(pc.less(published, pa.scalar(end, TIME))).as_py() or 0
    return Basis(made_on.isoformat(), version, code_shape(), count)


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
