"""`pantau backtest`: what would have been alerted and foretold over the days of a dated file, and what became of it."""

from __future__ import annotations

import time as clock
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from ml.issues.backtest import Span, backtest, told
from ml.issues.opening import grouping_version, open_watch
from ml.issues.watch import hour_of, published_hours
from orchestration.backtest_wording import tell
from orchestration.console import Bars
from orchestration.context import context
from orchestration.dated_files import DatedFile, read_dated
from orchestration.files import check_place
from orchestration.text_vectors import open_vectors, read_vectors
from warehouse.errors import InputError
from warehouse.seeds import seeds_hash

READ, WATCH = "read", "watch"
JAKARTA = ZoneInfo("Asia/Jakarta")
LEAST_DAYS = 7
"""Fewer days of documents up to the end do not tell what is usual."""


def backtest_command(
    source: Path, target: Path, time: str, text: str, first: str, last: str, voice: str | None, channel: str | None
) -> None:
    """InputError for a file or column that cannot be read, days that hold nothing, or an output that cannot be written."""
    begun = clock.perf_counter()
    days = _day(first, "--from"), _day(last, "--to")
    if days[0] > days[1]:
        raise InputError(f"--from {first} lies after --to {last}; swap them.")
    _check_target(source, target)
    reader = open_vectors()
    with Bars() as bars:
        bars.advance(READ, 0, 0)
        file = read_dated(source, time, text, voice, channel)
        stream, span = _chosen(file.stream, days, source)
        bars.finish(READ, f"{file.table.num_rows:,} rows")
        vectors = read_vectors(reader, stream["text"].to_pylist(), bars)
        watch = open_watch(context().settings.alerts_per_day, vectors.shape[1])
        found = backtest(watch, stream, vectors, span, lambda *done: bars.advance(WATCH, *done))
        bars.finish(WATCH, f"{span.last + 1 - span.first:,} hours")
    facts = _facts(source, file, stream, span, (time, text), reader.version)
    found["alerts"] = [_with_rows(alert, file) for alert in found["alerts"]]
    _write({"input": facts, **found, "seconds": round(clock.perf_counter() - begun, 1)}, target)
    tell(found, facts, target)
    file.tell_left_out()


def _day(given: str, option: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError(f"{option} {given!r} is no day; write it like 2026-04-28.") from error


def _check_target(source: Path, target: Path) -> None:
    if target.suffix.lower() != ".json":
        raise InputError(f"{target.name}: what a backtest finds is written as .json; name it so.")
    check_place(source, target)


def _chosen(stream: pa.Table, days: tuple[date, date], source: Path) -> tuple[pa.Table, Span]:
    """The documents up to the last day, and the hours of the days asked for that the file reaches."""
    first, end = (hour_of(_midnight(day)) for day in (days[0], days[1] + timedelta(days=1)))
    hours = published_hours(stream)
    within = hours[(hours >= first) & (hours < end)]
    if not len(within):
        reach = " to ".join(f"{day:%Y-%m-%d}" for day in (_local(hours[0]), _local(hours[-1])))
        raise InputError(f"{source.name} has no documents from {days[0]} to {days[1]}; it reaches from {reach}.")
    stream = stream.filter(pa.array(hours < end))
    known_days = len(np.unique((hours[hours < end] + 7) // 24))
    if known_days < LEAST_DAYS:
        raise InputError(
            f"{source.name} has documents of {known_days} days up to {days[1]}; a backtest needs {LEAST_DAYS}, or nothing is "
            "known of what is usual. Give a later --to, or a longer file."
        )
    return stream, Span(max(first, int(hours[0])), int(within[-1]))


def _midnight(day: date) -> datetime:
    """Of Jakarta, as naive UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def _local(hour: int) -> datetime:
    return datetime(1970, 1, 1) + timedelta(hours=int(hour) + 7)


def _facts(source: Path, file: DatedFile, stream: pa.Table, span: Span, columns: tuple[str, str], vectors: str) -> dict:
    moments = pc.min_max(stream["published_at"]).as_py()
    before = int((published_hours(stream) < span.first).sum())
    return {
        "file": source.name,
        "time_column": columns[0],
        "text_column": columns[1],
        "row_count": file.table.num_rows,
        "unreadable_count": len(file.broken),
        "undated_count": file.undated,
        "outside_count": file.outside,
        "empty_count": file.empty,
        "read_count": stream.num_rows,
        "later_count": file.stream.num_rows - stream.num_rows,
        "history_count": before,
        "first_at": told(moments["min"]),
        "last_at": told(moments["max"]),
        "from": told(datetime(1970, 1, 1) + timedelta(hours=span.first)),
        "to": told(datetime(1970, 1, 1) + timedelta(hours=span.last + 1)),
        "day_count": round((span.last + 1 - span.first) / 24, 2),
        "grouping_version": grouping_version(vectors),
        "vectors_version": vectors,
        "rules_hash": seeds_hash("issue_rules"),
        "alerts_per_day_budget": context().settings.alerts_per_day,
    }


def _with_rows(alert: dict, file: DatedFile) -> dict:
    """Rows of the file in the place of the numbers of documents."""
    places = _rows([one["row"] for one in alert["evidence"]], file)
    evidence = [one | {"row": row} for one, row in zip(alert["evidence"], places, strict=True)]
    return alert | {"evidence": evidence, "rows_24h": _rows(alert["rows_24h"], file)}


def _rows(documents: list[int], file: DatedFile) -> list[int]:
    return file.rows_of(pa.array([str(one) for one in documents], pa.string())).to_pylist()


def _write(found: dict, target: Path) -> None:
    """Beside the target, then moved in."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY) + b"\n")
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise InputError(f"{target} cannot be written: {error}") from error
