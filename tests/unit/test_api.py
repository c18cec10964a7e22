"""Around the questions to APIs: secrets, refusals, what is read of an answer, and answers that nobody promised."""

from __future__ import annotations

import copy
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingestion.apis.answers import as_moment, as_number, mask_handles, newest, read_chunk
from ingestion.apis.client import Api, Page, once
from ingestion.apis.refusals import wait_of
from ingestion.apis.tokens import secret
from ingestion.contract import apply_contract
from ingestion.kinds import Chunk, NotConfigured, Unusable, kind_module, text_chunk
from tests.fixtures.apis import AS_OF, FOLDER, answer

ENTRY = SimpleNamespace(slug="warga_x", kind="x")
DATE = {"Date": "Sat, 21 Nov 2026 05:00:00 GMT"}


# Secrets


@pytest.mark.parametrize("value", ["", "  ", "\t\n"])
def test_a_blank_secret_is_none(value, monkeypatch):
    monkeypatch.setenv("SOURCES__X__TOKEN", value)
    assert secret(ENTRY, "token") is None


def test_a_secret_is_trimmed_and_found_in_any_thread(monkeypatch):
    monkeypatch.setenv("SOURCES__X__TOKEN", " rahasia\n")
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: secret(ENTRY, "token"), range(16))) == {"rahasia"}


@pytest.mark.parametrize("value", ["raha\nsia", "rahasïa", "raha\tsia"])
def test_a_secret_that_no_header_can_hold_is_refused_and_not_repeated(value, monkeypatch):
    monkeypatch.setenv("SOURCES__X__TOKEN", value)
    with pytest.raises(NotConfigured, match=r"sources\.x\.token") as refused:
        secret(ENTRY, "token")
    assert value not in str(refused.value)


def test_what_threads_share_is_made_once_and_again_after_a_failure():
    made, gate = [], threading.Barrier(4)

    def make() -> Api:
        made.append(None)
        if len(made) == 1:
            raise Unusable("belum siap")
        return Api("X", "", None)

    api = once(make)
    with pytest.raises(Unusable):
        api()

    def ask(_number: int) -> Api:
        gate.wait()
        return api()

    with ThreadPoolExecutor(4) as pool:
        assert len({id(given) for given in pool.map(ask, range(4))}) == 1
    assert len(made) == 2


def test_what_is_printed_of_an_api_holds_no_secret():
    assert "rahasia" not in repr(Api("X", "", None, secrets=("rahasia",)))


# Refusals


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "90"}, 90),
        ({"retry-after": "Sat, 21 Nov 2026 05:02:00 GMT"}, 120),
        ({"x-rate-limit-reset": "1795237500"}, 300),
        ({"ratelimit-reset": "1795237260"}, 60),
        ({"x-ratelimit-reset": "2026-11-21T05:03:20.000Z"}, 200),
        ({"x-ratelimit-reset": "247"}, 247),
        ({"retry-after": "nanti", "x-ratelimit-reset": "8"}, 8),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "-5"}, 0),
        ({"x-rate-limit-reset": "1e300"}, 31 * 86_400),
    ],
)
def test_how_long_to_wait_is_read_from_any_header_that_apis_use(headers, seconds):
    assert wait_of({**DATE, **headers}, datetime(2020, 1, 1)) == seconds


# Texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("@budi_77 tolong", "@_ tolong"),
        ("kata (@budi.santoso), benar", "kata (@_), benar"),
        ("lihat @budi.", "lihat @_."),
        ("@budi@sosial.contoh.id dan @sari.bsky.social", "@_ dan @_"),
        ("https://sosial.contoh.id/@budi/123", "https://sosial.contoh.id/@_/123"),
        ("surel budi@contoh.id saja", "surel budi@contoh.id saja"),
        ("halo@budi", "halo@_"),
        ("telur @28.000 per kg", "telur @28.000 per kg"),
        ("@28budi", "@_"),
        ("kumpul @ balai desa", "kumpul @ balai desa"),
        ("@_ sudah", "@_ sudah"),
        ("tanpa nama", "tanpa nama"),
    ],
)
def test_accounts_behind_an_at_are_masked_and_nothing_else(text, masked):
    assert mask_handles(text) == masked


