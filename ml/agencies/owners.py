"""Who would have to act on a text: words of mandates, agencies it names, its sector and its level, weighed together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from ml.agencies.mandates import Evidence, Mandates
from ml.agencies.names import Mention
from ml.agencies.registry import MINISTRIES, REGIONAL_OFFICE, Registry

TOP = 3
LEAST_EVIDENCE = {"pengaduan": 1.0}
LEAST_EVIDENCE_ELSEWHERE = 2.1
"""Sum of weights below which a text has no owner; a complaint always wants one."""
NAMED = 3.0
"""What being named adds, the same as the surest word of a mandate."""
NAMED_COUNTER = 1.0
"""For the counters where citizens hand in whatever concerns others too."""
COUNTERS = frozenset({"kecamatan", "kelurahan", "pemerintah-desa", "sekretariat-daerah", "dprd", "presiden", "dpr"})
SECTOR_BONUS = 1.15
ENOUGH = 12.0
"""Sum of weights from which the rules are as sure as their shares say; measured against routers of few examples."""
NATIONAL_CHANNELS = frozenset({"berita", "rilis", "cek-fakta"})


class Levels(NamedTuple):
    """Factors for regional offices, ministries and every other body."""

    offices: float
    ministries: float
    others: float


COMPLAINT = Levels(1.0, 0.35, 0.7)
REGIONAL = Levels(1.0, 0.6, 0.9)
NATIONAL = Levels(0.35, 1.0, 1.0)
OPEN = Levels(0.7, 0.9, 1.0)


@dataclass(frozen=True)
class Owner:
    """An agency that would have to act; `score` is the share of the evidence that speaks for it, `sureness` the same,
    less where there is little evidence."""

    slug: str
    score: float
    sureness: float
    terms: tuple[str, ...]
    is_named: bool


class Owners:
    """Ranks the owners of a text."""

    def __init__(self, registry: Registry, mandates: Mandates):
        self.registry, self.mandates = registry, mandates

    def rank(
        self, text: str, mentions: list[Mention], channel: str | None, day: dt.date | None, is_regional: bool
    ) -> list[Owner]:
        """The TOP owners on the day, the first first; none where too little speaks for anyone."""
        evidence = self.mandates.read(text)
        if day and day < self.registry.last_change:
            # mandates stand with the agencies of the present
            evidence = evidence.renamed(lambda slug: self.registry.on(slug, day))
        present = [(self.registry.on(mention.slug, day), mention.slug) for mention in mentions if mention.slug]
        named = {slug: _weight(written) for slug, written in present if slug}
        sums = evidence.scores()
        for slug, weight in named.items():
            sums[slug] = sums.get(slug, 0.0) + weight
        if max(sums.values(), default=0.0) < LEAST_EVIDENCE.get(channel or "", LEAST_EVIDENCE_ELSEWHERE):
            return []
        total = evidence.total() + sum(named.values())
        levels = self._levels(mentions, channel, is_regional)
        weighed = {slug: weight * self._factor(slug, levels) for slug, weight in sums.items()}
        self._add_sector(weighed)
        best = sorted(weighed, key=lambda slug: (-weighed[slug], slug))[:TOP]
        return [_owner(slug, min(weighed[slug] / total, 1.0), total, evidence, slug in named) for slug in best]

    def _levels(self, mentions: list[Mention], channel: str | None, is_regional: bool) -> Levels:
        if channel == "pengaduan":
            return COMPLAINT
        kinds = [self._type(mention.slug) if mention.slug else REGIONAL_OFFICE for mention in mentions]
        if REGIONAL_OFFICE in kinds or (is_regional and not MINISTRIES.intersection(kinds)):
            return REGIONAL
        return NATIONAL if kinds or channel in NATIONAL_CHANNELS else OPEN

    def _factor(self, slug: str, levels: Levels) -> float:
        kind = self._type(slug)
        return levels.offices if kind == REGIONAL_OFFICE else levels.ministries if kind in MINISTRIES else levels.others

    def _type(self, slug: str) -> str:
        return self.registry.agencies[slug].type_slug

    def _add_sector(self, weighed: dict[str, float]) -> None:
        """Raise the agencies of the sector that most of the evidence lies in."""
        votes: dict[str, float] = {}
        for slug, weight in weighed.items():
            sectors = self.registry.agencies[slug].sectors
            for sector in sectors:
                votes[sector] = votes.get(sector, 0.0) + weight / len(sectors)
        leading = max(sorted(votes), key=lambda sector: votes[sector])
        for slug in weighed:
            if leading in self.registry.agencies[slug].sectors:
                weighed[slug] *= SECTOR_BONUS


def _owner(slug: str, score: float, total: float, evidence: Evidence, is_named: bool) -> Owner:
    return Owner(slug, score, score * min(1.0, total / ENOUGH), tuple(evidence.terms_for(slug)[:TOP]), is_named)


def _weight(slug: str) -> float:
    return NAMED_COUNTER if slug in COUNTERS else NAMED
