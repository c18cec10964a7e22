"""Copies of documents: the pair decision on labelled pairs, families over whole sets, and what is found in real data.

Labels: <home>/gold/near_duplicates.parquet (docs/labelling-duplicates.md) and tests/gold/duplicates.jsonl. A draw is judged
by both texts of a pair and nothing else; "families" reads every headline in the order of publication and asks whether both
came into one family, so that also what no bucket proposed counts as missed, and what only a chain of copies joined as found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.documents import Measure, MissingSet, needed
from ml.duplicates import DuplicateReader
from ml.duplicates.decision import are_copies
from ml.duplicates.evidence import Text
from ml.duplicates.letters import hash_letters
from ml.duplicates.words import hash_words, split_words
from ml.text import clean_text
from warehouse.settings import ROOT

OWN = ROOT / "tests" / "gold" / "duplicates.jsonl"
PRECISION_BAR, RECALL_BAR = 0.98, 0.90
HELD_OUT = "fifth"
"""The draw that the bars are held against."""
PART = 5_000


def evaluate(data: Path, home: Path) -> list[Measure]:
    """Precision and recall on labelled pairs; MissingSet when labels or sets are not there."""
    pairs = pq.read_table(needed(home / "gold" / "near_duplicates.parquet")).to_pylist()
    headlines = pq.read_table(needed(data / "news_headlines.parquet")).to_pylist()
    own = [orjson.loads(line) for line in OWN.read_bytes().splitlines()]
    if not any(row["draw"] == HELD_OUT for row in pairs):
        raise MissingSet(f"the {HELD_OUT} draw in {home / 'gold' / 'near_duplicates.parquet'}")
    measures = _rates(f"{HELD_OUT} draw", _decided(pairs, HELD_OUT), bars=True)
    for draw in sorted({row["draw"] for row in pairs} - {HELD_OUT}):
        measures += _rates(f"{draw} draw", _decided(pairs, draw), note="development")
    measures += _rates(f"{HELD_OUT} draw, families", _in_families(pairs, _families_of(headlines)), note="of all headlines")
    measures += _rates(
        "own pairs", [(row["is_duplicate"], _is_copy(row["left"], row["right"], row["days_apart"])) for row in own]
    )
    return [*measures, _repeats(data), _across_outlets(data)]


def _decided(pairs: list[dict], draw: str) -> list[tuple[bool, bool]]:
    return [(row["is_duplicate"], _decide(row)) for row in pairs if row["draw"] == draw and row["is_duplicate"] is not None]


def _decide(row: dict) -> bool:
    left, right = (date.fromisoformat(row[f"{side}_published_on"]) for side in ("left", "right"))
    return _is_copy(row["left_text"], row["right_text"], abs((right - left).days))


def _is_copy(left: str, right: str, days_apart: int) -> bool:
    return are_copies(_hash(left), _hash(right), days_apart)


def _hash(text: str) -> Text:
    words = split_words(clean_text(text))
    return Text(hash_words(words).tolist(), hash_letters([words])[1].tolist())


def _rates(name: str, answers: list[tuple[bool, bool]], bars: bool = False, note: str = "") -> list[Measure]:
    """`answers`: (is a duplicate, was taken for one)."""
    if not answers:
        return []
    hits = sum(true and taken for true, taken in answers)
    taken, true = sum(taken for _, taken in answers), sum(true for true, _ in answers)
    return [
        Measure(f"{name}: precision", hits / taken, taken, PRECISION_BAR if bars else None, note),
        Measure(f"{name}: recall", hits / true, true, RECALL_BAR if bars else None, note),
    ]


def _families_of(headlines: list[dict]) -> dict[str, str]:
    rows = _read((row["url"], row["title"], row["published_at"]) for row in headlines)
    return {row["document_id"]: row["family_id"] for row in rows}


def _in_families(pairs: list[dict], family: dict[str, str]) -> list[tuple[bool, bool]]:
    held_out = [
        row for row in pairs if row["draw"] == HELD_OUT and row["set"] == "headlines" and row["is_duplicate"] is not None
    ]
    return [(row["is_duplicate"], family[row["left_ref"]] == family[row["right_ref"]]) for row in held_out]


def _repeats(data: Path) -> Measure:
    complaints = pq.read_table(needed(data / "complaints_surabaya.parquet")).to_pylist()
    rows = _read((str(number), row["text"], row["created_at"]) for number, row in enumerate(complaints))
    copies = [row for row in rows if row["matched_document_id"]]
    exact = sum(row["similarity"] == 1.0 for row in copies) / len(rows)
    return Measure("complaints: share of copies", len(copies) / len(rows), len(rows), note=f"word for word {exact:.3f}")


def _across_outlets(data: Path) -> Measure:
    articles = pq.read_table(needed(data / "news_articles.parquet")).to_pylist()
    texts = [f"{row['title']}\n{row['body'] or row['summary'] or ''}" for row in articles]
    rows = _read((row["url"], text, row["published_at"]) for row, text in zip(articles, texts, strict=True))
    outlet = {row["url"]: row["outlet"] for row in articles}
    outlets: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        outlets[row["family_id"]].add(outlet[row["document_id"]])
    return Measure("articles: families of several outlets", sum(len(found) > 1 for found in outlets.values()), len(rows))


def _read(documents: Iterable[tuple[str, str, str]]) -> list[dict]:
    """(id, text, time) of every document, read in the order of time, part by part."""
    ordered = sorted(((time[:10], name, text) for name, text, time in documents), key=lambda one: one[:2])
    table = pa.table(
        {
            "document_id": [name for _, name, _ in ordered],
            "input_hash": [name for _, name, _ in ordered],
            "clean_text": [clean_text(text) for _, _, text in ordered],
            "published_on": pa.array([date.fromisoformat(day) for day, _, _ in ordered], pa.date32()),
        }
    )
    reader, rows = DuplicateReader(None), []
    for offset in range(0, table.num_rows, PART):
        found = reader.read(table.slice(offset, PART))
        rows += found.select(["document_id", "family_id", "matched_document_id", "similarity"]).to_pylist()
    return rows
