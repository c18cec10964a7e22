"""The stage that the kinds are played on: a data home, a world, real loads with dlt, and a look at every byte they wrote."""

from __future__ import annotations

import base64
import gzip
import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingestion.catalog import Entry
from ingestion.kinds import kind_module
from ingestion.pipeline import Run, prepared_load
from tests.contract.playing import PLAYINGS, Change, Person, Said
from tests.fixtures.apis import AS_OF
from tests.fixtures.world import Reply, World
from warehouse.layout import Layout, prepare_home
from warehouse.schemas import RAW_TABLES

KEY = b"kunci uji"
DLT_STATE = re.compile(rb'"state":\s*"(eN[\w+/=]+)"')
REMOTE = [kind for kind, playing in PLAYINGS.items() if playing.path is not None]
SECRETS = {value for playing in PLAYINGS.values() for value in (*playing.secrets.values(), *playing.tickets)}


def place_of(scene: str, kind: str) -> str:
    """Slug of a source, path of what it is served from; a scene is a group of sources."""
    return f"{scene}_{kind}"


def said(kind: str, *numbers: int, edit: str = "") -> list[Said]:
    return [Said(number, Person(kind), edit) for number in numbers]


@dataclass
class Stage:
    """`shown` gathers all that was ever served."""

    folder: Path
    world: World
    shown: list[str] = field(default_factory=list)
    home: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.home = prepare_home(self.folder / "home")

    def entry(self, scene: str, kind: str, **fields) -> Entry:
        playing, place = PLAYINGS[kind], place_of(scene, kind)
        own = playing.fields(self.world.url(f"/{place}"))
        common = {"slug": place, "group": scene, "kind": kind, "channel": playing.channel, "description": "Uji."}
        return kind_module(kind).Entry(**{**common, "folder": self.folder, **own, **fields})

    def path(self, scene: str, kind: str) -> str:
        return (PLAYINGS[kind].path or "/{place}").format(place=place_of(scene, kind))

    def pages(self, scene: str, kind: str, records: Sequence[Said], onward: bool = False) -> dict[str, str]:
        """By path, the page that shows these records, first, and those that it leads to."""
        playing, place = PLAYINGS[kind], place_of(scene, kind)
        articles = {f"/{place}{one.path.partition('?')[0]}": playing.article(one) for one in records if playing.article}
        return {self.path(scene, kind): playing.write(records, self.world.url(f"/{place}"), onward), **articles}

    def page(self, scene: str, kind: str, records: Sequence[Said], onward: bool = False, drift: Change | None = None) -> str:
        """The page that shows these records, with what stands beside it served; `drift` goes through all of it."""
        pages = self.pages(scene, kind, records, onward)
        if drift:
            plain, pages = pages, {path: re.sub(*drift, page) for path, page in pages.items()}
            assert pages != plain, f"nothing of {kind} matches {drift[0]}"
        self.shown += pages.values()
        beside = {f"/{place_of(scene, kind)}{path}": body for path, body in PLAYINGS[kind].beside.items()}
        first, *articles = pages.items()
        for path, body in (*beside.items(), *articles):
            self.world.route(path, Reply(body))
        return first[1]

    def show(self, scene: str, kind: str, *pages: str | Reply) -> None:
        """What stands there from now on; of several the one after the other is told to who asks."""
        if PLAYINGS[kind].path is None:
            (self.folder / f"{place_of(scene, kind)}.csv").write_text(str(pages[0]), newline="")
        else:
            self.world.route(self.path(scene, kind), [page if isinstance(page, Reply) else Reply(page) for page in pages])

    def asked(self, scene: str, kind: str) -> int:
        """Requests for the page of a source."""
        return len(self.world.seen(self.path(scene, kind)))

    def load(self, entries: list[Entry], as_of: datetime = AS_OF, **caps) -> None:
        (group,) = {entry.group for entry in entries}
        run = Run(self.home, as_of, KEY, web=self.world.web(**caps))
        with prepared_load(group, entries, run) as (source, pipeline):
            pipeline.run(source, loader_file_format="parquet")

    def rows(self, scene: str, table: str) -> list[dict]:
        """As they lie in raw; times as naive UTC."""
        files = sorted(self.home.raw_table(scene, table).glob("loaded_on=*/*.parquet"))
        rows = [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]
        return [{name: _naive(value) for name, value in row.items()} for row in rows]


@dataclass
class Visit:
    """What one source has in raw of one as-of time; `outcome` is that of the first load."""

    outcomes: list[dict]
    documents: list[dict]
    quarantine: list[dict]

    @property
    def outcome(self) -> dict:
        return self.outcomes[0]

    @property
    def state(self) -> str:
        return self.outcome["state_slug"]


@dataclass
class Scene:
    """A group of sources, one of each kind, and its visits, days apart."""

    stage: Stage
    name: str
    kinds: list[str]
    fields: dict = field(default_factory=dict)
    visits: dict[str, datetime] = field(default_factory=dict)
    _rows: dict[str, list[dict]] = field(default_factory=dict)

    def visit(self, name: str, pages: dict[str, Sequence[str | Reply]], **caps) -> None:
        """Every source is visited once; `pages` tells what stands there, by kind."""
        self.visits[name] = AS_OF + timedelta(days=2 * len(self.visits))
        for kind, shown in pages.items():
            self.stage.show(self.name, kind, *shown)
        self.load(name, **caps)

    def load(self, name: str, **caps) -> None:
        entries = [self.stage.entry(self.name, kind, **self.fields) for kind in self.kinds]
        self.stage.load(entries, self.visits[name], **caps)
        self._rows = {table: self.stage.rows(self.name, table) for table in RAW_TABLES}

    def of(self, kind: str, name: str) -> Visit:
        slug, as_of = place_of(self.name, kind), self.visits[name]
        found = {
            table: [row for row in self._rows[table] if row["source_slug"] == slug and row[time] == as_of]
            for table, time in (("outcomes", "fetched_at"), ("documents", "collected_at"), ("quarantine", "collected_at"))
        }
        return Visit(**found)

    def rows(self, table: str) -> list[dict]:
        return self._rows[table]


def _naive(value: object) -> object:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def written_under(folder: Path) -> dict[str, str]:
    """Every file below a folder and all it says, in lower case: its name, its bytes, and what is packed in them."""
    told = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        cells = str(pq.read_table(path, partitioning=None).to_pylist()) if content[:4] == b"PAR1" else ""
        plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        states = [zlib.decompress(base64.b64decode(packed)) for packed in DLT_STATE.findall(plain)]
        told[str(path.relative_to(folder))] = f"{path.name} {cells} {plain.decode(errors='replace')} {states}".lower()
    return told


@contextmanager
def all_logs() -> Iterator[list[str]]:
    """What any logger says at any level, also those that were told to be quiet."""
    heard: list[str] = []

    def hear(logger: logging.Logger, record: logging.LogRecord) -> None:
        heard.append(f"{logger.name}: {record.getMessage()} {record.exc_info or ''}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging.Logger, "isEnabledFor", lambda *_: True)
        patch.setattr(logging.Logger, "callHandlers", hear)
        yield heard


@contextmanager
def all_secrets() -> Iterator[pytest.MonkeyPatch]:
    """Every secret that a kind needs, in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for kind, playing in PLAYINGS.items():
            for name, value in playing.secrets.items():
                patch.setenv(f"SOURCES__{kind.upper()}__{name.upper()}", value)
        yield patch
