from __future__ import annotations

from random import Random

import orjson
import pytest

from ml.classifiers.examples import JUDGED, Example, examples_digest, is_heldout, read_examples, split_examples
from warehouse.errors import InputError

MANY = tuple(Example(text=f"laporan warga ke-{i} tentang jembatan", label="marah" if i % 3 else "senang") for i in range(2000))


def write_lines(file, *lines) -> None:
    """`lines` are values or raw text."""
    file.write_text("".join(f"{line if isinstance(line, str) else orjson.dumps(line).decode()}\n" for line in lines))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("jembatan ambrol lagi", False),
        ("puskesmas baru dibuka", False),
        ("laporan warga ke-19 tentang jembatan", True),
        ("laporan warga ke-15 tentang jembatan", False),
        ("laporan warga ke-20 tentang jembatan", True),
        ("laporan warga ke-35 tentang jembatan", True),
    ],
)
def test_a_text_is_on_the_side_that_it_has_always_been_on(text, side):
    assert is_heldout(text) is side


def test_a_text_never_changes_sides_when_others_come_or_go():
    training, heldout = split_examples(MANY[:700])
    more, more_heldout = split_examples(MANY)
    assert set(training) <= set(more)
    assert set(heldout) <= set(more_heldout)


def test_a_text_is_on_the_same_side_whatever_its_label_and_its_place():
    relabelled = [example.model_copy(update={"label": "sedih"}) for example in MANY]
    Random(7).shuffle(relabelled)
    assert {e.text for e in split_examples(relabelled)[1]} == {e.text for e in split_examples(MANY)[1]}


def test_case_spaces_and_punctuation_do_not_bring_a_text_to_the_other_side():
    for example in MANY[:200]:
        changed = f"  {example.text.upper().replace(' ', '   ')} ... !!!"
        assert is_heldout(changed) == is_heldout(example.text), example.text


def test_the_sides_are_disjoint_and_whole_and_keep_the_order():
    training, heldout = split_examples(MANY)
    assert [e for e in MANY if not is_heldout(e.text)] == training
    assert [e for e in MANY if is_heldout(e.text)] == heldout


def test_about_fifteen_of_a_hundred_texts_are_held_out():
    assert 0.12 < len(split_examples(MANY)[1]) / len(MANY) < 0.18


def test_examples_are_what_was_judged_together_and_what_stands_alone(tmp_path):
    both = {"text": "banjir lagi", "channel": "berita", "labels": {"nada": "marah", "pokok": "air"}}
    write_lines(tmp_path / JUDGED, both, {"text": "sumur kering", "labels": {"pokok": "air"}})
    write_lines(tmp_path / "nada.jsonl", {"text": "taman dibuka", "label": "senang"})
    assert read_examples(tmp_path, "nada") == [
        Example(text="banjir lagi", label="marah", channel="berita"),
        Example(text="taman dibuka", label="senang"),
    ]
    assert [e.text for e in read_examples(tmp_path, "pokok")] == ["banjir lagi", "sumur kering"]
    assert read_examples(tmp_path, "lain") == []


@pytest.mark.parametrize("line", ["not json", '{"text": "tanpa label"}', '{"text": "a", "label": "marah", "sektor": "x"}', ""])
def test_an_example_that_is_wrong_is_told_with_its_line(tmp_path, line):
    write_lines(tmp_path / "nada.jsonl", {"text": "banjir", "label": "marah"}, line, {"text": "taman", "label": "senang"})
    with pytest.raises(InputError, match=r"nada\.jsonl:2: expected .*label"):
        read_examples(tmp_path, "nada")


@pytest.mark.parametrize("line", ['{"text": "a", "label": "marah"}', '{"text": "a", "labels": ["marah"]}'])
def test_a_judged_text_that_is_wrong_is_told_with_its_line(tmp_path, line):
    write_lines(tmp_path / JUDGED, {"text": "banjir", "labels": {}}, line)
    with pytest.raises(InputError, match=r"bersama\.jsonl:2: expected .*labels"):
        read_examples(tmp_path, "nada")


def test_an_example_may_hold_any_character_that_json_allows(tmp_path):
    text = "baris satu\u2028baris dua\u0085tiga"
    write_lines(tmp_path / "nada.jsonl", {"text": text, "label": "marah"})
    assert [example.text for example in read_examples(tmp_path, "nada")] == [text]


def test_a_digest_moves_with_every_text_and_label_and_not_with_their_order():
    before = examples_digest(MANY)
    assert examples_digest(MANY[::-1]) == before
    assert examples_digest(MANY[1:]) != before
    assert examples_digest([MANY[0].model_copy(update={"text": "lain"}), *MANY[1:]]) != before
    assert examples_digest([MANY[0].model_copy(update={"label": "lain"}), *MANY[1:]]) != before
