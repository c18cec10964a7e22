"""The sections of the brief around its issues: recommendation, week, hoaxes, complaints, coverage and limits."""

from __future__ import annotations

from typing import Any

from reports.brief.advice import Advice
from reports.brief.audience import NATIONAL, Audience
from reports.brief.page import Block, Bullets, Line, Section, Table
from reports.brief.queries import Facts
from reports.brief.wording import (
    format_date,
    format_hours,
    format_list,
    format_number,
    format_share,
    format_slug,
    format_time,
    one_line,
)

SCOPES = {"semua": "Semua sumber", "provinsi": "Sumber di provinsi ini"}
CAVEAT = "Angka menghitung dokumen yang terkumpul, bukan pendapat seluruh warga; label dibuat model dan dapat keliru."


def week_facts(facts: Facts, audience: Audience) -> dict[str, Any]:
    """What the rules about the week can ask for; docs/brief.md lists them."""
    rising = facts["B11"][0] if facts["B11"] else None
    coverage = next((row for row in facts["B12"] if row["scope_slug"] == "semua"), None)
    return {
        **facts["B1"][0],
        "coverage_share": coverage and coverage["coverage_share"],
        "low_day_count": coverage["low_day_count"] if coverage else 0,
        "complaint_sector": rising and rising["sector_name"],
        "complaint_week_count": rising["this_week_count"] if rising else 0,
        "complaint_last_week_count": rising["last_week_count"] if rising else 0,
        "false_claim_count": facts["B10"][0]["false_count"] if facts["B10"] else 0,
        "silent_source_count": facts["B13"][0]["source_count"] if facts["B13"] else 0,
        "issue_count": len(facts["B2"]),
        "is_national": audience == NATIONAL,
    }


def first_section(advice: list[Advice], labels: dict[str, str]) -> Section:
    """`labels`: of the issues, by issue_id."""
    lines = [Line(f"{a.text} Oleh: {a.who}.", a.refs, f"{one_line(labels[a.subject])}:" if a.subject else "") for a in advice]
    nothing = [Line("Tidak ada yang menuntut tindakan.", ("B2",))]
    return Section("Yang perlu ditindak dahulu", [Bullets(lines or nothing)], "first")


def week_section(facts: Facts) -> Section:
    week = facts["B1"][0]
    if not week["mention_count"]:
        return Section("Pekan ini", [Line("Pekan ini belum ada dokumen isu publik yang terkumpul.", ("B1",))])
    text = (
        f"{format_number(week['mention_count'])} penyebutan (pekan sebelumnya {format_number(week['last_week_count'])}). "
        f"Nada negatif {format_share(week['negative_share'])} ({format_share(week['last_week_negative_share'])}), "
        f"sikap menolak {format_share(week['critical_share'])} ({format_share(week['last_week_critical_share'])})."
    )
    return Section("Pekan ini", [Line(text, ("B1",))])


def claims_section(facts: Facts) -> Section:
    rows, title = facts["B10"], "Klaim yang diperiksa: hoaks dan yang belum diputus"
    if not rows or not rows[0]["claim_count"]:
        return Section(title, [Line("Tidak ada klaim yang diperiksa pekan ini, selain yang terbukti benar.", ("B10",))])
    text = f"{format_number(rows[0]['claim_count'])} klaim diperiksa pekan ini, selain yang terbukti benar"
    text += f"; {format_number(rows[0]['withheld_count'])} tidak ditampilkan." if rows[0]["withheld_count"] else "."
    claims = [_claim(row) for row in rows if row["title"]]
    return Section(title, [Line(text, ("B10",)), *([Bullets(claims)] if claims else [])])


def _claim(row: dict) -> Line:
    is_mapped = row["verdict_slug"] != "tak-dipetakan"
    verdict = format_slug(row["verdict_slug"]) if is_mapped else row["claim_rating"] or "putusan belum dipetakan"
    told = [one_line(verdict), row["reviewer_name"], format_date(row["published_on"])]
    text = f"“{one_line(row['title'])}” ({', '.join(part for part in told if part)})"
    return Line(text + (f"; dalam isu “{one_line(row['issue_label'])}”" if row["issue_label"] else ""), ("B10",))


def complaints_section(facts: Facts) -> Section:
    rows = [
        [
            row["sector_name"],
            format_number(row["this_week_count"]),
            format_number(row["last_week_count"]),
            f"{format_number(row['answered_count'])} dari {format_number(row['month_count'])}",
            format_hours(row["median_hours_to_disposition"]),
            format_hours(row["median_hours_to_answer"]),
        ]
        for row in facts["B11"]
    ]
    if not rows:
        return Section("Pengaduan yang naik", [Line("Tidak ada sektor yang pengaduannya naik.", ("B11",))])
    header = ["Sektor", "Pekan ini", "Pekan sebelumnya", "Dijawab, 28 hari", "Median disposisi", "Median jawaban"]
    caption = "Sektor yang pengaduannya naik, dengan waktu tanggapan 28 hari terakhir"
    return Section("Pengaduan yang naik", [Table(caption, header, rows, [1, 2, 3, 4, 5], ("B11",))])


def coverage_section(facts: Facts) -> Section:
    coverage = [_coverage(row) for row in facts["B12"]] or [Line("Cakupan belum dapat diukur.", ("B12",))]
    blocks = [*coverage, *_sources(facts["B13"]), _limits(facts["B14"][0]), Line(CAVEAT)]
    return Section("Cakupan dan batasnya", blocks)


def _coverage(row: dict) -> Line:
    if row["coverage_share"] is None:
        text = "cakupan pekan ini belum dapat diukur: riwayat sumber belum cukup."
    else:
        text = f"cakupan pekan ini {format_share(row['coverage_share'])}."
    if row["low_days"]:
        text += f" Kurang pada {format_list([format_date(day) for day in row['low_days']])}."
    return Line(text, ("B12",), f"{SCOPES[row['scope_slug']]}:")


def _sources(rows: list[dict]) -> list[Block]:
    if not rows:
        return [Line("Tidak ada sumber yang sunyi, kurang terdengar, atau gagal dibaca.", ("B13",))]
    table = [
        [
            row["source_slug"],
            format_slug(row["state_slug"]),
            format_slug(row["silence_state_slug"]),
            format_time(row["last_published_at"]),
        ]
        for row in rows
    ]
    caption = f"Sumber yang sunyi, kurang terdengar, atau gagal dibaca: {format_number(rows[0]['source_count'])}"
    return [Table(caption, ["Sumber", "Keadaan", "Hari penuh terakhir", "Dokumen terakhir"], table, refs=("B13",))]


def _limits(row: dict) -> Line:
    told = {
        "bukan isu publik dan tidak masuk hitungan": "irrelevant_count",
        "belum terbaca model": "unread_count",
        "kurang pasti nadanya": "unsure_tone_count",
        "kurang pasti sikapnya": "unsure_stance_count",
        "tanpa provinsi": "unplaced_count",
        "peka, dihitung tanpa ditampilkan": "withheld_count",
    }
    parts = [f"{format_number(row[column])} {words}" for words, column in told.items()]
    start = f"{format_number(row['document_count'])} dokumen dari {format_number(row['source_count'])} sumber pekan ini"
    return Line(f"{start}: {format_list(parts)}.", ("B14",))
