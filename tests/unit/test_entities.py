from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import orjson
import pyarrow as pa
import pytest

from ml.entities import EntityReader, component, find_persons, load_component, obtain_component
from ml.entities.silver import silver_examples
from warehouse.schemas import ENTITIES
from warehouse.seeds import read_seed

GOLD = Path(__file__).parent.parent / "gold" / "entities.jsonl"
DAY = date(2025, 10, 20)


@pytest.fixture(scope="module")
def reader() -> EntityReader:
    return EntityReader()


def documents(*texts: str, day: date | None = DAY) -> pa.Table:
    count = len(texts)
    return pa.table(
        {
            "document_id": [f"d{number}" for number in range(count)],
            "input_hash": [f"h{number}" for number in range(count)],
            "clean_text": list(texts),
            "published_on": pa.array([day] * count, pa.date32()),
        }
    )


def people(reader: EntityReader, text: str, day: date | None = DAY) -> list[str]:
    return [row["entity_name"] for row in reader.find(text, day) if row["entity_kind_slug"] == "pejabat"]


def organisations(reader: EntityReader, text: str) -> list[str]:
    return [row["entity_name"] for row in reader.find(text, DAY) if row["entity_kind_slug"] == "organisasi"]


def persons(text: str) -> list[str]:
    return [text[start:end] for start, end in find_persons([text])[0]]


def position(reader: EntityReader, text: str, day: date | None) -> str | None:
    return reader.find(text, day)[0]["position_name"]


def test_rows_have_the_schema_and_keep_the_order_of_documents(reader):
    rows = reader.read(documents("Bahlil dan PLN dipanggil.", "tidak ada", "Jokowi hadir."))
    assert rows.schema == ENTITIES
    assert rows["document_id"].to_pylist() == ["d0", "d0", "d2"]
    assert set(rows["reader_version"].to_pylist()) == {reader.version}


def test_a_document_is_read_alike_whatever_stands_beside_it(reader):
    alone = reader.read(documents("Menteri Keuangan Purbaya hadir."))
    beside = reader.read(documents("Menteri Keuangan Purbaya hadir.", "Sri Mulyani pamit."))
    assert beside.slice(0, alone.num_rows).equals(alone)


def test_the_office_is_the_one_held_on_the_day_of_publication(reader):
    assert position(reader, "Budi Arie hadir", date(2024, 1, 1)) == "Menteri Komunikasi dan Informatika"
    assert position(reader, "Budi Arie hadir", date(2025, 1, 1)) == "Menteri Koperasi"
    assert position(reader, "Budi Arie hadir", date(2025, 9, 8)) is None


def test_on_the_day_of_handing_over_the_new_holder_holds_the_office(reader):
    assert position(reader, "Sri Mulyani hadir", date(2025, 9, 8)) is None
    assert position(reader, "Purbaya hadir", date(2025, 9, 8)) == "Menteri Keuangan"


def test_without_a_day_a_person_in_the_registry_is_named_without_an_office(reader):
    row = reader.find("Prabowo Subianto berpidato.", None)[0]
    assert (row["official_slug"], row["position_name"], row["agency_slug"]) == ("prabowo-subianto", None, None)


def test_two_offices_of_one_day_are_both_told_that_of_the_state_first(reader):
    assert position(reader, "Bahlil hadir", DAY) == "Menteri Energi dan Sumber Daya Mineral; Ketua Umum Partai Golkar"


def test_sby_beside_demokrat_is_the_person_and_beside_nothing_the_city(reader):
    assert people(reader, "SBY memberi arahan kepada kader Demokrat") == ["Susilo Bambang Yudhoyono"]
    assert people(reader, "SBY panas banget hari ini") == []


def test_a_common_name_is_the_minister_only_beside_the_office(reader):
    assert people(reader, "Menteri Perdagangan Budi Santoso mengecek pasar.") == ["Budi Santoso"]
    assert people(reader, "Budi Santoso, warga Bekasi, kehilangan motor.") == []


def test_beside_the_office_of_another_the_name_is_not_the_registered_one(reader):
    rows = reader.find("Bupati Blora Sanusi Hartono hadir.", DAY)
    assert [row["official_slug"] for row in rows] == [None]


def test_after_the_full_name_the_short_one_counts_as_a_mention(reader):
    row = reader.find("Menkes Budi Gunadi Sadikin datang. Budi meminta warga ikut imunisasi.", DAY)[0]
    assert (row["official_slug"], row["mention_count"]) == ("budi-gunadi-sadikin", 2)


def test_a_longer_name_that_holds_an_officials_name_is_another_person(reader):
    assert people(reader, "Adi Prabowo membuka warung.") == []
    assert people(reader, "Gibran Alfarizi tersesat di gunung.") == []


def test_an_office_beside_a_name_makes_an_office_holder_by_rule(reader):
    row = reader.find("Kapolres Malang AKBP Danang Setiyo menahan pelaku.", DAY)[0]
    assert (row["entity_name"], row["position_name"], row["basis_slug"]) == ("Danang Setiyo", "Kapolres Malang", "aturan")


def test_who_left_office_is_no_office_holder_by_rule(reader):
    assert people(reader, "Mantan Bupati Sragen Untung Wiyono hadir.") == []


