"""Families of copies, under the id of the document that was read first; what was given once is never changed."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from ml.duplicates.matching import Match
from warehouse.schemas import DUPLICATES

GIVEN = ["family_id", "matched_document_id", "similarity"]


class Place(NamedTuple):
    family_id: str
    matched_document_id: str | None
    similarity: float | None


def with_families(rows: pa.Table, past: pa.Table, ids: list[str], matches: dict[int, Match]) -> pa.Table:
    """`rows` with their families; `ids` and `matches` count the rows of `past` first.

    A later version of a document keeps the place of its first; any other goes to the family of what it copies.
    """
    start, new = past.num_rows, set(ids[past.num_rows :])
    first = {document: row for row, document in reversed(list(enumerate(ids))) if document in new}
    places = _places(past, {match.row for match in matches.values()} | set(first.values()))
    for row in range(start, len(ids)):
        match = matches.get(row)
        if first[ids[row]] != row:
            places[row] = places[first[ids[row]]]
        elif match:
            places[row] = Place(places[match.row].family_id, ids[match.row], round(match.similarity, 4))
        else:
            places[row] = Place(ids[row], None, None)
    for position, name in enumerate(GIVEN):
        field = DUPLICATES.field(name)
        values = pa.array([places[row][position] for row in range(start, len(ids))], field.type)
        rows = rows.set_column(DUPLICATES.get_field_index(name), field, values)
    return rows


def _places(past: pa.Table, wanted: set[int]) -> dict[int, Place]:
    rows = sorted(row for row in wanted if row < past.num_rows)
    given = past.select(GIVEN).take(pa.array(rows, pa.int64())).to_pylist()
    return {row: Place(**one) for row, one in zip(rows, given, strict=True)}
