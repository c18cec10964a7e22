"""Streams of a small invented world, as rows of STREAM, with vectors as like each other as those of the shipped body.

Two documents of one story have a cosine of about 0.93, two of one issue 0.85, any others 0.80: what the encoder gives.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from zlib import crc32

import numpy as np
import pyarrow as pa

from ml.issues.calendar import Calendar
from ml.issues.pairs import read_model
from ml.issues.rule_seed import read_rules
from ml.issues.stream import STREAM
from ml.issues.terms import Rarity, read_terms
from ml.issues.transitions import end_of
from ml.issues.watch import Seen, Watch, hour_of

WIDTH = 32
WARM = 75
START = hour_of(datetime(2026, 3, 2))
"""A Monday, 07.00 in Jakarta."""
PARTS = {"world": 0.80, "issue": 0.05, "story": 0.08, "document": 0.07}
"""Shares of a vector's length that a document has in common with all, with its issue, with its story, with none."""
TOWNS = ("Lomaru", "Tebiku", "Randusari", "Kalipenda", "Wanasuko", "Panjerejo", "Sidabungah", "Muarapelo")
STORIES = {
    "banjir": (
        ("Banjir rendam ratusan rumah", "Ratusan rumah terendam banjir", "Banjir luapan kali genangi rumah"),
        ("di {town}", "warga {town}"),
        ("setelah tanggul jebol", "akibat tanggul jebol semalam", "usai hujan deras dan tanggul jebol"),
    ),
    "cabai": (
        ("Harga cabai rawit melonjak", "Cabai rawit makin mahal", "Harga cabai rawit tembus rekor"),
        ("di pasar {town}", "pedagang pasar {town}"),
        ("jelang panen raya", "karena panen raya gagal", "pembeli keluhkan panen raya mundur"),
    ),
    "jalan": (
        ("Jalan provinsi ambles", "Jalan provinsi amblas sedalam dua meter", "Truk terperosok jalan provinsi ambles"),
        ("di {town}", "jalur menuju {town}"),
        ("arus kendaraan dialihkan", "pengendara dialihkan memutar", "kendaraan berat dialihkan"),
    ),
    "sampah": (
        ("Sampah menumpuk berhari-hari", "Tumpukan sampah tak diangkut", "Gunungan sampah menumpuk"),
        ("di {town}", "warga {town}"),
        ("truk pengangkut mogok", "sejak truk pengangkut mogok", "sopir truk pengangkut mogok kerja"),
    ),
    "sekolah": (
        ("Atap sekolah dasar roboh", "Sekolah dasar roboh atapnya", "Ruang kelas sekolah dasar roboh"),
        ("di {town}", "desa {town}"),
        ("murid belajar di tenda", "murid mengungsi ke tenda", "pelajaran murid pindah ke tenda"),
    ),
    "air": (
        ("Air ledeng keruh", "Pelanggan keluhkan air ledeng keruh", "Air ledeng berbau dan keruh"),
        ("di {town}", "kawasan {town}"),
        ("pipa induk bocor", "akibat pipa induk bocor", "perbaikan pipa induk bocor tertunda"),
    ),
    "feri": (
        ("Antrean feri mengular", "Penumpang feri telantar", "Kapal feri tertahan"),
        ("di pelabuhan {town}", "dermaga {town}"),
        ("gelombang tinggi", "akibat gelombang tinggi", "tunggu gelombang tinggi reda"),
    ),
    "listrik": (
        ("Listrik padam bergilir", "Pemadaman listrik bergilir", "Aliran listrik padam"),
        ("di {town}", "seluruh {town}"),
        ("gardu induk terbakar", "usai gardu induk terbakar", "petugas perbaiki gardu induk"),
    ),
}
SYLLABLES = [one + other for one, other in product("bdgklmnprst", "aiueo")]


def text_of(kind: str, town: str, wording: int) -> str:
    """One of 18 wordings of what happened in a town."""
    wordings = list(product(*STORIES[kind]))
    return " ".join(wordings[wording * 7 % len(wordings)]).format(town=town)


def lone_text(number: int) -> str:
    """Words that no other text shares."""
    draw = np.random.default_rng(number)
    return " ".join("".join(draw.choice(SYLLABLES, 4)) for _ in range(7)).capitalize()


def told(
    kind: str, at: float, wording: int = 0, town: str = TOWNS[0], name: str | None = None, voice: str | None = None, **fields
) -> dict:
    """A document on an event, `at` hours after START; `_share` tells what its vector has in common with others."""
    key = name or f"{kind}-{town}-{at}-{wording}"
    row = _row(key, text_of(kind, town, wording), at, voice or f"warta-{wording % 5}")
    return row | {"_share": (kind, f"{kind} {town}", key)} | fields


