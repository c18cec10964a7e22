"""From the bundled sample to published marts, by the command a user would give."""

import re

import orjson
import pytest

from ingestion.catalog import read_catalog
from ml.classifiers.specs import read_classifiers
from orchestration.truth import measure_truth
from warehouse.layout import Layout
from warehouse.settings import DEFAULT_SOURCES

pytestmark = pytest.mark.integration

FLOORS = {"sentimen": 0.75, "sektor": 0.70}


def test_the_sample_runs_to_the_end(sample):
    _, run = sample
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Published snapshot" in run.stdout


def test_every_record_read_is_loaded_duplicate_or_quarantined(sample):
    home, _ = sample
    with home.marts() as marts:
        rows = marts.execute(
            "select read_count, loaded_count, duplicate_count, quarantined_count, document_count from mart_source_health"
        ).fetchall()
    assert len(rows) == 5
    assert all(read == loaded + duplicate + quarantined for read, loaded, duplicate, quarantined, _ in rows)
    assert all(loaded == documents for _, loaded, _, _, documents in rows)
    assert sum(duplicate for _, _, duplicate, _, _ in rows) == 3


def test_broken_records_are_put_aside_each_with_its_reason(sample):
    home, _ = sample
    import duckdb

    reasons = duckdb.sql(
        f"select reason_slug from read_parquet('{home.path}/raw/*/quarantine/*/*.parquet', union_by_name = true)"
    ).fetchall()
    assert {reason for (reason,) in reasons} == {
        "angka-tak-terbaca",
        "baris-rusak",
        "bukan-isi",
        "judul-terlalu-panjang",
        "kanal-tak-dikenal",
        "tanggal-mustahil",
        "tanggal-tak-terbaca",
        "tanpa-tanggal",
        "tanpa-teks",
    }


@pytest.mark.parametrize("classifier", sorted(FLOORS))
def test_labels_meet_the_truth_of_the_sample(sample, classifier):
    home, run = sample
    score = measure_truth(Layout(home.path), list(read_catalog(DEFAULT_SOURCES).values()))[classifier]
    assert score.count >= 600
    assert score.macro_f1 >= FLOORS[classifier], str(score)
    assert f"{classifier}, end to end against the sources' own labels: {score}" in run.stdout


@pytest.mark.parametrize("column", [classifier.column for classifier in read_classifiers().values()])
def test_every_document_is_read_by_every_classifier(sample, column):
    home, _ = sample
    with home.marts() as marts:
        read, versions = marts.execute(
            f"select count({column}_slug), count(distinct {column}_version) from mart_documents"
        ).fetchall()[0]
    assert (read, versions) == (790, 1)


def test_current_labels_are_those_of_the_documents(sample):
    home, _ = sample
    names = set(read_classifiers())
    with home.marts() as marts:
        labels = dict(
            marts.execute("select classifier_name, count(*) from mart_document_labels where is_current group by 1").fetchall()
        )
        told = marts.execute(
            "select count(*) from mart_document_labels as l inner join mart_documents as d on l.document_id = d.document_id "
            "where l.is_current and l.classifier_name = 'sikap' and l.label_slug = d.stance_slug and l.score = d.stance_score"
        ).fetchall()[0][0]
    assert labels == dict.fromkeys(names, 790)
    assert told == 790


@pytest.mark.parametrize(
    ("mart", "kinds"),
    [
        ("mart_sentiment_daily", ["negative", "neutral", "positive", "unsure", "unread"]),
        ("mart_stance_daily", ["supporting", "opposing", "neutral", "not_applicable", "unsure", "unread"]),
    ],
)
def test_days_count_every_document_once_and_what_is_unsure_apart(sample, mart, kinds):
    home, _ = sample
    counts = ", ".join(f"sum({kind}_count), sum({kind}_original_count)" for kind in kinds)
    with home.marts() as marts:
        documents, originals, *found = marts.execute(
            f"select sum(document_count), sum(original_count), {counts} from {mart}"
        ).fetchall()[0]
    assert (sum(found[::2]), sum(found[1::2])) == (documents, originals)
    assert 0 < found[2 * kinds.index("unsure")] < documents / 2


