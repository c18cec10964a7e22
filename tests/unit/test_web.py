"""The way to the outside, against a server on loopback: politeness, caps, private addresses, and what errors may say."""

from __future__ import annotations

import gzip
import itertools
import logging
import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from dlt.sources.helpers.rest_client.paginators import JSONLinkPaginator
from hypothesis import given
from hypothesis import strategies as st
from requests import HTTPError
from urllib3.util.connection import create_connection

from ingestion.kinds import FetchError, Forbidden, Unavailable, Unusable
from ingestion.web import Caps, Page, Web, raise_for_status
from ingestion.web.connections import is_public
from tests.fixtures.world import Reply, Seen, World

SECRET = "kunci-rahasia"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class Clock:
    """Time that passes only when somebody sleeps, or a test says so."""

    def __init__(self) -> None:
        self.now, self._lock = 1000.0, threading.Lock()

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def named(monkeypatch) -> Callable[..., None]:
    """Lets a name lead to addresses: named("contoh.example", "127.0.0.1")."""
    book, lookup = {}, socket.getaddrinfo

    def getaddrinfo(host, port, *arguments, **options):
        if host in book:
            return [entry for address in book[host] for entry in lookup(address, port, *arguments, **options)]
        return lookup(host, port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return lambda host, *addresses: book.update({host: addresses})


def timed(world: World, clock: Clock, **caps) -> Web:
    return Web(Caps(**caps), private_hosts=frozenset(world.hosts), sleep=clock.advance, clock=clock)


def stamped(clock: Clock, starts: list[float], *replies: Reply) -> Callable[[Seen], Reply]:
    """A route that notes when it was asked, and gives one reply after the other; the last stays."""
    waiting = [*replies] or [Reply("ok")]

    def route(_seen: Seen) -> Reply:
        starts.append(clock())
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return route


# --- what comes back


def test_a_page_is_its_bytes_its_headers_and_where_it_was(world):
    world.route("/rss", Reply("<rss/>", headers={"Content-Type": "text/xml", "X-Nilai": "Ya"}))
    page = world.web().get(world.url("/rss"), accept="application/rss+xml")
    assert (page.url, page.status, page.body) == (world.url("/rss"), 200, b"<rss/>")
    assert (page.headers["content-type"], page.headers["x-nilai"]) == ("text/xml", "Ya")
    assert (page.moved_to, page.is_unchanged) == (None, False)
    sent = world.seen("/rss")[0].headers
    assert sent["user-agent"].startswith("Pantau/")
    assert sent["accept"] == "application/rss+xml"


def test_a_page_that_has_not_changed_is_not_sent_again(world):
    world.route("/rss", Reply("isi").with_etag('"v1"', "Sat, 21 Nov 2026 05:00:00 GMT"))
    web = world.web()
    first = web.get(world.url("/rss"))
    for condition in ({"etag": first.headers["etag"]}, {"last_modified": first.headers["last-modified"]}):
        again = web.get(world.url("/rss"), **condition)
        assert (again.is_unchanged, again.status, again.body) == (True, 304, b"")
    assert not web.get(world.url("/rss"), etag='"v0"').is_unchanged


def test_unchanged_in_answer_to_no_condition_is_no_page(world):
    world.route("/rss", Reply(status=304))
    with pytest.raises(Unusable, match="304"):
        world.web().get(world.url("/rss"))


def test_connections_are_used_again(world, monkeypatch):
    opened = []

    def connect(address, *arguments, **options):
        opened.append(address)
        return create_connection(address, *arguments, **options)

    monkeypatch.setattr("ingestion.web.connections.create_connection", connect)
    world.route("/rss", [Reply("satu"), Reply.gzipped("dua"), Reply(status=304).with_etag("1"), Reply("empat")])
    web = world.web()
    assert [web.get(world.url("/rss"), etag="1").body for _ in range(4)] == [b"satu", b"dua", b"", b"empat"]
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, Unusable),
        (410, Unusable),
        (401, Unusable),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
        (103, Unusable),
    ],
)
def test_a_status_says_whether_asking_again_may_help(world, status, error):
    world.route("/rss", Reply("maaf", status))
    with pytest.raises(error, match=f"/rss answered {status}") as caught:
        world.web().get(world.url("/rss"))
    assert caught.value.http_status == status


