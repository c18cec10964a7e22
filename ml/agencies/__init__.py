"""Agencies per document: those that its text names, and the three that would have to act, with the reason."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from ml.agencies.mandates import Mandates
from ml.agencies.names import Mention, NameFinder
from ml.agencies.owners import Owner, Owners
from ml.agencies.places import only_region, regions_read
from ml.agencies.registry import SEEDS, Registry
from ml.agencies.router_files import obtain_router, save_router
from ml.agencies.routing import Router, learn_router
from ml.text import LONGEST
from warehouse.schemas import AGENCIES
from warehouse.seeds import seeds_hash

__all__ = ["AgencyReader", "learn_router", "obtain_router", "save_router"]

COMPLAINTS = "pengaduan"
COLUMNS = (
    "document_id", "input_hash", "clean_text", "normal_text", "channel_slug", "published_on", "given_province_code",
    "given_region_code",
)  # fmt: skip


class Row(NamedTuple):
    """One row of AGENCIES, without what names the document and the reader."""

    agency_slug: str
    role_slug: str
    rank: int
    score: float
    reason: str


class AgencyReader:
    """Reads agencies. A router adds what past dispositions of its region tell; `version` changes with it."""

    def __init__(self, router: Router | None = None):
        self.registry = Registry()
        self.names = NameFinder(self.registry)
        self.owners = Owners(self.registry, Mandates(self.registry))
        self.router = router
        code = b"\x1f".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
        learned = router.version if router else ""
        self.version = hashlib.sha256(b"\x1f".join((code, seeds_hash(*SEEDS).encode(), learned.encode()))).hexdigest()[:12]

    def read(self, documents: pa.Table, places: pa.Table | None = None) -> pa.Table:
        """Rows of AGENCIES for documents with the columns of CLEANED, in document order; ranks begin at 1 in each role.

        `places` are the rows of PLACES of the same documents: the one region that a text names is where it would be acted
        upon, unless the source states one; where the source states only the province, within that province. Without them
        only a region beside the name of an office tells.
        """
        rows = documents.select(COLUMNS).to_pylist()
        routed, places_of = self._route(rows), regions_read(places)
        found: dict[str, list] = {name: [] for name in AGENCIES.names}
        for i, document in enumerate(rows):
            for row in self._read(document, routed.get(i, []), places_of.get(document["document_id"], set())):
                for name, value in zip(AGENCIES.names, (*self._key(document), *row), strict=True):
                    found[name].append(value)
        return pa.table(found, schema=AGENCIES)

    def resolve(self, name: str, day: dt.date | None = None, region_code: str | None = None) -> str | None:
        """The registry's slug for an agency that a source states; None where the registry does not know it."""
        mentions = [mention for mention in self.names.find(name) if mention.slug or mention.codes]
        return self._slug(mentions[0], day, region_code) if mentions else None

    def _key(self, document: dict) -> tuple[str, str, str]:
        return document["document_id"], document["input_hash"], self.version

    def _route(self, rows: list[dict]) -> dict[int, list[tuple[str, float]]]:
        """position → past routings, for the complaints of the router's region."""
        router = self.router
        if router is None:
            return {}
        wanted = [
            i
            for i, row in enumerate(rows)
            if row["channel_slug"] == COMPLAINTS
            and router.region_code in (None, row["given_region_code"], row["given_province_code"])
        ]
        return dict(zip(wanted, router.rank([rows[i]["clean_text"] or "" for i in wanted]), strict=True))

    def _read(self, document: dict, routed: list[tuple[str, float]], read: set[str]) -> list[Row]:
        text = (document["clean_text"] or "")[:LONGEST]
        day = document["published_on"]
        mentions = self.names.find(text)
        place = document["given_region_code"] or _place(mentions, read, document["given_province_code"])
        named = self._named(mentions, day, place)
        formal = (document["normal_text"] or text)[:LONGEST]
        owners = self.owners.rank(formal, mentions, document["channel_slug"], day, place is not None)
        if routed and (not owners or routed[0][1] >= owners[0].sureness):
            return named + self._past(routed, day, place)
        return named + [self._acting(owner, rank, place) for rank, owner in enumerate(owners, 1)]

    def _named(self, mentions: list[Mention], day: dt.date | None, place: str | None) -> list[Row]:
        counts: dict[str, int] = {}
        first: dict[str, Mention] = {}
        for mention in mentions:
            slug = self._slug(mention, day, place)
            if slug:
                counts[slug] = counts.get(slug, 0) + 1
                first.setdefault(slug, mention)
        total = sum(counts.values())
        return [
            Row(slug, "disebut", rank, counts[slug] / total, self._why_named(first[slug], slug))
            for rank, slug in enumerate(first, 1)
        ]

    def _slug(self, mention: Mention, day: dt.date | None, place: str | None) -> str | None:
        """The agency on the day, at the region beside the name; of several that share a name the one that is given."""
        region = mention.codes[0] if len(mention.codes) == 1 else place if not mention.codes or place in mention.codes else None
        if mention.slug is None:
            return self.registry.regions[region].government_slug if region else None
        # a text may name an agency that is only announced
        return self._placed(self.registry.on(mention.slug, day) or mention.slug, region)

    def _placed(self, slug: str, region: str | None) -> str:
        return f"{slug}@{region}" if region and slug in self.names.offices else slug

    def _why_named(self, mention: Mention, slug: str) -> str:
        reason = f"menyebut '{mention.written}'"
        if mention.slug and slug.partition("@")[0] != mention.slug:
            reason += f" ({self.registry.name(slug)} pada tanggal itu)"
        return reason + self._where(slug.partition("@")[2])

    def _where(self, region: str | None) -> str:
        return f"; tempat: {self.registry.regions[region].name}" if region else ""

    def _acting(self, owner: Owner, rank: int, place: str | None) -> Row:
        slug = self._placed(owner.slug, place)
        name = self.registry.agencies[slug.partition("@")[0]].name
        parts = [f"menyebut {_listed(owner.terms)} (mandat {name})"] if owner.terms else []
        parts += ["disebut dalam teks"] if owner.is_named else []
        return Row(slug, "berwenang", rank, owner.score, "; ".join(parts) + self._where(slug.partition("@")[2]))

    def _past(self, routed: list[tuple[str, float]], day: dt.date | None, place: str | None) -> list[Row]:
        rows = {}
        for name, score in routed:
            slug = self.resolve(name, day, place) or name
            rows.setdefault(slug, (score, f"pengaduan serupa dulu diteruskan ke {name}" + self._where(slug.partition("@")[2])))
        return [Row(slug, "berwenang", rank, *why) for rank, (slug, why) in enumerate(rows.items(), 1)]


def _place(mentions: list[Mention], read: set[str], province: str | None) -> str | None:
    """The only region beside the names of offices, else the only one read; a given province that neither lies in wins."""
    beside = {mention.codes[0] for mention in mentions if len(mention.codes) == 1}
    only = next(iter(beside)) if len(beside) == 1 else None
    if only and province in (None, only[:2]):
        return only
    return only_region(read, province) or province


def _listed(terms: tuple[str, ...]) -> str:
    """'a', 'b' dan 'c'."""
    quoted = [f"'{term}'" for term in terms]
    return " dan ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
