"""Every reader over one table: what the marts hold of a document, as columns beside a file of one's own."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from ml.places.tokens import name_key
from ml.reading import Reader
from warehouse.schemas import CLEANED
from warehouse.seeds import read_seed

COLUMNS = {
    "clean_text": "text without datelines, boilerplate and links",
    "normal_text": "clean_text with slang words in their formal spelling",
    "language_slug": "language; tidak-didukung when none of ours, tidak-tentu when too short to say",
    "language_score": "probability of the language, 0 to 1",
    "code_mix_share": "share of words of another language, 0 to 1",
    "province_code": "province, official (Kemendagri) code",
    "region_code": "regency or city, official (Kemendagri) code",
    "district_code": "district (kecamatan), official (Kemendagri) code",
    "place_basis_slug": "diberikan: the region column has it or the province; nama, isyarat, konteks, bawaan: how texts tell",
    "agencies_named": "agencies that the text names, in order",
    "agency_1": "agency that would most likely have to act",
    "agency_1_reason": "why",
    "agency_2": "the next most likely one",
    "agency_2_reason": "why",
    "agency_3": "the third",
    "agency_3_reason": "why",
    "officials": "persons in office that the text names",
    "organisations": "organisations that the text names",
    "family_row": "row of the first text of its family of copies; its own row where it copies none",
    "duplicate_of_row": "row of the text that it copies, counted from 1; empty where it copies none",
    "is_exact_copy": "whether the words are the same as those of that row",
    "duplicate_similarity": "likeness to the row it was matched with, 0 to 1",
}
"""The columns that enrichment adds, in their order, with their meaning."""

TYPE_WORDS = {"kota": ("kota", "kota administrasi"), "kabupaten": ("kabupaten", "kab"), "provinsi": ("provinsi", "prov")}
"""What people write before the name of a region of each type."""

QUERY = """
with regions as (
    select p.*
    from places as p
    inner join documents as d on p.document_id = d.document_id
    where p.region_type_slug <> 'kecamatan'
        and (d.given_province_code is null or d.given_province_code = substr(p.region_code, 1, 2))
    qualify row_number() over (
        partition by p.document_id
        order by p.region_type_slug = 'provinsi', p.mention_count desc, p.first_position, p.region_code
    ) = 1
),
placed as (
    select
        d.document_id,
        coalesce(d.given_region_code, case when r.region_type_slug <> 'provinsi' then r.region_code end) as region_code,
        coalesce(d.given_province_code, substr(r.region_code, 1, 2)) as province_code,
        case when d.given_province_code is not null then 'diberikan' else r.basis_slug end as place_basis_slug
    from documents as d
    left join regions as r on d.document_id = r.document_id
),
districts as (
    select p.document_id, max_by(p.region_code, (p.mention_count, -p.first_position)) as district_code
    from places as p
    inner join placed as c on p.document_id = c.document_id and substr(p.region_code, 1, 5) = c.region_code
    where p.region_type_slug = 'kecamatan'
    group by p.document_id
),
owners as (
    select
        document_id,
        string_agg(agency_slug, '; ' order by rank) filter (where role_slug = 'disebut') as agencies_named,
        max(agency_slug) filter (where role_slug = 'berwenang' and rank = 1) as agency_1,
        max(reason) filter (where role_slug = 'berwenang' and rank = 1) as agency_1_reason,
        max(agency_slug) filter (where role_slug = 'berwenang' and rank = 2) as agency_2,
        max(reason) filter (where role_slug = 'berwenang' and rank = 2) as agency_2_reason,
        max(agency_slug) filter (where role_slug = 'berwenang' and rank = 3) as agency_3,
        max(reason) filter (where role_slug = 'berwenang' and rank = 3) as agency_3_reason
    from agencies
    group by document_id
),
named as (
    select
        document_id,
        string_agg(
            case when position_name is null then entity_name else entity_name || ' (' || position_name || ')' end,
            '; ' order by first_position
        ) filter (where entity_kind_slug = 'pejabat') as officials,
        string_agg(entity_name, '; ' order by first_position) filter (where entity_kind_slug = 'organisasi') as organisations
    from entities
    group by document_id
),
firsts as (
    select family_id, min(cast(document_id as bigint)) as family_row, min_by(text_key, cast(document_id as bigint)) as first_key
    from duplicates
    group by family_id
),
copies as (
    select
        d.document_id,
        f.family_row,
        nullif(f.family_row, cast(d.document_id as bigint)) as duplicate_of_row,
        case when f.family_row <> cast(d.document_id as bigint) then d.text_key = f.first_key end as is_exact_copy,
        d.similarity as duplicate_similarity
    from duplicates as d
    inner join firsts as f on d.family_id = f.family_id
)
select {columns}
from cleaned as c
left join placed using (document_id)
left join districts using (document_id)
left join owners using (document_id)
left join named using (document_id)
left join copies using (document_id)
order by cast(document_id as bigint)
"""


@dataclass(frozen=True)
class Enricher:
    """The readers, in their present versions. One object remembers the texts it has seen: copies are found across calls."""

    cleaner: Reader
    places: Reader
    agencies: Reader
    entities: Reader
    duplicates: Reader

    def read(self, documents: pa.Table) -> dict[str, pa.Table]:
        """What each reader finds in `documents`: document_id (the row, from 1), input_hash, document_text, channel_slug,
        published_on, given_province_code and given_region_code; the last four may be null."""
        cleaned = self.cleaner.read(documents)
        followers = {name: getattr(self, name) for name in ("places", "agencies", "entities", "duplicates")}
        return {"documents": documents, "cleaned": cleaned} | {name: one.read(cleaned) for name, one in followers.items()}


def as_columns(found: dict[str, pa.Table]) -> pa.Table:
    """COLUMNS, a row for each document that `Enricher.read` was given, in their order."""
    with duckdb.connect() as connection:
        for name, table in found.items():
            connection.register(name, table)
        return connection.execute(QUERY.format(columns=", ".join(COLUMNS))).to_arrow_table()


def place_codes(places: Reader, names: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(province codes, regency or city codes) of names as people write them, or of codes; null for none and for several."""
    distinct = [name for name in names.unique().to_pylist() if name]
    called = _regions_called()
    known = {name: called.get(_call(name), set()) for name in distinct}
    # in a text "Pati" may be a word, in a column of regions it is none: the reader decides only what no one name tells
    read = _read_places(places, [name for name in distinct if len(known[name]) != 1])
    found = {name: _given_place(known[name], read.get(name, set())) for name in distinct}
    pairs = [found.get(name, (None, None)) for name in names.to_pylist()]
    return pa.array([pair[0] for pair in pairs], pa.string()), pa.array([pair[1] for pair in pairs], pa.string())


