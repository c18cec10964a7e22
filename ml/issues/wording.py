"""Why an issue changed its state or was alerted, in Indonesian words made of its measures."""

from __future__ import annotations

from collections.abc import Mapping

MERGED = "bergabung dengan isu lain"
WHOLE = 0.75
"""Share of the usual coverage from which on it is not worth a word."""


def reason(measures: Mapping[str, float]) -> str:
    """What is happening: "23 dokumen dalam 6 jam dari 4 sumber, biasanya 3; …". A measure that is not known is left out."""
    clauses = (_six_hours(measures), _day(measures), _rise(measures), _tone(measures))
    return "; ".join(clause for clause in clauses if clause)


def calm_reason(measures: Mapping[str, float]) -> str:
    """Why an issue is calmer: what is left of its peak, then what is happening, and how much was heard where it was little."""
    share, peak, coverage = (measures.get(name) for name in ("peak_share", "peak_count_24h", "coverage_share"))
    left = f"tinggal {percent(share)} dari puncaknya ({number(peak)} dokumen dalam 24 jam)" if share is not None else ""
    little = f"hanya {_heard(coverage)}" if coverage is not None and coverage < WHOLE else ""
    return "; ".join(clause for clause in (left, reason(measures), little) if clause)


def held_reason(measures: Mapping[str, float]) -> str:
    """Why an alert is held back."""
    share = measures.get("coverage_share")
    heard = "liputan sumber terlalu rendah" if share is None else f"hanya {_heard(share)}"
    return f"ditahan karena {heard}; {reason(measures)}"


def _heard(share: float) -> str:
    return f"{percent(share)} liputan yang biasa yang terdengar"


def number(value: float) -> str:
    """1.250, 3; below one "kurang dari 1"."""
    if 0 < value < 1:
        return "kurang dari 1"
    return f"{round(value):,}".replace(",", ".")


def percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _six_hours(measures: Mapping[str, float]) -> str:
    count, voices, usual = (measures.get(name) for name in ("count_6h", "voice_count_6h", "expected_6h"))
    if count is None:
        return ""
    told = f"{number(count)} dokumen dalam 6 jam"
    told += f" dari {number(voices)} sumber" if voices else ""
    return told + (f", biasanya {number(usual)}" if usual is not None else "")


def _day(measures: Mapping[str, float]) -> str:
    count = measures.get("count_24h")
    return "" if count is None else f"{number(count)} dalam 24 jam"


def _rise(measures: Mapping[str, float]) -> str:
    """Told from twice as much on: below, "naik 1 kali" would say nothing."""
    velocity = measures.get("velocity")
    return "" if velocity is None or velocity < 2 else f"naik {number(velocity)} kali"


def _tone(measures: Mapping[str, float]) -> str:
    shares = ((measures.get("negative_share_24h"), "bernada negatif"), (measures.get("critical_share_24h"), "menolak"))
    return ", ".join(f"{percent(share)} {words}" for share, words in shares if share)