def test_mentions_are_all_documents_but_those_off_topic_and_agencies_have_each_once(sample):
    home, _ = sample
    on_topic = "coalesce(relevance_slug, '') <> 'tidak'"
    concerned = (
        "select distinct document_id, agency_slug from mart_document_agencies inner join mart_documents using (document_id) "
        f"where {on_topic} and (role_slug = 'disebut' or rank = 1)"
    )
    questions = [
        ("select sum(mention_count) from mart_mentions_daily", f"select count(*) from mart_documents where {on_topic}"),
        ("select sum(mention_count) from mart_provinces_weekly", f"select count(*) from mart_documents where {on_topic}"),
        ("select sum(mention_count) from mart_agency_mentions_daily", f"select count(*) from ({concerned})"),
        ("select sum(complaint_count) from mart_agency_responses", "select count(*) from mart_complaints"),
    ]
    with home.marts() as marts:
        found = [[marts.execute(query).fetchall()[0][0] for query in pair] for pair in questions]
    assert all(counted == expected > 0 for counted, expected in found), found


def test_agencies_have_the_times_of_their_complaints(sample):
    home, _ = sample
    with home.marts() as marts:
        received, disposed, answered, closed, impossible = marts.execute(
            "select count(*), count(disposed_at), count(answered_at), count(closed_at), "
            "count(*) filter (where has_impossible_times) from mart_complaints"
        ).fetchall()[0]
        timed = marts.execute(
            "select count(*) from mart_agency_responses where median_hours_to_disposition < median_hours_to_answer"
        ).fetchall()[0][0]
    assert received > disposed > answered > closed > 0
    assert impossible == 1
    assert timed > 10


def test_what_is_withheld_shows_no_word_and_no_address(sample):
    home, _ = sample
    with home.marts() as marts:
        withheld, sensitive, shown = marts.execute(
            "select count(*) filter (where is_withheld), "
            "count(*) filter (where sensitivity_slug in ('sara', 'kekerasan', 'pribadi')), "
            "count(coalesce(title, text, clean_text, url, canonical_url, extra_json)) filter (where is_withheld) "
            "from mart_documents"
        ).fetchall()[0]
        versions = marts.execute(
            "select count(coalesce(v.title, v.text)) from mart_document_versions as v "
            "inner join mart_documents as d on v.document_id = d.document_id where d.is_withheld"
        ).fetchall()[0][0]
    assert withheld == sensitive > 0
    assert (shown, versions) == (0, 0)


def test_every_document_is_cleaned_and_its_language_told(sample):
    home, _ = sample
    with home.marts() as marts:
        unread = marts.execute(
            "select document_ref from mart_documents where (clean_text is null and not is_withheld) or language_slug is null"
        )
        assert unread.fetchall() == []
        languages = {slug for (slug,) in marts.execute("select distinct language_slug from mart_documents").fetchall()}
    assert {"indonesia", "jawa", "sunda"} <= languages


def test_copies_are_told_and_counted_apart(sample):
    home, _ = sample
    with home.marts() as marts:
        families = marts.execute("select sum(document_count - 1), count(*) from mart_document_families").fetchall()[0]
        copies, documents = marts.execute("select count(duplicate_of), count(*) from mart_documents").fetchall()[0]
        counted = marts.execute("select sum(document_count), sum(original_count) from mart_sentiment_daily").fetchall()[0]
        covered = marts.execute(
            "select sum(heard_count), sum(original_count) from mart_coverage_daily where scope_slug = 'semua'"
        ).fetchall()[0]
    assert copies == families[0] > 0
    assert counted == covered == (documents, documents - copies)


def test_documents_name_agencies_and_who_would_have_to_act(sample):
    home, _ = sample
    with home.marts() as marts:
        complaints, owned = marts.execute("select count(*), count(likely_agency_slug) from mart_complaints").fetchall()[0]
        ranks = marts.execute("select max(rank) from mart_document_agencies where role_slug = 'berwenang'").fetchall()[0][0]
        nameless = marts.execute("select count(*) from mart_document_agencies where agency_name is null").fetchall()[0][0]
        named = marts.execute("select count(*) from mart_document_entities where agency_slug is not null").fetchall()[0][0]
    assert owned > 0.7 * complaints
    assert (ranks, nameless) == (3, 0)
    assert named > 50  # its persons in office are invented, as all of the sample


