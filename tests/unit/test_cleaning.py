from __future__ import annotations

import pyarrow as pa
import pytest

from ml import cleaning
from ml.cleaning import CleanReader
from warehouse.schemas import CLEANED

TEXTS = {
    "berita": "SURABAYA, KOMPAS.com - Wali Kota membuka jembatan baru. Baca juga: Jembatan lama ditutup",
    "aduan": "lampu jln gk nyala sdh 3 hari, tolong pemkot, kami takut lewat sana malam hari",
    "jawa": "dalane wis rusak suwe ora didandani, mbok ya ndang dibenakake ben ora ana sing tiba maneh",
    "kosong": "👍",
}


@pytest.fixture(scope="module")
def reader() -> CleanReader:
    return CleanReader()


@pytest.fixture(scope="module")
def rows(reader) -> dict[str, dict]:
    return {row["document_id"]: row for row in reader.read(handed(TEXTS)).to_pylist()}


def handed(texts: dict[str, str]) -> pa.Table:
    """What dbt hands over."""
    return pa.table(
        {
            "document_id": [*texts],
            "input_hash": [*texts],
            "document_text": [*texts.values()],
            "channel_slug": ["berita"] * len(texts),
            "published_on": pa.nulls(len(texts), pa.date32()),
            "given_province_code": pa.nulls(len(texts), pa.string()),
            "given_region_code": pa.nulls(len(texts), pa.string()),
        }
    )


def test_rows_keep_to_the_schema_and_the_order(reader):
    found = reader.read(handed(TEXTS))
    assert found.schema.equals(CLEANED)
    assert found["document_id"].to_pylist() == [*TEXTS]
    assert set(found["reader_version"].to_pylist()) == {reader.version}


def test_what_an_outlet_adds_is_gone_and_told(rows):
    assert rows["berita"]["clean_text"] == "Wali Kota membuka jembatan baru."
    assert {"garis-tanggal", "baca-juga"} <= set(rows["berita"]["cleaning_steps"])


def test_slang_is_spelled_out_beside_the_clean_text(rows):
    assert rows["aduan"]["clean_text"] == TEXTS["aduan"]
    assert rows["aduan"]["normal_text"].startswith("lampu jalan tidak nyala sudah 3 hari")
    assert rows["aduan"]["slang_count"] >= 3


def test_the_language_is_that_of_what_people_wrote(rows):
    assert rows["aduan"]["language_slug"] == "indonesia"
    assert rows["jawa"]["language_slug"] == "jawa"
    assert rows["kosong"]["language_slug"] == "tidak-tentu"


def test_equal_clean_texts_have_equal_hashes(reader):
    found = reader.read(
        handed({"a": "Jembatan dibuka.", "b": "BANDUNG, KOMPAS.com - Jembatan dibuka.", "c": "Jembatan ditutup."})
    )
    first, second, third = found["text_hash"].to_pylist()
    assert first == second != third


def test_a_number_that_cleaning_puts_together_is_masked_and_other_masks_stay(reader):
    found = reader.read(handed({"a": "hubungi 0812     3456     7890 ya @_, [nama] menunggu", "b": "kata @_ macet"}))
    assert found["clean_text"].to_pylist() == ["hubungi [telepon] ya @akun, [nama] menunggu", "kata @akun macet"]


def test_no_documents_give_no_rows(reader):
    assert reader.read(handed(TEXTS).slice(0, 0)).num_rows == 0


@pytest.mark.parametrize("part", ["seeds_hash", "SOURCES"])
def test_the_version_changes_with_seeds_and_code(part, reader, monkeypatch):
    assert CleanReader().version == reader.version
    changed = (lambda *_: "another") if part == "seeds_hash" else cleaning.SOURCES[1:]
    monkeypatch.setattr(cleaning, part, changed)
    assert CleanReader().version != reader.version
