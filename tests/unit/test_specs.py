from __future__ import annotations

import csv
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path

import orjson
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from ml.classifiers.examples import Example, examples_digest, split_examples
from ml.classifiers.specs import Classifier, read_classifiers
from ml.classifiers.training import LEAST_HELDOUT
from ml.text import model_text
from orchestration import models
from warehouse.errors import InputError
from warehouse.settings import ROOT

SAMPLE = ROOT / "ingestion" / "sample"
FEWEST, NEAR = 16, 0.8
LABELS = {
    "relevan": ("ya", "tidak"),
    "sentimen": ("negatif", "netral", "positif"),
    "sikap": ("mendukung", "menolak", "netral", "tidak-berlaku"),
    "tindak": ("keluhan", "aspirasi", "pertanyaan", "apresiasi", "opini", "informasi", "lainnya"),
    "sensitif": ("tidak", "sara", "kekerasan", "pribadi"),
}
"""Of the shipped classifiers; the sectors are those of the seed."""

ENTRY = """
nada:
  column: tone
  description: Nada teks.
  labels: [marah, senang]
  floor: 0.5
"""
EXAMPLES = [{"text": "jembatan ambrol lagi", "label": "marah"}, {"text": "puskesmas baru dibuka", "label": "senang"}]


def write_room(folder: Path, entry: str = ENTRY, lines: list | None = None) -> tuple[Path, Path]:
    """classifiers.yml and its examples folder."""
    (folder / "examples").mkdir()
    (folder / "classifiers.yml").write_text(entry)
    lines = [orjson.dumps(line).decode() for line in lines or EXAMPLES]
    (folder / "examples" / "nada.jsonl").write_text("\n".join(lines) + "\n")
    return folder / "classifiers.yml", folder / "examples"


def test_an_entry_is_read_with_its_examples(tmp_path):
    expected = Classifier(
        name="nada",
        column="tone",
        description="Nada teks.",
        labels=("marah", "senang"),
        floor=0.5,
        temperature=None,
        abstaining_share=0.15,
        examples=tuple(Example.model_validate(example) for example in EXAMPLES),
    )
    assert read_classifiers(*write_room(tmp_path)) == {"nada": expected}


def test_examples_that_were_judged_together_are_examples_of_each_classifier(tmp_path):
    file, examples = write_room(tmp_path, entry=ENTRY + ENTRY.replace("nada:", "pokok:").replace("marah, senang", "air, tanah"))
    judged = [
        {"text": "banjir lagi", "labels": {"nada": "marah", "pokok": "air"}},
        {"text": "longsor", "labels": {"pokok": "tanah"}},
    ]
    (examples / "bersama.jsonl").write_bytes(b"\n".join(map(orjson.dumps, judged)))
    found = read_classifiers(file, examples)
    assert [e.label for e in found["nada"].examples] == ["marah", "marah", "senang"]
    assert [e.text for e in found["pokok"].examples] == ["banjir lagi", "longsor"]