def lone(number: int, at: float, **fields) -> dict:
    """A document that nobody else speaks of."""
    key = f"sendiri-{number:05d}"
    return _row(key, lone_text(number), at, f"warta-{number % 5}") | {"_share": (key, key, key)} | fields


def chatter(hours: int, first: int = 0) -> list[dict]:
    """What is always there: six unrelated documents every third hour."""
    return [lone(2 * hour + one, hour + one / 6) for hour in range(first, first + hours) if hour % 3 == 0 for one in range(6)]


def burst(kind: str, at: float, count: int, hours: float = 6, **fields) -> list[dict]:
    """`count` differently worded documents on one event, evenly over `hours`."""
    return [told(kind, at + one * hours / count, one, name=f"{kind}-{at}-{one:03d}", **fields) for one in range(count)]


def mixed(seed: int, count: int, first: int, hours: int) -> list[dict]:
    """`count` documents of a few kinds and towns, every third hour; half of them tell of two things at once."""
    draw, kinds, rows = np.random.default_rng(seed), list(STORIES)[:4], []
    for number in range(count):
        one, other = draw.choice(kinds, 2)
        town, at = TOWNS[draw.integers(3)], first + 3 * draw.integers(hours // 3) + draw.random()
        row = told(one, at, int(draw.integers(18)), town, name=f"campur-{seed}-{number:04d}")
        if draw.random() < 0.5:
            words, others = row["title"].split(), text_of(other, town, int(draw.integers(18))).split()
            cut = draw.integers(1, len(words))
            text = " ".join(words[:cut] + others[cut:])
            row |= {"title": text, "text": text, "_share": (one, f"{one} {other}", row["document_id"])}
        rows.append(row)
    return rows


def stream(rows: Iterable[dict]) -> tuple[pa.Table, np.ndarray]:
    """STREAM and int8 vectors, in order of time."""
    ordered = sorted(rows, key=lambda row: (row["published_at"], row["document_id"]))
    kept = [{name: row[name] for name in STREAM.names} for row in ordered]
    return pa.Table.from_pylist(kept, STREAM), vectors_of(ordered)


def vectors_of(rows: Sequence[dict]) -> np.ndarray:
    exact = np.array([_vector(*row["_share"]) for row in rows]).reshape(len(rows), WIDTH)
    return np.rint(exact / np.abs(exact).max(axis=1, keepdims=True, initial=1e-9) * 127).astype(np.int8)


def opened_watch(budget: int = 10) -> Watch:
    """A watch that knows from two texts of every story, and many others, how rare words are."""
    rarity = Rarity()
    texts = [text_of(kind, town, wording) for kind in STORIES for town in TOWNS[-2:] for wording in range(2)]
    texts += [lone_text(number) for number in range(100_000, 100_400)]
    rarity.add(read_terms([""] * len(texts), texts).whole)
    return Watch(read_model(), rarity, read_rules(), Calendar.read(), budget, WIDTH)


@cache
def _warmed() -> bytes:
    watch = opened_watch()
    replayed(watch, chatter(WARM), WARM)
    return pickle.dumps(watch)


def warm_watch() -> Watch:
    """A watch that has heard chatter for WARM hours: alerts may be raised from there on."""
    return pickle.loads(_warmed())


def replayed(watch: Watch, rows: Iterable[dict], hours: int) -> list[tuple[int, Seen]]:
    """What the watch saw up to `hours` after START, (hour after START, what was seen)."""
    documents, vectors = stream(rows)
    return [(hour - START, seen) for hour, seen in watch.replay(documents, vectors, START + hours - 1, lambda *_: None)]


def all_seen(record: Iterable[tuple[int, Seen]]) -> Seen:
    seen = Seen()
    for _, found in record:
        seen.join(found)
    return seen


def time_of(at: float) -> datetime:
    """Naive UTC."""
    return end_of(START) + timedelta(hours=at - 1)


def _row(key: str, text: str, at: float, voice: str) -> dict:
    given = {"document_id": key, "input_hash": key, "published_at": time_of(at), "channel_slug": "berita", "voice": voice}
    return dict.fromkeys(STREAM.names) | given | {"family_id": key, "title": text, "text": text, "is_official": False}


def _vector(issue: str, story: str, document: str) -> np.ndarray:
    names = {"world": "", "issue": issue, "story": story, "document": document}
    return sum(share**0.5 * _direction(f"{part} {names[part]}") for part, share in PARTS.items())


def _direction(name: str) -> np.ndarray:
    direction = np.random.default_rng(crc32(name.encode())).normal(size=WIDTH)
    return direction / np.linalg.norm(direction)
