"""What is remembered of a story for people, and which of it names an issue: headlines before the words of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ml.issues.naming import NAMELESS, Name, name_issue
from ml.issues.phrases import Background, headline_of

TITLES_KEPT, EVIDENCE = 40, 10
HEADLINED = frozenset({"berita", "rilis"})
"""Channels whose titles are headlines: that of a complaint is its subject, that of a fact check the claim."""


@dataclass
class Told:
    """The latest of each. `headlines` of news and releases, and the first words of `others`: no copies, nothing withheld."""

    headlines: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)

    def take(self, row: Mapping, is_original: bool) -> None:
        """`row`: of STREAM."""
        self.documents = [*self.documents, row["document_id"]][-EVIDENCE:]
        if not is_original or row["is_withheld"]:
            return
        words = headline_of(row["title"], row["text"] or "")
        if row["title"] and row["channel_slug"] in HEADLINED:
            self.headlines = [*self.headlines, words][-TITLES_KEPT:]
        else:
            self.others = [*self.others, words][-TITLES_KEPT:]

    def absorb(self, gone: Told) -> None:
        """The words of a story that went up in this one, before its own."""
        self.headlines = [*gone.headlines, *self.headlines][-TITLES_KEPT:]
        self.others = [*gone.others, *self.others][-TITLES_KEPT:]


def name_by(headlines: Sequence[str], others: Sequence[str], background: Background, previous: Name | None = None) -> Name:
    """By the headlines, else by the words of others; a label of others goes as soon as headlines tell a better one."""
    if headlines:
        name = name_issue(headlines, background, previous if previous and previous.is_headline else None)
        if name.label != NAMELESS:
            return name
    return name_issue(others, background, previous)._replace(is_headline=False)
