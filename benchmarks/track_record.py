"""A backtest held against a list of real events: which were alerted, how long before their peak, and what matches none.

    pantau backtest --input DATA --time-column C --text-column C --from D --to D --json OUT
    python -m benchmarks.track_record --json OUT --data DATA

The list is docs/track-record-events.yml unless --events names another. Each event has id, kind (mendadak or merambat), split
(dev or test), pattern (a regular expression over texts), start, end, peak_at and first_at, as ISO times; where peak_at is a
day, the start of that day counts. An alert belongs to an event when it was raised between start and end, and at least half of
its evidence, or half of what its issue got in the 24 hours before, matches the pattern.
"""

from __future__ import annotations

import argparse
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
from ruamel.yaml import YAML

from orchestration.files import read_table, text_column
from warehouse.settings import ROOT

EVENTS = ROOT / "docs" / "track-record-events.yml"
JAKARTA = ZoneInfo("Asia/Jakarta")
ENOUGH = 0.5
AHEAD_HOURS = 6
"""How long before its peak a slow event has to be told."""
SLOW = "merambat"


@dataclass(frozen=True)
class Event:
    id: str
    kind: str
    split: str
    pattern: re.Pattern
    start: datetime
    end: datetime
    peak: datetime
    first: datetime

    @property
    def is_slow(self) -> bool:
        return self.kind == SLOW


@dataclass(frozen=True)
class Found:
    """An event and its first alert, where there is one; `stood`: one of before its start that still stood then."""

    event: Event
    alert: dict | None
    stood: bool

    @property
    def lead(self) -> float | None:
        return self.alert and hours(self.event.peak - raised_at(self.alert))

    @property
    def is_before_peak(self) -> bool:
        return self.lead is not None and self.lead >= 0

    @property
    def is_well_before(self) -> bool:
        return self.lead is not None and self.lead >= AHEAD_HOURS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--json", "--data"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--events", type=Path, default=EVENTS, help="the list of events (default: %(default)s)")
    asked = parser.parse_args()
    backtest = orjson.loads(asked.json.read_bytes())
    texts = _texts(asked.data, backtest["input"]["text_column"])
    events = read_events(asked.events)
    within = [event for event in events if _is_replayed(event, backtest["input"])]
    found = [find(event, backtest["alerts"], texts) for event in within]
    _print(found, len(events) - len(within))
    theirs = {alert["alert_id"] for alert in backtest["alerts"] for event in within if belongs(alert, event, texts)}
    count = len(backtest["alerts"])
    print(f"\n{count} alerts, {len(theirs)} belong to an event of the list, {count - len(theirs)} to none")


def read_events(path: Path) -> list[Event]:
    return [_event(row) for row in YAML(typ="safe").load(path.read_text(encoding="utf-8"))]


def find(event: Event, alerts: Sequence[dict], texts: Sequence[str]) -> Found:
    own = sorted((alert for alert in alerts if belongs(alert, event, texts)), key=raised_at)
    stood = any(
        raised_at(alert) < event.start
        and (alert["ended_at"] is None or datetime.fromisoformat(alert["ended_at"]) > event.start)
        and speaks_of(alert, event, texts)
        for alert in alerts
    )
    return Found(event, own[0] if own else None, stood)


def belongs(alert: dict, event: Event, texts: Sequence[str]) -> bool:
    return event.start <= raised_at(alert) <= event.end and speaks_of(alert, event, texts)


def speaks_of(alert: dict, event: Event, texts: Sequence[str]) -> bool:
    """`texts` of the file by row, from 0; the rows of an alert are counted from 1."""
    looked_at = [one["row"] for one in alert["evidence"]], alert["rows_24h"]
    return any(
        rows and sum(bool(event.pattern.search(texts[row - 1])) for row in rows) >= ENOUGH * len(rows) for rows in looked_at
    )


def raised_at(alert: dict) -> datetime:
    return datetime.fromisoformat(alert["raised_at"])


def hours(span: timedelta) -> float:
    return span.total_seconds() / 3600


def _event(row: dict) -> Event:
    start, end, peak, first = (_moment(row[name], name == "end") for name in ("start", "end", "peak_at", "first_at"))
    return Event(row["id"], row["kind"], row["split"], re.compile(row["pattern"], re.IGNORECASE), start, end, peak, first)


def _moment(text: str, is_end: bool) -> datetime:
    """A day begins at midnight of Jakarta, and as an end it lasts until the next."""
    found = datetime.fromisoformat(text)
    if found.tzinfo:
        return found
    is_day = found.time() == time() and len(text) == len("2026-04-28")
    return found.replace(tzinfo=JAKARTA) + timedelta(days=is_end and is_day)


def _is_replayed(event: Event, facts: dict) -> bool:
    return datetime.fromisoformat(facts["from"]) <= event.peak < datetime.fromisoformat(facts["to"])


def _texts(data: Path, column: str) -> list[str]:
    """As the patterns expect them: entities decoded, twice where they were encoded twice."""
    table, _ = read_table(data)
    return [html.unescape(html.unescape(text or "")) for text in text_column(table, column, data).to_pylist()]


def _print(found: Sequence[Found], left_out: int) -> None:
    print(f"{'event':42}{'split':6}{'kind':10}{'raised at':18}{'level':9}{'lead h':>8}{'after first h':>15}  before peak")
    for one in sorted(found, key=lambda one: one.event.start):
        print(f"{one.event.id[:40]:42}{one.event.split:6}{one.event.kind:10}{_told(one)}")
    if left_out:
        print(f"{left_out} events peak outside the days replayed")
    print()
    for split in ("dev", "test", "all"):
        part = [one for one in found if split in (one.event.split, "all")]
        print(f"{split:5} {_total(part)}")
        for kind in sorted({one.event.kind for one in part}):
            print(f"      {kind:10}{_total([one for one in part if one.event.kind == kind])}")


def _told(one: Found) -> str:
    stood = "  (an alert stood before)" if one.stood else ""
    if one.alert is None:
        return f"{'none':18}{stood}"
    delay = hours(raised_at(one.alert) - one.event.first)
    early = " by 6 h" if one.event.is_slow and one.is_well_before else ""
    said = "yes" if one.is_before_peak else "no"
    return f"{one.alert['raised_at'][:16]:18}{one.alert['level']:9}{one.lead:8.1f}{delay:15.1f}  {said}{early}{stood}"


def _total(part: Sequence[Found]) -> str:
    slow = [one for one in part if one.event.is_slow]
    alerted, before = (
        sum(test(one) for one in part) for test in (lambda one: one.alert is not None, lambda one: one.is_before_peak)
    )
    told = f"{len(part)} events, {alerted} alerted, {before} before the peak"
    return told + (f"; {sum(one.is_well_before for one in slow)} of {len(slow)} slow ones by {AHEAD_HOURS} h" if slow else "")


if __name__ == "__main__":
    main()
