"""Bytes as text: a mark, UTF-16 or UTF-8 wins over what a document declares, and stray bytes are read as Windows means them."""

from __future__ import annotations

import codecs
import re

DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{1,40})""", re.I
)
LEGACY = ("iso8859", "cp", "gb", "big5", "shift_jis", "euc", "koi8", "mac")


def _from_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 inside a UTF-8 document, as the editor that pasted them meant them."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("pantau.windows", _from_windows)


def decode(body: bytes) -> str:
    """The text of a document, whatever it declares: marks and UTF-16 first, then UTF-8, then what is declared."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "pantau.windows" if name == "utf-8" else "replace").lstrip("\ufeff")
    start = [byte == 0 for byte in body[:4]]
    if start in ([False, True, False, True], [True, False, True, False]):
        return body.decode("utf-16-be" if start[0] else "utf-16-le", "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode(_declared(body), "pantau.windows")


def _declared(body: bytes) -> str:
    """The encoding that the document names, when it can be true of bytes that are no UTF-8; else UTF-8 with a few odd bytes."""
    found = DECLARED.search(body[:2_000])
    try:
        name = codecs.lookup((found[1] or found[2]).decode()).name if found else "utf-8"
    except LookupError:
        return "utf-8"
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return name if name.startswith(LEGACY) else "utf-8"
