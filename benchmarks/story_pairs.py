"""Fit the weights that put documents into stories, and hold the grouping against labelled sets (docs/labelling-stories.md).

    python -m benchmarks.story_pairs ARTICLES.parquet HEADLINES.parquet LABELS [--write]

LABELS: a folder of <set>.tsv with columns url and story, each of articles or of headlines; sets whose name begins with "test"
are measured, never fitted on. Each set is measured by weights that were fitted on the other sets, twice: alone, as a file of
one's own would be, and among all HEADLINES of its days and of the week before, as in a home. Weights are fitted on pairs of
both, and of handfuls of stories; --write puts those of all sets but "test*" into ml/issues/pair_weights.json. Some 20 minutes.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
import scipy.sparse as sp
from rich.progress import track

from ml.base_model import resolve_body
from ml.issues.candidates import pair_features
from ml.issues.opening import open_watch
from ml.issues.pairs import WEIGHTS, Documents, PairModel, documents_of, with_products
from ml.issues.regions import region_rows
from ml.issues.stories import WINDOW_HOURS, StoryBook
from ml.issues.terms import Rarity, Terms, read_terms
from ml.places import PlaceReader
from ml.places.resolution import Given
from ml.vectors import VectorReader, obtain_reading_body, unit_vectors
from warehouse.settings import read_settings

HEARD_BEFORE, LEAD_CHARACTERS, PENALTY = 60_000, 220, 0.1
HANDFULS = 20
NO_PAST = np.zeros((0, 2))
Pairs = tuple[np.ndarray, np.ndarray]
"""Features of pairs of labelled documents, and whether each is one story."""


@dataclass(frozen=True)
class Stream:
    """Documents in order of time; a story is None where the document was not labelled."""

    urls: np.ndarray
    stories: np.ndarray
    hours: np.ndarray
    terms: Terms
    vectors: np.ndarray
    regions: sp.csr_array
    rarity: Rarity
    has_leads: bool

    def take(self, rows: np.ndarray) -> Stream:
        terms = Terms(*(getattr(self.terms, field.name)[rows] for field in fields(Terms)))
        apart = (self.urls[rows], self.stories[rows], self.hours[rows])
        return Stream(*apart, terms, self.vectors[rows], self.regions[rows], self.rarity, self.has_leads)

    def labelled(self) -> Stream:
        return self.take(np.flatnonzero(self.stories != None))  # noqa: E711 (one by one)

    def documents(self, rows: np.ndarray, rarity: Rarity) -> Documents:
        part = self.take(rows)
        return documents_of(part.terms, part.vectors, part.hours, part.regions, rarity)

    def by_hour(self, rarity: Rarity) -> Iterator[tuple[int, np.ndarray, Documents]]:
        """(hour, rows, documents) as the watch gets them; how rare words are is known from the hours before."""
        for hour in np.unique(self.hours):
            rows = np.flatnonzero(self.hours == hour)
            yield int(hour), rows, self.documents(rows, rarity)
            rarity.add(self.terms.whole[rows])

    def rarity_before(self) -> Rarity:
        return Rarity(self.rarity.frequencies.copy(), self.rarity.count)


def read_sets(articles: Path, headlines: Path, labels: Path) -> dict[str, Stream]:
    """Each labelled set among the headlines of its days and of the week before."""
    settings = read_settings()
    reader = VectorReader(obtain_reading_body(resolve_body(settings.base_model, settings.models), settings.models))
    news, archive = (_dated(file) for file in (articles, headlines))
    files = track(sorted(labels.glob("*.tsv")), "sets")
    return {file.stem: _read_set(file, news, archive, reader) for file in files}


def _dated(file: Path) -> pd.DataFrame:
    """By address, in order of time; headlines have no lead."""
    frame = pd.read_parquet(file).drop_duplicates("url").set_index("url")
    frame["at"] = pd.to_datetime(frame["published_at"], utc=True, format="mixed")
    return frame.reindex(columns=["title", "summary", "at"]).sort_values("at", kind="stable")


def _read_set(file: Path, news: pd.DataFrame, archive: pd.DataFrame, reader: VectorReader) -> Stream:
    given = pd.read_csv(file, sep="\t", dtype=str).set_index("url")["story"]
    has_leads = bool(given.index.isin(news.index).all())
    rows = (news if has_leads else archive).loc[given.index]
    begin, end = rows["at"].min() - pd.Timedelta(hours=WINDOW_HOURS), rows["at"].max()
    around = archive[archive["at"].between(begin, end) & ~archive.index.isin(given.index)]
    rows = pd.concat([around, rows]).sort_values("at", kind="stable")
    titles = rows["title"].fillna("").tolist()
    leads = rows["summary"].astype("string").fillna("").str[:LEAD_CHARACTERS]
    texts = [f"{title}. {lead}" if lead else title for title, lead in zip(titles, leads, strict=True)]
    before = archive.loc[archive["at"] < begin, "title"].tolist()[-HEARD_BEFORE:]
    known = open_watch(0, 1).rarity
    known.add(read_terms(before, before).whole)
    places = PlaceReader()
    regions = region_rows([list(places.find(text, Given())) for text in texts])
    stories = np.array([given.get(url) for url in rows.index], object)
    hours = rows["at"].dt.tz_localize(None).to_numpy().astype("datetime64[h]").astype(np.int64)
    vectors = unit_vectors(reader.vectors(texts))
    return Stream(rows.index.to_numpy(), stories, hours, read_terms(titles, texts), vectors, regions, known, has_leads)


def pairs_among_all(stream: Stream) -> Pairs:
    """Of candidates as they come hour by hour."""
    rarity, past, around = stream.rarity_before(), np.zeros(0, np.int64), NO_PAST
    held, parts = None, []
    for hour, rows, new in stream.by_hour(rarity):
        held = new.take(slice(0, 0)) if held is None else held
        kept = np.flatnonzero(stream.hours[past] >= hour - WINDOW_HOURS)
        past, around, held = past[kept], around[kept], held.take(kept)
        (found, around_new), i, j = pair_features(new, held, around, rarity)
        past, around, held = np.concatenate([past, rows]), np.concatenate([around, around_new]), held.join(new)
        parts.append(_judged(found, stream.stories[rows[i]], stream.stories[past[j]]))
    return _joined(parts)


def pairs_alone(stream: Stream) -> Pairs:
    """Of candidates among the labelled documents, all at once."""
    rarity = stream.rarity_before()
    rarity.add(stream.terms.whole)
    every = stream.documents(np.arange(len(stream.urls)), rarity)
    (found, _), i, j = pair_features(every, every.take(slice(0, 0)), NO_PAST, rarity)
    return _judged(found, stream.stories[i], stream.stories[j])


def pairs_of_handfuls(stream: Stream) -> Pairs:
    """The same of few stories at a time: as much as a home knows in its first hours."""
    names = np.unique(stream.stories.astype(str))
    np.random.default_rng(1).shuffle(names)
    parts = (np.flatnonzero(np.isin(stream.stories.astype(str), some)) for some in np.array_split(names, HANDFULS))
    return _joined([pairs_alone(stream.take(rows)) for rows in parts if len(rows) > 1])


def _judged(found: np.ndarray, left: np.ndarray, right: np.ndarray) -> Pairs:
    known = (left != None) & (right != None)  # noqa: E711 (one by one)
    return found[known], (left == right)[known]


def _joined(parts: Iterable[Pairs]) -> Pairs:
    found, same = zip(*parts, strict=True)
    return np.concatenate(found), np.concatenate(same)


def fit(sets: list[list[Pairs]]) -> PairModel:
    """`sets`: pairs of each labelled set in the three surroundings, each of which weighs as much as the others."""
    from sklearn.linear_model import LogisticRegression

    kinds = [_joined(kind) for kind in zip(*sets, strict=True)]
    rows, same = _joined(kinds)
    share = np.concatenate([np.full(len(kind), len(kinds[0][1]) / len(kind)) for _, kind in kinds])
    mean = np.average(rows, axis=0, weights=share)
    spread = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=share))
    model = LogisticRegression(C=PENALTY, max_iter=5_000)
    model.fit(with_products((rows - mean) / spread), same.astype(bool), sample_weight=share)
    return PairModel(mean, spread, model.coef_[0], float(model.intercept_[0]))


def group(stream: Stream, model: PairModel) -> dict[str, str]:
    """url -> story of the labelled documents, put together hour by hour as the watch does."""
    rarity, found = stream.rarity_before(), {}
    book = StoryBook(model, rarity)
    for hour, rows, new in stream.by_hour(rarity):
        book.add(new, stream.urls[rows].tolist(), hour)
    for url, story in zip(stream.urls.tolist(), stream.stories.tolist(), strict=True):
        if story is not None:
            found[url] = book.story_of[url]
    return found


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


def _measure(streams: Mapping[str, Stream], models: Mapping[str, PairModel], among: str) -> None:
    measured = {}
    for name, stream in streams.items():
        alone = stream.labelled()
        gold = dict(zip(alone.urls.tolist(), alone.stories.tolist(), strict=True))
        measured[name] = np.array(bcubed(group(stream, models[name]), gold)), len(gold)
        _tell(f"{among}: {name}", [measured[name]])
    for kind, has_leads in (("articles", True), ("headlines", False)):
        if of_kind := [measured[name] for name, one in streams.items() if one.has_leads == has_leads]:
            _tell(f"{among}: all {kind}", of_kind)


def main(articles: Path, headlines: Path, labels: Path, is_written: bool) -> None:
    streams = read_sets(articles, headlines, labels)
    alone = {name: stream.labelled() for name, stream in streams.items()}
    pairs = {
        name: [pairs_among_all(stream), pairs_alone(alone[name]), pairs_of_handfuls(alone[name])]
        for name, stream in track(streams.items(), "pairs")
    }
    to_fit = [name for name in streams if not name.startswith("test")]
    models = {
        name: fit([pairs[other] for other in to_fit if not set(alone[other].urls) & set(alone[name].urls)]) for name in streams
    }
    _measure(alone, models, "alone")
    _measure(streams, models, "among all")
    if is_written:
        model = fit([pairs[name] for name in to_fit])
        numbers = {name: [float(f"{x:.5g}") for x in getattr(model, name)] for name in ("mean", "spread", "weights")}
        WEIGHTS.write_bytes(orjson.dumps(numbers | {"bias": float(f"{model.bias:.5g}")}, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("articles", "headlines", "labels"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--write", action="store_true", help="write ml/issues/pair_weights.json")
    given = parser.parse_args()
    main(given.articles, given.headlines, given.labels, given.write)
