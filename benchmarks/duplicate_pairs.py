"""Draw pairs of texts for labelling near-duplicates (docs/labelling-duplicates.md): one JSON line a pair, without its label.

    python -m benchmarks.duplicate_pairs ../shared/data pairs.jsonl SEED near_duplicates.parquet

No pair of the labelled ones (the last argument) is drawn again.

Pairs come from every band of likeness, so that both look-alikes that are none and copies that look little alike are drawn;
and from two nets that do not look at the share of equal words: rare words in common, and nearness of sentence embeddings.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sparse

from ml.base_model import resolve_body
from warehouse.settings import ROOT

WINDOW_DAYS = 14
BANDS = {"0.40": (0.4, 0.55, 60), "0.55": (0.55, 0.7, 90), "0.70": (0.7, 0.85, 110), "0.85": (0.85, 1.0, 115),
         "1.00": (1.0, 2.0, 35)}  # fmt: skip
"""Name of the band: least share of equal words, bound, pairs drawn from each set."""
ARTICLE_PAIRS = 50
LEAST_LIKENESS = 0.4
ALIKE_BEGINNINGS = 3
"""Of one band, so many pairs may begin with the same two words: else timetables are all that is drawn."""
RARE_DOCUMENTS, RARE_SHARED, RARE_PAIRS = 25, 3, 25
EMBEDDED_TEXTS, EMBEDDED_PAIRS, EMBEDDED_JACCARD = 1_500, 25, 0.5
FAR_PART = 4
"""Of pairs more than a day apart, one in so many is drawn from: copies lie near one another in time."""
WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
Pair = tuple[int, int, str]


def main(data: Path, target: Path, seed: int, labelled: Path) -> None:
    known = {frozenset((row["left_ref"], row["right_ref"])) for row in pq.read_table(labelled).to_pylist()}
    lines = []
    for name, rows in _sets(data):
        for left, right, drawn_by in _draw(name, rows, seed, known):
            pair = {"set": name, "drawn_by": drawn_by}
            for side, row in (("left", rows[left]), ("right", rows[right])):
                pair |= {f"{side}_ref": row["url"], f"{side}_text": row["text"], f"{side}_published_on": str(row["day"])}
            lines.append(json.dumps(pair, ensure_ascii=False))
    target.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} pairs in {target}")


def _sets(data: Path) -> Iterator[tuple[str, list[dict]]]:
    headlines = pq.read_table(data / "news_headlines.parquet").to_pylist()
    articles = pq.read_table(data / "news_articles.parquet").to_pylist()
    yield "headlines", _rows(headlines, lambda row: row["title"])
    yield "article_titles", _rows(articles, lambda row: row["title"])
    yield "article_summaries", _rows(articles, lambda row: f"{row['title']}\n{row['summary']}" if row["summary"] else "")
    yield "article_bodies", _rows(articles, lambda row: f"{row['title']}\n{row['body']}" if row["body"] else "")


def _rows(source: list[dict], text) -> list[dict]:
    rows = [{"url": row["url"], "text": text(row), "day": np.datetime64(row["published_at"][:10])} for row in source]
    return sorted((row for row in rows if row["text"]), key=lambda row: (row["day"], row["url"]))


def _draw(name: str, rows: list[dict], seed: int, known: set[frozenset[str]]) -> list[Pair]:
    """Pairs of rows; those whose addresses are in `known` are left out."""
    words = _word_matrix([row["text"] for row in rows])
    days = np.array([row["day"] for row in rows])
    generator = np.random.default_rng(seed)
    left, right, likeness = _alike(words, days)
    drawn: list[Pair] = []
    for band, (least, below, count) in BANDS.items():
        chosen = generator.permutation(np.flatnonzero((likeness >= least) & (likeness < below)))
        share = count if name == "headlines" else ARTICLE_PAIRS // len(BANDS)
        drawn += _spread(((int(left[i]), int(right[i])) for i in chosen), rows, share, f"jaccard {band}")
    if name == "headlines":
        drawn += _spread(_rare(words, days, generator), rows, RARE_PAIRS, "rare words")
        drawn += _embedded(words, rows, generator)
    unique = list({pair[:2]: pair for pair in reversed(drawn)}.values())[::-1]
    return [pair for pair in unique if frozenset((rows[pair[0]]["url"], rows[pair[1]]["url"])) not in known]


def _word_matrix(texts: list[str]) -> sparse.csr_matrix:
    vocabulary: dict[str, int] = {}
    columns, ends = [], [0]
    for text in texts:
        columns += [vocabulary.setdefault(word, len(vocabulary)) for word in set(WORD.findall(text.lower()))]
        ends.append(len(columns))
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(texts), len(vocabulary)))


def _alike(words: sparse.csr_matrix, days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs within the window and the share of their words that both have."""
    sizes, found = np.diff(words.indptr), []
    for start, end, last in _by_day(days):
        common = (words[start:end] @ words[start:last].T).tocoo()
        left, right = start + common.row, start + common.col
        likeness = common.data / (sizes[left] + sizes[right] - common.data)
        kept = (likeness >= LEAST_LIKENESS) & (right > left)
        far = (days[right] - days[left]).astype(int) > 1
        kept &= ~far | (np.arange(len(far)) % FAR_PART == 0)
        found.append((left[kept], right[kept], likeness[kept]))
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))  # type: ignore[return-value]


