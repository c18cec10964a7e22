"""Models that may have to be trained before a command can use them: a bar, and a word that this happens once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from orchestration.console import Bars, console, quiet_libraries
from orchestration.context import context

STEP = "ml/body"


@contextmanager
def first_use(bars: Bars) -> Iterator[Callable[[int, int], None]]:
    """Progress of a tuning, should one be needed; what libraries print meanwhile goes to a log of the home."""

    def progress(done: int, total: int) -> None:
        if done == 1:
            console.print("The encoder is tuned first. This happens once: the registry keeps it.")
        bars.advance(STEP, done, total)
        if done == total:
            bars.finish(STEP, f"tuned in {total:,} steps")

    with quiet_libraries(context().layout.state / "training.log"):
        yield progress
