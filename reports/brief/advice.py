"""What to do, by whom and why: the ordered rules of advice.yml over named, measured facts. Nothing else gives advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from reports.brief.wording import format_hours, format_number, format_share
from warehouse.errors import InputError

RULES = Path(__file__).parent / "advice.yml"


class Rule(BaseModel):
    """An entry of advice.yml: `when` is a condition over facts, `text` and `who` are sentences with facts in them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    about: Literal["isu", "pekan"]
    when: str
    text: str
    who: str
    refs: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Advice:
    """`order`: place of its rule in the file. `subject`: the issue_id; None: the whole week."""

    order: int
    rule: str
    subject: str | None
    text: str
    who: str
    refs: tuple[str, ...]


@cache
def read_rules(file: Path = RULES) -> tuple[Rule, ...]:
    """The rules in their order; InputError naming the file and what is wrong."""
    try:
        return tuple(TypeAdapter(list[Rule]).validate_python(YAML(typ="safe").load(file.read_text(encoding="utf-8"))))
    except YAMLError as error:
        raise InputError(f"{file}: not valid YAML: {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors())
        raise InputError(f"{file}: {problems}") from error


def advise(about: str, facts: Mapping[str, Any], subject: str | None = None, rules: tuple[Rule, ...] = ()) -> list[Advice]:
    """What the rules about "isu" or "pekan" say to `facts`, in their order; InputError for a rule that cannot be read."""
    environment = _environment()
    found = []
    for order, rule in enumerate(rules or read_rules()):
        if rule.about != about:
            continue
        try:
            if environment.compile_expression(rule.when, undefined_to_none=False)(**facts):
                text, who = (" ".join(environment.from_string(words).render(facts).split()) for words in (rule.text, rule.who))
                found.append(Advice(order, rule.rule, subject, text, who, rule.refs))
        except (TemplateError, TypeError) as error:
            raise InputError(
                f"{RULES}: rule {rule.rule} cannot be read: {error}. Facts about {about} are: {', '.join(sorted(facts))}."
            ) from error
    return found


def most_urgent(found: list[Advice], limit: int) -> list[Advice]:
    """The first advice of each issue and each of the week, in the order of the rules; at most `limit`."""
    first: dict[str, Advice] = {}
    for advice in found:
        first.setdefault(advice.subject or advice.rule, advice)
    return sorted(first.values(), key=lambda advice: advice.order)[:limit]


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters |= {"angka": format_number, "persen": format_share, "jam": format_hours}
    return environment
