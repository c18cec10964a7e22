"""What a person at a terminal sees: bars while it runs, plain lines where there is no terminal."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

WIDTH_WITHOUT_TERMINAL = 200

# the streams are held here, so that a run may send everything that libraries print to its log instead
console = RichConsole(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL)
errors = RichConsole(file=sys.stderr, highlight=False, width=None if sys.stderr.isatty() else WIDTH_WITHOUT_TERMINAL)


@contextmanager
def quiet_libraries(log: Path) -> Iterator[None]:
    """Whatever libraries print or log meanwhile goes to `log`, which starts anew."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file, redirect_stdout(file), redirect_stderr(file), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.basicConfig(stream=file, level=logging.INFO, format="%(asctime)s %(name)s %(message)s", force=True)
        try:
            yield
        finally:
            logging.basicConfig(handlers=[logging.NullHandler()], force=True)


class Bars:
    """A listener for `orchestration.context`: one line per step. Use it as a context manager."""

    def __init__(self) -> None:
        self.progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description:<24}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=console,
        )
        self.tasks: dict[str, int] = {}

    def __enter__(self) -> Bars:
        if console.is_terminal:
            self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if console.is_terminal:
            self.progress.stop()

    def advance(self, step: str, done: int, total: int) -> None:
        if step not in self.tasks:
            self.tasks[step] = self.progress.add_task(step, total=None, note="")
        note = f"{done:,} / {total:,}" if total else f"{done:,}" if done else ""
        self.progress.update(self.tasks[step], completed=done, total=total or None, note=note)

    def finish(self, step: str, note: str) -> None:
        self.advance(step, 0, 0)
        self.progress.update(self.tasks[step], completed=1, total=1, note=note)
        if not console.is_terminal:
            console.print(f"✓ {step:<24} {note}", soft_wrap=True)
