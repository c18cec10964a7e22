"""How commands put times and counts into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa


def local_time(time: datetime, zone: str) -> str:
    """Naive UTC as a clock in `zone` shows it."""
    return f"{time.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def reason_counts(quarantine: pa.Table) -> Counter[str]:
    return Counter(quarantine.column("reason_slug").to_pylist())


def told_counts(counts: Mapping[str, int]) -> str:
    """2 tanpa-tanggal, 1 tanpa-teks."""
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items(), key=lambda each: -each[1]))
