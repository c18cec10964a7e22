from __future__ import annotations

import csv
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from random import Random

import orjson
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from ml import specs
from ml.base_model import Body
from ml.specs import Classifier, Example, Training, read_classifiers, read_examples, split_examples
from warehouse.errors import InputError
from warehouse.settings import ROOT

BODY = Body("folder", "weights")
SAMPLE = ROOT / "ingestion" / "sample"
FEWEST, NEAR = 16, 0.8

ENTRY = """
nada:
  description: Nada teks.
  labels: [marah, senang]
  floor: 0.5
  training: {epochs: 1, batch_size: 8, learning_rate: 1.0e-5, token_limit: 32, seed: 1}
"""
EXAMPLES = [{"text": "jembatan ambrol lagi", "label": "marah"}, {"text": "puskesmas baru dibuka", "label": "senang"}]


def classifier(**changes) -> Classifier:
    fields = {
        "name": "nada",
        "description": "Nada teks.",
        "labels": ("marah", "senang"),
        "floor": 0.5,
        "training": Training(epochs=1, batch_size=8, learning_rate=1e-5, token_limit=32, seed=1),
        "examples": tuple(Example.model_validate(example) for example in EXAMPLES),
    }
    return Classifier(**{**fields, **changes})


def write_room(folder: Path, entry: str = ENTRY, lines: list | None = None) -> tuple[Path, Path]:
    """classifiers.yml and its examples folder; `lines` are values or raw text."""
    (folder / "examples").mkdir()
    (folder / "classifiers.yml").write_text(entry)
    lines = [line if isinstance(line, str) else orjson.dumps(line).decode() for line in lines or EXAMPLES]
    (folder / "examples" / "nada.jsonl").write_text("\n".join(lines) + "\n")
    return folder / "classifiers.yml", folder / "examples"


def test_the_same_classifier_has_the_same_version():
    assert classifier().version(BODY) == classifier().version(BODY)


@pytest.mark.parametrize(
    "changes",
    [
        {"examples": classifier().examples[:1]},
        {"examples": (Example(text="jembatan ambrol lagi!", label="marah"), *classifier().examples[1:])},
        {"examples": (Example(text="jembatan ambrol lagi", label="senang"), *classifier().examples[1:])},
        {"labels": ("marah", "senang", "sedih")},
        {"training": classifier().training.model_copy(update={"epochs": 2})},
        {"training": classifier().training.model_copy(update={"seed": 2})},
        {"name": "rasa"},
    ],
)
def test_a_version_moves_with_examples_labels_settings_and_name(changes):
    assert classifier(**changes).version(BODY) != classifier().version(BODY)


def test_a_version_moves_with_the_body():
    assert classifier().version(Body("folder", "other weights")) != classifier().version(BODY)
    assert classifier().version(Body("other folder", "weights")) == classifier().version(BODY)


def test_a_version_moves_with_the_recipe(tmp_path, monkeypatch):
    for name in specs.RECIPE_FILES:
        (tmp_path / name).write_text((specs.ROOM / name).read_text())
    monkeypatch.setattr(specs, "ROOM", tmp_path)
    before = classifier().version(BODY)
    (tmp_path / "training.py").write_text("# another recipe")
    assert classifier().version(BODY) != before


def test_a_version_moves_with_a_library(monkeypatch):
    before = classifier().version(BODY)
    monkeypatch.setattr(specs, "version", lambda library: "0.0")
    assert classifier().version(BODY) != before


def test_a_version_stays_when_only_its_description_or_floor_changes():
    assert classifier(description="Lain.", floor=0.9).version(BODY) == classifier().version(BODY)


def test_an_entry_is_read_with_its_examples(tmp_path):
    assert read_classifiers(*write_room(tmp_path)) == {"nada": classifier()}


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


def test_a_misspelt_setting_is_told_by_file_entry_and_name(tmp_path):
    with pytest.raises(InputError, match=r"classifiers\.yml: nada: .*training\.epoch\b"):
        read_classifiers(*write_room(tmp_path, entry=ENTRY.replace("epochs", "epoch")))


@pytest.mark.parametrize("entry", ["nada:\n", "nada: marah\n", "- nada\n", "nada: [marah\n", ""])
def test_an_entry_that_is_no_mapping_is_told(tmp_path, entry):
    with pytest.raises(InputError, match=r"classifiers\.yml"):
        read_classifiers(*write_room(tmp_path, entry=entry))


@pytest.mark.parametrize("line", ["not json", '{"text": "tanpa label"}', '{"text": "a", "label": "marah", "sektor": "x"}', ""])
def test_an_example_that_is_wrong_is_told_with_its_line(tmp_path, line):
    _, examples = write_room(tmp_path, lines=[EXAMPLES[0], line, EXAMPLES[1]])
    with pytest.raises(InputError, match=r"nada\.jsonl:2: expected"):
        read_examples(examples / "nada.jsonl")


def test_an_example_may_hold_any_character_that_json_allows(tmp_path):
    text = "baris satu\u2028baris dua\u0085tiga"
    _, examples = write_room(tmp_path, lines=[{"text": text, "label": "marah"}])
    assert [example.text for example in read_examples(examples / "nada.jsonl")] == [text]


def many_examples() -> tuple[Example, ...]:
    sizes = {"marah": 30, "senang": 20, "sedih": 17}
    return tuple(Example(text=f"contoh {label} ke-{i}", label=label) for label, size in sizes.items() for i in range(size))


def test_a_split_is_stable_whatever_the_order_of_examples():
    examples = list(many_examples())
    Random(7).shuffle(examples)
    assert split_examples(tuple(examples)) == split_examples(many_examples())


def test_a_split_holds_out_the_same_share_of_every_label():
    training, heldout = split_examples(many_examples())
    assert Counter(e.label for e in heldout) == {"marah": 6, "senang": 4, "sedih": 3}
    assert Counter(e.label for e in training) == {"marah": 24, "senang": 16, "sedih": 14}


def test_the_sides_of_a_split_are_disjoint_and_whole():
    training, heldout = split_examples(many_examples())
    assert not {e.text for e in training} & {e.text for e in heldout}
    assert {e.text for e in training} | {e.text for e in heldout} == {e.text for e in many_examples()}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Classifier]:
    return read_classifiers()


def test_the_shipped_classifiers_are_sentimen_and_sektor(shipped):
    assert set(shipped) == {"sentimen", "sektor"}
    assert shipped["sentimen"].labels == ("negatif", "netral", "positif")


def test_the_shipped_sectors_are_those_of_the_seed(shipped):
    with (ROOT / "transforms" / "seeds" / "sectors.csv").open() as file:
        assert set(shipped["sektor"].labels) == {row["sector_slug"] for row in csv.DictReader(file)}


def test_every_shipped_label_has_enough_examples(shipped):
    for name, found in shipped.items():
        counts = Counter(e.label for e in found.examples)
        assert {label: n for label, n in counts.items() if n < FEWEST} == {}, name


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
