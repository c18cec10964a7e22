"""Stories and issues of the bundled sample: what the watch wrote and what the marts tell are one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ml.issues.journal import read_journal
from ml.issues.placing import standing
from ml.issues.running import HISTORY, INPUT
from tests.integration.conftest import AS_OF, Home
from warehouse.layout import Layout

pytestmark = pytest.mark.integration

MARTS = (
    "mart_issues",
    "mart_issue_documents",
    "mart_issue_events",
    "mart_issue_states",
    "mart_issue_hours",
    "mart_issue_days",
    "mart_issue_forecasts",
    "mart_issue_forecast_scores",
    "mart_issue_outlooks",
    "mart_issue_analogues",
    "mart_alerts",
    "mart_alert_documents",
)


def placed(home: Home) -> dict[str, tuple[str, str]]:
    """Document -> story and issue, as the watch's own tables have it."""
    layout = Layout(home.path)
    journal = read_journal(layout.state / "issues")
    rows = standing(layout, journal.version, journal.redirects).to_pylist()
    assert len({row["document_id"] for row in rows}) == len(rows)
    return {row["document_id"]: (row["story_id"], row["issue_id"]) for row in rows}


def ask(home: Home, query: str) -> list[tuple]:
    with home.marts() as marts:
        return marts.execute(query).fetchall()


def history(home: Home, table: str) -> list[dict]:
    parts = sorted((Layout(home.path).ml_table(table) / HISTORY).glob("part-*.parquet"))
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def _parts(home: Home) -> list[Path]:
    return sorted(file.relative_to(home.path) for file in home.path.glob("ml/**/part-*.parquet"))


def _dbt_tests(home: Home) -> dict[str, str]:
    """Outcome of every test that the last run of each step made."""
    files = sorted((Layout(home.path).state / "dbt").glob("*/run_results.json"))
    results = [result for file in files for result in json.loads(file.read_text())["results"]]
    return {result["unique_id"]: result["status"] for result in results if result["unique_id"].startswith("test.")}


def test_every_document_that_was_handed_over_is_in_a_story_and_an_issue(sample):
    home, _ = sample
    given = set(pq.read_table(Layout(home.path).ml_input / INPUT)["document_id"].to_pylist())
    found = placed(home)
    assert found.keys() == given
    assert len(given) == 790
    assert all(story and issue for story, issue in found.values())


def test_the_marts_have_documents_where_the_watch_has_them(sample):
    home, _ = sample
    found = placed(home)
    told = ask(home, "select document_id, story_id, issue_id from mart_issue_documents")
    assert told
    assert {document: (story, issue) for document, story, issue in told}.items() <= found.items()
    shown = {issue for (issue,) in ask(home, "select issue_id from mart_issues")}
    assert {document for document, _, _ in told} == {document for document, (_, issue) in found.items() if issue in shown}


def test_issues_of_the_marts_count_their_documents(sample):
    home, _ = sample
    counts = "select issue_id, count(*), count(distinct story_id), sum(is_original::int) from mart_issue_documents group by 1"
    told = "select issue_id, document_count, story_count, original_count from mart_issues"
    assert sorted(ask(home, counts)) == sorted(ask(home, told))
    days = "select issue_id, sum(document_count) from mart_issue_days group by 1"
    assert sorted(ask(home, days)) == sorted(row[:2] for row in ask(home, told))


def test_states_and_alerts_of_the_marts_are_those_that_the_watch_wrote(sample):
    home, _ = sample
    written = {(row["transition_id"], row["to_slug"]) for row in history(home, "issue_states")}
    assert set(ask(home, "select transition_id, to_slug from mart_issue_states")) == written
    alerts = {row["alert_id"] for row in history(home, "issue_alerts")}
    assert {alert for (alert,) in ask(home, "select alert_id from mart_alerts")} == alerts


def test_the_episodes_of_the_sample_stand_where_the_watch_should_have_them(sample):
    """Water that fails in a city in the last three days, a port that works again, an illness that begins to spread."""
    home, _ = sample
    largest = "select state_slug, alert_level_slug from mart_issues order by document_count desc limit 2"
    assert ask(home, largest) == [("siaga", "siaga"), ("pasca", None)]
    alerts = "select level_slug, ended_at is null, delivery_slug from mart_alerts order by raised_at"
    assert ask(home, alerts) == [("siaga", False, "dikirim"), ("siaga", True, "dikirim"), ("waspada", True, "dikirim")]


def test_the_water_of_the_sample_is_told_of_before_anyone_in_office_speaks(sample):
    home, _ = sample
    (row,) = ask(
        home,
        "select first_channel_slug, first_release_at - first_published_at > interval 10 hour, province_count, "
        "first_check_at is not null from mart_issues order by document_count desc limit 1",
    )
    assert row == ("pengaduan", True, 1, True)


@pytest.mark.parametrize("mart", MARTS)
def test_every_mart_of_issues_is_published(sample, mart):
    home, _ = sample
    (columns,) = ask(home, f"select count(*) from duckdb_columns() where table_name = '{mart}' and comment is not null")[0]
    assert columns > 0


def test_no_test_of_the_models_of_issues_failed(sample):
    home, _ = sample
    results = {name: status for name, status in _dbt_tests(home).items() if "issue" in name or "alert" in name}
    assert len(results) > 50
    assert set(results.values()) == {"pass"}


def test_every_issue_that_is_shown_has_a_name_of_its_own(sample):
    home, _ = sample
    labels = [label for (label,) in ask(home, "select label from mart_issues")]
    assert labels
    assert all(2 <= len(label.split()) <= 8 for label in labels)


def test_a_second_run_adds_no_part(copied):
    before = _parts(copied)
    again = copied.run("run", "--as-of", AS_OF)
    assert again.returncode == 0, again.stdout + again.stderr
    assert _parts(copied) == before


def test_where_the_state_of_the_watch_was_deleted_the_next_run_finds_the_same_ids(sample, copied):
    home, _ = sample
    shutil.rmtree(Layout(copied.path).state / "issues")
    shutil.rmtree(Layout(copied.path).published)  # with nothing new and a snapshot, a run has nothing to do
    again = copied.run("run", "--as-of", AS_OF)
    assert again.returncode == 0, again.stdout + again.stderr
    assert placed(copied) == placed(home)
    for table in ("issue_states", "issue_alerts"):
        assert history(copied, table) == history(home, table)
    marts = ("mart_issues", "mart_issue_documents", "mart_issue_states", "mart_alerts")
    assert [ask(copied, f"select * from {mart} order by all") for mart in marts] == [
        ask(home, f"select * from {mart} order by all") for mart in marts
    ]
