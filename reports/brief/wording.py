"""Numbers, dates and times the Indonesian way. Times are naive UTC and shown in WIB (Asia/Jakarta)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
WIB = timedelta(hours=7)
DASH = "–"


def format_date(day: date | None) -> str:
    return DASH if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_time(at: datetime | None) -> str:
    """A time of UTC as date and hour in WIB."""
    return DASH if at is None else f"{format_date(at + WIB)} pukul {at + WIB:%H.%M} WIB"


def format_number(number: float | None) -> str:
    """Whole numbers; a fraction is rounded."""
    return DASH if number is None else f"{round(number):,}".replace(",", ".")


def format_share(share: float | None) -> str:
    return DASH if share is None else f"{share * 100:.0f} %"


def format_hours(hours: float | None) -> str:
    """Hours up to three days, whole days from there on."""
    if hours is None:
        return DASH
    if hours < 1:
        return "kurang dari 1 jam"
    return f"{hours:.0f} jam" if hours < 72 else f"{hours // 24:.0f} hari"


def format_list(words: list[str]) -> str:
    """a; a dan b; a, b, dan c."""
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def format_slug(slug: str | None) -> str:
    return DASH if slug is None else slug.replace("-", " ")


def one_line(text: str | None, length: int = 110) -> str:
    """The start of a text on one line, cut between words."""
    plain = " ".join((text or "").split())
    return plain if len(plain) <= length else plain[: length - 1].rsplit(" ", 1)[0] + "…"