def test_given_places_become_official_codes(sample):
    home, _ = sample
    with home.marts() as marts:
        found = marts.execute(
            "select distinct region_code, province_code from mart_documents where extra_json is null "
            "and document_ref in ('k4-028', 'k3-007') order by 1"
        ).fetchall()
    assert found == [("18.02", "18"), ("53.71", "53")]


def test_columns_of_published_tables_carry_their_meaning(sample):
    home, _ = sample
    with home.marts() as marts:
        bare = marts.execute(
            "select table_name, column_name from duckdb_columns() where not internal and comment is null"
        ).fetchall()
    assert bare == []


def test_data_docs_and_brief_are_published(sample):
    home, _ = sample
    current = home.path / "published" / "current"
    for suite in ("raw", "documents", *(f"labels-{name}" for name in read_classifiers())):
        assert (current / "data_docs" / suite / "index.html").is_file()
    kept = orjson.loads((home.path / "briefs" / "current" / "facts.json").read_bytes())
    assert current.readlink().name in kept["snapshots"]


def test_nothing_personal_reaches_the_disk(sample):
    """Names of accounts and the invented numbers of the sample stand in no file of the home."""
    home, _ = sample
    import csv

    with (DEFAULT_SOURCES.parent / "sample" / "media_sosial.csv").open() as file:
        accounts = [row["akun"] for row in csv.DictReader(file)]
    secrets = [a.encode() for a in accounts if len(a) > 9] + _numbers_in_sample()
    contents = [f.read_bytes() for f in home.path.rglob("*") if f.is_file() and f.suffix != ".parquet"]
    contents += [_parquet_text(f) for f in home.path.rglob("*.parquet")]
    assert [s for s in secrets if any(s in content for content in contents)] == []


def _numbers_in_sample() -> list[bytes]:
    text = "".join(f.read_text() for f in (DEFAULT_SOURCES.parent / "sample").glob("*") if f.name != "truth.jsonl")
    found = re.findall(r"\b\d{16}\b|\b08\d{2}-\d{4}-\d{3,5}\b|[\w.]+@[\w.]+\.\w+", text)
    assert len(found) >= 10
    return [value.encode() for value in found]


def _parquet_text(file) -> bytes:
    import pyarrow.parquet as pq

    return repr(pq.read_table(file, partitioning=None).to_pylist()).encode()


def test_a_second_run_with_nothing_new_adds_nothing_and_says_so(copied):
    before, parts = copied.tables(), sorted(copied.path.glob("ml/**/*.parquet"))
    again = copied.run("run", "--as-of", "2026-10-16T09:00:00+07:00")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Nothing new." in again.stdout
    assert copied.tables() == before
    assert sorted(copied.path.glob("ml/**/*.parquet")) == parts
    assert len(list(copied.path.glob("published/2*"))) == 1


def test_no_process_of_a_run_tries_to_leave_the_machine(sample):
    home, _ = sample
    assert not home.network_log.exists() or home.network_log.read_text() == ""


def test_marts_answer_sql(sample):
    home, _ = sample
    answer = home.run("sql", "--csv", "select count(*) as n from mart_documents")
    assert answer.stdout.split() == ["n", "790"]


def test_a_wrong_query_is_told_with_the_way_out(sample):
    home, _ = sample
    answer = home.run("sql", "select nothing from nowhere")
    assert answer.returncode == 2
    assert "nowhere" in answer.stderr
    assert "show tables" in answer.stderr


def test_sql_cannot_read_files_of_the_machine(sample):
    home, _ = sample
    answer = home.run("sql", f"select * from read_text('{DEFAULT_SOURCES}')")
    assert answer.returncode == 2
    assert "disabled" in answer.stderr


def test_status_tells_runs_and_sources(sample):
    home, _ = sample
    answer = home.run("status")
    assert answer.returncode == 0, answer.stderr
    assert "SUCCESS" in answer.stdout
    assert "sampel_berita" in answer.stdout
