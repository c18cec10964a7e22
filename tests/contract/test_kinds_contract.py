"""What every kind of source must keep, through real loads. A module in ingestion/kinds joins by its `Playing`.

All kinds are sources of one group, so that a load holds one of each: they must not mix, and none may stop the others.
"""

from __future__ import annotations

import base64
import inspect
import itertools
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ingestion.catalog import Entry, read_catalog
from ingestion.kinds import Fetch, Visit, kind_module, kind_names
from ingestion.quota import Books
from tests.contract.playing import PLAYINGS, Person, rearranged
from tests.contract.stage import REMOTE, SECRETS, Scene, Stage, all_logs, all_secrets, said, written_under
from tests.fixtures.apis import AS_OF
from tests.fixtures.world import Reply, World
from warehouse.errors import InputError
from warehouse.schemas import OUTCOMES

KINDS = list(PLAYINGS)
WEB = [kind for kind in REMOTE if PLAYINGS[kind].is_web]
PAGED = [kind for kind in REMOTE if PLAYINGS[kind].goes_on]
NEEDY = [kind for kind in REMOTE if PLAYINGS[kind].secrets and not PLAYINGS[kind].is_keyless]
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Masuk</title></head><body><p>Sedang dirawat, coba lagi.</p></body></html>"
COUNTS = ("loaded_count", "duplicate_count", "quarantined_count")

every_kind = pytest.mark.parametrize("kind", KINDS)
every_remote_kind = pytest.mark.parametrize("kind", REMOTE)


def test_every_kind_is_played():
    assert sorted(PLAYINGS) == kind_names()


# The entry in sources.yml


COMMON = {"channel": "pengaduan", "description": "Laporan warga."}


@pytest.fixture
def catalog(tmp_path: Path) -> Callable[..., Entry]:
    """Writes a sources file with one entry of a kind, line 4 on, and reads it."""
    (tmp_path / "uji.csv").write_text("ref,title,published_at\n1,Banjir,2026-11-20\n")

    def read(kind: str, **fields) -> Entry:
        entry = {"kind": kind, **COMMON, **PLAYINGS[kind].fields("https://contoh.example/uji"), **fields}
        with (tmp_path / "sources.yml").open("w") as file:
            file.write("# Satu sumber.\n\n")
            YAML().dump({"sources": {"laporan": {name: value for name, value in entry.items() if value is not None}}}, file)
        return read_catalog(tmp_path / "sources.yml")["laporan"]

    return read


def line_of(folder: Path, word: str) -> int:
    lines = (folder / "sources.yml").read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(word))


def complaint(catalog, kind: str, **fields) -> str:
    with pytest.raises(InputError) as refused:
        catalog(kind, **fields)
    return str(refused.value)


@every_kind
def test_a_kind_says_what_it_is_and_has_an_entry_and_fetches(kind):
    module = kind_module(kind)
    assert module.__doc__
    assert issubclass(module.Entry, Entry)
    assert list(inspect.signature(module.fetches).parameters) == ["entry", "visit"]


@every_kind
def test_the_smallest_entry_lists_fetches_whose_addresses_differ_and_tell_no_place_on_this_machine(catalog, kind, tmp_path):
    entry = catalog(kind)
    visit = Visit(AS_OF, None, Books().ledger("laporan", AS_OF), {}, lambda _ref, _version: False)
    fetches = list(kind_module(kind).fetches(entry, visit))
    assert fetches
    assert all(isinstance(fetch, Fetch) for fetch in fetches)
    assert {fetch.is_remote for fetch in fetches} == {kind in REMOTE}
    addresses = [fetch.address for fetch in fetches]
    assert len(set(addresses)) == len(addresses)
    assert [address for address in addresses if str(tmp_path) in address or not address] == []


@every_kind
def test_an_entry_that_lacks_a_field_is_refused_with_file_line_and_field(catalog, kind, tmp_path):
    model = kind_module(kind).Entry.model_fields
    needed = [own for own in catalog(kind).model_fields_set if model[own].is_required()]
    for name in set(needed) - {"slug", "kind", "folder"}:
        told = complaint(catalog, kind, **{name: None})
        assert told.startswith(f"{tmp_path / 'sources.yml'}:{line_of(tmp_path, 'laporan:')}: laporan: {name}: ")


@every_kind
def test_a_field_with_a_typo_is_refused_with_its_line_and_the_nearest_name(catalog, kind, tmp_path):
    for name in (*COMMON, *PLAYINGS[kind].fields("https://contoh.example/uji")):
        told = complaint(catalog, kind, **{name: None, f"{name}q": "x"})
        assert told.startswith(f"{tmp_path / 'sources.yml'}:{line_of(tmp_path, f'{name}q:')}: ")
        assert f"did you mean {name!r}?" in told


