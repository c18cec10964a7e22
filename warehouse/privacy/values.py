"""Masks for JSON values, and the columns that are left out because they name persons."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson

from warehouse.privacy.masking import mask_text

PERSONAL_WORDS = frozenset(
    "nik kk npwp nama name username user author penulis pelapor pengadu pengirim pemohon pengguna pemilik reporter sender "
    "oleh dari akun account handle screen phone telp telepon telpon hp nohp wa whatsapp email mail surel alamat address "
    "namalengkap fullname ktp contact kontak".split()
)


SMALL = 1_000_000
"""No smaller number is anybody's."""


def mask_value(value: Any, is_public: bool = False) -> Any:
    """A JSON value with every string and number in it masked, columns that name persons left out."""
    if isinstance(value, dict):
        return {_mask_key(str(k)): mask_value(v, is_public) for k, v in value.items() if not is_personal_column(str(k))}
    if isinstance(value, list):
        is_map = bool(value) and all(isinstance(pair, tuple) for pair in value)  # Arrow's maps are lists of pairs
        return mask_value({str(k): v for k, v in value}, is_public) if is_map else [mask_value(v, is_public) for v in value]
    if isinstance(value, bytes):
        return mask_value(value.decode(errors="replace"), is_public)
    if isinstance(value, str):
        return mask_json(value, is_public) if value.lstrip()[:1] in ("{", "[") else mask_text(value, is_public)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and not -SMALL < value < SMALL:
        written = f"{value:.0f}" if value % 1 == 0 else str(value)
        return value if mask_text(written) == written else mask_text(written)
    return value


@lru_cache(maxsize=4096)
def _mask_key(key: str) -> str:
    return mask_text(key)


def mask_json(text: str, is_public: bool = False) -> str:
    """JSON that stands in a text, masked like JSON; other text like text."""
    try:
        value = orjson.loads(text)
        masked = mask_value(value, is_public)
        return text if masked == value else orjson.dumps(masked).decode()
    except (ValueError, TypeError, RecursionError):
        return mask_text(text, is_public)


def is_personal_column(name: str) -> bool:
    """Whether a word of a column's name (snake_case or camelCase) tells of names, numbers or addresses of persons."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    return any(word.lower() in PERSONAL_WORDS for word in words)
