"""Whether a day's increment costs the same on a short and on a ten times longer archive, and how fast duplicates are found.

    python -m benchmarks.archive_growth

Writes 500,000 made-up documents of 250 days as the duplicates reader would have left them, and takes their last 50,000 for
the short archive. Then the same 5,000 documents of the day after are read on both, each time by a reader that knows nothing.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from ml.duplicates import DuplicateReader
from ml.duplicates.fingerprints import fingerprint
from warehouse.layout import write_parquet

LONG, SHORT, PART, NEW = 500_000, 50_000, 5_000, 5_000
A_DAY = 2_000
TODAY = date(2026, 5, 31)
REPEATS = 3
BAR = 1.3
COPIES = 0.05
"""Share of the new documents that copy one of the last days, half of them with a word changed."""
SEED = 7
WORDS, ZIPF = 60_000, 1.05
SYLLABLES = (
    "ba ca da ga ha ja ka la ma na pa ra sa ta wa ya bi di gi ki li mi ni pi ri si ti bu du gu ku lu mu nu pu ru su tu".split()
)
FORM = "yang dan di ke dari untuk pada dengan ini itu tidak akan oleh dalam sudah karena juga ada saat warga".split()


class Reader(Protocol):
    def read(self, documents: pa.Table) -> pa.Table: ...


def main() -> int:
    """Exit code 1 when the long archive costs more than the bar allows."""
    folder = Path(tempfile.mkdtemp(prefix="archive-growth-"))
    try:
        new = write_archives(folder, np.random.default_rng(SEED))
        seconds = {name: increment_seconds(lambda name=name: DuplicateReader(folder / name), new) for name in ("short", "long")}
    finally:
        shutil.rmtree(folder)
    ratio = seconds["long"] / seconds["short"]
    for name, count in (("short", SHORT), ("long", LONG)):
        speed = new.num_rows / seconds[name]
        print(
            f"{name} archive ({count:,} documents): {seconds[name]:.3f} CPU s for {NEW:,} new ones, {speed:,.0f} per CPU second"
        )
    print(f"ratio {ratio:.2f} (at most {BAR})")
    return int(ratio > BAR)


def increment_seconds(build: Callable[[], Reader], documents: pa.Table, repeats: int = REPEATS) -> float:
    """Least CPU seconds of so many runs to build a reader and read `documents` with it."""
    taken = []
    for _ in range(repeats):
        started = time.process_time()
        build().read(documents)
        taken.append(time.process_time() - started)
    return min(taken)


def write_archives(folder: Path, generator: np.random.Generator) -> pa.Table:
    """Parts under long/ and short/; gives the new documents of the day after."""
    vocabulary = _vocabulary(generator)
    days = LONG // A_DAY
    recent: list[str] = []
    for number in range(LONG // PART):
        texts = make_texts(generator, vocabulary, PART)
        positions = np.arange(number * PART, (number + 1) * PART)
        published = [TODAY - timedelta(days=int(days - position // A_DAY)) for position in positions]
        part = _read_alone(make_documents(texts, published, f"{number:03d}"))
        write_parquet(part, folder / "long" / f"part-{number + 1:06d}.parquet")
        if (number + 1) * PART > LONG - SHORT:
            write_parquet(part, folder / "short" / f"part-{number + 1:06d}.parquet")
            recent = texts
    return make_documents(_with_copies(generator, make_texts(generator, vocabulary, NEW), recent), [TODAY] * NEW, "new")


def make_documents(texts: list[str], published: list[date], name: str) -> pa.Table:
    ids = pa.array([f"{name}-{number}" for number in range(len(texts))])
    columns = {"document_id": ids, "input_hash": ids, "clean_text": texts, "normal_text": texts}
    return pa.table(columns | {"published_on": pa.array(published, pa.date32())})


def make_texts(generator: np.random.Generator, vocabulary: np.ndarray, count: int) -> list[str]:
    """Headlines, posts of up to 60 words and the odd article; words come as often as Zipf's law has it."""
    kinds = generator.random(count)
    lengths = np.where(kinds < 0.5, generator.integers(7, 14, count), generator.integers(12, 61, count))
    lengths = np.where(kinds > 0.98, generator.integers(200, 500, count), lengths)
    weights = 1 / np.arange(1, len(vocabulary) + 1) ** ZIPF
    drawn = generator.choice(vocabulary, lengths.sum(), p=weights / weights.sum())
    return [" ".join(words) for words in np.split(drawn, np.cumsum(lengths)[:-1])]


def _vocabulary(generator: np.random.Generator) -> np.ndarray:
    drawn = generator.choice(SYLLABLES, (WORDS, 4))
    sizes = generator.integers(2, 5, WORDS)
    return np.array(FORM + ["".join(row[:size]) for row, size in zip(drawn, sizes, strict=True)], dtype=object)


def _with_copies(generator: np.random.Generator, texts: list[str], recent: list[str]) -> list[str]:
    for position in np.flatnonzero(generator.random(len(texts)) < COPIES):
        copied = recent[generator.integers(len(recent))].split()
        if generator.random() < 0.5:
            copied[generator.integers(len(copied))] = "diganti"
        texts[position] = " ".join(copied)
    return texts


def _read_alone(documents: pa.Table) -> pa.Table:
    """As the reader would leave them if none copied another: every document in a family of its own."""
    rows = fingerprint(documents, "0" * 12)
    return rows.set_column(rows.schema.get_field_index("family_id"), rows.schema.field("family_id"), rows["document_id"])


if __name__ == "__main__":
    raise SystemExit(main())
