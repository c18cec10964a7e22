"""Kinds that ask official APIs: what all of them keep, against recorded answers on a local server."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from datetime import timedelta

import pytest

from ingestion.commits import Known
from ingestion.contract import apply_contract
from ingestion.kinds import FetchError, Forbidden, NotConfigured, QuotaSpent, Unavailable, Unusable, kind_module
from ingestion.payloads import KeepingWeb, KeptWeb, Visited
from ingestion.pipeline import Run, read_group
from ingestion.quota import Books
from tests.fixtures.apis import AS_OF, CASES, PERSONS, answer, entry_of, only_fetch, path_of, recorded, rows_of, serve, visit_to
from tests.fixtures.world import Reply, World

KEY = b"kunci uji"
NEEDY = [kind for kind, case in CASES.items() if case.secrets and not case.is_keyless]
PAGED = [kind for kind, case in CASES.items() if len(recorded(kind)) > 1]
every_kind = pytest.mark.parametrize("kind", CASES)


@pytest.fixture
def world():
    with World() as world:
        yield world


@pytest.fixture(autouse=True)
def secrets(monkeypatch) -> list[str]:
    """Every secret is set, in the environment."""
    for kind, case in CASES.items():
        for name, value in case.secrets.items():
            monkeypatch.setenv(f"SOURCES__{kind.upper()}__{name.upper()}", value)
    return [v for case in CASES.values() for v in (*case.secrets.values(), case.token) if v and v != "pantau-uji"]


def without_secrets(monkeypatch, kind: str) -> None:
    for name in CASES[kind].secrets:
        monkeypatch.delenv(f"SOURCES__{kind.upper()}__{name.upper()}")


def log_everything(caplog) -> None:
    for logger in ("", "dlt", "urllib3.connection", "urllib3.connectionpool"):
        caplog.set_level(logging.DEBUG, logger)


def refs_of(content) -> list[str]:
    return [row["ref"] for row in rows_of(content)]


def failure_of(kind: str, world: World, *replies: Reply) -> FetchError:
    serve(world, kind, *replies)
    with pytest.raises(FetchError) as failed:
        only_fetch(kind, world).open()
    return failed.value


@every_kind
def test_the_records_of_all_pages_are_read_in_order(kind, world):
    serve(world, kind)
    content = only_fetch(kind, world).open()
    assert refs_of(content) == list(CASES[kind].first)
    assert content.http_status == 200
    assert content.byte_count > 0


@every_kind
def test_every_record_meets_the_contract(kind, world):
    serve(world, kind)
    entry = entry_of(kind, world)
    batches = [apply_contract(c, entry, "alamat", AS_OF, KEY) for c in only_fetch(kind, world).open().read()]
    assert [row["reason_detail"] for batch in batches for row in batch.quarantine.to_pylist()] == []
    assert sum(batch.documents.num_rows for batch in batches) == len(CASES[kind].first)


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.token])
def test_the_token_is_where_the_api_wants_it(kind, world):
    serve(world, kind)
    only_fetch(kind, world).open()
    asked = world.seen(path_of(kind))
    assert {CASES[kind].carries(seen) for seen in asked} == {CASES[kind].token}
    assert len(asked) == len(recorded(kind))


@every_kind
@pytest.mark.parametrize(
    "reply",
    [None, Reply(status=500), Reply(status=401), Reply(status=403), Reply("bukan json"), Reply.busy(), Reply(is_short=True)],
)
def test_no_secret_is_in_an_error_a_record_an_address_or_a_log(kind, reply, world, secrets, caplog):
    log_everything(caplog)
    serve(world, kind, *([reply] if reply else []))
    fetch, told = only_fetch(kind, world), []
    try:
        content = fetch.open()
        told = [repr(content), content.fingerprint, content.cursor, *map(str, rows_of(content))]
        told += [chunk.broken for chunk in content.read()]
    except FetchError as error:
        told = ["".join(traceback.format_exception(error))]
    told += [fetch.address, repr(fetch), caplog.text]
    assert [secret for secret in secrets if secret in str(told)] == []


def test_a_path_with_a_key_is_not_logged_when_the_answer_has_malformed_headers(world, caplog):
    log_everything(caplog)
    body = answer("mafindo", "1.json").encode()
    wire = [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nno header at all\r\nX: y\r\n\r\n" % len(body), body]
    world.route(path_of("mafindo"), lambda _seen: Reply(wire=wire))
    assert refs_of(only_fetch("mafindo", world).open()) == list(CASES["mafindo"].first)
    assert "Failed to parse headers" in caplog.text
    assert "rahasia" not in caplog.text


@pytest.mark.parametrize("kind", NEEDY)
def test_without_a_token_the_way_to_set_it_is_told_and_nothing_is_asked(kind, world, monkeypatch):
    without_secrets(monkeypatch, kind)
    serve(world, kind)
    name = next(iter(CASES[kind].secrets))
    with pytest.raises(NotConfigured, match=f"SOURCES__{kind.upper()}__{name.upper()}") as missing:
        only_fetch(kind, world).open()
    assert f"[sources.{kind}] in .dlt/secrets.toml" in str(missing.value)
    assert world.requests == []


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.is_keyless])
def test_a_kind_that_needs_no_token_asks_without_one(kind, world, monkeypatch):
    without_secrets(monkeypatch, kind)
    serve(world, kind)
    assert refs_of(only_fetch(kind, world).open()) == list(CASES[kind].first)
    assert {"authorization" in seen.headers for seen in world.requests} == {False}


@pytest.mark.parametrize("kind", ["bluesky", "mastodon"])
def test_an_api_that_wants_a_token_after_all_says_where_to_put_it(kind, world, monkeypatch):
    without_secrets(monkeypatch, kind)
    error = failure_of(kind, world, Reply.json({"error": "This method requires an authenticated user"}, 401))
    assert isinstance(error, NotConfigured)
    assert f"SOURCES__{kind.upper()}__" in str(error)
    assert "requires an authenticated user" in str(error)


@every_kind
def test_an_empty_answer_is_no_record_and_no_error(kind, world):
    serve(world, kind, Reply(answer(kind, f"empty.{CASES[kind].suffix}")))
    fetch = only_fetch(kind, world)
    content = fetch.open()
    assert rows_of(content) == []
    assert [chunk.broken for chunk in content.read() if chunk.broken] == []
    assert content.cursor is None


MISSHAPEN = [
    Reply(text) for text in ('{"keterangan": "bukan yang diminta"}', '{"data": 7, "items": "x", "claims": 1}', '"teks"', "7")
]


@pytest.mark.parametrize("kind", [kind for kind in CASES if kind != "telegram"])
@pytest.mark.parametrize("reply", MISSHAPEN, ids=["others", "types", "text", "number"])
def test_an_answer_of_another_shape_is_one_broken_record(kind, reply, world):
    serve(world, kind, reply)
    (chunk,) = only_fetch(kind, world).open().read()
    assert chunk.table.num_rows == 0
    assert [broken.number for broken in chunk.broken] == [1]


@pytest.mark.parametrize("kind", [kind for kind in PAGED if kind != "telegram"])
def test_a_malformed_page_leaves_the_records_before_it(kind, world):
    serve(world, kind, recorded(kind)[0], Reply('{"keterangan": "rusak"}'))
    content = only_fetch(kind, world).open()
    refs = refs_of(content)
    assert refs == list(CASES[kind].first)[: len(refs)] != []
    assert [b.number for chunk in content.read() for b in chunk.broken] == [len(refs) + 1]


@pytest.mark.parametrize("kind", PAGED)
def test_a_failure_on_the_second_page_comes_behind_the_records_of_the_first(kind, world):
    serve(world, kind, recorded(kind)[0], Reply(status=404))
    reading = only_fetch(kind, world).open().read()
    assert next(reading).table.num_rows > 0
    with pytest.raises(Unusable):
        next(reading)


@pytest.mark.parametrize("kind", PAGED)
def test_paging_ends_at_a_cursor_that_came_before(kind, world):
    serve(world, kind, recorded(kind)[0])
    only_fetch(kind, world, pages=9).open()
    assert len(world.seen(path_of(kind))) == 2


@pytest.mark.parametrize("kind", PAGED)
def test_paging_ends_at_the_cap_of_the_entry(kind, world):
    serve(world, kind)
    assert len(refs_of(only_fetch(kind, world, pages=1).open())) < len(CASES[kind].first)
    assert len(world.seen(path_of(kind))) == 1


@pytest.mark.parametrize("kind", PAGED)
def test_the_second_page_is_asked_for_by_the_cursor_of_the_first(kind, world):
    serve(world, kind)
    only_fetch(kind, world).open()
    first, second = world.seen(path_of(kind))
    param = CASES[kind].page_param
    assert param not in first.query
    assert second.query[param] in recorded(kind)[0].body
    assert {k: v for k, v in second.query.items() if k != param} == first.query


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.token])
@pytest.mark.parametrize(
    ("status", "error"), [(401, Unusable), (403, Forbidden), (500, Unavailable), (429, Unavailable), (404, Unusable)]
)
def test_a_refusal_is_told_by_what_it_means(kind, status, error, world):
    failed = failure_of(kind, world, Reply(status=status))
    assert type(failed) is error
    assert failed.http_status == status
    assert str(status) in str(failed)


@pytest.mark.parametrize("kind", NEEDY)
def test_a_token_that_is_refused_is_told_with_the_way_to_set_another(kind, world):
    failed = failure_of(kind, world, Reply.json({"title": "Unauthorized", "detail": "Token kedaluwarsa"}, 401))
    assert "Token kedaluwarsa" in str(failed)
    assert f"SOURCES__{kind.upper()}__" in str(failed)


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.token])
@pytest.mark.parametrize(
    "body", ["<html>Sedang dirawat</html>", "[" * 100_000, "", b"\xff\xfe"], ids=["page", "nested", "empty", "bytes"]
)
def test_what_is_no_json_is_unusable(kind, body, world):
    assert type(failure_of(kind, world, Reply(body))) is Unusable


@pytest.mark.parametrize("kind", [kind for kind in CASES if kind != "telegram"])
def test_a_request_that_the_window_has_no_room_for_is_not_sent(kind, world):
    serve(world, kind)
    ledger = Books().ledger("uji", AS_OF)
    only_fetch(kind, world, ledger=ledger).open()
    books = Books([{**row, "spent_units": row["limit_units"]} for row in ledger.rows()])
    before = len(world.requests)
    with pytest.raises(QuotaSpent):
        only_fetch(kind, world, ledger=books.ledger("uji", AS_OF)).open()
    assert len(world.requests) == before


@pytest.mark.parametrize("kind", [kind for kind in CASES if kind != "telegram"])
def test_every_request_is_in_the_ledger(kind, world):
    serve(world, kind)
    ledger = Books().ledger("uji", AS_OF)
    only_fetch(kind, world, ledger=ledger).open()
    assert sum(row["spent_units"] for row in ledger.rows()) == len(world.requests)


@every_kind
def test_a_second_run_adds_no_row_and_no_person_is_in_any(kind, world, home):
    known = Known()
    first, second = (_run(kind, world, home, known, days) for days in (0, 2))
    assert len(first["documents"]) == len(CASES[kind].first)
    assert second["documents"] == second["quarantine"] == []
    assert second["outcomes"][0]["state_slug"] == "tak-berubah"
    written = str(first) + str(second)
    assert [person for person in PERSONS if person.lower() in written.lower()] == []


def _run(kind: str, world: World, home, known: Known, days: int) -> dict[str, list[dict]]:
    serve(world, kind)
    entry = entry_of(kind, world)
    tables: dict[str, list[dict]] = {"documents": [], "quarantine": [], "outcomes": [], "deletions": []}
    run = Run(home, AS_OF + timedelta(days=days), KEY, web=world.web())
    for table, batch in read_group([entry], run, {entry.slug: known}):
        tables.setdefault(table, []).extend(batch.to_pylist())
    assert [outcome["error"] for outcome in tables["outcomes"]] == [None]
    return tables


@every_kind
def test_fetches_are_listed_without_a_request_or_a_secret_and_are_remote(kind, world, monkeypatch):
    without_secrets(monkeypatch, kind)
    fetches = list(kind_module(kind).fetches(entry_of(kind, world), visit_to(world)))
    assert [fetch.is_remote for fetch in fetches] == [True]
    assert world.requests == []


@pytest.mark.parametrize("kind", [kind for kind in CASES if kind != "mafindo"])
def test_a_list_of_questions_is_a_fetch_for_each_once(kind, world):
    name, (value,) = next(iter(CASES[kind].fields.items()))
    other = value[:-1] + ("b" if not value.endswith("id") else "o")
    fetches = list(kind_module(kind).fetches(entry_of(kind, world, **{name: [value, other, value]}), visit_to(world)))
    assert len({fetch.address for fetch in fetches}) == len(fetches) == 2


@every_kind
def test_what_an_api_answered_can_be_read_again_without_asking_it(kind, world, tmp_path):
    serve(world, kind)
    visited, visit = Visited(tmp_path / "20261121T050000", KEY), visit_to(world)
    (fetch,) = kind_module(kind).fetches(entry_of(kind, world), replace(visit, web=KeepingWeb(visit.web, visited)))
    first, asked = refs_of(fetch.open()), len(world.requests)
    (kept,) = kind_module(kind).fetches(entry_of(kind, world), replace(visit, web=KeptWeb(visited)))
    assert refs_of(kept.open()) == first
    assert len(world.requests) == asked