# --- pacing


def test_requests_to_one_host_start_an_interval_apart(world, clock):
    starts: list[float] = []
    world.route("/rss", stamped(clock, starts))
    web = timed(world, clock, host_interval_seconds=1.5)
    for _ in range(4):
        web.get(world.url("/rss"), robots=False)
    assert starts == [1000.0, 1001.5, 1003.0, 1004.5]


def test_time_that_passed_by_itself_is_not_waited_for_again(world, clock):
    starts: list[float] = []
    world.route("/rss", stamped(clock, starts))
    web = timed(world, clock)
    web.get(world.url("/rss"), robots=False)
    clock.advance(0.75)
    web.get(world.url("/rss"), robots=False)
    clock.advance(90)
    web.get(world.url("/rss"), robots=False)
    assert starts == [1000.0, 1001.0, 1091.0]


def test_threads_get_their_turns_one_interval_after_the_other(world):
    pauses: list[float] = []
    web = Web(Caps(host_interval_seconds=2), frozenset(world.hosts), sleep=pauses.append, clock=lambda: 0.0)
    world.route("/rss", Reply("ok"))
    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(lambda _: web.get(world.url("/rss"), robots=False), range(40)))
    assert [page.body for page in pages] == [b"ok"] * 40
    assert sorted(pauses) == [2.0 * turn for turn in range(1, 40)]


def test_a_host_that_waits_holds_up_no_other():
    with World(hosts=2) as world:
        world.route("/rss", Reply("ok"))
        is_waiting, may_go_on = threading.Event(), threading.Event()

        def sleep(_seconds: float) -> None:
            is_waiting.set()
            assert may_go_on.wait(5)

        web = Web(Caps(host_interval_seconds=60), frozenset(world.hosts), sleep=sleep, clock=lambda: 0.0)
        web.get(world.url("/rss"), robots=False)
        with ThreadPoolExecutor(1) as pool:
            second = pool.submit(web.get, world.url("/rss"), robots=False)
            assert is_waiting.wait(5)
            assert web.get(world.url("/rss", host=1), robots=False).body == b"ok"
            assert not second.done()
            may_go_on.set()
            assert second.result(5).body == b"ok"


@pytest.mark.parametrize(("asked", "kept"), [("7", 7.0), ("0.2", 1.0), ("86400", 30.0), ("nan", 1.0)])
def test_the_crawl_delay_of_a_host_is_kept_within_reason(world, clock, asked, kept):
    starts: list[float] = []
    world.robots(f"User-agent: *\nCrawl-delay: {asked}\n")
    world.route("/rss", stamped(clock, starts))
    web = timed(world, clock)
    for _ in range(3):
        web.get(world.url("/rss"))
    assert starts == [1000.0 + kept * turn for turn in (1, 2, 3)]  # robots.txt was the first start


# --- robots.txt


def test_robots_are_obeyed_and_asked_once(world):
    world.robots("User-agent: *\nDisallow: /\n\nUser-agent: pantau\nDisallow: /admin\nAllow: /admin/umum\n")
    world.route("/rss", Reply("ok"))
    world.route("/admin/umum", Reply("ok"))
    web = world.web()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: web.get(world.url("/rss")), range(16)))
    assert web.get(world.url("/admin/umum")).status == 200
    with pytest.raises(Forbidden, match=r"/admin/x is not for us.*robots\.txt"):
        web.get(world.url("/admin/x"))
    assert len(world.seen("/robots.txt")) == 1
    assert not world.seen("/admin/x")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_robots_everything_is_allowed(world, status):
    world.route("/robots.txt", Reply("tidak ada", status))
    world.route("/rss", Reply("ok"))
    assert world.web().get(world.url("/rss")).body == b"ok"


