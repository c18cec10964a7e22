"""Bodies, unpacked block by block, so that a bomb is stopped while it unpacks and not after."""

from __future__ import annotations

import io
import itertools
import zlib
from collections.abc import Iterator

import requests

from ingestion.kinds import Unavailable, Unusable
from ingestion.web.caps import place

BLOCK = 64 * 1024
_PLAIN, _PACKED = {"", "identity"}, {"gzip", "x-gzip", "deflate"}
_GZIP_MARK = b"\x1f\x8b"
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def read_body(response: requests.Response, max_bytes: int) -> bytes:
    """The whole body, unpacked; one that is itself a gzip file (sitemap.xml.gz) as well.

    Raises Unavailable when it ends too early, Unusable when it passes `max_bytes` or cannot be unpacked, and urllib3's
    HTTPError when the connection fails.
    """
    body = io.BytesIO()  # getvalue makes no copy
    for block in _unpacked(response, max_bytes):
        body.write(block)
        _refuse_more(response, body.tell(), max_bytes)
    return body.getvalue()


def _unpacked(response: requests.Response, max_bytes: int) -> Iterator[bytes]:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _PLAIN | _PACKED:
        raise Unusable(f"{place(response.url)}: the body is packed as {encoding[:40]!r}, which was not asked for")
    blocks = _wire(response, max_bytes)
    if encoding in _PACKED:
        blocks = _inflated(blocks, response)
    first = next(filter(None, blocks), b"")
    whole = itertools.chain([first], blocks)
    return _inflated(whole, response) if first.startswith(_GZIP_MARK) else whole


def _wire(response: requests.Response, max_bytes: int) -> Iterator[bytes]:
    """The bytes as they come; counted, because endless empty gzip members unpack to nothing."""
    count = 0
    while block := response.raw.read1(BLOCK, decode_content=False):
        count += len(block)
        _refuse_more(response, count, max_bytes)
        yield block


def _inflated(blocks: Iterator[bytes], response: requests.Response) -> Iterator[bytes]:
    """gzip or zlib, in blocks of at most BLOCK; members may follow each other, and garbage the last of them."""
    engine, member = None, 0
    for block in blocks:
        while block:
            if engine is None:
                if member and not block.startswith(_GZIP_MARK[:1]):
                    break
                engine, member = zlib.decompressobj(_GZIP_OR_ZLIB), member + 1
            try:
                yield engine.decompress(block, BLOCK)
            except zlib.error:
                raise Unusable(f"{place(response.url)}: the body is broken, it cannot be unpacked") from None
            block = engine.unconsumed_tail or engine.unused_data
            if engine.eof:
                engine = None
    if engine:
        raise Unavailable(f"{place(response.url)}: the packed body ends before its end", response.status_code)


def _refuse_more(response: requests.Response, count: int, max_bytes: int) -> None:
    if count > max_bytes:
        raise Unusable(f"{place(response.url)}: more than {max_bytes:,} bytes, packed or unpacked", response.status_code)
