"""How much of this machine and of its patience one request may take, and how an address is named in a message."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

_LONGEST_NAME = 200


@dataclass(frozen=True)
class Caps:
    """Sizes in bytes, times in seconds.

    `max_bytes` holds for what comes over the wire and for what it unpacks to. `total_seconds` is the dead line of one hop
    of a redirect chain, with its retries and their pauses, and without its turn in the queue of its host.
    """

    max_bytes: int = 10 * 1024 * 1024
    host_interval_seconds: float = 1.0
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    max_redirects: int = 5
    retries: int = 2


def place(url: str | None) -> str:
    """An address as a message may show it: without user, query and fragment, where secrets stand."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return "an address that is none"
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    name = "".join(character if character.isprintable() else "?" for character in bare)
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
