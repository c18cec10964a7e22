"""Fit the weights that put documents into stories, and hold the grouping against labelled sets (docs/labelling-stories.md).

    python -m benchmarks.story_pairs ARTICLES.parquet HEADLINES.parquet LABELS [--write]

LABELS: a folder of <set>.tsv with columns url and story, each of articles or of headlines; sets whose name begins with "test"
are measured, never fitted on. HEADLINES: what was heard before, too, for telling rare words. Each set is measured by weights
that were fitted on the other sets. --write puts the weights fitted on all sets but "test*" into ml/issues/pair_weights.json.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
import scipy.sparse as sp

from ml.base_model import resolve_body
from ml.issues.candidates import pair_features
from ml.issues.opening import open_watch
from ml.issues.pairs import WEIGHTS, PairModel, documents_of, with_products
from ml.issues.regions import region_rows
from ml.issues.stories import StoryBook
from ml.issues.terms import Rarity, Terms, read_terms
from ml.places import PlaceReader
from ml.places.resolution import Given
from ml.vectors import VectorReader, obtain_reading_body, unit_vectors
from warehouse.settings import read_settings

HEARD_BEFORE, LEAD_CHARACTERS, PENALTY = 60_000, 220, 0.1
NO_PAST = np.zeros((0, 2))


@dataclass(frozen=True)
class Labelled:
    urls: list[str]
    stories: list[str]
    hours: np.ndarray
    terms: Terms
    vectors: np.ndarray
    regions: sp.csr_array
    rarity: Rarity
    has_leads: bool


def read_sets(articles: Path, headlines: Path, labels: Path) -> dict[str, Labelled]:
    settings = read_settings()
    reader = VectorReader(obtain_reading_body(resolve_body(settings.base_model, settings.models), settings.models))
    news, archive = (_dated(file) for file in (articles, headlines))
    return {file.stem: _read_set(file, news, archive, reader) for file in sorted(labels.glob("*.tsv"))}


def _dated(file: Path) -> pd.DataFrame:
    """By address, in order of time; headlines have no lead."""
    frame = pd.read_parquet(file).drop_duplicates("url").set_index("url")
    frame["at"] = pd.to_datetime(frame["published_at"], utc=True, format="mixed")
    return frame.reindex(columns=["title", "summary", "at"]).sort_values("at", kind="stable")


def _read_set(file: Path, news: pd.DataFrame, archive: pd.DataFrame, reader: VectorReader) -> Labelled:
    given = pd.read_csv(file, sep="\t", dtype=str)
    source = news if given["url"].isin(news.index).all() else archive
    rows = source.loc[given["url"]]
    order = np.argsort(rows["at"].to_numpy(), kind="stable")
    given, rows = given.iloc[order], rows.iloc[order]
    titles = rows["title"].fillna("").tolist()
    leads = rows["summary"].astype("string").fillna("").str[:LEAD_CHARACTERS]
    texts = [f"{title}. {lead}" if lead else title for title, lead in zip(titles, leads, strict=True)]
    known = open_watch(0, 1).rarity
    before = archive.loc[archive["at"] < rows["at"].min(), "title"].tolist()[-HEARD_BEFORE:]
    known.add(read_terms(before, before).whole)
    hours = rows["at"].dt.tz_localize(None).to_numpy().astype("datetime64[h]").astype(np.int64)
    vectors = unit_vectors(reader.vectors(texts))
    places = PlaceReader()
    regions = region_rows([list(places.find(text, Given())) for text in texts])
    return Labelled(
        given["url"].tolist(),
        given["story"].tolist(),
        hours,
        read_terms(titles, texts),
        vectors,
        regions,
        known,
        source is news,
    )


def pairs_of(labelled: Labelled) -> tuple[np.ndarray, np.ndarray]:
    """Features of the candidate pairs of a set, and whether each is one story."""
    rarity = Rarity(labelled.rarity.frequencies.copy(), labelled.rarity.count)
    rarity.add(labelled.terms.whole)
    every = documents_of(labelled.terms, labelled.vectors, labelled.hours, labelled.regions, rarity)
    (rows, _), i, j = pair_features(every, every.take(slice(0, 0)), NO_PAST, rarity)
    stories = np.array(labelled.stories)
    return rows, stories[i] == stories[j]


def fit(sets: list[Labelled]) -> PairModel:
    from sklearn.linear_model import LogisticRegression

    parts = [pairs_of(one) for one in sets]
    rows, same = (np.concatenate(part) for part in zip(*parts, strict=True))
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    model = LogisticRegression(C=PENALTY, max_iter=3000).fit(with_products((rows - mean) / spread), same)
    return PairModel(mean, spread, model.coef_[0], float(model.intercept_[0]))


def group(labelled: Labelled, model: PairModel) -> dict[str, str]:
    """url -> story, put together hour by hour as the watch does."""
    rarity = Rarity(labelled.rarity.frequencies.copy(), labelled.rarity.count)
    book = StoryBook(model, rarity)
    for hour in np.unique(labelled.hours):
        rows = np.flatnonzero(labelled.hours == hour)
        terms = Terms(*(part[rows] for part in (labelled.terms.whole, labelled.terms.title, labelled.terms.names)))
        new = documents_of(terms, labelled.vectors[rows], labelled.hours[rows], labelled.regions[rows], rarity)
        book.add(new, [labelled.urls[row] for row in rows], int(hour))
        rarity.add(terms.whole)
    return dict(book.story_of)


def bcubed(found: Mapping[str, str], labelled: Mapping[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998) over the items of both."""
    clusters, stories = defaultdict(set), defaultdict(set)
    for item in labelled:
        clusters[found[item]].add(item)
        stories[labelled[item]].add(item)
    shared = {item: len(clusters[found[item]] & stories[labelled[item]]) for item in labelled}
    precision = float(np.mean([shared[item] / len(clusters[found[item]]) for item in labelled]))
    recall = float(np.mean([shared[item] / len(stories[labelled[item]]) for item in labelled]))
    return precision, recall, 2 * precision * recall / (precision + recall)


def _tell(name: str, measured: list[tuple[np.ndarray, int]]) -> None:
    """Precision and recall averaged over all items."""
    total = sum(n for _, n in measured)
    precision, recall, _ = sum(figures * n for figures, n in measured) / total
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name}, n {total}, B-cubed P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def main(articles: Path, headlines: Path, labels: Path, is_written: bool) -> None:
    sets = read_sets(articles, headlines, labels)
    to_fit = {name: one for name, one in sets.items() if not name.startswith("test")}
    measured = {}
    for name, labelled in sets.items():
        others = [one for other, one in to_fit.items() if not set(one.urls) & set(labelled.urls) and other != name]
        gold = dict(zip(labelled.urls, labelled.stories, strict=True))
        measured[name] = np.array(bcubed(group(labelled, fit(others)), gold)), len(gold)
        _tell(f"{name}: stories {len(set(gold.values()))}", [measured[name]])
    for kind, has_leads in (("articles", True), ("headlines", False)):
        if of_kind := [measured[name] for name, one in sets.items() if one.has_leads == has_leads]:
            _tell(f"all {kind}", of_kind)
    if is_written:
        model = fit(list(to_fit.values()))
        numbers = {name: [float(f"{x:.5g}") for x in getattr(model, name)] for name in ("mean", "spread", "weights")}
        WEIGHTS.write_bytes(orjson.dumps(numbers | {"bias": float(f"{model.bias:.5g}")}, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("articles", "headlines", "labels"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--write", action="store_true", help="write ml/issues/pair_weights.json")
    given = parser.parse_args()
    main(given.articles, given.headlines, given.labels, given.write)