# One season: every kind is visited again and again


@pytest.fixture(scope="module")
def secrets() -> Iterator[pytest.MonkeyPatch]:
    with all_secrets() as patch:
        yield patch


@pytest.fixture(scope="module")
def stage(tmp_path_factory, secrets) -> Iterator[Stage]:
    with World() as world:
        yield Stage(tmp_path_factory.mktemp("panggung"), world)


@dataclass
class Season(Scene):
    """`logs`: what was heard while it went on; `asked_twice`: requests of a second run at the time of the first one."""

    logs: str = ""
    asked_twice: int = -1


DRIFTS = {"renamed": (21, 22, 23), "mistyped": (31, 32, 33)}
BROKEN = ("torn", "another page", *DRIFTS)
VISITS = ("first", "same", "rearranged", "edited", "empty", *BROKEN)


@pytest.fixture(scope="module")
def season(stage) -> Season:
    season = Season(stage, "musim", KINDS, {"keep_payload": True, "terms": {"retention_days": 365}})
    with all_logs() as heard:
        _play(season)
    season.logs = "\n".join(heard)
    return season


def _play(season: Season) -> None:
    stage, world = season.stage, season.stage.world

    def pages(*numbers: int, **options) -> dict[str, str]:
        return {kind: stage.page("musim", kind, said(kind, *numbers), **options) for kind in KINDS}

    def visit(name: str, shown: dict[str, str | Reply]) -> None:
        season.visit(name, {kind: [page] for kind, page in shown.items()})

    first = pages(1, 2, 3)
    visit("first", {kind: Reply(page).with_etag('"1"') if kind in REMOTE else page for kind, page in first.items()})
    before = len(world.requests)
    season.load("first")
    season.asked_twice = len(world.requests) - before
    visit("same", {})
    visit("rearranged", {kind: rearranged(page) for kind, page in first.items()})
    visit("edited", {k: stage.page("musim", k, [*said(k, 1, edit=" parah"), *said(k, 2, 3)]) for k in KINDS})
    visit("empty", pages())
    visit("torn", {kind: page[: page.rindex("Jalan 13")] for kind, page in pages(11, 12, 13).items()})
    visit("another page", dict.fromkeys(KINDS, LOGIN_PAGE))
    for name, numbers in DRIFTS.items():
        visit(name, {k: stage.page("musim", k, said(k, *numbers), drift=getattr(PLAYINGS[k], name)) for k in KINDS})


def spoken(document: dict) -> str:
    return f"{document['title']} {document['text']}"


@every_kind
def test_the_first_visit_lands_every_record_once(season, kind):
    visit = season.of(kind, "first")
    assert (visit.state, visit.outcome["read_count"], visit.quarantine) == ("baru", 3, [])
    for number in (1, 2, 3):
        assert [f"Jalan {number} berlubang" in spoken(document) for document in visit.documents].count(True) == 1
    assert len({document["document_id"] for document in visit.documents}) == 3


@every_kind
def test_a_later_visit_to_the_same_content_adds_no_row(season, kind):
    assert season.of(kind, "same").state == "tak-berubah"
    for visit in (season.of(kind, "same"), season.of(kind, "rearranged")):
        assert (visit.documents, visit.quarantine, visit.outcome["error"]) == ([], [], None)


@pytest.mark.parametrize("kind", WEB)
def test_a_page_is_asked_for_under_the_conditions_that_it_gave(season, kind):
    assert [season.of(kind, name).outcome["http_status"] for name in ("first", "same", "rearranged")] == [200, 304, 200]


@every_remote_kind
def test_a_second_run_at_one_time_asks_nobody(season, kind):
    assert season.asked_twice == 0
    assert len(season.of(kind, "first").outcomes) == 1


@every_kind
def test_an_edit_is_a_new_version_of_the_same_document(season, kind):
    (new,) = season.of(kind, "edited").documents
    (old,) = [document for document in season.of(kind, "first").documents if document["document_id"] == new["document_id"]]
    assert ("parah" in spoken(new), "parah" in spoken(old)) == (True, False)
    assert new["content_hash"] != old["content_hash"]


@every_kind
def test_an_empty_page_is_an_outcome_without_rows(season, kind):
    visit = season.of(kind, "empty")
    assert (visit.state, visit.outcome["read_count"]) == (PLAYINGS[kind].empty_state, 0)
    assert visit.documents == visit.quarantine == []


@every_kind
@pytest.mark.parametrize("name", BROKEN)
def test_a_page_that_is_torn_or_another_one_or_drifted_is_told_and_nothing_of_it_is_lost(season, kind, name):
    visit = season.of(kind, name)
    if name in DRIFTS and not visit.state.startswith("gagal"):
        assert len(visit.quarantine) == visit.outcome["read_count"] == 3
    assert visit.state.startswith("gagal") or visit.quarantine
    assert visit.state.startswith("gagal") == bool(visit.outcome["error"])