@pytest.mark.parametrize("reply", [Reply(status=503), Reply.busy(), Reply("User-agent", is_short=True), Reply.bomb(2)])
def test_while_robots_cannot_be_had_nothing_is_fetched(world, reply):
    world.route("/robots.txt", reply)
    world.route("/rss", Reply("ok"))
    web = world.web(retries=0, max_bytes=1_000_000)
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"robots\.txt"):
            web.get(world.url("/rss"))
    assert [seen.path for seen in world.requests] == ["/robots.txt"]


def test_robots_that_moved_are_followed(world):
    world.redirects("/robots.txt", "/aturan.txt", status=301)
    world.route("/aturan.txt", Reply("User-agent: *\nDisallow: /rss"))
    with pytest.raises(Forbidden):
        world.web().get(world.url("/rss"))


def test_only_the_first_500_kilobytes_of_robots_count(world):
    world.robots("User-agent: *\nDisallow: /awal\n" + "# panjang\n" * 60_000 + "Disallow: /akhir\n")
    world.route("/akhir", Reply("ok"))
    web = world.web()
    assert web.get(world.url("/akhir")).body == b"ok"
    with pytest.raises(Forbidden):
        web.get(world.url("/awal"))


def test_a_redirect_to_where_robots_forbid_is_not_followed():
    with World(hosts=2) as world:
        world.robots("User-agent: *\nDisallow: /arsip", host=1)
        world.route("/rss", Reply.redirect(world.url("/arsip", host=1)))
        with pytest.raises(Forbidden):
            world.web().get(world.url("/rss"))
        assert not world.seen("/arsip")


# --- retries and dead lines


def test_trouble_that_passes_is_asked_again_later_and_later(world, clock):
    starts: list[float] = []
    world.route("/rss", stamped(clock, starts, Reply(status=500), Reply("isi yang terpotong", is_short=True), Reply("ok")))
    assert timed(world, clock).get(world.url("/rss"), robots=False).body == b"ok"
    assert starts == [1000.0, 1001.0, 1003.0]


def test_trouble_that_stays_is_given_up_after_two_retries(world):
    world.route("/rss", Reply(status=502))
    with pytest.raises(Unavailable) as caught:
        world.web().get(world.url("/rss"), robots=False)
    assert caught.value.http_status == 502
    assert len(world.requests) == 3


def test_what_will_not_get_better_is_asked_once(world):
    world.route("/rss", Reply(status=404))
    with pytest.raises(Unusable):
        world.web().get(world.url("/rss"), robots=False)
    assert (len(world.requests), world.pauses) == (1, [])


def test_retry_after_in_seconds_is_honoured_for_the_whole_host(world, clock):
    starts: list[float] = []
    world.route("/rss", stamped(clock, starts, Reply.busy(retry_after=20), Reply("ok")))
    world.route("/lain", stamped(clock, starts))
    web = timed(world, clock)
    assert web.get(world.url("/rss"), robots=False).body == b"ok"
    web.get(world.url("/lain"), robots=False)
    assert starts == [1000.0, 1020.0, 1021.0]


def test_retry_after_as_a_date_is_honoured(world):
    world.route("/rss", [Reply.busy(datetime.now(UTC) + timedelta(seconds=50)), Reply("ok")])
    assert world.web().get(world.url("/rss"), robots=False).body == b"ok"
    assert 30 < sum(world.pauses) <= 50


def test_a_retry_after_beyond_the_dead_line_is_handed_on(world):
    world.route("/rss", Reply.busy(retry_after=600))
    with pytest.raises(Unavailable) as caught:
        world.web().get(world.url("/rss"), robots=False)
    assert caught.value.retry_after == 600
    assert (len(world.requests), world.pauses) == (1, [])


