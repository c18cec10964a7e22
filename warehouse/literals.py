"""Values as SQL writes them, where a statement takes no parameters or is to be shown whole."""

from __future__ import annotations


def literal(value: str) -> str:
    """`value` as a string literal of standard SQL: in single quotes, those in it doubled."""
    return "'" + value.replace("'", "''") + "'"
