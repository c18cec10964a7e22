from __future__ import annotations

import csv
import io
from datetime import datetime

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny_files import as_record, tiny_commands, write_file
from tiny_stream import WARM, burst, chatter, lone

from orchestration import context
from orchestration.dated_files import read_dated
from orchestration.issues_command import COLUMNS, issues_command
from warehouse.errors import InputError

ROWS = chatter(WARM + 24) + burst("banjir", WARM + 6, 24)


@pytest.fixture
def shown(tmp_path, monkeypatch) -> io.StringIO:
    yield tiny_commands(tmp_path, monkeypatch, ROWS)
    context.context.cache_clear()


def watched(folder, records: list[dict], target: str = "hasil.csv", **options) -> list[dict]:
    """The rows of what was written."""
    chosen = {"time": "terbit", "text": "judul", "voice": None, "channel": None, **options}
    issues_command(write_file(folder, records), folder / target, **chosen)
    if target.endswith(".parquet"):
        return pq.read_table(folder / target).to_pylist()
    return list(csv.DictReader((folder / target).open()))


def flood(rows: list[dict]) -> list[dict]:
    return [row for row in rows if "anggul" in row["judul"]]


def identified(rows: list[dict]) -> dict[tuple, tuple]:
    """What a row says -> the ids it got."""
    return {(row["terbit"], row["judul"], row["outlet"]): (row["story_id"], row["issue_id"]) for row in rows}


def test_every_row_comes_back_with_its_story_its_issue_and_its_states(tmp_path, shown):
    records = [as_record(row) for row in reversed(ROWS)]
    rows = watched(tmp_path, records)
    assert list(rows[0]) == ["terbit", "judul", "outlet", *COLUMNS]
    assert [row["judul"] for row in rows] == [record["judul"] for record in records]
    assert len({row["issue_id"] for row in flood(rows)}) == 1
    assert len({row["issue_id"] for row in rows}) > 100
    assert {row["issue_state"] for row in flood(rows)} < {"waspada", "siaga", "krisis"}


def test_the_state_of_then_is_that_of_the_hour_and_not_of_the_end(tmp_path, shown):
    rows = sorted(flood(watched(tmp_path, [as_record(row) for row in ROWS])), key=lambda row: row["terbit"])
    assert rows[0]["issue_state_then"] == "normal"
    assert rows[0]["issue_state"] == rows[-1]["issue_state"] == rows[-1]["issue_state_then"] != "normal"


def test_an_issue_of_a_few_documents_has_no_label(tmp_path, shown):
    rows = watched(tmp_path, [as_record(row) for row in ROWS], "hasil.parquet")
    assert len({row["issue_label"] for row in flood(rows)}) == 1
    assert all(3 <= len(row["issue_label"].split()) <= 6 for row in flood(rows))
    assert {row["issue_label"] for row in rows} - {flood(rows)[0]["issue_label"]} == {None}


def test_the_most_alarming_issue_is_on_the_screen(tmp_path, shown):
    label = flood(watched(tmp_path, [as_record(row) for row in ROWS]))[0]["issue_label"]
    (line,) = [line for line in shown.getvalue().splitlines() if label in line]
    assert "24" in line.split()
    assert f"{len(ROWS):,} documents" in shown.getvalue()


def test_rows_without_a_time_or_a_text_keep_their_place_and_empty_cells(tmp_path, shown):
    records = [as_record(row) for row in ROWS]
    records[3] |= {"terbit": "entah kapan"}
    records[5] |= {"judul": ""}
    records[7] |= {"terbit": "2199-01-01"}
    rows = watched(tmp_path, records)
    assert len(rows) == len(records)
    assert [place for place, row in enumerate(rows) if not row["issue_id"]] == [3, 5, 7]
    told = "1 have no time that can be read, 1 lie before 1990 or more than a day ahead, 1 have no text."
    assert f"Rows in no story: {told}" in shown.getvalue()


def test_times_that_no_document_can_have_are_not_told_as_unreadable(tmp_path, shown):
    file = write_file(tmp_path, [{"terbit": day, "judul": "Jembatan retak"} for day in ("1970-01-01", "2199-01-01")])
    with pytest.raises(InputError, match=r"no row has .* \(2 lie before 1990 or more than a day ahead\)\."):
        read_dated(file, "terbit", "judul", None, None)