def _regions_called() -> dict[str, set[str]]:
    """What a region is called → codes of those called so: names with and without the word of their type, aliases, and codes.

    With a dot a code is Kemendagri's and without one it is BPS's, as each office writes its own: 11.01 is Aceh Selatan, 1101
    Simeulue. Codes of provinces look the same in both, so the few that differ (in Papua) tell nothing.
    """
    called: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    names: list[tuple[str, str]] = []
    for row in read_seed("regions").to_pylist():
        code = row["region_code"]
        kinds[code] = row["region_type_slug"]
        names += [(code, row["region_name"]), (code, row["short_name"])]
        for given in (code, row["bps_code"]):
            called.setdefault(given, set()).add(code)
    names += [(row["region_code"], row["alias"]) for row in read_seed("region_aliases").to_pylist()]
    for code, name in names:
        for written in (name, *(f"{word} {name}" for word in TYPE_WORDS[kinds[code]])):
            called.setdefault(_call(written), set()).add(code)
    return called


def _call(name: str) -> str:
    """A name without capitals, signs and blanks (Bau-Bau, BAUBAU); a code as it is, for its dot tells whose it is."""
    return name_key(name).replace(" ", "") if any(map(str.isalpha, name)) else name.strip()


def _read_places(places: Reader, names: list[str]) -> dict[str, set[str]]:
    """name → codes of the provinces, and of the regencies that are not just the usual reading, that the reader finds in it."""
    asked = pa.Table.from_pylist([{"document_id": str(i), "clean_text": name} for i, name in enumerate(names)], CLEANED)
    found: dict[str, set[str]] = {}
    for row in places.read(asked).to_pylist():
        if row["region_type_slug"] != "kecamatan":
            sure = set() if row["basis_slug"] == "bawaan" else {row["region_code"]}
            found.setdefault(names[int(row["document_id"])], set()).update({row["region_code"][:2]}, sure)
    return found


def _given_place(known: set[str], read: set[str]) -> tuple[str | None, str | None]:
    """The one region called so; else what the reader found; else the province that those called so share."""
    provinces = {code[:2] for code in known}
    if len(known) == 1:
        return _one_place(known | provinces)
    place = _one_place(read)
    return place if place[0] else _one_place(provinces)


def _one_place(codes: set[str]) -> tuple[str | None, str | None]:
    """(province, regency or city) where these codes, provinces among them, speak of one place."""
    provinces, regencies = ({code for code in codes if len(code) == length} for length in (2, 5))
    if len(provinces | {code[:2] for code in regencies}) != 1 or len(regencies) > 1:
        return None, None
    return next(iter(provinces)), next(iter(regencies), None)
