"""Whether a day's increment costs the same on a short and on a ten times longer archive, and how fast documents are read.

    python -m benchmarks.archive_growth

Writes 500,000 made-up documents of 250 days as the duplicates reader would have left them, and takes their last 50,000 for
the short archive. Then the same 5,000 documents of the day after are read on both, each time by a reader that knows nothing:
for duplicates alone, and cleaned, with their language, their places and their duplicates, one after another.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from ml.cleaning import CleanReader
from ml.duplicates import DuplicateReader
from ml.duplicates.fingerprints import fingerprint
from ml.places import PlaceReader
from warehouse.layout import write_parquet
from warehouse.seeds import read_seed

LONG, SHORT, PART, NEW = 500_000, 50_000, 5_000, 5_000
A_DAY = 2_000
TODAY = date(2026, 5, 31)
REPEATS = 5
BAR, SPEED_BAR = 1.3, 2_000
"""Seconds on the long archive for each second on the short one, at most; documents a CPU second for all four, at least."""
COPIES = 0.05
"""Share of the new documents that copy one of the last days, half of them with a word changed."""
SEED = 7
WORDS, ZIPF = 60_000, 1.05
SYLLABLES = (
    "ba ca da ga ha ja ka la ma na pa ra sa ta wa ya bi di gi ki li mi ni pi ri si ti bu du gu ku lu mu nu pu ru su tu".split()
)
KNOWN = (
    "jalan rusak pemerintah sekolah petugas lampu mati banjir air bersih pasar harga naik beras dinas kantor layanan antre "
    "guru murid rumah sakit obat dokter polisi warga desa kota bupati gubernur menteri program bantuan pupuk petani nelayan "
    "sampah bau saluran mampet macet angkutan bus kereta tiket mudik anggaran pajak rapat dewan usul tolak dukung proyek "
    "jembatan bangun perbaiki tolong mohon segera kapan gak yg udah bgt dong sih nih tdk dgn utk krn aja bikin makan gratis "
    "ibu bapak kami saya mereka hujan malam pagi besok kemarin terima kasih parah bagus baik sekali lagi masih belum selesai"
).split()
KNOWN_SHARE = 0.6
FORM = "yang dan di ke dari untuk pada dengan ini itu tidak akan oleh dalam sudah karena juga ada saat warga".split()


class Reader(Protocol):
    def read(self, documents: pa.Table) -> pa.Table: ...


class All:
    """Cleaning with language, places and duplicates over one table."""

    def __init__(self, clean: CleanReader, places: PlaceReader, duplicates: DuplicateReader):
        self.clean, self.places, self.duplicates = clean, places, duplicates

    def read(self, documents: pa.Table) -> pa.Table:
        cleaned = self.clean.read(documents)
        self.places.read(cleaned)
        return self.duplicates.read(cleaned)


def main() -> int:
    """Exit code 1 when the long archive costs more than the bar allows, or all four together are slower than theirs."""
    folder = Path(tempfile.mkdtemp(prefix="archive-growth-"))
    try:
        new = write_archives(folder, np.random.default_rng(SEED))
        clean, places = CleanReader(), PlaceReader()
        alone = {name: lambda name=name: DuplicateReader(folder / name) for name in ("short", "long")}
        together = {name: lambda name=name: All(clean, places, DuplicateReader(folder / name)) for name in ("short", "long")}
        seconds = [increment_seconds(builds, new) for builds in (alone, together)]
    finally:
        shutil.rmtree(folder)
    for name, taken in zip(("duplicates", "all four"), seconds, strict=True):
        _print(name, taken)
    ratios = [taken["long"] / taken["short"] for taken in seconds]
    return int(max(ratios) > BAR or NEW / seconds[1]["long"] < SPEED_BAR)


def _print(name: str, seconds: dict[str, float]) -> None:
    for archive, count in (("short", SHORT), ("long", LONG)):
        print(
            f"{name}, {archive} archive ({count:,}): {seconds[archive]:.3f} CPU s, {NEW / seconds[archive]:,.0f} a CPU second"
        )
    print(f"{name}: ratio {seconds['long'] / seconds['short']:.2f} (at most {BAR})")


def increment_seconds(builds: dict[str, Callable[[], Reader]], documents: pa.Table, repeats: int = REPEATS) -> dict[str, float]:
    """Least CPU seconds each to build its reader and read `documents`: by turns, as a machine is not always as fast."""
    taken: dict[str, list[float]] = {name: [] for name in builds}
    for _ in range(repeats):
        for name, build in builds.items():
            started = time.process_time()
            build().read(documents)
            taken[name].append(time.process_time() - started)
    return {name: min(seconds) for name, seconds in taken.items()}


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
    columns = {"document_id": ids, "input_hash": ids, "clean_text": texts, "normal_text": texts, "document_text": texts}
    empty = pa.nulls(len(texts), pa.string())
    columns |= {"channel_slug": empty, "given_province_code": empty, "given_region_code": empty}
    return pa.table(columns | {"published_on": pa.array(published, pa.date32())})


def make_texts(generator: np.random.Generator, vocabulary: np.ndarray, count: int) -> list[str]:
    """Headlines, posts and complaints of up to 60 words and the odd article; made-up words come as often as Zipf's law has it,
    among words and places that are known."""
    kinds = generator.random(count)
    lengths = np.where(kinds < 0.5, generator.integers(7, 14, count), generator.integers(12, 61, count))
    lengths = np.where(kinds > 0.98, generator.integers(200, 500, count), lengths)
    weights = 1 / np.arange(1, len(vocabulary) + 1) ** ZIPF
    drawn = generator.choice(vocabulary, lengths.sum(), p=weights / weights.sum())
    known = generator.random(len(drawn)) < KNOWN_SHARE
    drawn[known] = generator.choice(np.array(KNOWN, dtype=object), known.sum())
    places = generator.choice(np.array(_places(), dtype=object), count)
    texts = np.split(drawn, np.cumsum(lengths)[:-1])
    return [_write(number % 4, list(words), place) for number, (words, place) in enumerate(zip(texts, places, strict=True))]


def _write(kind: int, words: list[str], place: str) -> str:
    if kind < 2:
        return " ".join(words).title() + (f" di {place}" if kind else "")
    middle = len(words) // 2
    first, last = " ".join(words[:middle]), " ".join(words[middle:])
    return f"@_ {first}, {last}!! #{words[0]}" if kind == 2 else f"Mohon {first}. Lokasi di {place} {last}, terima kasih"


@cache
def _places() -> list[str]:
    return read_seed("regions")["short_name"].to_pylist()


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