@pytest.mark.parametrize("said", [None, "nanti", "9" * 5000, "-5", "Sab, 99 Foo 99999 00:00:00"])
def test_too_many_requests_without_a_time_are_not_asked_again(world, said):
    world.route("/rss", Reply.busy(said))
    with pytest.raises(Unavailable) as caught:
        world.web().get(world.url("/rss"), robots=False)
    assert caught.value.retry_after is None
    assert len(world.requests) == 1


def test_a_host_that_says_nothing_runs_into_the_time_out(world):
    world.route("/rss", Reply.silent())
    with pytest.raises(Unavailable, match="in time"):
        world.web(read_seconds=0.05, retries=0).get(world.url("/rss"), robots=False)


def test_a_host_that_is_not_there_is_unavailable(world):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        address = "127.0.0.1:{1}".format(*bound.getsockname())
        web = Web(Caps(retries=0), frozenset({address}))
        with pytest.raises(Unavailable, match="refused"):
            web.get(f"http://{address}/rss")


@pytest.mark.parametrize(
    "beginning",
    [b"", b"HTTP/1.1 200 OK\r\nX-", b"HTTP/1.1 200 OK\r\n\r\n", CHUNKED],
    ids=["status", "header", "body", "chunk size"],
)
def test_an_answer_that_drips_is_cut_at_the_dead_line(world, clock, beginning):
    def drips() -> Iterator[bytes]:
        yield beginning
        for _ in range(1000):
            clock.advance(9)
            yield b"1"

    world.route("/rss", Reply(wire=drips()))
    with pytest.raises(Unavailable, match="in time"):
        timed(world, clock).get(world.url("/rss"), robots=False)
    assert len(world.requests) == 1


def test_an_endless_queue_of_preliminary_answers_is_cut_at_the_dead_line(world, clock):
    def preliminary() -> Iterator[bytes]:
        for _ in range(100_000):
            clock.advance(1)
            yield b"HTTP/1.1 100 Continue\r\n\r\n"

    world.route("/rss", Reply(wire=preliminary()))
    with pytest.raises(Unavailable):
        timed(world, clock).get(world.url("/rss"), robots=False)


# --- bodies


@pytest.mark.parametrize("reply", [Reply.gzipped("halo " * 9000), Reply("halo " * 9000), Reply(gzip.compress(b"halo " * 9000))])
def test_a_packed_body_is_unpacked_whether_the_header_or_the_file_says_so(world, reply):
    world.route("/peta-situs.xml.gz", reply)
    assert world.web().get(world.url("/peta-situs.xml.gz")).body == b"halo " * 9000


