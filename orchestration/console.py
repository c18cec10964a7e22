"""What a person at a terminal sees: bars while it runs, plain lines where there is no terminal."""

from __future__ import annotations

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

console = RichConsole(highlight=False)
errors = RichConsole(stderr=True, highlight=False)


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
        self.progress.update(self.tasks[step], completed=1, total=1, note=note)
        if not console.is_terminal:
            console.print(f"✓ {step:<24} {note}", soft_wrap=True)
