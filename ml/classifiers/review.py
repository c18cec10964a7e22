"""What people should judge next: published texts that the champion is unsure of, that stand for many, and that differ.

Texts that the marts withhold are for one role alone; they come from the cleaner's own rows. Where `sensitif` reads, a text
that it has not read is shown to nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from ml.classifiers.labelling import KEY, labels_folder
from ml.classifiers.registry import Model
from ml.classifiers.scoring import CLUSTER
from ml.reading import read_parts, reader_folder
from ml.text import clean_text
from warehouse.access import open_marts
from warehouse.layout import Layout
from warehouse.schemas import LABELS

SENSITIVITY = "sensitif"


class Role(StrEnum):
    """Who is to judge: an analyst, or who is trusted with sensitive texts."""

    ANALYST = "analis"
    SENSITIVE = "penelaah-sensitif"


class Item(NamedTuple):
    """A text as published, and what the champion made of it: `guess` and `score` are None where it has not read it.

    `family_count` documents copy one another; `cluster` is where the text lies among the body's training texts.
    """

    document_id: str
    text_hash: str
    text: str
    channel: str
    guess: str | None = None
    score: float | None = None
    family_count: int = 1
    cluster: str | None = None


# A label that counts, of whichever classifier, tells which text of a document is the published one.
PRESENT = """
with present as (
    select document_id, text_hash, bool_or(classifier_name = $sensitivity) as is_screened
    from mart_document_labels where is_current group by document_id, text_hash
),
labels as (
    select * from mart_document_labels where classifier_name = $name and model_version = $version
)"""

# Each family of copies gives one text, each cluster one text before any gives a second. The logarithm keeps a campaign of
# thousands from outweighing all doubt.
QUEUE = f"""{PRESENT},
documents as (
    select
        d.document_id, d.channel_slug, d.family_id, d.is_withheld, p.text_hash, p.is_screened,
        count(*) over (partition by d.family_id) as family_count,
        bool_or(p.text_hash in (select text_hash from judged)) over (partition by d.family_id) as is_judged
    from mart_documents as d
    inner join present as p on d.document_id = p.document_id
),
scored as (
    select
        d.*, l.guess_slug, l.score, (1 - l.score) * (1 + ln(d.family_count)) as worth,
        coalesce(c.guess_slug, l.guess_slug) as cluster_slug
    from documents as d
    inner join labels as l on d.document_id = l.document_id and d.text_hash = l.text_hash
    left join clusters as c on d.document_id = c.document_id and d.text_hash = c.text_hash
    where not d.is_judged and d.is_withheld = $wants_withheld and (d.is_screened or not $is_screened)
),
families as (
    select * from scored qualify row_number() over (partition by family_id order by worth desc, document_id) = 1
),
texts as (
    select * from families qualify row_number() over (partition by text_hash order by worth desc, document_id) = 1
)
select document_id, text_hash, channel_slug, guess_slug, score, family_count, cluster_slug
from texts
order by row_number() over (partition by cluster_slug order by worth desc, document_id), worth desc, document_id
limit $count
"""

KNOWN = f"""{PRESENT}
select asked.document_id, asked.text_hash, d.channel_slug, l.guess_slug, l.score
from asked
inner join mart_documents as d on asked.document_id = d.document_id
inner join present as p on asked.document_id = p.document_id and asked.text_hash = p.text_hash
left join labels as l on asked.document_id = l.document_id and asked.text_hash = l.text_hash
"""

SCREENED = "select count(*) > 0 from mart_document_labels where classifier_name = $sensitivity and is_current"


def has_screen(layout: Layout) -> bool:
    """Whether labels of `sensitif` tell which published texts are withheld; InputError before the first run."""
    with open_marts(layout) as connection:
        return connection.execute(SCREENED, {"sensitivity": SENSITIVITY}).fetchall() == [(True,)]


def queue(layout: Layout, model: Model, role: Role, is_screened: bool, judged: Iterable[str], count: int) -> list[Item]:
    """At most `count` items whose text is none of the `judged` ones, one of each cluster first; InputError before a run.

    A version that has labelled in no published run gives none. `is_screened` is what `has_screen` told.
    """
    hashes = {hashlib.md5(clean_text(text).encode(), usedforsecurity=False).hexdigest() for text in judged}
    clusters = sorted(labels_folder(layout, (CLUSTER, model.body.version)).glob("part-*.parquet"))
    tables = {
        "clusters": ds.dataset(clusters) if clusters else LABELS.empty_table(),
        "judged": pa.table({"text_hash": pa.array(sorted(hashes), pa.string())}),
    }
    terms = {"is_screened": is_screened, "wants_withheld": role is Role.SENSITIVE, "count": count}
    return _items(layout, model, QUEUE, tables, terms)


def known_items(layout: Layout, model: Model, keys: Iterable[tuple[str, str]]) -> list[Item]:
    """Those of `keys` (document_id, text_hash) that are published with that text, withheld or not."""
    ids, hashes = zip(*sorted(keys), strict=True)
    asked = pa.table({"document_id": pa.array(ids, pa.string()), "text_hash": pa.array(hashes, pa.string())})
    return _items(layout, model, KNOWN, {"asked": asked}, {})


def _items(layout: Layout, model: Model, query: str, tables: dict[str, object], terms: dict[str, object]) -> list[Item]:
    terms = {**terms, "sensitivity": SENSITIVITY, "name": model.name, "version": model.version}
    with open_marts(layout) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        rows = connection.execute(query, terms).fetchall()
    texts = _texts(layout, [row[0] for row in rows]) if rows else {}
    return [Item(*row[:2], texts[row[:2]], *row[2:]) for row in rows if row[:2] in texts]


def _texts(layout: Layout, ids: list[str]) -> dict[tuple[str, str], str]:
    """Every text that these documents have had, by document_id and text_hash, as the cleaner that counts made it."""
    (cleaner,) = pq.read_table(layout.ml_table("models") / "cleaned" / "model.parquet")["model_version"].to_pylist()
    wanted = pc.field("document_id").isin(pa.array(ids, pa.string()))
    rows = read_parts(reader_folder(layout, "cleaned", cleaner), [*KEY, "clean_text"], wanted).to_pylist()
    return {(row["document_id"], row["text_hash"]): row["clean_text"] for row in rows}
