"""Keyed pseudonyms for authors."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path


def pseudonyms(authors: Iterable[str | None], key: bytes) -> list[str | None]:
    """Keyed hashes, 16 hex digits; upper and lower case and a leading @ make no difference; blank stays null."""
    return [_pseudonym_of_author(author, key) for author in authors]


def pseudonym(author: str | None, key: bytes) -> str | None:
    name = (author or "").strip().lstrip("@").lower()
    return hmac.digest(key, name.encode(), "sha256").hex()[:16] if name else None


_pseudonym_of_author = lru_cache(maxsize=1 << 18)(pseudonym)
"""Who posts once posts again: in an export most names come back in later chunks."""


def pseudonym_key(configured: str | None, state: Path) -> bytes:
    """The key that is set, else the one of this data home, made on first use (readable by its owner alone)."""
    if configured:
        return configured.encode()
    path = state / "pseudonym.key"
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        os.replace(fresh, path)
    return path.read_text().strip().encode()
