"""The readers of documents beside the classifiers, each built once in a process: building them takes a second or two.

`cleaned` comes first; the others read what it wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from ml.agencies import AgencyReader, obtain_router
from ml.classifiers.registry import write_reader
from ml.cleaning import CleanReader
from ml.duplicates import DuplicateReader
from ml.enrichment import Enricher
from ml.entities import EntityReader
from ml.places import PlaceReader
from ml.reading import Progress, Reader, clean_documents, follow_cleaned, reader_folder, version_over
from ml.vectors import VectorReader, obtain_reading_body
from orchestration.context import context
from orchestration.models import base_body
from warehouse.layout import Layout
from warehouse.settings import read_settings

CLEANER_VERSION = "PANTAU_CLEANER_VERSION"
"""Tells dbt which documents to hand over: those that this version has not read."""


@cache
def cleaner() -> CleanReader:
    return CleanReader()


@dataclass(frozen=True)
class AgenciesInPlace:
    """The reader of agencies, told of the places that a text names: there it would be acted upon."""

    agencies: AgencyReader
    places: PlaceReader

    @property
    def version(self) -> str:
        return f"{self.agencies.version}-{self.places.version}"

    def read(self, documents: pa.Table) -> pa.Table:
        return self.agencies.read(documents, self.places.read(documents))


def agency_reader() -> AgenciesInPlace:
    """With what `pantau agencies learn` learned from past dispositions, where it did."""
    return AgenciesInPlace(AgencyReader(obtain_router(Layout(read_settings().home).routers)), PlaceReader())


def _duplicates() -> Reader:
    version = version_over(DuplicateReader(None), cleaner().version)
    return DuplicateReader(reader_folder(context().layout, "duplicates", version))


@cache
def vector_reader() -> VectorReader:
    return VectorReader(obtain_reading_body(base_body(), context().settings.models))


FOLLOWERS: dict[str, Callable[[], Reader]] = {
    "places": PlaceReader,
    "agencies": agency_reader,
    "entities": EntityReader,
    "duplicates": _duplicates,
    "vectors": vector_reader,
}


def read_cleaned(layout: Layout, progress: Progress) -> tuple[int, str]:
    """Clean what dbt handed over; (documents read, version)."""
    version = cleaner().version
    count = clean_documents(layout, cleaner(), progress)
    write_reader(layout, "cleaned", version)
    return count, version


def read_after(layout: Layout, what: str, progress: Progress) -> tuple[int, str]:
    """Let one of FOLLOWERS read what was cleaned; (documents read, version)."""
    reader = FOLLOWERS[what]()
    version = version_over(reader, cleaner().version)
    count = follow_cleaned(layout, what, reader, cleaner().version, progress)
    write_reader(layout, what, version)
    return count, version


def enricher() -> Enricher:
    """All readers for a file of one's own; copies are looked for within that file."""
    return Enricher(cleaner(), PlaceReader(), agency_reader(), EntityReader(), DuplicateReader(None))
