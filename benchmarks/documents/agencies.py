"""Agencies: routing of past complaints with few examples and with none, and the gold set of our own."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.documents import Measure, needed
from ml.agencies import COLUMNS, AgencyReader
from ml.agencies.mandates import Mandates
from ml.agencies.registry import Registry
from ml.agencies.routing import LETTERS, train_router
from warehouse.schemas import CLEANED
from warehouse.settings import ROOT

GOLD = ROOT / "tests" / "gold" / "agencies.jsonl"
REGION = "35.78"
MOST_FREQUENT, SHOTS, SEEDS, HELD_OUT = 10, 32, range(5), 1_600
NEAR_IDENTICAL = 0.9
"""Cosine of letter features from which a held-out text counts as a copy of a training text."""
LOCAL_NAMES = {"Bagian Perekonomian dan Sumber Daya Alam": "pdam"}
"""What no general registry can know: in this city a bureau of the mayor answers for the water company."""

Complaint = tuple[str, str]


def evaluate(data: Path, _home: Path) -> list[Measure]:
    """`data` holds complaints_surabaya.parquet; the data home holds nothing for it."""
    complaints = _complaints(needed(data / "complaints_surabaya.parquet"))
    return [*_few_shot(complaints), *_zero_shot(complaints), *_gold()]


def _complaints(path: Path) -> list[Complaint]:
    """(text, agency) of the most frequent agencies, repeats left out, in a fixed random order."""
    rows = pq.read_table(path, columns=["text", "agency"]).to_pylist()
    frequent = {name for name, _ in Counter(row["agency"] for row in rows).most_common(MOST_FREQUENT)}
    different = {
        re.sub(r"\W+", " ", row["text"].lower()): (row["text"], row["agency"]) for row in rows if row["agency"] in frequent
    }
    complaints = sorted(different.values())
    random.Random(0).shuffle(complaints)
    return complaints


def _few_shot(complaints: list[Complaint]) -> list[Measure]:
    heldout, pool = complaints[:HELD_OUT], complaints[HELD_OUT:]
    results = [_trained(pool, heldout, seed) for seed in SEEDS]
    count = min(tested for _, _, tested in results)
    measures = []
    for top, bar, values in ((1, None, [first for first, _, _ in results]), (3, 0.75, [third for _, third, _ in results])):
        note = f"{len(values)} draws, {min(values):.3f} to {max(values):.3f}"
        measures.append(Measure(f"agencies: few-shot top-{top}", float(np.mean(values)), count, bar, note))
    return measures


def _trained(pool: list[Complaint], heldout: list[Complaint], seed: int) -> tuple[float, float, int]:
    """(top-1, top-3, held-out texts) of one draw of SHOTS complaints an agency."""
    draw = random.Random(seed)
    by_agency: dict[str, list[str]] = {}
    for text, agency in pool:
        by_agency.setdefault(agency, []).append(text)
    training = [(text, agency) for agency in sorted(by_agency) for text in draw.sample(by_agency[agency], SHOTS)]
    tested = _without_copies(heldout, [text for text, _ in training])
    router = train_router([text for text, _ in training], [agency for _, agency in training])
    ranked = [[name for name, _ in row] for row in router.rank([text for text, _ in tested])]
    return *_hits(ranked, [{agency} for _, agency in tested]), len(tested)


def _without_copies(heldout: list[Complaint], training: list[str]) -> list[Complaint]:
    letters = TfidfVectorizer(**LETTERS)
    trained = letters.fit_transform(training)
    likeness = (letters.transform([text for text, _ in heldout]) @ trained.T).max(axis=1).toarray().ravel()
    return [complaint for complaint, like in zip(heldout, likeness, strict=True) if like < NEAR_IDENTICAL]


def _zero_shot(complaints: list[Complaint]) -> list[Measure]:
    """The mandates alone: among regional offices, and as the reader ranks them among all agencies."""
    reader, mandates = AgencyReader(), Mandates(Registry())
    answers = {name: LOCAL_NAMES.get(name) or reader.resolve(name) for name in {agency for _, agency in complaints}}
    expected = [{answers[agency]} for _, agency in complaints]
    scores = [mandates.read(text).scores() for text, _ in complaints]
    offices = [sorted((s for s in row if s in mandates.offices), key=lambda s: (-row[s], s))[:3] for row in scores]
    rows = [{"clean_text": text, "channel_slug": "pengaduan", "given_region_code": REGION} for text, _ in complaints]
    read = [owners for _, owners in _read(reader, rows)]
    return [
        Measure(f"agencies: zero-shot top-{top}, {among}", value, len(complaints))
        for among, ranked in (("regional offices", offices), ("all agencies", read))
        for top, value in zip((1, 3), _hits(ranked, expected), strict=True)
    ]


def _gold() -> list[Measure]:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    rows = [{**row, "clean_text": row["text"], "published_on": dt.date.fromisoformat(row["published_on"])} for row in gold]
    found = _read(AgencyReader(), rows)
    right = sum(len(set(named) & set(row["named"])) for (named, _), row in zip(found, gold, strict=True))
    said, true = sum(len(named) for named, _ in found), sum(len(row["named"]) for row in gold)
    owned = [(owners, set(row["owners"])) for (_, owners), row in zip(found, gold, strict=True) if row["owners"]]
    first, third = _hits([owners for owners, _ in owned], [wanted for _, wanted in owned])
    return [
        Measure("agencies: named, precision (own gold)", right / said, said),
        Measure("agencies: named, recall (own gold)", right / true, true),
        Measure("agencies: owner top-1 (own gold)", first, len(owned)),
        Measure("agencies: owner top-3 (own gold)", third, len(owned)),
    ]


def _read(reader: AgencyReader, rows: list[dict]) -> list[tuple[list[str], list[str]]]:
    """For each row: the slugs it names, and its owners without their region."""
    schema = pa.schema([CLEANED.field(name) for name in COLUMNS])
    texts = [{**dict.fromkeys(COLUMNS), **row, "document_id": str(i)} for i, row in enumerate(rows)]
    found: list[tuple[list[str], list[str]]] = [([], []) for _ in rows]
    for row in reader.read(pa.Table.from_pylist(texts, schema)).to_pylist():
        named, owners = found[int(row["document_id"])]
        if row["role_slug"] == "disebut":
            named.append(row["agency_slug"])
        else:
            owners.append(row["agency_slug"].partition("@")[0])
    return found


def _hits(ranked: list[list[str]], expected: list[set[str]]) -> tuple[float, float]:
    """Shares of texts whose first, and whose first three, hold an expected agency."""
    pairs = list(zip(ranked, expected, strict=True))
    first = sum(bool(wanted & set(row[:1])) for row, wanted in pairs)
    third = sum(bool(wanted & set(row[:3])) for row, wanted in pairs)
    return first / len(pairs), third / len(pairs)
