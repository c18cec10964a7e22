"""What a mask is: where to look, and what to do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Mask(NamedTuple):
    """`hint` stands in every text that `change` may change, in syntax that `re` and RE2 share."""

    hint: str
    change: Callable[[str], str]


class Group(NamedTuple):
    """Masks of one matter; where its hint does not stand, none of theirs need be asked."""

    hint: str
    masks: tuple[Mask, ...]
