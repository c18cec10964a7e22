"""The classifiers of this home: the version that classifiers.yml states, the champion whose labels count, its challenger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ingestion.catalog import nearest
from ml.base_model import Body, resolve_body
from ml.classifiers.bodies import TunedBody, obtain_body
from ml.classifiers.corrections import extended
from ml.classifiers.examples import is_heldout
from ml.classifiers.promotion import challenge, compare, crown_first, decide, wait
from ml.classifiers.registry import (
    Model,
    Standing,
    obtain_model,
    open_model,
    read_standing,
    shared_body,
    standing_file,
    versions,
)
from ml.classifiers.specs import Classifier, read_classifiers
from ml.classifiers.tuning import Settings
from orchestration.context import as_of, context
from warehouse.errors import InputError
from warehouse.settings import read_settings

Progress = Callable[[int, int], None]
CHAMPION, CHALLENGER = "champion", "challenger"
TEXTS_SEEN, LEAST_EPOCHS, MOST_EPOCHS = 6_000, 3, 20
"""How often a body of one classifier sees its texts: so many in all, within these numbers of epochs."""
TUNINGS = 3
"""The weights of so many tunings are averaged: each alone is good or bad by chance."""


def _silence(_done: int, _total: int) -> None:
    pass


@cache
def classifiers() -> dict[str, Classifier]:
    """What classifiers.yml states, with the examples of this installation."""
    return read_classifiers(local=read_settings().examples)


def base_body() -> Body:
    """The encoder as it comes, before any tuning."""
    settings = context().settings
    return resolve_body(settings.base_model, settings.models)


def stated_body(progress: Progress) -> TunedBody:
    """The shared body of the examples as they stand now, tuned when the registry does not hold it."""
    return shared_body(list(classifiers().values()), base_body(), context().settings.models, progress)


def own_body(classifier: Classifier, progress: Progress) -> TunedBody:
    """The shared body tuned further on all examples of one classifier alone: the fewer, the more often it sees each."""
    learned = max(1, sum(not is_heldout(example.text) for example in classifier.examples))
    epochs = min(MOST_EPOCHS, max(LEAST_EPOCHS, TEXTS_SEEN // learned))
    settings = Settings(epochs=epochs, text_limit=learned, contrast=0.0, tunings=TUNINGS)  # contrast helps no single column
    columns, registry = {classifier.name: classifier.examples}, context().settings.models
    return obtain_body(base_body(), columns, registry, progress, settings, stated_body(progress))


def stated_model(classifier: Classifier, progress: Progress) -> Model:
    """The version that classifiers.yml states, trained when the registry lacks it.

    What people of this home corrected stands in challengers of `pantau review import`, which a person promotes.
    """
    return obtain_model(classifier, stated_body(progress), context().settings.models)


def settle(classifier: Classifier, stated: Model) -> Standing:
    """Let the stated version become champion if there is none, or challenge the champion once.

    One with labels that the champion does not know cannot be compared, and one made without the installation's texts, from
    which some champion has learned, would be compared on shipped ones alone: such a one stands as challenger until a person
    decides.
    """
    layout = context().layout
    standing = crown_first(layout, stated, as_of())
    if stated.version == standing.champion or standing.has_considered(stated.version):
        return standing
    present = champion(classifier)
    if set(stated.labels) - set(present.labels) or _has_lost_local():
        return wait(layout, stated, as_of())
    challenge(layout, stated)
    known = extended(classifier, layout.examples).examples
    return decide(layout, classifier.name, compare(present, stated, known), as_of())


def _has_lost_local() -> bool:
    """Whether some champion has learned from texts of the installation, and there are none now: all share one body."""
    if any(example.is_local for classifier in classifiers().values() for example in classifier.examples):
        return False
    return any(champion(classifier).has_local for classifier in classifiers().values() if _has_champion(classifier))


def _has_champion(classifier: Classifier) -> bool:
    return read_standing(context().layout, classifier.name).champion is not None


def champion(classifier: Classifier, progress: Progress = _silence) -> Model:
    """The version whose labels count; the stated one before any was settled."""
    standing = read_standing(context().layout, classifier.name)
    if standing.champion is None:
        return stated_model(classifier, progress)
    found = open_model(context().settings.models, classifier.name, standing.champion)
    return replace(found, floor=classifier.floor)


def names() -> list[str]:
    """Classifiers of classifiers.yml in their order, then those that `pantau train` made."""
    folders = [folder.name for folder in context().settings.models.glob("[!.]*") if folder.name != "bodies"]
    decided = [file.stem for file in standing_file(context().layout, CHAMPION).parent.glob("[!.]*.json")]
    trained = {name for name in (*folders, *decided) if all_versions(name)}
    return [*classifiers(), *sorted(trained - set(classifiers()))]


def check_name(name: str) -> None:
    """InputError for a classifier that is not there."""
    if name not in names():
        raise InputError(f"There is no classifier {name!r}{nearest(name, names())}")


def all_versions(name: str) -> list[Model]:
    """Oldest first; a card without a report is of an earlier kind of model, which nothing reads any more."""
    return [model for model in versions(context().settings.models, name) if "report" in model.card]


def find_version(name: str, version: str = CHAMPION) -> Model:
    """A version, or who is champion or challenger; InputError where there is none."""
    check_name(name)
    standing = read_standing(context().layout, name)
    aliases = {CHAMPION: standing.champion, CHALLENGER: standing.challenger}
    found = aliases.get(version, version)
    if found is None:
        maker = "run" if version == CHAMPION and name in classifiers() else f"train {name}"
        raise InputError(f"{name} has no {version} in this home; `pantau {maker}` makes one.")
    stated = classifiers().get(name)
    return replace(open_model(context().settings.models, name, found), floor=stated.floor if stated else 0.0)


def find_model(name: str, version: str, progress: Progress) -> Model:
    """The same, but the stated version, trained where it must be, stands in for a champion that was never settled."""
    check_name(name)
    is_stated = version == CHAMPION and name in classifiers()
    return champion(classifiers()[name], progress) if is_stated else find_version(name, version)
