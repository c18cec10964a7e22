"""What goes into PostgreSQL, whatever a text or a number holds, and what is refused."""

from __future__ import annotations

import pytest

from warehouse.errors import InputError

FIRST, SECOND = "20260904T000000Z-aaaaaaaa", "20260905T000000Z-bbbbbbbb"


@pytest.mark.parametrize(
    "text",
    ["", "NULL", "\\N", "\\.", "a\n\\.\nb", 'kata "kutip"', '"', "koma, titik", "tab\tdan\r\nbaris", "banjir 🌊 – é", "%s {}"],
)
def test_a_text_arrives_as_it_is(home, text):
    written = "'" + text.replace("'", "''") + "'"
    home.put(FIRST, mart_teks=f"select {written} as isi union all select null")
    home.publish()
    assert set(home.rows("select isi from {s}.mart_teks")) == {(text,), (None,)}


def test_nul_characters_which_postgresql_has_no_room_for_are_left_out(home):
    home.put(FIRST, mart_teks="select 'sebelum' || chr(0) || 'sesudah' as isi")
    home.publish()
    assert home.rows("select isi from {s}.mart_teks") == [("sebelumsesudah",)]


def test_numbers_arrive_to_the_last_bit(home):
    values = "(0.1), (1e-300), (1.7976931348623157e308), (-0.3333333333333333), (null), ('inf'::double)"
    home.put(FIRST, mart_angka=f"select n::double as x, 9223372036854775807 as n from (values {values}) as v (n)")
    home.publish()
    found = {x for (x,) in home.rows("select x from {s}.mart_angka")}
    assert found == {0.1, 1e-300, 1.7976931348623157e308, -0.3333333333333333, None, float("inf")}
    assert home.rows("select max(n) from {s}.mart_angka") == [(9223372036854775807,)]


def test_a_large_table_gets_indexes_for_what_is_filtered_by(home):
    columns = "'d' || range as document_id, date '2026-09-01' as published_on, 'x' as sector_slug, 'y' as title"
    home.put(FIRST, mart_documents=f"select {columns} from range(10_000)", mart_claims=f"select {columns} from range(9_999)")
    home.publish()
    found = home.rows("select tablename, indexdef from pg_indexes where schemaname = '{s}' and tablename like 'mart%'")
    columns = sorted((table, definition.rpartition("(")[2].rstrip(")")) for table, definition in found)
    filters = [("mart_documents", name) for name in ("document_id", "published_on", "sector_slug")]
    assert columns == [("mart_claims", "document_id"), *filters]


def test_a_type_that_is_not_settled_is_told_with_the_way_out(home):
    home.put(FIRST, mart_aneh="select [1, 2] as daftar")
    with pytest.raises(InputError, match=r"mart_aneh\.daftar.*Cast it"):
        home.publish()
    assert home.schemas() == []


def test_what_postgresql_refuses_leaves_the_old_snapshot_and_quotes_no_row(home):
    home.put(FIRST, mart_documents="select 'd1' as document_id")
    home.publish()
    home.put(SECOND, mart_documents="select 'rahasia' as document_id from range(2)")
    with pytest.raises(InputError, match="still in force") as refused:
        home.publish()
    assert "rahasia" not in str(refused.value)
    assert home.rows("select document_id from {s}.mart_documents") == [("d1",)]
