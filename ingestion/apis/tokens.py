"""Tokens and passwords of APIs, looked up in dlt's secrets when a fetch is opened, and named in messages, never repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dlt

from ingestion.kinds import NotConfigured

if TYPE_CHECKING:
    from ingestion.catalog import Entry


def secret(entry: Entry, name: str) -> str | None:
    """The secret of this source, else the one of its kind; None when neither is set, or it is blank."""
    for section in (entry.slug, entry.kind):
        value = (dlt.secrets.get(f"sources.{section}.{name}", str) or "").strip()
        if value and not (value.isascii() and value.isprintable()):
            raise NotConfigured(f"sources.{section}.{name} holds characters that no token has; copy it again")
        if value:
            return value
    return None


def needed_secret(entry: Entry, name: str) -> str:
    """The secret; NotConfigured with the ways to set it when there is none."""
    value = secret(entry, name)
    if value is None:
        raise NotConfigured(f"{entry.kind} needs a secret that is not set: {ways_to_set(entry, name)}")
    return value


def ways_to_set(entry: Entry, name: str) -> str:
    """How to set a secret, in words."""
    return (
        f'set sources.{entry.kind}.{name}, as {name} = "…" under [sources.{entry.kind}] in .dlt/secrets.toml or as '
        f"SOURCES__{entry.kind.upper()}__{name.upper()} in the environment (for this source alone: "
        f"sources.{entry.slug}.{name})"
    )
