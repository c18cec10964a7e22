"""The sources that ship: each is whole, honest about how it is known, and stands in the registry of outlets."""

from __future__ import annotations

import csv
import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import pytest
from ruamel.yaml import YAML

from ingestion.catalog import Entry, read_catalog
from warehouse.settings import DEFAULT_SOURCES

ROOT = DEFAULT_SOURCES.parents[1]
EVIDENCE = re.compile(r"^    url: (\S+)  # (seen \d{4}-\d\d-\d\d|seen, undated|used|pattern)$", re.MULTILINE)
COUNTED = re.compile(r"^\| `([^`]+)` \| (\d+) \|", re.MULTILINE)
PRESS_COUNCIL = {"terverifikasi-faktual", "terverifikasi-administratif", "belum-diketahui"}


@pytest.fixture(scope="module")
def live() -> dict[str, Entry]:
    return {slug: entry for slug, entry in read_catalog(DEFAULT_SOURCES).items() if entry.only == "live"}


@pytest.fixture(scope="module")
def outlets() -> dict[str, dict[str, str]]:
    return {row["outlet_name"]: row for row in seed("outlets")}


def seed(name: str) -> list[dict[str, str]]:
    with (ROOT / "transforms" / "seeds" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def evidence() -> dict[str, str]:
    """Address → how it is known, from the comment behind it."""
    return dict(EVIDENCE.findall(DEFAULT_SOURCES.read_text()))


def host_and_path(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def test_sixty_live_sources_ship_and_none_is_read_unasked(live):
    assert len(live) >= 60
    assert {entry.only for entry in read_catalog(DEFAULT_SOURCES).values()} == {"sample", "live"}


def test_every_live_source_has_a_group_a_tier_and_terms(live):
    for slug, entry in live.items():
        assert entry.group != slug, slug
        assert entry.tier, slug
        assert entry.terms.note, slug
        assert entry.terms.retention_days, slug


def test_only_official_releases_keep_their_text(live):
    for slug, entry in live.items():
        is_release = entry.channel == "rilis"
        assert (entry.terms.keep == "isi") == is_release, slug
        assert bool(entry.agency) == is_release, slug
        assert bool(entry.outlet) != is_release, slug


def test_provinces_and_regions_are_those_of_the_seed(live):
    rows = {(row["region_name"], row["province_code"]) for row in seed("regions")}
    codes = {row["region_name"]: row["region_code"] for row in seed("regions") if row["region_type_slug"] == "provinsi"}
    for slug, entry in live.items():
        assert entry.province is None or entry.province in codes, slug
        assert entry.region is None or (entry.region, codes[entry.province]) in rows, slug


def test_every_live_outlet_stands_in_the_registry_with_its_tier_and_province(live, outlets):
    codes = {row["region_name"]: row["region_code"] for row in seed("regions") if row["region_type_slug"] == "provinsi"}
    for slug, entry in live.items():
        if entry.outlet:
            row = outlets[entry.outlet]
            assert row["tier"] == str(entry.tier), slug
            assert entry.tier == 1 or row["province_code"] == codes.get(entry.province, ""), slug


def test_no_address_stands_twice(live):
    repeated = [address for address, count in Counter(host_and_path(entry.url) for entry in live.values()).items() if count > 1]
    assert repeated == []


def test_addresses_are_https_and_carry_no_key(live):
    for slug, entry in live.items():
        parts = urlsplit(entry.url)
        assert (parts.scheme, parts.username) == ("https", None), slug
        assert not [name for name, _ in parse_qsl(parts.query) if re.search("key|token|secret|auth|sig", name, re.I)], slug
        assert not re.search(r"[0-9a-f]{16}", entry.url, re.I), slug


def test_every_live_address_says_how_it_is_known(live):
    assert {entry.url for entry in live.values()} == set(evidence())
    assert len(EVIDENCE.findall(DEFAULT_SOURCES.read_text())) == len(live)


def test_no_entry_inherits_what_names_another_source(live):
    sources = YAML(typ="rt").load(DEFAULT_SOURCES.read_text())["sources"]
    for slug in live:
        own = set(sources[slug].lc.data)
        given = {"url", "outlet", "agency", "region", "province", "description"} & set(sources[slug])
        assert given <= own, f"{slug} merges {given - own}"


def test_the_guide_counts_what_ships(live):
    counted = dict(COUNTED.findall((ROOT / "docs" / "sources.md").read_text()))
    kinds_of_evidence = Counter("seen DATE" if known.startswith("seen 2") else known for known in evidence().values())
    actual = Counter(entry.group for entry in live.values()) + kinds_of_evidence
    assert counted == {name: str(count) for name, count in actual.items()}


def test_the_registry_names_each_outlet_and_domain_once(outlets):
    rows = seed("outlets")
    assert len(rows) == len(outlets) >= 60
    for column in ("outlet_slug", "domain"):
        assert len({row[column] for row in rows}) == len(rows), column
    assert not [row["domain"] for row in rows if not re.fullmatch(r"(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+", row["domain"])]


def test_the_registry_claims_no_standing_without_a_ground(outlets):
    codes = {row["region_code"] for row in seed("regions") if row["region_type_slug"] == "provinsi"}
    for name, row in outlets.items():
        assert row["press_council_slug"] in PRESS_COUNCIL, name
        assert (row["press_council_slug"] == "belum-diketahui") == ("Dewan Pers belum diperiksa" in row["basis"]), name
        assert bool(row["owner_group_name"]) == ("umum-diketahui" in row["basis"]), name
        assert row["province_code"] in codes | {""}, name
