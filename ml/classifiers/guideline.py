"""What people are told when they judge texts: the meaning of each label, an example of it, and cases that were settled."""

from __future__ import annotations

from typing import NamedTuple

from ruamel.yaml import YAML

from ml.classifiers.specs import ROOM, Classifier
from warehouse.seeds import read_seed

GUIDELINE = ROOM / "guideline.yml"


class Hint(NamedTuple):
    """A label, what it means (empty where nobody wrote it down), and a text that bears it."""

    label: str
    meaning: str
    example: str


def hints(classifier: Classifier) -> list[Hint]:
    """One for each label, in the classifier's order; examples are the shortest shipped ones, for anybody may see them."""
    meanings = _meanings(classifier.name)
    shortest: dict[str, str] = {}
    shipped = [example for example in classifier.examples if not example.is_local]
    for example in sorted(shipped, key=lambda example: (len(example.text), example.text)):
        shortest.setdefault(example.label, example.text)
    return [Hint(label, meanings.get(label, ""), shortest.get(label, "")) for label in classifier.labels]


def settled_cases(name: str) -> list[str]:
    """Rules for texts on which judges used to differ."""
    return _entry(name).get("cases", [])


def _meanings(name: str) -> dict[str, str]:
    if name == "sektor":
        seed = read_seed("sectors")
        return dict(zip(seed["sector_slug"].to_pylist(), seed["sector_scope"].to_pylist(), strict=True))
    return _entry(name).get("labels", {})


def _entry(name: str) -> dict:
    return YAML(typ="safe").load(GUIDELINE.read_text()).get(name, {})