@every_kind
@pytest.mark.parametrize("name", VISITS)
def test_every_fetch_leaves_one_whole_outcome_that_reconciles(season, kind, name):
    visit = season.of(kind, name)
    outcome = visit.outcome
    assert len(visit.outcomes) == (2 if kind not in REMOTE and name == "first" else 1)  # a file is looked at in every run
    assert set(OUTCOMES.names) < set(outcome)
    assert outcome["read_count"] == sum(outcome[count] for count in COUNTS)
    told = [sum(row[count] for row in visit.outcomes) for count in ("loaded_count", "quarantined_count")]
    assert told == [len(visit.documents), len(visit.quarantine)]
    assert None not in [outcome[name] for name in ("fetch_id", "address", "byte_count", "fetch_seconds", "state_slug")]
    assert [outcome[name] is not None for name in ("poll_seconds", "next_due_at", "failure_weight")] == [kind in REMOTE] * 3


def test_the_sources_of_a_group_land_in_one_load_and_stay_apart(season):
    loads = {name: {row["_dlt_load_id"] for kind in KINDS for row in season.of(kind, name).documents} for name in VISITS}
    assert (len(loads["first"]), len(loads["edited"])) == (1, 1)
    sources = [(row["document_id"], row["source_slug"]) for row in season.rows("documents")]
    assert len({document for document, _ in sources}) == len(set(sources))


# Persons and secrets


@pytest.fixture(scope="module")
def written(season) -> dict[str, str]:
    return written_under(season.stage.home.home)


@every_kind
def test_a_person_who_is_named_on_the_pages_is_in_no_file(season, written, kind):
    marks = Person(kind).marks
    shown = "".join(season.stage.shown).lower()
    assert [mark for mark in marks[:-1] if mark not in shown] == []
    assert [(mark, file) for mark in marks for file, told in written.items() if mark in told] == []


def test_a_secret_that_was_shown_to_an_api_is_in_no_file_and_no_log(season, written):
    asked = str(season.stage.world.requests)
    asked += str([base64.b64decode(login) for login in re.findall(r"Basic ([\w+/=]+)", asked)])
    assert [secret for secret in SECRETS if secret not in asked] == []
    assert "GET" in season.logs
    assert [secret for secret in SECRETS if secret in season.logs] == []
    assert [(secret, file) for secret in SECRETS for file, told in written.items() if secret.lower() in told] == []


def test_nobody_but_the_world_is_asked(season):
    assert set(re.findall(r"Starting new HTTPS? connection \(\d+\): (\S+)", season.logs)) == {season.stage.world.host}


# Trouble on the other side: for each a group with a source of every remote kind


@dataclass(frozen=True)
class Trouble:
    """What is answered before the page comes, what becomes of it, with which status, and the caps that it runs into."""

    answers: tuple[Reply, ...]
    state: str
    status: int | None = None
    caps: dict = field(default_factory=lambda: {"retries": 0})


class Endless:
    """A body without a length that never ends, for everybody who asks."""

    def __iter__(self) -> Iterator[bytes]:
        return itertools.chain([b"HTTP/1.1 200 OK\r\n\r\n"], itertools.repeat(bytes(65_536)))


WAIT = 129_600
SMALL, HURRIED = ({"retries": 0, cap: limit} for cap, limit in (("max_bytes", 1_000_000), ("read_seconds", 0.3)))
TROUBLES = {
    "busy": Trouble((Reply.busy(retry_after=WAIT),), "gagal-sementara", 429),
    "thrice_500": Trouble((Reply(status=500),) * 3, "gagal-sementara", 500, caps={}),
    "silent": Trouble((Reply.silent(),), "gagal-sementara", caps=HURRIED),
    "short": Trouble((Reply("{", is_short=True),), "gagal-sementara"),
    "torn_gzip": Trouble((Reply.gzipped(LOGIN_PAGE, keep=60),), "gagal-sementara", 200),
    "private": Trouble((Reply.redirect("http://127.0.0.9:9/dalam"),), "dilarang"),
    "bomb": Trouble((Reply.bomb(2),), "gagal-tetap", 200, SMALL),
    "endless": Trouble((Reply(wire=Endless()),), "gagal-tetap", 200, SMALL),
    "missing": Trouble((Reply(status=404),), "gagal-tetap", 404),
    "gone": Trouble((Reply(status=410),), "gagal-tetap", 410),
}


