"""What one fetch leaves in raw: versions, deletions, what is handed to the next fetch, and an outcome whatever happens."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from ingestion.commits import Known
from ingestion.fetching import open_one
from ingestion.kinds import Chunk, Content, Fetch, Forbidden, NotConfigured, QuotaSpent, Unavailable, Unusable, text_chunk
from ingestion.landing import Landing
from warehouse.schemas import RAW_TABLES

HOUR = timedelta(hours=1)


def item(ref: str, title: str = "Air naik", **fields: str) -> dict:
    return {"ref": ref, "title": title, "published_at": "2026-11-20T10:00:00+07:00", **fields}


class Feed:
    """A remote source that shows what a test puts in it, visit after visit."""

    def __init__(self, entry, as_of):
        self.entry, self.as_of, self.known = entry, as_of, Known()
        self.visits = 0

    def visit(
        self, *items: dict, gone: tuple[str, ...] = (), fail: Exception | None = None, **content
    ) -> dict[str, list[dict]]:
        """The rows of one visit, an hour after the last."""
        self.visits += 1

        def read():
            if items or gone:
                yield text_chunk(items, gone=gone)
            if fail:
                raise fail

        made = Content(**{"fingerprint": str(self.visits), "byte_count": 10, "read": read, **content})
        return self.land(Fetch("umpan", lambda: made, is_remote=True))

    def land(self, fetch: Fetch) -> dict[str, list[dict]]:
        tables: dict[str, list[dict]] = {name: [] for name in RAW_TABLES}
        landing = Landing(self.entry, self.as_of + HOUR * self.visits, b"kunci", self.known, lambda *_: None, count(1))
        for table, rows in landing.land(fetch, open_one(fetch)):
            tables[table] += rows.to_pylist()
        (outcome,) = tables["outcomes"]
        self.known.outcomes[fetch.address] = outcome
        return tables


@pytest.fixture
def feed(entry_for, as_of) -> Feed:
    return Feed(entry_for("*.csv"), as_of)


def state(rows: dict) -> str:
    return rows["outcomes"][0]["state_slug"]


def titles(rows: dict) -> list[str]:
    return [row["title"] for row in rows["documents"]]


# Versions


def test_an_edit_makes_a_version_of_the_same_document(feed):
    first, second = feed.visit(item("1", "Air naik")), feed.visit(item("1", "Air surut"))
    assert titles(second) == ["Air surut"]
    assert first["documents"][0]["document_id"] == second["documents"][0]["document_id"]


def test_a_page_that_shows_the_same_again_adds_nothing(feed):
    feed.visit(item("1"), item("2"))
    again = feed.visit(item("1"), item("2"))
    assert (titles(again), state(again), again["outcomes"][0]["duplicate_count"]) == ([], "tak-berubah", 2)


def test_an_item_that_goes_back_to_its_first_wording_is_a_version_too(feed):
    feed.visit(item("1", "Air naik"))
    feed.visit(item("1", "Air surut"))
    assert titles(feed.visit(item("1", "Air naik"))) == ["Air naik"]


def test_a_page_that_lists_an_item_in_two_wordings_comes_to_rest(feed):
    for _ in range(3):
        feed.visit(item("1", "Air naik"), item("1", "Air surut"))
    assert titles(feed.visit(item("1", "Air naik"), item("1", "Air surut"))) == []


def test_of_two_versions_in_one_load_the_later_has_the_higher_position(feed):
    rows = feed.visit(item("1", "Air naik"), item("2"), item("1", "Air surut"))
    assert [row["load_position"] for row in rows["documents"]] == [1, 2, 3]


def test_where_the_source_names_the_version_nothing_else_makes_one(feed):
    feed.visit(item("1", text="Ringkas", version="v1"))
    assert titles(feed.visit(item("1", text="Panjang", version="v1"))) == []
    assert titles(feed.visit(item("1", text="Panjang", version="v2"))) == ["Air naik"]


# Deletions


def test_what_the_source_says_is_gone_is_recorded_once(feed):
    (document,) = feed.visit(item("1"))["documents"]
    told = feed.visit(gone=("1",))
    assert [row["document_id"] for row in told["deletions"]] == [document["document_id"]]
    assert feed.visit(gone=("1",))["deletions"] == []


def test_something_gone_that_was_never_there_is_no_news(feed):
    assert feed.visit(gone=("99",))["deletions"] == []


def test_a_document_that_comes_back_lands_again(feed):
    feed.visit(item("1"))
    feed.visit(gone=("1",))
    assert titles(feed.visit(item("1"))) == ["Air naik"]
    assert len(feed.visit(gone=("1",))["deletions"]) == 1


def test_what_is_missing_from_a_complete_list_was_deleted(feed):
    rows = feed.visit(item("1"), item("2"), is_complete=True)
    ids = {row["document_ref"]: row["document_id"] for row in rows["documents"]}
    assert [row["document_id"] for row in feed.visit(item("2"), is_complete=True)["deletions"]] == [ids["1"]]


def test_a_complete_list_that_could_not_be_read_whole_deletes_nothing(feed):
    feed.visit(item("1"), item("2"), is_complete=True)
    assert feed.visit(item("2"), item("3", published_at="entah"), is_complete=True)["deletions"] == []
    assert feed.visit(item("2"), is_complete=True, fail=Unavailable("putus"))["deletions"] == []


# Outcomes


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Unusable("bukan umpan"), "gagal-tetap"),
        (Unavailable("tidak menjawab"), "gagal-sementara"),
        (Forbidden("robots.txt"), "dilarang"),
        (NotConfigured("belum ada token"), "tidak-dikonfigurasi"),
        (QuotaSpent("habis"), "kuota-habis"),
        (RecursionError("terlalu dalam"), "gagal-tetap"),
        (ConnectionResetError(104, "putus"), "gagal-sementara"),
    ],
)
def test_a_failure_is_an_outcome_with_its_state_and_words(feed, failure, expected):
    def open_() -> Content:
        raise failure

    rows = feed.land(Fetch("umpan", open_, is_remote=True))
    assert state(rows) == expected
    assert str(failure.args[-1]) in rows["outcomes"][0]["error"]


def test_what_came_before_a_break_stays_and_is_counted(feed):
    rows = feed.visit(item("1"), item("2"), fail=Unavailable("putus", 503))
    assert (len(rows["documents"]), state(rows)) == (2, "gagal-sementara")
    assert rows["outcomes"][0]["loaded_count"] == 2


def test_the_marks_of_a_version_are_handed_on_until_a_new_one_is_read_whole(feed):
    feed.visit(item("1"), etag='"a"', last_modified="Fri", cursor="7")
    feed.visit(item("2"), etag='"b"', cursor="8", fail=Unavailable("putus"))
    assert {feed.known.outcomes["umpan"][name] for name in ("etag", "last_modified", "cursor")} == {'"a"', "Fri", "7"}
    feed.visit(item("2"), etag='"b"', cursor="8")
    assert (feed.known.outcomes["umpan"]["etag"], feed.known.outcomes["umpan"]["cursor"]) == ('"b"', "8")


def test_an_answer_that_nothing_changed_is_not_read_and_keeps_the_marks(feed):
    feed.visit(item("1"), etag='"a"')
    rows = feed.visit(item("2"), is_unchanged=True, http_status=304)
    assert (state(rows), titles(rows)) == ("tak-berubah", [])
    assert rows["outcomes"][0]["etag"] == '"a"'


def test_the_same_bytes_are_not_read_again(feed):
    feed.visit(item("1"), fingerprint="x")
    assert titles(feed.visit(item("2"), fingerprint="x")) == []


def test_a_source_that_failed_is_read_when_it_shows_the_same_bytes_as_before(feed):
    feed.visit(item("1"), fingerprint="x")
    feed.land(Fetch("umpan", lambda: (_ for _ in ()).throw(Unusable("halaman galat")), is_remote=True))
    assert state(feed.visit(item("1"), fingerprint="x")) == "tak-berubah"


def test_an_empty_page_is_a_valid_one(feed):
    assert state(feed.visit()) == "kosong-sah"


def test_every_visit_says_when_the_next_is_due(feed):
    for rows in (feed.visit(item("1")), feed.visit(item("1")), feed.visit(fail=Unavailable("putus"))):
        (outcome,) = rows["outcomes"]
        assert outcome["next_due_at"] > outcome["fetched_at"]


def test_a_failed_visit_adds_its_weight_and_a_good_one_forgives_it(feed):
    feed.visit(fail=Unavailable("putus"))
    assert feed.visit(fail=Unusable("bukan umpan"))["outcomes"][0]["failure_weight"] == 1.25
    assert feed.visit(item("1"))["outcomes"][0]["failure_weight"] == 0.0


def test_a_file_is_due_at_every_run(feed):
    rows = feed.land(Fetch("a.csv", lambda: Content("x", 1, lambda: iter([Chunk(text_chunk([item("1")]).table, [1])]))))
    assert (rows["outcomes"][0]["poll_seconds"], rows["outcomes"][0]["next_due_at"]) == (None, None)


def test_personal_numbers_in_an_error_are_masked(feed):
    def open_() -> Content:
        raise Unusable("hubungi 081234567890")

    assert "081234567890" not in feed.land(Fetch("umpan", open_, is_remote=True))["outcomes"][0]["error"]
