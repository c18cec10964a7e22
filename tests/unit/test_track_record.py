"""How a backtest is held against a list of real events."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import track_record
from benchmarks.track_record import EVENTS, JAKARTA, SLOW, Event, find, read_events

START = datetime(2026, 3, 2, 6, tzinfo=JAKARTA)
TEXTS = ["Tanggul jebol", "Banjir meluas", "Harga cabai naik", "Cabai langka", "Pasar sepi"]


def event(**fields) -> Event:
    peak = START + timedelta(hours=10)
    known = {"start": START, "end": START + timedelta(hours=30), "peak": peak, "first": START}
    pattern = re.compile("banjir|tanggul", re.IGNORECASE)
    return Event(**({"id": "banjir", "kind": SLOW, "split": "dev", "pattern": pattern} | known | fields))


def alert(at: float, evidence: list[int], recent: list[int] | None = None, ended: float | None = None) -> dict:
    """Raised `at` hours after START."""
    end = ended and (START + timedelta(hours=ended)).isoformat()
    raised = (START + timedelta(hours=at)).isoformat()
    row = {"alert_id": f"p{at}", "raised_at": raised, "ended_at": end, "level": "waspada"}
    return row | {"evidence": [{"row": one} for one in evidence], "rows_24h": recent or []}


def test_the_first_alert_whose_evidence_is_half_of_the_event_counts():
    found = find(event(), [alert(5, [1, 2]), alert(3, [2, 3]), alert(2, [2, 3, 4])], TEXTS)
    assert found.alert["raised_at"] == (START + timedelta(hours=3)).isoformat()
    assert found.lead == 7
    assert found.is_before_peak
    assert found.is_well_before


def test_what_the_issue_got_in_the_day_before_speaks_as_well_as_the_evidence():
    assert find(event(), [alert(5, [3, 4, 5], recent=[1, 2, 3])], TEXTS).alert is not None
    assert find(event(), [alert(5, [3, 4, 5], recent=[1, 3, 4])], TEXTS).alert is None


def test_an_alert_outside_the_window_is_not_of_the_event_but_one_that_stood_is_told():
    found = find(event(), [alert(-5, [1, 2], ended=3), alert(31, [1, 2])], TEXTS)
    assert found.alert is None
    assert found.stood
    assert not find(event(), [alert(-5, [1, 2], ended=-1)], TEXTS).stood


def test_by_the_beginning_of_the_peak_hour_is_before_the_peak_and_later_is_not():
    assert find(event(), [alert(10, [1])], TEXTS).is_before_peak
    assert not find(event(), [alert(11, [1])], TEXTS).is_before_peak
    assert not find(event(), [alert(5, [1])], TEXTS).is_well_before


def test_the_published_list_is_the_one_that_the_track_record_tells_of_and_its_times_are_in_order():
    page = EVENTS.with_name("track-record.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (.+?) \| (sudden|slow) \| (dev|test) \|", page, re.MULTILINE)
    events = read_events(EVENTS)
    assert [(one.id, "slow" if one.is_slow else "sudden", one.split) for one in events] == told
    assert all(one.start <= one.first <= one.peak <= one.end for one in events)


def test_the_table_counts_each_half_and_what_belongs_to_no_event(tmp_path, monkeypatch, capsys):
    facts = {"text_column": "judul", "from": "2026-03-01T00:00:00+07:00", "to": "2026-03-09T00:00:00+07:00"}
    alerts = [alert(3, [1, 2]), alert(4, [3, 4])]
    (tmp_path / "out.json").write_bytes(orjson.dumps({"input": facts, "alerts": alerts}))
    pq.write_table(pa.table({"judul": TEXTS}), tmp_path / "data.parquet")
    rows = [
        {"id": "banjir", "kind": SLOW, "split": "dev", "pattern": "banjir|tanggul", "peak_at": "2026-03-02T16:00:00+07:00"},
        {"id": "cabai", "kind": SLOW, "split": "test", "pattern": "cabai", "peak_at": "2026-03-02"},
        {"id": "lewat", "kind": SLOW, "split": "test", "pattern": "cabai", "peak_at": "2026-04-02"},
    ]
    window = {"start": "2026-03-02T06:00:00+07:00", "end": "2026-03-02", "first_at": "2026-03-02T06:00:00+07:00"}
    (tmp_path / "events.yml").write_bytes(orjson.dumps([row | window for row in rows]))
    names = {"--json": "out.json", "--events": "events.yml", "--data": "data.parquet"}
    monkeypatch.setattr("sys.argv", ["x", *(part for name, file in names.items() for part in (name, str(tmp_path / file)))])
    track_record.main()
    shown = capsys.readouterr().out
    assert "1 events peak outside" in shown
    assert "dev   1 events, 1 alerted, 1 before the peak; 1 of 1 slow ones by 6 h" in shown
    assert "test  1 events, 1 alerted, 0 before the peak; 0 of 1 slow ones by 6 h" in shown
    assert "2 alerts, 2 belong to an event of the list, 0 to none" in shown
