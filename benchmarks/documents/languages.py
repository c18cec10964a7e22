"""Languages: macro-F1 over the twelve of NusaX and each one's F1, Indonesian headlines, and our own gold."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.documents import Measure, needed
from ml.languages import UNDECIDED, UNSUPPORTED, LanguageReader, Reading
from warehouse.settings import ROOT

GOLD = ROOT / "tests" / "gold" / "languages.jsonl"
MACRO_BAR, HEADLINES_BAR = 0.90, 0.97
BUDGET_MICROSECONDS = 60
"""For a text of 30 words, once most words have been met."""
NUSAX = {
    "acehnese": "aceh",
    "balinese": "bali",
    "banjarese": "banjar",
    "buginese": "bugis",
    "english": "inggris",
    "indonesian": "indonesia",
    "javanese": "jawa",
    "madurese": "madura",
    "minangkabau": "minangkabau",
    "ngaju": "dayak-ngaju",
    "sundanese": "sunda",
    "toba_batak": "batak-toba",
}


def evaluate(data: Path, home: Path) -> list[Measure]:
    """Needs `sentiment_nusax_valid` and `news_headlines` of `data`; `home` is not read."""
    del home
    reader = LanguageReader()
    return [
        *_measure_nusax(reader, needed(data / "sentiment_nusax_valid.parquet")),
        *_measure_headlines(reader, needed(data / "news_headlines.parquet")),
        *_measure_gold(reader),
    ]


def _measure_nusax(reader: LanguageReader, path: Path) -> list[Measure]:
    rows = pq.read_table(path, columns=["language", "text"])
    truth = [NUSAX[language] for language in rows["language"].to_pylist()]
    readings = reader.read(rows["text"].to_pylist())
    scores = _f1([*NUSAX.values()], truth, [reading.language_slug for reading in readings])
    counts = Counter(truth)
    macro = Measure("languages macro-F1, NusaX", sum(scores.values()) / len(scores), len(truth), MACRO_BAR)
    return [macro, *[Measure(f"languages F1, {slug}", scores[slug], counts[slug]) for slug in scores]]


def _measure_headlines(reader: LanguageReader, path: Path) -> list[Measure]:
    texts = pq.read_table(path, columns=["title"])["title"].to_pylist()[::10]
    reader.read(texts)
    started = time.process_time()
    readings = reader.read(texts)
    spent = (time.process_time() - started) / len(texts) * 1e6
    mixed = [reading.code_mix_share for reading in readings if reading.code_mix_share is not None]
    return [
        Measure("headlines read as Indonesian", _share(readings, {"indonesia"}), len(texts), HEADLINES_BAR),
        Measure("mean code-mix of headlines", sum(mixed) / len(mixed), len(mixed), note="0 would be right for nearly all"),
        Measure("microseconds per headline", spent, len(texts), note=f"CPU, words known; at most {BUDGET_MICROSECONDS}"),
    ]


def _measure_gold(reader: LanguageReader) -> list[Measure]:
    rows = [json.loads(line) for line in needed(GOLD).read_text(encoding="utf-8").splitlines()]
    readings = reader.read([row["text"] for row in rows])
    truth = [row["language_slug"] for row in rows]
    guesses = [reading.language_slug for reading in readings]
    slugs = sorted(set(truth) - {UNDECIDED})
    scores = _f1(slugs, truth, guesses)
    foreign = [reading for row, reading in zip(rows, readings, strict=True) if row["language_slug"] == UNSUPPORTED]
    return [
        Measure("languages macro-F1, own gold", sum(scores.values()) / len(scores), len(rows)),
        Measure("languages F1, own gold, melayu", scores["melayu"], truth.count("melayu")),
        Measure("languages F1, own gold, betawi", scores["betawi"], truth.count("betawi")),
        Measure("foreign texts not guessed at, own gold", _share(foreign, {UNSUPPORTED, UNDECIDED}), len(foreign)),
    ]


def _share(readings: list[Reading], slugs: set[str]) -> float:
    return sum(reading.language_slug in slugs for reading in readings) / len(readings)


def _f1(slugs: list[str], truth: list[str], guesses: list[str]) -> dict[str, float]:
    """F1 of each language; a text read as none of them is a miss."""
    right = Counter(a for a, b in zip(truth, guesses, strict=True) if a == b)
    told, there = Counter(guesses), Counter(truth)
    return {slug: 2 * right[slug] / (told[slug] + there[slug]) for slug in slugs}
