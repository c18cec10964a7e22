"""The seed `issue_rules` as rules; analysts edit it by hand, so what is wrong with it is told by file and line."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ml.issues.rules import COMPARISONS, GATES, MEASURES, STATES, Condition, Rule, Rules
from warehouse.errors import InputError
from warehouse.seeds import SEEDS, read_seed

SEED = "issue_rules"
SWITCHES = {"true": True, "false": False}


def read_rules(folder: Path = SEEDS) -> Rules:
    """The rules of the seed; InputError names file, line and the nearest name for what cannot be read."""
    path, found = folder / f"{SEED}.csv", {}
    for line, row in enumerate(read_seed(SEED, folder).to_pylist(), 2):
        try:
            rule = _rule(row)
            before = found.setdefault(rule.slug, [])
            if any(replace(one, conditions=()) != replace(rule, conditions=()) for one in before):
                raise ValueError("from_slug, to_slug or for_hours is not as in its lines above")
        except ValueError as error:
            raise InputError(f"{path}:{line}: {row.get('rule_slug') or 'rule_slug'}: {error}") from error
        before.append(rule)
    rules = [_joined(path, parts) for parts in found.values()]
    return Rules(tuple(r for r in rules if r.from_slug), tuple(r for r in rules if not r.from_slug))


def _joined(path: Path, parts: list[Rule]) -> Rule:
    first = parts[0]
    conditions = tuple(condition for part in parts for condition in part.conditions)
    if all(condition.is_optional for condition in conditions):
        raise InputError(f"{path}: {first.slug}: all its conditions are optional, so it would hold where nothing is known")
    return replace(first, conditions=conditions)


def _rule(row: Mapping[str, str | None]) -> Rule:
    """One line as a rule of one condition; ValueError tells what is wrong with it."""
    start = _one_of(row, "from_slug", STATES) if row.get("from_slug") else None
    end = _one_of(row, "to_slug", STATES if start else GATES)
    hours = _number(row, "for_hours")
    if start == end:
        raise ValueError(f"leads from {start} to itself")
    if hours < 1 or hours % 1 or (start is None and hours != 1):
        raise ValueError(f"for_hours is {row['for_hours']!r}: give a whole number from 1 on, and 1 for a gate")
    optional = SWITCHES[_one_of(row, "is_optional", SWITCHES)]
    measure, comparison = _one_of(row, "measure_slug", MEASURES), _one_of(row, "comparison", COMPARISONS)
    condition = Condition(measure, comparison, _number(row, "threshold"), optional)
    return Rule(_filled(row, "rule_slug"), start, end, int(hours), (condition,))


def _filled(row: Mapping[str, str | None], column: str) -> str:
    if not row.get(column):
        raise ValueError(f"{column} is empty")
    return row[column]


def _one_of(row: Mapping[str, str | None], column: str, known: Iterable[str]) -> str:
    value, known = _filled(row, column), list(known)
    if value in known:
        return value
    close = difflib.get_close_matches(value, known, n=1, cutoff=0.6)
    way_out = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
    raise ValueError(f"{column}: there is no {value!r}; {way_out}")


def _number(row: Mapping[str, str | None], column: str) -> float:
    value = _filled(row, column)
    try:
        number = float(value)
    except ValueError as error:
        raise ValueError(f"{column} is {value!r}, no number; write decimals with a point") from error
    if not math.isfinite(number):
        raise ValueError(f"{column} is {value!r}: give a finite number")
    return number
