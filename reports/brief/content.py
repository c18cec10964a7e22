"""What one brief says: the queries and their rows, the advice that follows, and the page of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import duckdb
import orjson

from reports.brief.advice import Advice, advise, most_urgent
from reports.brief.audience import Audience
from reports.brief.changes import changes_section
from reports.brief.issues import issue_facts, issue_section
from reports.brief.page import Line, Page, Section
from reports.brief.queries import Facts, Query, gather
from reports.brief.sections import (
    claims_section,
    complaints_section,
    coverage_section,
    first_section,
    week_facts,
    week_section,
)
from reports.brief.wording import format_date, format_time

FIRST_ADVICE = 5


@dataclass(frozen=True)
class Content:
    """`advice`: all that the rules say, issue by issue, then that about the week."""

    audience: Audience
    queries: list[Query]
    facts: Facts
    advice: list[Advice]

    @property
    def recommendation(self) -> Section:
        """What the brief begins with: one list of lines."""
        labels = {issue["issue_id"]: issue["label"] for issue in self.facts["B2"]}
        return first_section(most_urgent(self.advice, FIRST_ADVICE), labels)


def read_content(marts: duckdb.DuckDBPyConnection, audience: Audience) -> Content:
    queries, facts = gather(marts, audience)
    advice = [found for issue in facts["B2"] for found in _advise_on(issue, facts, audience)]
    return Content(audience, queries, facts, [*advice, *advise("pekan", week_facts(facts, audience))])


def _advise_on(issue: dict, facts: Facts, audience: Audience) -> list[Advice]:
    return advise("isu", issue_facts(issue, facts, audience), issue["issue_id"])


def as_json(content: Content) -> dict:
    """What an edition stands for, in the types of JSON: its facts and its advice."""
    return orjson.loads(orjson.dumps({"facts": content.facts, "advice": [asdict(advice) for advice in content.advice]}))


def make_page(content: Content, snapshot: str, edition: int, before: dict | None) -> Page:
    """The page of an edition; `before`: what the edition before it stands for, whose difference is told."""
    facts = content.facts
    sections = [
        content.recommendation,
        *([changes_section(edition - 1, before, as_json(content))] if before else []),
        week_section(facts),
        Section("Isu pekan ini", [] if facts["B2"] else [Line("Tidak ada isu pekan ini.", ("B2",))]),
        *(_section(position, issue, content) for position, issue in enumerate(facts["B2"], 1)),
        claims_section(facts),
        complaints_section(facts),
        coverage_section(facts),
    ]
    return Page("Isu Hari Ini", _note(content, snapshot, edition), sections, [asdict(query) for query in content.queries])


def _note(content: Content, snapshot: str, edition: int) -> str:
    """Which snapshot, days and edition the page is of."""
    week = content.facts["B1"][0]
    days = "belum ada dokumen"
    if week["last_on"]:
        days = f"pekan {format_date(week['week_on'])} – {format_date(week['last_on'])}"
        days += f" · data sampai {format_time(week['last_at'])}"
    return f"{content.audience.name} · edisi {edition} · {days} · potret {snapshot}"


def _section(position: int, issue: dict, content: Content) -> Section:
    advice = [found for found in content.advice if found.subject == issue["issue_id"]]
    return issue_section(position, issue, content.facts, content.audience, advice)
