"""A mapping tried on the first records of its file, before it is saved: how dates are read, and what would land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from ingestion.catalog import Entry
from ingestion.contract import Batch, apply_contract
from ingestion.dialects import Dialect
from ingestion.dialects.translation import translate
from ingestion.kinds import Chunk
from ingestion.mapping import LOOKED_AT, Proposal
from ingestion.reading.formats import READERS, format_of
from ingestion.times import parsed_times
from ingestion.values import as_text
from warehouse.privacy import mask_text


@dataclass(frozen=True)
class Rehearsal:
    """The first records of the file that was proposed for. `as_of` is naive UTC."""

    proposal: Proposal
    table: pa.Table
    entry: Entry
    as_of: datetime

    def read_dates(self, column: str) -> list[tuple[str, datetime | None]]:
        """Every date of a column as it is written, masked, and as naive UTC; None where it cannot be read."""
        written = as_text(self.table.column(column).combine_chunks())
        read = self._translated({"published_at": column, "text": column}).column("published_at").combine_chunks()
        times = parsed_times(read, self.entry.time_zone, self.as_of).to_pylist()
        return [(mask_text(text), time) for text, time in zip(written.to_pylist(), times, strict=True) if text]

    def land(self, chosen: Mapping[str, str], key: bytes) -> Batch:
        """What the contract makes of the records with these columns chosen; `key` makes the pseudonyms."""
        chunk = Chunk(self._translated(chosen), range(1, self.table.num_rows + 1))
        return apply_contract(chunk, self.entry, self.proposal.path.name, self.as_of, key)

    def _translated(self, chosen: Mapping[str, str]) -> pa.Table:
        dialect = Dialect(
            name="rehearsal",
            title="",
            signature=(self.proposal.header,),
            columns=dict(chosen),
            time_format=self.proposal.time_format,
        )
        return translate(self.table, dialect, {}, self.entry.time_zone, self.as_of)


def rehearse(proposal: Proposal, entry: Entry, as_of: datetime) -> Rehearsal:
    """Read the first records again, as `propose` did."""
    read = READERS[format_of(proposal.path)]
    table = next(chunk.table for chunk in read(proposal.path, None) if chunk.table.num_rows)
    return Rehearsal(proposal, table.slice(0, LOOKED_AT), entry, as_of)