def test_a_second_run_gives_the_same_ids(tmp_path, shown):
    records = [as_record(row) for row in ROWS]
    assert watched(tmp_path, records) == watched(tmp_path, records, "lagi.csv")


def test_a_row_put_in_above_and_another_order_leave_the_ids_as_they_are(tmp_path, shown):
    records = [as_record(row) for row in ROWS]
    older = records[0] | {"terbit": "2026-03-01 05:00:00", "judul": "Jembatan gantung retak"}
    known = identified(watched(tmp_path, records))
    assert identified(watched(tmp_path, [older, *records])[1:]) == known
    assert identified(watched(tmp_path, [*records[100::-1], *records[101:]])) == known


def test_rows_that_are_alike_in_everything_are_documents_of_their_own(tmp_path, shown):
    record = {"terbit": "2026-03-02", "judul": "Jembatan retak", "outlet": "warta"}
    others = [record | {"outlet": "kabar"}, record | {"judul": "Jembatan rusak"}, record | {"terbit": "2026-03-03"}]
    file = read_dated(write_file(tmp_path, [record, record, *others]), "terbit", "judul", None, None)
    documents = file.stream["document_id"].to_pylist()
    assert len(set(documents)) == 5
    assert sorted(file.rows.to_pylist()) == [1, 2, 3, 4, 5]
    assert file.rows_of(pa.array(documents)) == file.rows
    alone = read_dated(write_file(tmp_path, [record]), "terbit", "judul", None, None)
    assert alone.stream["document_id"][0].as_py() in documents


def test_a_number_that_is_masked_does_not_show_in_an_id(tmp_path, shown):
    files = [
        write_file(tmp_path, [{"terbit": "2026-03-02", "judul": f"Jembatan retak, hubungi 0812-3456-{end}"}], f"{end}.csv")
        for end in ("7890", "7891")
    ]
    one, other = (read_dated(file, "terbit", "judul", None, None).stream["document_id"] for file in files)
    assert one == other


def test_a_file_of_less_than_three_days_tells_no_state_and_says_so(tmp_path, shown):
    rows = watched(tmp_path, [as_record(row) for row in ROWS[:60] + burst("banjir", 6, 24)])
    assert {row["issue_state"] for row in rows} == {row["issue_state_then"] for row in rows} == {""}
    assert "States need more than 3 days of documents: none is told." in shown.getvalue()
    assert "normal" not in shown.getvalue()


def test_states_of_then_begin_after_three_days(tmp_path, shown):
    rows = watched(tmp_path, [as_record(row) for row in ROWS])
    early = [row for row in rows if not row["issue_state_then"]]
    assert max(row["terbit"] for row in early) < "2026-03-05 07:00" <= min(row["terbit"] for row in rows if row not in early)
    assert all(row["issue_state"] for row in rows)
    assert f"{len(early)} documents came too early for a state of then" in shown.getvalue()


def test_an_issue_that_began_after_years_of_silence_is_told_no_state(tmp_path, shown):
    stray = as_record(ROWS[0]) | {"terbit": "2026-10-01 05:00:00", "judul": "Jembatan gantung retak"}
    *rows, last = watched(tmp_path, [*(as_record(row) for row in ROWS), stray])
    assert last["issue_state"] == last["issue_state_then"] == ""
    assert all(row["issue_state"] for row in rows)


def test_times_are_those_of_jakarta_unless_they_say_otherwise(tmp_path, shown):
    moments = ["2026-03-02 07:00", "2026-03-02T00:00:00Z", "2 Maret 2026 07.00 WIB"]
    file = write_file(tmp_path, [{"terbit": moment, "judul": "Jembatan retak"} for moment in moments])
    times = read_dated(file, "terbit", "judul", None, None).stream["published_at"].to_pylist()
    assert times == [datetime(2026, 3, 2)] * 3


def test_times_of_parquet_are_read_as_they_are(tmp_path, shown):
    times = pa.array([datetime(2026, 3, 2), None], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"terbit": times, "judul": ["Jembatan retak"] * 2}), tmp_path / "a.parquet")
    file = read_dated(tmp_path / "a.parquet", "terbit", "judul", None, None)
    assert file.stream["published_at"].to_pylist() == [datetime(2026, 3, 2)]
    assert file.undated == 1


