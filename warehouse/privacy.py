"""What keeps persons out of the data: keyed pseudonyms for authors, masks for numbers and addresses of persons.

Runs before the first write. The patterns keep to the syntax that Python's `re` and Arrow's RE2 share.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

BEFORE = r"(^|[^0-9.,]|^[.,]|[^0-9][.,])"
"""What may stand before a number of a person: no digit, and no point of a larger figure. (RE2 cannot look behind.)"""

EMAIL = (r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", "[surel]")
HANDLES = (r"@[0-9]*[A-Za-z_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:@[A-Za-z0-9.-]*[A-Za-z0-9])?", "@_")
"""Accounts that a text mentions, with their host where they name one; a price (@15.000) is none. After EMAIL."""
IDENTITY_NUMBERS = (
    BEFORE + r"(?:\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{4}"
    r"|\d{6}[ .-]\d{6}[ .-]\d{4}|\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3})\b",
    r"\1[nomor-identitas]",
)
PHONES = (
    BEFORE + r"(?:(?:\+62|62|0)[ .-]?\(?8\d{1,2}\)?[ .-]?\d{3,4}[ .-]?\d{3,5}"
    r"|\(0\d{2,3}\)[ .-]?\d{5,8}|0[2-7]\d{1,2}[ -]\d{5,8})\b",
    r"\1[telepon]",
)
PHONE_LINKS = (r"(wa\.me/|phone=|tel:)\+?\d+", r"\1[telepon]")
ACCOUNT_LINKS = (
    r"((?:twitter|x|instagram|tiktok|threads|facebook|bsky)\.(?:com|net|app)/(?:profile/)?)@?[A-Za-z0-9._:-]+(/(?:status|p|reel|video|post|posts)/)",
    r"\1_\2",
)
SUSPICIOUS = (
    r"@|[0-9][0-9 .()+-]{5,}[0-9]|wa\.me/|phone=|tel:"
    r"|(?:twitter|x|instagram|tiktok|threads|facebook|bsky)\.(?:com|net|app)/"
)
"""Holds wherever one of the masks below or above does: cheaper to ask than to mask."""
TEXT_MASKS = (EMAIL, HANDLES, IDENTITY_NUMBERS, PHONES, PHONE_LINKS, ACCOUNT_LINKS)

URL_PHONES = (r"(^|[^0-9A-Za-z])(?:\+?62|0)8\d{8,11}\b", r"\1[telepon]")
"""Narrow: ids of articles are long numbers, too."""
URL_MASKS = (EMAIL, HANDLES, (r"\b\d{16}\b", "[nomor-identitas]"), URL_PHONES, PHONE_LINKS, ACCOUNT_LINKS)

PERSONAL_WORDS = frozenset(
    "nik kk npwp nama name username user author penulis pelapor pengadu pengirim pemohon pengguna pemilik reporter sender "
    "oleh dari akun account handle screen phone telp telepon telpon hp nohp wa whatsapp email mail surel alamat address "
    "namalengkap fullname ktp contact kontak".split()
)


def mask_texts(texts: pa.Array) -> pa.Array:
    """The strings with identity numbers, phones and e-mail addresses replaced; nulls stay."""
    return _replace(texts, TEXT_MASKS)


def mask_urls(urls: pa.Array) -> pa.Array:
    """The addresses without account names, phones, e-mail addresses and identity numbers."""
    return _replace(urls, URL_MASKS)


def is_suspicious(texts: pa.Array) -> pa.Array:
    """Where a mask may find something; everywhere else none does."""
    return pc.fill_null(pc.match_substring_regex(texts, SUSPICIOUS), False)


def _replace(texts: pa.Array, masks: Iterable[tuple[str, str]]) -> pa.Array:
    """One pass finds the few strings that are worth the masks."""
    where = is_suspicious(texts)
    found = texts.filter(where)
    for pattern, replacement in masks if len(found) else ():
        found = pc.replace_substring_regex(found, pattern=pattern, replacement=replacement)
    return pc.replace_with_mask(texts, where, found) if len(found) else texts


def change_where(texts: pa.Array, where: pa.Array, change: Callable[[str], str | None]) -> pa.Array:
    """`texts` with `change` applied to those that `where` names, to equal ones once; null in `where` names none."""
    where = pc.fill_null(where, False)
    if not pc.any(where).as_py():
        return texts
    found = texts.filter(where).dictionary_encode()
    changed = pa.array([change(text) for text in found.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(texts, where, changed.take(found.indices))


_COMPILED = [(re.compile(pattern, re.ASCII), replacement) for pattern, replacement in TEXT_MASKS]
_SUSPICIOUS = re.compile(SUSPICIOUS, re.ASCII)


def mask_value(value: Any) -> Any:
    """A JSON value with every string and number in it masked, columns that name persons left out."""
    if isinstance(value, dict):
        return {_mask_key(str(k)): mask_value(v) for k, v in value.items() if not is_personal_column(str(k))}
    if isinstance(value, list):
        is_map = bool(value) and all(isinstance(pair, tuple) for pair in value)  # Arrow's maps are lists of pairs
        return mask_value({str(k): v for k, v in value}) if is_map else [mask_value(v) for v in value]
    if isinstance(value, bytes):
        return mask_value(value.decode(errors="replace"))
    if isinstance(value, str):
        return mask_json(value) if value.lstrip()[:1] in ("{", "[") else mask_text(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        written = f"{value:.0f}" if value % 1 == 0 else str(value)
        return value if mask_text(written) == written else mask_text(written)
    return value


@lru_cache(maxsize=4096)
def _mask_key(key: str) -> str:
    return mask_text(key)


def mask_json(text: str) -> str:
    """JSON that stands in a text, masked like JSON; other text like text."""
    try:
        value = orjson.loads(text)
        masked = mask_value(value)
        return text if masked == value else orjson.dumps(masked).decode()
    except (ValueError, TypeError, RecursionError):
        return mask_text(text)


def mask_text(text: str) -> str:
    """One string, masked like `mask_texts`."""
    if not _SUSPICIOUS.search(text):
        return text
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text


def is_personal_column(name: str) -> bool:
    """Whether a word of a column's name (snake_case or camelCase) tells of names, numbers or addresses of persons."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    return any(word.lower() in PERSONAL_WORDS for word in words)


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
