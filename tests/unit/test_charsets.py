"""Text in any encoding: every letter that was written comes out, and a byte that is none costs no more than itself."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.reading import charsets
from ingestion.reading.charsets import Utf8, describe_encoding, name_encoding

TEXT = "Jalan Café – “rusak” 😀, kata warga.\n" * 40
LATIN = "Jalan Café – “rusak”, kata warga.\n" * 40


def read(content: bytes) -> str:
    return io.BufferedReader(Utf8(io.BytesIO(content))).read().decode()


@pytest.fixture(params=[5, 7, 64, 1 << 20])
def small_blocks(request, monkeypatch):
    """Letters are cut wherever they can be."""
    monkeypatch.setattr(charsets, "BLOCK_BYTES", request.param)
    monkeypatch.setattr(charsets, "SAMPLE_BYTES", max(request.param, 64))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_comes_out_as_it_was_written(small_blocks, encoding):
    assert read(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(("mark", "encoding"), [(mark, encoding) for mark, encoding in charsets.MARKS.items()])
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(small_blocks, mark, encoding):
    assert read(mark + TEXT.encode(encoding)) == TEXT


def test_windows_text_comes_out_as_it_was_written(small_blocks):
    assert read(LATIN.encode("cp1252")) == LATIN


def test_windows_bytes_among_utf8_are_read_where_they_stand(small_blocks):
    assert read(TEXT.encode() + "Café\n".encode("cp1252") + TEXT.encode()) == f"{TEXT}Café\n{TEXT}"


@pytest.mark.parametrize("end", [b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98"])
def test_a_letter_that_the_end_of_the_file_cuts_takes_nothing_with_it(small_blocks, end):
    assert read(TEXT.encode() + end).startswith(TEXT)


def test_nuls_are_dropped(small_blocks):
    assert read(TEXT.replace("rusak", "ru\0sak\0").encode()) == TEXT
    assert read(bytes(4096)) == ""


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=80))
def test_any_bytes_are_text(content):
    assert "\0" not in read(content)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from([b"a", b"\n", b"\xc3", b"\xa9", b"\xe2\x80\x93", b"\xf0\x9f\x98\x80", b"\x80", b"\xe9"]), max_size=40
    )
)
def test_blocks_make_no_difference(pieces):
    content = b"teks " + b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charsets, "BLOCK_BYTES", 3)
        patch.setattr(charsets, "SAMPLE_BYTES", 4)
        assert read(content) == content.decode("utf-8", "as-windows")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "utf-8"),
        (TEXT.encode(), "utf-8"),
        (TEXT.encode()[:-37], "utf-8"),
        (LATIN.encode("cp1252"), "windows-1252"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encoding_is_told(content, told):
    assert describe_encoding(content) == told


@pytest.mark.parametrize("content", [bytes(4096), b"\0a", b"a\0" * 3, b'{"a": 1}\n\0\n{"a": 2}\n'])
def test_a_few_nuls_or_nothing_else_are_no_utf16(content):
    assert name_encoding(content) == ("utf-8", 0)