@pytest.mark.parametrize(
    ("columns", "channel", "expected"),
    [
        ({}, None, ("media-sosial", None)),
        ({"outlet": "warta"}, None, ("berita", "warta")),
        ({"outlet": "warta", "kanal": "rilis"}, None, ("rilis", "warta")),
        ({"outlet": "warta", "kanal": "rilis"}, "pengaduan", ("pengaduan", "warta")),
        ({"outlet": "warta", "akun": "ani"}, None, ("berita", "ani")),
    ],
)
def test_channel_and_voice_come_from_the_options_the_columns_or_the_outlet(columns, channel, expected, tmp_path, shown):
    file = write_file(tmp_path, [{"terbit": "2026-03-02", "judul": "Jembatan retak", **columns}])
    voice = "akun" if "akun" in columns else None
    (row,) = read_dated(file, "terbit", "judul", voice, channel).stream.to_pylist()
    assert (row["channel_slug"], row["voice"]) == expected
    assert row["title"] == ("Jembatan retak" if expected[0] in ("berita", "rilis") else None)


def test_persons_are_masked_before_anything_is_read(tmp_path, shown):
    secret = as_record(lone(1, WARM)) | {"judul": "Jembatan retak, hubungi 0812-3456-7890", "catatan": "surel ani@contoh.id"}
    records = [as_record(row) | {"catatan": ""} for row in ROWS] + [secret]
    watched(tmp_path, records, "hasil.jsonl")
    written = (tmp_path / "hasil.jsonl").read_text()
    assert "7890" not in written
    assert "contoh.id" not in written
    stream = read_dated(tmp_path / "berita.csv", "terbit", "judul", None, None).stream
    assert "7890" not in repr(stream.select(["title", "text"]).to_pylist())


def test_places_that_a_text_names_come_along(tmp_path, shown):
    texts = ["Jembatan retak di Kota Surabaya", "Jembatan retak"]
    file = write_file(tmp_path, [{"terbit": f"2026-03-0{day}", "judul": text} for day, text in enumerate(texts, 1)])
    assert read_dated(file, "terbit", "judul", None, None).stream["region_codes"].to_pylist() == [["35.78"], []]


def test_a_copy_counts_with_the_text_it_copies(tmp_path, shown):
    text = "Jembatan gantung di desa retak setelah diterjang banjir bandang semalam, warga memutar sejauh sepuluh kilometer"
    file = write_file(tmp_path, [{"terbit": f"2026-03-0{day}", "judul": text} for day in (3, 2)])
    stream = read_dated(file, "terbit", "judul", None, None).stream
    assert stream["family_id"].to_pylist() == [stream["document_id"][0].as_py()] * 2


def test_lines_that_cannot_be_read_are_kept_aside(tmp_path, shown):
    file = tmp_path / "berita.jsonl"
    lines = [orjson.dumps(as_record(row)) for row in ROWS]
    file.write_bytes(b"\n".join([*lines, b'{"terbit": "rusak']))
    issues_command(file, tmp_path / "hasil.csv", "terbit", "judul", None, None)
    assert (tmp_path / "hasil.csv.dikarantina.jsonl").is_file()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"time": "terbitt"}, r"no column 'terbitt'; did you mean 'terbit'\?"),
        ({"text": "judull"}, r"did you mean 'judul'\?"),
        ({"voice": "outlat"}, r"did you mean 'outlet'\?"),
        ({"channel": "beritaa"}, r"did you mean 'berita'\?"),
        ({"time": "outlet"}, "no row has both a time"),
    ],
)
def test_what_is_not_there_is_told_with_what_there_is(options, words, tmp_path, shown):
    with pytest.raises(InputError, match=words):
        watched(tmp_path, [as_record(row) for row in ROWS[:9]], **options)


def test_an_output_that_cannot_be_written_is_told_first(tmp_path, shown):
    with pytest.raises(InputError, match=r"written as \.csv"):
        watched(tmp_path, [as_record(ROWS[0])], "hasil.docx")