def write_local(folder: Path, *lines: dict) -> Path:
    """A folder with examples of an installation."""
    local = folder / "lokal"
    local.mkdir()
    (local / "nada.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return local


def test_examples_of_an_installation_come_beside_the_shipped_ones_and_their_label_wins(tmp_path):
    room = write_room(tmp_path, entry=ENTRY + "  temperature: 2.0\n")
    again = {"text": "puskesmas baru dibuka", "label": "marah"}
    local = write_local(
        tmp_path, {"text": "air mati lagi", "label": "marah"}, again, {"text": "lampu terang", "label": "senang"}
    )
    found = read_classifiers(*room, local)["nada"]
    assert [(e.text, e.label, e.is_local) for e in found.examples] == [
        ("jembatan ambrol lagi", "marah", False),
        ("air mati lagi", "marah", True),
        ("puskesmas baru dibuka", "marah", True),
        ("lampu terang", "senang", True),
    ]
    assert examples_digest(found.examples) != examples_digest(
        [e.model_copy(update={"is_local": False}) for e in found.examples]
    )


def test_an_installation_without_examples_of_a_classifier_leaves_it_as_it_is(tmp_path):
    room = write_room(tmp_path)
    (tmp_path / "lokal").mkdir()
    assert read_classifiers(*room, tmp_path / "lokal") == read_classifiers(*room)


def test_whoever_names_a_folder_of_examples_has_them_in_all_classifiers_that_it_judges(tmp_path, monkeypatch):
    (tmp_path / "sentimen.jsonl").write_text('{"text": "lampu jalan padam", "label": "netral"}')
    monkeypatch.setenv("PANTAU_EXAMPLES", str(tmp_path))
    models.classifiers.cache_clear()
    local = {name: sum(e.is_local for e in found.examples) for name, found in models.classifiers().items()}
    models.classifiers.cache_clear()
    assert local == {name: int(name == "sentimen") for name in local}


def test_texts_of_an_installation_are_masked_and_count_once(tmp_path):
    twice = [{"text": "lapor ke 081234567890", "label": label} for label in ("marah", "senang")]
    found = read_classifiers(*write_room(tmp_path), write_local(tmp_path, *twice))["nada"]
    (local,) = (e for e in found.examples if e.is_local)
    assert local.label == "senang"
    assert "0812" not in local.text


@pytest.mark.parametrize(
    ("file", "line"),
    [("nadda.jsonl", {"text": "a", "label": "marah"}), ("bersama.jsonl", {"text": "a", "labels": {"nadda": "marah"}})],
)
def test_a_name_of_an_installation_that_is_no_classifier_is_told(tmp_path, file, line):
    room = write_room(tmp_path)
    local = write_local(tmp_path, {"text": "air mati lagi", "label": "marah"})
    (local / file).write_bytes(orjson.dumps(line))
    with pytest.raises(InputError, match="lokal: nadda: no classifier; there are nada"):
        read_classifiers(*room, local)


def test_a_label_of_an_installation_that_the_classifier_does_not_have_is_told(tmp_path):
    room = write_room(tmp_path)
    with pytest.raises(InputError, match="lokal: bingung: no label of nada"):
        read_classifiers(*room, write_local(tmp_path, {"text": "entahlah", "label": "bingung"}))


def test_a_classifier_without_examples_is_told(tmp_path):
    file, examples = write_room(tmp_path)
    (examples / "nada.jsonl").unlink()
    with pytest.raises(InputError, match=r"nada: its examples are missing: .*nada\.jsonl"):
        read_classifiers(file, examples)


def test_an_example_whose_label_no_entry_names_is_told(tmp_path):
    room = write_room(tmp_path, lines=[*EXAMPLES, {"text": "entahlah", "label": "bingung"}])
    with pytest.raises(InputError, match=r"labels and examples disagree on bingung"):
        read_classifiers(*room)


def test_a_label_without_any_example_is_told(tmp_path):
    with pytest.raises(InputError, match=r"labels and examples disagree on senang"):
        read_classifiers(*write_room(tmp_path, lines=EXAMPLES[:1]))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("floor", "flor"), "flor"),
        (("column: tone", "column: Nada Teks"), "column"),
        (("[marah, senang]", "[marah]"), "labels"),
        (("floor: 0.5", "temperature: hangat"), "temperature"),
    ],
)
def test_a_wrong_field_is_told_by_file_entry_and_name(tmp_path, change, place):
    with pytest.raises(InputError, match=rf"classifiers\.yml: nada: .*{place}"):
        read_classifiers(*write_room(tmp_path, entry=ENTRY.replace(*change)))


def test_a_name_that_cannot_be_a_folder_is_told(tmp_path):
    file, examples = write_room(tmp_path, entry=ENTRY.replace("nada:", "Nada Teks:"))
    (examples / "nada.jsonl").rename(examples / "Nada Teks.jsonl")
    with pytest.raises(InputError, match=r"classifiers\.yml: Nada Teks: name: "):
        read_classifiers(file, examples)


