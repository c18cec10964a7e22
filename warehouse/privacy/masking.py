"""The masks over whole columns: one pass finds the few texts that are worth one, each of these is masked once.

What a mask looks for is told twice: its hint, which Arrow's RE2 reads over a column, stands wherever the mask may find
something; the mask itself reads one text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.privacy.accounts import ACCOUNT_LINKS, ACCOUNTS, URL_HINT, mask_url
from warehouse.privacy.disguises import DISGUISES
from warehouse.privacy.homes import HOMES
from warehouse.privacy.mask import Group
from warehouse.privacy.names import CUED_NAMES, NAMES
from warehouse.privacy.numbers import NUMBERS

SHORT = 80
"""Values that come again and again, in characters."""


SMALL = 4_000
"""Bytes of a column up to which `re`, which keeps its patterns, is faster than RE2, which Arrow makes anew each time."""


def groups(is_public: bool) -> tuple[Group, ...]:
    """The masks, in their order. `is_public`: for channels in which free-standing names are mostly those of public life."""
    return DISGUISES, ACCOUNTS, NUMBERS, HOMES, CUED_NAMES if is_public else NAMES


@lru_cache
def suspicious(is_public: bool) -> str:
    return "|".join(group.hint for group in groups(is_public))


def mask_columns(columns: dict[str, pa.Array], is_public: pa.Array | bool = False) -> dict[str, pa.Array]:
    """Columns of one length, masked like `mask_texts`, all in one pass: to make a pattern ready takes milliseconds."""
    told = {name: column for name, column in columns.items() if column.null_count < len(column)}
    if not told:
        return columns
    rows = is_public if isinstance(is_public, bool) else pa.concat_arrays([_whole(is_public)] * len(told))
    masked = mask_texts(pa.concat_arrays([_whole(column) for column in told.values()]), rows)
    count = len(masked) // len(told)
    return {**columns, **{name: masked.slice(i * count, count) for i, name in enumerate(told)}}


def mask_texts(texts: pa.Array, is_public: pa.Array | bool = False) -> pa.Array:
    """The strings without what is a private person's own; nulls stay. `is_public` may differ from row to row."""
    if isinstance(is_public, bool):
        return _mask_where(texts, is_suspicious(texts, is_public), is_public)
    for public in (True, False):
        rows = pc.equal(pc.fill_null(is_public, False), public)
        texts = _mask_where(texts, pc.and_(rows, is_suspicious(texts, public)), public)
    return texts


def _mask_where(texts: pa.Array, where: pa.Array, is_public: bool) -> pa.Array:
    """Equal texts are masked once."""
    if not pc.any(where).as_py():
        return texts
    if texts.nbytes < SMALL:
        return change_where(texts, where, lambda text: mask_text(text, is_public))
    found = texts.filter(where).dictionary_encode()
    disguises, *others = groups(is_public)
    masked = plain = _mask_group(found.dictionary, disguises)
    for group in others:
        masked = _mask_group(masked, group)
    masked = pc.if_else(pc.equal(masked, plain), found.dictionary, masked)  # a disguise that hides nobody stays
    return pc.replace_with_mask(texts, where, masked.take(found.indices))


def _mask_group(texts: pa.Array, group: Group) -> pa.Array:
    where = pc.fill_null(pc.match_substring_regex(texts, group.hint), False)
    found = texts.filter(where)
    if not len(found):
        return texts
    for mask in group.masks:
        found = change_where(found, pc.match_substring_regex(found, mask.hint), mask.change)
    return pc.replace_with_mask(texts, where, found)


def is_suspicious(texts: pa.Array, is_public: bool = False) -> pa.Array:
    """Where a mask may find something; everywhere else none does."""
    if texts.nbytes < SMALL:
        pattern = _compiled(suspicious(is_public))
        return pa.array([text is not None and pattern.search(text) is not None for text in texts.to_pylist()], pa.bool_())
    return pc.fill_null(pc.match_substring_regex(texts, suspicious(is_public)), False)


def mask_text(text: str, is_public: bool = False) -> str:
    """One string, masked like `mask_texts`."""
    return _mask_short(text, is_public) if len(text) <= SHORT else _mask_long(text, is_public)


def _mask_long(text: str, is_public: bool) -> str:
    disguises, *others = groups(is_public)
    masked = plain = _mask_one(text, disguises)
    for group in others:
        masked = _mask_one(masked, group)
    return text if masked == plain else masked


def _mask_one(text: str, group: Group) -> str:
    if _compiled(group.hint).search(text):
        for mask in group.masks:
            if _compiled(mask.hint).search(text):
                text = mask.change(text)
    return text


_mask_short = lru_cache(maxsize=1 << 16)(_mask_long)


@lru_cache
def _compiled(hint: str) -> re.Pattern:
    return re.compile(hint, re.ASCII)


def mask_urls(urls: pa.Array) -> pa.Array:
    """The addresses without account names, phones, e-mail addresses and identity numbers; ids of articles stay."""
    pattern, replacement = ACCOUNT_LINKS
    if pc.any(posts := pc.fill_null(pc.match_substring_regex(urls, pattern), False)).as_py():
        shortened = pc.replace_substring_regex(urls.filter(posts), pattern=pattern, replacement=replacement)
        urls = pc.replace_with_mask(urls, posts, shortened)
    return change_where(urls, pc.match_substring_regex(urls, URL_HINT), mask_url)


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def change_where(texts: pa.Array, where: pa.Array, change: Callable[[str], str | None]) -> pa.Array:
    """`texts` with `change` applied to those that `where` names, to equal ones once; null in `where` names none."""
    where = pc.fill_null(where, False)
    if not pc.any(where).as_py():
        return texts
    found = texts.filter(where).dictionary_encode()
    changed = pa.array([change(text) for text in found.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(texts, where, changed.take(found.indices))
