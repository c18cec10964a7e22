from __future__ import annotations

import io

import orjson
import pytest
from tiny_files import as_record, tiny_commands, write_file
from tiny_stream import burst, chatter
from typer.testing import CliRunner

from orchestration import cli, context
from warehouse.errors import InputError

DAYS = 9
FLOOD = 7 * 24
ROWS = chatter(DAYS * 24) + burst("banjir", FLOOD + 4, 12) + burst("banjir", FLOOD + 10, 30)
ASKED = {"--time-column": "terbit", "--text-column": "judul", "--from": "2026-03-08", "--to": "2026-03-10"}


@pytest.fixture
def shown(tmp_path, monkeypatch) -> io.StringIO:
    yield tiny_commands(tmp_path, monkeypatch, ROWS)
    context.context.cache_clear()


def backtested(folder, records: list[dict] | None = None, target: str = "hasil.json", **options: str) -> dict:
    """What was written; an error of the input is raised."""
    file = write_file(folder, records or [as_record(row) for row in ROWS])
    asked = ASKED | {f"--{name}": value for name, value in options.items()}
    arguments = ["--input", str(file), "--json", str(folder / target), *(one for pair in asked.items() for one in pair)]
    done = CliRunner().invoke(cli.app, ["backtest", *arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return orjson.loads((folder / target).read_bytes())


def test_what_a_backtest_finds_is_written_with_what_it_was_found_in(tmp_path, shown):
    found = backtested(tmp_path)
    facts = found["input"]
    assert (facts["row_count"], facts["file"]) == (len(ROWS), "berita.csv")
    assert facts["read_count"] + facts["later_count"] == len(ROWS)
    assert facts["from"] == "2026-03-08T00:00:00+07:00"
    assert facts["history_count"] > 0
    assert all(facts[name] for name in ("grouping_version", "vectors_version", "rules_hash"))
    assert found["seconds"] > 0
    (alert,) = found["alerts"]
    assert "2026-03-09T" in alert["raised_at"]
    assert [one["alert_id"] for one in found["episodes"]] == [alert["alert_id"]]
    assert found["alerts_per_day"] == pytest.approx(1 / facts["day_count"], abs=0.01)


def test_documents_after_the_last_day_are_not_looked_at(tmp_path, shown):
    found = backtested(tmp_path, to="2026-03-09")
    assert found["input"]["later_count"] > 0
    assert found["input"]["last_at"] < "2026-03-10"
    assert all(row["published_at"] < "2026-03-10" for alert in found["alerts"] for row in alert["evidence"])


def test_evidence_names_the_rows_of_the_file_whatever_their_order(tmp_path, shown):
    records = [as_record(row) for row in reversed(ROWS)]
    (alert,) = backtested(tmp_path, records)["alerts"]
    assert [records[one["row"] - 1]["judul"] for one in alert["evidence"]] == [one["text"] for one in alert["evidence"]]
    assert {one["row"] for one in alert["evidence"]} <= set(alert["rows_24h"])
    assert all("tanggul" in records[row - 1]["judul"] for row in alert["rows_24h"])


def test_a_row_put_in_above_leaves_alert_and_issue_with_their_ids(tmp_path, shown):
    records = [as_record(row) for row in ROWS]
    older = records[0] | {"terbit": "2026-03-01 05:00:00", "judul": "Jembatan gantung retak"}
    (one,), (other,) = (backtested(tmp_path, rows)["alerts"] for rows in (records, [older, *records]))
    assert (one["alert_id"], one["issue_id"]) == (other["alert_id"], other["issue_id"])
    assert [row + 1 for row in one["rows_24h"]] == other["rows_24h"]


def test_two_runs_find_the_same(tmp_path, shown):
    first, again = backtested(tmp_path), backtested(tmp_path)
    assert {**first, "seconds": 0} == {**again, "seconds": 0}


def test_persons_in_the_evidence_are_masked(tmp_path, shown):
    records = [record | {"judul": f"{record['judul']} hubungi 0812-3456-7890"} for record in map(as_record, ROWS)]
    backtested(tmp_path, records)
    assert "7890" not in (tmp_path / "hasil.json").read_text()


def test_the_alerts_and_their_verdicts_are_on_the_screen(tmp_path, shown):
    label = backtested(tmp_path)["episodes"][0]["label"]
    assert label in shown.getvalue()
    assert "1 alerts in" in shown.getvalue()


def test_rows_without_a_time_are_counted_and_told(tmp_path, shown):
    records = [as_record(row) for row in ROWS] + [as_record(ROWS[0]) | {"terbit": "entah"}]
    assert backtested(tmp_path, records)["input"]["undated_count"] == 1
    assert "1 have no time that can be read" in shown.getvalue()


def test_times_that_no_document_can_have_are_counted_apart(tmp_path, shown):
    facts = backtested(tmp_path, [as_record(row) for row in ROWS] + [as_record(ROWS[0]) | {"terbit": "1970-01-01"}])["input"]
    assert (facts["undated_count"], facts["outside_count"]) == (0, 1)
    assert "1 lie before 1990 or more than a day ahead" in shown.getvalue()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"time-column": "terbitt"}, r"did you mean 'terbit'\?"),
        ({"from": "kemarin"}, "--from 'kemarin' is no day"),
        ({"from": "2026-03-11"}, "lies after --to"),
        ({"from": "2027-01-01", "to": "2027-02-01"}, "reaches from 2026-03-02 to 2026-03-11"),
        ({"from": "2026-03-02", "to": "2026-03-04"}, "documents of 3 days up to 2026-03-04; a backtest needs 7"),
    ],
)
def test_what_cannot_be_replayed_is_told_with_the_way_out(options, words, tmp_path, shown):
    with pytest.raises(InputError, match=words):
        backtested(tmp_path, **options)


def test_an_output_of_another_kind_is_told_before_anything_is_read(tmp_path, shown):
    with pytest.raises(InputError, match=r"written as \.json"):
        backtested(tmp_path, target="hasil.csv")
