"""`pantau review import`: filled queues in; agreement, examples of this installation and a challenger out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from ml.classifiers.agreement import Agreement, agreement
from ml.classifiers.corrections import Key, ballots, extended, keep_examples, settle
from ml.classifiers.examples import Example
from ml.classifiers.promotion import challenge, compare, pass_over
from ml.classifiers.registry import Model, obtain_model
from ml.classifiers.review import Item, known_items
from ml.classifiers.specs import Classifier
from orchestration.console import console
from orchestration.context import as_of, context
from orchestration.review_answers import classifier_judged, read_answers, sound_answers
from orchestration.review_items import champion_of, classifier_of, masked
from orchestration.review_sheet import cells_of, write_left_over
from warehouse.errors import InputError

Votes = Mapping[Key, Mapping[str, str]]
"""For each item the label that each reviewer gave."""


def import_command(files: Sequence[Path]) -> None:
    """InputError where the files are no queues of one classifier, or hold no answer that can be taken."""
    layout = context().layout
    tables = {file: read_answers(file) for file in {file.resolve(): file for file in files}.values()}
    classifier = classifier_of(classifier_judged(tables))
    name, champion = classifier.name, champion_of(classifier.name)
    keys = {(row["document_id"], row["text_hash"]) for rows in tables.values() for row in rows}
    items = {(item.document_id, item.text_hash): item for item in masked(known_items(layout, champion, keys))}
    taken = sound_answers(tables, items, classifier.labels)
    if not taken:
        raise InputError("No row can be taken; nothing was changed.")
    votes = ballots(taken)
    settled, disputed = settle(votes)
    _tell_agreement(votes, items)
    if disputed:
        _put_aside({key: votes[key] for key in disputed}, items, name, files[0])
    new = [Example(text=items[key].text, label=label, channel=items[key].channel) for key, label in settled.items()]
    count = keep_examples(layout.examples, name, new)
    console.print(f"{len(new):,} items are settled; {count:,} of them are new or changed, in {layout.examples / name}.jsonl")
    _train(extended(classifier, layout.examples), champion)


def _tell_agreement(votes: Votes, items: Mapping[Key, Item]) -> None:
    table = Table("agreement", "Krippendorff's alpha [95 %]", "items", box=None, header_style="bold")
    reviewers = sorted({reviewer for labels in votes.values() for reviewer in labels})
    if len(reviewers) > 1:
        table.add_row("reviewers with each other", *_words(agreement([list(labels.values()) for labels in votes.values()])))
    for reviewer in reviewers:
        pairs = [(labels[reviewer], items[key].guess) for key, labels in votes.items() if reviewer in labels]
        found = agreement([(label, guess) for label, guess in pairs if guess is not None])
        table.add_row(Text(f"{reviewer} with the model"), *_words(found))
    console.print(table)


def _words(found: Agreement | None) -> tuple[str, str]:
    if found is None:
        return "not defined: no item in common, or one label alone", ""
    return f"{found.alpha:.2f} [{found.low:.2f}, {found.high:.2f}]", f"{found.count:,}"


def _put_aside(votes: Votes, items: Mapping[Key, Item], name: str, like: Path) -> None:
    """Items on which reviewers tie, beside the first file; who gave which label is not told."""
    counts = {key: Counter(labels.values()).most_common() for key, labels in votes.items()}
    told = {key: ", ".join(f"{label} {count}" for label, count in given) for key, given in counts.items()}
    rows = [{**cells_of(items[key], name), "catatan": told[key]} for key in votes]
    target = write_left_over(rows, (), like, "sengketa")
    words = f"{len(rows):,} items are disputed and taught nothing; decide them in {target} and import it."
    console.print(words, style="yellow", markup=False, soft_wrap=True)


def _train(classifier: Classifier, champion: Model) -> None:
    """A challenger on the champion's body, and what it does on rows that neither has learned from."""
    console.print("The corrections are kept. Next a challenger is trained and compared, which may take some five minutes.")
    with console.status("training a challenger"):
        challenger = obtain_model(classifier, champion.body, context().settings.models)
        if challenger.version == champion.version:
            console.print("The champion has learned all of it already; there is nothing to compare.")
            return
        left = pass_over(context().layout, challenger, as_of())
        challenge(context().layout, challenger)
        if left:
            told = f"{challenger.version} takes the place of the challenger {left}, which was not decided on."
            console.print(told, style="yellow", markup=False, soft_wrap=True)
        comparison = compare(champion, challenger, classifier.examples)
    console.print(f"Held-out rows: {comparison}", markup=False, soft_wrap=True)
    verdict = "is no worse" if comparison.is_won else "is not shown to be as good"
    told = f"The challenger {verdict}. Nothing is promoted yet; next: pantau models promote {classifier.name}"
    console.print(told, markup=False, soft_wrap=True)
