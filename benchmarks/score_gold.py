"""How the current models meet labels given by people or by a second reader, on rows no example came from.

    .venv/bin/python benchmarks/score_gold.py FILE.parquet [--text text] [--slice source]

FILE has a text column and one column for each classifier it labels. Prints a score for each, and one for each slice.
"""

from __future__ import annotations

import argparse

import pyarrow.parquet as pq

from ml.base_model import resolve_body
from ml.engine import Engine
from ml.evaluation import measure
from ml.registry import obtain_model
from ml.specs import read_classifiers
from warehouse.settings import read_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--text", default="text")
    parser.add_argument("--slice")
    arguments = parser.parse_args()
    rows = pq.read_table(arguments.file).to_pylist()
    settings = read_settings()
    body = resolve_body(settings.base_model, settings.models)
    for classifier in read_classifiers().values():
        if classifier.name not in rows[0]:
            continue
        model = obtain_model(classifier, body, settings.models, lambda _done, _total: None)
        guesses = [label for label, _ in Engine(model.folder).classify([row[arguments.text] for row in rows])]
        truth = [row[classifier.name] for row in rows]
        print(f"{classifier.name} {model.version}: {measure(truth, guesses)}")
        for part in sorted({row[arguments.slice] for row in rows}) if arguments.slice else []:
            chosen = [i for i, row in enumerate(rows) if row[arguments.slice] == part]
            print(f"  {part}: {measure([truth[i] for i in chosen], [guesses[i] for i in chosen])}")


if __name__ == "__main__":
    main()
