from __future__ import annotations

import pyarrow as pa
import pytest

from warehouse.errors import InputError
from warehouse.seeds import SEEDS, read_seed, seeds_hash


@pytest.mark.parametrize("name", sorted(file.stem for file in SEEDS.glob("*.csv")))
def test_every_seed_is_read_as_text(name):
    table = read_seed(name)
    assert table.num_rows
    assert {field.type for field in table.schema} == {pa.string()}


def test_codes_stay_text_and_empty_cells_are_null_even_after_a_spreadsheet_put_its_mark_before_them(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfkode,nama\n11.10,Aceh\n01,\n")
    assert read_seed("a", tmp_path).to_pylist() == [{"kode": "11.10", "nama": "Aceh"}, {"kode": "01", "nama": None}]


def test_a_broken_seed_is_named_with_the_way_out(tmp_path):
    (tmp_path / "a.csv").write_text("kode,nama\n11\n")
    with pytest.raises(InputError, match=r"a\.csv cannot be read"):
        read_seed("a", tmp_path)
    with pytest.raises(InputError, match=r"b\.csv cannot be read"):
        read_seed("b", tmp_path)


def test_the_hash_changes_with_any_of_the_seeds(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text("x\n1\n")
    before = seeds_hash("a", "b", folder=tmp_path)
    (tmp_path / "b.csv").write_text("x\n2\n")
    assert seeds_hash("a", "b", folder=tmp_path) != before
