"""The words that each language is learnt from, counted: our own sentences and the Universal Declaration of Human Rights.

`texts/<language>.txt` holds sentences, `texts/<language>.words.txt` words, one a line; `texts/udhr/` the Declaration.
Where a language has no Declaration, its own texts have to do. Languages that are none of ours are read from the
Declaration alone, in families: they only have to be told from ours, not from each other.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path

from ml.languages.words import fold, words
from warehouse.errors import InputError

ROOM = Path(__file__).parent
TEXTS = ROOM / "texts"
DECLARATIONS = TEXTS / "udhr"
EXAMPLES = ROOM.parent / "examples"
INDONESIAN, ENGLISH = "indonesia", "inggris"
NEAR_INDONESIAN = ("melayu", "betawi")
FOREIGN_FAMILIES = {
    "filipina": ("tgl", "ceb", "ilo"),
    "roman": ("spa", "por", "fra", "ita", "ron"),
    "germanik": ("nld", "deu", "swe", "dan"),
    "keltik": ("gle", "cym"),
    "turkik": ("tur", "uzn"),
    "slavik": ("pol", "ces", "hrv"),
    "baltik": ("lit",),
    "uralik": ("fin", "hun"),
    "albania": ("sqi",),
    "bantu": ("swh", "zul"),
    "afrika": ("som", "hau"),
    "vietnam": ("vie",),
    "oseania": ("tet", "smo", "mri", "plt"),
    "kreol": ("tpi",),
}
OWN_WEIGHT, DECLARATION_WEIGHT, EXAMPLE_WEIGHT = 2.0, 1.0, 0.2
"""What one word counts: everyday sentences before solemn ones, and the many examples, which exist in Indonesian alone, so
that they do not outweigh all else."""


def sources(language: str) -> list[Path]:
    """The files that a language of ours is learnt from; InputError when it has no texts."""
    own = [TEXTS / f"{language}.txt", TEXTS / f"{language}.words.txt"]
    if missing := [path for path in own if not path.exists()]:
        raise InputError(f"Language {language} of languages.csv has no texts to learn from: {missing[0]} is not there.")
    declaration = DECLARATIONS / f"{language}.txt"
    examples = sorted(EXAMPLES.glob("*.jsonl")) if language == INDONESIAN else []
    return [*own, *([declaration] if declaration.exists() else []), *examples]


def foreign_sources(family: str) -> list[Path]:
    return [DECLARATIONS / f"{code}.txt" for code in FOREIGN_FAMILIES[family]]


def count_words(paths: list[Path]) -> dict[str, float]:
    """Folded words of the files and how much they count."""
    counts: dict[str, float] = defaultdict(float)
    for path in paths:
        weight = _weight(path)
        for word, count in Counter(words(_text(path))).items():
            counts[fold(word)] += count * weight
    return dict(counts)


def files_hash(paths: list[Path]) -> str:
    """Changes with the content of any of the files."""
    return hashlib.sha256(b"\x1f".join(path.read_bytes() for path in paths)).hexdigest()


def _weight(path: Path) -> float:
    if path.parent == EXAMPLES:
        return EXAMPLE_WEIGHT
    return DECLARATION_WEIGHT if path.parent == DECLARATIONS else OWN_WEIGHT


def _text(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return "\n".join(json.loads(line)["text"] for line in text.splitlines())
    return text