@pytest.mark.parametrize("after", [b"", b"\0" * 512, b"\n", gzip.compress(b" lagi", mtime=0)])
def test_members_of_gzip_follow_each_other_and_padding_is_passed_over(world, after):
    body = gzip.compress(b"satu", mtime=0) + gzip.compress(b" dua") + after
    world.route("/rss", Reply(body, headers={"Content-Encoding": "gzip"}))
    assert world.web().get(world.url("/rss")).body == b"satu dua" + b" lagi" * (len(after) > 1 and after[0] > 0)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_stopped_while_it_unpacks(world, encoding):
    world.route("/rss", Reply.bomb(megabytes=48, encoding=encoding))
    web = world.web(max_bytes=1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(Unusable, match="1,000,000 bytes"):
            web.get(world.url("/rss"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000


def test_members_that_unpack_to_nothing_count_as_what_they_weigh(world):
    world.route("/rss", Reply(gzip.compress(b"", mtime=0) * 10_000, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(Unusable, match="100,000 bytes"):
        world.web(max_bytes=100_000).get(world.url("/rss"))


@pytest.mark.parametrize("size", [1000, 1001])
def test_the_cap_is_the_last_byte_allowed(world, size):
    world.route("/rss", Reply("x" * size))
    web = world.web(max_bytes=1000)
    if size == 1000:
        assert len(web.get(world.url("/rss")).body) == 1000
    else:
        with pytest.raises(Unusable, match="1,000 bytes"):
            web.get(world.url("/rss"))


def test_an_endless_body_is_stopped_at_the_cap_and_hung_up_on(world):
    is_hung_up = threading.Event()

    def endless() -> Iterator[bytes]:
        try:
            yield from itertools.repeat(b"x" * 4096)
        finally:
            is_hung_up.set()

    world.route("/rss", lambda _seen: Reply.dripping(endless()))
    with pytest.raises(Unusable, match="100,000 bytes") as caught:
        world.web(max_bytes=100_000).get(world.url("/rss"))
    assert is_hung_up.wait(5), f"still sending after: {caught.value}"


@pytest.mark.parametrize(
    "reply",
    [
        Reply("isi", is_short=True),
        Reply.gzipped("isi yang panjang " * 50, keep=40),
        Reply.gzipped("isi", keep=5),
        Reply(wire=[CHUNKED, b"5\r\nhalo!\r\n"]),
        Reply(wire=[CHUNKED, b"50\r\nhalo"]),
        Reply(wire=[b"bukan http sama sekali\r\n\r\n"]),
        Reply(wire=[b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000]),
        Reply(wire=[]),
    ],
    ids=["length", "gzip", "gzip header", "chunks", "chunk", "no http", "long header", "nothing"],
)
def test_an_answer_that_ends_too_early_may_pass(world, reply):
    world.route("/rss", reply)
    with pytest.raises(Unavailable):
        world.web(retries=0).get(world.url("/rss"), robots=False)


@pytest.mark.parametrize(("body", "encoding"), [(b"bukan gzip", "gzip"), (b"\x8b\x02", "br"), (b"x", "gzip, gzip")])
def test_a_body_that_cannot_be_unpacked_is_unusable(world, body, encoding):
    world.route("/rss", Reply(body, headers={"Content-Encoding": encoding}))
    with pytest.raises(Unusable, match="packed"):
        world.web().get(world.url("/rss"))


# --- redirects


def test_permanent_redirects_tell_the_new_address(world):
    world.redirects("/a", "/b", status=301)
    world.redirects("/b", "/c", status=308)
    world.route("/c", Reply("ok"))
    page = world.web().get(world.url("/a"))
    assert (page.url, page.moved_to, page.body) == (world.url("/c"), world.url("/c"), b"ok")


def test_what_follows_a_temporary_redirect_is_no_new_address(world):
    world.redirects("/a", "/b", status=301)
    world.redirects("/b", "/c", status=302)
    world.redirects("/c", "/d", status=301)
    world.route("/d", Reply("ok"))
    web = world.web()
    assert web.get(world.url("/a")).moved_to == world.url("/b")
    assert web.get(world.url("/b")).moved_to is None


def test_redirects_have_an_end(world):
    world.redirects("/0", "/1", "/2", "/3", "/4", "/5", "/6")
    world.route("/6", Reply("ok"))
    web = world.web()
    assert web.get(world.url("/1")).body == b"ok"
    with pytest.raises(Unusable, match="more than 5 times"):
        web.get(world.url("/0"))


@pytest.mark.parametrize(
    "target", ["ftp://contoh.id/x", "file:///etc/passwd", "http://", "http://[::1", "javascript:1", "http://a:b@c/"]
)
def test_a_redirect_to_no_web_address_is_unusable(world, target):
    world.route("/rss", Reply.redirect(target))
    with pytest.raises(Unusable):
        world.web().get(world.url("/rss"))


def test_a_redirect_to_a_private_address_is_forbidden():
    with World(hosts=2) as world:
        world.route("/rss", Reply.redirect(world.url("/dalam", host=1)))
        world.route("/dalam", Reply("rahasia"))
        web = Web(Caps(host_interval_seconds=0), frozenset({world.host}))
        with pytest.raises(Forbidden, match="no public address"):
            web.get(world.url("/rss"))
        assert not [seen for seen in world.requests if seen.host == 1]


def test_headers_go_along_on_the_same_host_and_keys_go_to_no_other():
    with World(hosts=2) as world:
        world.route("/a", Reply.redirect("/b"))
        world.route("/b", Reply.redirect(world.url("/c", host=1)))
        world.route("/c", Reply("ok"))
        web = world.web()
        page = web.get(world.url("/a"), etag='"1"', headers={"Authorization": SECRET, "X-Api-Key": SECRET, "Cookie": SECRET})
        assert page.body == b"ok"
        assert [world.seen("/b")[0].headers[name] for name in ("authorization", "x-api-key", "cookie")] == [SECRET] * 3
        arrived = world.seen("/c")[0].headers
        assert SECRET not in arrived.values()
        assert arrived["if-none-match"] == '"1"'


# --- addresses


PRIVATE = """
    127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 239.1.1.1 255.255.255.255
    240.0.0.1 192.0.2.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1
    64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1:: 2001:db8::1 100::1
""".split()
PUBLIC = """
    8.8.8.8 103.28.12.5 172.32.0.1 100.128.0.1 2606:4700::1111 2404:6800:4003::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::
""".split()


def test_public_addresses_are_told_from_the_others():
    assert [address for address in PRIVATE if is_public(address)] == []
    assert [address for address in PUBLIC if not is_public(address)] == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]", "localhost"],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_notation_leads_to_a_private_address(world, host, scheme):
    port = world.host.partition(":")[2]
    with pytest.raises(Forbidden, match="no public address"):
        Web().get(f"{scheme}://{host}:{port}/rss")
    assert world.requests == []


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"]])
def test_a_public_name_that_leads_to_a_private_address_is_forbidden(world, named, addresses):
    named("contoh.example", *addresses)
    port = world.host.partition(":")[2]
    with pytest.raises(Forbidden, match=r"contoh\.example leads to 127\.0\.0\.1"):
        Web().get(f"http://contoh.example:{port}/rss")
    assert world.requests == []


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch, named):
    named("contoh.example", "8.8.8.8", "2606:4700::1111")
    tried = []

    def connect(address, *_arguments, **_options):
        named("contoh.example", "127.0.0.1")  # the next answer of the name would be another one
        tried.append(address)
        raise OSError("tidak ada jaringan")

    monkeypatch.setattr("ingestion.web.connections.create_connection", connect)
    with pytest.raises(Unavailable, match="tidak ada jaringan"):
        Web(Caps(retries=0)).get("http://contoh.example/rss", robots=False)
    assert tried == [("8.8.8.8", 80), ("2606:4700::1111", 80)]


def test_a_private_host_is_reached_by_the_name_it_was_listed_under(world, named):
    port = world.host.partition(":")[2]
    named("dalam.example", "127.0.0.1")
    world.route("/rss", Reply("ok"))
    for listed in ("dalam.example", f"Dalam.example:{port}"):
        assert Web(private_hosts=frozenset({listed})).get(f"http://DALAM.example:{port}/rss", robots=False).body == b"ok"
    with pytest.raises(Forbidden):
        Web(private_hosts=frozenset({"dalam.example:1"})).get(f"http://dalam.example:{port}/rss", robots=False)


def test_proxies_and_passwords_of_the_environment_are_not_used(world, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login siti password {SECRET}")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    world.route("/rss", Reply("ok"))
    for visit in (world.web().get, world.web().session().get):
        visit(world.url("/rss"))
    assert [seen.headers.get("authorization") for seen in world.seen("/rss")] == [None, None]


@given(st.text() | st.builds("http://{}".format, st.text()) | st.from_regex(r"https?://[^/]{1,20}\.invalid(:\d+)?/.*"))
def test_no_address_whatever_it_is_ends_in_anything_but_a_fetch_error(url):
    def no_names(*_arguments, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", no_names)
        with pytest.raises(FetchError):
            Web(Caps(host_interval_seconds=0, retries=0)).get(url, robots=False)


# --- secrets


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=404),
        Reply(status=500),
        Reply.busy(),
        Reply("x", is_short=True),
        Reply.bomb(1),
        Reply.silent(),
        Reply(wire=[b"bukan http\r\n\r\n"]),
        Reply(wire=[b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n rusak\r\nbukan tajuk\r\n\r\nx"]),
        Reply.redirect(f"ftp://{SECRET}@contoh.id/?kunci={SECRET}"),
        Reply.redirect(f"/lagi?kunci={SECRET}"),
        Reply.gzipped("x" * 99, keep=12),
    ],
)
def test_no_key_stands_in_a_message_or_a_log(world, reply, caplog):
    world.route("/api", reply)
    world.redirects("/lagi", "/lagi")
    caplog.set_level(logging.DEBUG)
    web = world.web(retries=0, max_bytes=10_000, read_seconds=0.05)
    told = ""
    for attempt in (web.get, web.session().get):
        try:
            attempt(world.url(f"/api?kunci={SECRET}"), headers={"Authorization": SECRET})
        except FetchError as error:
            told += str(error) + repr(error.__cause__) + repr(error.__context__ if not error.__suppress_context__ else None)
    assert SECRET not in told + caplog.text


def test_an_address_with_a_password_is_refused_and_not_repeated(world):
    for visit in (world.web().get, world.web().session().get):
        with pytest.raises(Unusable, match="user name or password") as caught:
            visit(f"http://siti:{SECRET}@{world.host}/rss")
        assert SECRET not in str(caught.value)
    assert world.requests == []


@pytest.mark.parametrize(
    "address", ["http://[::1", "http://contoh.example:999999/", "http://*.example/", "http:///x", "ftp://x/"]
)
def test_an_address_that_cannot_be_asked_shows_no_key(address):
    with pytest.raises(Unusable) as caught:
        Web().get(f"{address}?kunci={SECRET}")
    assert SECRET not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


# --- TLS


@pytest.fixture
def certificate(tmp_path) -> Path:
    """A certificate for localhost, with its key, that nobody vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    signed = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, SHA256())
    file = tmp_path / "localhost.pem"
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(signed.public_bytes(Encoding.PEM) + key.private_bytes(*plain))
    return file


def test_pages_come_over_tls_from_whom_the_certificate_names(certificate, monkeypatch):
    with World(certificate=certificate) as world:
        world.route("/rss", Reply.gzipped("isi " * 50_000))
        port = world.host.partition(":")[2]
        with pytest.raises(Unavailable, match="TLS"):
            world.web(retries=0).get(world.url("/rss"), robots=False)
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
        web = Web(Caps(retries=0), frozenset({"localhost"}))
        assert web.get(f"https://localhost:{port}/rss", robots=False).body == b"isi " * 50_000
        with pytest.raises(Unavailable, match="TLS"):
            world.web(retries=0).get(world.url("/rss"), robots=False)


# --- for dlt's RESTClient


def client(world: World, web: Web) -> RESTClient:
    return RESTClient(world.url(""), auth=BearerTokenAuth(SECRET), session=web.session())


def test_a_rest_client_reads_pages_through_the_session_and_asks_no_robots(world):
    world.robots("User-agent: *\nDisallow: /")
    world.pages("/items", list(range(5)), size=2)
    pages = client(world, world.web()).paginate("/items", data_selector="items", paginator=JSONLinkPaginator("next"))
    assert [list(page) for page in pages] == [[0, 1], [2, 3], [4]]
    assert {seen.headers["authorization"] for seen in world.requests} == {f"Bearer {SECRET}"}
    assert not world.seen("/robots.txt")


def test_the_session_is_paced_capped_and_guarded_like_the_rest(world, clock):
    starts: list[float] = []
    world.route("/items", stamped(clock, starts, Reply.json([1])))
    world.route("/besar", Reply.bomb(1))
    web = timed(world, clock, max_bytes=10_000)
    session = web.session()
    assert [session.get(world.url("/items")).json() for _ in range(2)] == [[1], [1]]
    web.get(world.url("/items"), robots=False)
    assert starts == [1000.0, 1001.0, 1002.0]
    with pytest.raises(Unusable, match="10,000 bytes"):
        session.get(world.url("/besar"))
    with pytest.raises(Forbidden):
        Web().session().get(world.url("/items"))


def test_the_session_asks_again_and_then_hands_back_the_answer_as_it_is(world):
    world.route("/items", [Reply(status=503), Reply.json({"items": [1]})])
    world.route("/penuh", Reply.json({"pesan": "kuota habis"}, 429, **{"X-Rate-Limit-Reset": "1795000000"}))
    session = world.web().session()
    assert session.get(world.url("/items")).json() == {"items": [1]}
    response = session.get(world.url("/penuh"))
    assert (response.status_code, response.json(), response.headers["x-rate-limit-reset"]) == (
        429,
        {"pesan": "kuota habis"},
        "1795000000",
    )


def test_a_rest_client_raises_fetch_errors_when_the_hook_is_named(world):
    world.route("/items", Reply.busy(retry_after=900))
    api = client(world, world.web())
    with pytest.raises(HTTPError):
        list(api.paginate("/items"))
    with pytest.raises(Unavailable) as caught:
        list(api.paginate("/items", hooks={"response": [raise_for_status]}))
    assert (caught.value.http_status, caught.value.retry_after) == (429, 900)


def test_the_session_takes_no_key_to_another_host():
    with World(hosts=2) as world:
        world.route("/items", Reply.redirect(world.url("/lain", host=1)))
        world.route("/lain", Reply.json([]))
        session = world.web().session()
        assert session.get(world.url("/items"), headers={"X-Api-Key": SECRET, "Authorization": SECRET}).json() == []
        assert SECRET not in world.seen("/lain")[0].headers.values()


def test_what_was_posted_is_sent_once(world):
    world.route("/token", Reply(status=503))
    world.route("/pindah", Reply.redirect("/token", 307))
    session = world.web().session()
    assert session.post(world.url("/token"), json={"kode": 1}).status_code == 503
    assert [seen.body for seen in world.requests] == [b'{"kode": 1}']
    with pytest.raises(Unusable, match="POST"):
        session.post(world.url("/pindah"), json={"kode": 1})


def test_no_cookie_is_kept(world):
    world.route("/items", Reply("ok", headers={"Set-Cookie": "jejak=1; Path=/"}))
    web = world.web()
    session = web.session()
    for visit in (web.get, web.get, session.get, session.get):
        visit(world.url("/items"))
    assert not [seen for seen in world.requests if "cookie" in seen.headers]


# --- the world itself


def test_a_route_that_fails_is_raised_when_the_world_ends():
    def broken(_seen: Seen) -> Reply:
        raise KeyError("rute yang salah")

    world = World().__enter__()
    world.route("/rss", broken)
    with pytest.raises(Unavailable):
        world.web(retries=0).get(world.url("/rss"), robots=False)
    with pytest.raises(KeyError, match="rute yang salah"):
        world.__exit__(None)


def test_many_threads_read_many_hosts():
    with World(hosts=4) as world:
        world.route("/rss", lambda seen: Reply.gzipped(f"host {seen.host} " * 500))
        web = world.web()

        def visit(number: int) -> Page:
            return web.get(world.url("/rss", host=number % 4))

        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(visit, range(80)))
    assert [page.body for page in pages] == [f"host {number % 4} ".encode() * 500 for number in range(80)]
    assert len(world.seen("/robots.txt")) == 4
