"""Ids of stories and issues: made once from what founded them, and led on where what they stood for went up in another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from warehouse.errors import InputError


def resolved(redirects: Mapping[str, str]) -> dict[str, str]:
    """Every redirected id -> where its chain ends. InputError where a chain goes in a circle."""
    ends = {}
    for name in redirects:
        chain = [name]
        while (following := redirects.get(chain[-1])) is not None:
            if following in chain:
                raise InputError(f"Redirects of ids go in a circle at {following}. Take out one of: {', '.join(chain)}.")
            chain.append(following)
        ends[name] = chain[-1]
    return ends


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
