"""What the newest national brief begins with, for the start page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from reports.brief.advice import Advice, most_urgent
from reports.brief.editions import FACTS


@dataclass(frozen=True)
class Lead:
    """`text`: the first recommendation; None where the brief recommends nothing."""

    day: date
    edition: int
    text: str | None


def read_lead(current: Path) -> Lead | None:
    """The lead of the edition that `current` links to, briefs/<day>/<audience>/<edition>; None before the first."""
    folder = current.resolve()
    if not (folder / FACTS).is_file():
        return None
    kept = orjson.loads((folder / FACTS).read_bytes())
    labels = {issue["issue_id"]: f"{issue['label']}: " for issue in kept["facts"]["B2"]}
    first = most_urgent([Advice(**advice) for advice in kept["advice"]], 1)
    text = f"{labels.get(first[0].subject, '')}{first[0].text}" if first else None
    return Lead(date.fromisoformat(folder.parents[1].name), int(folder.name), text)
