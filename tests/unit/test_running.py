"""The watch in a data home: it goes on where it stopped, whatever happened in between, and ids outlive a rebuild."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import datetime

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from tiny_stream import START, WARM, WIDTH, burst, chatter, lone, mixed, opened_watch, stream, time_of, told, warm_watch

from ml.issues import grouping, running, stories
from ml.issues import watch as watch_module
from ml.issues.journal import read_journal
from ml.issues.placing import merged_issues, moves_of, standing
from ml.issues.rule_seed import read_rules
from ml.issues.running import INPUT, Followed, follow_stream, standing_of
from ml.issues.stream import STREAM
from ml.issues.summary import issues_table
from ml.issues.watch import RELEARNED_HOURS, SHOWN_DOCUMENTS, Seen, Watch, story_name
from ml.reading import reader_folder
from orchestration import watching
from orchestration.watching import resume
from warehouse.layout import Layout, write_parquet
from warehouse.schemas import ISSUE_ALERTS, ISSUE_DOCUMENTS, ISSUE_MOVES, ISSUE_STATES, VECTORS

HOURS = 12
UNTIL = WARM + HOURS
ROWS = [*chatter(HOURS, WARM), *burst("feri", WARM + 2, 16), *mixed(1, 50, WARM, HOURS)]
HISTORY = {"issue_states": ISSUE_STATES, "issue_alerts": ISSUE_ALERTS}


def hand_over(home: Layout, rows: Iterable[dict], with_vectors: Callable[[dict], bool] = lambda row: True) -> None:
    """What dbt and the reader of vectors leave for the watch."""
    rows = list(rows)
    write_parquet(stream(rows)[0], home.ml_input / INPUT)
    documents, vectors = stream([row for row in rows if with_vectors(row)])
    if not documents.num_rows:
        return
    ids = documents["document_id"]
    columns = [ids, ids, pa.repeat("v", len(ids)), pa.array(vectors.tolist(), pa.list_(pa.int8()))]
    write_parquet(pa.table(columns, schema=VECTORS), reader_folder(home, "vectors", "v") / "part-000001.parquet")


def follow(home: Layout, hours: float = UNTIL, opened: Callable[[], Watch] = warm_watch) -> Followed:
    """Follow to so many hours after START."""
    return follow_stream(
        home, lambda stopped: resume(stopped, 10, WIDTH) if stopped else opened(), "v", time_of(hours), lambda *_: None
    )


def test_a_watch_goes_on_by_the_rules_and_the_budget_of_today(monkeypatch):
    stopped, today = warm_watch(), read_rules()
    monkeypatch.setattr(watching, "read_rules", lambda: today)
    assert stopped.rules is not today
    watch = resume(stopped, 3, WIDTH)
    assert watch is stopped
    assert watch.rules is watch.desk.rules is today
    assert watch.board.rules is today.transitions
    assert watch.desk.budget == 3


def rows_of(home: Layout, version: str) -> dict[str, list[dict]]:
    """What was written, in its order."""
    folders = {
        "issue_documents": (reader_folder(home, "issue_documents", version), ISSUE_DOCUMENTS),
        "issue_moves": (reader_folder(home, "issue_moves", version), ISSUE_MOVES),
        **{table: (home.ml_table(table) / "history", schema) for table, schema in HISTORY.items()},
    }
    return {table: _rows(*where) for table, where in folders.items()}


def _rows(folder, schema: pa.Schema) -> list[dict]:
    parts = sorted(folder.glob("part-*.parquet"))
    return ds.dataset(parts, schema=schema).to_table().to_pylist() if parts else []


def files(home: Layout) -> dict[str, bytes]:
    return {str(file.relative_to(home.home)): file.read_bytes() for file in sorted(home.home.glob("ml/**/*.parquet"))}


def ids_of(home: Layout, followed: Followed) -> dict[str, str]:
    """Document -> issue as it stands."""
    rows = standing(home, followed.version, followed.journal.redirects)
    return dict(zip(rows["document_id"].to_pylist(), rows["issue_id"].to_pylist(), strict=True))


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Layout, Followed]:
    """A home that followed ROWS in one go; not to be changed."""
    home = Layout(tmp_path_factory.mktemp("whole"))
    hand_over(home, ROWS)
    return home, follow(home)


@pytest.fixture
def copied(whole, tmp_path) -> tuple[Layout, Followed]:
    """The same in a home of its own."""
    shutil.copytree(whole[0].home, tmp_path / "copied")
    return Layout(tmp_path / "copied"), whole[1]


@pytest.fixture
def another_version(monkeypatch) -> Callable[[str], None]:
    return lambda name: monkeypatch.setattr(running, "grouping_version", lambda vectors: name)


def test_every_document_is_written_once_and_alerts_are_told(whole):
    home, followed = whole
    rows = rows_of(home, followed.version)
    assert sorted(row["document_id"] for row in rows["issue_documents"]) == sorted(row["document_id"] for row in ROWS)
    assert {row["reader_version"] for row in rows["issue_documents"] + rows["issue_moves"]} == {followed.version}
    assert rows["issue_states"]
    assert rows["issue_alerts"]
    assert followed.document_count == len(ROWS)


def test_a_second_run_in_the_same_hour_writes_nothing(copied):
    home, _ = copied
    before = files(home)
    assert follow(home, UNTIL + 0.9).document_count == 0
    assert files(home) == before


@pytest.mark.parametrize("cuts", [[3, 4, 9]])
def test_in_one_go_or_in_pieces_the_same_is_written(home, whole, cuts):
    hand_over(home, ROWS)
    for hours in [*cuts, HOURS]:
        followed = follow(home, WARM + hours)
    assert rows_of(home, followed.version) == rows_of(whole[0], followed.version)
    assert read_journal(home.state / "issues").hour == START + UNTIL - 1
    assert len(list((home.state / "issues").glob("watch-*"))) == 1


def test_a_run_that_checkpoints_writes_the_same(home, whole, monkeypatch):
    monkeypatch.setattr(running, "CHECKPOINT_HOURS", 5)
    hand_over(home, ROWS)
    followed = follow(home)
    assert len(list(reader_folder(home, "issue_documents", followed.version).glob("*"))) > 1
    assert rows_of(home, followed.version) == rows_of(whole[0], followed.version)


@pytest.mark.parametrize("place", [(running, "save"), (Watch, "name_issues")], ids=["while saving", "while naming issues"])
@pytest.mark.parametrize("before", [None, 7])
def test_parts_of_a_run_that_was_killed_are_not_counted_twice(home, whole, monkeypatch, before, place):
    hand_over(home, ROWS)
    if before:
        follow(home, WARM + before)
    with monkeypatch.context() as patch:
        patch.setattr(*place, killed)
        with pytest.raises(KeyboardInterrupt):
            follow(home, UNTIL - 2)
    followed = follow(home)
    assert rows_of(home, followed.version) == rows_of(whole[0], followed.version)


def killed(*_) -> None:
    raise KeyboardInterrupt


def test_names_given_in_a_run_are_known_in_the_next_and_only_what_grew_is_named_again(home, monkeypatch):
    hand_over(home, ROWS)
    first = follow(home, UNTIL - 5).watch.names
    named: list[str] = []
    name = Watch._name
    monkeypatch.setattr(Watch, "_name", lambda watch, issue, previous: named.append(issue) or name(watch, issue, previous))
    second = follow(home).watch.names
    assert named
    assert first.keys() - set(named), "what did not grow was named before"
    assert {issue: second[issue] for issue in first.keys() - set(named)} == {
        issue: label for issue, label in first.items() if issue not in named
    }


def test_the_outlook_is_learned_once_a_week_and_kept_in_between(home, monkeypatch):
    monkeypatch.setattr(watch_module, "learn", lambda *_: object)
    hand_over(home, ROWS)
    told = [follow(home, hours).watch for hours in (UNTIL - 2, UNTIL, UNTIL - 2 + RELEARNED_HOURS)]
    assert [watch.outlook_hour - START for watch in told] == [UNTIL - 3, UNTIL - 3, UNTIL - 3 + RELEARNED_HOURS]
    assert {watch.outlook for watch in told} == {object}


def test_a_rebuild_that_was_killed_leaves_what_was_told_and_begins_anew(copied, another_version, monkeypatch):
    home, before = copied
    told_before = rows_of(home, before.version)
    another_version("b")
    with monkeypatch.context() as patch:
        patch.setattr(running, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            follow(home)
    assert read_journal(home.state / "issues").version == before.version
    after = follow(home)
    assert ids_of(home, after) == ids_of(home, before)
    assert {table: rows_of(home, "b")[table] for table in HISTORY} == {table: told_before[table] for table in HISTORY}


def test_a_rebuild_under_another_version_keeps_every_id_and_writes_no_state_or_alert_twice(copied, another_version):
    home, before = copied
    rows, known = rows_of(home, before.version), ids_of(home, before)
    another_version("b")
    after = follow(home)
    assert (after.version, after.document_count) == ("b", len(ROWS))
    assert ids_of(home, after) == known
    found = rows_of(home, "b")
    assert {table: found[table] for table in HISTORY} == {table: rows[table] for table in HISTORY}
    assert [row["document_id"] for row in found["issue_documents"]] == [row["document_id"] for row in rows["issue_documents"]]


@pytest.mark.parametrize("hours", [3, 8])
def test_after_a_rebuild_the_watch_goes_on_as_if_there_had_been_none(home, whole, another_version, hours):
    hand_over(home, ROWS)
    follow(home, WARM + hours)
    another_version("b")
    follow(home, WARM + hours)
    after = follow(home)
    assert ids_of(home, after) == ids_of(*whole)
    found, expected = rows_of(home, "b"), rows_of(whole[0], whole[1].version)
    # stories that had moved are in their last issue from the start: where that changes a state, the change is told as such
    found["issue_states"] = [row for row in found["issue_states"] if row["rule_slug"] != "bangun-ulang"]
    assert {table: found[table] for table in HISTORY} == {table: expected[table] for table in HISTORY}


def stricter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(stories, "JOINED", 0.75)
    patch.setattr(grouping, "JOINED", 0.45)
    patch.setattr(grouping, "MERGED", 0.62)


def looser(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(stories, "JOINED", 0.45)
    patch.setattr(stories, "MERGED", 0.6)
    patch.setattr(grouping, "JOINED", 0.25)
    patch.setattr(grouping, "MERGED", 0.38)


@pytest.mark.parametrize("change", [stricter, looser])
def test_a_rebuild_that_groups_otherwise_keeps_the_ids_of_what_is_shown(copied, another_version, monkeypatch, change):
    home, before = copied
    known = ids_of(home, before)
    another_version("b")
    change(monkeypatch)
    after = follow(home)
    found = ids_of(home, after)
    shown = {issue for issue in known.values() if sum(one == issue for one in known.values()) >= SHOWN_DOCUMENTS}
    leads = after.journal.redirects
    assert len(shown) >= 2
    assert {leads.get(issue, issue) for issue in shown} <= set(found.values())
    assert sum(leads.get(known[document], known[document]) == found[document] for document in known) >= 0.9 * len(known)


@pytest.mark.parametrize("hours", [0, 1])
@pytest.mark.parametrize("change", [stricter, looser])
def test_a_rebuild_that_groups_otherwise_adds_to_what_was_told_and_tells_nothing_twice(
    copied, another_version, monkeypatch, change, hours
):
    home, before = copied
    rows = rows_of(home, before.version)
    another_version("b")
    change(monkeypatch)
    follow(home, UNTIL + hours)
    for table, key in {"issue_states": ["transition_id"], "issue_alerts": ["alert_id", "edition"]}.items():
        found = rows_of(home, "b")[table]
        assert found[: len(rows[table])] == rows[table]
        keys = [tuple(row[name] for name in key) for row in found]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("late", [[], mixed(7, 30, WARM, HOURS)])
@pytest.mark.parametrize("changes", [[stricter], [looser, stricter]])
def test_what_a_rebuild_wrote_parts_documents_as_the_watch_does(copied, another_version, monkeypatch, changes, late):
    home, _ = copied
    hand_over(home, ROWS + late)
    for number, change in enumerate(changes):
        another_version(f"b{number}")
        change(monkeypatch)
        after = follow(home)
    after = follow(home, UNTIL + 1)
    rows = standing(home, after.version, after.journal.redirects)
    stories_ = {key: story_name(after.watch.stories.story_of[key]) for key in rows["document_id"].to_pylist()}
    issues = {key: after.watch.issues.issue_of[story] for key, story in stories_.items()}
    for column, known in (("story_id", stories_), ("issue_id", issues)):
        assert dict(zip(known, rows[column].to_pylist(), strict=True)) == known


@pytest.mark.parametrize("change", [stricter, looser])
def test_no_issue_id_that_was_ever_written_is_orphaned_by_a_rebuild(copied, another_version, monkeypatch, change):
    home, before = copied
    rows = rows_of(home, before.version)
    written = {row["issue_id"] for table in rows.values() for row in table}
    another_version("b")
    change(monkeypatch)
    after = follow(home)
    merged = {**after.journal.redirects, **merged_issues(moves_of(home, "b"))}
    table = issues_table(standing(home, "b", after.journal.redirects), merged, {}, "b")
    rows = {row["issue_id"]: row["merged_into_issue_id"] for row in table.to_pylist()}
    assert written - rows.keys() == set()
    assert all(into is None or rows[into] is None for into in rows.values())


def test_where_the_state_was_deleted_everything_is_written_again_under_the_same_ids(copied):
    home, before = copied
    rows, known = rows_of(home, before.version), ids_of(home, before)
    shutil.rmtree(home.state / "issues")
    after = follow(home)
    assert ids_of(home, after) == known
    assert rows_of(home, after.version) == rows


def test_late_documents_change_no_part_that_was_written(copied):
    home, _ = copied
    parts = files(home)
    late = burst("air", WARM + 1, 8, hours=5)
    hand_over(home, [*ROWS, *late])
    after = follow(home, UNTIL + 1)
    assert after.document_count == 8
    found = files(home)
    assert {name: found[name] for name in parts if "vectors" not in name} == {
        name: content for name, content in parts.items() if "vectors" not in name
    }
    assert {row["document_id"] for row in late} <= ids_of(home, after).keys()


def test_what_is_dated_later_waits_for_its_hour(home):
    hand_over(home, [told("banjir", WARM + 1), told("banjir", WARM + 5, 1)])
    assert follow(home, WARM + 3).document_count == 1
    assert follow(home, WARM + 5.5).document_count == 0
    assert follow(home, WARM + 6).document_count == 1


@pytest.mark.parametrize("opened", [warm_watch, opened_watch])
def test_an_empty_stream_is_followed_and_the_first_documents_after_it(home, opened):
    write_parquet(pa.Table.from_pylist([dict.fromkeys(STREAM.names)], STREAM), home.ml_input / INPUT)
    assert follow(home, WARM + 1, opened).document_count == 0
    assert not list(home.home.glob("ml/issue_documents/**/part-*"))
    hand_over(home, chatter(6, WARM))
    assert follow(home, WARM + 6, opened).document_count == 12


def test_a_document_of_years_ago_counts_in_the_first_hour_that_is_replayed(home, monkeypatch):
    monkeypatch.setattr(running, "LONGEST_REPLAY_HOURS", 100)
    hand_over(home, [lone(1, -50_000), *chatter(6, WARM)])
    followed = follow(home, WARM + 6, opened_watch)
    rows = rows_of(home, followed.version)["issue_documents"]
    assert len(rows) == 13
    assert min(row["published_at"] for row in rows) == time_of(-50_000)
    assert followed.watch.began == START + WARM + 5 - 100


def test_a_stream_of_one_document_of_years_ago_is_followed(home, monkeypatch):
    monkeypatch.setattr(running, "LONGEST_REPLAY_HOURS", 50 * 24)
    hand_over(home, [lone(1, -50_000)])
    assert len(ids_of(home, follow(home, 10, opened_watch))) == 1


def test_documents_that_were_not_read_into_vectors_are_placed(home):
    hand_over(home, ROWS, lambda row: row["document_id"].startswith("feri"))
    assert len(ids_of(home, follow(home))) == len(ROWS)


def test_where_no_vector_was_read_yet_the_next_run_goes_on_with_those_that_are(home):
    hand_over(home, ROWS, lambda row: False)
    follow(home, WARM + 8)
    hand_over(home, ROWS)
    assert len(ids_of(home, follow(home))) == len(ROWS)


def test_a_watch_that_was_lost_is_rebuilt_under_the_same_ids(copied):
    home, before = copied
    known = ids_of(home, before)
    for file in (home.state / "issues").glob("watch-*"):
        file.unlink()
    after = follow(home, UNTIL + 1)
    assert ids_of(home, after) == known
    assert read_journal(home.state / "issues").hour == START + UNTIL


def test_a_rebuild_that_finds_the_disk_full_loses_nothing_that_was_told(copied, monkeypatch):
    home, before = copied
    told = rows_of(home, before.version)
    for file in (home.state / "issues").glob("watch-*"):
        file.unlink()

    def full(rows, file):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(running, "write_parquet", full)
        with pytest.raises(OSError, match="No space left"):
            follow(home, UNTIL + 1)
    assert rows_of(home, before.version) == told
    assert ids_of(home, follow(home, UNTIL + 1)) == ids_of(home, before)


def test_what_was_seen_stands_as_its_moves_tell():
    at = datetime(2026, 3, 2)
    document = dict.fromkeys(ISSUE_DOCUMENTS.names) | {"document_id": "a", "published_at": at, "story_id": "s", "issue_id": "i"}
    move = dict.fromkeys(ISSUE_MOVES.names) | {"kind_slug": "isu-gabung", "issue_id": "j", "other_issue_id": "i"}
    assert standing_of(Seen([document], [move]))["issue_id"].to_pylist() == ["j"]


def test_parts_hold_the_columns_that_are_promised(whole):
    home, followed = whole
    for name, schema in {"issue_documents": ISSUE_DOCUMENTS, "issue_moves": ISSUE_MOVES}.items():
        part = next(reader_folder(home, name, followed.version).glob("part-*.parquet"))
        assert pq.read_schema(part).equals(schema)
