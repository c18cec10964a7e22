"""Labels of all classifiers for the same texts: plain SetFit one model after the other, and Pantau's one pass; both in one run.

    .venv/bin/python -m benchmarks.classifier_throughput FILE.parquet [FILE…] [--column text] [--rows 20000]

The plain side is what SetFit's documentation shows: SetFitModel.predict in float32 under torch, one model for each classifier,
on the body that Pantau's was tuned from, with SetFit's own settings (texts up to 512 tokens; Pantau cuts at 96). Its heads are
fitted on a few examples; a head costs next to nothing. CPU seconds of the whole process count, model loading apart. Pantau
reads with its champion versions as `pantau classify` does: equal texts once, words first, the int8 body for the rest.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from ml.base_model import resolve_body
from ml.classifiers.scoring import Scorer, scorer_of
from ml.classifiers.specs import Classifier
from ml.text import model_text
from orchestration.models import champion, classifiers
from warehouse.settings import read_settings

HEAD_EXAMPLES = 200


def plain_models(chosen: list[Classifier]) -> list:
    """One SetFit model a classifier, its head fitted on a few examples."""
    from setfit import SetFitModel

    settings = read_settings()
    body = resolve_body(settings.base_model, settings.models)
    models = []
    for classifier in chosen:
        model = SetFitModel.from_pretrained(body.address, labels=list(classifier.labels), device="cpu")
        some = random.Random(0).sample(classifier.examples, HEAD_EXAMPLES)
        vectors = model.model_body.encode([model_text(e.text) for e in some], show_progress_bar=False)
        model.model_head = LogisticRegression(max_iter=1_000).fit(vectors, [e.label for e in some])
        models.append(model)
    return models


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds of `work`."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def answered_share(scorer: Scorer, texts: list[str]) -> float:
    """Share of the distinct texts for which no head asked the body."""
    distinct = list(dict.fromkeys(model_text(text) for text in texts))
    of_words = scorer._ask_words(distinct)
    alone = [all(head.answer_by_words(of_words[name][i]) for name, head in scorer.heads.items()) for i in range(len(distinct))]
    return sum(alone) / len(distinct)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--column", default="text")
    parser.add_argument("--rows", type=int, default=20_000)
    arguments = parser.parse_args()
    texts = [text for file in arguments.files for text in pq.read_table(file)[arguments.column].to_pylist() if text]
    texts = random.Random(1).sample(texts, min(arguments.rows, len(texts)))
    chosen = classifiers()
    ours = [champion(classifier) for classifier in chosen.values()]
    scorer = scorer_of(ours[0].body, ours)
    with redirect_stderr(StringIO()):
        plain = plain_models(list(chosen.values()))
        ours_cpu, ours_wall = measured(lambda: list(scorer.iterate(texts)))
        plain_cpu, plain_wall = measured(
            lambda: [model.predict([model_text(t) for t in texts], show_progress_bar=False) for model in plain]
        )
    table = Table("side", "texts", "CPU s", "wall s", "texts per CPU s", title=f"{len(chosen)} classifiers")
    for side, cpu, wall in (("plain SetFit", plain_cpu, plain_wall), ("Pantau", ours_cpu, ours_wall)):
        table.add_row(side, f"{len(texts):,}", f"{cpu:.0f}", f"{wall:.0f}", f"{len(texts) / cpu:.1f}")
    Console().print(table)
    print(f"ratio {plain_cpu / ours_cpu:.1f} in CPU time, {plain_wall / ours_wall:.1f} in wall time")
    print(f"distinct texts that words alone answered for all classifiers: {answered_share(scorer, texts):.1%}")


if __name__ == "__main__":
    main()
