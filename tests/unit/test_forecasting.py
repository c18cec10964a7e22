"""Forecasts are made once a day, and again when their basis changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from time import tzset
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from ml.issues.placing import placed
from ml.issues.running import INPUT
from ml.issues.stream import STREAM
from orchestration import forecasting, watching
from orchestration.context import AS_OF
from orchestration.forecasting import tell_forecasts
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import ISSUE_DOCUMENTS, ISSUE_FORECAST_SCORES, ISSUE_FORECASTS, ISSUE_MOVES

MIDNIGHT = datetime(2026, 3, 9, 17)
"""UTC: a day begins in Jakarta."""
DAY, DAYS = 200, 30
"""Documents of the last day, and days before it with a tenth as many."""


def standing(*issues: str) -> pa.Table:
    rows = [
        {"document_id": f"d{issue}", "story_id": issue, "issue_id": issue, "published_at": MIDNIGHT, "reader_version": "v"}
        for issue in issues
    ]
    return placed(pa.Table.from_pylist(rows, ISSUE_DOCUMENTS), ISSUE_MOVES.empty_table())


def spread(first: datetime, last: datetime, count: int) -> list[datetime]:
    return [first + (last - first) * step / count for step in range(count)]


class Home:
    """A home whose forecasts are counted, not reckoned."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch):
        self.layout, self.made_on = Layout(path), []
        yesterday = MIDNIGHT - timedelta(days=1)
        self.times = [*spread(yesterday - timedelta(days=DAYS), yesterday, DAYS * DAY // 10), *spread(yesterday, MIDNIGHT, DAY)]

        def forecasts(_layout, _placed, made_on, _time):
            self.made_on.append(made_on.isoformat())
            scores = [{"issue_id": issue, "measure_slug": "volume"} for issue in ("semua", "i1")]
            return ISSUE_FORECASTS.empty_table(), pa.Table.from_pylist(scores, ISSUE_FORECAST_SCORES)

        monkeypatch.setattr(forecasting, "_forecasts", forecasts)

    def look(self, hours: float, version: str = "v1", issues: tuple[str, ...] = ("i1", "i2")) -> list[str]:
        """Look at the stream so many hours after midnight; the days of which forecasts have been made until then."""
        rows = [{"document_id": f"d{number}", "published_at": time} for number, time in enumerate(self.times)]
        write_parquet(pa.Table.from_pylist(rows, STREAM), self.layout.ml_input / INPUT)
        tell_forecasts(self.layout, standing(*issues), version, MIDNIGHT + timedelta(hours=hours))
        return self.made_on


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    return Home(tmp_path, monkeypatch)


def test_forecasts_are_made_from_the_last_whole_day_in_jakarta(home):
    assert home.look(-0.5) == ["2026-03-08"]
    assert home.look(0) == ["2026-03-08", "2026-03-09"]


def test_what_comes_today_makes_no_forecast_due(home):
    home.look(1)
    home.times += spread(MIDNIGHT, MIDNIGHT + timedelta(hours=20), 3 * DAY)
    assert len(home.look(23)) == 1
    assert len(home.look(24)) == 2


@pytest.mark.parametrize(("late", "made"), [(2, 1), (3, 2)])
def test_documents_that_come_late_make_them_due_where_they_are_more_than_a_hundredth_of_the_last_day(home, late, made):
    home.look(1)
    home.times += spread(MIDNIGHT - timedelta(hours=9), MIDNIGHT - timedelta(hours=8), late)
    assert len(home.look(2)) == made


def test_a_history_that_is_loaded_makes_them_due(home):
    home.look(1)
    home.times += spread(MIDNIGHT - timedelta(days=90), MIDNIGHT - timedelta(days=60), DAY)
    assert len(home.look(2)) == 2


def test_a_foretold_issue_that_went_up_in_another_makes_them_due(home):
    home.look(1)
    assert len(home.look(2, issues=("i1", "i3"))) == 1
    assert len(home.look(3, issues=("i2", "i3"))) == 2


@pytest.mark.parametrize("content", ["{}", '{"made_on": "2026-03-09"}'])
def test_a_basis_of_another_kind_makes_them_due(home, content):
    home.look(1)
    (home.layout.state / "issues" / "forecasts.json").write_text(content)
    assert len(home.look(2)) == 2


def test_a_grouping_of_another_version_makes_them_due(home):
    home.look(1)
    assert len(home.look(2, version="v2")) == 2


def test_other_code_makes_them_due(home, monkeypatch):
    home.look(1)
    monkeypatch.setattr(forecasting, "code_shape", lambda: "another")
    assert len(home.look(2)) == 2


@pytest.mark.parametrize("table", ["issue_forecasts", "issue_forecast_scores"])
def test_a_table_that_is_gone_is_made_again(home, table):
    home.look(1)
    home.layout.rewritten_table(table).unlink()
    assert len(home.look(2)) == 2


def test_a_home_without_documents_is_looked_at_again_when_some_have_come(home):
    times, home.times = home.times, []
    home.look(1)
    home.times = times
    assert len(home.look(2)) == 2


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta"])
def test_the_watch_looks_to_the_same_hour_whatever_the_clock_of_the_machine(tmp_path, monkeypatch, zone):
    asked: list[datetime] = []

    class Stop(Exception):
        pass

    def follow(_layout, _opened, _vectors, time, _progress):
        asked.append(time)
        raise Stop

    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv(AS_OF, "2026-03-10T06:00:00+07:00")
    monkeypatch.setattr(watching, "context", lambda: SimpleNamespace(layout=Layout(tmp_path)))
    monkeypatch.setattr(watching, "vector_reader", lambda: SimpleNamespace(vectors=lambda _: np.zeros((1, 4)), version="v"))
    monkeypatch.setattr(watching, "follow_stream", follow)
    tzset()
    try:
        with pytest.raises(Stop):
            watching.watch_home(lambda *_: None)
    finally:
        monkeypatch.undo()
        tzset()
    assert asked == [datetime(2026, 3, 9, 23)]
