"""Places: the gold set of our own, headlines labelled by hand, and complaints against the district that they came with."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from benchmarks.documents import Measure, needed
from ml.places import PlaceReader
from ml.places.resolution import Given
from ml.places.tokens import name_key
from ml.text import clean_text
from warehouse.seeds import read_seed
from warehouse.settings import ROOT

GOLD = ROOT / "tests" / "gold" / "places.jsonl"
CITY = Given("35", "35.78")
COMPLAINTS, SEED = 200, 7
BAR = 0.95
DISTRICT_LENGTH = len("35.78.01")


class Example(NamedTuple):
    text: str
    given: Given
    codes: frozenset[str]


def evaluate(data: Path, home: Path) -> list[Measure]:
    """`data` holds news_headlines and complaints_surabaya, `home` the labels gold/places_headlines.parquet."""
    reader = PlaceReader()
    measures = _gold(reader)
    measures += _headlines(reader, needed(data / "news_headlines.parquet"), needed(home / "gold" / "places_headlines.parquet"))
    return measures + _complaints(reader, needed(data / "complaints_surabaya.parquet"))


def _gold(reader: PlaceReader) -> list[Measure]:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    measures = []
    for split in ("dev", "held-out"):
        examples = [_example(row) for row in rows if _split(row["text"]) == split]
        measures += _measures(reader, f"places: gold {split}", examples, _is_region, BAR)
        measures += _measures(reader, f"places: gold {split}, districts", examples, _is_district, None)
    return measures


def _example(row: dict) -> Example:
    code = row["given_region_code"]
    return Example(row["text"], Given(code[:2], code) if code else Given(), frozenset(row["region_codes"]))


def _split(text: str) -> str:
    return "dev" if hashlib.sha256(text.encode()).digest()[-1] % 2 else "held-out"


def _headlines(reader: PlaceReader, headlines: Path, labels: Path) -> list[Measure]:
    """Labelled before they were read; rules were mended by `dev`, and `held-out` was drawn and labelled after that."""
    titles = {row["url"]: row["title"] for row in pq.read_table(headlines, columns=["url", "title"]).to_pylist()}
    rows = pq.read_table(labels).to_pylist()
    measures = []
    for split in ("dev", "held-out"):
        examples = [
            Example(clean_text(titles[row["url"]]), Given(), frozenset(row["region_codes"]))
            for row in rows
            if row["split"] == split
        ]
        measures += _measures(reader, f"places: headlines {split}", examples, _is_region, BAR)
    return measures


def _complaints(reader: PlaceReader, path: Path) -> list[Measure]:
    """Complaints whose text holds the name of a district of the city; what a text names need not be where it came from."""
    districts = {
        name_key(row["district_name"]).replace(" ", ""): row["district_code"]
        for row in read_seed("districts").to_pylist()
        if row["region_code"] == CITY.region_code
    }
    districts |= {
        name_key(row["alias"]).replace(" ", ""): row["district_code"]
        for row in read_seed("district_aliases").to_pylist()
        if row["district_code"] in districts.values()
    }
    rows = [row for row in pq.read_table(path, columns=["text", "kecamatan"]).to_pylist() if row["kecamatan"]]
    pattern = re.compile(rf"\b({'|'.join(sorted({row['kecamatan'].lower() for row in rows}))})\b")
    named = sorted((row["text"], row["kecamatan"]) for row in rows if pattern.search(row["text"].lower()))
    measures = []
    for given, words in ((CITY, "city given"), (Given(), "nothing given")):
        examples = [
            Example(clean_text(text), given, frozenset({districts[name_key(name).replace(" ", "")]}))
            for text, name in random.Random(SEED).sample(named, COMPLAINTS)
        ]
        measures += _measures(reader, f"places: complaints, {words}", examples, _is_district, None)
    return measures


def _is_region(code: str) -> bool:
    return len(code) < DISTRICT_LENGTH


def _is_district(code: str) -> bool:
    return len(code) == DISTRICT_LENGTH


def _measures(
    reader: PlaceReader, name: str, examples: list[Example], counts: Callable[[str], bool], bar: float | None
) -> list[Measure]:
    """Precision and recall over pairs of text and code, as far as the code `counts`."""
    pairs = [(_counted(reader.find(e.text, e.given), counts), _counted(e.codes, counts)) for e in examples]
    right = sum(len(found & labelled) for found, labelled in pairs)
    found, labelled = sum(len(f) for f, _ in pairs), sum(len(t) for _, t in pairs)
    note = f"{right} right, {found} found, {labelled} labelled"
    return [
        Measure(f"{name}, precision", right / found, len(examples), bar, note),
        Measure(f"{name}, recall", right / labelled, len(examples), None, note),
    ]


def _counted(codes: Iterable[str], counts: Callable[[str], bool]) -> set[str]:
    return {code for code in codes if counts(code)}
