"""People in office and organisations: spans on a real set by each step of the combination, and the gold set of our own.

The real set knows three kinds: PERSON, PLACE and ORG, as mapped from its tags. Its larger part has no capitals, and there ORG
is brands, firms and media but no agencies and parties: figures for ORG are low by that as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import orjson
import pyarrow.parquet as pq

from benchmarks.documents import Measure, needed
from ml.entities import EntityReader, find_persons, load_component, obtain_component
from ml.entities.component import component_version, keep_component, read_spans
from ml.entities.gazetteer import look_up
from ml.entities.marking import Span, join_spans, mark_text
from ml.entities.silver import Example
from warehouse.settings import ROOT

GOLD = ROOT / "tests" / "gold" / "entities.jsonl"
FIRST_TRY = 0.64
"""F1 of a spaCy pipeline trained on the set alone: what the combination has to beat."""
TAGS = {"PERSON": "PERSON", "PPL": "PERSON", "PLACE": "PLACE", "PLC": "PLACE", "ORGANISATION": "ORG", "IND": "ORG"}
EPOCHS = 5


def evaluate(data: Path, home: Path) -> list[Measure]:
    """`data` holds entities_valid.parquet and entities_train.parquet; the trained components are kept in the data home."""
    valid = _examples(needed(data / "entities_valid.parquet"))
    texts = [example.text for example in valid]
    rules = [mark_text(text) for text in texts]
    measures = _scores("daftar saja", valid, [look_up(text) for text in texts])
    measures += _scores("daftar dan aturan", valid, rules)
    own = read_spans(load_component(obtain_component(home / "models", _tell)), texts)
    measures += _scores("dengan komponen teks sendiri", valid, _joined(own, rules))
    trained = read_spans(load_component(_trained(needed(data / "entities_train.parquet"), home)), texts)
    measures += _scores("dengan komponen entities_train", valid, trained, FIRST_TRY)
    return [*measures, *_gold(), _speed(texts)]


def _tell(done: int, epochs: int) -> None:
    print(f"  komponen entitas: {done} dari {epochs} putaran")


def _examples(path: Path) -> list[Example]:
    return [_example(row["tokens"], row["tags"]) for row in pq.read_table(path, columns=["tokens", "tags"]).to_pylist()]


def _example(tokens: Sequence[str], tags: Sequence[str]) -> Example:
    spans: list[list] = []
    position, is_open = 0, False
    for token, tag in zip(tokens, tags, strict=True):
        end = position + len(token)
        if tag.startswith("I-") and is_open:
            spans[-1][1] = end
        elif is_open := tag.startswith("B-"):
            spans.append([position, end, TAGS.get(tag[2:])])
        position = end + 1
    return Example(" ".join(tokens), [(start, end, label) for start, end, label in spans if label])


def _trained(path: Path, home: Path) -> Path:
    """The component of the set itself: trained once, kept outside the repository, and trained again when its code changes."""
    folder = home / "gold" / f"entitas-{component_version()}"
    return keep_component(folder, lambda: _examples(path), EPOCHS, _tell)


def _joined(first: list[list[Span]], second: list[list[Span]]) -> list[list[Span]]:
    return [join_spans(spans, others) for spans, others in zip(first, second, strict=True)]


def _scores(name: str, gold: list[Example], found: list[list[Span]], bar: float | None = None) -> list[Measure]:
    counts: Counter[tuple[str, str]] = Counter()
    for example, spans in zip(gold, found, strict=True):
        right, given = set(example.spans), set(spans)
        for what, part in (("benar", right & given), ("diberi", given), ("ada", right)):
            for *_, label in part:
                counts[what, label] += 1
                counts[what, "semua"] += 1
    return [_f1(name, label, counts, bar if label == "semua" else None) for label in ("semua", "PERSON", "PLACE", "ORG")]


def _f1(name: str, label: str, counts: Counter[tuple[str, str]], bar: float | None) -> Measure:
    right, given, there = (counts[what, label] for what in ("benar", "diberi", "ada"))
    value = 2 * right / max(given + there, 1)
    note = f"P {right / max(given, 1):.3f}, R {right / max(there, 1):.3f}"
    return Measure(f"entitas F1 {label}, {name}", value, there, bar, note)


def _gold() -> list[Measure]:
    """Rows against our own gold; a private person in them is the one error that may never happen."""
    reader = EntityReader()
    counts: Counter[tuple[str, str]] = Counter()
    for line in needed(GOLD).read_bytes().splitlines():
        item = orjson.loads(line)
        _compare(counts, item, reader.find(item["text"], date.fromisoformat(item["published_on"])))
    private = counts["ada", "pribadi"]
    return [
        *(_f1("gold sendiri", label, counts, None) for label in ("pejabat dari daftar", "pejabat dari aturan", "organisasi")),
        Measure("nama pribadi yang tidak disimpan", 1 - counts["disimpan", "pribadi"] / private, private, 1.0),
        Measure("nama pribadi yang ditemukan untuk disamarkan", counts["ditemukan", "pribadi"] / private, private),
    ]


def _compare(counts: Counter[tuple[str, str]], item: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    in_office = [row for row in rows if row["entity_kind_slug"] == "pejabat"]
    by_rule = [row["entity_name"] for row in in_office if not row["official_slug"]]
    named = [row["entity_name"] for row in rows if row["entity_kind_slug"] == "organisasi"]
    _count(
        counts, "pejabat dari daftar", item["officials"], [row["official_slug"] for row in in_office if row["official_slug"]]
    )
    _count(counts, "pejabat dari aturan", item["by_rule"], by_rule)
    _count(counts, "organisasi", item["organisations"], named)
    counts["ada", "pribadi"] += len(item["private"])
    counts["disimpan", "pribadi"] += sum(_is_stored(name, item, rows) for name in item["private"])
    found = {item["text"][start:end] for start, end in find_persons([item["text"]])[0]}
    counts["ditemukan", "pribadi"] += len(found & set(item["private"]))


def _is_stored(name: str, item: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """A row's name holds that of the private person, or begins inside it: an organisation may have swallowed one."""
    start = item["text"].find(name)
    within = range(start, start + len(name))
    return any(name.casefold() in row["entity_name"].casefold() or row["first_position"] in within for row in rows)


def _count(counts: Counter[tuple[str, str]], label: str, gold: list[str], found: list[str]) -> None:
    counts["benar", label] += len(set(gold) & set(found))
    counts["diberi", label] += len(set(found))
    counts["ada", label] += len(set(gold))


def _speed(texts: list[str]) -> Measure:
    reader = EntityReader()
    reader.find(texts[0], None)
    started = process_time()
    for text in texts:
        reader.find(text, None)
    value = (process_time() - started) / len(texts) * 1e6
    return Measure("entitas: mikrodetik CPU per teks, daftar dan aturan", value, len(texts))