def test_the_wife_of_a_regent_is_private(reader):
    assert people(reader, "Istri Bupati Kudus, Endang Lestari, membagikan takjil.") == []


def test_headline_verbs_are_no_names(reader):
    assert people(reader, "Bupati Minta Maaf Soal Pernyataan Pajak") == []
    assert people(reader, "Bupati Pati Sudewo Minta Maaf ke Warga") == ["Sudewo"]


def test_streets_and_airports_named_after_presidents_are_not_them(reader):
    assert people(reader, "Bandara Soekarno-Hatta padat, Jalan Soeharto macet.") == []


def test_organisations_by_registry_keep_one_name(reader):
    assert organisations(reader, "PDIP menolak. PDI Perjuangan akan menggugat.") == ["Partai Demokrasi Indonesia Perjuangan"]


def test_organisations_by_rule_end_where_the_next_one_begins(reader):
    text = "Dana dari Universitas Brawijaya dan PT Sumber Alam Makmur mengalir ke sana."
    assert organisations(reader, text) == ["Universitas Brawijaya", "PT Sumber Alam Makmur"]


def test_a_name_that_is_a_word_too_counts_only_with_a_capital_of_its_own(reader):
    assert organisations(reader, "Sang kapten membawa kompas dan peta.") == []


def test_agencies_of_the_state_carry_their_slug(reader):
    row = reader.find("Kementerian Kesehatan menambah vaksin untuk daerah.", DAY)[0]
    assert (row["entity_kind_slug"], row["agency_slug"]) == ("organisasi", "kemenkes")


def test_private_persons_are_found_for_masking():
    assert persons("Petugas bernama Rudi Hermawan meminta uang.") == ["Rudi Hermawan"]
    assert persons("bu tini tetangga saya sakit") == ["tini"]
    assert persons("Menteri Keuangan Purbaya menjawab Dewi Kartikasari.") == ["Purbaya", "Dewi Kartikasari"]


def test_gold_has_no_private_person_in_the_rows(reader):
    for line in GOLD.read_bytes().splitlines():
        item = orjson.loads(line)
        rows = reader.find(item["text"], date.fromisoformat(item["published_on"]))
        named = " | ".join(row["entity_name"].casefold() for row in rows if row["official_slug"] is None)
        assert not [name for name in item["private"] if name.casefold() in named], item["text"]
        slugs = {row["official_slug"] for row in rows if row["official_slug"]}
        assert slugs <= set(item["officials"]), item["text"]


def test_nobody_holds_one_office_twice_at_a_time_and_terms_do_not_end_before_they_begin():
    for row in read_seed("officials").to_pylist():
        assert row["valid_to"] is None or row["valid_from"] < row["valid_to"], row


@pytest.mark.parametrize(
    "office", ["Menteri Keuangan", "Menteri Sosial", "Menteri Kesehatan", "Gubernur DKI Jakarta", "Bupati Pati"]
)
def test_an_office_of_one_has_one_holder_at_a_time(office):
    terms = [row for row in read_seed("officials").to_pylist() if row["position_name"] == office]
    terms.sort(key=lambda row: row["valid_from"])
    for earlier, later in pairwise(terms):
        assert earlier["valid_to"] is not None
        assert earlier["valid_to"] <= later["valid_from"]


def test_silver_spans_hold_what_was_filled_in_and_are_equal_for_equal_seeds():
    examples = silver_examples(1)
    assert examples == silver_examples(1)
    assert len(examples) >= 400
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for text, spans in examples for start, end, _ in spans)
    assert {label for _, spans in examples for *_, label in spans} == {"PERSON", "PLACE", "ORG"}


@pytest.fixture
def few_examples(monkeypatch) -> list[list[int]]:
    """Training on a hundred sentences; the list grows with every epoch told."""
    monkeypatch.setattr(component, "own_examples", lambda: silver_examples(1)[:100])
    monkeypatch.setattr(component, "EPOCHS", 1)
    return []


def test_a_component_is_trained_once_and_then_taken_from_its_folder(few_examples, tmp_path):
    tell = lambda done, epochs: few_examples.append([done, epochs])  # noqa: E731
    folder = obtain_component(tmp_path, tell)
    assert obtain_component(tmp_path, tell) == folder
    assert few_examples == [[1, 1]]
    assert folder.parent.parent == tmp_path
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_equal_examples_train_an_equal_component(few_examples, tmp_path):
    text = "Bupati Blora Danang Setiyo menemui warga di Cepu."
    folders = [component.train_component(component.own_examples(), tmp_path / name, 1) for name in ("satu", "dua")]
    weights = [(folder / "ner" / "model").read_bytes() for folder in folders]
    assert weights[0] == weights[1]
    assert component.read_spans(load_component(folders[0]), [text]) == component.read_spans(load_component(folders[1]), [text])


def test_with_a_component_the_rules_still_find_their_persons(few_examples, tmp_path):
    trained = load_component(obtain_component(tmp_path, lambda done, epochs: None))
    text = "Petugas bernama Rudi Hermawan meminta uang."
    covered = find_persons([text], trained)[0]
    assert any(start <= text.index("Hermawan") < end for start, end in covered)
