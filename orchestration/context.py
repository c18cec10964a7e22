"""What every step of a run shares: settings, layout, as-of time, key, and whoever wants to hear of progress."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from ingestion.catalog import Entry, chosen, read_catalog
from warehouse import privacy
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home
from warehouse.settings import ROOT, Settings, read_settings

AS_OF = "PANTAU_AS_OF"


class Listener(Protocol):
    """Hears of long work. `done` and `total` count documents, records or steps; total 0 means it is not known."""

    def advance(self, step: str, done: int, total: int) -> None: ...

    def finish(self, step: str, note: str) -> None: ...


class Silence:
    """Nobody listens: under Dagster's own web server and daemon."""

    def advance(self, step: str, done: int, total: int) -> None:
        pass

    def finish(self, step: str, note: str) -> None:
        pass


_listener: list[Listener] = [Silence()]


def listen(listener: Listener) -> None:
    """From now on `listener` hears of progress in this process."""
    _listener[0] = listener


def advance(step: str, done: int = 0, total: int = 0) -> None:
    _listener[0].advance(step, done, total)


def finish(step: str, note: str) -> None:
    _listener[0].finish(step, note)


@dataclass(frozen=True)
class Context:
    settings: Settings
    layout: Layout
    key: bytes

    def entries(self) -> list[Entry]:
        """The sources that a run reads: sample or live ones, as set; InputError when the sources file is wrong."""
        return chosen(read_catalog(self.settings.sources), self.settings.is_live)


@cache
def context() -> Context:
    """Settings and a prepared data home; InputError when they cannot be used."""
    settings = read_settings()
    layout = prepare_home(settings.home)
    return Context(settings, layout, privacy.pseudonym_key(settings.pseudonym_key, layout.state))


def as_of() -> datetime:
    """The run's as-of time, naive UTC: PANTAU_AS_OF when set (a replay), else now."""
    given = os.environ.get(AS_OF)
    return parse_as_of(given) if given else datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def parse_as_of(text: str) -> datetime:
    """An ISO time as naive UTC; without an offset it is taken as UTC."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no time; write it like 2026-11-21T06:00 or 2026-11-21T06:00+07:00.") from error
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time


def set_dagster_environment(layout: Layout) -> None:
    """Point Dagster and dbt at this data home; both read the environment."""
    dagster_home = layout.state / "dagster"
    dagster_home.mkdir(parents=True, exist_ok=True)
    settings, copy = (ROOT / "dagster.yaml").read_text(), dagster_home / "dagster.yaml"
    if not copy.exists() or copy.read_text() != settings:
        unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
        unfinished.write_text(settings)
        os.replace(unfinished, copy)
    os.environ["DAGSTER_HOME"] = str(dagster_home)
    os.environ["PANTAU_HOME"] = str(layout.home)
