"""Masks for JSON values, and the columns that are left out because they name persons."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson

from warehouse.privacy.masking import mask_text

PERSONAL_WORDS = frozenset(
    "nik kk nokk npwp nip nim nisn username nickname user author uploader penulis pelapor terlapor pengadu pengirim pemohon "
    "pengguna pemilik reporter sender akun account handle screen phone telp tlp tlpn telepon telpon telfon telephone hp nohp "
    "ponsel handphone wa nowa whatsapp email mail surel alamat address namalengkap fullname ktp noktp paspor passport contact "
    "kontak".split()
)
VAGUE_WORDS = frozenset("nama name oleh dari".split())
"""Personal, too, unless nothing but PUBLIC_WORDS stand beside them."""
PUBLIC_WORDS = frozenset(
    "kota kab kabupaten kecamatan kelurahan desa provinsi wilayah daerah jalan instansi lembaga opd dinas media site page "
    "source produk kategori category tanggal".split()
)
ROLE_WORDS = frozenset(
    "rt rw korban responden nasabah pasien siswa owner creator alias mobile instagram ig twitter tiktok facebook fb rekening "
    "lahir".split()
)
"""Personal where nothing but PLAIN_WORDS stand beside them: beside others they count (`jumlah_korban`) or tell of a site."""
PLAIN_WORDS = frozenset("id no nomor tgl tanggal tempat bank".split())


SMALL = 1_000_000
"""No smaller number is anybody's."""
BARE_MOBILE = re.compile(r"8[1-9]\d{8,10}(?<!000)")
"""A number that lost its 0 in a spreadsheet; sums of money are round."""


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
        masked = "[telepon]" if BARE_MOBILE.fullmatch(written) else mask_text(written)
        return value if masked == written else masked
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
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
    if words & PERSONAL_WORDS or (words & ROLE_WORDS and words <= PLAIN_WORDS | ROLE_WORDS):
        return True
    return bool(words & VAGUE_WORDS) and (words <= VAGUE_WORDS or not words <= VAGUE_WORDS | PUBLIC_WORDS)
