"""`pantau sources add`: an address becomes an entry of the sources file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from ingestion.adding import build_entry, entry_fields, make_slug, preview
from ingestion.adding.discovery import Discovery, discover
from ingestion.adding.sources_file import append_entry, entry_text
from ingestion.catalog import Entry, nearest, read_catalog
from ingestion.contract import CHANNELS
from ingestion.web import Web
from orchestration.context import as_of
from orchestration.options import own_sources
from orchestration.wording import local_time, reason_counts, told_counts
from warehouse.errors import InputError
from warehouse.settings import read_settings

SHOWN = 3
FOUND = {
    "rss": "a feed (RSS or Atom)",
    "sitemap": "a sitemap",
    "listing": "a list of articles",
    "claimreview": "a page of fact checks (ClaimReview)",
}


@dataclass(frozen=True)
class Wish:
    """What the person said of the entry; None is told from the address."""

    slug: str | None
    channel: str | None
    outlet: str | None
    tier: int | None
    province: str | None
    group: str | None
    keep: str


def add_command(url: str, wish: Wish, is_dry_run: bool) -> None:
    """InputError, and nothing written, when the address or the wish cannot be used."""
    path = read_settings().sources if is_dry_run else own_sources()
    catalog = read_catalog(path) if path.exists() else {}
    _check(url, wish, path, catalog)
    found = discover(url, Web(private_hosts=read_settings().private_hosts))
    _refuse_known(found.url, path, catalog)
    slug, fields = wish.slug or make_slug(found.url, catalog), entry_fields(found, asdict(wish))
    entry = build_entry(slug, fields, path.parent)
    if found.via:
        typer.echo(f"{found.via} is a page that names one feed.")
    typer.echo(f"{found.url} is {FOUND[found.kind]}.")
    _show(found, entry)
    remark = f"seen {as_of():%Y-%m-%d}"
    if not is_dry_run:
        append_entry(path, slug, fields, remark)
    typer.echo(f"{'Would be added to' if is_dry_run else 'Added to'} {path}:\n{entry_text(slug, fields, remark)}")
    if not is_dry_run:
        typer.echo(
            f"Read the terms of the site, and write into the entry what they allow. What comes now: "
            f"pantau sources check --sources {path} --try {slug}"
        )


def _check(url: str, wish: Wish, path: Path, catalog: dict[str, Entry]) -> None:
    """What can be refused before anything is fetched."""
    _refuse_known(url, path, catalog)
    if wish.channel and wish.channel not in CHANNELS:
        raise InputError(f"--channel: {wish.channel!r} is no channel{nearest(wish.channel, CHANNELS)}")
    if wish.slug in catalog:
        raise InputError(f"{path} has a source {wish.slug!r} already; choose another name with --slug.")


def _refuse_known(url: str, path: Path, catalog: dict[str, Entry]) -> None:
    if known := next((slug for slug, entry in catalog.items() if getattr(entry, "url", None) == url), None):
        raise InputError(f"{url} stands in {path} already, as {known!r}.")


def _show(found: Discovery, entry: Entry) -> None:
    """What would come, as the contract makes it: the first titles with their dates, and how many records pass."""
    if found.is_bare:
        typer.echo(f"  Addresses without titles: {len(found.records):,}. Their pages are read, 30 a visit, the newest first.")
        return
    batch = preview(found, entry, as_of())
    for document in batch.documents.slice(0, SHOWN).to_pylist():
        published = local_time(document["published_at"], entry.time_zone)
        typer.echo(f"  {published}  {document['title'] or document['text']}")
    aside = told_counts(reason_counts(batch.quarantine))
    typer.echo(f"  Documents now: {batch.documents.num_rows}{f'; put aside: {aside}' if aside else ''}")
