"""Copies of documents: families over reads and restarts, and what is opened of the history."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ml.duplicates import DuplicateReader
from ml.duplicates.window import DAYS
from warehouse.schemas import DUPLICATES

DAY = date(2026, 3, 10)
NEWS = "Polisi Bongkar Gudang Pupuk Palsu Berkedok Toko Bangunan"
EDITED = "Polisi Bongkar Gudang Pupuk Palsu Berkedok Toko Bangunan di Klaten"
OTHER = "Nelayan Keluhkan Solar Subsidi Langka Sepanjang Musim Panen"


def documents(*rows: tuple[str, str | None, date | None]) -> pa.Table:
    names = [name for name, _, _ in rows]
    texts = pa.array([text for _, text, _ in rows], pa.string())
    days = pa.array([day for _, _, day in rows], pa.date32())
    return pa.table({"document_id": names, "input_hash": names, "clean_text": texts, "published_on": days})


def families(rows: pa.Table) -> list[str]:
    return rows["family_id"].to_pylist()


def write(rows: pa.Table, folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    pq.write_table(rows, folder / f"part-{number:06d}.parquet")


def test_rows_have_the_schema_and_the_order_of_the_documents():
    rows = DuplicateReader(None).read(documents(("b", NEWS, DAY), ("a", OTHER, DAY)))
    assert rows.schema.equals(DUPLICATES)
    assert rows["document_id"].to_pylist() == ["b", "a"]


def test_an_edited_copy_joins_the_family_of_the_first():
    rows = DuplicateReader(None).read(documents(("a", NEWS, DAY), ("b", OTHER, DAY), ("c", EDITED, DAY))).to_pylist()
    assert [row["family_id"] for row in rows] == ["a", "b", "a"]
    assert [row["matched_document_id"] for row in rows] == [None, None, "a"]
    assert 0.65 < rows[2]["similarity"] < 1


def test_a_repost_has_the_key_of_its_original():
    rows = DuplicateReader(None).read(documents(("a", NEWS, DAY), ("b", f"RT @akun: {NEWS.upper()}! tautan #pupuk", DAY)))
    assert len(set(rows["text_key"].to_pylist())) == 1
    assert rows["similarity"].to_pylist() == [None, 1.0]


def test_equal_headlines_of_today_on_two_days_share_a_key_but_no_family():
    text = "Info Jadwal dan Lokasi SIM Keliling Hari Ini"
    rows = DuplicateReader(None).read(documents(("a", text, DAY), ("b", text, DAY + timedelta(7))))
    assert len(set(rows["text_key"].to_pylist())) == 1
    assert families(rows) == ["a", "b"]


def test_very_short_texts_are_only_exact_copies():
    rows = DuplicateReader(None).read(
        documents(("a", "terima kasih pak", DAY), ("b", "Terima kasih, Pak!", DAY), ("c", "terima kasih bu", DAY))
    )
    assert families(rows) == ["a", "a", "c"]


def test_a_changed_document_keeps_its_family():
    reader = DuplicateReader(None)
    reader.read(documents(("a", NEWS, DAY), ("b", EDITED, DAY)))
    assert families(reader.read(documents(("b", OTHER, DAY), ("a", OTHER, DAY)))) == ["a", "a"]


def test_texts_without_words_are_nobodys_copy():
    assert families(DuplicateReader(None).read(documents(("a", None, DAY), ("b", "", DAY), ("c", "🙏", DAY)))) == [
        "a",
        "b",
        "c",
    ]


def test_posts_of_links_and_accounts_alone_are_nobodys_copy():
    rows = DuplicateReader(None).read(documents(("a", "tautan", DAY), ("b", "tautan", DAY), ("c", "@akun tautan", DAY)))
    assert families(rows) == ["a", "b", "c"]
    assert rows["word_hashes"].to_pylist() == [[], [], []]


def test_posts_of_hashtags_alone_are_copies_by_them():
    rows = DuplicateReader(None).read(
        documents(("a", "#JalanRusak tautan", DAY), ("b", "@akun #JalanRusak", DAY), ("c", "#AirMati tautan", DAY))
    )
    assert families(rows) == ["a", "a", "c"]


def test_a_copy_is_found_in_the_history_by_a_new_reader(tmp_path):
    write(DuplicateReader(tmp_path).read(documents(("a", NEWS, DAY))), tmp_path, 1)
    assert families(DuplicateReader(tmp_path).read(documents(("b", EDITED, DAY)))) == ["a"]


def test_a_mistyped_copy_is_found_in_the_history_by_its_letters(tmp_path):
    write(DuplicateReader(tmp_path).read(documents(("a", NEWS, DAY))), tmp_path, 1)
    assert families(DuplicateReader(tmp_path).read(documents(("b", NEWS.replace("Toko Bangunan", "TokoBangunan"), DAY)))) == [
        "a"
    ]


@pytest.mark.parametrize(("days", "family"), [(DAYS, "a"), (-DAYS, "a"), (DAYS + 1, "b"), (-DAYS - 1, "b")])
def test_the_window_reaches_two_weeks_before_and_after(tmp_path, days, family):
    write(DuplicateReader(tmp_path).read(documents(("a", NEWS, DAY))), tmp_path, 1)
    assert families(DuplicateReader(tmp_path).read(documents(("b", NEWS, DAY + timedelta(days))))) == [family]


def test_only_parts_that_meet_the_window_are_opened(tmp_path, monkeypatch):
    for number, day in enumerate((DAY - timedelta(90), DAY - timedelta(40), DAY - timedelta(3)), 1):
        write(DuplicateReader(None).read(documents((f"d{number}", NEWS, day))), tmp_path, number)
    opened = []
    read_table = pq.read_table
    monkeypatch.setattr(
        "pyarrow.parquet.read_table", lambda path, **given: opened.append(path.name) or read_table(path, **given)
    )
    assert families(DuplicateReader(tmp_path).read(documents(("new", NEWS, DAY)))) == ["d3"]
    assert opened == ["part-000003.parquet"]


def test_own_rows_that_were_written_meanwhile_are_not_held_twice(tmp_path):
    reader = DuplicateReader(tmp_path)
    write(reader.read(documents(("a", NEWS, DAY))), tmp_path, 1)
    reader.read(documents(("b", OTHER, DAY)))
    reader.read(documents(("c", OTHER, DAY)))
    assert reader.window.rows["document_id"].to_pylist() == ["a", "b"]


def test_going_on_and_starting_anew_give_the_same_families(tmp_path):
    tables = [documents((f"{number}{name}", text, DAY + timedelta(number)))
              for number in range(4) for name, text in (("x", NEWS), ("y", OTHER), ("z", EDITED))]  # fmt: skip
    going_on, anew = DuplicateReader(None), []
    for number, table in enumerate(tables, 1):
        anew.append(DuplicateReader(tmp_path).read(table))
        write(anew[-1], tmp_path, number)
    assert [families(going_on.read(table)) for table in tables] == [families(rows) for rows in anew]


def test_documents_without_a_date_count_to_the_latest_day(tmp_path):
    write(
        DuplicateReader(tmp_path).read(documents(("old", NEWS, DAY - timedelta(60)), ("a", OTHER, DAY), ("b", NEWS, None))),
        tmp_path,
        1,
    )
    assert families(DuplicateReader(tmp_path).read(documents(("c", NEWS, None), ("d", NEWS, DAY)))) == ["b", "b"]


def test_dates_may_be_missing_altogether():
    assert families(DuplicateReader(None).read(documents(("a", NEWS, None), ("b", NEWS, None)))) == ["a", "a"]


def test_an_empty_table_gives_no_rows(tmp_path):
    assert DuplicateReader(tmp_path).read(documents()).num_rows == 0


def read_in_parts(tables: list[pa.Table], folder: Path, reader: DuplicateReader | None = None) -> list[list[str]]:
    """Families of each table, written as a part before the next is read; by one reader, or by a new one for each."""
    found = []
    for number, table in enumerate(tables, 1):
        rows = (reader or DuplicateReader(folder)).read(table)
        write(rows, folder, number)
        found.append(families(rows))
    return found


def read_both_ways(tables: list[pa.Table], folder: Path) -> tuple[list[list[str]], list[list[str]]]:
    on, anew = folder / "on", folder / "anew"
    return read_in_parts(tables, on, DuplicateReader(on)), read_in_parts(tables, anew)


def test_a_part_is_opened_again_when_late_documents_move_the_window_back(tmp_path):
    tables = [documents(("a", NEWS, DAY), ("b", OTHER, DAY + timedelta(29))),
              documents(("c", "Harga Cabai di Pasar Induk Turun Lagi", DAY + timedelta(39))),
              documents(("d", "Jembatan Gantung Diperbaiki Warga Dua Desa", DAY + timedelta(40))),
              documents(("e", NEWS, DAY + timedelta(2)))]  # fmt: skip
    on, anew = read_both_ways(tables, tmp_path)
    assert on == anew == [["a", "b"], ["c"], ["d"], ["a"]]


def test_rows_of_an_opened_part_that_are_far_in_time_are_not_held(tmp_path):
    rows = DuplicateReader(None).read(documents(("far", NEWS, DAY - timedelta(29)), ("near", OTHER, DAY)))
    write(rows, tmp_path, 1)
    reader = DuplicateReader(tmp_path)
    reader.read(documents(("new", NEWS, DAY)))
    assert reader.window.rows["document_id"].to_pylist() == ["near"]


def test_rows_are_held_in_the_order_of_reading_however_parts_were_opened(tmp_path):
    tables = [documents((f"{number}x", NEWS, DAY + timedelta(day)), (f"{number}y", OTHER, DAY + timedelta(day + 5)))
              for number, day in enumerate((20, 0, 40, 10))]  # fmt: skip
    reader = DuplicateReader(tmp_path)
    read_in_parts(tables, tmp_path, reader)
    anew, late = DuplicateReader(tmp_path), documents(("late", NEWS, DAY + timedelta(12)))
    assert families(reader.read(late)) == families(anew.read(late))
    assert reader.window.rows["document_id"].to_pylist() == anew.window.rows["document_id"].to_pylist()
    assert anew.window.rows["document_id"].to_pylist() == ["0x", "0y", "1x", "1y", "3x", "3y"]


def test_rows_that_were_written_far_from_the_window_are_left_to_their_part(tmp_path):
    reader = DuplicateReader(tmp_path)
    write(reader.read(documents(("a", NEWS, DAY))), tmp_path, 1)
    write(reader.read(documents(("b", OTHER, DAY + timedelta(60)))), tmp_path, 2)
    assert families(reader.read(documents(("c", NEWS, DAY)))) == ["a"]
    assert reader.window.rows["document_id"].to_pylist() == ["a"]


def test_an_equal_short_text_is_found_behind_a_later_reading_from_too_long_ago():
    text = "banjir besar lagi"
    rows = DuplicateReader(None).read(
        documents(("a", text, DAY), ("late", text, DAY - timedelta(20)), ("b", text, DAY + timedelta(1)))
    )
    assert families(rows) == ["a", "late", "a"]


def test_an_equal_headline_of_today_is_found_behind_one_of_another_day():
    text = "Jadwal hari ini"
    rows = DuplicateReader(None).read(documents(("a", text, DAY), ("b", text, DAY + timedelta(7)), ("c", text, DAY)))
    assert families(rows) == ["a", "b", "a"]


def test_a_document_read_again_under_a_corrected_date_is_held_on_both_days(tmp_path):
    tables = [documents(("a", NEWS, DAY), ("x", OTHER, DAY + timedelta(10))), documents(("a", NEWS, DAY + timedelta(13))),
              documents(("b", NEWS, DAY + timedelta(19)))]  # fmt: skip
    on, anew = read_both_ways(tables, tmp_path)
    assert on == anew == [["a", "x"], ["a"], ["a"]]


def test_without_a_history_a_copy_is_found_after_documents_of_other_months():
    reader = DuplicateReader(None)
    days = (DAY, DAY + timedelta(60), DAY)
    found = [families(reader.read(documents((name, NEWS, day)))) for name, day in zip("abc", days, strict=True)]
    assert found == [["a"], ["b"], ["a"]]
