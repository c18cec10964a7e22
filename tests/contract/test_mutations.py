"""Whatever an accident makes of a page on its way, reading the source of it ends in one outcome that reconciles.

Every remote kind, from the socket to the rows of raw: 12 kinds × 100 pages, seeded, of three records each. tests/unit adds
11,290 mutated documents (test_parsers_properties.py) and 1,500 mutated answers (test_api.py), so that 13,990 run in all; the
texts of test_times_properties.py are not counted, for they are values and no records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from ingestion.pipeline import Run, read_group
from tests.contract.stage import KEY, REMOTE, Stage, all_secrets, place_of, said
from tests.fixtures.apis import AS_OF
from tests.fixtures.world import Reply, World
from warehouse.schemas import RAW_TABLES

PAGES, AT_ONCE = 100, 25
VALUE = re.compile(rb'"[^"<>]*"(?!:)|(?<=[:\[ ])-?\d+\.?\d*|(?<=>)[^<>]+(?=<)|null|true|false')
VALUES = [
    *(
        b"null",
        b"true",
        b"-1",
        b"1e999",
        b"9" * 400,
        b"[]",
        b"{}",
        b"[[]]",
        b'{"isi": null}',
        b'""',
        b'"\\ud83d"',
        b'"\\u0000"',
    ),
    *(b'"' + b"x" * 20_000 + b'"', b'"2026-13-40"', b"9999-12-31T23:59:59Z", b"kemarin", b"@", b"http://[", b"&#0;", b"<p>"),
]
PIECES = [
    *(b"\0", b"\xff\xfe", b"\x80", b"\xed\xa0\x80", b"\\u", b'"', b"\\", b"{", b"}", b"[", b",", b"<", b">", b"&", b"]]>"),
    *(b"<![CDATA[", b"<!--", b"<item>", b"</item>", b"</url>", b"</div>", b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"<script>"),
]
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "cp1252")
BROKEN_CODE = re.compile(r"\w+(Error|Exception|Interrupt|Warning): ")
"""How an outcome begins that tells of an exception which nobody foresaw."""


def struck(body: bytes, chance: Random) -> bytes:
    """A page after one to three accidents."""
    for _ in range(chance.randint(1, 3)):
        here = chance.randrange(len(body) + 1)
        there = min(len(body), here + chance.choice((1, 5, 40, 300)))
        accident = chance.choice(("value", "value", "insert", "drop", "repeat", "flip", "cut", "encode"))
        if accident == "value" and (found := list(VALUE.finditer(body))):
            value = chance.choice(found)
            body = body[: value.start()] + chance.choice(VALUES) + body[value.end() :]
        elif accident == "insert":
            body = body[:here] + chance.choice(PIECES) + body[here:]
        elif accident == "drop":
            body = body[:here] + body[there:]
        elif accident == "repeat":
            body = body[:there] + body[here:there] * chance.randint(1, 4) + body[there:]
        elif accident == "flip":
            body = body[:here] + bytes(byte ^ chance.randint(1, 255) for byte in body[here : here + 2]) + body[here + 2 :]
        elif accident == "cut":
            body = body[:here]
        elif accident == "encode":
            body = body.decode(errors="replace").encode(chance.choice(ENCODINGS), "replace")
    return body


@pytest.fixture(scope="module")
def stage(tmp_path_factory) -> Iterator[Stage]:
    with World() as world, all_secrets():
        yield Stage(tmp_path_factory.mktemp("panggung"), world)


def show_struck(stage: Stage, scene: str, kind: str, chance: Random) -> None:
    """One page of the source in `scene` is struck: the one that is polled, or one that it leads to."""
    records = said(kind, 1, 2, 3)
    stage.show(scene, kind, stage.page(scene, kind, records))
    path, page = chance.choice(list(stage.pages(scene, kind, records).items()))
    stage.world.route(path, Reply(struck(page.encode(), chance)))


@pytest.mark.parametrize("kind", REMOTE)
def test_a_page_that_was_struck_is_an_outcome_that_reconciles(kind, stage):
    chance = Random(f"kecelakaan {kind}")
    for first in range(0, PAGES, AT_ONCE):
        scenes = [f"m{number}" for number in range(first, first + AT_ONCE)]
        for scene in scenes:
            show_struck(stage, scene, kind, chance)
        entries = [stage.entry(scene, kind) for scene in scenes]
        rows: dict[str, list[dict]] = {table: [] for table in RAW_TABLES}
        for table, batch in read_group(entries, Run(stage.home, AS_OF, KEY, web=stage.world.web(retries=0)), {}):
            assert batch.schema.equals(RAW_TABLES[table])
            rows[table] += batch.to_pylist()
        for scene in scenes:
            assert_sound({t: [row for row in rows[t] if row["source_slug"] == place_of(scene, kind)] for t in rows}, scene)


def assert_sound(rows: dict[str, list[dict]], scene: str) -> None:
    (outcome,) = rows["outcomes"]
    counts = outcome["loaded_count"], outcome["quarantined_count"]
    assert counts == (len(rows["documents"]), len(rows["quarantine"])), scene
    assert outcome["read_count"] == sum(counts) + outcome["duplicate_count"], scene
    assert not BROKEN_CODE.match(outcome["error"] or ""), (scene, outcome["error"])
