"""Provinces, regencies, cities and districts that a text names.

A name that several places bear is told by a word beside it, by other places of the text, by what the source gives, or by
what it usually means; where none of these tells, it stands for their province. A name that is a word as well counts only
where a capital or a word of place says so. Rules are data as far as they belong to a name: seeds region_aliases and
place_words.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa

from ml.places.gazetteer import SEEDS, read_gazetteer
from ml.places.mentions import find_mentions
from ml.places.resolution import Found, Given, resolve
from ml.places.tokens import Tokens, words_of
from warehouse.schemas import PLACES
from warehouse.seeds import seeds_hash

_INPUTS = ("document_id", "input_hash", "clean_text", "given_province_code", "given_region_code")


class PlaceReader:
    """Reads places by the seeds; `version` changes with the rules and the seeds."""

    def __init__(self) -> None:
        self.gazetteer = read_gazetteer()
        self.types = {code: region.type_slug for code, region in self.gazetteer.regions.items()}
        self.version = _version()

    def read(self, documents: pa.Table) -> pa.Table:
        """Rows of PLACES in document order, within a document in the order of first mention; none where none is named."""
        rows: list[tuple] = []
        columns = (documents[name].to_pylist() for name in _INPUTS)
        for document_id, input_hash, text, province_code, region_code in zip(*columns, strict=True):
            found = self.find(text or "", Given(province_code, region_code))
            for code, place in sorted(found.items(), key=lambda item: (item[1].first_position, item[0])):
                counts = (place.mention_count, place.first_position)
                rows.append((document_id, input_hash, self.version, code, place.type_slug, place.basis_slug, *counts))
        columns = zip(*rows, strict=True) if rows else ((),) * len(PLACES)
        return pa.table([pa.array(column, kind) for column, kind in zip(columns, PLACES.types, strict=True)], schema=PLACES)

    def find(self, text: str, given: Given) -> dict[str, Found]:
        """Region code → what was found in one text."""
        lengths = self.gazetteer.lengths
        if "#" not in text and not any(word.lower() in lengths for word in words_of(text)):
            return {}
        tokens = Tokens(text)
        regions, districts = find_mentions(tokens, self.gazetteer)
        if not regions and not districts:
            return {}
        return resolve(tokens, regions, districts, given, self.types)


def _version() -> str:
    sources = b"\x1f".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(sources + seeds_hash(*SEEDS).encode()).hexdigest()[:12]
