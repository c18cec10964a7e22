"""One `pantau run` a data home at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.errors import InputError
from warehouse.layout import Layout


@contextmanager
def run_lock(layout: Layout) -> Iterator[None]:
    """InputError when another run holds it; the kernel gives it back when its holder dies."""
    with (layout.state / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                f"Another `pantau run` is at work in {layout.home}. Wait for it, or choose another PANTAU_HOME."
            ) from error
        yield
