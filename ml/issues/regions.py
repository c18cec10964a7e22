"""Provinces and regencies that documents name, and whether those of two documents agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from ml.issues.terms import row_sums

WIDTH, PROVINCES = 10_000, 100
"""Columns of a matrix of regions: the digits of a code, a province having two and a regency or city four."""
PROVINCE_LENGTH, REGENCY_LENGTH = len("35"), len("35.78")


def region_rows(codes: Sequence[Sequence[str] | None]) -> sp.csr_array:
    """Shape (documents, WIDTH): 1 for each region of a document and the province of each; a district counts as its regency."""
    rows = [sorted({column for code in given or () for column in _columns(code)}) for given in codes]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([column for row in rows for column in row], np.int64)
    return sp.csr_array((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), WIDTH))


def agreement(one: sp.csr_array, other: sp.csr_array) -> np.ndarray:
    """Shape (pairs, 4), 0 or 1: both name one province, each names another; the same of regencies."""
    levels = (slice(0, PROVINCES), slice(PROVINCES, WIDTH))
    return np.concatenate([_agreement(one[:, level], other[:, level]) for level in levels], axis=1)


def _agreement(one: sp.csr_array, other: sp.csr_array) -> np.ndarray:
    are_named = (row_sums(one) > 0) & (row_sums(other) > 0)
    are_shared = row_sums(one.multiply(other).tocsr()) > 0
    return np.stack([are_shared, are_named & ~are_shared], axis=1).astype(float)


def _columns(code: str) -> tuple[int, ...]:
    province = int(code[:PROVINCE_LENGTH])
    return (province,) if len(code) <= PROVINCE_LENGTH else (province, int(code[:REGENCY_LENGTH].replace(".", "")))
