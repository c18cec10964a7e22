"""Addresses as sources.yml may hold them: in full, and without anything secret."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator

SECRET = re.compile(r"(?:^|[_-])(?:api_?key|key|token|auth|secret|sig|signature|pass|password|pwd|sid|session)$", re.IGNORECASE)


def checked_address(value: str) -> str:
    """An http(s) address that may stand in a file, an outcome row and a log; ValueError with the way out otherwise."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError as error:
        raise ValueError(f"{value!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{value!r} is no http(s) address; write it in full, with https://")
    if parts.username or parts.password:
        raise ValueError("the address holds a user or a password, which belong into secrets, never into a sources file")
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if SECRET.search(name):
            raise ValueError(f"?{name}=… looks like a key; such keys belong into secrets, never into a sources file")
    return value


Address = Annotated[str, AfterValidator(checked_address)]
