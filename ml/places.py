"""Provinces, regencies and cities that a text names: spaCy's blank Indonesian tokenizer and a gazetteer ruler.

A name that city and regency share ("Bandung") without a word that tells which stands for their province; a name that is
also a common word ("Batu", "Serang") counts only with a capital and a word of place before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from ml.reading import Progress, batches, unread_documents, write_part
from ml.text import LONGEST
from warehouse.layout import Layout
from warehouse.schemas import PLACES

PART_DOCUMENTS = 5_000
CITY_CUES = ("kota", "pemkot", "walikota", "wali kota")
REGENCY_CUES = ("kabupaten", "kab", "kab.", "pemkab", "bupati")
PLACE_CUES = frozenset(
    "di ke dari warga dprd polres polresta rsud bpbd kota kabupaten kab kab. pemkot pemkab bupati walikota se wilayah".split()
)
WORDS_TOO = frozenset(
    "agam asahan banjar barru batu bangli belu berau bima bone bulungan buru buol demak dompu ende karo kaur lebak lahat "
    "malang metro muna musi nias ogan palu paser pati pidie poso sampang serang siak sigi solok tegal toba tual wajo "
    "batang".split()
)
"""Names that are words as well."""
CAPITAL_NAMES = frozenset("kudus kuningan kupang landak medan padang sabang solo".split())
"""Names of well-known places that are words only in lower case."""
OTHER_PLACES = frozenset("manggarai puncak".split())
"""Names that mostly stand for another place (a station, the hills, any summit): only a word of office tells."""


@dataclass(frozen=True)
class Region:
    code: str
    province_code: str
    type_slug: str


class Gazetteer:
    """Finds regions in texts. `version` changes with the names, the rules and spaCy."""

    def __init__(self, regions: pa.Table):
        self.by_name: dict[str, list[Region]] = {}
        for row in regions.sort_by([("region_code", "ascending"), ("name_key", "ascending")]).to_pylist():
            region = Region(row["region_code"], row["province_code"], row["region_type_slug"])
            self.by_name.setdefault(row["name_key"], []).append(region)
        self._add_cued_names()
        self.language = self._build()
        names = repr(sorted((name, [r.code for r in found]) for name, found in self.by_name.items()))
        rules = Path(__file__).read_text()
        self.version = hashlib.sha256("\x1f".join((names, rules, spacy.__version__)).encode()).hexdigest()[:12]

    def _add_cued_names(self) -> None:
        """ "Pemkot Bandung" is the city, "Bupati Bandung" the regency, even where the bare name is shared."""
        for name, regions in list(self.by_name.items()):
            for cues, type_slug in ((CITY_CUES, "kota"), (REGENCY_CUES, "kabupaten")):
                of_type = [r for r in regions if r.type_slug == type_slug]
                if len(of_type) == 1 and not name.startswith(("kota ", "kab")):
                    for cue in cues:
                        self.by_name.setdefault(f"{cue} {name}", of_type)

    def _build(self) -> Language:
        language = spacy.blank("id")
        ruler = language.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
        ruler.add_patterns([{"label": "GPE", "pattern": name, "id": name} for name in sorted(self.by_name)])
        return language

    def find(self, texts: Iterable[str]) -> Iterable[dict[str, tuple[int, int]]]:
        """For each text: region code → (mentions, character position of the first)."""
        for doc in self.language.pipe((text[:LONGEST] for text in texts), batch_size=500):
            yield self._regions(doc)

    def _regions(self, doc: Doc) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for span in doc.ents:
            code = self._resolve(span)
            if code:
                count, first = found.get(code, (0, span.start_char))
                found[code] = (count + 1, first)
        return found

    def _resolve(self, span: Span) -> str | None:
        if not _is_meant(span):
            return None
        regions = self.by_name[span.ent_id_]
        if len(regions) == 1:
            return regions[0].code
        provinces = {region.province_code for region in regions}
        return provinces.pop() if len(provinces) == 1 else None


def _is_meant(span: Span) -> bool:
    if span.ent_id_ in OTHER_PLACES:
        return False
    if span.ent_id_ in CAPITAL_NAMES:
        return span.text[:1].isupper()
    return span.ent_id_ not in WORDS_TOO or _is_meant_as_place(span)


def _is_meant_as_place(span: Span) -> bool:
    if not span.text[:1].isupper() or span.start == 0:
        return False
    return span.doc[span.start - 1].lower_ in PLACE_CUES


def place_documents(layout: Layout, gazetteer: Gazetteer, progress: Progress) -> int:
    """Append the places of every document this gazetteer has not read yet; returns how many were read."""
    folder = layout.ml_table("places") / f"places-{gazetteer.version}"
    unread = unread_documents(layout, folder)
    for number, batch in enumerate(batches(unread, PART_DOCUMENTS), 1):
        write_part(_rows(batch, gazetteer), folder)
        progress(min(number * PART_DOCUMENTS, unread.num_rows), unread.num_rows)
    return unread.num_rows


def read_gazetteer(layout: Layout) -> Gazetteer:
    """The gazetteer over the regions that dbt handed over."""
    return Gazetteer(pq.read_table(layout.ml_input / "ml_regions.parquet"))


def _rows(batch: pa.Table, gazetteer: Gazetteer) -> pa.Table:
    rows = []
    documents = zip(batch["document_id"].to_pylist(), batch["text_hash"].to_pylist(), strict=True)
    for (document_id, text_hash), found in zip(documents, gazetteer.find(batch["document_text"].to_pylist()), strict=True):
        common = {"document_id": document_id, "text_hash": text_hash, "gazetteer_version": gazetteer.version}
        rows += [
            {**common, "region_code": code, "mention_count": count, "first_position": first}
            for code, (count, first) in found.items()
        ] or [{**common, "region_code": None, "mention_count": 0, "first_position": None}]
    return pa.Table.from_pylist(rows, PLACES)