def _by_day(days: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """(first row of a day, row after it, row after its window)."""
    for day in np.unique(days):
        start, end = np.searchsorted(days, [day, day + 1])
        yield int(start), int(end), int(np.searchsorted(days, day + WINDOW_DAYS + 1))


def _rare(words: sparse.csr_matrix, days: np.ndarray, generator: np.random.Generator) -> list[tuple[int, int]]:
    """Of one or two days, few words in common but rare ones among them."""
    rare = words[:, np.asarray(words.sum(axis=0)).ravel() <= RARE_DOCUMENTS].tocsr()
    sizes, pairs = np.diff(words.indptr), []
    for start, end, _ in _by_day(days):
        last = int(np.searchsorted(days, days[start] + 2))
        common = (rare[start:end] @ rare[start:last].T).tocoo()
        both = words[start + common.row].multiply(words[start + common.col]).sum(axis=1).A1 if common.nnz else np.zeros(0)
        likeness = both / (sizes[start + common.row] + sizes[start + common.col] - both)
        kept = (common.data >= RARE_SHARED) & (common.col > common.row) & (likeness < LEAST_LIKENESS)
        pairs += zip((start + common.row[kept]).tolist(), (start + common.col[kept]).tolist(), strict=True)
    return [pairs[i] for i in generator.permutation(len(pairs))]


def _embedded(words: sparse.csr_matrix, rows: list[dict], generator: np.random.Generator) -> list[Pair]:
    """The nearest pairs of some consecutive headlines that share at most half of their words."""
    from sentence_transformers import SentenceTransformer

    start = int(generator.integers(len(rows) - EMBEDDED_TEXTS))
    texts = ["query: " + row["text"] for row in rows[start : start + EMBEDDED_TEXTS]]
    body = SentenceTransformer(resolve_body(None, ROOT / ".cache" / "models").address, device="cpu")
    vectors = body.encode(texts, normalize_embeddings=True)
    part = words[start : start + EMBEDDED_TEXTS]
    common, sizes = (part @ part.T).toarray(), np.diff(part.indptr)
    likeness = common / (sizes[:, None] + sizes[None, :] - common)
    nearness = np.triu(np.where(likeness <= EMBEDDED_JACCARD, vectors @ vectors.T, 0), 1)
    best = np.argsort(-nearness, axis=None)[: EMBEDDED_PAIRS * 10]
    pairs = ((start + int(i) // len(texts), start + int(i) % len(texts)) for i in best)
    return _spread(pairs, rows, EMBEDDED_PAIRS, "embedding")


def _spread(pairs, rows: list[dict], count: int, drawn_by: str) -> list[Pair]:
    beginnings: Counter[tuple[str, ...]] = Counter()
    chosen: list[Pair] = []
    for left, right in pairs:
        beginning = tuple(rows[left]["text"].lower().split()[:2])
        beginnings[beginning] += 1
        if beginnings[beginning] <= ALIKE_BEGINNINGS and len(chosen) < count:
            chosen.append((left, right, drawn_by))
    return chosen


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
