"""A watch that has heard nothing yet: how rare words are it knows from our own example texts, until the stream tells."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from ml.classifiers.examples import read_examples
from ml.issues.calendar import Calendar
from ml.issues.pairs import WEIGHTS, read_model
from ml.issues.rule_seed import read_rules
from ml.issues.terms import Rarity, read_terms
from ml.issues.watch import Watch
from warehouse.seeds import seeds_hash

ROOM = Path(__file__).parent
EXAMPLES, JUDGED_ON = ROOM.parent / "examples", "relevan"
SEEDS = ("calendar", "hour_weights")
GROUPING = (
    "terms.py",
    "regions.py",
    "pairs.py",
    "candidates.py",
    "stories.py",
    "grouping.py",
    "opening.py",
    "watch.py",
    "ledger.py",
)
LIBRARIES = ("numpy", "scipy")


def open_watch(budget: int, width: int) -> Watch:
    """`budget`: alerts that one analyst gets a day; `width`: numbers of a vector."""
    rarity = Rarity()
    texts = [example.text for example in read_examples(EXAMPLES, JUDGED_ON)]
    rarity.add(read_terms([""] * len(texts), texts).whole)
    return Watch(read_model(), rarity, read_rules(), Calendar.read(), budget, width)


def grouping_version(vectors: str) -> str:
    """Stands for everything that decides which story and issue a document goes to; `vectors`: version of their reader."""
    parts = [(ROOM / name).read_bytes() for name in GROUPING] + [WEIGHTS.read_bytes(), seeds_hash(*SEEDS).encode()]
    parts += [f"{library} {version(library)}".encode() for library in LIBRARIES] + [vectors.encode()]
    return hashlib.sha256(b"\x1f".join(parts)).hexdigest()[:12]
