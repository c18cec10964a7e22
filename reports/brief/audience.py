"""Whom a brief is for: everybody, one agency, or one province, regency or city; as SQL, the documents that concern them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import duckdb

from reports.region_names import aliased_region, region_aliases
from warehouse.errors import InputError
from warehouse.literals import literal


@dataclass(frozen=True)
class Audience:
    """`slug`: the folder of its briefs. `documents_sql`: a query of the ids of its documents; None: of all.

    `province_code`: the province whose sources its coverage is told of; None where it has none.
    """

    slug: str
    name: str
    documents_sql: str | None = None
    province_code: str | None = None

    def within(self, alias: str) -> str:
        """The further condition on a table with document_id; nothing where all documents concern it."""
        return f" and {alias}.document_id in ({self.documents_sql})" if self.documents_sql else ""


NATIONAL = Audience("nasional", "Nasional")


def agency_audience(marts: duckdb.DuckDBPyConnection, slug: str) -> Audience:
    """The agency by its slug, an office of a region as <kind>@<region code>; InputError for one that is not known.

    Its documents are those of mart_agency_mentions_daily: they name it, or it is the likeliest to have to act.
    """
    name = _agency_name(marts, slug)
    if name is None:
        raise InputError(
            f"There is no agency {slug!r}{_near(slug, _agencies(marts))} "
            'Slugs: `pantau sql "select agency_slug, agency_name from dim_agencies"`.'
        )
    documents = (
        f"select document_id from mart_document_agencies where agency_slug = {literal(slug)} "
        "and (role_slug = 'disebut' or rank = 1)"
    )
    return Audience(f"instansi-{slug}", name, documents)


def region_audience(marts: duckdb.DuckDBPyConnection, place: str) -> Audience:
    """A province, regency or city by its code, its name or what people call it; InputError for none, or several."""
    rows = _regions(marts, place.strip()) or _regions(marts, aliased_region(place))
    if len(rows) > 1:
        choices = ", ".join(f"{code} ({name})" for code, name, _ in rows)
        raise InputError(f"{place!r} is the name of several regions; give the code of one: {choices}.")
    if not rows:
        names = [name for (name,) in marts.execute("select short_name from dim_regions").fetchall()]
        raise InputError(
            f"There is no region {place!r}{_near(place, [*names, *region_aliases()])} "
            'Codes: `pantau sql "select region_code, region_name from dim_regions"`.'
        )
    code, name, province = rows[0]
    column = "province_code" if code == province else "region_code"
    documents = f"select document_id from mart_documents where {column} = {literal(code)}"
    return Audience(f"wilayah-{code}", name, documents, province)


def named_audience(marts: duckdb.DuckDBPyConnection, name: str) -> Audience:
    """What a setting names: region codes begin with a digit, agency slugs with a letter."""
    return region_audience(marts, name) if name[:1].isdigit() else agency_audience(marts, name)


def _regions(marts: duckdb.DuckDBPyConnection, place: str | None) -> list[tuple[str, str, str]]:
    """Code, name and code of the province of those with this code or name."""
    return marts.execute(
        "select distinct region_code, region_name, province_code from dim_regions "
        "where region_code = $1 or lower(region_name) = lower($1) or lower(short_name) = lower($1) order by region_code",
        [place],
    ).fetchall()


def _agency_name(marts: duckdb.DuckDBPyConnection, slug: str) -> str | None:
    """As documents have it, else as the registry does: an agency that nobody wrote of has a brief, too."""
    kind, _, region = slug.partition("@")
    row = marts.execute(
        "select agency_name from mart_document_agencies where agency_slug = $slug union all "
        "select agency_name from dim_agencies where agency_slug = $slug union all "
        "select a.agency_name || ' ' || r.region_name from dim_agencies as a cross join dim_regions as r "
        "where a.agency_slug = $kind and r.region_code = $region limit 1",
        {"slug": slug, "kind": kind, "region": region},
    ).fetchone()
    return row[0] if row else None


def _agencies(marts: duckdb.DuckDBPyConnection) -> list[str]:
    rows = marts.execute("select agency_slug from dim_agencies union select agency_slug from mart_document_agencies").fetchall()
    return [slug for (slug,) in rows]


def _near(given: str, known: list[str]) -> str:
    found = difflib.get_close_matches(given, sorted(set(known)), n=3)
    return f"; did you mean {', '.join(found)}?" if found else "."
