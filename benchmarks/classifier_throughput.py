"""Labels of all classifiers for the same texts: plain SetFit one model after the other, and Pantau's one pass; both in one run.

    .venv/bin/python -m benchmarks.classifier_throughput FILE.parquet [FILE…] [--column text] [--rows 20000]
        [--labelled FILE.parquet]

The plain side is what SetFit's documentation shows: SetFitModel.predict in float32 under torch, one model for each classifier,
on the tuned body that Pantau's versions stand on, with SetFit's own settings (texts up to 512 tokens; Pantau cuts at 96) and a
logistic head fitted on the same examples. CPU seconds of the whole process count, training and loading apart. Pantau reads with
its stated versions as `pantau classify` does: equal texts once, words first, the int8 body for the rest.

`--labelled` names rows with a text and a column for each classifier: both sides' macro-F1 on them, over labels with eight rows
or more, tells what the speed costs.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO

import numpy as np
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from ml.base_model import resolve_body
from ml.classifiers.bodies import TunedBody
from ml.classifiers.evaluation import LEAST_ROWS, counted_labels, measure
from ml.classifiers.examples import split_examples
from ml.classifiers.heads import REGULARISATION
from ml.classifiers.scoring import Scorer, scorer_of
from ml.classifiers.specs import Classifier
from ml.classifiers.tuning import WEIGHTS_FILE
from ml.text import model_text
from orchestration.models import classifiers, stated_model
from warehouse.settings import read_settings


def plain_models(chosen: list[Classifier], tuned: TunedBody) -> dict:
    """One SetFit model a classifier, each with a body of its own, by name."""
    from safetensors.torch import load_file
    from setfit import SetFitModel

    settings = read_settings()
    base = resolve_body(settings.base_model, settings.models)
    models = {}
    for classifier in chosen:
        model = SetFitModel.from_pretrained(base.address, labels=list(classifier.labels), device="cpu")
        encoder = model.model_body[0].auto_model
        if strange := encoder.load_state_dict(load_file(tuned.folder / WEIGHTS_FILE), strict=False).unexpected_keys:
            raise ValueError(f"weights of another encoder: {strange[0]}")
        models[classifier.name] = model
    learned = {c.name: {model_text(e.text): e.label for e in split_examples(c.examples)[0]} for c in chosen}
    texts = sorted({text for labels in learned.values() for text in labels})
    seen = dict(zip(texts, models[chosen[0].name].model_body.encode(texts, show_progress_bar=False), strict=True))
    for name, labels in learned.items():
        head = LogisticRegression(C=REGULARISATION, max_iter=2_000, class_weight="balanced")
        models[name].model_head = head.fit([seen[text] for text in labels], list(labels.values()))
    return models


def compare_accuracy(rows: list[dict], plain: dict, scorer: Scorer) -> Table:
    """Macro-F1 of both sides for each classifier, on the rows that were judged by it."""
    ours = list(scorer.iterate([row["text"] for row in rows]))
    table = Table("classifier", "rows", "plain SetFit", "Pantau", "points lost", title="macro-F1")
    for name, model in plain.items():
        judged = [i for i, row in enumerate(rows) if row.get(name) is not None]
        truth = [rows[i][name] for i in judged]
        if len(counted_labels(np.asarray(truth), LEAST_ROWS)) < 2:
            table.add_row(name, f"{len(judged):,}", "fewer than two labels to count", "", "")
            continue
        guesses = model.predict([model_text(rows[i]["text"]) for i in judged], show_progress_bar=False)
        of_plain = measure(truth, list(guesses), least_rows=LEAST_ROWS).macro_f1
        of_ours = measure(truth, [ours[i][name].guess for i in judged], least_rows=LEAST_ROWS).macro_f1
        table.add_row(name, f"{len(judged):,}", f"{of_plain:.3f}", f"{of_ours:.3f}", f"{100 * (of_plain - of_ours):+.1f}")
    return table


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
    parser.add_argument("--labelled", help="rows with a text and a column for each classifier")
    arguments = parser.parse_args()
    texts = [text for file in arguments.files for text in pq.read_table(file)[arguments.column].to_pylist() if text]
    texts = random.Random(1).sample(texts, min(arguments.rows, len(texts)))
    chosen = classifiers()
    ours = [stated_model(classifier, lambda _done, _total: None) for classifier in chosen.values()]
    scorer = scorer_of(ours[0].body, ours)
    with redirect_stderr(StringIO()):
        plain = plain_models(list(chosen.values()), ours[0].body)
    if arguments.labelled:
        Console().print(compare_accuracy(pq.read_table(arguments.labelled).to_pylist(), plain, scorer))
    with redirect_stderr(StringIO()):
        ours_cpu, ours_wall = measured(lambda: list(scorer.iterate(texts)))
        plain_cpu, plain_wall = measured(
            lambda: [model.predict([model_text(t) for t in texts], show_progress_bar=False) for model in plain.values()]
        )
    table = Table("side", "texts", "CPU s", "wall s", "texts per CPU s", title=f"{len(chosen)} classifiers")
    for side, cpu, wall in (("plain SetFit", plain_cpu, plain_wall), ("Pantau", ours_cpu, ours_wall)):
        table.add_row(side, f"{len(texts):,}", f"{cpu:.0f}", f"{wall:.0f}", f"{len(texts) / cpu:.1f}")
    Console().print(table)
    print(f"ratio {plain_cpu / ours_cpu:.1f} in CPU time, {plain_wall / ours_wall:.1f} in wall time")
    print(f"distinct texts that words alone answered for all classifiers: {answered_share(scorer, texts):.1%}")


if __name__ == "__main__":
    main()