@pytest.fixture(scope="module", params=TROUBLES)
def troubled(request, stage) -> Scene:
    """A visit in trouble, and one two days later."""
    trouble, scene = TROUBLES[request.param], Scene(stage, request.param, REMOTE)
    pages = {kind: stage.page(scene.name, kind, said(kind, 1, 2, 3)) for kind in REMOTE}
    scene.visit("trouble", {kind: [*trouble.answers, page] for kind, page in pages.items()}, **trouble.caps)
    scene.visit("later", {})
    return scene


@every_remote_kind
def test_trouble_is_an_outcome_that_is_asked_again_when_it_is_due(troubled, kind):
    trouble, visit = TROUBLES[troubled.name], troubled.of(kind, "trouble")
    assert (visit.state, visit.outcome["http_status"], visit.documents) == (trouble.state, trouble.status, [])
    assert visit.outcome["error"]
    assert visit.outcome["failure_weight"] > 0
    due = visit.outcome["next_due_at"]
    assert due >= AS_OF + timedelta(seconds=WAIT if troubled.name == "busy" else 600)
    later = troubled.of(kind, "later")
    assert (later.state, len(later.documents), later.outcome["failure_weight"]) == ("baru", 3, 0.0)


@pytest.fixture(scope="module")
def moved(stage) -> Scene:
    scene, shown = Scene(stage, "moved", REMOTE), {}
    for kind in REMOTE:
        page, target = stage.page("moved", kind, said(kind, 1, 2, 3)), f"/baru/{kind}"
        stage.world.route(target, Reply(page))
        shown[kind] = [Reply.redirect(stage.world.url(target), 301)]
    scene.visit("moved", shown)
    return scene


@every_remote_kind
def test_a_page_that_moved_for_good_is_read_where_it_is_now_and_the_new_address_is_told(moved, kind):
    visit = moved.of(kind, "moved")
    assert (visit.state, len(visit.documents)) == ("baru", 3)
    assert visit.outcome["moved_to"] == (moved.stage.world.url(f"/baru/{kind}") if kind in WEB else None)


@pytest.fixture(scope="module")
def barred(stage) -> Scene:
    scene = Scene(stage, "barred", REMOTE)
    stage.world.robots("User-agent: *\nDisallow: /barred_")
    scene.visit("barred", {kind: [stage.page("barred", kind, said(kind, 1, 2, 3))] for kind in REMOTE})
    return scene


@every_remote_kind
def test_what_robots_bar_is_not_asked_for_except_through_an_official_api(barred, kind):
    if PLAYINGS[kind].asks_robots:
        assert (barred.of(kind, "barred").state, barred.stage.asked("barred", kind)) == ("dilarang", 0)
    else:
        assert (barred.of(kind, "barred").state, barred.stage.asked("barred", kind)) == ("baru", 1)


@pytest.fixture(scope="module")
def unconfigured(stage) -> Scene:
    scene = Scene(stage, "unconfigured", REMOTE)
    shown = {kind: [stage.page("unconfigured", kind, said(kind, 1, 2, 3))] for kind in REMOTE}
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("SOURCES__")]:
            patch.delenv(name)
        scene.visit("without", shown)
    scene.visit("with", {})
    return scene


@every_remote_kind
def test_a_source_without_its_token_says_so_asks_nobody_and_stops_no_other(unconfigured, kind):
    visit = unconfigured.of(kind, "without")
    assert visit.state == ("tidak-dikonfigurasi" if kind in NEEDY else "baru")
    if kind in NEEDY:
        assert f"SOURCES__{kind.upper()}__" in visit.outcome["error"]
        assert visit.outcome["next_due_at"] <= AS_OF
        assert unconfigured.of(kind, "with").state == "baru"
        assert unconfigured.stage.asked("unconfigured", kind) == 1


# Pages behind the first


@pytest.fixture(scope="module")
def paged(stage) -> Scene:
    """The second page fails at first, and two days later it is there."""
    scene = Scene(stage, "paged", PAGED)
    first = {k: stage.page("paged", k, said(k, *range(1, PLAYINGS[k].full + 1)), onward=True) for k in PAGED}
    second = {kind: stage.page("paged", kind, said(kind, 101, 102, 103)) for kind in PAGED}
    scene.visit("first", {kind: [first[kind], Reply(status=500)] for kind in PAGED}, retries=0)
    scene.visit("both", {kind: [first[kind], second[kind]] for kind in PAGED})
    return scene


@pytest.mark.parametrize("kind", PAGED)
def test_a_further_page_that_fails_is_told_costs_nothing_that_came_before_and_is_asked_again(paged, kind):
    visit, both = paged.of(kind, "first"), paged.of(kind, "both")
    assert len(visit.documents) == PLAYINGS[kind].full
    assert visit.state == "gagal-sementara" or visit.quarantine
    assert len(both.documents) == 3
