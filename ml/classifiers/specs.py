"""classifiers.yml: what each classifier is."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ml.classifiers.examples import JUDGED, Example, read_examples, read_judged
from warehouse.errors import InputError
from warehouse.privacy import mask_text

ROOM = Path(__file__).parents[1]
CLASSIFIERS, EXAMPLES = ROOM / "classifiers.yml", ROOM / "examples"


class Classifier(BaseModel):
    """One entry of classifiers.yml with its examples.

    `column` begins the names of its columns in the marts. Below `floor` (macro-F1 on held-out examples) a model labels
    nothing. `temperature` softens scores; None: fitted to the held-out examples, as it is where enough of these are of the
    installation. `word_weight` is how much words count beside the body. `abstaining_share` of the held-out examples, the
    least sure, set the score of tidak-yakin. `label_counts`: how often labels are in the file that the examples come from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    column: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str
    labels: tuple[str, ...] = Field(min_length=2)
    floor: float = 0.0
    temperature: float | None = None
    word_weight: float = 1.0
    abstaining_share: float = 0.15
    label_counts: dict[str, int] | None = None
    examples: tuple[Example, ...]


def read_classifiers(file: Path = CLASSIFIERS, examples: Path = EXAMPLES, local: Path | None = None) -> dict[str, Classifier]:
    """All classifiers by name; InputError naming the file when an entry or an example is wrong.

    `local`: a folder in the form of `examples`, with those of an installation: they come beside the others, their labels win.
    """
    try:
        entries = YAML(typ="safe").load(file.read_text())
    except YAMLError as error:
        raise InputError(f"{file}: not valid YAML: {error}") from error
    if not isinstance(entries, dict) or not all(isinstance(fields, dict) for fields in entries.values()):
        raise InputError(f"{file}: expected one mapping of fields for each classifier.")
    if local:
        _check_names(local, set(entries))
    stated = {name: _classifier(name, fields, file, examples) for name, fields in entries.items()}
    return {name: _with_local(classifier, local) for name, classifier in stated.items()} if local else stated


def _classifier(name: str, fields: dict, file: Path, folder: Path) -> Classifier:
    examples = read_examples(folder, name)
    if not examples:
        raise InputError(f"{file}: {name}: its examples are missing: {folder / f'{name}.jsonl'}")
    try:
        classifier = Classifier.model_validate({"name": name, **fields, "examples": examples})
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors())
        raise InputError(f"{file}: {name}: {problems}") from error
    strange = {e.label for e in classifier.examples} ^ set(classifier.labels)
    if strange:
        raise InputError(f"{file}: {name}: labels and examples disagree on {', '.join(sorted(strange))} ({folder})")
    return classifier


def _check_names(folder: Path, names: set[str]) -> None:
    """InputError for labels that would be passed over in silence."""
    given = {file.stem for file in folder.glob("*.jsonl")} - {Path(JUDGED).stem}
    given |= {name for row in read_judged(folder) for name in row.labels}
    if strange := sorted(given - names):
        raise InputError(f"{folder}: {', '.join(strange)}: no classifier; there are {', '.join(sorted(names))}.")


def _with_local(classifier: Classifier, folder: Path) -> Classifier:
    """Its texts are masked, as those are that they will be compared with; of two equal ones the later counts."""
    found = ((mask_text(example.text), example) for example in read_examples(folder, classifier.name))
    local = {text: example.model_copy(update={"text": text, "is_local": True}) for text, example in found}
    if strange := {example.label for example in local.values()} - set(classifier.labels):
        raise InputError(f"{folder}: {', '.join(sorted(strange))}: no label of {classifier.name}.")
    shipped = [example for example in classifier.examples if example.text not in local]
    return classifier.model_copy(update={"examples": (*shipped, *local.values())})