@given(st.text(alphabet="@._-ab1 é", max_size=60))
def test_masking_twice_is_masking_once(text):
    assert mask_handles(mask_handles(text)) == mask_handles(text)


# Cursors


def test_the_newest_is_the_highest_by_its_order_and_not_by_its_letters():
    chunks = [text_chunk([{"ref": "99"}, {"ref": "100"}]), text_chunk([{"ref": "bukan angka"}, {"ref": None}])]
    assert newest(chunks, "ref", as_number, "98") == "100"
    assert newest(chunks, "ref", as_number, "101") == "101"
    assert newest([], "ref", as_number, None) is None


def test_a_time_that_cannot_be_read_or_lies_ahead_is_no_cursor():
    order = as_moment(AS_OF)
    assert order("2026-11-21T05:00:00Z") is not None
    assert [order(value) for value in ("kemarin", "2026-11-21T05:00:01Z", "2026-11-21T04:00:00")] == [None] * 3


# Answers


def test_a_record_of_another_shape_is_broken_and_the_others_keep_their_numbers():
    chunk = read_chunk([{"id": "1"}, {"nomor": "2"}, 3, {"id": "4"}], list, lambda item: [{"ref": item["id"]}], first=10)
    assert (chunk.table.column("ref").to_pylist(), list(chunk.numbers)) == (["1", "4"], [10, 13])
    assert [(broken.number, broken.reason) for broken in chunk.broken] == [
        (11, "it has no 'id'"),
        (12, "a field is not as documented (TypeError)"),
    ]


READERS = {
    "x": lambda module: module.read_page,
    "youtube": lambda module: (
        lambda page, first: module.read_page(Page(page.document, b"", 200, module.Video("v", "Sukamaju TV")), first)
    ),
    "bluesky": lambda module: module.read_page,
    "mastodon": lambda module: partial(module.read_page, SimpleNamespace(api="https://sosial.contoh.id"), "banjir"),
    "reddit": lambda module: module.read_page,
    "telegram": lambda module: partial(module.read_page, SimpleNamespace(channels=["kabarsukamaju"]), "kabarsukamaju"),
    "fact_check_tools": lambda module: module.read_page,
    "mafindo": lambda module: module.read_page,
}
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["\ud83d", "\x00", "@", "<div>", "2026-13-40", "9" * 400, "{}", -1, 10**400, [], {}, [[]], {"a": None}]),
)


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(child, (*path, key))


def changed(document, path, leaf, is_dropped: bool):
    if not path:
        return leaf
    document = copy.deepcopy(document)
    *above, last = path
    holder = document
    for key in above:
        holder = holder[key]
    if is_dropped and isinstance(holder, dict):
        del holder[last]
    else:
        holder[last] = leaf
    return document


@pytest.mark.parametrize("kind", READERS)
def test_no_answer_escapes_as_an_exception_and_every_record_is_counted(kind):
    module = kind_module(kind)
    read = READERS[kind](module)
    is_html = kind == "telegram"
    whole = module.preview(answer(kind, "1.html").encode()) if is_html else json.loads(answer(kind, "1.json"))
    found = list(places(whole))
    entry = SimpleNamespace(
        slug="uji",
        channel="media-sosial",
        columns={},
        time_zone="Asia/Jakarta",
        outlet=None,
        region=None,
        agency=None,
        terms=SimpleNamespace(keep="isi"),
    )

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(found), LEAVES, st.booleans())
    def check(path, leaf, is_dropped):
        chunk: Chunk = read(Page(changed(whole, path, leaf, is_dropped), b"", 200), 1)
        batch = apply_contract(chunk, entry, "alamat", AS_OF, b"kunci uji")
        assert batch.documents.num_rows + batch.quarantine.num_rows == chunk.table.num_rows + len(chunk.broken)
        assert len(chunk.numbers) == chunk.table.num_rows

    check()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_preview_page_escapes_as_an_exception(data):
    body = (FOLDER / "telegram" / "1.html").read_bytes()
    start, length = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 400))
    mutated = body[:start] + data.draw(st.binary(max_size=30)) + body[start + length :]
    module = kind_module("telegram")
    document = module.preview(mutated)
    for message in document["messages"]:
        assert etree.HTML(message) is not None
    chunk = READERS["telegram"](module)(Page(document, mutated, 200), 1)
    assert chunk.table.num_rows + len(chunk.broken) == len(document["messages"])
