"""From what was discovered at an address to the entry of a source."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from ingestion.adding.discovery import Discovery
from ingestion.catalog import Entry
from ingestion.contract import Batch, apply_contract
from ingestion.kinds import kind_module, text_chunk
from warehouse.errors import InputError

CALLED = {
    "rss": "Umpan {}.",
    "sitemap": "Peta situs {}.",
    "listing": "Halaman daftar {}.",
    "claimreview": "Cek fakta {}.",
}
NOTES = {
    "isi": "Ketentuan situs belum dicatat di sini; isi disimpan atas keputusan yang menambahkan sumber ini.",
    "ringkasan": "Ketentuan situs belum dibaca; hanya judul dan ringkasan yang disimpan.",
    "judul": "Ketentuan situs belum dibaca; hanya judul yang disimpan.",
}
SUFFIXES = frozenset("com co id go or net org ac sch desa web my biz info tv".split())
UNTELLING = frozenset("rss feed feeds atom xml rdf html htm php aspx index sitemap www".split())
LONGEST_SLUG = 50


def make_slug(url: str, taken: Container[str]) -> str:
    """The telling words of an address, as a slug that is not taken: jabar_antaranews_terkini."""
    parts = urlsplit(url)
    labels = (parts.hostname or "").lower().split(".")
    while len(labels) > 1 and labels[-1] in SUFFIXES:
        labels.pop()
    words = re.findall(r"[a-z0-9]+", " ".join([*labels, unquote(parts.path).lower()]))
    slug = "_".join(word for word in words if word not in UNTELLING) or "sumber"
    slug = (slug if slug[0].isalpha() else f"situs_{slug}")[:LONGEST_SLUG].rstrip("_")
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}_{number}"
    return free


def entry_fields(found: Discovery, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry, in the order in which they are written. Of `given` (channel, outlet, tier, …), None is told here.

    InputError for a sitemap of which nothing could be kept.
    """
    is_official = (urlsplit(found.url).hostname or "").endswith(".go.id")
    channel = given["channel"] or ("cek-fakta" if found.kind == "claimreview" else "rilis" if is_official else "berita")
    keep, name = given["keep"], given["outlet"] or found.name
    if found.is_bare and keep != "isi":
        raise InputError(
            f"{found.url} is a sitemap of bare addresses, so the pages themselves would have to be read. Add the site's feed "
            "or news sitemap, or say --keep isi where its terms allow to keep whole texts."
        )
    fields = {
        "kind": found.kind,
        "url": found.url,
        **found.fields,
        "channel": channel,
        "agency" if channel == "rilis" else "outlet": name,
        "tier": given["tier"],
        "province": given["province"],
        "group": given["group"],
        "description": CALLED[found.kind].format(name),
        "terms": {"keep": keep, "note": NOTES[keep]},
        "full_text": True if keep == "isi" and found.kind != "claimreview" else None,
    }
    return {field: value for field, value in fields.items() if value is not None}


def build_entry(slug: str, fields: Mapping[str, Any], folder: Path) -> Entry:
    """The entry as the sources file would be read; InputError naming the fields that cannot be."""
    try:
        return kind_module(fields["kind"]).Entry.model_validate({**fields, "slug": slug, "folder": folder})
    except ValidationError as error:
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg'].removeprefix('Value error, ')}" for one in error.errors()]
        raise InputError("Nothing was added:\n" + "\n".join(told)) from error


def preview(found: Discovery, entry: Entry, as_of: datetime) -> Batch:
    """What the contract makes of the records that were found, masked; `as_of` is naive UTC."""
    return apply_contract(text_chunk(found.records, found.broken), entry, found.url, as_of, b"")
