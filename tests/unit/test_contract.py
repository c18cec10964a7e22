"""The document contract: what becomes a document, what is put aside and why, and that no person gets through."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.contract import COUNT_COLUMNS, MAPPABLE, TEXT_COLUMNS, Batch, apply_contract
from ingestion.kinds import Broken, Chunk
from ingestion.kinds.files import Entry
from warehouse.schemas import DOCUMENTS, QUARANTINE

AS_OF = datetime(2026, 11, 21, 5)
KEY = b"kunci uji"
NIK, PHONE, EMAIL = "3174011203900001", "081234567890", "ratna@contoh.id"


def report(**changes) -> dict:
    """A sound record; `changes` replace or add fields."""
    return {
        "ref": "K-1",
        "title": "Lampu jalan padam",
        "text": "Sudah tiga malam gelap di depan pasar.",
        "published_at": "2026-11-20T08:00:00+07:00",
        **changes,
    }


def hold(*records: dict, broken: tuple[Broken, ...] = (), first_number: int = 1, **fields) -> Batch:
    """The contract over `records`; `fields` go into the entry."""
    names = dict.fromkeys(name for record in records for name in record)
    return hold_table(pa.table({n: [r.get(n) for r in records] for n in names}), broken, first_number, **fields)


def hold_table(table: pa.Table, broken: tuple[Broken, ...] = (), first_number: int = 1, **fields) -> Batch:
    required = {"slug": "laporan", "kind": "files", "folder": Path(), "channel": "pengaduan", "description": "Laporan."}
    entry = Entry(**{**required, "path": "*.jsonl", **fields})
    numbers = range(first_number, first_number + table.num_rows)
    return apply_contract(Chunk(table, numbers, list(broken)), entry, "laporan.jsonl", AS_OF, KEY)


def document(batch: Batch) -> dict:
    (row,) = batch.documents.to_pylist()
    assert batch.quarantine.num_rows == 0
    return row


def refusal(batch: Batch) -> dict:
    (row,) = batch.quarantine.to_pylist()
    assert batch.documents.num_rows == 0
    return row


def said(batch: Batch) -> str:
    """Everything that would be written."""
    return str(batch.documents.to_pylist()) + str(batch.quarantine.to_pylist())


# What becomes a document


def test_a_sound_record_becomes_a_document():
    row = document(hold(report(likes=3, region="Kota Depok", province="Jawa Barat", agency="Dinas Perhubungan")))
    assert (row["source_slug"], row["document_ref"], row["channel_slug"]) == ("laporan", "K-1", "pengaduan")
    assert (row["title"], row["like_count"], row["view_count"]) == ("Lampu jalan padam", 3, None)
    assert (row["given_region_name"], row["given_province_name"]) == ("Kota Depok", "Jawa Barat")
    assert row["published_at"] == datetime(2026, 11, 20, 1)
    assert row["collected_at"] == AS_OF


def test_batches_keep_to_the_schemas():
    batch = hold(report(), report(ref="K-2", published_at=None))
    assert batch.documents.schema.equals(DOCUMENTS)
    assert batch.quarantine.schema.equals(QUARANTINE)


def test_a_source_that_names_its_columns_otherwise_is_mapped():
    columns = {"ref": "tiket", "title": "perihal", "published_at": "tanggal"}
    row = document(hold({"tiket": "7", "perihal": "Air keruh", "tanggal": "2026-11-20"}, columns=columns))
    assert (row["document_ref"], row["title"], row["extra_json"]) == ("7", "Air keruh", None)


def test_a_record_may_name_its_own_channel():
    assert document(hold(report(channel="berita")))["channel_slug"] == "berita"


def test_ids_are_stable_and_belong_to_one_source():
    first, again, other = (document(hold(report(), slug=slug)) for slug in ("laporan", "laporan", "aduan"))
    assert first["document_id"] == again["document_id"] != other["document_id"]
    assert first["content_hash"] == again["content_hash"] != other["content_hash"]


@pytest.mark.parametrize(
    "change", [{"text": "Sudah empat malam."}, {"likes": 4}, {"catatan": "mendesak"}, {"url": "https://a.id"}]
)
def test_a_change_keeps_the_id_and_changes_the_content(change):
    before, after = document(hold(report())), document(hold(report(**change)))
    assert before["document_id"] == after["document_id"]
    assert before["content_hash"] != after["content_hash"]


def test_without_a_reference_the_content_is_the_id():
    one, same, other = (document(hold(report(ref=None, text=text))) for text in ("satu", "satu", "dua"))
    assert one["document_id"] == same["document_id"] != other["document_id"]


@pytest.mark.parametrize("refs", [("1780000000123456", "1780000000123457"), ("081234567890", "081234567891")])
def test_references_that_look_like_numbers_of_persons_stay_apart(refs):
    rows = hold(*(report(ref=ref) for ref in refs)).documents.to_pylist()
    assert rows[0]["document_id"] != rows[1]["document_id"]
    assert not any(ref in str(rows) for ref in refs)


def test_control_characters_and_entities_are_resolved_and_blanks_are_null():
    row = document(hold(report(title="  Jalan\x00 &amp; jembatan\x1f ", text="\x00 ", outlet="&nbsp;")))
    assert (row["title"], row["text"], row["outlet_name"]) == ("Jalan & jembatan", None, None)


def test_line_breaks_of_a_text_stay():
    assert document(hold(report(text="Satu.\nDua.\tTiga.")))["text"] == "Satu.\nDua.\tTiga."


# Times


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2026-11-20T08:00:00+07:00", "Asia/Jayapura", datetime(2026, 11, 20, 1)),
        ("2026-11-20T08:00:00Z", "Asia/Jakarta", datetime(2026, 11, 20, 8)),
        ("2026-11-20 08:00", "Asia/Jakarta", datetime(2026, 11, 20, 1)),
        ("2026-11-20 08:00", "Asia/Makassar", datetime(2026, 11, 20, 0)),
        ("2026-11-20", "Asia/Jayapura", datetime(2026, 11, 19, 15)),
        ("03/02/2026", "UTC", datetime(2026, 2, 3)),
        ("3-2-2026 07:30", "UTC", datetime(2026, 2, 3, 7, 30)),
        (date(2026, 11, 20), "Asia/Jakarta", datetime(2026, 11, 19, 17)),
        (datetime(2026, 11, 20, 8), "Asia/Jakarta", datetime(2026, 11, 20, 1)),
    ],
)
def test_times_become_utc_and_days_come_before_months(written, zone, expected):
    assert document(hold(report(published_at=written), time_zone=zone))["published_at"] == expected


def test_a_column_with_a_time_zone_keeps_it():
    moment = pa.array([datetime(2026, 11, 20, 1)], pa.timestamp("ns", "UTC")).cast(pa.timestamp("ns", "Asia/Jayapura"))
    table = pa.table({"ref": ["1"], "title": ["Banjir"], "published_at": moment})
    assert document(hold_table(table, time_zone="Asia/Jakarta"))["published_at"] == datetime(2026, 11, 20, 1)


def test_clocks_that_run_ahead_by_a_day_are_forgiven_and_no_more():
    latest = AS_OF + timedelta(days=1)
    batch = hold(*(report(ref=str(s), published_at=f"{latest + timedelta(seconds=s)}Z") for s in (0, 1)))
    assert [row["document_ref"] for row in batch.documents.to_pylist()] == ["0"]
    assert [row["reason_slug"] for row in batch.quarantine.to_pylist()] == ["tanggal-mustahil"]


@pytest.mark.parametrize("value", [time(10, 30), timedelta(hours=3), datetime(1, 1, 1), date(9999, 12, 31)])
def test_a_typed_time_that_is_no_moment_puts_aside_only_its_record(value):
    sound = {"ref": ["1"], "title": ["Banjir"], "published_at": pa.nulls(1, pa.array([value]).type)}
    odd = pa.table({"ref": ["2"], "title": ["Longsor"], "published_at": [value]})
    (first, second) = hold_table(pa.concat_tables([pa.table(sound), odd])).quarantine.to_pylist()
    assert first["reason_slug"] == "tanpa-tanggal"
    assert second["reason_slug"] in {"tanggal-mustahil", "tanggal-tak-terbaca"}


# What is put aside


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"published_at": "1970-01-01"}, "tanggal-mustahil"),
        ({"published_at": "1970-01-01T00:00:00Z"}, "tanggal-mustahil"),
        ({"published_at": "2031-01-01"}, "tanggal-mustahil"),
        ({"published_at": "9999-12-31T23:59:59-12:00"}, "tanggal-tak-terbaca"),
        ({"published_at": "31/02/2026"}, "tanggal-tak-terbaca"),
        ({"published_at": "2026-02-31"}, "tanggal-tak-terbaca"),
        ({"published_at": "13/13/2026"}, "tanggal-tak-terbaca"),
        ({"published_at": "besok pagi"}, "tanggal-tak-terbaca"),
        ({"published_at": "178000000"}, "tanggal-tak-terbaca"),
        ({"published_at": "2026-11-20T00:00:00+25:00"}, "tanggal-tak-terbaca"),
        ({"published_at": " "}, "tanpa-tanggal"),
        ({"published_at": None}, "tanpa-tanggal"),
        ({"text": "<!DOCTYPE html><html><body>Masuk</body></html>"}, "bukan-isi"),
        ({"text": "\n  <HTML lang=id><title>502</title>"}, "bukan-isi"),
        ({"title": "a" * 30_000}, "judul-terlalu-panjang"),
        ({"text": "a" * 200_001}, "teks-terlalu-panjang"),
        ({"title": None, "text": None}, "tanpa-teks"),
        ({"title": "  ", "text": "\x00\x00"}, "tanpa-teks"),
        ({"channel": "koran"}, "kanal-tak-dikenal"),
        ({"likes": "banyak"}, "angka-tak-terbaca"),
        ({"likes": "-1"}, "angka-tak-terbaca"),
        ({"shares": "1,5"}, "angka-tak-terbaca"),
        ({"replies": "1" * 30}, "angka-tak-terbaca"),
        ({"views": "1e400"}, "angka-tak-terbaca"),
        ({"views": float("inf")}, "angka-tak-terbaca"),
        ({"likes": "NaN"}, "angka-tak-terbaca"),
    ],
)
def test_a_record_that_breaks_the_contract_is_put_aside_with_its_reason(change, reason):
    assert refusal(hold(report(**change)))["reason_slug"] == reason


@pytest.mark.parametrize("written", ["1.234K", "1,2M", "3.7", "-0.5"])
def test_a_count_that_can_be_read_two_ways_is_never_guessed(written):
    assert refusal(hold(report(likes=written)))["reason_slug"] == "angka-tak-terbaca"


@pytest.mark.parametrize(
    ("written", "count"), [("12", 12), (" 7 ", 7), ("12.0", 12), (3.0, 3), (0, 0), ("", None), (None, None)]
)
def test_whole_counts_are_read_and_blank_ones_are_null(written, count):
    assert document(hold(report(likes=written)))["like_count"] == count


def test_a_count_that_is_not_a_number_is_null():
    assert document(hold(report(likes=float("nan"))))["like_count"] is None


def test_a_source_without_dates_is_put_aside_whole():
    batch = hold({"ref": "1", "title": "Banjir"}, {"ref": "2", "title": "Longsor"})
    assert [row["reason_slug"] for row in batch.quarantine.to_pylist()] == ["tanpa-tanggal"] * 2


def test_a_record_with_many_defects_is_put_aside_once():
    assert refusal(hold(report(title=None, text=None, published_at="besok", likes="banyak")))["reason_slug"] == "tanpa-teks"


def test_what_is_put_aside_tells_where_it_came_from_and_what_was_seen():
    row = hold(report(), report(published_at="31/02/2026"), first_number=41).quarantine.to_pylist()[0]
    assert (row["address"], row["record_number"], row["reason_detail"]) == ("laporan.jsonl", 42, "31/02/2026")
    assert orjson.loads(row["record_json"])["title"] == "Lampu jalan padam"


def test_a_broken_line_is_put_aside_beside_the_sound_records():
    batch = hold(report(), broken=(Broken(2, "{rusak", "unexpected end"),))
    (row,) = batch.quarantine.to_pylist()
    assert (row["reason_slug"], row["record_number"], row["reason_detail"]) == ("baris-rusak", 2, "unexpected end")
    assert batch.documents.num_rows == 1


def test_a_chunk_of_broken_lines_alone_is_all_quarantine():
    batch = hold_table(pa.table({}), (Broken(1, "x", "y"), Broken(2, "x", "y")))
    assert (batch.documents.num_rows, batch.quarantine.num_rows) == (0, 2)


# Everything else a source brings


def test_other_columns_go_to_sorted_json_without_the_empty_ones():
    row = document(hold(report(zona=3, alat="pompa", catatan=None, kosong="")))
    assert row["extra_json"] == '{"alat":"pompa","zona":3}'


def test_nested_columns_stay_nested_without_what_names_persons():
    row = document(
        hold(report(meta={"perangkat": "ponsel", "nama": "Ratna Wulandari", "riwayat": [{"email": EMAIL, "ke": 1}]}))
    )
    assert orjson.loads(row["extra_json"]) == {"meta": {"perangkat": "ponsel", "riwayat": [{"ke": 1}]}}


def test_odd_types_do_not_stop_a_record():
    odd = {"nol": "a\x00b", "biner": b"\xff\xfe", "desimal": Decimal("1.5"), "jam": time(7, 0), "tak_hingga": float("inf")}
    assert set(orjson.loads(document(hold(report(**odd)))["extra_json"])) == set(odd)


# No person gets through


def test_an_author_becomes_a_pseudonym():
    batch = hold(report(author="Ratna Wulandari"))
    assert len(document(batch)["author_id"]) == 16
    assert "Wulandari" not in said(batch)


@pytest.mark.parametrize("published_at", ["2026-11-20", "31/02/2026"])
@pytest.mark.parametrize("column", ["penulis", "pengirim", "oleh", "creator"])
def test_an_author_is_never_written_whatever_the_column_is_called(column, published_at):
    record = {"ref": "1", "title": "Banjir", "published_at": published_at, column: "Ratna Wulandari"}
    assert "Wulandari" not in said(hold(record, columns={"author": column}))


@pytest.mark.parametrize("published_at", ["2026-11-20", "31/02/2026"])
@pytest.mark.parametrize("column", [*TEXT_COLUMNS, *COUNT_COLUMNS, "author", "catatan", "no_hp"])
def test_numbers_and_mail_of_persons_are_masked_in_every_column(column, published_at):
    text = said(hold({**report(published_at=published_at), column: f"Hubungi {PHONE} atau {EMAIL}, NIK {NIK}."}))
    assert not [secret for secret in (NIK, PHONE, EMAIL) if secret in text]


@pytest.mark.parametrize(
    "value",
    [
        int(NIK),
        float(NIK),
        Decimal(NIK),
        EMAIL.encode(),
        [EMAIL],
        {EMAIL: 1},
        {"a": {"b": [f"hp {PHONE}"]}},
    ],
)
def test_numbers_and_mail_of_persons_are_masked_in_every_type(value):
    text = said(hold(report(catatan=value)))
    assert not [secret for secret in (NIK, PHONE, EMAIL) if secret in text]


def test_maps_are_masked_like_objects():
    pairs = pa.array([[("nama", "Ratna Wulandari"), ("kontak", EMAIL)]], pa.map_(pa.string(), pa.string()))
    text = said(hold_table(pa.table({**{k: [v] for k, v in report().items()}, "meta": pairs})))
    assert "Wulandari" not in text
    assert EMAIL not in text


def test_json_inside_a_text_column_is_masked_like_json():
    text = said(hold(report(meta='{"nama": "Ratna Wulandari", "perangkat": "ponsel"}')))
    assert "Wulandari" not in text
    assert "ponsel" in text


def test_a_broken_line_is_not_kept_for_it_may_name_its_author():
    text = said(hold(report(), broken=(Broken(2, f'{{"penulis": "Ratna Wulandari", "isi": "hp {PHONE}', "unexpected end"),)))
    assert "Wulandari" not in text
    assert PHONE not in text


def test_a_detail_is_masked_before_it_is_cut():
    detail = refusal(hold(report(published_at="x" * 190 + " " + NIK)))["reason_detail"]
    assert "31740112" not in detail


def test_another_key_gives_another_pseudonym():
    table = pa.table({"title": ["Banjir"], "published_at": ["2026-11-20"], "author": ["Ratna"]})
    entry = Entry(slug="a", kind="files", folder=Path(), channel="berita", description="", path="*.csv")
    ids = {
        apply_contract(Chunk(table, [1]), entry, "a.csv", AS_OF, key).documents["author_id"][0].as_py() for key in (b"a", b"b")
    }
    assert len(ids) == 2


# Nothing is lost


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.one_of(st.none(), st.text(max_size=40), st.just("2026-11-20"), st.just("7")) for name in MAPPABLE
            },
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_record_is_a_document_or_put_aside(records):
    names = dict.fromkeys(("title", *(name for record in records for name in record)))
    batch = hold_table(pa.table({n: pa.array([r.get(n) for r in records], pa.string()) for n in names}))
    assert batch.documents.num_rows + batch.quarantine.num_rows == len(records)
