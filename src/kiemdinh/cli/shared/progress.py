"""A bar that says how far work on many schools has come: on a terminal, and only where it takes long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TextIO

from kiemdinh.cli.shared.language import say

if TYPE_CHECKING:
    from kiemdinh.diagnostics.message import Message

__all__ = ["ProgressBar", "show_progress"]

_DELAY: Final = 2.0
"""Seconds after which a bar is shown: what is done by then needs none."""


@contextmanager
def show_progress(stream: TextIO | None = None, delay: float = _DELAY) -> Iterator[None]:
    """Show on a terminal, standard error unless another is given, how far the work within has come.

    Nothing is written to a pipe or a file, and nothing stays on the terminal.
    """
    shown_on = sys.stderr if stream is None else stream
    if not shown_on.isatty():
        yield
        return
    from threading import Timer

    from kiemdinh.portfolio.progress import observe_progress

    bar = ProgressBar(shown_on)
    timer = Timer(delay, bar.show)
    timer.daemon = True
    timer.start()
    try:
        with observe_progress(bar):
            yield
    finally:
        timer.cancel()
        timer.join()
        bar.hide()


class ProgressBar:
    """A bar of rich for the current work; it can be updated before it is shown."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console: Any = Console(file=stream)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True)
        self._is_shown = False

    def begin(self, label: Message, total: int) -> None:
        """Begin anew with so many things."""
        for task in self._progress.task_ids:
            self._progress.remove_task(task)
        self._progress.add_task(say(label), total=total)

    def advance(self) -> None:
        """Count one thing as done."""
        self._progress.advance(self._progress.task_ids[-1])

    def show(self) -> None:
        """Draw the bar from now on."""
        self._is_shown = True
        self._progress.start()

    def hide(self) -> None:
        """Take the bar off the terminal."""
        if self._is_shown:
            self._progress.stop()
