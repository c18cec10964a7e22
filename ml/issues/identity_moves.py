"""What a regrouping did to issues, told as events: ids taken over, issues that merged and issues that split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import pyarrow as pa

from ml.issues.identity import SUBSTANTIAL_SHARE, Inheritance, Link, short_hash
from warehouse.schemas import ISSUE_MOVES

LEAST_SPLIT_DOCUMENTS = 3  # fewer that went elsewhere are no split

REASONS = {
    "id-diwarisi": "Pengelompokan ulang: {document_count} dari {old_count} dokumen isu dengan id ini kini ada di sini.",
    "isu-gabung": "Pengelompokan ulang: {document_count} dari {old_count} dokumen isu {old_id} kini ada di isu ini.",
    "isu-pecah": "Pengelompokan ulang: {document_count} dari {old_count} dokumen isu {old_id} kini terpisah di isu ini.",
}


def inheritance_moves(found: Inheritance, reader_version: str, seen_at: datetime) -> pa.Table:
    """ISSUE_MOVES of an inheritance of issues; an id that stayed as it was is no event. `seen_at`: hour of the stream, UTC."""
    return pa.Table.from_pylist([_move(found, *told, reader_version, seen_at) for told in _told(found)], ISSUE_MOVES)


def _told(found: Inheritance) -> Iterator[tuple[Link, str]]:
    kept, left = set(found.public.values()), set()
    for link in found.links:
        public = found.public[link.new_id]
        if public == link.old_id:
            if public != link.new_id:
                yield link, "id-diwarisi"
        elif link.old_id not in kept and link.old_id not in left:  # the first link is the largest: there the id leads to
            left.add(link.old_id)
            yield link, "isu-gabung"
        elif link.share >= SUBSTANTIAL_SHARE and link.document_count >= LEAST_SPLIT_DOCUMENTS:
            yield link, "isu-pecah"


def _move(found: Inheritance, link: Link, kind: str, reader_version: str, seen_at: datetime) -> dict:
    issue, other = found.public[link.new_id], None if kind == "id-diwarisi" else link.old_id
    return {
        "event_id": short_hash("\x1f".join((reader_version, f"{seen_at}", kind, issue, f"{other}"))),
        "reader_version": reader_version,
        "seen_at": seen_at,
        "kind_slug": kind,
        "issue_id": issue,
        "other_issue_id": other,
        "reason": REASONS[kind].format(**asdict(link)),
    }
