"""The verdict that Indonesian fact checkers put in a headline: `[SALAH] …`, `Cek Fakta: …`, `Hoaks! …`."""

from __future__ import annotations

import re
from typing import Any

WORDS = (
    "salah|keliru|hoaks?|hoax|penipuan|disinformasi|misinformasi|manipulasi|menyesatkan|sesat|satire|parodi|benar|fakta|"
    "klarifikasi|sebagian benar|belum terbukti|tidak terbukti|konten palsu|konteks keliru|konteks salah|impostor"
)
LABEL = re.compile(r"^(?:cek fakta|fakta atau hoaks|hoaks atau fakta|periksa fakta)\s*[:,!?|–—-]\s*", re.IGNORECASE)
VERDICT = re.compile(rf"^(?:\[\s*({WORDS})\s*\]\s*[:!–—-]?|\(\s*({WORDS})\s*\)|({WORDS})\s*[:!])\s*", re.IGNORECASE)


def read_claim(title: str) -> tuple[str, str | None] | None:
    """(claim, verdict in the reviewer's own word); None when the headline carries neither mark."""
    title = title.strip()[:2_000]
    label = LABEL.match(title)
    rest = title[label.end() :] if label else title
    verdict = VERDICT.match(rest)
    if not label and not verdict:
        return None
    claim = (rest[verdict.end() :] if verdict else rest).strip(" \"“”'")
    word = next(filter(None, verdict.groups())) if verdict else None
    return (claim, word) if claim else None


def add_claim(record: dict[str, Any]) -> dict[str, Any]:
    """The record with `claim_text` and `claim_rating`, where its title says them."""
    found = read_claim(record.get("title") or "")
    return record if found is None else {**record, "claim_text": found[0], "claim_rating": found[1]}