@pytest.mark.parametrize("entry", ["nada:\n", "nada: marah\n", "- nada\n", "nada: [marah\n", ""])
def test_an_entry_that_is_no_mapping_is_told(tmp_path, entry):
    with pytest.raises(InputError, match=r"classifiers\.yml"):
        read_classifiers(*write_room(tmp_path, entry=entry))


@pytest.fixture(scope="module")
def shipped() -> dict[str, Classifier]:
    return read_classifiers()


def test_the_shipped_classifiers_are_six_with_their_labels(shipped):
    assert {name: found.labels for name, found in shipped.items() if name != "sektor"} == LABELS
    assert len({found.column for found in shipped.values()}) == len(shipped) == 6


def test_the_shipped_sectors_are_those_of_the_seed(shipped):
    with (ROOT / "transforms" / "seeds" / "sectors.csv").open() as file:
        assert set(shipped["sektor"].labels) == {row["sector_slug"] for row in csv.DictReader(file)}


def test_every_shipped_label_has_enough_examples(shipped):
    for name, found in shipped.items():
        counts = Counter(e.label for e in found.examples)
        assert {label: n for label, n in counts.items() if n < FEWEST} == {}, name


def test_every_shipped_label_has_enough_held_out_to_be_measured_apart_from_the_body_that_learned_the_rest(shipped):
    for name, found in shipped.items():
        counts = Counter(e.label for e in split_examples(found.examples)[1])
        assert {label: counts[label] for label in found.labels if counts[label] < LEAST_HELDOUT} == {}, name


def test_no_text_of_a_shipped_classifier_lies_on_both_sides_once_it_is_clean(shipped):
    for name, found in shipped.items():
        training, heldout = ({model_text(e.text).lower() for e in side} for side in split_examples(found.examples))
        assert training & heldout == set(), name


def test_no_shipped_example_stands_twice(shipped):
    for name, found in shipped.items():
        counts = Counter(" ".join(e.text.lower().split()) for e in found.examples)
        assert [text for text, n in counts.items() if n > 1] == [], name


def sample_texts() -> list[str]:
    """Every string of the sample corpus, and title and body of a record as one."""
    records: list[list[str]] = []
    for file in sorted(SAMPLE.iterdir()):
        if file.suffix == ".jsonl" and file.name != "truth.jsonl":
            records += [[v for v in values if isinstance(v, str)] for values in _json_records(file)]
        elif file.suffix in {".csv", ".tsv"}:
            text = file.read_text(errors="replace")
            records += list(csv.reader(text.splitlines(keepends=True), csv.Sniffer().sniff(text.splitlines()[0])))
    joined = [f"{a} {b}" for fields in records for a, b in pairwise(fields)]
    return [text for text in chain(chain.from_iterable(records), joined) if len(text.split()) > 3]


def _json_records(file: Path) -> list[list]:
    """The values of each line; a line that is broken on purpose is one text."""
    records = []
    for line in file.read_text(errors="replace").splitlines():
        try:
            records.append(list(orjson.loads(line).values()))
        except orjson.JSONDecodeError:
            records.append([line])
    return records


def near_pairs(texts: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Pairs whose sets of words share at least NEAR of their union."""
    words = CountVectorizer(binary=True, token_pattern=r"\w+").fit(texts + others)
    left, right = words.transform(texts), words.transform(others)
    shared = (left @ right.T).tocoo()
    sizes, other_sizes = left.sum(axis=1).A1, right.sum(axis=1).A1
    share = shared.data / (sizes[shared.row] + other_sizes[shared.col] - shared.data)
    return [(texts[i], others[j]) for i, j in zip(shared.row[share >= NEAR], shared.col[share >= NEAR], strict=True)]


def test_near_texts_are_found_by_their_words():
    text = "Warga Rumbia menanam pisang di tengah jalan provinsi yang rusak"
    near, far = text.upper() + "!", "Warga Rumbia menanam pohon di jalan desa"
    assert near_pairs([text], [near, far]) == [(text, near)]


def test_no_shipped_example_occurs_in_the_sample(shipped):
    examples = [e.text for found in shipped.values() for e in found.examples]
    sample = sample_texts()
    assert len(sample) > 600
    assert near_pairs(examples, sample) == []
