"""One issue of the brief: the facts that rules see, and its section in words."""

from __future__ import annotations

from typing import Any

from reports.brief.advice import Advice
from reports.brief.audience import Audience
from reports.brief.page import Block, Bullets, Line, Section, Spark
from reports.brief.queries import ISSUES_QUERY, Facts
from reports.brief.wording import format_date, format_hours, format_list, format_number, format_share, format_time, one_line

CHANNELS = {"complaint": "pengaduan", "post": "unggahan", "news": "berita", "release": "siaran pers", "check": "cek fakta"}
SOMEBODY = "instansi yang berwenang"


def issue_facts(issue: dict, facts: Facts, audience: Audience) -> dict[str, Any]:
    """What the rules about an issue can ask for: the columns of B2 and who and where; docs/brief.md lists them."""
    agencies = [row["agency_name"] for row in _of(issue, facts, "B9")]
    if audience.slug.startswith("instansi-"):
        agencies.insert(0, audience.name)
    return issue | {
        "state": issue["state_slug"],
        "first_channel": issue["first_channel_slug"],
        "agency": agencies[0] if agencies else SOMEBODY,
        "places": format_list([row["region_name"] for row in _of(issue, facts, "B3")]),
    }


def issue_section(position: int, issue: dict, facts: Facts, audience: Audience, advice: list[Advice]) -> Section:
    title = f"{position}. {one_line(issue['label'])} ({issue['state_name'].lower()})"
    lines = [
        _what(issue, audience),
        _since(issue),
        _where(issue, facts),
        _who(issue, facts),
        _tone(issue),
        _officials(issue),
    ]
    blocks: list[Block] = [*lines, *_statements(issue, facts), *_outlook(issue, facts), *_analogue(issue, facts)]
    return Section(title, [*_spark(issue, facts), *blocks, *_actions(issue, advice)], "issue")


def _of(issue: dict, facts: Facts, query_id: str) -> list[dict]:
    return [row for row in facts[query_id] if row["issue_id"] == issue["issue_id"]]


def _what(issue: dict, audience: Audience) -> Line:
    count, originals = format_number(issue["document_count"]), format_number(issue["original_count"])
    text = f"{count} dokumen, {originals} di antaranya bukan salinan."
    if audience.documents_sql:
        text += f" {format_number(issue['concerned_count'])} dokumen menyangkut {audience.name}."
    if issue["state_reason"]:
        text += f" Saat menjadi {issue['state_name'].lower()}: {issue['state_reason'].rstrip('.')}."
    return Line(text, (ISSUES_QUERY,), "Apa:")


def _since(issue: dict) -> Line:
    text = f"Dokumen pertama {format_time(issue['first_published_at'])}, terakhir {format_time(issue['last_published_at'])}"
    if issue["state_since_at"]:
        text += f"; {issue['state_name'].lower()} sejak {format_time(issue['state_since_at'])}"
    return Line(f"{text}.", (ISSUES_QUERY,), "Sejak kapan:")


def _where(issue: dict, facts: Facts) -> Line:
    places = [f"{row['region_name']} ({format_number(row['document_count'])})" for row in _of(issue, facts, "B3")]
    return Line(f"{format_list(places)}." if places else "Tidak ada tempat yang terbaca.", ("B3",), "Di mana:")


def _who(issue: dict, facts: Facts) -> Line:
    channels = [f"{format_number(n)} {name}" for key, name in CHANNELS.items() if (n := issue[f"{key}_count"])]
    outlets = [f"{row['outlet_name']} ({format_number(row['document_count'])})" for row in _of(issue, facts, "B4")]
    text = f"{issue['lead_sentence']}. Seluruhnya {format_list(channels)}."
    if outlets:
        text += f" Terbanyak: {format_list(outlets)}."
    return Line(f"{text} Suara resmi {format_share(issue['official_share'])}.", (ISSUES_QUERY, "B4"), "Siapa yang bersuara:")


def _tone(issue: dict) -> Line:
    text = f"Nada negatif {format_share(issue['negative_share'])}, sikap menolak {format_share(issue['critical_share'])}"
    return Line(f"{text} dari yang terbaca dengan yakin.", (ISSUES_QUERY,), "Nada dan sikap:")


def _officials(issue: dict) -> Line:
    if issue["first_official_at"] is None:
        text = f"Belum ada, {format_hours(issue['age_hours'])} sejak dokumen pertama."
    else:
        later = format_hours(issue["official_hours"])
        text = f"Pertama {format_time(issue['first_official_at'])}, {later} setelah dokumen pertama."
    return Line(f"{text} Siaran pers: {format_number(issue['release_count'])}.", (ISSUES_QUERY, "B5"), "Pernyataan resmi:")


def _statements(issue: dict, facts: Facts) -> list[Block]:
    lines = [
        Line(f"“{one_line(row['title'])}” ({row['outlet_name'] or 'akun resmi'}, {format_time(row['published_at'])})", ("B5",))
        for row in _of(issue, facts, "B5")
    ]
    return [Bullets(lines)] if lines else []


def _outlook(issue: dict, facts: Facts) -> list[Block]:
    days = [
        f"{format_number(row['expected'])} dokumen pada {format_date(row['target_on'])} "
        f"({format_number(row['low'])}–{format_number(row['high'])})"
        for row in _of(issue, facts, "B7")
    ]
    blocks: list[Block] = []
    if days:
        blocks.append(Line(f"{format_list(days)}, dengan selang 80 %.", ("B7",), "Prakiraan:"))
    if issue["siaga_probability"] is not None:
        text = f"Peluang mencapai siaga atau krisis dalam 24 jam {format_share(issue['siaga_probability'])}."
        blocks.append(Line(text, (ISSUES_QUERY,), "Peluang:"))
    return blocks


def _analogue(issue: dict, facts: Facts) -> list[Block]:
    return [
        Line(
            f"Mirip “{one_line(row['analogue_label'])}” ({format_date(row['began_at'])}; kemiripan "
            f"{format_share(row['similarity'])}): {one_line(row['what_followed'], 200)}",
            ("B8",),
            "Pernah terjadi:",
        )
        for row in _of(issue, facts, "B8")
    ]


def _actions(issue: dict, advice: list[Advice]) -> list[Block]:
    """What the rules say; where they say nothing, what the state itself asks for."""
    if not advice:
        return [Line(issue["state_description"], (ISSUES_QUERY,), "Yang dapat dilakukan:")]
    return [Line("", (), "Yang dapat dilakukan:"), Bullets([Line(a.text, a.refs, f"{a.who}:") for a in advice])]


def _spark(issue: dict, facts: Facts) -> list[Block]:
    rows = _of(issue, facts, "B6")
    if not rows:
        return []
    top = max(rows, key=lambda row: row["document_count"])
    label = (
        f"Dokumen per hari, {format_date(rows[0]['published_on'])} – {format_date(rows[-1]['published_on'])}; "
        f"terbanyak {format_number(top['document_count'])} pada {format_date(top['published_on'])}"
    )
    return [Spark([row["document_count"] for row in rows], label, ("B6",))]
