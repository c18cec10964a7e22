"""Where documents stand after all moves."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.issues.placing import COLUMNS, moves_of, placed, standing
from ml.reading import reader_folder
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import ISSUE_DOCUMENTS, ISSUE_MOVES

AT = datetime(2026, 3, 2)


def documents(*rows: tuple[str, str, str]) -> pa.Table:
    """(document, story, issue)."""
    names = ("document_id", "story_id", "issue_id")
    plain = dict.fromkeys(ISSUE_DOCUMENTS.names) | {"published_at": AT}
    return pa.Table.from_pylist([plain | dict(zip(names, row, strict=True)) for row in rows], ISSUE_DOCUMENTS)


def moves(*rows: dict) -> pa.Table:
    return pa.Table.from_pylist([dict.fromkeys(ISSUE_MOVES.names) | row for row in rows], ISSUE_MOVES)


def goes(story: str, issue: str) -> dict:
    return {"kind_slug": "cerita-pindah", "story_id": story, "issue_id": issue}


def goes_up(story: str, other: str) -> dict:
    return {"kind_slug": "cerita-gabung", "story_id": story, "other_story_id": other}


def merges(gone: str, left: str) -> dict:
    return {"kind_slug": "isu-gabung", "other_issue_id": gone, "issue_id": left}


def stand(documents: pa.Table, *told: dict, **redirects: str) -> list[tuple[str, str]]:
    rows = placed(documents, moves(*told), redirects).to_pylist()
    return [(row["story_id"], row["issue_id"]) for row in rows]


def test_without_moves_documents_stand_where_they_came():
    assert stand(documents(("a", "s", "i"), ("b", "t", "j"))) == [("s", "i"), ("t", "j")]


def test_the_last_move_of_a_story_counts_for_all_its_documents():
    assert stand(documents(("a", "s", "i"), ("b", "s", "j")), goes("s", "j"), goes("s", "k")) == [("s", "k")] * 2


def test_issues_that_were_merged_lead_to_the_one_that_is_left_at_the_end():
    assert stand(documents(("a", "s", "i")), merges("i", "j"), merges("j", "k")) == [("s", "k")]


def test_a_merge_told_before_the_move_into_it_counts_too():
    assert stand(documents(("a", "s", "i")), merges("j", "k"), goes("s", "j")) == [("s", "k")]


def test_documents_of_a_story_that_went_up_in_another_go_with_that_one():
    told = [goes("s", "lost"), goes_up("s", "t"), goes("t", "k")]
    assert stand(documents(("a", "s", "i"), ("b", "t", "j")), *told) == [("t", "k")] * 2


def test_a_story_that_took_in_another_and_never_moved_stands_where_it_began():
    assert stand(documents(("a", "s", "i"), ("b", "t", "j")), goes_up("s", "t")) == [("t", "j")] * 2


def test_a_story_that_is_told_again_under_the_next_goes_there():
    told = [goes_up("s", "t"), goes_up("t", "u"), goes_up("s", "u")]
    assert stand(documents(("a", "s", "i"), ("b", "t", "i"), ("c", "u", "k")), *told) == [("u", "k")] * 3


def test_a_redirect_of_a_rebuild_stands_above_what_moves_tell():
    assert stand(documents(("a", "s", "i")), merges("i", "j"), i="k") == [("s", "k")]


def test_births_and_ids_taken_over_move_nothing():
    told = [{"kind_slug": kind, "issue_id": "x", "story_id": "s"} for kind in ("isu-lahir", "id-diwarisi", "isu-pecah")]
    assert stand(documents(("a", "s", "i")), *told) == [("s", "i")]


def test_an_issue_that_leads_to_itself_stays():
    assert stand(documents(("a", "s", "i")), merges("i", "i")) == [("s", "i")]


def test_nothing_placed_is_a_table_of_the_same_columns():
    assert placed(documents(), moves()).column_names == list(COLUMNS)


def test_what_a_version_wrote_is_read_in_the_order_of_its_parts(home: Layout):
    for hour, issue in ((9, "j"), (10, "k"), (100, "l")):
        write_parquet(moves(goes("s", issue)), reader_folder(home, "issue_moves", "v1") / f"part-{hour:08d}.parquet")
    write_parquet(documents(("a", "s", "i")), reader_folder(home, "issue_documents", "v1") / "part-00000009.parquet")
    assert standing(home, "v1", {})["issue_id"].to_pylist() == ["l"]
    assert standing(home, "v1", {"l": "m"})["issue_id"].to_pylist() == ["m"]
    assert moves_of(home, "v1")["issue_id"].to_pylist() == ["j", "k", "l"]
    assert standing(home, "v2", {}).num_rows == moves_of(home, "v2").num_rows == 0


@settings(max_examples=50, derandomize=True, deadline=None, database=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=12, unique=True), st.randoms())
def test_no_chain_of_merges_ends_within(chain, random):
    told = [merges(f"i{one}", f"i{other}") for one, other in pairwise(chain)]
    random.shuffle(told)
    rows = documents(*((f"d{one}", f"s{one}", f"i{one}") for one in chain))
    assert {issue for _, issue in stand(rows, *told)} == {f"i{chain[-1]}"}
