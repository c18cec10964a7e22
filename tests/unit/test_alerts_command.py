from __future__ import annotations

import getpass
import io
import os
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from orchestration import alerts_command, context
from orchestration.alerts_command import last_verdicts, standing_alerts
from warehouse import privacy
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home, write_parquet
from warehouse.schemas import ISSUE_ALERTS, VERDICTS


@pytest.fixture
def layout(tmp_path, monkeypatch) -> Layout:
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PANTAU_AS_OF", "2026-11-21T06:00")
    monkeypatch.setattr(getpass, "getuser", lambda: "ratna")
    context.context.cache_clear()
    yield prepare_home(tmp_path / "home")
    context.context.cache_clear()


@pytest.fixture
def shown(monkeypatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(alerts_command.console, "file", stream)
    return stream


def pantau(*arguments: str) -> int:
    """The exit code of `pantau alerts …`; an error of the input is raised."""
    done = CliRunner().invoke(alerts_command.app, list(arguments))
    if isinstance(done.exception, InputError):
        raise done.exception
    return done.exit_code


def alert(alert_id: str, edition: int = 1, **columns: object) -> dict:
    at = datetime(2026, 11, 20, 20, 0)
    row = {"alert_id": alert_id, "edition": edition, "issue_id": "isu", "raised_at": at, "written_at": at}
    row |= {
        "level_slug": "waspada",
        "delivery_slug": "dikirim",
        "label": "Air keruh",
        "reason": "9 dokumen",
        "evidence": ["d1"],
    }
    return row | columns


def land(layout: Layout, *rows: dict, part: str = "alerts-v1/part-000001.parquet") -> None:
    write_parquet(pa.Table.from_pylist(list(rows), ISSUE_ALERTS), layout.ml_table("issue_alerts") / part)


def verdicts(layout: Layout) -> list[dict]:
    parts = sorted((layout.ml_table("issue_verdicts") / "verdicts").glob("part-*.parquet"))
    return [row for part in parts for row in pq.read_table(part, schema=VERDICTS).to_pylist()]


def test_a_home_without_alerts_says_what_to_do(layout, shown):
    assert pantau() == 0
    assert "no alert yet" in shown.getvalue()


def test_of_an_alert_the_highest_edition_stands(layout, shown):
    land(layout, alert("a1"), alert("a1", 2, level_slug="siaga", reason="30 dokumen"))
    land(layout, alert("b1", label="Jalan rusak", raised_at=datetime(2026, 11, 21)), part="alerts-v2/part-000001.parquet")
    assert [(row["alert_id"], row["edition"]) for row in standing_alerts(layout)] == [("b1", 1), ("a1", 2)]
    pantau()
    told = shown.getvalue()
    assert told.index("Jalan rusak") < told.index("30 dokumen")
    assert "9 dokumen" in told  # of b1 alone
    assert told.count("9 dokumen") == 1
    assert "2026-11-21 03:00" in told  # Jakarta's clock


def test_older_alerts_are_told_only_when_asked_for(layout, shown):
    land(layout, *(alert(f"a{number:02}", raised_at=datetime(2026, 10, number)) for number in range(1, 26)))
    pantau()
    assert "a25" in shown.getvalue()
    assert "a05" not in shown.getvalue()
    assert "5 older alerts" in shown.getvalue()
    pantau("--all")
    assert "a05" in shown.getvalue()


def test_an_answer_lands_with_a_pseudonym_and_a_masked_note(layout, shown):
    land(layout, alert("a1"))
    assert pantau("answer", "a1", "benar", "--note", "Sudah ditelepon ke 0812-3456-7890") == 0
    (row,) = verdicts(layout)
    assert (row["alert_id"], row["verdict_slug"], row["given_at"]) == ("a1", "benar", datetime(2026, 11, 21, 6))
    assert row["analyst_id"] == privacy.pseudonym("ratna", context.context().key)
    assert "3456" not in row["note"]
    pantau()
    assert "benar" in shown.getvalue().splitlines()[-2]


def test_the_same_answer_twice_lands_once_and_the_last_counts(layout, shown, monkeypatch):
    land(layout, alert("a1"))
    pantau("answer", "a1", "palsu")
    pantau("answer", "a1", "palsu")
    assert len(verdicts(layout)) == 1
    monkeypatch.setenv("PANTAU_AS_OF", "2026-11-21T07:00")
    pantau("answer", "a1", "terlambat")
    assert len(verdicts(layout)) == 2
    assert last_verdicts(layout) == {"a1": "terlambat"}


def test_a_user_without_a_name_answers_by_number(layout, shown, monkeypatch):
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", nameless)
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    land(layout, alert("a1"))
    assert pantau("answer", "a1", "benar") == 0
    (row,) = verdicts(layout)
    assert row["analyst_id"] == privacy.pseudonym("4711", context.context().key)


def test_an_answer_to_an_alert_that_is_not_there_names_the_nearest(layout):
    land(layout, alert("3f2a9c01d4e5b678"))
    with pytest.raises(InputError, match="did you mean 3f2a9c01d4e5b678"):
        pantau("answer", "3f2a9c01d4e5b679", "benar")
    with pytest.raises(InputError, match="--all"):
        pantau("answer", "xyz", "benar")
    assert verdicts(layout) == []


def test_a_verdict_that_is_none_is_refused(layout):
    land(layout, alert("a1"))
    assert pantau("answer", "a1", "mungkin") == 2
